// The name somebody probably meant, for the help of diagnostics.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace parley {

/// Edits that turn one text into the other: inserted, dropped, replaced or swapped neighbouring
/// bytes (each byte takes part in one edit at most). Upper and lower case of a letter count as one
/// byte. Stops early and returns `most + 1` when there are more than `most`.
[[nodiscard]] inline std::size_t edit_distance(std::string_view a, std::string_view b,
                                               std::size_t most) {
  const std::size_t gap = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (gap > most) return most + 1;
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    std::size_t least = row[0];
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = lower(a[i - 1]) == lower(b[j - 1]);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
      if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
          lower(a[i - 2]) == lower(b[j - 1])) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
      least = std::min(least, row[j]);
    }
    if (least > most) return most + 1;
    before.swap(last);
    last.swap(row);
  }
  return std::min(last[b.size()], most + 1);
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
  std::size_t least = 4;
  std::string_view best;
  for (const auto& candidate : candidates) {
    const std::string_view name(candidate);
    const std::size_t path = common_path(word, name);
    const std::string_view mine = word.substr(path);
    const std::string_view other = name.substr(path);
    const std::size_t allowed = mine.size() <= 4 ? 1 : mine.size() <= 8 ? 2 : 3;
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
