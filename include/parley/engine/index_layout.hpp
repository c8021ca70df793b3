// Building a condition index. Part of condition_index.hpp.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <numeric>

#include "parley/engine/condition_index.hpp"

namespace parley {

namespace engine {

[[nodiscard]] constexpr std::uint32_t record_kind(std::size_t others) noexcept {
  std::uint32_t kind = 0;
  while (record_lengths[kind] < others) ++kind;
  return kind;
}

inline void set_bit(std::span<std::uint64_t> bits, std::size_t i) noexcept {
  bits[i / 64] |= std::uint64_t{1} << (i % 64);
}

}  // namespace engine

struct condition_index::draft {
  draft(const pack& p, std::span<const graph::index> conditions) : leaves(p) {
    leaves.read(conditions);
  }
  engine::index_leaves leaves;
  std::vector<std::uint32_t> atoms;   ///< of conjunctions, one after the other
  std::vector<std::uint32_t> ends;    ///< by conjunction
  std::vector<std::uint32_t> owners;  ///< by conjunction: its condition
  std::vector<engine::index_atom> kinds;
  std::vector<engine::cell_run> runs;
  std::vector<double>
      odds;  ///< by atom: the share of cells in which it is true; for estimates only

  [[nodiscard]] std::span<const std::uint32_t> conjunction(std::size_t i) const {
    const std::uint32_t from = i == 0 ? 0 : ends[i - 1];
    return std::span(atoms).subspan(from, ends[i] - from);
  }
  /// The rarest atom; atom_always where all are likely, and then it makes no pivot.
  [[nodiscard]] std::uint32_t pivot(std::size_t i) const {
    std::uint32_t rarest = engine::atom_always;
    for (const std::uint32_t a : conjunction(i)) {
      if (a > engine::atom_open && odds[a] <= 0.5 && odds[a] < odds[rarest]) rarest = a;
    }
    return rarest;
  }
};

inline condition_index::condition_index(const pack& p, std::span<const graph::index> conditions,
                                        match_tier tier)
    : conditions_(conditions.begin(), conditions.end()) {
  draft d(p, conditions);
  scales_ = std::move(d.leaves.scales);
  main_words_ = (conditions.size() + 63) / 64;
  retest_.assign(main_words_, 0), staged_.assign(main_words_, 0), given_.assign(main_words_, 0);
  engine::index_forms forms(d.leaves, scales_);
  for (std::size_t i = 0; i < conditions.size(); ++i) {
    const graph::index c = conditions[i];
    engine::index_form form;
    if (c == no_index) {
      form.close();
    } else if ((p.tables().expressions[c].reads & graph::reads_so_far) != 0) {
      engine::set_bit(staged_, i);
      any_staged_ = true;
      continue;
    } else {
      form = forms.form(p.tables().expressions[c].root);
    }
    for (std::size_t k = 0; k < form.size(); ++k) {
      const auto atoms = form.alternative(k);
      if (atoms.empty()) engine::set_bit(given_, i);
      if (std::find(atoms.begin(), atoms.end(), engine::atom_open) != atoms.end()) {
        engine::set_bit(retest_, i);
        any_retest_ = true;
      }
      d.atoms.insert(d.atoms.end(), atoms.begin(), atoms.end());
      d.ends.push_back(static_cast<std::uint32_t>(d.atoms.size()));
      d.owners.push_back(static_cast<std::uint32_t>(i));
    }
  }
  d.kinds = std::move(forms.atoms);
  d.runs = std::move(forms.runs);
  conjunctions_ = d.ends.size();
  atom_count_ = d.kinds.size();
  d.odds.assign(atom_count_, 1);
  for (std::size_t a = 2; a < atom_count_; ++a) {
    const engine::index_atom& k = d.kinds[a];
    const double share = scales_[k.scale].cells == 0 ? 1 : 1.0 * k.cells / scales_[k.scale].cells;
    d.odds[a] = k.negated ? 1 : share;  // what is not among the elements makes no pivot
  }
  for (const std::uint32_t a : d.atoms) {
    if (a > engine::atom_open) ++scales_[d.kinds[a].scale].literals;
  }
  for (engine::index_scale& s : scales_) {
    element_slot_.push_back(static_cast<std::uint32_t>(s.many() ? element_scales_++ : 0));
  }
  lay_out_probes(p);
  tier_ = tier == match_tier::automatic ? cheapest(d) : tier;
  if (tier_ == match_tier::rows) {
    lay_out_rows(d);
  } else if (tier_ == match_tier::blocks) {
    lay_out_blocks(d);
  } else {
    lay_out_records(d);
  }
}

inline void condition_index::lay_out_probes(const pack& p) {
  for (std::uint32_t i = 0; i < scales_.size(); ++i) {
    const engine::index_scale& s = scales_[i];
    probe& made = probes_.emplace_back();
    made.which = s.which;
    made.scale = i;
    if (s.literals == 0 && !s.many()) continue;
    made.how = probe::kind::other;
    if (s.source != engine::scale_source::fact) continue;
    const fact_row& fact = p.tables().facts[s.which];
    // Freshness and defaults are looked at elsewhere.
    if (fact.max_age_seconds >= 0 || fact.default_value != no_index) continue;
    made.type = fact.type;
    made.currency = s.currency;
    made.unit = s.unit;
    if (!engine::index_scale::fits(s.family, fact.type)) continue;
    if (s.family == engine::scale_family::truth) made.how = probe::kind::truth;
    if (s.family == engine::scale_family::text) made.how = probe::kind::text;
    const bool counted = s.family == engine::scale_family::number ||
                         s.family == engine::scale_family::money ||
                         s.family == engine::scale_family::percent;
    if (!counted || s.dense.empty() || fact.type == type_kind::uinteger) continue;
    if (fact.type == type_kind::integer && s.unit != 0) continue;
    made.how = fact.type == type_kind::integer ? probe::kind::whole : probe::kind::number;
    made.table = s.dense.data();
    made.below = s.numbers.front() - 1;
    made.above = made.below + static_cast<std::int64_t>(s.dense.size()) - 1;
  }
  std::stable_sort(probes_.begin(), probes_.end(),
                   [](const probe& a, const probe& b) { return a.how < b.how; });
}

/// Estimated nanoseconds of a request, from counts alone, so the same pack is always served by the
/// same matcher. The weights were fitted to bench/match.
inline match_tier condition_index::cheapest(const draft& d) const {
  std::size_t rows = 3, asked = 0;
  for (const engine::index_scale& s : scales_) {
    rows += layered(s) ? 2 : s.cells + 1;
    asked += s.literals != 0 ? 1 : 0;
  }
  const std::size_t words = d.ends.size() / 64 + 2;
  const std::size_t bytes = rows * words * 8;
  double candidates = 0;
  for (std::size_t i = 0; i < d.ends.size(); ++i) candidates += d.odds[d.pivot(i)];
  const double a_word = bytes > (1U << 24)   ? 0.7
                        : bytes > (1U << 20) ? 0.35
                                             : 0.1;  // from afar or near
  const double in_rows = a_word * static_cast<double>(asked * words);
  const double in_direct = 5 * static_cast<double>(d.ends.size());
  const double in_pivot = 25 * candidates + 0.5 * static_cast<double>(words);
  // About half of the lines are left, and each conjunction that is true or open is told apart.
  const double in_blocks = static_cast<double>(asked) * (15 + 0.18 * static_cast<double>(words)) +
                           5 * static_cast<double>(words);
  if (bytes <= row_bytes_most && in_rows <= std::min(in_pivot, in_blocks)) return match_tier::rows;
  if (in_direct <= std::min(in_pivot, in_blocks)) return match_tier::direct;
  if (bytes / 2 <= block_bytes_most && in_blocks <= in_pivot) return match_tier::blocks;
  return conditions_.size() > 50'000 ? match_tier::pair : match_tier::pivot;
}

inline void condition_index::lay_out_rows(const draft& d) {
  using engine::set_bit;
  // The first conjunction of a condition stands at its number, the others behind: the second ones,
  // then the third ones, where many conditions have one, and then the rest.
  std::vector<std::uint32_t> place(d.ends.size()), nth(d.ends.size(), 0);
  std::array<std::size_t, engine::index_forms::alternatives_most> count{};
  for (std::size_t i = 1; i < place.size(); ++i) {
    if (d.owners[i] == d.owners[i - 1]) ++count[nth[i] = nth[i - 1] + 1];
  }
  std::array<std::size_t, engine::index_forms::alternatives_most> next_bit{};
  words_ = main_words_;
  std::size_t dense = 1;
  for (; dense < count.size() && count[dense] * 32 > conditions_.size(); ++dense) {
    planes_.push_back({words_, masks_.size()});
    masks_.resize(masks_.size() + main_words_, 0);
    next_bit[dense] = words_ * 64;
    words_ += (count[dense] + 63) / 64;
  }
  rest_word_ = words_;
  for (std::size_t i = 0; i < place.size(); ++i) {
    if (nth[i] == 0) {
      place[i] = d.owners[i];
    } else if (nth[i] < dense) {
      place[i] = static_cast<std::uint32_t>(next_bit[nth[i]]++);
      set_bit(std::span(masks_).subspan(planes_[nth[i] - 1].masks, main_words_), d.owners[i]);
    } else {
      place[i] = static_cast<std::uint32_t>(rest_word_ * 64 + owners_.size());
      owners_.push_back(d.owners[i]);
    }
  }
  words_ += (owners_.size() + 63) / 64;
  words_ = (words_ + engine::row_step - 1) / engine::row_step * engine::row_step;
  const auto row = [&](std::size_t at) { return std::span(rows_).subspan(at * words_, words_); };
  rows_.assign(2 * words_, 0);  // those that can be true, those that can be known by their atoms
  for (std::size_t i = 0; i < place.size(); ++i) {
    set_bit(row(0), place[i]);
    const auto atoms = d.conjunction(i);
    if (std::find(atoms.begin(), atoms.end(), engine::atom_open) == atoms.end())
      set_bit(row(1), place[i]);
  }
  std::size_t next = 2;
  row_of_.resize(scales_.size());
  for (std::size_t s = 0; s < scales_.size(); ++s) {
    row_of_[s] = next + 1;
    if (!layered(scales_[s]) && scales_[s].literals != 0) next += scales_[s].cells + 1;
  }
  rows_.resize(next * words_, 0);
  // Conjunctions without an atom of the scale first: everywhere, then taken out where there is one.
  for (std::size_t s = 0; s < scales_.size(); ++s) {
    if (layered(scales_[s]) || scales_[s].literals == 0) continue;
    const auto lack = row(row_of_[s] - 1);
    std::copy(row(0).begin(), row(0).end(), lack.begin());
  }
  for (std::size_t i = 0; i < place.size(); ++i) {
    for (const std::uint32_t a : d.conjunction(i)) {
      if (a <= engine::atom_open || layered(scales_[d.kinds[a].scale])) continue;
      row(row_of_[d.kinds[a].scale] - 1)[place[i] / 64] &= ~(std::uint64_t{1} << (place[i] % 64));
    }
  }
  for (std::size_t s = 0; s < scales_.size(); ++s) {
    if (layered(scales_[s]) || scales_[s].literals == 0) continue;
    const auto lack = row(row_of_[s] - 1);
    for (std::uint32_t c = 0; c < scales_[s].cells; ++c)
      std::copy(lack.begin(), lack.end(), row(row_of_[s] + c).begin());
  }
  for (std::size_t i = 0; i < place.size(); ++i) {
    const auto atoms = d.conjunction(i);
    for (std::size_t k = 0; k < atoms.size(); ++k) {
      const engine::index_atom& a = d.kinds[atoms[k]];
      if (atoms[k] <= engine::atom_open || layered(scales_[a.scale])) continue;
      for (std::uint32_t r = 0; r < a.runs; ++r) {
        const engine::cell_run run = d.runs[a.first + r];
        for (std::uint32_t c = run.first; c <= run.second; ++c)
          set_bit(row(row_of_[a.scale] + c), place[i]);
      }
    }
    // A second atom of a scale takes out what the first one put in.
    for (std::size_t k = 0; k < atoms.size(); ++k) {
      const engine::index_atom& a = d.kinds[atoms[k]];
      if (atoms[k] <= engine::atom_open || layered(scales_[a.scale])) continue;
      bool alone = true;
      for (std::size_t j = 0; j < atoms.size(); ++j) {
        alone = alone &&
                (j == k || atoms[j] <= engine::atom_open || d.kinds[atoms[j]].scale != a.scale);
      }
      if (alone) continue;
      std::uint32_t c = 0;
      const auto clear_upto = [&](std::uint32_t end) {
        for (; c < end; ++c) {
          row(row_of_[a.scale] + c)[place[i] / 64] &= ~(std::uint64_t{1} << (place[i] % 64));
        }
      };
      for (std::uint32_t r = 0; r < a.runs; ++r) {
        clear_upto(d.runs[a.first + r].first);
        c = d.runs[a.first + r].second + 1;
      }
      clear_upto(scales_[a.scale].cells);
    }
  }
  lay_out_layers(d, place);
  rows_.shrink_to_fit();
  for (std::size_t& at : row_of_) at *= words_;
  std::vector<double> passes(scales_.size(), 0);
  for (const std::uint32_t a : d.atoms) {
    if (a > engine::atom_open) passes[d.kinds[a].scale] += 1 - d.odds[a];
  }
  for (std::uint32_t s = 0; s < scales_.size(); ++s) {
    if (scales_[s].literals != 0 && !layered(scales_[s])) scale_order_.push_back(s);
  }
  std::stable_sort(scale_order_.begin(), scale_order_.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return passes[a] > passes[b]; });
}

