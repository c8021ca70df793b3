// What a transcript tells about a limit: nothing before it binds, and there it looks like a last
// step. Over generated packs, for every kind of limit and every strategy.
#include <list>
#include <string>
#include <vector>

#include "negotiate/market.hpp"
#include "parley/negotiate/negotiate.hpp"
#include "parley/negotiate/reply_words.hpp"
#include "support/campaign.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"

namespace parley::test {
namespace {

struct heard {
  std::string form;   ///< outcome, reason and words, as a customer gets them
  std::string terms;  ///< what is on the table
  friend bool operator==(const heard&, const heard&) = default;
};

heard hear(const campaign& c, const negotiation_reply& r) {
  heard out;
  out.form.append(name_of(r.outcome)).append(" ").append(customer_reason(r.reason));
  if (!r.has_terms) return out;
  out.form += " " + customer_words(c.rules, r);
  for (const term_item& item : r.terms.items) {
    out.terms += item.offer + "=" + std::to_string(item.parameter) + " + ";
  }
  out.terms += std::to_string(r.terms.total);
  return out;
}

/// One conversation that moves in every round, up to and beyond the end.
std::vector<heard> transcript(const std::string& pack_text, bool gives) {
  market_facts f;
  f.signed_up = f.prepays = false;
  campaign c(pack_text, f.text());
  session now = open_session(c.rules, *c.facts, "s");
  negotiation_workspace warm;
  std::vector<heard> out;
  for (int round = 0; round < 22; ++round) {
    if (gives && round == 2) f.signed_up = true, c.learn(f.text());
    ask a;
    a.target_total = 100 * round;
    const auto r = negotiate(c.rules, *c.facts, now, a, warm);
    REQUIRE(r.ok());
    now = r.value().next;
    out.push_back(hear(c, r.value()));
  }
  return out;
}

/// `text` with its limits replaced.
std::string limited(std::string text, const std::string& limits) {
  const std::size_t from = text.find("limits:\n") + 8;
  const std::size_t to = text.find("negotiation:\n");
  return text.replace(from, to - from,
                      limits + "  - spend of class negotiated per day <= 5000.00\n");
}

/// A family of limits of one kind, the most generous first; `n` out of `most`.
std::string limit_of(int kind, int n, int most) {
  const std::string share = std::to_string(25 - 25 * n / most);
  switch (kind) {
    case 0: return "  - concession <= " + share + "% of subtotal\n";
    case 1: return "  - discount <= " + share + "% of subtotal\n";
    case 2: return "  - margin >= " + cents(2'000 + 2'000 * n / most) + "\n";
    case 3:
      return "  - spend of class negotiated per day <= " + cents(1'800 - 1'800 * n / most) + "\n";
    case 4: return "  - price per unit of tea >= " + cents(900 + 300 * n / most) + "\n";
    default: return "  - {limit: concession <= " + share + "% of subtotal, else: clamp}\n";
  }
}

constexpr graph::strategy strategies[] = {graph::strategy::ladder, graph::strategy::ladder,
                                          graph::strategy::micro, graph::strategy::boulware,
                                          graph::strategy::conceder};

TEST_CASE("transcripts of a family of limits are one transcript, cut short") {
  constexpr int most = 8;
  int cut = 0;
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    random dice(seed * 101);
    const graph::strategy strategy = strategies[seed % std::size(strategies)];
    market_rules m = market_of(dice, strategy);
    const int kind = static_cast<int>(seed % 6);
    const bool gives = dice.chance(40);
    std::vector<std::vector<heard>> all;
    for (int n = 0; n <= most; ++n)
      all.push_back(transcript(limited(m.text, limit_of(kind, n, most)), gives));
    const std::vector<heard>& open = all.front();
    for (int n = 1; n <= most; ++n) {
      const std::vector<heard>& said = all[static_cast<std::size_t>(n)];
      std::size_t same = 0;
      while (same < said.size() && said[same] == open[same]) ++same;
      cut += same < said.size() ? 1 : 0;
      INFO("seed " << seed << ", limit " << n << " of kind " << kind << m.text);
      for (std::size_t i = same; i < said.size(); ++i) {
        INFO("reply " << i << ": " << said[i].form << " / " << open[i].form);
        // What was given in return may have bought several places, and the limit fewer of them.
        if (gives && i == same && said[i].form.rfind("counter counter", 0) == 0) continue;
        CHECK(said[i].form.rfind("final final ", 0) == 0);
        if (i > 0) CHECK(said[i].terms == said[i - 1].terms);
      }
    }
  }
  CHECK(cut > 100);
}

TEST_CASE("a sweetener that a limit forbids ends the ladder as a step does") {
  // Shipping costs 4.10 more than the next steps: it is what a cap on concessions forbids first.
  const std::string pack_text =
      with(winter_pack(), "concession <= 30% of subtotal", "concession <= 7.00");
  campaign c(pack_text, winter_facts());
  session now = open_session(c.rules, *c.facts, "s");
  const auto say = [&](std::int64_t total) {
    ask a;
    a.target_total = total;
    const auto r = negotiate(c.rules, *c.facts, now, a, c.memory);
    REQUIRE(r.ok());
    now = r.value().next;
    return r.value();
  };
  CHECK(say(3'000).outcome == negotiation_outcome::counter);
  const negotiation_reply last = say(4'000);
  CHECK(last.outcome == negotiation_outcome::final);
  CHECK(last.reason == reply_reason::limit_reached);
  CHECK(last.terms.total == 6'400 - 192 + 599);
  CHECK_FALSE(last.blocked.findings.empty());
  CHECK(say(5'000).outcome == negotiation_outcome::final);
}

TEST_CASE("a sweetener that can't be had is passed over, whatever the limits") {
  for (const char* when : {"cart.subtotal >= 50", "cart.subtotal >= 500"}) {
    const bool had = std::string(when) == "cart.subtotal >= 50";
    campaign c(with(winter_pack(), "when: cart.subtotal >= 50", std::string("when: ") + when),
               winter_facts());
    session now = open_session(c.rules, *c.facts, "s");
    std::string steps;
    for (int i = 0; i < 3; ++i) {
      ask a;
      a.target_total = 3'000 + 500 * i;
      const auto r = negotiate(c.rules, *c.facts, now, a, c.memory);
      REQUIRE(r.ok());
      now = r.value().next;
      steps += std::to_string(r.value().terms.items.size()) +
               (r.value().reason == reply_reason::sweetener ? "s " : " ");
    }
    // HAGGLE 3%, then FREESHIP on top or HAGGLE 5%.
    CHECK(steps == (had ? "1 2s 2 " : "1 1 2 "));
  }
}

TEST_CASE("a sweetener asks for its facts, and for its approval") {
  const std::string sweet = with(winter_pack(), "sweeteners: [FREESHIP]", "sweeteners: [EXPRESS]");
  const std::string stacking = with(sweet, "HAGGLE with FREESHIP", "HAGGLE with FREESHIP, EXPRESS");
  std::list<campaign> kept;  // a role in a reply lives as long as its pack
  const auto second = [&](const std::string& pack_text, const std::string& facts) {
    campaign& c = kept.emplace_back(pack_text, facts);
    session now = open_session(c.rules, *c.facts, "s");
    negotiation_reply out;
    for (int i = 0; i < 2; ++i) {
      ask a;
      a.target_total = 3'000 + 500 * i;
      auto r = negotiate(c.rules, *c.facts, now, a, c.memory);
      REQUIRE(r.ok());
      now = r.value().next;
      out = r.value();
    }
    return out;
  };
  CHECK(second(stacking, winter_facts()).reason == reply_reason::sweetener);
  const negotiation_reply stale = second(stacking, with(winter_facts(), "09:58:00Z", "09:00:00Z"));
  CHECK(stale.reason == reply_reason::missing_facts);
  CHECK(stale.missing.size() == 1);
  const negotiation_reply asks =
      second(with(stacking, "  - concession <= 30% of subtotal",
                  "  - {limit: concession <= 7.00, id: deep, else: escalate to supervisor}"),
             winter_facts());
  CHECK(asks.outcome == negotiation_outcome::handoff);
  CHECK(asks.role == "supervisor");
}

}  // namespace
}  // namespace parley::test
