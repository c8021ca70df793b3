// The candidates and rules of one question as masks, for best_sums. Part of best.hpp.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <span>

#include "parley/engine/best_memory.hpp"
#include "parley/engine/best_model.hpp"
#include "parley/engine/best_plan.hpp"
#include "parley/engine/evaluator.hpp"

namespace parley::detail {

/// Fills a `sums_memory` from the candidates of a model. Rules whose condition is unknown count as
/// prohibitions and never as permissions: neither is an allow.
class sums_model {
 public:
  sums_model(const pack& p, evaluator& conditions, best_memory& memory, const best_model& model)
      : p_(p), conditions_(conditions), m_(memory), s_(memory.sums), model_(model) {}

  /// False where there is something that these masks can't say.
  [[nodiscard]] bool build();

 private:
  using bits = sums_memory::bits;

  [[nodiscard]] static bits bit(std::size_t i) noexcept { return bits{1} << i; }
  [[nodiscard]] bool suits(const best_plan& plan) const;
  void arrange();
  void describe();
  void label();
  void forget_labels();
  [[nodiscard]] bool relate(const best_plan& plan);
  [[nodiscard]] bool apply(const graph::stacking_row& rule);
  [[nodiscard]] bool cap(const graph::stacking_row& rule);
  void forbid(bits left, bits right);
  void require(const graph::stacking_row& rule);
  [[nodiscard]] bits meant(const graph::subject_row& subject) const;
  [[nodiscard]] bits meant(row_range subjects) const;
  void group();
  void cover();
  template <typename Visit>
  static void each(bits set, Visit&& visit) {
    for (; set != 0; set &= set - 1) visit(static_cast<std::size_t>(std::countr_zero(set)));
  }

