// What must not change a decision, or may change it in one direction only, on random packs.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "oracle/generator.hpp"
#include "oracle/settings.hpp"
#include "oracle/subject.hpp"
#include "parley/engine/decision_digest.hpp"
#include "support/catch.hpp"

using namespace parley;
using namespace parley::oracle;

namespace {

template <typename T>
void shuffle(std::vector<T>& items, test::random& random) {
  for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[random.below(i)]);
}

pack_text shuffled(pack_text pack, test::random& random) {
  for (auto* part :
       {&pack.facts, &pack.selectors, &pack.classes, &pack.offers, &pack.stacking, &pack.limits}) {
    shuffle(*part, random);
  }
  return pack;
}

/// Decides one case; nothing when the pack or its facts are refused, which another test looks at.
std::optional<engine_decision> decision_on(const compiled_pack& pack, const naive_facts& facts,
                                           const naive_proposal& asked) {
  if (!pack.faults.empty()) return std::nullopt;
  engine_decision made = ask(pack, facts.yaml(), asked);
  if (!made.faults.empty()) return std::nullopt;
  return made;
}

std::string text_of(const generated& made) {
  return made.pack.yaml() + made.facts.yaml() + describe(made.proposal);
}

/// Every way to know one thing less.
std::vector<naive_facts> with_one_withdrawn(const naive_facts& facts) {
  std::vector<naive_facts> made;
  for (const auto& [name, fact] : facts.facts) {
    if (fact.what == naive_fact::state::missing) continue;
    made.push_back(facts);
    made.back().facts[name].what = naive_fact::state::missing;
  }
  for (const auto& [key, count] : facts.counters) {
    made.push_back(facts);
    made.back().counters.erase(key);
  }
  for (std::size_t i = 0; i < facts.lines.size(); ++i) {
    for (const auto& [name, fact] : facts.lines[i].attributes) {
      if (fact.what == naive_fact::state::missing) continue;
      made.push_back(facts);
      made.back().lines[i].attributes[name].what = naive_fact::state::missing;
    }
    if (!facts.lines[i].cost) continue;
    made.push_back(facts);
    made.back().lines[i].cost.reset();
  }
  for (std::size_t i = 0; i < facts.shipping.size(); ++i) {
    if (!facts.shipping[i].cost) continue;
    made.push_back(facts);
    made.back().shipping[i].cost.reset();
  }
  made.push_back(facts);
  made.back().has_customer_key = false;
  return made;
}

}  // namespace

TEST_CASE("the order of rules, map keys and the proposal changes nothing") {
  const std::uint64_t count = runs(200);
  for (std::uint64_t seed = first_seed(); seed < first_seed() + count; ++seed) {
    generated made = generate(seed, seed % 2 == 0);
    const compiled_pack pack(made.pack.yaml());
    const auto before = decision_on(pack, made.facts, made.proposal);
    if (!before) continue;
    test::random random(seed);
    const compiled_pack other(shuffled(made.pack, random).yaml());
    shuffle(made.proposal.offers, random);
    const auto after = decision_on(other, made.facts, made.proposal);
    INFO("seed " << seed << "\n" << text_of(made));
    REQUIRE(after);
    CHECK(describe(pack, *before) == describe(other, *after));
    CHECK(decision_digest(*pack.made.compiled, before->full) ==
          decision_digest(*other.made.compiled, after->full));
  }
}

TEST_CASE("the order of cart lines moves remainder units and nothing else") {
  const std::uint64_t count = runs(200);
  for (std::uint64_t seed = first_seed(); seed < first_seed() + count; ++seed) {
    generated made = generate(seed);
    // Where a unit lands may be priced again by the next offer, so one offer at a time.
    made.proposal.offers.resize(1);
    const compiled_pack pack(made.pack.yaml());
    const auto before = decision_on(pack, made.facts, made.proposal);
    if (!before || !before->full.has_quote) continue;
    test::random random(seed);
    shuffle(made.facts.lines, random);
    shuffle(made.facts.shipping, random);
    const auto after = decision_on(pack, made.facts, made.proposal);
    INFO("seed " << seed << "\n" << text_of(made));
    REQUIRE(after);
    REQUIRE(after->full.has_quote);
    CHECK(after->full.quote.total == before->full.quote.total);
    CHECK(after->full.quote.discount == before->full.quote.discount);
    CHECK(after->full.quote.shipping_discount == before->full.quote.shipping_discount);
  }
}

