// On random packs: every conflict that `explain` names is one, and every repair it suggests, when
// somebody applies it, is allowed. PARLEY_ORACLE_RUNS sets how many packs.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "oracle/generator.hpp"
#include "oracle/settings.hpp"
#include "oracle/subject.hpp"
#include "parley/engine/decision_digest.hpp"
#include "parley/engine/explain.hpp"
#include "parley/facts/cart_hash.hpp"
#include "support/catch.hpp"

using namespace parley;
using namespace parley::oracle;

namespace {

/// One pack with its facts as read from text.
struct repaired {
  explicit repaired(const generated& made) : rules(made.pack.yaml()) {
    if (!rules.faults.empty()) return;
    diagnostics found;
    const std::uint32_t file = sources.add("facts.yaml", made.facts.yaml());
    facts = read_facts(*rules.made.compiled, sources, file, {}, found);
  }
  [[nodiscard]] const pack& compiled() const { return *rules.made.compiled; }

  compiled_pack rules;
  source_set sources;
  std::optional<fact_set> facts;
};

proposal random_proposal(const generated& made, const pack& rules, test::random& random) {
  proposal asked;
  for (const offer_form& form : made.offers) {
    if (!random.chance(60)) continue;
    proposed_offer o;
    o.name = form.name;
    if (form.ranged && !random.chance(10)) {
      o.has_parameter = true;
      o.parameter = form.from + random.between(0, (form.to - form.from) / form.step) * form.step;
      if (random.chance(15)) o.parameter += random.chance(50) ? 1 : form.to;
    }
    asked.offers.push_back(o);
  }
  if (random.chance(10)) asked.offers.push_back({"NOPE", 0, false, false});
  if (!made.pack.playbooks.empty() && random.chance(70)) asked.intent = "pm";
  static_cast<void>(rules);
  return asked;
}

verdict without_requirements(const decision& d) {
  verdict worst = verdict::allow;
  for (const finding& f : d.findings) {
    if (f.code != finding_code::stacking_requires) worst = std::max(worst, f.verdict);
  }
  return worst;
}

/// What a host does with the changes of a repair: facts are supplied, then approvals given.
fact_set applied(const pack& rules, const fact_set& facts, const repair& fix) {
  fact_set made = facts;
  const auto now = [&] { return made.now().value_or(timestamp{5000, 0}); };
  for (const change& c : fix.changes) {
    if (c.what == change::kind::supply && c.fact.what == missing_fact::kind::now)
      made.set_now(now());
  }
  for (const change& c : fix.changes) {
    if (c.what == change::kind::spend) engine::add_line_like(made, facts, c.place, 1, c.amount);
    if (c.what != change::kind::supply && c.what != change::kind::refresh) continue;
    const bool fresh = c.what == change::kind::supply;
    const bool absent = c.example.is(type_kind::null);
    switch (c.fact.what) {
      case missing_fact::kind::fact:
        if (fresh && absent) made.set_state(c.fact.which, fact_state::absent);
        if (fresh && !absent) made.set(c.fact.which, c.example);
        made.set_as_of(c.fact.which, now());
        break;
      case missing_fact::kind::line:
        if (fresh && absent) made.set_line_state(c.fact.line, c.fact.which, fact_state::absent);
        if (fresh && !absent) made.set_line(c.fact.line, c.fact.which, c.example);
        made.set_line_as_of(c.fact.line, c.fact.which, now());
        break;
      case missing_fact::kind::counter: made.set_counter(c.fact.which, 0); break;
      case missing_fact::kind::customer_key: made.set_customer_key("somebody"); break;
      default: break;
    }
  }
  const std::string_view cart = made.keep(cart_hash(made));
  for (const change& c : fix.changes) {
    if (c.what != change::kind::approve) continue;
    const graph::limit_row& limit = rules.tables().limits[c.request.limit];
    const quantity& most = c.request.up_to;
    approval leave;
    leave.role = rules.text(limit.role);
    leave.limit = rules.text(limit.id);
    leave.customer = made.customer_key().content.as_text();
    leave.pack_digest = rules.digest();
    leave.cart_hash = cart;
    leave.up_to_is_share = most.what == quantity::kind::share;
    leave.up_to = most.numerator;
    leave.until = now();
    leave.has_until = true;
    if (!made.now()) made.set_now(now());
    made.add_approval(leave);
  }
  return made;
}

std::string told(const generated& made, const proposal& asked) {
  std::string out =
      made.pack.yaml() + made.facts.yaml() + "intent `" + std::string(asked.intent) + "`";
  for (const proposed_offer& o : asked.offers) {
    out += " " + std::string(o.name);
    if (o.has_parameter) out += "=" + std::to_string(o.parameter);
  }
  return out;
}

std::string told(const pack& rules, const repair& fix) {
  constexpr const char* kinds[] = {"refresh", "supply",  "intent", "lower",
                                   "add",     "approve", "spend",  "drop"};
  std::string out;
  for (const change& c : fix.changes) {
    out += std::string(" ") + kinds[static_cast<int>(c.what)];
    if (c.offer != no_index)
      out += " " + std::string(rules.text(rules.tables().offers[c.offer].name));
    if (c.what == change::kind::supply || c.what == change::kind::refresh)
      out +=
          " " + std::to_string(static_cast<int>(c.fact.what)) + "/" + std::to_string(c.fact.which);
  }
  return out;
}

}  // namespace

