// How much the offers that are left can add at most: what `best` cuts its search with.
#pragma once

#include <algorithm>
#include <bit>
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
    worthy_ = std::any_of(m_.candidates.begin(), m_.candidates.end(),
                          [](const best_candidate& c) { return c.worth > 0; });
    m_.beyond_worth.assign(worthy_ ? m_.beyond_saving.size() : 0, 0);
    m_.in_clique.resize(m_.cliques);
    m_.tops.resize(m_.group_limits.size());
    shares_ = std::any_of(m_.candidates.begin(), m_.candidates.end(),
                          [](const best_candidate& c) { return c.share > 0; });
    m_.logs.clear();
    for (const best_candidate& c : m_.candidates) {
      m_.logs.push_back(c.share > 0 && c.share < 1 ? -std::log1p(-c.share) : 0);
    }
    m_.aimed.assign(stride_, 0);
  }

  /// Tells which set to beat: shares that are left are bounded most tightly around what it takes.
  void aim(std::span<const best_pick> best) {
    m_.aimed.assign(stride_, 0);
    for (const best_pick& pick : best) m_.aimed[pick.candidate] = m_.logs[pick.candidate];
    for (std::size_t i = stride_ - 1; i-- > 0;) m_.aimed[i] += m_.aimed[i + 1];
  }

  /// Bounds what candidates from each place on may add to a set; kept for its depth.
  void relax(std::size_t depth, std::size_t first, const order_sums& sums, const set& chosen,
             const set& barred) {
    std::int64_t* const beyond = m_.beyond_saving.data() + depth * stride_;
    start(chosen);
    std::int64_t sum = 0;
    beyond[stride_ - 1] = 0;
    for (std::size_t i = stride_ - 1; i-- > first;) {
      if (!barred.has(i)) sum += raise(i, gain(m_.candidates[i], sums));
      beyond[i] = sum;
    }
    if (shares_ && m_.aimed[first] > 0) relax_shares(beyond, first, sums, chosen, barred);
    if (worthy_) relax_worth(depth, first, barred);
  }

  [[nodiscard]] std::int64_t saving(std::size_t depth, std::size_t i) const noexcept {
    return m_.beyond_saving[depth * stride_ + i];
  }
  [[nodiscard]] std::int64_t worth(std::size_t depth, std::size_t i) const noexcept {
    return worthy_ ? m_.beyond_worth[depth * stride_ + i] : 0;
  }

 private:
  /// At most what one candidate takes off these sums or less.
  [[nodiscard]] static std::int64_t gain(const best_candidate& c, const order_sums& sums) noexcept {
    if (c.share <= 0) return c.most;
    const double part = static_cast<double>(sums.merchandise) * c.share;
    return std::min(c.most, static_cast<std::int64_t>(part * (1 + slack)) + 1);
  }

  /// Shares after shares take less than their sum: with logarithms w of what they leave, the rest
  /// e^-W lies above its tangent at any W0, which is linear again. W0 is what the set to beat
  /// takes.
  void relax_shares(std::int64_t* beyond, std::size_t first, const order_sums& sums,
                    const set& chosen, const set& barred) {
    const double rest = static_cast<double>(sums.merchandise);
    const double aimed = m_.aimed[first];
    const double left = std::exp(-aimed);
    const auto fixed = static_cast<std::int64_t>(std::max(
                           0.0, rest * (1 - left * (1 + aimed)) * (1 + slack) + rest * slack)) +
                       1;
    start(chosen);
    std::int64_t sum = 0;
    for (std::size_t i = stride_ - 1; i-- > first;) {
      if (!barred.has(i)) {
        const best_candidate& c = m_.candidates[i];
        const std::int64_t most =
            c.share > 0 && c.share < 1
                ? std::min(c.most,
                           static_cast<std::int64_t>(rest * left * m_.logs[i] * (1 + slack)) + 1)
                : c.most;
        sum += raise(i, most);
      }
      beyond[i] = std::min(beyond[i], fixed + sum);
    }
  }

  void relax_worth(std::size_t depth, std::size_t first, const set& barred) {
    std::int64_t* const beyond = m_.beyond_worth.data() + depth * stride_;
    std::fill(m_.in_clique.begin(), m_.in_clique.end(), 0);
    std::int64_t sum = 0;
    beyond[stride_ - 1] = 0;
    for (std::size_t i = stride_ - 1; i-- > first;) {
      const best_candidate& c = m_.candidates[i];
      if (!barred.has(i) && c.worth > m_.in_clique[c.clique]) {
        sum += c.worth - m_.in_clique[c.clique];
        m_.in_clique[c.clique] = c.worth;
      }
      beyond[i] = sum;
    }
  }

  void start(const set& chosen) {
    std::fill(m_.in_clique.begin(), m_.in_clique.end(), 0);
    for (std::size_t g = 1; g < m_.tops.size(); ++g) {
      const best_cap& cap = m_.caps[m_.group_limits[g]];
      std::uint32_t used = 0;
      for (std::size_t k = 0; k < Words; ++k) {
        used += static_cast<std::uint32_t>(std::popcount(chosen.words[k] & cap.members.words[k]));
      }
      m_.tops[g].limit = cap.count - std::min(used, cap.count);
      m_.tops[g].size = 0;
    }
  }

  /// Counts a candidate's amount; returns by how much the sum of what counts grows.
  std::int64_t raise(std::size_t i, std::int64_t amount) {
    const best_candidate& c = m_.candidates[i];
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