TEST_CASE("knowing less leaves a verdict as it was or makes it need") {
  const std::uint64_t count = runs(100);
  for (std::uint64_t seed = first_seed(); seed < first_seed() + count; ++seed) {
    const generated made = generate(seed, seed % 2 == 0);
    const compiled_pack pack(made.pack.yaml());
    const auto before = decision_on(pack, made.facts, made.proposal);
    if (!before) continue;
    for (const naive_facts& less : with_one_withdrawn(made.facts)) {
      const auto after = decision_on(pack, less, made.proposal);
      INFO("seed " << seed << "\n" << text_of(made) << "less\n" << less.yaml());
      REQUIRE(after);
      INFO("before " << describe(pack, *before) << "after " << describe(pack, *after));
      CHECK((after->full.verdict == before->full.verdict || after->full.verdict == verdict::need));
    }
  }
}

TEST_CASE("one more prohibition or limit never moves towards allow") {
  const std::uint64_t count = runs(150);
  for (std::uint64_t seed = first_seed(); seed < first_seed() + count; ++seed) {
    const generated made = generate(seed, seed % 2 == 0);
    const compiled_pack pack(made.pack.yaml());
    const auto before = decision_on(pack, made.facts, made.proposal);
    if (!before) continue;
    std::vector<pack_text> stricter;
    const auto add = [&](std::vector<std::string> pack_text::*part, const std::string& row) {
      stricter.push_back(made.pack);
      (stricter.back().*part).push_back(row);
    };
    add(&pack_text::stacking, "{rule: class c1 excludes any, id: more}");
    add(&pack_text::stacking, "{rule: at most 1 of any, id: more}");
    add(&pack_text::stacking, "{rule: class c2 alone, id: more, when: flag.on}");
    add(&pack_text::limits, "{limit: discount <= 3.00, id: more}");
    add(&pack_text::limits, "{limit: concession <= 5% of total, id: more, else: escalate to boss}");
    add(&pack_text::limits, "{limit: margin >= 30%, id: more, when: count.n < 4}");
    add(&pack_text::limits, "{limit: price per unit of tea >= 95% of list, id: more}");
    add(&pack_text::limits, "{limit: offers <= 1, id: more}");
    for (const pack_text& text : stricter) {
      const compiled_pack other(text.yaml());
      INFO("seed " << seed << "\n" << text.yaml() << made.facts.yaml() << describe(made.proposal));
      REQUIRE(other.faults == "");
      const auto after = decision_on(other, made.facts, made.proposal);
      REQUIRE(after);
      INFO("before " << describe(pack, *before) << "after " << describe(other, *after));
      CHECK(after->full.verdict >= before->full.verdict);
    }
  }
}

TEST_CASE("taking an approval away never moves towards allow") {
  const std::uint64_t count = runs(500);
  std::size_t lifted = 0;
  for (std::uint64_t seed = first_seed(); seed < first_seed() + count; ++seed) {
    generated made = generate(seed);
    add_approvals(made, seed);
    if (made.facts.approvals.empty()) continue;
    const compiled_pack pack(made.pack.yaml());
    if (!pack.faults.empty()) continue;
    bind_approvals(pack, made.facts);
    const auto before = decision_on(pack, made.facts, made.proposal);
    if (!before) continue;
    for (std::size_t i = 0; i < made.facts.approvals.size(); ++i) {
      naive_facts less = made.facts;
      less.approvals.erase(less.approvals.begin() + static_cast<std::ptrdiff_t>(i));
      const auto after = decision_on(pack, less, made.proposal);
      INFO("seed " << seed << "\n" << text_of(made) << "less\n" << less.yaml());
      REQUIRE(after);
      CHECK(after->full.verdict >= before->full.verdict);
      if (after->full.verdict > before->full.verdict) ++lifted;
    }
  }
  if (count >= 500) CHECK(lifted > 0);
}
