// Conditions as alternatives of conjunctions of atoms. An atom is a set of cells of one scale: true
// in them, false in the others, unknown where the scale's value is. Kleene's laws of distribution
// and De Morgan hold, so a form has the outcome of its condition; what contradicts itself stays,
// for it is false only of what is known. Internal to condition_index.hpp.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "parley/engine/index_leaves.hpp"

namespace parley::engine {

using cell_run = std::pair<std::uint32_t, std::uint32_t>;  ///< first and last cell

struct index_atom {
  std::uint32_t scale = 0;
  std::uint32_t first = 0;  ///< in runs; of scales with elements the cell
  std::uint32_t runs = 0;
  std::uint32_t cells = 0;  ///< in which it is true
  bool negated = false;     ///< of elements: true where none of them is in the cell
};

/// Atoms that every index has.
inline constexpr std::uint32_t atom_always = 0;
inline constexpr std::uint32_t atom_open = 1;  ///< what only the evaluator knows

/// A disjunction; no alternative is false, one without atoms is true.
struct index_form {
  std::vector<std::uint32_t> atoms;
  std::vector<std::uint32_t> ends;

  [[nodiscard]] std::size_t size() const noexcept { return ends.size(); }
  [[nodiscard]] std::span<const std::uint32_t> alternative(std::size_t i) const noexcept {
    const std::uint32_t from = i == 0 ? 0 : ends[i - 1];
    return std::span(atoms).subspan(from, ends[i] - from);
  }
  void close() { ends.push_back(static_cast<std::uint32_t>(atoms.size())); }
  [[nodiscard]] bool one_atom() const noexcept { return ends.size() == 1 && atoms.size() == 1; }
};

class index_forms {
 public:
  /// Alternatives of a condition; what would have more of them is left to the evaluator.
  static constexpr std::size_t alternatives_most = 16;
  static constexpr std::size_t atoms_most = 16;
  /// Wider sets are not merged, so that every atom has few cells, lacks few, or is a half-line.
  static constexpr std::uint32_t narrow = 64;

  index_forms(const index_leaves& leaves, std::span<const index_scale> scales)
      : leaves_(leaves), scales_(scales), slots_(64, 0) {
    atoms.resize(2);
  }

  std::vector<index_atom> atoms;
  std::vector<cell_run> runs;

  [[nodiscard]] std::span<const cell_run> runs_of(const index_atom& a) const {
    return std::span(runs).subspan(a.first, a.runs);
  }

  [[nodiscard]] index_form form(graph::index root) {
    work_ = 4 * caps::expression_nodes;
    return form(root, false, 0);
  }

 private:
  static index_form just(std::uint32_t atom) {
    index_form made;
    if (atom != atom_always) made.atoms.push_back(atom);
    made.close();
    return made;
  }

  index_form form(graph::index i, bool negated, int height) {
    const graph::expression_node& n = leaves_.node(i);
    if (work_ == 0 || height > index_leaves::height_most) return just(atom_open);
    --work_;
    if (!index_leaves::is_junction(n)) return leaf_form(leaves_.leaf(i), negated);
    const auto which = static_cast<graph::op>(n.op);
    if (which == graph::op::logical_not) return form(n.a, !negated, height + 1);
    const bool both = (which == graph::op::logical_and) != negated;
    index_form made;
    if (both) made.close();
    bool first = true;
    for (const graph::index k : leaves_.below(n)) {
      index_form part = form(k, negated, height + 1);
      made = first ? std::move(part) : both ? meet(made, part) : join(made, part);
      first = false;
    }
    return made;
  }

