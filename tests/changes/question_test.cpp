// A question as facts in memory and the same one as a facts file: both packs decide alike.
#include "changes/question.hpp"

#include <string>

#include "asked_again.hpp"
#include "changes/witness_scope.hpp"
#include "edits.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"

namespace {

using namespace parley;

std::string text_of(const pack& rules, const decision& d) {
  std::string out(name_of(d.verdict));
  for (const finding& f : d.findings) {
    out += " " + std::string(name_of(f.code)) + "/" + std::to_string(f.rule);
  }
  if (d.has_quote) {
    out += " total " + std::to_string(d.quote.total) + " discount " +
           std::to_string(d.quote.discount) + " concession " + std::to_string(d.quote.concession);
  }
  for (const missing_fact& m : d.missing) {
    out += " missing " + std::to_string(static_cast<int>(m.what)) + ":" + std::to_string(m.which) +
           ":" + std::to_string(static_cast<int>(m.reason));
  }
  for (const graph::index h : d.handoffs) {
    out += " handoff " + std::string(rules.text(rules.tables().handoffs[h].to));
  }
  return out;
}

/// Random questions of a scope that has all there is.
void check_questions(const pack& before, const pack& after, std::uint64_t seed, int count) {
  changes::question_space space(before, after);
  changes::question_scope scope = changes::scope_of(
      before, after,
      changes::witness_target{report::change_kind::fact, no_index, no_index, {}, {}, false});
  space.open(scope);
  test::random any(seed);
  for (int i = 0; i < count; ++i) {
    changes::question_space::question q;
    for (const changes::knob& k : space.knobs()) {
      q.push_back(static_cast<std::uint16_t>(any.below(k.options)));
    }
    std::string offers;
    for (const std::string& o : space.offers_text(q)) offers += (offers.empty() ? "" : " + ") + o;
    const std::string facts_text = space.facts_text(q);
    for (const bool of_after : {true, false}) {
      const pack& rules = of_after ? after : before;
      fact_set facts(rules.schema());
      proposal asked;
      workspace memory;
      decision made;
      space.fill(q, of_after, facts, asked);
      validate(rules, facts, asked, memory, made);
      INFO((of_after ? "new pack: " : "old pack: ") << facts_text << " " << offers);
      const test::asked_again again(rules, facts_text, offers, std::string(space.intent_of(q)));
      CHECK(text_of(rules, made) == text_of(rules, again.made));
    }
  }
}

/// The shop with a rule for every kind of thing a question is made of.
std::string everything(int step) {
  const auto n = [&](int value) { return std::to_string(value + step); };
  std::string text = test::shop_with(
      "rest",
      "handoff: {to: legal, when: 'note == \"le\\\"g\\\\al\"'}\n"
      "playbooks:\n  match: {offers: [class negotiated, class gift], needs: [rival], limits: "
      "[discount <= " +
          n(5) +
          "% of subtotal]}\n"
          "  other: {needs: [vip]}\n");
  const auto replace = [&](const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
  };
  replace("  note: {type: string, optional: true}\n",
          "  note: {type: string, optional: true, default: none}\n");
  // Only one of the packs wants to know how old this is.
  if (step == 1) replace("  rival: {type: money, max_age: 1h}\n", "  rival: {type: money}\n");
  replace("offers:\n",
          "offers:\n  X1: {give: 5% off order, when: 'orders >= " + n(3) +
              " && tier in [\"gold\"]'}\n"
              "  X2: {give: 3.00 off tea, when: 'paid > " +
              n(50) +
              " || score < -0.5'}\n"
              "  X3: {give: 1.00..3.00 step 0.50 off order, when: 'share >= 10% && age > "
              "duration(\"48h\")'}\n"
              "  X4: {give: 5.00 off per " +
              n(40) +
              ".00 of order, when: 'since < "
              "timestamp(\"2026-01-01T00:00:00Z\")'}\n"
              "  X5: {give: match rival on tea, when: '\"new\" in tags && 7 in sizes'}\n"
              "  X6: {give: free shipping by express, when: 'stock.exists(s, true) || visits > 2u "
              "|| stock[\"a\"] > 1'}\n"
              "  X7: {give: concession points 100..500 step 100, cost: 0.05 each, worth: 1.00}\n");
  text += "limits:\n  - uses of A per customer <= " + n(2) +
          "\n  - spend of class gift per day <= " + n(20) +
          ".00\n  - price per unit of tea >= line.map\n"
          "  - {limit: discount <= 15% of subtotal, when: 'tea.subtotal >= 30 && "
          "cart.lines.exists(l, l.grade >= 3 && l.weight < 2.5 && l.fresh && l.made < "
          "timestamp(\"2026-06-01T00:00:00Z\"))'}\n";
  return text;
}

TEST_CASE("a question says in a facts file what it says in memory") {
  const pack before = test::compiled(everything(0));
  const pack after = test::compiled(everything(1));
  check_questions(before, after, 1, 400);
}

TEST_CASE("questions about packs that declare different things") {
  std::uint64_t seed = 100;
  for (const test::edit& e : test::all_edits()) {
    if (e.section == "head") continue;
    INFO(e.before << "\n" << e.after);
    check_questions(test::compiled(test::shop_with(e.section, e.before)),
                    test::compiled(test::shop_with(e.section, e.after)), ++seed, 3);
  }
}

}  // namespace
