// What holds of every price, on random packs and carts.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "oracle/generator.hpp"
#include "oracle/settings.hpp"
#include "oracle/subject.hpp"
#include "parley/money/allocation.hpp"
#include "support/catch.hpp"

using namespace parley;
using namespace parley::oracle;

namespace {

/// A decision with a quote; nothing when the pack or its facts are refused or nothing is priced.
std::optional<engine_decision> priced(const compiled_pack& pack, const naive_facts& facts,
                                      const naive_proposal& asked) {
  if (!pack.faults.empty()) return std::nullopt;
  engine_decision made = ask(pack, facts.yaml(), asked, true);
  if (!made.faults.empty() || !made.full.has_quote) return std::nullopt;
  return made;
}

std::string told(const generated& made) {
  return made.pack.yaml() + made.facts.yaml() + describe(made.proposal);
}

void round_at_order(generated& made) {
  const std::size_t at = made.pack.head.find("at: ");
  const std::size_t end = made.pack.head.find("\n", at);
  made.pack.head.replace(at, end - at, "at: order}");
}

/// Keeps the pack's text of one offer and asks for it alone.
void keep_one(generated& made, std::size_t which) {
  made.proposal.offers = {{made.offers[which].name, false, 0}};
  if (made.offers[which].ranged) {
    made.proposal.offers[0].has_parameter = true;
    made.proposal.offers[0].parameter = made.offers[which].from;
  }
}

}  // namespace

TEST_CASE("every quote sums up and nothing goes below zero") {
  std::size_t seen = 0;
  const std::uint64_t count = runs(400);
  for (std::uint64_t seed = first_seed(); seed < first_seed() + count; ++seed) {
    const generated made = generate(seed, seed % 2 == 0);
    const compiled_pack pack(made.pack.yaml());
    const auto d = priced(pack, made.facts, made.proposal);
    if (!d) continue;
    ++seen;
    INFO("seed " << seed << "\n" << told(made));
    const quote& q = d->full.quote;
    CHECK(q.total == q.subtotal - q.discount + q.shipping - q.shipping_discount);
    std::vector<std::int64_t> by_offer(q.applied.size());
    std::int64_t lists = 0;
    std::int64_t discounts = 0;
    for (const quoted_line& line : q.lines) {
      lists += line.list;
      discounts += line.discount;
      CHECK(line.price == line.list - line.discount);
      CHECK(line.price >= 0);
      CHECK(line.discount >= 0);
      std::int64_t allocated = 0;
      for (std::uint32_t i = 0; i < line.allocations.count; ++i) {
        const allocation& a = q.allocations[line.allocations.first + i];
        CHECK(a.amount >= 0);
        by_offer[a.applied] += a.amount;
        allocated += a.amount;
      }
      CHECK(allocated == line.discount);
      std::int64_t runs_price = 0;
      for (std::uint32_t i = 0; i < line.runs.count; ++i) {
        CHECK(q.runs[line.runs.first + i].price >= 0);
        runs_price += q.runs[line.runs.first + i].price;
      }
      CHECK(runs_price == line.price);
    }
    CHECK(lists == q.subtotal);
    CHECK(discounts == q.discount);
    std::int64_t shipping = 0;
    for (std::size_t i = 0; i < q.applied.size(); ++i) {
      CHECK(q.applied[i].amount == by_offer[i]);
      CHECK(q.applied[i].shipping_amount >= 0);
      shipping += q.applied[i].shipping_amount;
    }
    CHECK(shipping == q.shipping_discount);
    CHECK(q.shipping_discount <= q.shipping);
  }
  CHECK(seen * 2 > count);
}