  index_form leaf_form(const index_leaf& l, bool negated) {
    negated = negated != l.negated;
    switch (l.what) {
      case index_leaf::kind::residual: return just(atom_open);
      case index_leaf::kind::never:
      case index_leaf::kind::always:
        return (l.what == index_leaf::kind::always) != negated ? just(atom_always) : index_form{};
      case index_leaf::kind::found: return found_form(l, negated);
      case index_leaf::kind::compared: break;
    }
    const index_scale& s = scales_[l.scale];
    if (!s.usable) return just(atom_open);
    set_.clear();
    using graph::comparison_op;
    if (s.family == scale_family::truth) {
      const bool wanted = l.count == 0 || leaves_.cell(s, leaves_.constant_row(l, 0)) == 1;
      const bool yes = (wanted == (l.how == comparison_op::equal)) != negated;
      set_.push_back(yes ? cell_run{1, 1} : cell_run{0, 0});
      // `x in [true, false]` is the one thing that asks for both.
      if (l.count > 1) return just(atom_open);
      return just(intern(l.scale, set_));
    }
    const std::uint32_t last = s.cells - 1;
    if (l.how == comparison_op::equal || l.how == comparison_op::not_equal) {
      for (std::uint32_t i = 0; i < l.count; ++i) {
        const std::uint32_t at = leaves_.cell(s, leaves_.constant_row(l, i));
        set_.emplace_back(at, at);
      }
      normalise(set_);
    } else {
      const std::uint32_t at = leaves_.position(s, leaves_.constant_row(l, 0));
      switch (l.how) {
        case comparison_op::less: set_.emplace_back(0, s.cell_of[at] - 1); break;
        case comparison_op::at_most: set_.emplace_back(0, s.cell_of[at]); break;
        case comparison_op::greater: set_.emplace_back(s.cell_of[at + 1], last); break;
        default: set_.emplace_back(s.cell_of[at], last); break;
      }
    }
    if ((l.how == comparison_op::not_equal) != negated) complement(set_, last);
    return just(intern(l.scale, set_));
  }

  /// One of several elements: alternatives; none of them: a conjunction.
  index_form found_form(const index_leaf& l, bool negated) {
    const index_scale& s = scales_[l.scale];
    if (!s.usable || l.count > (negated ? atoms_most : alternatives_most)) return just(atom_open);
    if (s.family == scale_family::truth) return just(atom_open);
    index_form made;
    for (std::uint32_t i = 0; i < l.count; ++i) {
      const std::uint32_t cell = leaves_.cell(s, leaves_.constant_row(l, i));
      made.atoms.push_back(intern_element(l.scale, cell, negated));
      if (!negated) made.close();
    }
    if (negated) made.close();
    return made;
  }

  index_form join(const index_form& a, const index_form& b) {
    if (a.one_atom() && b.one_atom()) {
      const std::uint32_t merged = merge(a.atoms[0], b.atoms[0], false);
      if (merged != atom_open) return just(merged);
    }
    if (a.size() + b.size() > alternatives_most) return just(atom_open);
    index_form made = a;
    for (std::size_t i = 0; i < b.size(); ++i) {
      const auto more = b.alternative(i);
      made.atoms.insert(made.atoms.end(), more.begin(), more.end());
      made.close();
    }
    return made;
  }

  index_form meet(const index_form& a, const index_form& b) {
    if (a.size() * b.size() > alternatives_most) {
      // The narrower side still rules out; the wider one is asked for by the evaluator.
      return meet(a.size() <= b.size() ? a : b, just(atom_open));
    }
    index_form made;
    for (std::size_t i = 0; i < a.size(); ++i) {
      for (std::size_t k = 0; k < b.size(); ++k) {
        const std::size_t from = made.atoms.size();
        const auto left = a.alternative(i);
        made.atoms.insert(made.atoms.end(), left.begin(), left.end());
        for (const std::uint32_t atom : b.alternative(k)) add(made.atoms, from, atom);
        made.close();
      }
    }
    return made;
  }

  /// Adds an atom to the conjunction that starts at `from`.
  void add(std::vector<std::uint32_t>& all, std::size_t from, std::uint32_t atom) {
    for (std::size_t i = from; i < all.size(); ++i) {
      if (all[i] == atom) return;
      const std::uint32_t merged = merge(all[i], atom, true);
      if (merged == atom_open) continue;
      all[i] = merged;
      return;
    }
    if (all.size() - from < atoms_most) {
      all.push_back(atom);
    } else {
      all.back() = atom_open;
    }
  }

