// The dynamic programme against every sequence of asks, tried one by one.
#include "simulate/best_response.hpp"

#include <algorithm>
#include <string>

#include "parley/base/limits.hpp"
#include "simulate/stage.hpp"
#include "support/catch.hpp"

namespace parley::simulate {
namespace {

using test::stage;

/// The least net price that any sequence of at most `rounds` asks ends with; `list` means none did.
std::int64_t brute_force(stage& s, const seller& from, std::uint32_t rounds, std::int64_t best) {
  if (rounds == 0) return best;
  const auto said_then = [&](const ask& words) {
    const std::unique_ptr<seller> next = from.copy();
    const said heard = next->answer(s.at(), words);
    if (heard.outcome == negotiation_outcome::accept) {
      best = std::min(best, heard.net());
    } else {
      best = std::min(best, brute_force(s, *next, rounds - 1, best));
    }
  };
  said_then(test::more_ask());
  said_then(test::accept_ask());
  for (const std::int64_t price : {0, 100, 200, 300, 9700, 9800}) said_then(test::total_ask(price));
  for (const outcome& o : s.opening.outcomes) {
    if (rounds != 1 || o.offers.offers.empty())
      continue;  // a wish is granted, or is as good as none
    ask a;
    a.want = o.offers.offers;
    said_then(a);
  }
  return best;
}

TEST_CASE("no sequence of asks gets more than the programme says") {
  stage s;
  const briefing told = brief_for(s.rules, s.opening);
  const best_responses found = respond(s.rules, s.opening, seller_kind::parley, told, 5, s.memory);
  REQUIRE(found.ends.size() == 5);
  const auto from = s.open(seller_kind::parley);
  for (std::uint32_t rounds = 1; rounds <= 4; ++rounds) {
    INFO(rounds << " rounds");
    const extraction& end = found.ends[rounds - 1];
    CHECK(end.exact);
    CHECK((end.any ? end.net : 10000) == brute_force(s, *from, rounds, 10000));
  }
  // 8% with the card takes four steps and an accept: 92.00 less 2.00.
  CHECK(found.ends[4].net == 9000);
  CHECK(found.ends[4].concession == 850);
}

/// Offers nothing. Every ask leads to a new state until there have been `states` of them.
class endless : public seller {
 public:
  endless(std::size_t states, std::size_t& made) : states_(states), made_(made) {}
  said answer(const table&, const ask&) override {
    said heard;
    if (made_ < states_) heard.outcome = negotiation_outcome::hold;
    return heard;
  }
  std::unique_ptr<seller> copy() const override { return std::make_unique<endless>(*this); }
  /// Asked once for each ask that counts.
  std::string mark() const override { return std::to_string(made_++); }

 private:
  std::size_t states_;
  std::size_t& made_;
};

TEST_CASE("a search that is out of states says that its answer is a bound") {
  stage s;
  for (const std::size_t more : {0UL, 1UL}) {
    // The first state has no ask behind it.
    std::size_t made = 1;
    const std::size_t states = caps::simulated_states + more;
    const best_responses found =
        respond(s.rules, s.opening, std::make_unique<endless>(states, made), 2'000, s.memory);
    INFO(states << " states");
    CHECK(made == states);
    CHECK(found.ends.front().exact == (more == 0));
  }
}

TEST_CASE("a plan does what it says") {
  stage s;
  for (std::size_t k = 0; k < seller_kinds; ++k) {
    const auto kind = static_cast<seller_kind>(k);
    const best_responses found =
        respond(s.rules, s.opening, kind, brief_for(s.rules, s.opening), 12, s.memory);
    INFO(name_of(kind));
    for (std::size_t rounds = 1; rounds <= found.ends.size(); ++rounds) {
      const plan& made = found.plans[rounds - 1];
      const extraction& end = found.ends[rounds - 1];
      if (!end.any) continue;
      REQUIRE(made.asks.size() == end.rounds);
      CHECK(made.asks.size() <= rounds);
      const auto with = s.open(kind);
      said heard;
      for (const ask& words : made.asks) heard = with->answer(s.at(), words);
      CHECK(heard.outcome == negotiation_outcome::accept);
      CHECK(heard.net() == end.net);
      CHECK(made.net == end.net);
      if (rounds > 1 && found.ends[rounds - 2].any) CHECK(end.net <= found.ends[rounds - 2].net);
    }
  }
}

TEST_CASE("whoever knows a baseline gets its floor, or what its bug gives away") {
  stage s;
  const briefing told = brief_for(s.rules, s.opening);
  const auto net = [&](seller_kind kind) {
    return respond(s.rules, s.opening, kind, told, 12, s.memory).ends.back().net;
  };
  CHECK(net(seller_kind::boulware) == 8500);
  CHECK(net(seller_kind::linear) == 8500);
  CHECK(net(seller_kind::conceder) == 8500);
  CHECK(net(seller_kind::tit_for_tat) == 8500);
  CHECK(net(seller_kind::fixed_discount) == 9000);
  CHECK(net(seller_kind::nine_tenths) == 8550);  // 90% of a quote of 95%
}

}  // namespace
}  // namespace parley::simulate
