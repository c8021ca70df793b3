// May these offers be combined, whatever else the pack asks of them?
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "parley/engine/finding_pool.hpp"
#include "parley/engine/findings.hpp"
#include "parley/engine/question_workspace.hpp"
#include "parley/engine/stackable_relations.hpp"

namespace parley {

enum class stack_answer : std::uint8_t { yes, depends, no };

/// The answer to `stackable`. Offers are rows of the pack's offers. Reuse one object.
struct stackability {
  /// A minimal set that fails a prohibition, a cap or a missing permission.
  struct conflict {
    finding_code code = finding_code::stacking_excluded;
    graph::index rule = no_index;  ///< in stacking; no_index for a missing permission
    row_range offers;              ///< in `pool`, in pack order
  };
  /// A rule that may or may not stand in the way, and the unknown facts that decide it.
  struct dependency {
    graph::index rule = no_index;
    row_range offers;   ///< in `pool`
    row_range missing;  ///< in `missing`
  };
  /// An offer that asks for company the set doesn't have. Says nothing about the answer.
  struct requirement {
    graph::index rule = no_index;
    graph::index offer = no_index;
    bool unknown = false;  ///< its condition is unknown
  };

  stack_answer answer = stack_answer::yes;
  std::vector<conflict> conflicts;  ///< smaller first
  bool more_conflicts = false;      ///< there are more than `most_conflicts`
  std::vector<dependency> dependencies;
  std::vector<requirement> requirements;
  std::vector<graph::index> pool;
  std::vector<missing_fact> missing;

  void clear() noexcept {
    answer = stack_answer::yes;
    more_conflicts = false;
    conflicts.clear();
    dependencies.clear();
    requirements.clear();
    pool.clear();
    missing.clear();
  }
  [[nodiscard]] std::span<const graph::index> offers_of(row_range r) const noexcept {
    return std::span(pool).subspan(r.first, r.count);
  }
};

/// Conflicts one answer lists at most; caps over large classes have very many smallest conflicts.
inline constexpr std::size_t most_conflicts = 256;

/// How each offer of a list goes with each other one.
struct stack_matrix {
  struct cell {
    stack_answer answer = stack_answer::yes;
    finding_code code = finding_code::stacking_excluded;  ///< why not, or not surely
    graph::index rule = no_index;                         ///< no_index for a missing permission
  };
  std::vector<graph::index> offers;
  std::vector<cell> cells;  ///< row by row; the diagonal says `yes`

