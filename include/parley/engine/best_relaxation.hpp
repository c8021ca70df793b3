// How much the offers that are left can add at most: what `best` cuts its search with.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "parley/engine/best_memory.hpp"
#include "parley/engine/best_model.hpp"

namespace parley::detail {

/// Upper bounds by a relaxed problem: of a clique of offers that exclude each other the best
/// counts, of a capped group so many cliques, every other rule is left out. Bounds are doubles with
/// slack in the safe direction; amounts that count are never computed with them.
template <std::size_t Words>
class best_relaxation {
 public:
  using set = candidate_set<Words>;

  best_relaxation(const best_model& model, best_memory& memory) : model_(model), m_(memory) {}

  void begin(std::size_t depths) {
    stride_ = m_.candidates.size() + 1;
    m_.beyond_saving.resize(std::min(depths, m_.candidates.size()) * stride_ + stride_);
    worthy_ = shares_ = false;
    m_.bounded.clear();
    for (const best_candidate& c : m_.candidates) {
      const bool shared = c.share > 0;
      const bool logged = shared && c.share < 1;
      m_.bounded.push_back(
          {c.most, c.share, logged ? -std::log1p(-c.share) : 0, c.clique, c.group});
      worthy_ = worthy_ || c.worth > 0;
      shares_ = shares_ || shared;
    }
    m_.beyond_worth.resize(worthy_ ? m_.beyond_saving.size() : 0);
    m_.in_clique.resize(m_.cliques);
    m_.tops.resize(m_.group_limits.size());
    m_.aimed.assign(stride_, 0);
    m_.kept.assign(stride_, 1);
  }

  /// Tells which set to beat: shares that are left are bounded most tightly around what it takes.
  void aim(std::span<const best_pick> best) {
    m_.aimed.assign(stride_, 0);
    m_.kept.assign(stride_, 1);
    for (const best_pick& pick : best) {
      const bound_row& c = m_.bounded[pick.candidate];
      m_.aimed[pick.candidate] = c.log;
      if (c.log > 0) m_.kept[pick.candidate] = 1 - c.share;
    }
    for (std::size_t i = stride_ - 1; i-- > 0;) {
      m_.aimed[i] += m_.aimed[i + 1];
      m_.kept[i] *= m_.kept[i + 1];
    }
  }

  /// Bounds what the candidates of `open` from `first` on may add to a set; kept for its depth.
  /// `enough` says of a bound for all of them whether it ends the matter.
  template <typename Enough>
  void relax(std::size_t depth, std::size_t first, const order_sums& sums, const set& chosen,
             const set& open, Enough&& enough) {
    bound_pair* const beyond = m_.beyond_saving.data() + depth * stride_;
    const auto rest = static_cast<double>(sums.merchandise) * (1 + slack);
    start(chosen);
    std::int64_t sum = 0;
    open.each_down(first, [&](std::size_t i) {
      const bound_row& c = m_.bounded[i];
      const std::int64_t most =
          c.share <= 0 ? c.most : std::min(c.most, static_cast<std::int64_t>(rest * c.share) + 1);
      beyond[i].behind = sum;
      beyond[i].from = sum += raise(c, most);
    });
    if (worthy_) relax_worth(depth, first, open);
    if (!shares_ || m_.aimed[first] <= 0 || enough(sum)) return;
    relax_shares(beyond, first, static_cast<double>(sums.merchandise), chosen, open);
  }

  /// The most that candidate `i` and those behind it save, and those behind it alone.
  [[nodiscard]] const bound_pair& saving(std::size_t depth, std::size_t i) const noexcept {
    return m_.beyond_saving[depth * stride_ + i];
  }
  [[nodiscard]] bound_pair worth(std::size_t depth, std::size_t i) const noexcept {
    return worthy_ ? m_.beyond_worth[depth * stride_ + i] : bound_pair{};
  }

 private:
  /// Shares after shares take less than their sum: with logarithms w of what they leave, the rest
  /// e^-W lies above its tangent at any W0, which is linear again. W0 is what the set to beat
  /// takes.
  void relax_shares(bound_pair* beyond, std::size_t first, double rest, const set& chosen,
                    const set& open) {
    const double left = m_.kept[first];
    const auto fixed =
        static_cast<std::int64_t>(
            std::max(0.0, rest * (1 - left * (1 + m_.aimed[first])) * (1 + slack) + rest * slack)) +
        1;
    const double steep = rest * left * (1 + slack);
    start(chosen);
    std::int64_t sum = 0;
    open.each_down(first, [&](std::size_t i) {
      const bound_row& c = m_.bounded[i];
      const std::int64_t most =
          c.log > 0 ? std::min(c.most, static_cast<std::int64_t>(steep * c.log) + 1) : c.most;
      beyond[i].behind = std::min(beyond[i].behind, fixed + sum);
      sum += raise(c, most);
      beyond[i].from = std::min(beyond[i].from, fixed + sum);
    });
  }

  void relax_worth(std::size_t depth, std::size_t first, const set& open) {
    bound_pair* const beyond = m_.beyond_worth.data() + depth * stride_;
    std::fill(m_.in_clique.begin(), m_.in_clique.end(), 0);
    std::int64_t sum = 0;
    open.each_down(first, [&](std::size_t i) {
      const best_candidate& c = m_.candidates[i];
      beyond[i].behind = sum;
      if (c.worth > m_.in_clique[c.clique]) {
        sum += c.worth - m_.in_clique[c.clique];
        m_.in_clique[c.clique] = c.worth;
      }
      beyond[i].from = sum;
    });
  }

  void start(const set& chosen) {
    std::fill(m_.in_clique.begin(), m_.in_clique.end(), 0);
    for (std::size_t g = 1; g < m_.tops.size(); ++g) {
      const best_cap& cap = m_.caps[m_.group_limits[g]];
      m_.tops[g].limit = cap.count - chosen.shared(cap.members, cap.count);
      m_.tops[g].size = 0;
    }
  }

  /// Counts a candidate's amount; returns by how much the sum of what counts grows.
  std::int64_t raise(const bound_row& c, std::int64_t amount) {
    std::int64_t& known = m_.in_clique[c.clique];
    if (amount <= known) return 0;
    const std::int64_t before = known;
    known = amount;
    if (c.group == 0) return amount - before;
    group_top& top = m_.tops[c.group];
    for (std::uint32_t k = 0; k < top.size; ++k) {
      if (top.cliques[k] != c.clique) continue;
      top.values[k] = amount;
      return amount - before;
    }
    if (top.size < top.limit) {
      top.values[top.size] = amount;
      top.cliques[top.size++] = c.clique;
      return amount;
    }
    if (top.size == 0) return 0;
    const auto least = std::min_element(top.values.begin(), top.values.begin() + top.size);
    if (amount <= *least) return 0;
    const std::int64_t grown = amount - *least;
    top.cliques[static_cast<std::size_t>(least - top.values.begin())] = c.clique;
    *least = amount;
    return grown;
  }

  static constexpr double slack = 1e-9;

  const best_model& model_;
  best_memory& m_;
  std::size_t stride_ = 1;
  bool worthy_ = false;
  bool shares_ = false;
};

}  // namespace parley::detail
