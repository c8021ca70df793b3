// What holds of every negotiation, over buyers and packs at random.
#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "negotiate/market.hpp"
#include "parley/negotiate/negotiate.hpp"
#include "support/campaign.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"
#include "support/sanitized.hpp"

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

/// Buyers that try what buyers try.
enum class buyer {
  anything,   ///< at random
  greedy,     ///< asks for nearly everything, and for more
  patient,    ///< raises by the least amount each time
  splitting,  ///< many tiny raises
  repeating,  ///< the same ask over and over
  lying,      ///< claims triggers and prices that no fact bears out
  wandering,  ///< changes the cart back and forth
};
constexpr buyer all_buyers[] = {buyer::anything,  buyer::greedy, buyer::patient,  buyer::splitting,
                                buyer::repeating, buyer::lying,  buyer::wandering};

ask ask_of(buyer who, campaign& c, bool standing, int round, random& dice) {
  ask a;
  switch (who) {
    case buyer::anything:
    case buyer::wandering:
      switch (dice.below(10)) {
        case 0: a.more = true; break;
        case 1: a.target_percent = dice.between(0, 60) * one_percent; break;
        case 2: a.target_total = dice.between(0, 9'000); break;
        case 3: a.budget = dice.between(3'000, 9'000); break;
        case 4:
          a.want = c.of({"HAGGLE=" + std::to_string(1 + 2 * dice.between(0, 5)) + "%"}).offers;
          break;
        case 5: a.want = c.of({"TOTE", "POST"}).offers; break;
        case 6: a.want = c.of({"POINTS=" + std::to_string(dice.between(1, 3) * 100)}).offers; break;
        case 7: a.give = {"prepay", "sign_up"}; break;
        case 8: a.competitor_price = dice.between(3'000, 7'000); break;
        case 9:
          a.accept = standing && dice.chance(30);
          a.more = true;
          break;
      }
      break;
    case buyer::greedy:
      if (round % 2 == 0) a.want = c.of({"HAGGLE=9%", "TOTE", "POST"}).offers;
      if (round % 2 != 0) a.target_percent = 80 * one_percent;
      a.more = true;
      break;
    case buyer::patient: a.target_total = 3'000 + round * 400; break;
    case buyer::splitting: a.target_total = 4'000 + round; break;
    case buyer::repeating: a.target_percent = 30 * one_percent; break;
    case buyer::lying:
      a.give = {"prepay", "sign_up", "bulk"};
      a.competitor_price = 100 + round;
      break;
  }
  return a;
}

std::string bytes_of(const negotiation_reply& r) {
  std::string out(name_of(r.outcome));
  out.append(" ").append(name_of(r.reason)).append(" ").append(write_session(r.next));
  return out + (r.has_terms ? r.terms.id : "");
}

TEST_CASE("whoever bargains, over whatever pack: no limit broken, nothing taken back") {
  // Ten seconds at -O1, a hundred times that under a sanitizer.
  constexpr std::uint64_t packs = sanitized ? 12 : 60;
  for (std::uint64_t seed = 1; seed <= packs; ++seed) {
    random dice(seed);
    const graph::strategy strategy = all_strategies[seed % std::size(all_strategies)];
    const market_rules m = market_of(dice, strategy);
    market_facts f;
    campaign c(m.text, f.text());
    for (const buyer who : all_buyers) {
      f = {};
      session now = open_session(c.rules, *c.facts, "s");
      std::optional<terms> standing;
      std::int64_t best_ask = -1;
      std::uint64_t fired = 0;
      std::int64_t silent = 0;
      std::int64_t price_steps = 0;
      for (int round = 1; round <= m.rounds + 4 && !now.closed; ++round) {
        if (dice.chance(20)) f.minute = std::min<std::int64_t>(f.minute + dice.between(1, 20), 700);
        if (who != buyer::lying && dice.chance(15)) f.prepays = true;
        if (who != buyer::lying && dice.chance(15)) f.signed_up = true;
        if (who == buyer::anything && dice.chance(20)) f.competitor = dice.between(4'000, 7'000);
        const bool moves_cart = who == buyer::wandering && dice.chance(40);
        if (moves_cart) f.teas = f.teas == 2 ? 7 : 2;
        c.learn(f.text());
        const ask a = ask_of(who, c, standing.has_value(), round, dice);
        const auto answered = negotiate(c.rules, *c.facts, now, a, c.memory);
        INFO("seed " << seed << " buyer " << static_cast<int>(who) << " round " << round << m.text);
        REQUIRE(answered.ok());
        const negotiation_reply& r = answered.value();
        INFO(name_of(r.reason));

        // The same inputs give the same bytes, in a workspace that has seen others and in a new
        // one.
        negotiation_workspace warm;
        for (int again = 0; again < 2; ++again) {
          const auto repeated = negotiate(c.rules, *c.facts, now, a, warm);
          REQUIRE(repeated.ok());
          CHECK(bytes_of(repeated.value()) == bytes_of(r));
        }

        const bool expired = standing && *c.facts->now() > standing->expires;
        if (expired || moves_cart) standing.reset();
        if (r.has_terms) {
          if (!standing || r.terms.id != standing->id) {
            proposal made;
            detail::proposal_of(r.terms, made);
            const decision& d = c.judge(made);
            CHECK(d.verdict == verdict::allow);
            REQUIRE(d.has_quote);
            CHECK(d.quote.total == r.terms.total);
            check_by_hand(m, f, r.terms, d.quote);
          }
          const bool wanted = r.reason == reply_reason::ask_granted;
          if (standing && !wanted) {
            CHECK(r.terms.total <= standing->total);
            if (strategy != graph::strategy::ladder) CHECK(r.terms.worth >= standing->worth);
          }
        }
        // Reciprocity, by a count of our own.
        const bool first = now.step == no_index;
        if (r.outcome == negotiation_outcome::counter) {
          bool moved = first || (r.newly_fired & ~fired) != 0;
          if (r.has_ask_total) {
            const std::int64_t least = m.min_move > 0 ? m.min_move : 1;
            moved = moved || (best_ask < 0 ? !moves_cart : r.ask_total >= best_ask + least);
          } else {
            moved = moved || (m.patience > 0 && silent + 1 >= m.patience);
          }
          CHECK(moved);
          CHECK(r.moved);
          ++price_steps;
        }
        if (who == buyer::lying) CHECK((r.newly_fired & 3) == 0);
        if (moves_cart) best_ask = -1;
        best_ask = r.next.has_best_ask ? r.next.best_ask : -1;
        silent = r.next.silent;
        fired = r.next.fired;
        if (round > m.rounds) {
          CHECK(r.outcome != negotiation_outcome::counter);
        }
        if (a.accept && standing) {
          CHECK(r.outcome == negotiation_outcome::accept);
          CHECK(r.terms == *standing);
        }
        standing = r.has_terms ? std::optional(r.terms) : std::nullopt;
        now = r.next;
      }
      CHECK(price_steps <= m.rounds);
      // What was shown last is what accepting gets.
      if (standing && !now.closed) {
        ask yes;
        yes.accept = true;
        yes.offer = standing->id;
        const auto taken = negotiate(c.rules, *c.facts, now, yes, c.memory);
        REQUIRE(taken.ok());
        CHECK(taken.value().outcome == negotiation_outcome::accept);
        CHECK(taken.value().terms == *standing);
      }
    }
  }
}

TEST_CASE("raises too small to count add up to one, however finely they are split") {
  for (const graph::strategy strategy : all_strategies) {
    random dice(7);
    market_rules m = market_of(dice, strategy);
    if (m.min_move == 0) continue;
    campaign c(m.text, market_facts{}.text());
    const auto counters = [&](std::int64_t raise) {
      session now = open_session(c.rules, *c.facts, "s");
      int count = 0;
      for (std::int64_t total = 3'000; total <= 3'000 + 2 * m.min_move; total += raise) {
        ask a;
        a.target_total = total;
        // Rounds would end it first; they are none of the question.
        now.round = 0;
        const auto r = negotiate(c.rules, *c.facts, now, a, c.memory);
        REQUIRE(r.ok());
        now = r.value().next;
        if (r.value().outcome == negotiation_outcome::counter) ++count;
      }
      return count;
    };
    CHECK(counters(1) <= counters(m.min_move) + 1);
  }
}

TEST_CASE("two channels that answer from one session make one deal or two allowed ones") {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    random dice(seed);
    const market_rules m = market_of(dice, all_strategies[seed % std::size(all_strategies)]);
    market_facts f;
    campaign c(m.text, f.text());
    session now = open_session(c.rules, *c.facts, "s");
    ask a;
    a.target_percent = 40 * one_percent;
    const auto opened = negotiate(c.rules, *c.facts, now, a, c.memory);
    REQUIRE(opened.ok());
    now = opened.value().next;
    // Both read revision 1, both answer, and the second to store is behind.
    ask left, right;
    left.target_percent = 20 * one_percent;
    right.more = true;
    const auto one = negotiate(c.rules, *c.facts, now, left, c.memory);
    const auto two = negotiate(c.rules, *c.facts, now, right, c.memory);
    REQUIRE(one.ok());
    REQUIRE(two.ok());
    CHECK(one.value().next.revision == two.value().next.revision);
    const std::string stored = write_session(one.value().next, "key");
    source_set sources;
    diagnostics found;
    const auto file = sources.add("s.json", write_session(now, "key"));
    CHECK_FALSE(read_session(sources, file, {"key", one.value().next.revision}, found));
    CHECK(found.items().front().code == "PL6042");
    for (const auto* r : {&one.value(), &two.value()}) {
      if (!r->has_terms) continue;
      CHECK(r->terms.discount * 100 <= r->terms.subtotal * m.discount_cap);
    }
  }
}