TEST_CASE("a greater parameter never gives less, or never more where it is a price") {
  const std::uint64_t count = runs(150);
  for (std::uint64_t seed = first_seed(); seed < first_seed() + count; ++seed) {
    generated made = generate(seed);
    const compiled_pack pack(made.pack.yaml());
    for (std::size_t which = 0; which < made.offers.size(); ++which) {
      const offer_form& form = made.offers[which];
      if (!form.ranged) continue;
      keep_one(made, which);
      std::optional<std::int64_t> before;
      for (std::int64_t p = form.from; p <= form.to; p += form.step) {
        made.proposal.offers[0].parameter = p;
        const auto d = priced(pack, made.facts, made.proposal);
        if (!d) break;
        const std::int64_t given =
            d->full.quote.discount + d->full.quote.shipping_discount + d->full.quote.gifts_cost;
        INFO("seed " << seed << " parameter " << p << "\n" << told(made));
        if (before) CHECK((form.is_price ? given <= *before : given >= *before));
        before = given;
      }
    }
  }
}

TEST_CASE("splitting a line of one item changes no total") {
  const std::uint64_t count = runs(200);
  std::size_t seen = 0;
  for (std::uint64_t seed = first_seed(); seed < first_seed() + count; ++seed) {
    generated made = generate(seed);
    round_at_order(made);
    const compiled_pack pack(made.pack.yaml());
    for (std::size_t which = 0; which < made.offers.size(); ++which) {
      // These look at lines as such: how many there are, or how large one is.
      const std::string& text = made.pack.offers[which];
      if (text.find("by lines") != std::string::npos || text.find("bulk") != std::string::npos)
        continue;
      keep_one(made, which);
      const auto whole = priced(pack, made.facts, made.proposal);
      if (!whole) continue;
      naive_facts split = made.facts;
      for (std::size_t i = 0; i < made.facts.lines.size(); ++i) {
        if (split.lines[i].quantity < 2) continue;
        naive_line part = split.lines[i];
        part.id += "b";
        part.quantity = 1;
        split.lines[i].quantity -= 1;
        split.lines.push_back(part);
      }
      const auto parts = priced(pack, split, made.proposal);
      INFO("seed " << seed << "\n" << told(made) << "split\n" << split.yaml());
      REQUIRE(parts);
      CHECK(parts->full.quote.total == whole->full.quote.total);
      CHECK(parts->full.quote.discount == whole->full.quote.discount);
      ++seen;
    }
  }
  CHECK(seen > count);
}

TEST_CASE("pricing twice is pricing once") {
  const std::uint64_t count = runs(100);
  for (std::uint64_t seed = first_seed(); seed < first_seed() + count; ++seed) {
    const generated made = generate(seed, seed % 2 == 0);
    const compiled_pack pack(made.pack.yaml());
    const auto first = priced(pack, made.facts, made.proposal);
    if (!first) continue;
    const auto second = priced(pack, made.facts, made.proposal);
    INFO("seed " << seed << "\n" << told(made));
    REQUIRE(second);
    CHECK(describe(pack, *second) == describe(pack, *first));
  }
}

TEST_CASE("a refund mirrors its sale") {
  test::random random(first_seed());
  for (std::uint64_t round = 0; round < runs(2'000); ++round) {
    const std::int64_t amount = random.between(0, 1'000'000);
    const std::int64_t unit = random.between(1, 5'000);
    for (const rounding_mode mode :
         {rounding_mode::half_away, rounding_mode::half_even, rounding_mode::half_down,
          rounding_mode::down, rounding_mode::up, rounding_mode::up_05}) {
      CHECK((divide_rounded(-amount, unit, mode) == -divide_rounded(amount, unit, mode)));
    }
    std::vector<std::int64_t> weights(static_cast<std::size_t>(random.between(1, 6)));
    for (std::int64_t& w : weights) w = random.chance(20) ? 0 : random.between(1, 5'000);
    std::vector<std::int64_t> there(weights.size());
    std::vector<std::int64_t> back(weights.size());
    allocation_scratch scratch;
    for (const remainder_policy policy :
         {remainder_policy::largest, remainder_policy::spread, remainder_policy::first,
          remainder_policy::last, remainder_policy::carry}) {
      const std::int64_t placed = allocate(amount, weights, weights, there, policy, scratch);
      CHECK(allocate(-amount, weights, weights, back, policy, scratch) == -placed);
      for (std::size_t i = 0; i < back.size(); ++i) CHECK(back[i] == -there[i]);
    }
  }
}
