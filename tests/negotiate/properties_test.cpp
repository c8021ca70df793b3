// What holds of every negotiation, over buyers and packs at random.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "parley/negotiate/negotiate.hpp"
#include "support/campaign.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"

namespace parley::test {
namespace {

std::string pack_with_cap(int percent) {
  return with(winter_pack(), "discount <= 15% of subtotal",
              "discount <= " + std::to_string(percent) + "% of subtotal");
}

ask random_ask(campaign& c, random& dice) {
  ask a;
  switch (dice.below(7)) {
    case 0: a.more = true; break;
    case 1: a.target_percent = dice.between(0, 60) * one_percent; break;
    case 2: a.target_total = dice.between(0, 9000); break;
    case 3: a.budget = dice.between(3000, 9000); break;
    case 4: a.want = c.of({"HAGGLE=" + std::to_string(dice.between(1, 12)) + "%"}).offers; break;
    case 5: a.want = c.of({dice.chance(50) ? "WELCOME10" : "TEA3", "FREESHIP"}).offers; break;
    case 6: a.give = {"prepay"}; break;
  }
  return a;
}

TEST_CASE("never below a limit, never backwards, never without end") {
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    random dice(seed);
    const int cap = static_cast<int>(dice.between(0, 15));
    campaign c(pack_with_cap(cap), winter_facts());
    session now = open_session(c.rules, *c.facts, "s");
    std::optional<terms> last;
    int concessions = 0;
    for (int round = 0; round < 25; ++round) {
      const ask a = random_ask(c, dice);
      const auto first = negotiate(c.rules, *c.facts, now, a, c.memory);
      question_workspace fresh;
      const auto again = negotiate(c.rules, *c.facts, now, a, fresh);
      REQUIRE(first.ok());
      REQUIRE(again.ok());
      const negotiation_reply& r = first.value();
      INFO("seed " << seed << " round " << round << " " << name_of(r.reason));
      CHECK(again.value().next == r.next);
      CHECK(again.value().terms == r.terms);
      now = r.next;
      if (r.has_terms) {
        proposal made;
        detail::proposal_of(r.terms, made);
        const decision& d = c.judge(made);
        CHECK(d.verdict == verdict::allow);
        CHECK(d.quote.total == r.terms.total);
        CHECK(r.terms.discount * 100 <= r.terms.subtotal * cap);
        const bool wanted = r.reason == reply_reason::ask_granted;
        if (last && !wanted) CHECK(r.terms.total <= last->total);
        if (last && r.terms.total < last->total) ++concessions;
        last = r.terms;
      }
      if (now.closed) break;
    }
    CHECK(concessions <= 8);
  }
}

/// What a customer sees of a reply.
std::string seen(const negotiation_reply& r) {
  std::string out(name_of(r.outcome));
  out += " ";
  out += customer_reason(r.reason);
  for (const term_item& item : r.terms.items) {
    out += " " + item.offer + "=" + std::to_string(item.parameter);
  }
  return out + " " + std::to_string(r.terms.total);
}

TEST_CASE("transcripts don't tell the floor before it binds, and there look like a last step") {
  std::vector<std::vector<std::string>> transcripts;
  for (int cap = 3; cap <= 15; ++cap) {
    campaign c(with(pack_with_cap(cap), "rounds: 8", "rounds: 30"), winter_facts());
    session now = open_session(c.rules, *c.facts, "s");
    std::vector<std::string>& said = transcripts.emplace_back();
    for (int percent = 40; percent > 20; percent -= 3) {
      ask a;
      a.target_percent = percent * one_percent;
      const auto r = negotiate(c.rules, *c.facts, now, a, c.memory);
      REQUIRE(r.ok());
      now = r.value().next;
      said.push_back(seen(r.value()));
    }
  }
  const std::vector<std::string>& open = transcripts.back();
  for (const auto& said : transcripts) {
    std::size_t same = 0;
    while (same < said.size() && said[same] == open[same]) ++same;
    if (same == said.size()) continue;
    // From the clamp on: `final`, with the terms that stood before it.
    for (std::size_t i = same; i < said.size(); ++i) {
      CHECK(said[i].rfind("final final ", 0) == 0);
      REQUIRE(same > 0);
      CHECK(said[i].substr(12) ==
            said[same - 1].substr(said[same - 1].find(' ', said[same - 1].find(' ') + 1) + 1));
    }
  }
  // The open ladder ends in the same way.
  CHECK(open.back().rfind("final final ", 0) == 0);
}

TEST_CASE("floors between the same two steps can't be told apart at all") {
  const auto transcript = [](int cap) {
    campaign c(pack_with_cap(cap), winter_facts());
    session now = open_session(c.rules, *c.facts, "s");
    std::string all;
    for (int percent = 40; percent > 20; percent -= 3) {
      ask a;
      a.target_percent = percent * one_percent;
      const auto r = negotiate(c.rules, *c.facts, now, a, c.memory);
      REQUIRE(r.ok());
      now = r.value().next;
      all += seen(r.value()) + "\n";
    }
    return all;
  };
  CHECK(transcript(3) == transcript(4));
  CHECK(transcript(5) == transcript(7));
  CHECK(transcript(8) == transcript(15));
  CHECK(transcript(4) != transcript(5));
}

TEST_CASE("repeating, and asking for more, gains nothing") {
  campaign c(winter_pack(), winter_facts());
  session now = open_session(c.rules, *c.facts, "s");
  ask a;
  a.target_percent = 25 * one_percent;
  std::optional<terms> first;
  for (int round = 0; round < 7; ++round) {
    const auto r = negotiate(c.rules, *c.facts, now, a, c.memory);
    REQUIRE(r.ok());
    now = r.value().next;
    if (first) CHECK(r.value().terms == *first);
    first = r.value().terms;
    a.target_percent = *a.target_percent + one_percent;
  }
}

}  // namespace
}  // namespace parley::test
