// Asking a condition index. Part of condition_index.hpp.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>

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
  using engine::scale_source;
  constexpr std::uint32_t nowhere = engine::index_scale::nowhere;
  const char* const pool = p.tables().texts.data();
  m.misfit = false;
  m.found.clear(), m.found_ends.clear(), m.complete.clear();
  m.cells.resize(scales_.size());
  std::uint32_t* const cells = m.cells.data();
  for (std::size_t i = 0; i < probes_.size(); ++i) {
    const probe& q = probes_[i];
    if (q.how == probe::kind::none) {
      cells[i] = nowhere;
      continue;
    }
    if (q.how != probe::kind::other && q.aged == 0) {
      const fact_slot& slot = facts.slot(q.which);
      if (slot.state != fact_state::known) {
        cells[i] = nowhere;
        continue;
      }
      const value& v = slot.content;
      if (v.kind() == q.type) {
        if (q.how == probe::kind::truth) {
          cells[i] = v.as_bool() ? 1 : 0;
          continue;
        }
        if (q.how == probe::kind::text) {
          cells[i] = scales_[i].text_cell(v.as_text(), pool);
          continue;
        }
        std::int64_t whole = 0;
        bool plain = false;
        if (q.type == type_kind::integer) {
          whole = v.as_int();
          plain = q.unit == 0;
        } else if (q.type != type_kind::uinteger) {
          const decimal d = v.as_decimal();
          whole = static_cast<std::int64_t>(d.coefficient());
          plain = d.exponent() == q.unit && d.coefficient() == whole &&
                  (q.type != type_kind::money || v.currency() == q.currency);
        }
        if (plain) {
          const std::uint64_t distance =
              static_cast<std::uint64_t>(whole) - static_cast<std::uint64_t>(q.base);
          cells[i] = distance < q.size ? q.table[distance] : whole < q.base ? 0 : q.last;
          continue;
        }
      }
    }
    const engine::index_scale& s = scales_[i];
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
    cells[i] = at;
  }
}

/// The rows of one layer, made in `m.made`.
inline void condition_index::match_layer(const layer& l, std::size_t which, match_memory& m) const {
  const std::uint32_t state = m.cells[l.scale];
  if (state == engine::index_scale::nowhere) {
    m.sure[m.sure_count++] = &rows_[l.lack * words_];
    return;
  }
  const std::size_t slot = element_slot_[l.scale];
  const std::size_t from = slot == 0 || !scales_[l.scale].many() ? 0 : m.found_ends[slot - 1];
  const auto found = scales_[l.scale].many()
                         ? std::span(m.found).subspan(from, m.found_ends[slot] - from)
                         : std::span(m.cells).subspan(l.scale, 1);
  std::uint64_t* const possible = &m.made[2 * which * words_];
  std::uint64_t* const sure = possible + words_;
  const auto mark = [&](std::uint64_t* row, bool positive, bool negative) {
    for (const std::uint32_t cell : found) {
      for (std::uint32_t e = l.first[cell]; e < l.first[cell + 1]; ++e) {
        const std::uint32_t at = l.entries[e] / 2;
        const std::uint64_t bit = std::uint64_t{1} << (at % 64);
        if ((l.entries[e] & 1U) == 0) {
          if (positive) row[at / 64] |= bit;
        } else if (negative) {
          row[at / 64] &= ~bit;
        }
      }
    }
  };
  if (state == 1 || !scales_[l.scale].many()) {
    std::copy_n(&rows_[l.absent * words_], words_, possible);
    mark(possible, true, true);
    m.possible[m.possible_count++] = possible;
    return;
  }
  std::fill_n(possible, words_, ~std::uint64_t{0});
  mark(possible, false, true);
  std::copy_n(&rows_[l.lack * words_], words_, sure);
  mark(sure, true, false);
  m.possible[m.possible_count++] = possible;
  m.sure[m.sure_count++] = sure;
}