  [[nodiscard]] const cell& at(std::size_t row, std::size_t column) const noexcept {
    return cells[row * offers.size() + column];
  }
};

namespace detail {

/// Calls `visit` with each way to pick `size` of `from`, in lexicographic order, until it says
/// false.
template <typename Visit>
void each_choice(std::span<const graph::index> from, std::size_t size, Visit&& visit) {
  if (size > from.size()) return;
  std::vector<std::size_t> at(size);
  for (std::size_t i = 0; i < size; ++i) at[i] = i;
  std::vector<graph::index> chosen(size);
  while (true) {
    for (std::size_t i = 0; i < size; ++i) chosen[i] = from[at[i]];
    if (!visit(std::span<const graph::index>(chosen))) return;
    std::size_t i = size;
    while (i > 0 && at[i - 1] == from.size() - size + (i - 1)) --i;
    if (i == 0) return;
    ++at[i - 1];
    for (; i < size; ++i) at[i] = at[i - 1] + 1;
  }
}

}  // namespace detail

/// Judges the stacking rules alone for a set of offers (an offer may be named more than once: caps
/// count each). `no` beats `depends`. A pure function of its inputs.
inline void stackable(const pack& p, const fact_set& facts, std::span<const graph::index> offers,
                      std::string_view intent, question_workspace& w, stackability& out) {
  out.clear();
  w.conditions.begin(p, facts, intent);
  stacking_relations rules;
  rules.begin(p, w.conditions);

  std::vector<graph::index> all(offers.begin(), offers.end());
  std::sort(all.begin(), all.end());
  std::vector<graph::index> different = all;
  different.erase(std::unique(different.begin(), different.end()), different.end());

  const auto pooled = [&](std::span<const graph::index> which) {
    const row_range where{static_cast<std::uint32_t>(out.pool.size()),
                          static_cast<std::uint32_t>(which.size())};
    out.pool.insert(out.pool.end(), which.begin(), which.end());
    return where;
  };
  const auto depends = [&](graph::index rule, std::span<const graph::index> which) {
    const auto first = static_cast<std::uint32_t>(out.missing.size());
    w.conditions.reasons(p.tables().stacking[rule].when, no_index, out.missing);
    std::sort(out.missing.begin() + first, out.missing.end(), engine::before);
    out.missing.erase(std::unique(out.missing.begin() + first, out.missing.end()),
                      out.missing.end());
    out.dependencies.push_back(
        {rule, pooled(which), {first, static_cast<std::uint32_t>(out.missing.size()) - first}});
  };

  std::vector<graph::index> open;
  for (std::size_t i = 0; i < different.size(); ++i) {
    for (std::size_t j = i + 1; j < different.size(); ++j) {
      const graph::index pair[] = {different[i], different[j]};
      open.clear();
      const auto found = rules.relate(pair[0], pair[1], &open);
      if (found.together == truth::no || found.together == truth::error) {
        if (out.conflicts.size() == most_conflicts) {
          out.more_conflicts = true;
        } else {
          out.conflicts.push_back({found.code, found.rule, pooled(pair)});
        }
      } else {
        for (const graph::index rule : open) depends(rule, pair);
      }
    }
  }

  std::vector<graph::index> relevant;
  rules.rules_of(different, relevant);
  std::vector<graph::index> counted;
  for (const graph::index rule : relevant) {
    const graph::stacking_row& row = p.tables().stacking[rule];
    if (row.kind == graph::stacking_kind::at_most) {
      counted.clear();
      for (const graph::index offer : all) {
        if (rules.concerns(row.left, offer)) counted.push_back(offer);
      }
      if (counted.size() <= row.count) continue;
      const truth t = rules.holds(rule);
      if (t == truth::no) continue;
      if (t == truth::unknown) {
        depends(rule, counted);
        continue;
      }
      const finding_code code =
          t == truth::error ? finding_code::rule_error : finding_code::stacking_at_most;
      detail::each_choice(counted, row.count + 1, [&](std::span<const graph::index> choice) {
        if (out.conflicts.size() == most_conflicts) {
          out.more_conflicts = true;
          return false;
        }
        for (const auto& known : out.conflicts) {
          const auto members = out.offers_of(known.offers);
          const bool same_rule = known.rule == rule && members.size() == choice.size();
          const bool inside =
              std::includes(choice.begin(), choice.end(), members.begin(), members.end());
          if (inside && (members.size() < choice.size() || same_rule)) return true;
        }
        out.conflicts.push_back({code, rule, pooled(choice)});
        return true;
      });
    } else if (row.kind == graph::stacking_kind::requires_all ||
               row.kind == graph::stacking_kind::requires_any) {
      const auto right = pack::rows(p.tables().subjects, row.right);
      for (const graph::index offer : different) {
        if (!rules.concerns(row.left, offer)) continue;
        const auto met = [&](const graph::subject_row& s) {
          return std::any_of(different.begin(), different.end(), [&](graph::index other) {
            return other != offer && rules.concerns(s, other);
          });
        };
        const bool satisfied = row.kind == graph::stacking_kind::requires_all
                                   ? std::all_of(right.begin(), right.end(), met)
                                   : std::any_of(right.begin(), right.end(), met);
        if (satisfied) continue;
        const truth t = rules.holds(rule);
        if (t != truth::no) out.requirements.push_back({rule, offer, t == truth::unknown});
      }
    }
  }

  // A cap found later can be smaller than a pair only when it counts to one; then the pair isn't
  // minimal.
  const std::vector<stackability::conflict> known = out.conflicts;
  std::erase_if(out.conflicts, [&](const stackability::conflict& c) {
    const auto members = out.offers_of(c.offers);
    return std::any_of(known.begin(), known.end(), [&](const stackability::conflict& d) {
      const auto inner = out.offers_of(d.offers);
      return inner.size() < members.size() &&
             std::includes(members.begin(), members.end(), inner.begin(), inner.end());
    });
  });
  std::stable_sort(out.conflicts.begin(), out.conflicts.end(),
                   [](const auto& a, const auto& b) { return a.offers.count < b.offers.count; });
  if (!out.conflicts.empty()) {
    out.answer = stack_answer::no;
  } else if (!out.dependencies.empty()) {
    out.answer = stack_answer::depends;
  }
}

/// Fills the matrix for a list of offers: pairwise rules and caps of one; caps above one need the
/// set.
inline void stackable_pairs(const pack& p, const fact_set& facts,
                            std::span<const graph::index> offers, std::string_view intent,
                            question_workspace& w, stack_matrix& out) {
  w.conditions.begin(p, facts, intent);
  stacking_relations rules;
  rules.begin(p, w.conditions);
  out.offers.assign(offers.begin(), offers.end());
  out.cells.assign(offers.size() * offers.size(), {});
  std::vector<graph::index> relevant;
  for (std::size_t i = 0; i < offers.size(); ++i) {
    for (std::size_t j = i + 1; j < offers.size(); ++j) {
      if (offers[i] == offers[j]) continue;
      const auto found = rules.relate(offers[i], offers[j]);
      stack_matrix::cell cell;
      cell.code = found.code;
      cell.rule = found.rule;
      cell.answer = found.together == truth::yes       ? stack_answer::yes
                    : found.together == truth::unknown ? stack_answer::depends
                                                       : stack_answer::no;
      if (cell.answer != stack_answer::no) {
        const graph::index pair[] = {offers[i], offers[j]};
        rules.rules_of(pair, relevant);
        for (const graph::index rule : relevant) {
          const graph::stacking_row& row = p.tables().stacking[rule];
          if (row.kind != graph::stacking_kind::at_most || row.count > 1) continue;
          const int counted =
              int{rules.concerns(row.left, pair[0])} + int{rules.concerns(row.left, pair[1])};
          if (counted <= static_cast<int>(row.count)) continue;
          const truth t = rules.holds(rule);
          if (t == truth::no || (t == truth::unknown && cell.answer == stack_answer::depends))
            continue;
          cell = {t == truth::unknown ? stack_answer::depends : stack_answer::no,
                  t == truth::error ? finding_code::rule_error : finding_code::stacking_at_most,
                  rule};
          if (cell.answer == stack_answer::no) break;
        }
      }
      out.cells[i * offers.size() + j] = cell;
      out.cells[j * offers.size() + i] = cell;
    }
  }
}

}  // namespace parley
