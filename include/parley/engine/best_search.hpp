// The search behind `best`: branch and bound over sets of offers. Part of best.hpp.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "parley/engine/best_memory.hpp"
#include "parley/engine/best_model.hpp"
#include "parley/engine/best_relaxation.hpp"
#include "parley/engine/best_request.hpp"

namespace parley::detail {

/// One search over a finished model. Offers are chosen in the order in which they apply, so that
/// what a set comes to doesn't change with what is added to it. Depth is at most
/// caps::proposal_offers.
template <std::size_t Words>
class best_search {
 public:
  best_search(const pack& p, const fact_set& facts, const best_request& request,
              std::span<const objective> objectives, const best_model& model, question_workspace& w,
              best_answer& out)
      : p_(p),
        facts_(facts),
        request_(request),
        objectives_(objectives),
        model_(model),
        w_(w),
        m_(w.best),
        out_(out),
        bounds_(model, w.best) {}

  /// Looks for the best set; false when the sums it went by turned out not to be the pricer's.
  bool run(bool folding);
  /// The greatest first objective among what was left unexplored, if anything was.
  [[nodiscard]] std::optional<std::int64_t> open_bound() const noexcept { return open_; }
  [[nodiscard]] bool found() const noexcept { return found_; }
  [[nodiscard]] const best_value& values() const noexcept { return best_values_; }

 private:
  using set = candidate_set<Words>;
  struct node {
    order_sums sums;
    set chosen;
    set barred;
    std::int64_t saving = 0;  ///< of the chosen; where it can't be known, at most
    std::int64_t worth = 0;
    std::int64_t concession = 0;  ///< at least
  };
  /// What a bound promises beside the best set so far.
  enum class promise : std::uint8_t { nothing, tie, better };

  void visit(const node& at, std::size_t first);
  void extend(const node& at, std::size_t i);
  [[nodiscard]] bool step(const node& at, std::size_t i, std::uint64_t point, node& next);
  [[nodiscard]] bool may_join(const node& at, const best_candidate& c, std::size_t i);
  [[nodiscard]] std::uint64_t last_point(std::size_t i) const;
  void choose(node& next, std::size_t i);
  void settle(node& at);
  [[nodiscard]] bool consider(const node& at, std::size_t first);
  void keep(const best_value& values);
  [[nodiscard]] bool companions_met(const node& at) const;
  void arrange();
  [[nodiscard]] bool hopeless(const decision& d) const;
  [[nodiscard]] bool only_worsens(const graph::limit_row& limit) const;
  [[nodiscard]] best_value values_of(const node& at, std::int64_t saving) const;
  [[nodiscard]] bool beats(const best_value& values);
  [[nodiscard]] promise promise_of(std::int64_t saving, std::int64_t worth,
                                   std::int64_t concession) const;
  void leave_open(std::int64_t saving, std::int64_t worth, std::int64_t concession);
  void greedy(bool by_conflicts);
  void try_greedily();
  [[nodiscard]] const decision& judge();