inline void condition_index::match_rows(match_memory& m, matched_conditions& out) const {
  m.possible.resize(scale_order_.size() + layers_.size());
  m.sure.resize(scale_order_.size() + layers_.size());
  m.possible_count = m.sure_count = 0;
  for (const std::uint32_t s : scale_order_) {
    const std::uint32_t at = m.cells[s];
    const std::uint64_t* const rows = &rows_[row_of_[s] * words_];
    if (at == engine::index_scale::nowhere) {
      m.sure[m.sure_count++] = rows - words_;
    } else {
      m.possible[m.possible_count++] = rows + std::size_t{at} * words_;
    }
  }
  if (m.made.size() < 2 * layers_.size() * words_) m.made.resize(2 * layers_.size() * words_);
  for (std::size_t i = 0; i < layers_.size(); ++i) match_layer(layers_[i], i, m);

  if (m.planes.size() < 2 * (words_ - main_words_)) m.planes.resize(2 * (words_ - main_words_));
  std::uint64_t* const beyond = m.planes.data();
  constexpr std::size_t block_words = 8;
  const std::size_t both = m.possible_count;
  for (std::size_t from = 0; from < words_; from += block_words) {
    const std::size_t size = std::min(block_words, words_ - from);
    std::uint64_t possible[block_words] = {};
    std::uint64_t sure[block_words] = {};
    for (std::size_t w = 0; w < size; ++w) possible[w] = rows_[from + w];
    if (size == block_words) {
      std::size_t r = 0;
      for (; r + 4 <= both; r += 4) {
        const std::uint64_t* const a = m.possible[r] + from;
        const std::uint64_t* const b = m.possible[r + 1] + from;
        const std::uint64_t* const c = m.possible[r + 2] + from;
        const std::uint64_t* const d = m.possible[r + 3] + from;
        std::uint64_t any = 0;
        for (std::size_t w = 0; w < block_words; ++w) {
          possible[w] &= (a[w] & b[w]) & (c[w] & d[w]);
          any |= possible[w];
        }
        if (any == 0) break;
      }
      for (; r < both; ++r) {
        const std::uint64_t* const a = m.possible[r] + from;
        std::uint64_t any = 0;
        for (std::size_t w = 0; w < block_words; ++w) any |= possible[w] &= a[w];
        if (any == 0) break;
      }
    } else {
      for (std::size_t r = 0; r < both; ++r) {
        for (std::size_t w = 0; w < size; ++w) possible[w] &= m.possible[r][from + w];
      }
    }
    for (std::size_t w = 0; w < size; ++w) sure[w] = possible[w] & rows_[words_ + from + w];
    for (std::size_t r = 0; r < m.sure_count; ++r) {
      for (std::size_t w = 0; w < size; ++w) sure[w] &= m.sure[r][from + w];
    }
    for (std::size_t w = 0; w < size; ++w) {
      const std::size_t at = from + w;
      if (at < main_words_) {
        out.holds[at] = sure[w];
        out.open[at] = possible[w];
      } else {
        beyond[2 * (at - main_words_)] = possible[w];
        beyond[2 * (at - main_words_) + 1] = sure[w];
      }
    }
  }
  for (std::size_t w = 0; w < words_ - main_words_; ++w) {
    for (std::uint64_t bits = beyond[2 * w]; bits != 0; bits &= bits - 1) {
      const int bit = std::countr_zero(bits);
      const std::uint32_t owner = owners_[w * 64 + static_cast<std::size_t>(bit)];
      const std::uint64_t mark = std::uint64_t{1} << (owner % 64);
      out.open[owner / 64] |= mark;
      if ((beyond[2 * w + 1] >> bit & 1U) != 0) out.holds[owner / 64] |= mark;
    }
  }
}