  const pack& p_;
  evaluator& conditions_;
  best_memory& m_;
  sums_memory& s_;
  const best_model& model_;
  std::size_t count_ = 0;
  bits all_ = 0;
  std::array<bits, 64> permitted_{};
};

inline bool sums_model::build() {
  const best_plan& plan = best_plan_of(p_);
  if (!suits(plan)) return false;
  count_ = m_.candidates.size();
  all_ = count_ == 64 ? ~bits{0} : bit(count_) - 1;
  s_.never = 0, s_.cap_count = 0, s_.room = 0;
  s_.requirements.clear(), s_.companions.clear();
  arrange();
  describe();
  label();
  const bool known = relate(plan);
  forget_labels();
  if (!known) return false;
  group();
  cover();
  return true;
}

inline bool sums_model::suits(const best_plan& plan) const {
  if (m_.candidates.size() > 64 || plan.lifts || plan.reads_so_far) return false;
  return std::none_of(m_.candidates.begin(), m_.candidates.end(), [](const best_candidate& c) {
    return c.forced || c.staged || c.copy != 0 || c.fold == fold_kind::lines;
  });
}

/// Gives the candidates their bits and their turns.
inline void sums_model::arrange() {
  const auto& all = m_.candidates;
  const auto running = [&](std::size_t c) {
    return all[c].share > 0 && all[c].share < 1 && p_.tables().offers[all[c].offer].effect.cap < 0;
  };
  const auto position = [&](std::size_t c) { return p_.tables().offers[all[c].offer].position; };
  std::array<std::uint8_t, 64> turns{};
  for (std::size_t c = 0; c < count_; ++c) turns[c] = static_cast<std::uint8_t>(c);
  const auto sort = [&](auto before) {
    if (!std::is_sorted(turns.begin(), turns.begin() + count_, before)) {
      std::sort(turns.begin(), turns.begin() + count_, before);
    }
  };
  sort([&](std::uint8_t a, std::uint8_t b) {
    return position(a) != position(b) ? position(a) < position(b) : a < b;
  });
  std::array<std::uint8_t, 64> turn_of{};
  for (std::size_t turn = 0; turn < count_; ++turn) {
    turn_of[turns[turn]] = static_cast<std::uint8_t>(turn);
  }
  // Keys: shares before amounts, the greater first, then the earlier.
  std::array<std::uint64_t, 64> placed{};
  std::uint64_t share_of = 0;
  for (std::size_t c = 0; c < count_; ++c) {
    const bool share = running(c);
    const auto size = share ? static_cast<std::uint64_t>(std::llround(all[c].share * ratio_one))
                            : static_cast<std::uint64_t>(all[c].most);
    constexpr std::uint64_t most = std::uint64_t{1} << 48;  // more than a cart of this search has
    placed[c] =
        (std::uint64_t{!share} << 63) | (most - size) << 12 | std::uint64_t{turn_of[c]} << 6 | c;
    share_of |= share ? bit(c) : 0;
  }
  std::sort(placed.begin(), placed.begin() + count_);
  // What no order changes is searched from the greatest amount down.
  const bool free = model_.free_of_order();
  s_.shares = 0;
  for (std::size_t i = 0; i < count_; ++i) {
    const std::size_t c = placed[i] & 63;
    sums_row& r = s_.rows[i];
    r.candidate = static_cast<std::uint8_t>(c);
    r.offer = all[c].offer;
    r.turn = free ? static_cast<std::uint8_t>(i) : turn_of[c];
    s_.by_turn[r.turn] = static_cast<std::uint8_t>(i);
    if ((share_of >> c & 1) != 0) s_.shares |= bit(i);
  }
  s_.from[count_] = 0;
  for (std::size_t turn = count_; turn-- > 0;) {
    s_.from[turn] = s_.from[turn + 1] | bit(s_.by_turn[turn]);
  }
}

/// What each candidate gives.
inline void sums_model::describe() {
  s_.worthy = false, s_.worthy_ones = 0;
  for (std::size_t i = 0; i < count_; ++i) {
    sums_row& r = s_.rows[i];
    const best_candidate& c = m_.candidates[r.candidate];
    const graph::offer_row& offer = p_.tables().offers[r.offer];
    r.shares = c.fold == fold_kind::share;
    r.plain = offer.has_cost == 0 && (r.shares || c.fold == fold_kind::amount) &&
              offer.effect.minimum >= 0 && (!r.shares || offer.effect.maximum <= ratio_one);
    r.on_list = c.on_list;
    r.cap = offer.effect.cap >= 0 ? offer.effect.cap : engine::no_bound;
    r.worth = c.worth;
    r.barred = bit(i);
    r.takes = 0;
    s_.worthy = s_.worthy || offer.worth != 0;
    if (c.worth > 0) s_.worthy_ones |= bit(i);
    s_.reached[i] = {c.most, 0, 0, 0};
    const bool running = (s_.shares >> i & 1) != 0;
    s_.share[i] = running ? c.share : 0;
    s_.log[i] = running ? -std::log1p(-c.share) : 0;
  }
}

/// Writes down which candidates name each offer and each class.
inline void sums_model::label() {
  const auto& t = p_.tables();
  if (s_.bit_at.size() < t.offers.size()) s_.bit_at.resize(t.offers.size(), 0);
  if (s_.in_class.size() < t.classes.size()) s_.in_class.resize(t.classes.size(), 0);
  s_.classes.clear();
  for (std::size_t i = 0; i < count_; ++i) {
    const graph::index offer = s_.rows[i].offer;
    s_.bit_at[offer] = static_cast<std::uint8_t>(i + 1);
    for (const graph::index c : pack::rows(t.class_refs, t.offers[offer].classes)) {
      if (s_.in_class[c] == 0) s_.classes.push_back(c);
      s_.in_class[c] |= bit(i);
    }
  }
}

inline void sums_model::forget_labels() {
  for (std::size_t i = 0; i < count_; ++i) s_.bit_at[s_.rows[i].offer] = 0;
  for (const graph::index c : s_.classes) s_.in_class[c] = 0;
}

inline sums_memory::bits sums_model::meant(const graph::subject_row& subject) const {
  switch (subject.what) {
    case graph::subject_row::kind::any: return all_;
    case graph::subject_row::kind::offer_class: return s_.in_class[subject.which];
    case graph::subject_row::kind::offer: break;
  }
  const std::uint8_t at = s_.bit_at[subject.which];
  return at == 0 ? 0 : bit(at - 1U);
}

inline sums_memory::bits sums_model::meant(row_range subjects) const {
  bits set = 0;
  for (const graph::subject_row& s : pack::rows(p_.tables().subjects, subjects)) set |= meant(s);
  return set;
}

/// Reads the rules that concern a candidate, once each.
inline bool sums_model::relate(const best_plan& plan) {
  const auto& t = p_.tables();
  const bool closed = p_.header().stacking_open == 0;
  if (closed) std::fill(permitted_.begin(), permitted_.begin() + count_, 0);
  if (s_.seen.size() < t.stacking.size()) s_.seen.resize(t.stacking.size(), 0);
  if (++s_.question == 0) {
    std::fill(s_.seen.begin(), s_.seen.end(), 0U);
    s_.question = 1;
  }
  const auto read = [&](graph::index rule) {
    if (s_.seen[rule] == s_.question) return true;
    s_.seen[rule] = s_.question;
    return apply(t.stacking[rule]);
  };
  for (std::size_t i = 0; i < count_; ++i) {
    sums_row& r = s_.rows[i];
    for (const graph::index other : plan.excluded.of(r.offer)) {
      const std::uint8_t at = s_.bit_at[other];
      r.barred |= at == 0 ? 0 : bit(at - 1U);
    }
    for (const graph::index rule : plan.others.of(r.offer)) {
      if (!read(rule)) return false;
    }
  }
  for (const graph::index rule : pack::rows(t.rule_refs, p_.header().any_stacking)) {
    if (!read(rule)) return false;
  }
  if (!closed) return true;
  for (std::size_t i = 0; i < count_; ++i) {
    each(all_ & ~permitted_[i] & ~bit(i), [&](std::size_t k) {
      s_.rows[i].barred |= bit(k);
      s_.rows[k].barred |= bit(i);
    });
  }
  return true;
}

/// False when there is no room for what a rule says.
inline bool sums_model::apply(const graph::stacking_row& rule) {
  const bool permits = rule.kind == graph::stacking_kind::with;
  if (rule.kind == graph::stacking_kind::before) return true;
  if (permits && p_.header().stacking_open != 0) return true;
  const truth active = conditions_.test(rule.when);
  if (permits ? active != truth::yes : active == truth::no) return true;
  const bits left = meant(rule.left);
  switch (rule.kind) {
    case graph::stacking_kind::with: {
      const bits right = meant(rule.right);
      each(left, [&](std::size_t i) { permitted_[i] |= right; });
      if (p_.header().stacking_mutual == 0) {
        each(right, [&](std::size_t i) { permitted_[i] |= left; });
      }
      break;
    }
    case graph::stacking_kind::excludes: forbid(left, meant(rule.right)); break;
    case graph::stacking_kind::alone: forbid(left, all_); break;
    case graph::stacking_kind::at_most: return cap(rule);
    case graph::stacking_kind::requires_all:
    case graph::stacking_kind::requires_any: require(rule); break;
    case graph::stacking_kind::before: break;
  }
  return true;
}

inline void sums_model::forbid(bits left, bits right) {
  each(left, [&](std::size_t i) { s_.rows[i].barred |= right; });
  each(right, [&](std::size_t i) { s_.rows[i].barred |= left; });
}

inline bool sums_model::cap(const graph::stacking_row& rule) {
  const bits members = meant(rule.left);
  if (rule.count == 0) s_.never |= members;
  if (rule.count == 1) forbid(members, members);
  if (rule.count < 2 || static_cast<int>(rule.count) >= std::popcount(members)) return true;
  if (s_.cap_count == sums_memory::most_caps) return false;
  const std::size_t shift = 8 * s_.cap_count;
  s_.caps[s_.cap_count++] = {members, rule.count};
  s_.room |= std::uint64_t{rule.count} << shift;
  each(members, [&](std::size_t i) { s_.rows[i].takes |= std::uint64_t{1} << shift; });
  return true;
}

inline void sums_model::require(const graph::stacking_row& rule) {
  const auto subjects = pack::rows(p_.tables().subjects, rule.right);
  each(meant(rule.left), [&](std::size_t i) {
    s_.requirements.push_back({i, rule.kind == graph::stacking_kind::requires_all,
                               static_cast<std::uint32_t>(s_.companions.size()),
                               static_cast<std::uint32_t>(subjects.size())});
    for (const graph::subject_row& s : subjects) s_.companions.push_back(meant(s) & ~bit(i));
  });
}

/// Each candidate counts towards the tightest of its caps.
inline void sums_model::group() {
  std::array<bits, sums_memory::most_caps> counted{};
  for (std::size_t i = 0; i < count_; ++i) {
    std::size_t tightest = s_.cap_count;
    for (std::size_t k = 0; k < s_.cap_count; ++k) {
      if ((s_.rows[i].takes >> (8 * k) & 1) == 0) continue;
      if (tightest == s_.cap_count || s_.caps[k].count < s_.caps[tightest].count) tightest = k;
    }
    if (tightest == s_.cap_count) continue;
    counted[tightest] |= bit(i);
    s_.reached[i].take = std::uint64_t{1} << (8 * tightest);
  }
  for (std::size_t k = 0; k < s_.cap_count; ++k) {
    each(counted[k], [&](std::size_t i) { s_.reached[i].capped = counted[k]; });
  }
}

/// Greedy sets, of one cap or none, of which at most one member can be chosen.
inline void sums_model::cover() {
  for (std::size_t i = 0; i < count_; ++i) s_.order[i] = static_cast<std::uint8_t>(i);
  const auto before = [&](std::uint8_t a, std::uint8_t b) {
    if (s_.reached[a].most != s_.reached[b].most) return s_.reached[a].most > s_.reached[b].most;
    return s_.rows[a].turn < s_.rows[b].turn;
  };
  const auto first = s_.order.begin();
  if (!std::is_sorted(first, first + count_, before)) std::sort(first, first + count_, before);
  std::array<bits, 64> cliques{};
  std::size_t count = 0;
  for (std::size_t n = 0; n < count_; ++n) {
    const std::size_t i = s_.order[n];
    std::size_t into = 0;
    for (; into < count; ++into) {
      const auto some = static_cast<std::size_t>(std::countr_zero(cliques[into]));
      if (s_.reached[some].take != s_.reached[i].take) continue;
      if ((cliques[into] & ~s_.rows[i].barred) == 0) break;
    }
    if (into == count) ++count;
    cliques[into] |= bit(i);
  }
  for (std::size_t k = 0; k < count; ++k) {
    each(cliques[k], [&](std::size_t i) { s_.reached[i].clique = cliques[k]; });
  }
}

}  // namespace parley::detail