TEST_CASE("conflicts are irreducible and repairs are allowed, on random packs") {
  const std::uint64_t count = runs(350);
  std::size_t denials = 0, repairs = 0, longest = 0;
  question_workspace w;
  explain_options options;
  options.judgements = 500;  // an answer may be cut short, but never wrong
  for (std::uint64_t seed = first_seed(); seed < first_seed() + count; ++seed) {
    const generated made = generate(seed, seed % 3 == 0);
    const repaired s(made);
    if (!s.facts) continue;
    const pack& rules = s.compiled();
    test::random random(seed);
    for (int round = 0; round < 6; ++round) {
      const proposal asked = random_proposal(made, rules, random);
      explanation e;
      explain(rules, *s.facts, asked, w, e, options);
      INFO("seed " << seed << "\n" << told(made, asked));
      {
        decision plain;
        validate(rules, *s.facts, asked, w.work, plain);
        CHECK(decision_digest(rules, plain) == decision_digest(rules, e.decision));
      }
      if (e.decision.verdict == verdict::allow) {
        CHECK((e.conflict.empty() && e.repairs.empty()));
        continue;
      }
      ++denials;
      const bool requirements = without_requirements(e.decision) == verdict::allow;
      const auto permitted = [&](std::uint32_t but) {
        proposal part;
        part.intent = asked.intent;
        for (const std::uint32_t place : e.conflict) {
          if (place != but) part.offers.push_back(asked.offers[place]);
        }
        decision d;
        validate(rules, *s.facts, part, w.work, d);
        return (requirements ? d.verdict : without_requirements(d)) == verdict::allow;
      };
      if (!e.conflict.empty()) {
        CHECK_FALSE(permitted(no_index));
        for (const std::uint32_t place : e.conflict) CHECK(permitted(place));
      }
      for (const repair& fix : e.repairs) {
        ++repairs;
        longest = std::max(longest, fix.changes.size());
        const fact_set then = applied(rules, *s.facts, fix);
        decision d;
        validate(rules, then, fix.proposal, w.work, d);
        INFO("repair" << told(rules, fix));
        CHECK(d.verdict == verdict::allow);
        if (fix.has_total) CHECK(d.quote.total == fix.total);
      }
    }
  }
  INFO("denials " << denials << ", repairs " << repairs << ", longest " << longest);
  CHECK(denials > count);
  CHECK(repairs > denials);
}