  /// Two sets of one scale as one, where that stays narrow; else atom_open.
  std::uint32_t merge(std::uint32_t x, std::uint32_t y, bool both) {
    if (x < 2 || y < 2) return atom_open;
    const index_atom a = atoms[x], b = atoms[y];
    if (a.scale != b.scale || scales_[a.scale].many()) return atom_open;
    const std::uint32_t cells = scales_[a.scale].cells;
    set_.assign(runs.begin() + a.first, runs.begin() + a.first + a.runs);
    other_.assign(runs.begin() + b.first, runs.begin() + b.first + b.runs);
    if (both) complement(set_, cells - 1), complement(other_, cells - 1);
    set_.insert(set_.end(), other_.begin(), other_.end());
    normalise(set_);
    if (both) complement(set_, cells - 1);
    const std::uint32_t count = count_of(set_);
    const bool half = set_.size() == 1 && (set_[0].first == 0 || set_[0].second == cells - 1);
    if (!half && count > narrow && cells - count > narrow) return atom_open;
    return intern(a.scale, set_);
  }

  [[nodiscard]] static std::uint32_t count_of(std::span<const cell_run> set) {
    std::uint32_t count = 0;
    for (const cell_run& r : set) count += r.second - r.first + 1;
    return count;
  }

  static void normalise(std::vector<cell_run>& set) {
    std::sort(set.begin(), set.end());
    std::size_t kept = 0;
    for (const cell_run& r : set) {
      if (kept > 0 && r.first <= set[kept - 1].second + 1) {
        set[kept - 1].second = std::max(set[kept - 1].second, r.second);
      } else {
        set[kept++] = r;
      }
    }
    set.resize(kept);
  }

  static void complement(std::vector<cell_run>& set, std::uint32_t last) {
    std::vector<cell_run> gaps;
    std::uint32_t next = 0;
    for (const cell_run& r : set) {
      if (r.first > next) gaps.emplace_back(next, r.first - 1);
      next = r.second + 1;
    }
    if (next <= last) gaps.emplace_back(next, last);
    set = std::move(gaps);
  }

  std::uint32_t intern(std::uint32_t scale, std::span<const cell_run> set) {
    index_atom made;
    made.scale = scale;
    made.runs = static_cast<std::uint32_t>(set.size());
    made.cells = count_of(set);
    std::uint64_t h = scale * 0x9E3779B97F4A7C15U + 1;
    for (const cell_run& r : set) h = mixed(mixed(h, r.first), r.second);
    return interned(
        h, made,
        [&](const index_atom& a) {
          return a.scale == scale && a.runs == made.runs &&
                 std::equal(set.begin(), set.end(), runs.begin() + a.first);
        },
        [&](index_atom& a) {
          a.first = static_cast<std::uint32_t>(runs.size());
          runs.insert(runs.end(), set.begin(), set.end());
        });
  }

  std::uint32_t intern_element(std::uint32_t scale, std::uint32_t cell, bool negated) {
    index_atom made;
    made.scale = scale;
    made.first = cell;
    made.cells = 1;
    made.negated = negated;
    const std::uint64_t h = mixed(mixed(scale * 0x9E3779B97F4A7C15U, cell), negated ? 1 : 0);
    return interned(
        h, made,
        [&](const index_atom& a) {
          return a.scale == scale && a.first == cell && a.negated == negated;
        },
        [](index_atom&) {});
  }

  static std::uint64_t mixed(std::uint64_t h, std::uint64_t v) noexcept {
    h = (h ^ v) * 0xD6E8FEB86659FD93U;
    return h ^ (h >> 29);
  }

  template <typename Same, typename Store>
  std::uint32_t interned(std::uint64_t h, index_atom made, Same same, Store store) {
    if (atoms.size() * 2 > slots_.size()) grow();
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = h & mask;
    for (; slots_[at] != 0; at = (at + 1) & mask) {
      if (hashes_[slots_[at] - 2] == h && same(atoms[slots_[at]])) return slots_[at];
    }
    store(made);
    slots_[at] = static_cast<std::uint32_t>(atoms.size());
    atoms.push_back(made);
    hashes_.push_back(h);
    return slots_[at];
  }

  void grow() {
    slots_.assign(slots_.size() * 4, 0);
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t i = 0; i < hashes_.size(); ++i) {
      std::size_t at = hashes_[i] & mask;
      while (slots_[at] != 0) at = (at + 1) & mask;
      slots_[at] = static_cast<std::uint32_t>(i + 2);
    }
  }

  const index_leaves& leaves_;
  std::span<const index_scale> scales_;
  std::vector<std::uint32_t> slots_;
  std::vector<std::uint64_t> hashes_;  // by atom, from the third
  std::vector<cell_run> set_, other_;
  std::size_t work_ = 0;
};

}  // namespace parley::engine