TEST_CASE("a budget is never overspent by sessions that run beside each other") {
  for (std::uint64_t seed = 1; seed <= 25; ++seed) {
    random dice(seed);
    const market_rules m = market_of(dice, all_strategies[seed % std::size(all_strategies)]);
    market_facts f;
    campaign c(m.text, f.text());
    struct buyer_state {
      session now;
      std::int64_t reserved = 0;
      std::int64_t asked = 3'500;
    };
    std::vector<buyer_state> buyers(5);
    for (std::size_t i = 0; i < buyers.size(); ++i) {
      f.customer = "c-" + std::to_string(i);
      c.learn(f.text());
      buyers[i].now = open_session(c.rules, *c.facts, f.customer);
    }
    for (int turn = 0; turn < 40; ++turn) {
      const std::size_t i = dice.below(buyers.size());
      buyer_state& b = buyers[i];
      if (b.now.closed) continue;
      // The counters hold the live reservations of the others, not one's own.
      f.customer = "c-" + std::to_string(i);
      f.spent = 0;
      for (std::size_t j = 0; j < buyers.size(); ++j) f.spent += j == i ? 0 : buyers[j].reserved;
      c.learn(f.text());
      ask a;
      b.asked += 300;
      if (dice.chance(25) && b.now.standing) {
        a.accept = true;
      } else {
        a.target_total = b.asked;
      }
      const auto r = negotiate(c.rules, *c.facts, b.now, a, c.memory);
      REQUIRE(r.ok());
      b.now = r.value().next;
      if (b.now.standing) {
        b.reserved = b.now.standing->concession;
        CHECK((b.now.standing->items.empty() || b.now.standing->reserve));
      }
      std::int64_t sum = 0;
      for (const buyer_state& each : buyers) sum += each.reserved;
      INFO("seed " << seed << " turn " << turn);
      CHECK(sum <= m.budget);
    }
  }
}