/// Scales of elements, or of many texts: their atoms in layers, so that no conjunction has two in
/// one.
inline void condition_index::lay_out_layers(const draft& d, std::span<const std::uint32_t> place) {
  for (std::uint32_t s = 0; s < scales_.size(); ++s) {
    if (!layered(scales_[s]) || scales_[s].literals == 0) continue;
    std::vector<std::vector<std::array<std::uint32_t, 3>>> layers;  // cell, place, negated
    std::vector<std::uint32_t> never;                               // where no cell is left
    for (std::size_t i = 0; i < place.size(); ++i) {
      std::size_t depth = 0;
      for (const std::uint32_t a : d.conjunction(i)) {
        if (a <= engine::atom_open || d.kinds[a].scale != s) continue;
        if (depth == layers.size()) layers.emplace_back();
        auto& entries = layers[depth++];
        const engine::index_atom& k = d.kinds[a];
        if (scales_[s].many()) {
          entries.push_back({k.first, place[i], k.negated ? 1U : 0U});
          continue;
        }
        // The cells in which it is true, or those few in which it isn't.
        const bool most = k.cells > scales_[s].cells / 2;
        std::uint32_t c = 0;
        for (std::uint32_t r = 0; r < k.runs; ++r) {
          const engine::cell_run run = d.runs[k.first + r];
          for (c = most ? c : run.first; c < (most ? run.first : run.second + 1); ++c)
            entries.push_back({c, place[i], most ? 1U : 0U});
          c = run.second + 1;
        }
        for (; most && c < scales_[s].cells; ++c) entries.push_back({c, place[i], 1U});
        if (k.cells == 0) never.push_back(place[i]);
      }
    }
    for (auto& atoms : layers) {
      layer made;
      made.scale = s;
      made.absent = rows_.size() / words_;
      made.lack = made.absent + 1;
      rows_.resize(rows_.size() + 2 * words_, ~std::uint64_t{0});
      std::stable_sort(atoms.begin(), atoms.end());
      made.first.assign(scales_[s].cells + 1, 0);
      for (const auto& [cell, at, negated] : atoms) {
        ++made.first[cell + 1];
        made.entries.push_back(at * 2 + negated);
        const std::uint64_t bit = ~(std::uint64_t{1} << (at % 64));
        rows_[made.lack * words_ + at / 64] &= bit;
        if (negated == 0) rows_[made.absent * words_ + at / 64] &= bit;
      }
      for (const std::uint32_t at : never) {
        const std::uint64_t bit = ~(std::uint64_t{1} << (at % 64));
        rows_[made.lack * words_ + at / 64] &= bit;
        rows_[made.absent * words_ + at / 64] &= bit;
      }
      never.clear();
      std::partial_sum(made.first.begin(), made.first.end(), made.first.begin());
      layers_.push_back(std::move(made));
    }
  }
}

}  // namespace parley

#include "parley/engine/index_blocks.hpp"
#include "parley/engine/index_records.hpp"
