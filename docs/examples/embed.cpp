// A host that answers "Can I stack this 10% coupon with free shipping?" from its own structs.
// docs/embedding.md walks through it; the tests build and run it.
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "parley/compiler/compile.hpp"
#include "parley/parley.hpp"

namespace {

// --- what the shop has already
// ---------------------------------------------------------------------

struct shopper {
  std::string tier;
  int orders = 0;
  std::optional<bool> verified;  // empty: nobody has looked yet
};

struct basket_item {
  std::string id;
  std::string sku;
  std::string category;
  int pieces = 0;
  long cents = 0;
  std::optional<long> cost_cents;
};

const char* const rules_text = R"(
pack: tea-shop
version: 1
currency: USD
facts:
  customer.tier:     {type: string, one_of: [bronze, silver, gold]}
  customer.orders:   {type: int, min: 0}
  customer.verified: {type: bool}
offers:
  WELCOME10: {give: 10% off order, class: coupon, when: customer.orders == 0}
  FREESHIP:  {give: free shipping, class: shipping, when: cart.subtotal >= 50}
  HAGGLE:    {give: 1%..12% step 1% off order, class: negotiated, when: customer.verified}
stacking:
  - WELCOME10 with FREESHIP
  - HAGGLE with FREESHIP
  - class coupon excludes class negotiated
limits:
  - discount <= 15% of subtotal
  - margin >= 18%
)";

int fail(const char* what, const std::string& why) {
  std::fprintf(stderr, "%s: %s\n", what, why.c_str());
  return 1;
}

void say(const parley::decision& answer, const parley::pack& rules) {
  std::printf("%s", std::string(parley::name_of(answer.verdict)).c_str());
  if (answer.has_quote) {
    std::printf(", total %s", parley::money_text(answer.quote.total, 2).c_str());
  }
  std::printf("\n");
  for (const parley::finding& found : answer.findings) {
    const parley::rule_words rule = parley::words_of(rules, found);
    std::printf("  %s by %s\n", std::string(parley::name_of(found.code)).c_str(),
                std::string(rule.id).c_str());
  }
}

}  // namespace

int main() {
  // --- at start-up: the pack, and how our structs map to its facts
  // -----------------------------------
  const parley::compilation made = parley::compile_text("tea-shop.yaml", rules_text);
  if (!made.compiled) return fail("pack", made.found.items().front().message);
  const parley::pack& rules = *made.compiled;

  parley::struct_binding<shopper> bind_shopper(rules.schema());
  bind_shopper.field("customer.tier", &shopper::tier)
      .field("customer.orders", &shopper::orders)
      .field("customer.verified", &shopper::verified);
  parley::line_binding<basket_item> bind_item(rules.schema(), [](const basket_item& item) {
    parley::cart_line line;
    line.id = item.id;
    line.sku = item.sku;
    line.quantity = item.pieces;
    line.price = item.cents;
    return line;
  });
  bind_item.field("category", &basket_item::category)
      .field("cost", [](const basket_item& item) -> std::optional<parley::minor_units> {
        if (!item.cost_cents) return std::nullopt;
        return parley::minor_units{*item.cost_cents};
      });
  for (const parley::error& wrong : bind_shopper.errors()) return fail("binding", wrong.message);
  for (const parley::error& wrong : bind_item.errors()) return fail("binding", wrong.message);

  // --- for each request: fill, ask
  // --------------------------------------------------------------------
  const shopper anna{"gold", 0, std::nullopt};
  const std::vector<basket_item> basket = {{"l1", "TEA-GREEN", "tea", 2, 1200, 500},
                                           {"l2", "MUG", "kitchen", 2, 2000, 900}};
  parley::fact_set facts(rules.schema());
  facts.open_cart();
  for (const parley::error& wrong : bind_shopper.apply(anna, facts))
    return fail("shopper", wrong.message);
  for (const basket_item& item : basket) {
    for (const parley::error& wrong : bind_item.apply(item, facts))
      return fail("basket", wrong.message);
  }
  parley::shipping_entry post;
  post.method = "standard";
  post.price = 599;
  post.cost = 410;
  post.has_cost = true;
  facts.add_shipping(post);

  parley::workspace memory;
  parley::decision answer;
  parley::proposal asked;
  const auto ask_for = [&](std::initializer_list<parley::proposed_offer> offers) {
    asked.offers.assign(offers);
    parley::validate(rules, facts, asked, memory, answer);
    say(answer, rules);
  };

  parley::proposed_offer coupon, shipping, haggle;
  coupon.name = "WELCOME10";
  shipping.name = "FREESHIP";
  haggle.name = "HAGGLE";
  haggle.has_parameter = true;
  haggle.parameter = 2 * parley::ratio_one / 100;

  ask_for({coupon, shipping});
  ask_for({coupon, haggle});
  ask_for({haggle});
  return 0;
}
