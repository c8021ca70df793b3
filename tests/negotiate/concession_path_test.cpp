// What a search remembers between calls, and that it never answers for other facts.
#include "parley/negotiate/concession_path.hpp"

#include <string>
#include <vector>

#include "negotiate/talk.hpp"
#include "support/campaign.hpp"
#include "support/catch.hpp"

namespace parley::test {
namespace {

/// Two gifts: which one forms depends on a condition over what the text is about.
std::string choosing(const std::string& condition, const std::string& facts = "") {
  return "pack: p\nversion: 1\ncurrency: USD\ndefaults: {stacking: open}\nfacts:\n"
         "  unused: {type: int}\n" +
         facts + "offers:\n  A: {give: gift A, class: g, cost: 1.00, worth: 2.00, when: '" +
         condition + "'}\n  B: {give: gift B, class: g, cost: 1.00, worth: 5.00, when: '!(" +
         condition +
         ")'}\nlimits: [concession <= 50% of subtotal]\nnegotiation:\n  strategy: micro\n"
         "  issues: [class g]\n";
}
std::string request(const std::string& more, const std::string& line = "",
                    const std::string& shipping = "") {
  return "now: 2026-11-22T10:00:00Z\ncart:\n  currency: USD\n  lines: [{sku: S, qty: 1, price: "
         "100.00" +
         line + "}]\n" + (shipping.empty() ? "" : "  shipping: [" + shipping + "]\n") + more + "\n";
}

struct world {
  const char* condition;
  const char* declared;  ///< under `facts:`
  std::string yes, no;   ///< facts where the condition holds, and where it doesn't
};

TEST_CASE("whatever a rule reads, a path is worked out anew for it") {
  const world worlds[] = {
      {"customer.key == \"a\"", "", request("customer.key: a"), request("customer.key: b")},
      {"flag", "  flag: {type: bool}\n", request("flag: true"), request("flag: false")},
      {"flag", "  flag: {type: bool, default: true}\n", request("flag: absent"),
       request("flag: false")},
      {"!has(flag)", "  flag: {type: bool, default: true}\n", request("flag: absent"),
       request("flag: true")},
      {"points == 3", "  points: {type: int}\n", request("points: 3"), request("points: -3")},
      {"points == uint(3)", "  points: {type: uint}\n", request("points: 3"), request("points: 4")},
      {"rate > decimal(\"0.5\")", "  rate: {type: decimal}\n", request("rate: 0.7"),
       request("rate: -0.7")},
      {"rate > decimal(\"0.5\")", "  rate: {type: decimal}\n",
       request("rate: 18446744073709551616.5"), request("rate: 0.5")},
      {"price > 5", "  price: {type: money}\n", request("price: 5.01"), request("price: 5.00")},
      {"vat == percent(\"7\")", "  vat: {type: percent}\n", request("vat: 7%"),
       request("vat: 0.07%")},
      {"name == \"ab\"", "  name: {type: string}\n", request("name: ab"), request("name: a b")},
      {"since < now", "  since: {type: timestamp}\n", request("since: 2026-11-22T09:59:59.999Z"),
       request("since: 2026-11-22T10:00:00Z")},
      {"pause < duration(\"1h\")", "  pause: {type: duration}\n", request("pause: 59m59.5s"),
       request("pause: 60m")},
      {"\"x\" in tags", "  tags: {type: list, of: string}\n", request("tags: [a, x]"),
       request("tags: [ax]")},
      {"points[\"a\"] == 1", "  points: {type: map, of: int}\n", request("points: {a: 1, b: 2}"),
       request("points: {a: 2, b: 1}")},
      {"cart.lines.exists(l, has(l.category) && l.category == \"t\")", "",
       request("", ", category: t"), request("", ", category: u")},
      {"cart.quantity == 1", "", request(""), request("", ", category: t")},
      {"cart.shipping.exists(s, s.method == \"post\")", "",
       request("", "", "{method: post, price: 1.00}"),
       request("", "", "{method: pos, price: 1.00}")},
      {"cart.shipping.exists(s, s.cost > 0.50)", "",
       request("", "", "{method: post, price: 1.00, cost: 0.51}"),
       request("", "", "{method: post, price: 1.00, cost: 0.50}")},
      {"cart.shipping.exists(s, s.tax_rate == percent(\"5\"))", "",
       request("", "", "{method: post, price: 1.00, tax_rate: 5%}"),
       request("", "", "{method: post, price: 1.00, tax_rate: 7%}")},
  };
  for (const world& w : worlds) {
    INFO(w.condition << w.declared);
    const pack rules = pack_of(choosing(w.condition, w.declared));
    campaign c(rules, w.yes);
    negotiation_workspace kept;
    std::vector<std::string> said;
    for (const std::string& facts : {w.yes, w.no, w.yes, w.no, w.yes}) {
      c.learn(facts);
      // `kept` has seen other facts before, `fresh` nothing.
      negotiation_workspace fresh;
      const session opened = open_session(c.rules, *c.facts, "s");
      const auto warm = negotiate(c.rules, *c.facts, opened, percent_ask(40), kept);
      const auto cold = negotiate(c.rules, *c.facts, opened, percent_ask(40), fresh);
      REQUIRE(warm.ok());
      REQUIRE(cold.ok());
      CHECK(warm.value().terms == cold.value().terms);
      CHECK(warm.value().outcome == cold.value().outcome);
      said.push_back(items(warm.value()));
    }
    const std::string second = w.yes == request("") ? "A" : "B";
    CHECK(said == std::vector<std::string>{"A", second, "A", second, "A"});
  }
}

TEST_CASE("a curve comes to the dearest place that its share pays for") {
  std::vector<negotiation_result> path(5);
  for (std::size_t i = 0; i < path.size(); ++i)
    path[i].cost = static_cast<std::int64_t>(i + 1) * 10;
  const auto places = [&](graph::strategy shape) {
    std::vector<std::uint32_t> made;
    for (std::uint32_t round = 0; round <= 6; ++round)
      made.push_back(curve_place(shape, round, 5, path));
    return made;
  };
  using at = std::vector<std::uint32_t>;
  // Of 50: 10, 20, 30 ... by fifths.
  CHECK(places(graph::strategy::linear) == at{no_index, 0, 1, 2, 3, 4, 4});
  // (t/5)^3 of 50: 0.4, 3.2, 10.8, 25.6, 50.
  CHECK(places(graph::strategy::boulware) == at{no_index, no_index, no_index, 0, 1, 4, 4});
  // 50 less those the other way round: 24.4, 39.2, 46.8, 49.6, 50.
  CHECK(places(graph::strategy::conceder) == at{no_index, 1, 2, 3, 3, 4, 4});
  CHECK(curve_place(graph::strategy::linear, 3, 0, path) == no_index);
  CHECK(curve_place(graph::strategy::linear, 3, 5, {}) == no_index);
}

}  // namespace
}  // namespace parley::test