TEST_CASE("whatever the strategy, transcripts don't tell the floor before it binds") {
  for (const graph::strategy strategy : all_strategies) {
    for (const bool clamp : {false, true}) {
      random dice(11);
      market_rules m = market_of(dice, strategy);
      const std::size_t cap = m.text.find("  - discount <= ");
      const std::size_t end = m.text.find("negotiation:");
      std::vector<std::vector<std::string>> transcripts;
      for (int floor = 16; floor >= 0; --floor) {
        const std::string limit = "discount <= " + std::to_string(floor) + "% of subtotal";
        std::string text = m.text;
        text.replace(cap, end - cap,
                     "  - " + limit + (clamp ? " else clamp" : "") +
                         "\n  - concession <= 60% of subtotal\n  - spend of class negotiated per "
                         "day <= 5000.00\n");
        campaign c(text, market_facts{}.text());
        session now = open_session(c.rules, *c.facts, "s");
        std::vector<std::string>& said = transcripts.emplace_back();
        for (int percent = 60; percent > 20; percent -= 4) {
          ask a;
          a.target_percent = percent * one_percent;
          const auto r = negotiate(c.rules, *c.facts, now, a, c.memory);
          REQUIRE(r.ok());
          now = r.value().next;
          said.push_back(seen(r.value()));
        }
      }
      const std::vector<std::string>& open = transcripts.front();
      for (const auto& said : transcripts) {
        std::size_t same = 0;
        while (same < said.size() && said[same] == open[same]) ++same;
        INFO(name_of(strategy) << (clamp ? " clamped" : ""));
        for (std::size_t i = same; i < said.size(); ++i) {
          CHECK(said[i].rfind("final final ", 0) == 0);
          if (same == 0) continue;
          const auto terms_in = [](const std::string& line) {
            return line.substr(line.find(' ', line.find(' ') + 1) + 1);
          };
          CHECK(terms_in(said[i]) == terms_in(said[same - 1]));
        }
      }
      CHECK(transcripts.front() != transcripts.back());
    }
  }
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
