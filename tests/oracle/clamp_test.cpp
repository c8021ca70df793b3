// Limits that cut what offers give: what must hold of every quote, whatever was cut.
#include <algorithm>
#include <cstdint>
#include <string>

#include "oracle/generator.hpp"
#include "oracle/settings.hpp"
#include "oracle/subject.hpp"
#include "support/catch.hpp"

using namespace parley;
using namespace parley::oracle;

namespace {

void check_sums(const quote& q) {
  CHECK(q.total == q.subtotal - q.discount + q.shipping - q.shipping_discount);
  std::int64_t list = 0;
  std::int64_t discount = 0;
  for (const quoted_line& line : q.lines) {
    list += line.list;
    discount += line.discount;
    CHECK(line.price == line.list - line.discount);
    CHECK(line.price >= 0);
    std::int64_t allocated = 0;
    for (std::uint32_t i = 0; i < line.allocations.count; ++i) {
      allocated += q.allocations[line.allocations.first + i].amount;
    }
    CHECK(allocated == line.discount);
    std::int64_t runs = 0;
    for (std::uint32_t i = 0; i < line.runs.count; ++i) {
      runs += q.runs[line.runs.first + i].price;
      CHECK(q.runs[line.runs.first + i].price >= 0);
    }
    CHECK(runs == line.price);
  }
  CHECK(list == q.subtotal);
  CHECK(discount == q.discount);
  std::int64_t applied = 0;
  std::int64_t shipping = 0;
  for (const applied_offer& a : q.applied) {
    applied += a.amount;
    shipping += a.shipping_amount;
    CHECK(a.amount + a.shipping_amount + a.cost <= a.wanted);
  }
  CHECK(applied == q.discount);
  CHECK(shipping == q.shipping_discount);
}

}  // namespace

TEST_CASE("limits that clamp are never broken, and sums stay whole") {
  const std::uint64_t count = runs(400);
  std::size_t cut = 0;
  for (std::uint64_t seed = first_seed(); seed < first_seed() + count; ++seed) {
    const generated made = generate(seed, true);
    const compiled_pack pack(made.pack.yaml());
    INFO("seed " << seed << "\n"
                 << made.pack.yaml() << made.facts.yaml() << describe(made.proposal));
    REQUIRE(pack.faults == "");
    const engine_decision whole = ask(pack, made.facts.yaml(), made.proposal);
    const engine_decision part = ask(pack, made.facts.yaml(), made.proposal, true);
    REQUIRE(whole.faults == "");
    INFO(describe(pack, whole));
    const bool partial =
        std::any_of(whole.full.findings.begin(), whole.full.findings.end(),
                    [](const finding& f) { return f.code == finding_code::grant_partial; });
    cut += partial ? 1 : 0;
    CHECK(part.full.verdict <= whole.full.verdict);
    if (partial) CHECK(whole.full.verdict == verdict::deny);
    for (const finding& f : part.full.findings) {
      CHECK(f.code != finding_code::grant_partial);
      if (f.code != finding_code::limit_exceeded || f.verdict != verdict::deny) continue;
      const graph::limit_row& limit = pack.made.compiled->tables().limits[f.rule];
      const graph::otherwise otherwise = limit.otherwise;
      // Offers outside the limit's target lower the total after the cut; then the limit denies.
      if (limit.amount_kind == graph::amount_kind::share_of_total) continue;
      CHECK(otherwise != graph::otherwise::clamp);
      CHECK(otherwise != graph::otherwise::redistribute);
    }
    if (whole.full.has_quote) check_sums(whole.full.quote);
  }
  CHECK(cut * 20 > count);
}

TEST_CASE("what floors leave is given to the last unit") {
  const std::uint64_t count = runs(300);
  for (std::uint64_t seed = first_seed(); seed < first_seed() + count; ++seed) {
    test::random random(seed);
    const std::int64_t floor = random.between(0, 40) * 50;
    const std::int64_t off = random.between(1, 200) * 50;
    const std::string policy =
        random.pick(std::vector<std::string>{"largest", "spread", "first", "last"});
    const std::string yaml =
        "pack: floors\nversion: 1\ncurrency: USD\nrounding: {mode: half_up, remainder: " + policy +
        "}\noffers:\n  OFF: {give: " + money_text(off, 2) +
        " off order}\nlimits:\n  - {limit: price per unit >= " + money_text(floor, 2) +
        ", id: floor, else: redistribute}\n";
    naive_facts facts;
    std::int64_t room = 0;
    const std::int64_t lines = random.between(1, 5);
    for (std::int64_t i = 0; i < lines; ++i) {
      naive_line line;
      line.id = line.sku = "l" + std::to_string(i);
      line.quantity = random.between(1, 4);
      line.price = random.between(0, 3000);
      room += std::max<std::int64_t>(0, line.price - floor) * line.quantity;
      facts.lines.push_back(line);
    }
    const compiled_pack pack(yaml);
    INFO("seed " << seed << "\n" << yaml << facts.yaml());
    REQUIRE(pack.faults == "");
    const engine_decision d = ask(pack, facts.yaml(), {{{"OFF", false, 0}}, ""}, true);
    REQUIRE(d.full.has_quote);
    CHECK(d.full.quote.discount == std::min(off, room));
    for (std::size_t i = 0; i < facts.lines.size(); ++i) {
      const naive_line& line = facts.lines[i];
      CHECK(d.full.quote.lines[i].price >= std::min(line.price, floor) * line.quantity);
    }
    check_sums(d.full.quote);
  }
}
