#include "simulate/best_response.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "parley/base/limits.hpp"
#include "simulate/asking.hpp"

namespace parley::simulate {

namespace {

constexpr std::size_t wanted_most = 64;

/// A state of the seller, and the ask that led there from which other.
struct node {
  std::unique_ptr<seller> state;
  std::size_t from = 0;
  ask words;
  std::int64_t named = -1;  ///< the highest price named
  bool offered = false;
};

class search {
 public:
  search(const table& at, std::unique_ptr<seller> opened, bool ours, std::uint32_t depth)
      : at_(at), ours_(ours), depth_(depth) {
    move_ = raise_on(at.rules, at.cart, at.memory);
    found_.ends.resize(depth);
    found_.plans.resize(depth);
    node first;
    first.state = std::move(opened);
    nodes_.push_back(std::move(first));
  }

  best_responses run() {
    std::set<std::string> known;
    std::size_t layer = 0;
    for (std::uint32_t depth = 1; depth <= depth_ && layer < nodes_.size(); ++depth) {
      if (depth > 1) {
        found_.ends[depth - 1] = found_.ends[depth - 2];
        found_.plans[depth - 1] = found_.plans[depth - 2];
      }
      known.clear();
      const std::size_t end = nodes_.size();
      for (std::size_t i = layer; i < end && !full_; ++i) expand(i, depth, known);
      layer = end;
      // The states of the layer before answer for nothing any more; only how they were reached
      // counts.
      for (std::size_t i = 0; i < layer; ++i) nodes_[i].state.reset();
      reached_ = depth;
    }
    for (std::uint32_t d = std::max(reached_, 1U); d < depth_; ++d) {
      found_.ends[d] = found_.ends[d - 1];
      found_.plans[d] = found_.plans[d - 1];
    }
    for (extraction& e : found_.ends) e.exact = !full_;
    return std::move(found_);
  }

 private:
  /// What is worth saying in a state.
  std::vector<ask> asks_of(const node& n) const {
    std::vector<ask> out(1);
    out[0].more = true;
    const auto price = [&](std::int64_t amount) {
      ask a;
      a.target_total = amount;
      out.push_back(a);
    };
    if (ours_) {
      price(n.named < 0 ? 0 : n.named + move_);
      return out;
    }
    for (std::int64_t percent = 50; percent <= 100; percent += 5)
      price(at_.cart.list_total * percent / 100);
    return out;
  }

  void expand(std::size_t which, std::uint32_t depth, std::set<std::string>& known) {
    // Taking what is on the table is an ask of its own.
    if (nodes_[which].offered) {
      ask take;
      take.accept = true;
      attempt(which, take, depth, nullptr);
    }
    if (!ours_) attempt_least(which, depth);
    std::optional<std::int64_t> next;
    for (const ask& words : asks_of(nodes_[which])) {
      const auto shown = attempt(which, words, depth, &known);
      if (shown) next = next ? std::max(*next, *shown) : *shown;
    }
    if (ours_ && next) attempt_wants(which, depth, *next);
  }

  /// Says something to a copy of a state. An accept ends the negotiation; else the new state joins
  /// the next layer where it is a new one. Gives the concession of the terms that are on the table
  /// then.
  std::optional<std::int64_t> attempt(std::size_t which, const ask& words, std::uint32_t depth,
                                      std::set<std::string>* known) {
    std::unique_ptr<seller> state = nodes_[which].state->copy();
    const said heard = state->answer(at_, words);
    const std::optional<std::int64_t> shown =
        heard.offers ? std::optional(heard.concession) : std::nullopt;
    if (heard.outcome == negotiation_outcome::accept) {
      keep(which, words, depth, heard);
      return shown;
    }
    if (known == nullptr || heard.outcome == negotiation_outcome::decline) return shown;
    node made;
    made.from = which;
    made.words = words;
    made.named = words.target_total ? std::max(nodes_[which].named, *words.target_total)
                                    : nodes_[which].named;
    made.offered = heard.offers;
    if (!known->insert(state->mark() + '/' + std::to_string(made.named)).second) return shown;
    if (nodes_.size() >= caps::simulated_states) {
      full_ = true;
      return shown;
    }
    made.state = std::move(state);
    nodes_.push_back(std::move(made));
    return shown;
  }

  /// The least price that this state accepts at once, by halves: whoever accepts a price accepts a
  /// higher one.
  void attempt_least(std::size_t which, std::uint32_t depth) {
    const auto accepts = [&](std::int64_t price) {
      ask a;
      a.target_total = price;
      return nodes_[which].state->copy()->answer(at_, a).outcome == negotiation_outcome::accept;
    };
    std::int64_t above = at_.cart.list_total;
    if (!accepts(above)) return;
    std::int64_t below = -1;
    while (above - below > 1) {
      const std::int64_t middle = below + (above - below) / 2;
      (accepts(middle) ? above : below) = middle;
    }
    ask a;
    a.target_total = above;
    attempt(which, a, depth, nullptr);
  }

  /// Whatever costs the merchant no more than what would be shown next is granted when it is
  /// wanted.
  void attempt_wants(std::size_t which, std::uint32_t depth, std::int64_t shown) {
    std::size_t tried = 0;
    for (auto i = at_.cart.frontier.rbegin(); i != at_.cart.frontier.rend(); ++i) {
      const outcome& o = at_.cart.outcomes[*i];
      if (o.concession > shown || o.offers.offers.empty()) continue;
      const extraction& best = found_.ends[depth - 1];
      if (best.any && o.net() >= best.net) return;  // the rest of the frontier gives less
      if (++tried > wanted_most) return;
      ask a;
      a.want = o.offers.offers;
      attempt(which, a, depth, nullptr);
    }
  }

  void keep(std::size_t which, const ask& last, std::uint32_t depth, const said& agreed) {
    extraction& best = found_.ends[depth - 1];
    if (best.any && agreed.net() >= best.net) return;
    best = {true, agreed.total, agreed.net(), agreed.concession, depth, true};
    plan& to = found_.plans[depth - 1];
    to.net = agreed.net();
    to.asks.clear();
    to.asks.push_back(last);
    for (std::size_t at = which; at != 0; at = nodes_[at].from) to.asks.push_back(nodes_[at].words);
    std::reverse(to.asks.begin(), to.asks.end());
  }

  table at_;
  bool ours_;
  std::uint32_t depth_;
  std::uint32_t reached_ = 0;
  std::int64_t move_ = 1;
  bool full_ = false;
  std::vector<node> nodes_;
  best_responses found_;
};

}  // namespace

best_responses respond(const pack& p, const market& opening, seller_kind seller,
                       const briefing& told, std::uint32_t depth, question_workspace& w) {
  const table at{p, opening, opening.facts, w};
  return search(at, open_seller(seller, at, told, "best-response"), seller == seller_kind::parley,
                depth)
      .run();
}

best_responses respond(const pack& p, const market& opening, std::unique_ptr<seller> first,
                       std::uint32_t depth, question_workspace& w) {
  return search({p, opening, opening.facts, w}, std::move(first), false, depth).run();
}

}  // namespace parley::simulate
