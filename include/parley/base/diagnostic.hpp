// What is wrong with something a person wrote, as data. Formats live elsewhere (src/report).
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parley/base/limits.hpp"
#include "parley/base/source.hpp"

namespace parley {

/// A stable diagnostic code with the page that explains it. Each room lists its own in `codes.hpp`.
struct code_info {
  std::string_view code;   ///< "PL2103"; never reused for another meaning
  std::string_view title;  ///< a few words: "unknown fact"
  std::string_view page;   ///< what it means, an example, how to mend it; plain text
};

enum class severity : std::uint8_t { error, warning, note };

/// A second place that helps to understand a diagnostic: "declared here".
struct related_place {
  span at;
  std::string message;
};

/// One finding about a text. Messages are lower case, without a full stop, the user's words in
/// backticks.
struct diagnostic {
  std::string code;
  parley::severity severity = severity::error;
  span at;
  std::string message;
  std::string help;  ///< what to do about it; may be empty
  std::vector<related_place> related;
  /// A whole test file of packs (docs/testing.md) that shows what is said; empty: there is none.
  std::string witness = {};
};

/// The list that phases add to. All faults of a text are collected in one run.
class diagnostics {
 public:
  diagnostic& add(diagnostic item) {
    if (item.severity == severity::error) ++errors_;
    items_.push_back(std::move(item));
    return items_.back();
  }

  diagnostic& error(const code_info& info, span at, std::string message, std::string help = {}) {
    return add(
        {std::string(info.code), severity::error, at, std::move(message), std::move(help), {}});
  }

  diagnostic& warning(const code_info& info, span at, std::string message, std::string help = {}) {
    return add(
        {std::string(info.code), severity::warning, at, std::move(message), std::move(help), {}});
  }

  [[nodiscard]] bool has_errors() const noexcept { return errors_ != 0; }
  [[nodiscard]] std::size_t error_count() const noexcept { return errors_; }
  /// Whether the help of one more error may still search for the name that was meant.
  [[nodiscard]] bool may_search() const noexcept { return errors_ < caps::errors_searched; }
  [[nodiscard]] bool empty() const noexcept { return items_.empty(); }
  [[nodiscard]] const std::vector<diagnostic>& items() const noexcept { return items_; }

  /// For adding to what was found before. The severity must stay.
  [[nodiscard]] diagnostic& change(std::size_t which) { return items_[which]; }

  /// Orders by file, place and code, so that the list doesn't depend on the order of the phases.
  void sort() {
    std::stable_sort(items_.begin(), items_.end(), [](const diagnostic& a, const diagnostic& b) {
      if (a.at.file != b.at.file) return a.at.file < b.at.file;
      if (a.at.offset != b.at.offset) return a.at.offset < b.at.offset;
      return a.code < b.code;
    });
  }

 private:
  std::vector<diagnostic> items_;
  std::size_t errors_ = 0;
};

}  // namespace parley