  const pack& p_;
  const fact_set& facts_;
  const best_request& request_;
  std::span<const objective> objectives_;
  const best_model& model_;
  question_workspace& w_;
  best_memory& m_;
  best_answer& out_;
  best_relaxation<Words> bounds_;
  bool folding_ = false;
  bool mistaken_ = false;
  bool found_ = false;
  set candidates_;
  set forced_;                  // those that have to be chosen
  std::size_t forced_end_ = 0;  // behind the last of them
  std::uint32_t ties_ = 0;
  std::int64_t subtotal_ = 0;
  std::int64_t shipping_ = 0;
  best_value best_values_{};
  std::optional<std::int64_t> open_;
};

template <std::size_t Words>
bool best_search<Words>::run(bool folding) {
  folding_ = folding;
  subtotal_ = facts_.subtotal();
  for (const shipping_entry& entry : facts_.shipping()) shipping_ += entry.price;
  for (std::size_t i = 0; i < m_.candidates.size(); ++i) {
    candidates_.add(i);
    if (!m_.candidates[i].forced) continue;
    forced_.add(i);
    forced_end_ = i + 1;
  }
  m_.chosen.clear(), m_.best.clear();
  bounds_.begin(caps::proposal_offers);
  try_greedily();
  node root;
  root.sums = {subtotal_, shipping_, 0};
  if (mistaken_) return false;
  if (request_.nodes == 0) {
    leave_open(model_.most_saving, model_.most_worth, 0);
    return true;
  }
  settle(root);
  visit(root, 0);
  return !mistaken_;
}

/// Asks for a node's sums where they don't fold.
template <std::size_t Words>
void best_search<Words>::settle(node& at) {
  if (folding_) return;
  const decision& d = judge();
  if (!d.has_quote || !model_.settled) return;
  at.saving = d.quote.discount + d.quote.shipping_discount;
  at.concession = d.quote.concession;
  at.sums = {d.quote.subtotal - d.quote.discount, d.quote.shipping - d.quote.shipping_discount,
             d.quote.gifts_cost};
}

/// Judges the chosen set and everything beyond it. `first` is the first candidate that may be
/// added.
template <std::size_t Words>
void best_search<Words>::visit(const node& at, std::size_t first) {
  ++out_.nodes;
  if (!consider(at, first) || mistaken_ || m_.chosen.size() >= caps::proposal_offers) return;
  const std::size_t depth = m_.chosen.size();
  set open = candidates_;
  open -= at.barred;
  const auto hope = [&](std::int64_t saving, std::int64_t worth) {
    return promise_of(at.saving + saving, at.worth + worth, at.concession);
  };
  bounds_.relax(depth, first, at.sums, at.chosen, open, [&](std::int64_t saving) {
    return hope(saving, std::numeric_limits<std::int32_t>::max()) == promise::nothing;
  });
  const std::size_t last = forced_.next(first);  // none beyond it may be chosen without it
  for (std::size_t i = open.next(first); i < m_.candidates.size() && i <= last && !mistaken_;
       i = open.next(i + 1)) {
    if (hope(bounds_.saving(depth, i).from, bounds_.worth(depth, i).from) == promise::nothing)
      break;
    extend(at, i);
  }
}

/// Adds candidate `i` at every point of its grid, the most generous first.
template <std::size_t Words>
void best_search<Words>::extend(const node& at, std::size_t i) {
  const best_candidate& c = m_.candidates[i];
  const std::size_t depth = m_.chosen.size();
  if (!may_join(at, c, i)) return;
  for (std::uint64_t point = last_point(i) + 1; point-- > c.first_point;) {
    node next = at;
    if (!step(at, i, point, next)) continue;
    const std::int64_t saving = next.saving + bounds_.saving(depth, i).behind;
    const std::int64_t worth = next.worth + bounds_.worth(depth, i).behind;
    const promise hope = promise_of(saving, worth, next.concession);
    if (hope == promise::nothing) {
      // Less generous points save no more, but they may cost less.
      const bool cheaper_may_win = c.most == 0 && std::find(objectives_.begin(), objectives_.end(),
                                                            objective::margin) != objectives_.end();
      if (objectives_.front() == objective::saving && !request_.saving_to_reach && !cheaper_may_win)
        return;
      continue;
    }
    if (out_.nodes >= request_.nodes) {
      leave_open(saving, worth, next.concession);
      continue;
    }
    if (hope == promise::tie) ++ties_;
    m_.chosen.push_back({i, point});
    choose(next, i);
    settle(next);
    visit(next, i + 1);
    m_.chosen.pop_back();
    if (mistaken_) return;
  }
}

template <std::size_t Words>
bool best_search<Words>::may_join(const node& at, const best_candidate& c, std::size_t i) {
  if (c.staged && folding_) {
    w_.conditions.set_so_far({at.sums.merchandise, subtotal_ - at.sums.merchandise,
                              at.sums.shipping, at.sums.merchandise + at.sums.shipping});
    if (w_.conditions.test(p_.tables().offers[c.offer].when) != truth::yes) return false;
  }
  if (c.copy == 0 || c.forced) return true;
  // A copy comes after the one before it, so that no set is tried twice.
  std::size_t before = i;
  while (before-- > 0) {
    const best_candidate& other = m_.candidates[before];
    if (other.offer == c.offer && !other.forced && other.copy + 1 == c.copy) {
      return at.chosen.has(before);
    }
  }
  return true;
}

/// Later copies of an offer give no more than earlier ones.
template <std::size_t Words>
std::uint64_t best_search<Words>::last_point(std::size_t i) const {
  const best_candidate& c = m_.candidates[i];
  std::uint64_t last = c.last_point;
  if (c.copy == 0 || c.forced) return last;
  for (const best_pick& pick : m_.chosen) {
    const best_candidate& other = m_.candidates[pick.candidate];
    if (other.offer == c.offer && !other.forced) last = std::min(last, pick.point);
  }
  return last;
}

/// What adding candidate `i` comes to; false when that is never allowed.
template <std::size_t Words>
bool best_search<Words>::step(const node& at, std::size_t i, std::uint64_t point, node& next) {
  const best_candidate& c = m_.candidates[i];
  const graph::offer_row& offer = p_.tables().offers[c.offer];
  const std::int64_t value = model_.value(c, point);
  next.worth = at.worth + worth_of(offer, value);
  if (!folding_) {
    next.saving = at.saving + c.most;
    return true;
  }
  const bool whole = fold(p_, facts_, offer, c, value, m_.clamps, next.sums);
  if (!whole && !request_.accept_partial) return false;
  const std::int64_t discount = subtotal_ - next.sums.merchandise;
  const std::int64_t off_shipping = shipping_ - next.sums.shipping;
  next.saving = discount + off_shipping;
  next.concession = next.saving + next.sums.cost;
  return discount <= model_.most_discount && next.concession <= model_.most_concession;
}

/// Marks a candidate as chosen, and what it bars.
template <std::size_t Words>
void best_search<Words>::choose(node& next, std::size_t i) {
  next.chosen.add(i);
  const wide_set& conflicts = m_.conflicts[i];
  for (std::size_t k = 0; k < Words; ++k) next.barred.words[k] |= conflicts.words[k];
  for (std::uint64_t left = m_.caps_of[i]; left != 0; left &= left - 1) {
    const best_cap& cap = m_.caps[static_cast<std::size_t>(std::countr_zero(left))];
    if (next.chosen.shared(cap.members, cap.count) < cap.count) continue;
    for (std::size_t k = 0; k < Words; ++k) next.barred.words[k] |= cap.members.words[k];
  }
}

/// Takes the chosen set for the best so far where it is. False when nothing beyond it can be
/// allowed.
template <std::size_t Words>
bool best_search<Words>::consider(const node& at, std::size_t first) {
  const bool complete = first >= forced_end_;
  if (folding_) {
    if (!complete || !companions_met(at)) return true;
    if (request_.saving_to_reach && at.saving < *request_.saving_to_reach) return true;
    const best_value values = values_of(at, at.saving);
    if (found_ && !beats(values)) return true;
    const decision& d = judge();
    if (d.has_quote && (d.quote.discount + d.quote.shipping_discount != at.saving ||
                        d.quote.concession != at.concession)) {
      mistaken_ = true;
      return false;
    }
    if (d.verdict != verdict::allow || !d.has_quote) return !hopeless(d);
    keep(values);
    bounds_.aim(m_.best);
    return true;
  }
  const decision& d = w_.judged;
  if (d.verdict != verdict::allow || !d.has_quote) return !hopeless(d);
  if (!complete) return true;
  const std::int64_t saving = d.quote.discount + d.quote.shipping_discount;
  if (request_.saving_to_reach && saving < *request_.saving_to_reach) return true;
  node priced = at;
  priced.concession = d.quote.concession;
  const best_value values = values_of(priced, saving);
  if (found_ && !beats(values)) return true;
  keep(values);
  return true;
}

/// The chosen set is the best so far; what was judged last is its decision.
template <std::size_t Words>
void best_search<Words>::keep(const best_value& values) {
  found_ = true;
  best_values_ = values;
  m_.best = m_.chosen;
  std::swap(out_.decision, w_.judged);
}

template <std::size_t Words>
bool best_search<Words>::companions_met(const node& at) const {
  for (const best_requirement& r : m_.requirements) {
    if (!at.chosen.has(r.candidate)) continue;
    std::uint32_t met = 0;
    for (std::uint32_t k = 0; k < r.count; ++k) {
      const wide_set& group = m_.companions[r.first + k];
      std::uint64_t both = 0;
      for (std::size_t j = 0; j < Words; ++j) both |= group.words[j] & at.chosen.words[j];
      if (both != 0) ++met;
    }
    if (r.all ? met < r.count : met == 0) return false;
  }
  return true;
}

/// The chosen offers as a proposal, in pack order.
template <std::size_t Words>
void best_search<Words>::arrange() {
  m_.arranged = m_.chosen;
  std::sort(m_.arranged.begin(), m_.arranged.end(), [&](const best_pick& a, const best_pick& b) {
    const graph::index x = m_.candidates[a.candidate].offer;
    const graph::index y = m_.candidates[b.candidate].offer;
    return x != y ? x < y : a.point < b.point;
  });
}

template <std::size_t Words>
const decision& best_search<Words>::judge() {
  arrange();
  w_.trial.offers.clear();
  for (const best_pick& pick : m_.arranged) {
    const best_candidate& c = m_.candidates[pick.candidate];
    w_.trial.offers.push_back(propose(p_, c.offer, c.grid, pick.point));
  }
  w_.trial.intent = request_.intent;
  w_.trial.accept_partial = request_.accept_partial;
  return w_.judge(p_, facts_);
}

/// Whether some finding stays whatever is added.
template <std::size_t Words>
bool best_search<Words>::hopeless(const decision& d) const {
  for (const finding& f : d.findings) {
    switch (f.code) {
      case finding_code::proposal_unknown_offer:
      case finding_code::proposal_parameter:
      case finding_code::proposal_duplicate:
      case finding_code::proposal_intent:
      case finding_code::playbook_offer:
      case finding_code::playbook_needs: return true;
      case finding_code::stacking_excluded:
      case finding_code::stacking_alone:
      case finding_code::stacking_at_most:
      case finding_code::stacking_not_permitted:
        if (model_.fixed_rules) return true;
        break;
      case finding_code::offer_condition:
      case finding_code::effect_unknown:
        if (model_.settled) return true;
        break;
      case finding_code::grant_partial:
        if (model_.settled) return true;
        break;
      case finding_code::limit_exceeded:
      case finding_code::limit_approval:
        if (only_worsens(p_.tables().limits[f.rule])) return true;
        break;
      default: break;
    }
  }
  return false;
}

/// Whether a limit that is broken, or may be, stays so whatever comes after.
template <std::size_t Words>
bool best_search<Words>::only_worsens(const graph::limit_row& limit) const {
  if (model_.reads_so_far(limit.when) || model_.reads_so_far(limit.expression)) return false;
  const bool at_most = limit.comparison == graph::comparison::at_most;
  switch (limit.measure) {
    case graph::measure::offers:
    case graph::measure::gifts:
    case graph::measure::uses:
    case graph::measure::rounds: return at_most;
    case graph::measure::discount:
    case graph::measure::concession:
    case graph::measure::spend: return at_most && model_.settled;
    case graph::measure::price:
      // Prices only fall; so does a bound that is a share of the total.
      return !at_most && model_.settled && limit.amount_kind != graph::amount_kind::share_of_total;
    case graph::measure::margin:
      return !at_most && model_.settled && limit.target == graph::target_kind::none &&
             (limit.amount_kind == graph::amount_kind::share ||
              limit.amount_kind == graph::amount_kind::money);
  }
  return false;
}

template <std::size_t Words>
best_value best_search<Words>::values_of(const node& at, std::int64_t saving) const {
  best_value values{};
  for (std::size_t i = 0; i < objectives_.size(); ++i) {
    switch (objectives_[i]) {
      case objective::saving: values[i] = saving; break;
      case objective::worth: values[i] = at.worth; break;
      case objective::margin: values[i] = -at.concession; break;
      case objective::fewest: values[i] = -static_cast<std::int64_t>(m_.chosen.size()); break;
    }
  }
  return values;
}

/// Whether the chosen set with these values comes before the best so far.
template <std::size_t Words>
bool best_search<Words>::beats(const best_value& values) {
  if (values != best_values_) return values > best_values_;
  if (m_.chosen.size() != m_.best.size()) return m_.chosen.size() < m_.best.size();
  const auto in_pack_order = [&](const best_pick& a, const best_pick& b) {
    const graph::index x = m_.candidates[a.candidate].offer;
    const graph::index y = m_.candidates[b.candidate].offer;
    return x != y ? x < y : a.point < b.point;
  };
  std::vector<best_pick>& other = m_.compared;
  other = m_.best;
  std::sort(other.begin(), other.end(), in_pack_order);
  arrange();
  for (std::size_t i = 0; i < other.size(); ++i) {
    const graph::index mine = m_.candidates[m_.arranged[i].candidate].offer;
    const graph::index theirs = m_.candidates[other[i].candidate].offer;
    if (mine != theirs) return mine < theirs;
  }
  for (std::size_t i = 0; i < other.size(); ++i) {
    if (m_.arranged[i].point != other[i].point) return m_.arranged[i].point < other[i].point;
  }
  return false;
}

/// What one more offer may still bring, by bounds on the objectives.
template <std::size_t Words>
auto best_search<Words>::promise_of(std::int64_t saving, std::int64_t worth,
                                    std::int64_t concession) const -> promise {
  saving = std::min(saving, model_.most_saving);
  if (request_.saving_to_reach && saving < *request_.saving_to_reach) return promise::nothing;
  if (!found_) return promise::better;
  if (objectives_.front() == objective::saving && saving != best_values_[0]) {
    return saving < best_values_[0] ? promise::nothing : promise::better;
  }
  const std::size_t count = m_.chosen.size() + 1;
  for (std::size_t i = 0; i < objectives_.size(); ++i) {
    std::int64_t bound = 0;
    switch (objectives_[i]) {
      case objective::saving: bound = saving; break;
      case objective::worth: bound = worth; break;
      case objective::margin: bound = -concession; break;
      case objective::fewest: bound = -static_cast<std::int64_t>(count); break;
    }
    if (bound != best_values_[i]) {
      return bound < best_values_[i] ? promise::nothing : promise::better;
    }
  }
  return count > m_.best.size() || ties_ == most_ties ? promise::nothing : promise::tie;
}

template <std::size_t Words>
void best_search<Words>::leave_open(std::int64_t saving, std::int64_t worth,
                                    std::int64_t concession) {
  std::int64_t bound = 0;
  switch (objectives_.front()) {
    case objective::saving: bound = std::min(saving, model_.most_saving); break;
    case objective::worth: bound = std::min(worth, model_.most_worth); break;
    case objective::margin: bound = -concession; break;
    case objective::fewest: bound = -static_cast<std::int64_t>(m_.chosen.size() + 1); break;
  }
  open_ = open_ ? std::max(*open_, bound) : bound;
}

/// A good set to begin with: the greater the bound of an offer, the earlier it is taken.
template <std::size_t Words>
void best_search<Words>::greedy(bool by_conflicts) {
  const auto weight = [&](std::size_t i) {
    const double most = static_cast<double>(m_.candidates[i].most);
    if (!by_conflicts) return most;
    double lost = 0;
    m_.conflicts[i].each(
        [&](std::size_t k) { lost += static_cast<double>(m_.candidates[k].most); });
    return most / (1.0 + lost);
  };
  m_.weights.clear();
  m_.order.clear();
  for (std::size_t i = 0; i < m_.candidates.size(); ++i) {
    m_.order.push_back(i);
    m_.weights.push_back(weight(i));
  }
  std::sort(m_.order.begin(), m_.order.end(), [&](std::size_t a, std::size_t b) {
    if (m_.candidates[a].forced != m_.candidates[b].forced) return m_.candidates[a].forced;
    return m_.weights[a] != m_.weights[b] ? m_.weights[a] > m_.weights[b] : a < b;
  });
  node taken;
  taken.sums = {subtotal_, shipping_, 0};
  m_.chosen.clear();
  for (const std::size_t i : m_.order) {
    const best_candidate& c = m_.candidates[i];
    const bool full = taken.barred.has(i) || m_.chosen.size() >= caps::proposal_offers;
    if (full && c.forced) {
      m_.chosen.clear();
      return;
    }
    if (full || (c.copy != 0 && !c.forced)) continue;
    // The set so far and this one, in the order in which they apply.
    auto place = m_.chosen.end();
    if (!model_.free_order) {
      place = std::find_if(m_.chosen.begin(), m_.chosen.end(),
                           [&](const best_pick& p) { return p.candidate > i; });
    }
    const auto at = place - m_.chosen.begin();
    const bool appended = place == m_.chosen.end();
    m_.chosen.insert(place, {i, c.last_point});
    node next;
    next.sums = {subtotal_, shipping_, 0};
    bool fits = true;
    if (appended) {
      next = taken;
      fits = may_join(taken, c, i) && step(taken, i, c.last_point, next);
    }
    for (std::size_t k = 0; k < m_.chosen.size() && !appended; ++k) {
      const best_pick& pick = m_.chosen[k];
      node after = next;
      fits = fits && may_join(next, m_.candidates[pick.candidate], pick.candidate) &&
             step(next, pick.candidate, pick.point, after);
      next = after;
      next.chosen.add(pick.candidate);
    }
    if (!fits || next.saving < taken.saving) {
      m_.chosen.erase(m_.chosen.begin() + at);
      if (c.forced) {
        m_.chosen.clear();
        return;
      }
      continue;
    }
    next.chosen = taken.chosen;
    next.barred = taken.barred;
    choose(next, i);
    taken = next;
  }
  static_cast<void>(consider(taken, m_.candidates.size()));
  m_.chosen.clear();
}

template <std::size_t Words>
void best_search<Words>::try_greedily() {
  if (!folding_) return;
  greedy(false);
  if (!mistaken_) greedy(true);
}

}  // namespace parley::detail