/// States of the atoms: only what changed since the last request is touched.
inline void condition_index::fill_states(match_memory& m, bool open) const {
  constexpr std::uint32_t nowhere = engine::index_scale::nowhere;
  const std::uint8_t unknown = open ? 1 : 0;
  const bool fresh = m.serial != serial_ * 2 + (open ? 1 : 0);
  if (fresh) {
    m.serial = serial_ * 2 + (open ? 1 : 0);
    m.states.assign(atom_count_, 0);
    m.states[engine::atom_always] = 3;
    m.states[engine::atom_open] = 1;
    m.cells_before.assign(scales_.size(), nowhere);
    m.found_before.clear();
    m.found_before_ends.assign(element_scales_, 0);
    for (const block& b : blocks_)
      std::fill(m.states.begin() + b.first, m.states.begin() + b.end, unknown);
  }
  std::uint8_t* const states = m.states.data();
  for (std::size_t s = 0; s < scales_.size(); ++s) {
    const block& b = blocks_[s];
    const std::uint32_t now = m.cells[s], before = m.cells_before[s];
    m.cells_before[s] = now;
    const auto flip = [&](std::uint32_t cell, bool stand_out) {
      const std::uint32_t end = b.flips_at[cell + 1];
      for (std::uint32_t i = b.flips_at[cell]; i < end; ++i) {
        const std::uint32_t a = b.flips[i];
        states[a] = ((a < b.few) == stand_out) ? 3 : 0;
      }
    };
    if (scales_[s].many()) {
      const std::size_t slot = element_slot_[s];
      const auto each = [&](const auto& all, const auto& ends, bool stand_out) {
        for (std::uint32_t i = slot == 0 ? 0 : ends[slot - 1]; i < ends[slot]; ++i)
          flip(all[i], stand_out);
      };
      if (now == 1 && before == 1) {
        each(m.found_before, m.found_before_ends, false);
      } else if (now == 1) {
        std::fill(states + b.first, states + b.few, std::uint8_t{0});
        std::fill(states + b.few, states + b.end, std::uint8_t{3});
      } else if (now != nowhere || before != nowhere) {
        std::fill(states + b.first, states + b.end, unknown);
      }
      if (now != nowhere) each(m.found, m.found_ends, true);
      continue;
    }
    if (now == before) continue;
    if (now == nowhere) {
      std::fill(states + b.first, states + b.end, unknown);
      continue;
    }
    if (b.ge != b.first) {
      std::uint8_t* const middle = states + b.first + b.ge_upto[now];
      std::fill(states + b.first, middle, std::uint8_t{3});
      std::fill(middle, states + b.ge, std::uint8_t{0});
    }
    if (b.le != b.ge) {
      std::uint8_t* const middle = states + b.ge + b.le_from[now];
      std::fill(states + b.ge, middle, std::uint8_t{0});
      std::fill(middle, states + b.le, std::uint8_t{3});
    }
    if (before == nowhere) {
      std::fill(states + b.le, states + b.few, std::uint8_t{0});
      std::fill(states + b.few, states + b.end, std::uint8_t{3});
    } else {
      flip(before, false);
    }
    flip(now, true);
  }
  m.found_before.assign(m.found.begin(), m.found.end());
  m.found_before_ends.assign(m.found_ends.begin(), m.found_ends.end());
}

inline void condition_index::flush(match_memory& m, std::size_t count,
                                   matched_conditions& out) const {
  std::uint64_t* const planes[2] = {out.open.data(), out.holds.data()};
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t hit = m.hits[i];
    const auto condition = static_cast<std::uint32_t>(hit);
    planes[hit >> 33][condition / 64] |= std::uint64_t{1} << (condition % 64);
  }
}

namespace engine {

/// Looks at records of one kind; writes what isn't false and says how many these are.
template <std::uint32_t Others>
[[nodiscard]] inline std::size_t check_records(const std::uint32_t* at, std::uint32_t count,
                                               std::uint32_t pivot, const std::uint8_t* states,
                                               std::uint64_t* hits) noexcept {
  std::size_t found = 0;
  for (std::uint32_t i = 0; i < count; ++i, at += Others + 1) {
    std::uint32_t state = pivot;
    for (std::uint32_t k = 1; k <= Others; ++k) state &= states[at[k]];
    hits[found] = at[0] | static_cast<std::uint64_t>(state) << 32;
    found += state != 0 ? 1 : 0;
  }
  return found;
}

}  // namespace engine

inline void condition_index::walk(std::uint32_t from, std::uint32_t end, match_memory& m,
                                  matched_conditions& out) const {
  const std::uint8_t* const states = m.states.data();
  const std::uint32_t* at = stream_.data() + from;
  const std::uint32_t* const last = stream_.data() + end;
  while (at != last) {
    const std::uint32_t pivot = states[at[0]];
    const std::uint32_t kind = at[1] >> 24;
    const std::uint32_t count = at[1] & engine::record_count_most;
    const std::uint32_t* const records = at + 2;
    at = records + std::size_t{count} * (engine::record_lengths[kind] + 1);
    if (pivot == 0) continue;
    if (m.hit_count + count > m.hits.size()) {
      flush(m, m.hit_count, out);
      m.hit_count = 0;
    }
    std::uint64_t* const hits = m.hits.data() + m.hit_count;
    switch (kind) {
      case 0: m.hit_count += engine::check_records<0>(records, count, pivot, states, hits); break;
      case 1: m.hit_count += engine::check_records<1>(records, count, pivot, states, hits); break;
      case 2: m.hit_count += engine::check_records<2>(records, count, pivot, states, hits); break;
      case 3: m.hit_count += engine::check_records<3>(records, count, pivot, states, hits); break;
      case 4: m.hit_count += engine::check_records<4>(records, count, pivot, states, hits); break;
      case 5: m.hit_count += engine::check_records<6>(records, count, pivot, states, hits); break;
      case 6: m.hit_count += engine::check_records<8>(records, count, pivot, states, hits); break;
      default: m.hit_count += engine::check_records<16>(records, count, pivot, states, hits); break;
    }
  }
}

