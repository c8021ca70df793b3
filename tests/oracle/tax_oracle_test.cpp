// The tax view of random quotes against one over fractions.
#include <string>
#include <vector>

#include "oracle/generator.hpp"
#include "oracle/naive_tax.hpp"
#include "oracle/settings.hpp"
#include "oracle/subject.hpp"
#include "parley/engine/quote_tax.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"

using namespace parley;
using namespace parley::oracle;

namespace {

using words = std::vector<std::string>;

void add_rates(generated& made, test::random& random) {
  made.pack.head += "tax: {prices: " + random.pick(words{"inclusive", "exclusive"}) +
                    ", discount: " + random.pick(words{"before_tax", "after_tax"}) +
                    ", round: " + random.pick(words{"line", "unit", "group"}) + "}\n";
  // A margin would be of what is left without the tax, which the naive limits know nothing of.
  made.pack.limits.clear();
  made.pack.playbooks.clear();
  const auto rate = [&] {
    return random.pick(std::vector<std::int64_t>{0, 5, 7, 19, 20, 33, 100});
  };
  for (naive_line& line : made.facts.lines) {
    if (random.chance(6)) continue;
    const std::int64_t percent = rate();
    line.attributes["tax_rate"] = {naive_fact::state::known,
                                   naive_value::of(fraction(percent, 100)),
                                   std::to_string(percent) + "%"};
  }
  for (naive_shipping& entry : made.facts.shipping) {
    if (random.chance(90)) entry.tax_rate = fraction(rate(), 100);
  }
  made.facts.counters.clear();
}

void check_taxed(const std::optional<naive_tax>& expected,
                 const std::optional<taxed_amount>& seen) {
  REQUIRE(seen.has_value() == expected.has_value());
  if (!seen) return;
  CHECK(seen->net == expected->net);
  CHECK(seen->tax == expected->tax);
  CHECK(seen->gross == expected->gross);
  CHECK(seen->gross == seen->net + seen->tax);
}

}  // namespace

TEST_CASE("the tax of a quote is that of the naive evaluator") {
  const std::uint64_t count = runs(300);
  std::size_t seen = 0;
  for (std::uint64_t seed = first_seed(); seed < first_seed() + count; ++seed) {
    generated made = generate(seed);
    test::random random(seed ^ 0x7A);
    add_rates(made, random);
    const compiled_pack pack(made.pack.yaml());
    const std::string yaml = made.facts.yaml();
    INFO("seed " << seed << "\n" << made.pack.yaml() << yaml << describe(made.proposal));
    REQUIRE(pack.faults == "");
    const engine_decision real = ask(pack, yaml, made.proposal);
    REQUIRE(real.faults == "");
    const naive_decision naive = decide(pack.ast, made.facts, made.proposal);
    if (!naive.quote || !real.full.has_quote) continue;
    if (naive.quote->total != real.full.quote.total) continue;  // the other test's business
    source_set sources;
    diagnostics found;
    const std::uint32_t file = sources.add("facts.yaml", yaml);
    const auto facts = read_facts(*pack.made.compiled, sources, file, {}, found);
    REQUIRE(facts);
    const quote& q = real.full.quote;
    std::vector<std::int64_t> shipping_left;
    for (const quoted_shipping& s : q.shipping_entries)
      shipping_left.push_back(s.list - s.discount);
    const naive_taxes expected = taxes_of(pack.ast, made.facts, *naive.quote, shipping_left);
    const tax_view view = tax_of(*pack.made.compiled, *facts, q);
    for (std::size_t i = 0; i < expected.lines.size(); ++i)
      check_taxed(expected.lines[i], view.lines[i]);
    for (std::size_t i = 0; i < expected.shipping.size(); ++i)
      check_taxed(expected.shipping[i], view.shipping[i]);
    check_taxed(expected.total, view.total);
    taxed_amount rates;
    for (const taxed_rate& r : view.rates) engine::add_to(rates, r.sum);
    if (view.total) CHECK(rates.gross == view.total->gross);
    ++seen;
  }
  if (count >= 100) CHECK(seen * 3 > count);
}
