// The search that most questions for the best combination need: up to 64 candidates, each of which
// changes the sums of the order and nothing else, saving first. It goes by sums and masks alone and
// has its answer judged once, at the end. Part of best.hpp.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <utility>

#include "parley/engine/best_memory.hpp"
#include "parley/engine/best_model.hpp"
#include "parley/engine/best_request.hpp"
#include "parley/engine/best_sums_model.hpp"

namespace parley::detail {

/// One search of this kind. The same sets in the same order of merit as best_search, which takes
/// over where this one can't decide: nothing that it says of the answer rests on sums that the
/// pricer didn't confirm.
class best_sums {
 public:
  best_sums(const pack& p, const fact_set& facts, const best_request& request,
            std::span<const objective> objectives, const best_model& model, question_workspace& w,
            best_answer& out)
      : p_(p),
        facts_(facts),
        request_(request),
        objectives_(objectives),
        model_(model),
        w_(w),
        m_(w.best),
        s_(w.best.sums),
        out_(out) {}

  /// False when another search has to decide: there are offers or rules that this one doesn't
  /// know, or the set it found is not what the pricer says, or not allowed.
  [[nodiscard]] bool run();
  [[nodiscard]] std::optional<std::int64_t> open_bound() const noexcept { return open_; }
  [[nodiscard]] const best_value& values() const noexcept { return best_values_; }

 private:
  using bits = sums_memory::bits;
  struct node {
    order_sums sums;
    bits open = 0;  ///< candidates that may still join
    bits chosen = 0;
    std::uint64_t room = 0;  ///< what caps leave, a byte each
    std::int64_t saving = 0;
    std::int64_t worth = 0;
    std::int64_t concession = 0;
    std::uint32_t count = 0;
  };
  enum class promise : std::uint8_t { nothing, tie, better };

  [[nodiscard]] bool suits() const;
  [[nodiscard]] node root() const;
  [[nodiscard]] bool step(std::size_t i, std::int64_t value, node& at) const;
  void choose(std::size_t i, node& at) const;
  void greedy(std::span<const std::uint8_t> order);
  void try_greedily();
  void visit(const node& at, std::size_t turn, std::int64_t most);
  void extend(const node& at, std::size_t turn, std::int64_t most);
  void consider(const node& at);
  [[nodiscard]] bool beats(const node& at) const;
  [[nodiscard]] bool companions_met(bits chosen) const;
  void aim();
  [[nodiscard]] std::int64_t reach(bits open, std::uint64_t room, double rest,
                                   const std::array<double, 64>& coefficients) const;
  [[nodiscard]] std::int64_t worth_within(bits open) const;
  [[nodiscard]] promise promise_of(std::int64_t saving, const node& at, bits open,
                                   std::uint32_t count) const;
  [[nodiscard]] promise hope(const node& at, bits open, std::size_t turn, std::uint32_t count,
                             std::int64_t& saving) const;
  void leave_open(std::int64_t saving);
  [[nodiscard]] bits in_pack_order(bits chosen) const;
  [[nodiscard]] bool confirmed();

  static constexpr double slack = 1e-9;
  /// From here on, of logarithms that the set to beat takes, the tangent there is mostly the lower.
  static constexpr double sharp = 0.03;

