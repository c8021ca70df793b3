// The name somebody probably meant, for the help of diagnostics.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace parley {

/// The most edits that are counted.
inline constexpr std::size_t most_edits = 3;

/// Edits that turn one text into the other: inserted, dropped, replaced or swapped neighbouring
/// bytes (each byte takes part in one edit at most). Upper and lower case of a letter count as one
/// byte. Stops early and returns `most + 1` when there are more than `most`, which is at most
/// `most_edits`. Linear in the shorter text: only places that so few edits reach are looked at.
[[nodiscard]] inline std::size_t edit_distance(std::string_view a, std::string_view b,
                                               std::size_t most) noexcept {
  const std::size_t gap = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (gap > most) return most + 1;
  const auto same = [&](std::size_t i, std::size_t j) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return lower(a[i - 1]) == lower(b[j - 1]);
  };
  // Of row i the places j = i + k - most, for k from 0 to 2 * most; `none` where there is no place.
  using band = std::array<std::size_t, 2 * most_edits + 2>;
  const std::size_t none = most + 1;
  const std::size_t width = 2 * most + 1;
  band before;
  band last;
  band row;
  before.fill(none), last.fill(none), row.fill(none);
  for (std::size_t k = most; k < width && k - most <= b.size(); ++k) last[k] = k - most;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t least = none;
    for (std::size_t k = 0; k < width; ++k) {
      row[k] = none;
      if (i + k < most || i + k - most > b.size()) continue;
      const std::size_t j = i + k - most;
      if (j == 0) {
        row[k] = i;
      } else {
        row[k] = std::min(last[k] + (same(i, j) ? 0 : 1), last[k + 1] + 1);
        if (k > 0) row[k] = std::min(row[k], row[k - 1] + 1);
        if (i > 1 && j > 1 && same(i, j - 1) && same(i - 1, j)) {
          row[k] = std::min(row[k], before[k] + 1);
        }
      }
      least = std::min(least, row[k]);
    }
    if (least > most) return none;
    before = last;
    last = row;
  }
  return std::min(last[b.size() + most - a.size()], none);
}

/// The bytes that two dotted names have in common up to a dot: 9 for `customer.tier` and
/// `customer.key`.
[[nodiscard]] inline std::size_t common_path(std::string_view a, std::string_view b) {
  std::size_t path = 0;
  for (std::size_t i = 0; i < a.size() && i < b.size() && a[i] == b[i]; ++i) {
    if (a[i] == '.') path = i + 1;
  }
  return path;
}

/// The candidate closest to `word`, or an empty text when none is close: one edit for up to four
/// bytes, two for up to eight, three beyond, apart from the path they share. Ties go to the
/// alphabetically first, so the order of the candidates doesn't matter. The view points into the
/// candidate.
template <typename Candidates>
[[nodiscard]] std::string_view did_you_mean(std::string_view word, const Candidates& candidates) {
  std::size_t least = most_edits + 1;
  std::string_view best;
  for (const auto& candidate : candidates) {
    const std::string_view name(candidate);
    const std::size_t path = common_path(word, name);
    const std::string_view mine = word.substr(path);
    const std::string_view other = name.substr(path);
    const std::size_t allowed = mine.size() <= 4 ? 1 : mine.size() <= 8 ? 2 : most_edits;
    const std::size_t edits = edit_distance(mine, other, allowed);
    // Replacing every byte of a short word is no likeness.
    if (edits > allowed || edits >= std::max(mine.size(), other.size())) continue;
    if (edits < least || (edits == least && name < best)) {
      least = edits;
      best = name;
    }
  }
  return best;
}

/// "did you mean `x`?", or an empty text.
template <typename Candidates>
[[nodiscard]] std::string did_you_mean_help(std::string_view word, const Candidates& candidates) {
  const std::string_view best = did_you_mean(word, candidates);
  return best.empty() ? std::string{} : "did you mean `" + std::string(best) + "`?";
}

}  // namespace parley
