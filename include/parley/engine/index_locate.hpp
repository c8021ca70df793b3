// Finding the cell of every scale for a set of facts. Part of condition_index.hpp.
#pragma once

#include <algorithm>
#include <cstdint>

#include "parley/engine/condition_index.hpp"

namespace parley {

inline std::uint32_t condition_index::locate_elements(const pack& p, const fact_set& facts,
                                                      const engine::index_scale& s,
                                                      match_memory& m) const {
  const char* const pool = p.tables().texts.data();
  const auto slot = m.found_ends.size();
  m.complete.push_back(1);
  const auto take = [&](const value& v) {
    const std::uint32_t at = s.locate(v, pool);
    if (at == engine::index_scale::nowhere) {
      m.misfit = true;
      m.complete[slot] = 0;
    } else {
      m.found.push_back(at);
    }
  };
  std::uint32_t known = 0;
  if (s.literals == 0) {
    // Nothing asks for it.
  } else if (s.source == engine::scale_source::elements) {
    if (facts.state(s.which) == fact_state::known && facts.get(s.which).is(type_kind::list)) {
      known = 1;
      for (const value& v : facts.get(s.which).items()) take(v);
    }
  } else if (facts.has_cart()) {
    known = 1;
    for (std::uint32_t line = 0; line < facts.lines().size(); ++line) {
      if (facts.line_state(line, s.which) == fact_state::known) {
        take(facts.line_value(line, s.which));
      } else {
        m.complete[slot] = 0;
      }
    }
  }
  const std::size_t from = slot == 0 ? 0 : m.found_ends[slot - 1];
  const auto begin = m.found.begin() + static_cast<std::ptrdiff_t>(from);
  std::sort(begin, m.found.end());
  m.found.erase(std::unique(begin, m.found.end()), m.found.end());
  m.found_ends.push_back(static_cast<std::uint32_t>(m.found.size()));
  return known == 1 ? m.complete[slot] : engine::index_scale::nowhere;
}

/// Where every scale stands. Of elements `cells` says 1: all of them, 0: only some are known.
inline void condition_index::locate(const pack& p, const fact_set& facts, evaluator& evaluate,
                                    match_memory& m) const {
  constexpr std::uint32_t nowhere = engine::index_scale::nowhere;
  const char* const pool = p.tables().texts.data();
  m.misfit = false;
  m.found.clear(), m.found_ends.clear(), m.complete.clear();
  if (m.cells.size() != scales_.size()) m.cells.resize(scales_.size());
  std::uint32_t* const cells = m.cells.data();
  // A kind of probe after the other, and no branch on what is known where there needn't be one:
  // which facts a request has is what a processor can't guess.
  for (const probe& q : probes_) {
    if (q.how == probe::kind::none) {
      cells[q.scale] = nowhere;
      continue;
    }
    if (q.how == probe::kind::other) {
      locate_other(p, facts, evaluate, q.scale, m);
      continue;
    }
    const fact_slot& slot = facts.slot(q.which);
    const bool known = slot.state == fact_state::known;
    const value& v = slot.content;
    if (known && v.kind() != q.type) [[unlikely]] {
      locate_other(p, facts, evaluate, q.scale, m);
      continue;
    }
    switch (q.how) {
      case probe::kind::truth: {
        const std::uint32_t cell = v.low_word() != 0 ? 1 : 0;
        cells[q.scale] = known ? cell : nowhere;
        break;
      }
      case probe::kind::whole: {
        const auto whole = static_cast<std::int64_t>(v.low_word());
        const std::uint32_t cell =
            q.table[static_cast<std::size_t>(std::clamp(whole, q.below, q.above) - q.below)];
        cells[q.scale] = known ? cell : nowhere;
        break;
      }
      case probe::kind::text:
        cells[q.scale] = known ? scales_[q.scale].text_cell(v.as_text(), pool) : nowhere;
        break;
      default: {
        if (!known) {
          cells[q.scale] = nowhere;
          break;
        }
        const decimal d = v.as_decimal();
        const auto whole = static_cast<std::int64_t>(d.coefficient());
        if (d.exponent() == q.unit && d.coefficient() == whole &&
            (q.type != type_kind::money || v.currency() == q.currency)) {
          cells[q.scale] =
              q.table[static_cast<std::size_t>(std::clamp(whole, q.below, q.above) - q.below)];
        } else {
          locate_other(p, facts, evaluate, q.scale, m);
        }
        break;
      }
    }
  }
}

inline void condition_index::locate_other(const pack& p, const fact_set& facts, evaluator& evaluate,
                                          std::size_t scale, match_memory& m) const {
  using engine::scale_source;
  constexpr std::uint32_t nowhere = engine::index_scale::nowhere;
  const char* const pool = p.tables().texts.data();
  const engine::index_scale& s = scales_[scale];
  std::uint32_t at = nowhere;
  switch (s.source) {
    case scale_source::fact:
      if (facts.state(s.which) != fact_state::known) break;
      at = facts.is_absent(s.which) ? s.locate(facts.get(s.which), pool)
                                    : s.locate(facts.slot(s.which).content, pool);
      m.misfit = m.misfit || at == nowhere;
      break;
    case scale_source::presence:
      if (facts.is_absent(s.which)) {
        at = 0;
      } else if (facts.state(s.which) == fact_state::known) {
        at = 1;
      }
      break;
    case scale_source::subtotal:
      if (!facts.has_cart()) break;
      if (s.family != engine::scale_family::money || s.currency != p.header().currency ||
          s.unit != -p.header().currency_digits) {
        at = s.locate(
            value::money_minor(facts.subtotal(), p.header().currency_digits, p.header().currency),
            pool);
        m.misfit = m.misfit || at == nowhere;
      } else {
        at = s.number_cell({facts.subtotal(), false});
      }
      break;
    case scale_source::node: {
      const outcome made = evaluate.compute_node(s.which, no_index);
      if (!made.known()) break;
      at = s.locate(made.content, pool);
      m.misfit = m.misfit || at == nowhere;
      break;
    }
    case scale_source::elements:
    case scale_source::line_elements: at = locate_elements(p, facts, s, m); break;
  }
  m.cells[scale] = at;
}

}  // namespace parley