  const pack& p_;
  const fact_set& facts_;
  const best_request& request_;
  std::span<const objective> objectives_;
  const best_model& model_;
  question_workspace& w_;
  best_memory& m_;
  sums_memory& s_;
  best_answer& out_;
  bool found_ = false;
  bool exhausted_ = false;
  bool by_worth_ = false;
  std::uint32_t ties_ = 0;
  std::int64_t subtotal_ = 0;
  std::int64_t shipping_ = 0;
  node best_;
  best_value best_values_{};
  std::optional<std::int64_t> open_;
};

inline bool best_sums::suits() const {
  const bool plain =
      objectives_.front() == objective::saving && !request_.saving_to_reach &&
      request_.include.empty() &&
      (objectives_.size() == 1 || (objectives_.size() == 2 && objectives_[1] == objective::worth));
  // A share of at most the whole of such a cart stays within 64 bits.
  return plain && request_.nodes != 0 && facts_.subtotal() < std::int64_t{1} << 36 &&
         facts_.shipping().size() <= 1;
}

inline bool best_sums::run() {
  if (!suits()) return false;
  sums_model model(p_, w_.conditions, m_, model_);
  if (!model.build()) return false;
  by_worth_ = objectives_.size() == 2 && s_.worthy;
  subtotal_ = facts_.subtotal();
  for (const shipping_entry& entry : facts_.shipping()) shipping_ += entry.price;
  s_.aimed.fill(0), s_.kept.fill(1);
  try_greedily();
  visit(root(), 0, subtotal_ + shipping_);
  return confirmed();
}

inline best_sums::node best_sums::root() const {
  node at;
  at.sums = {subtotal_, shipping_, 0};
  at.open = s_.from[0] & ~s_.never;
  at.room = s_.room;
  return at;
}

/// What adding candidate `i` at a value comes to; false when that is never allowed.
inline bool best_sums::step(std::size_t i, std::int64_t value, node& at) const {
  const sums_row& r = s_.rows[i];
  const graph::offer_row& offer = p_.tables().offers[r.offer];
  bool whole = true;
  if (r.plain) {
    const std::int64_t base = r.on_list ? subtotal_ : at.sums.merchandise;
    std::int64_t wanted = r.shares ? small_share_of(base, value, p_.header().rounding) : value;
    wanted = std::min({wanted, r.cap, at.sums.merchandise});
    const std::int64_t given =
        m_.clamps.empty() ? wanted : clamped(facts_, m_.clamps, at.sums, wanted, true, shipping_);
    at.sums.merchandise -= given;
    whole = given == wanted;
  } else {
    whole = fold(p_, facts_, offer, m_.candidates[r.candidate], value, m_.clamps, at.sums);
  }
  if (!whole && !request_.accept_partial) return false;
  if (s_.worthy) at.worth += worth_of(offer, value);
  const std::int64_t discount = subtotal_ - at.sums.merchandise;
  at.saving = discount + shipping_ - at.sums.shipping;
  at.concession = at.saving + at.sums.cost;
  ++at.count;
  return discount <= model_.most_discount && at.concession <= model_.most_concession;
}

/// Marks a candidate as chosen and closes what it bars.
inline void best_sums::choose(std::size_t i, node& at) const {
  const sums_row& r = s_.rows[i];
  at.chosen |= bits{1} << i;
  at.room -= r.takes;
  at.open &= ~r.barred;
  for (std::uint64_t left = r.takes; left != 0; left &= left - 1) {
    const auto shift = static_cast<std::size_t>(std::countr_zero(left));
    if ((at.room >> shift & 0xFF) != 0) continue;
    at.open &= ~s_.caps[shift / 8].members;
  }
}

/// The most that the candidates of `open` could add by a relaxed problem: of offers that exclude
/// each other the best counts, under a cap so many. Bits are in the order of their amounts, first
/// those of shares, which take `rest * coefficient`.
inline std::int64_t best_sums::reach(bits open, std::uint64_t room, double rest,
                                     const std::array<double, 64>& coefficients) const {
  std::int64_t sum = 0;
  const auto share_at = [&](std::size_t i) {
    return std::min(s_.reached[i].most, static_cast<std::int64_t>(rest * coefficients[i]) + 1);
  };
  while (open != 0) {
    const bits shares = open & s_.shares;
    const bits amounts = open & ~s_.shares;
    std::size_t i = 0;
    std::int64_t most = 0;
    if (shares != 0) {
      i = static_cast<std::size_t>(std::countr_zero(shares));
      most = share_at(i);
    }
    if (amounts != 0) {
      const auto k = static_cast<std::size_t>(std::countr_zero(amounts));
      if (shares == 0 || s_.reached[k].most > most) i = k, most = s_.reached[k].most;
    }
    if (most <= 0) break;
    const sums_reach& r = s_.reached[i];
    sum += most;
    open &= ~r.clique;
    room -= r.take;
    if ((room & r.take * 0xFF) == 0) open &= ~r.capped;
  }
  return sum;
}

inline std::int64_t best_sums::worth_within(bits open) const {
  std::int64_t sum = 0;
  for (bits left = open & s_.worthy_ones; left != 0; left &= left - 1) {
    sum += s_.rows[static_cast<std::size_t>(std::countr_zero(left))].worth;
  }
  return sum;
}

inline auto best_sums::promise_of(std::int64_t saving, const node& at, bits open,
                                  std::uint32_t count) const -> promise {
  saving = std::min(saving, model_.most_saving);
  if (!found_) return promise::better;
  if (saving != best_.saving) return saving < best_.saving ? promise::nothing : promise::better;
  if (by_worth_) {
    const std::int64_t worth = at.worth + worth_within(open);
    if (worth != best_.worth) return worth < best_.worth ? promise::nothing : promise::better;
  }
  return count > best_.count || ties_ == most_ties ? promise::nothing : promise::tie;
}

/// What sets beyond this one, with candidates of `open` whose turns are `turn` or later, promise;
/// `saving` is the bound. Shares of what is left take less than their sum: with logarithms w of
/// what they leave, the rest e^-W lies above its tangent at any W0, which is linear again. Two are
/// tried: at 0, and at what the set to beat takes from there on.
inline auto best_sums::hope(const node& at, bits open, std::size_t turn, std::uint32_t count,
                            std::int64_t& saving) const -> promise {
  const auto rest = static_cast<double>(at.sums.merchandise);
  const auto at_zero = [&] { return reach(open, at.room, rest * (1 + slack), s_.share); };
  const auto at_aim = [&] {
    const double left = s_.kept[turn];
    const double above = rest * (1 - left * (1 + s_.aimed[turn])) * (1 + slack) + rest * slack;
    return static_cast<std::int64_t>(std::max(0.0, above)) + 1 +
           reach(open, at.room, rest * left * (1 + slack), s_.log);
  };
  const bool both = (open & s_.shares) != 0 && s_.aimed[turn] > 0;
  const bool aim_first = both && s_.aimed[turn] > sharp;
  saving = at.saving + (aim_first ? at_aim() : at_zero());
  const promise first = promise_of(saving, at, open, count);
  if (first == promise::nothing || !both) return first;
  const std::int64_t other = at.saving + (aim_first ? at_zero() : at_aim());
  if (other >= saving) return first;
  saving = other;
  return promise_of(saving, at, open, count);
}

/// Looks at a set and those beyond it, with candidates whose turns are `turn` or later. They add at
/// most `most` to its saving.
inline void best_sums::visit(const node& at, std::size_t turn, std::int64_t most) {
  ++out_.nodes;
  consider(at);
  // What those that are left add at least by the bound: while that promises more than the best set
  // there is no use in asking.
  std::int64_t least = most;
  for (;; ++turn) {
    const bits open = at.open & s_.from[turn];
    if (open == 0) return;
    const std::size_t i = s_.by_turn[turn];
    if ((open >> i & 1) == 0) continue;
    if (!found_ || exhausted_ || at.saving + least <= best_.saving) {
      std::int64_t saving = 0;
      if (hope(at, open, turn, at.count + 1, saving) == promise::nothing) return;
      if (exhausted_) return leave_open(saving);
      most = least = std::min(most, saving - at.saving);
    }
    extend(at, turn, most);
    least -= s_.reached[i].most;
  }
}

/// Adds the candidate of a turn at every point of its grid, the most generous first. It and those
/// behind it add at most `most`.
inline void best_sums::extend(const node& at, std::size_t turn, std::int64_t most) {
  const std::size_t i = s_.by_turn[turn];
  const best_candidate& c = m_.candidates[s_.rows[i].candidate];
  for (std::uint64_t point = c.last_point + 1; point-- > c.first_point;) {
    node next = at;
    if (!step(i, model_.value(c, point), next)) continue;
    next.open &= s_.from[turn + 1];
    choose(i, next);
    std::int64_t saving = at.saving + most;
    promise found = promise_of(saving, next, next.open, next.count);
    if (found != promise::nothing) found = hope(next, next.open, turn + 1, next.count, saving);
    if (found == promise::nothing) return;  // less generous points save no more
    if (out_.nodes >= request_.nodes) {
      exhausted_ = true;
      leave_open(saving);
      continue;
    }
    if (found == promise::tie) ++ties_;
    s_.points[i] = point;
    visit(next, turn + 1, saving - next.saving);
  }
}

inline void best_sums::leave_open(std::int64_t saving) {
  saving = std::min(saving, model_.most_saving);
  open_ = open_ ? std::max(*open_, saving) : saving;
}

inline bool best_sums::companions_met(bits chosen) const {
  for (const sums_requirement& r : s_.requirements) {
    if ((chosen >> r.bit & 1) == 0) continue;
    std::uint32_t met = 0;
    for (std::uint32_t k = 0; k < r.count; ++k) {
      if ((s_.companions[r.first + k] & chosen) != 0) ++met;
    }
    if (r.all ? met < r.count : met == 0) return false;
  }
  return true;
}

inline best_sums::bits best_sums::in_pack_order(bits chosen) const {
  bits made = 0;
  for (; chosen != 0; chosen &= chosen - 1) {
    made |= bits{1} << s_.rows[static_cast<std::size_t>(std::countr_zero(chosen))].candidate;
  }
  return made;
}

/// Whether a set comes before the best so far.
inline bool best_sums::beats(const node& at) const {
  if (!found_) return true;
  if (at.saving != best_.saving) return at.saving > best_.saving;
  if (by_worth_ && at.worth != best_.worth) return at.worth > best_.worth;
  if (at.count != best_.count) return at.count < best_.count;
  const bits mine = in_pack_order(at.chosen);
  const bits apart = mine ^ in_pack_order(best_.chosen);
  if (apart != 0) return (mine & apart & (~apart + 1)) != 0;
  std::array<std::uint8_t, 64> bit_of{};
  for (bits left = at.chosen; left != 0; left &= left - 1) {
    const auto i = static_cast<std::size_t>(std::countr_zero(left));
    bit_of[s_.rows[i].candidate] = static_cast<std::uint8_t>(i);
  }
  for (bits left = mine; left != 0; left &= left - 1) {
    const std::size_t i = bit_of[static_cast<std::size_t>(std::countr_zero(left))];
    if (s_.points[i] != s_.best_points[i]) return s_.points[i] < s_.best_points[i];
  }
  return false;
}

inline void best_sums::consider(const node& at) {
  if (!beats(at) || !companions_met(at.chosen)) return;
  found_ = true;
  best_ = at;
  s_.best_points = s_.points;
  aim();
}

/// Shares that are left are bounded most tightly around what the set to beat takes of them.
inline void best_sums::aim() {
  if ((best_.chosen & s_.shares) == 0 && s_.aimed[0] == 0) return;
  double sum = 0;
  double kept = 1;
  for (std::size_t turn = m_.candidates.size(); turn-- > 0;) {
    const std::size_t i = s_.by_turn[turn];
    if ((best_.chosen & s_.shares) >> i & 1) {
      sum += s_.log[i];
      kept *= 1 - s_.share[i];
    }
    s_.aimed[turn] = sum;
    s_.kept[turn] = kept;
  }
}

/// A good set to begin with: offers are taken in this order where they may be.
inline void best_sums::greedy(std::span<const std::uint8_t> order) {
  node taken = root();
  bits turns = 0;
  for (const std::size_t i : order) {
    if ((taken.open >> i & 1) == 0) continue;
    const bits with = turns | bits{1} << s_.rows[i].turn;
    const best_candidate& own = m_.candidates[s_.rows[i].candidate];
    node next = taken;
    s_.points[i] = own.last_point;
    bool fits = true;
    if (turns >> s_.rows[i].turn == 0) {  // it is the last to apply
      fits = step(i, model_.value(own, own.last_point), next);
    } else {
      next.sums = {subtotal_, shipping_, 0};
      next.worth = 0, next.count = 0;
      for (bits left = with; left != 0 && fits; left &= left - 1) {
        const std::size_t k = s_.by_turn[static_cast<std::size_t>(std::countr_zero(left))];
        const best_candidate& c = m_.candidates[s_.rows[k].candidate];
        fits = step(k, model_.value(c, c.last_point), next);
      }
    }
    if (!fits || next.saving < taken.saving) continue;
    choose(i, next);
    taken = next;
    turns = with;
  }
  consider(taken);
}

inline void best_sums::try_greedily() {
  const std::size_t count = m_.candidates.size();
  const std::span<std::uint8_t> order(s_.order.data(), count);
  greedy(order);
  std::array<double, 64> weights{};
  for (std::size_t i = 0; i < count; ++i) {
    std::int64_t lost = 0;
    for (bits left = s_.rows[i].barred; left != 0; left &= left - 1) {
      lost += s_.reached[static_cast<std::size_t>(std::countr_zero(left))].most;
    }
    weights[i] = static_cast<double>(s_.reached[i].most) / (1.0 + static_cast<double>(lost));
  }
  std::sort(order.begin(), order.end(), [&](std::uint8_t a, std::uint8_t b) {
    return weights[a] != weights[b] ? weights[a] > weights[b] : a < b;
  });
  greedy(order);
}

/// Has the best set judged: whether it is allowed, and gives what its sums say.
inline bool best_sums::confirmed() {
  if (!found_) return false;
  m_.best.clear();
  for (bits left = best_.chosen; left != 0; left &= left - 1) {
    const auto i = static_cast<std::size_t>(std::countr_zero(left));
    m_.best.push_back({s_.rows[i].candidate, s_.best_points[i]});
  }
  std::sort(m_.best.begin(), m_.best.end(),
            [](const best_pick& a, const best_pick& b) { return a.candidate < b.candidate; });
  w_.trial.offers.clear();
  for (const best_pick& pick : m_.best) {
    const best_candidate& c = m_.candidates[pick.candidate];
    w_.trial.offers.push_back(propose(p_, c.offer, c.grid, pick.point));
  }
  w_.trial.intent = request_.intent;
  w_.trial.accept_partial = request_.accept_partial;
  const decision& d = w_.judge(p_, facts_);
  if (d.verdict != verdict::allow || !d.has_quote ||
      d.quote.discount + d.quote.shipping_discount != best_.saving ||
      d.quote.concession != best_.concession) {
    return false;
  }
  std::swap(out_.decision, w_.judged);
  best_values_ = {best_.saving, by_worth_ ? best_.worth : 0, 0, 0};
  return true;
}

}  // namespace parley::detail