inline void condition_index::match_records(match_memory& m, matched_conditions& out,
                                           bool open) const {
  constexpr std::uint32_t nowhere = engine::index_scale::nowhere;
  fill_states(m, open);
  if (m.hits.size() < longest_ + 1024) m.hits.resize(longest_ + 1024);
  m.hit_count = 0;
  std::copy(given_.begin(), given_.end(), out.holds.begin());
  std::fill(out.open.begin(), out.open.end(), 0);
  walk(0, stream_at_[1], m, out);
  for (std::size_t s = 0; tier_ != match_tier::direct && s < scales_.size(); ++s) {
    const block& b = blocks_[s];
    const std::uint32_t pivots_end = b.le + b.pivots;
    const auto atoms = [&](std::uint32_t from, std::uint32_t end) {
      walk(stream_at_[from], stream_at_[end], m, out);
    };
    const auto found = [&](std::uint32_t cell) {
      const std::uint32_t end = b.flips_at[cell + 1];
      for (std::uint32_t i = b.flips_at[cell]; i < end && b.flips[i] < pivots_end; ++i)
        atoms(b.flips[i], b.flips[i] + 1);
    };
    const std::uint32_t cell = m.cells[s];
    if (cell == nowhere || (scales_[s].many() && cell == 0)) {
      if (open) {
        atoms(b.first, b.end);
        continue;
      }
      if (cell == nowhere) continue;
    }
    if (scales_[s].many()) {
      const std::size_t slot = element_slot_[s];
      for (std::uint32_t i = slot == 0 ? 0 : m.found_ends[slot - 1]; i < m.found_ends[slot]; ++i)
        found(m.found[i]);
      continue;
    }
    if (b.ge != b.first) atoms(b.first, b.first + b.ge_upto[cell]);
    if (b.le != b.ge) atoms(b.ge + b.le_from[cell], b.le);
    found(cell);
  }
  flush(m, m.hit_count, out);
}

inline void condition_index::match(const pack& p, const fact_set& facts, evaluator& evaluate,
                                   match_memory& memory, matched_conditions& out, bool open) const {
  out.holds.resize(main_words_);
  out.open.resize(main_words_);
  locate(p, facts, evaluate, memory);
  if (tier_ == match_tier::rows) {
    match_rows(memory, out);
  } else {
    match_records(memory, out, open || memory.misfit);
  }
  for (std::size_t w = 0; w < main_words_; ++w) out.open[w] &= ~out.holds[w];
  if (any_retest_ || memory.misfit) {
    for (std::size_t w = 0; w < main_words_; ++w) {
      const std::uint64_t asked = out.open[w] & (memory.misfit ? ~std::uint64_t{0} : retest_[w]);
      for (std::uint64_t bits = asked; bits != 0; bits &= bits - 1) {
        const std::uint64_t bit = bits & (~bits + 1);
        const auto i = w * 64 + static_cast<std::size_t>(std::countr_zero(bits));
        const truth held = evaluate.test(conditions_[i]);
        if (held == truth::yes) out.holds[w] |= bit;
        if (held == truth::yes || held == truth::no) out.open[w] &= ~bit;
      }
    }
  }
  if (any_staged_) {
    for (std::size_t w = 0; w < main_words_; ++w) out.open[w] |= staged_[w];
  }
}

inline std::size_t condition_index::bytes() const noexcept {
  const auto size = [](const auto& v) { return v.capacity() * sizeof(v[0]); };
  std::size_t all = sizeof *this + size(conditions_) + size(scales_) + size(probes_) +
                    size(element_slot_) + size(retest_) + size(staged_) + size(rows_) +
                    size(row_of_) + size(scale_order_) + size(owners_) + size(layers_) +
                    size(blocks_) + size(given_) + size(stream_) + size(stream_at_);
  for (const engine::index_scale& s : scales_) {
    all += size(s.numbers) + size(s.cuts) + size(s.cell_of) + size(s.starts) + size(s.texts) +
           size(s.slots) + size(s.hashes) + size(s.dense);
  }
  for (const layer& l : layers_) all += size(l.first) + size(l.entries);
  for (const block& b : blocks_)
    all += size(b.ge_upto) + size(b.le_from) + size(b.flips_at) + size(b.flips);
  return all;
}

}  // namespace parley
