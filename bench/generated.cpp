#include "generated.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>

namespace parley::bench {

namespace {

constexpr int classes = 10;

}  // namespace

std::string pack_text(int offers) {
  std::string out =
      "pack: generated\n"
      "version: 1\n"
      "currency: USD\n"
      "facts:\n"
      "  customer.orders:   {type: int, min: 0}\n"
      "  customer.verified: {type: bool}\n"
      "  channel: {type: string, one_of: [email, sms, web]}\n"
      "selectors:\n"
      "  tea: line.category == \"tea\"\n"
      "offers:\n";
  for (int i = 0; i < offers; ++i) {
    const char* const give = i % 4 == 0   ? "2% off order"
                             : i % 4 == 1 ? "3% off tea"
                             : i % 4 == 2 ? "1.00 off order"
                                          : "buy 2 get 1 free of tea";
    out += fmt::format("  OFFER{}: {{give: {}, class: c{}", i, give, i % classes);
    if (i % 3 == 0)
      out += fmt::format(", when: customer.orders >= {} && channel == \"web\"", i % 5);
    out += "}\n";
  }
  out += "stacking:\n";
  for (int c = 0; c < classes; ++c) out += fmt::format("  - class c{} with any\n", c);
  for (int i = 20; i + 1 < offers; i += 10)
    out += fmt::format("  - OFFER{} excludes OFFER{}\n", i, i + 1);
  out +=
      "limits:\n"
      "  - discount <= 30% of subtotal\n"
      "  - concession <= 40% of subtotal\n"
      "  - margin >= 10%\n"
      "  - price per unit of tea >= 1.00\n";
  for (int c = 0; c < 8; ++c)
    out += fmt::format("  - discount of class c{} <= {}% of subtotal\n", c, 20 + c);
  return out;
}

pack compiled(int offers) {
  compilation made = compile_text("generated.yaml", pack_text(offers));
  if (!made.compiled) {
    for (const diagnostic& d : made.found.items()) std::fprintf(stderr, "%s\n", d.message.c_str());
    std::exit(1);
  }
  return *made.compiled;
}

fact_set facts_for(const pack& rules) {
  fact_set facts(rules.schema());
  const fact_schema schema = rules.schema();
  facts.set(schema.fact_named("customer.orders"), value::integer(4));
  facts.set(schema.fact_named("customer.verified"), value::boolean(true));
  facts.set(schema.fact_named("channel"), value::string("web"));
  facts.open_cart();
  static constexpr const char* ids[] = {"l1", "l2", "l3", "l4", "l5", "l6"};
  for (int i = 0; i < 6; ++i) {
    cart_line line;
    line.id = ids[i];
    line.sku = "SKU";
    line.quantity = i + 1;
    line.price = 1000 + 250 * i;
    const std::uint32_t row = facts.add_line(line);
    facts.set_line(row, line_cost, value::money_minor(400, 2, currency_named("USD")));
    facts.set_line(row, line_category, value::string(i % 2 == 0 ? "tea" : "kitchen"));
  }
  shipping_entry post;
  post.method = "standard";
  post.price = 599;
  post.cost = 410;
  post.has_cost = true;
  facts.add_shipping(post);
  return facts;
}

proposal three_offers() {
  proposal asked;
  for (const char* const name : {"OFFER0", "OFFER1", "OFFER2"}) {
    proposed_offer offer;
    offer.name = name;
    asked.offers.push_back(offer);
  }
  return asked;
}

}  // namespace parley::bench
