// The lines of a text being laid out, with what stands in columns. Internal to this room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace parley::layout {

/// Code points of a text: what its width is measured in.
[[nodiscard]] std::size_t width_of(std::string_view text) noexcept;

/// One line: `head`, then `value` (which may stand in a column with others), then a comment.
struct line {
  std::string head;
  std::string value;
  std::string comment;
  /// Where value and comment stood in the file; entries of one table that stood in one column, and
  /// were pushed there by blanks, stay in one.
  std::uint32_t value_column = 0;
  std::uint32_t comment_column = 0;
  bool padded = false;      ///< more than one blank stood before the value
  std::uint64_t table = 0;  ///< lines of one mapping without a gap between them; 0: none
  bool verbatim = false;    ///< of a block text: nothing is changed, blanks at the end stay
};

/// Collects lines and joins them.
class line_list {
 public:
  void add(line made) {
    lines_.push_back(std::move(made));
    opened_ = false;
  }
  void own_comment(std::size_t indent, std::string_view text) {
    add({std::string(indent, ' ') + std::string(text), {}, {}, 0, 0, false, 0, false});
    ++group_;
  }
  /// A blank line, unless nothing stands above it or a collection just began.
  void blank() {
    if (lines_.empty() || opened_ || lines_.back().head.empty()) return;
    lines_.emplace_back();
    ++group_;
  }
  /// A collection begins below the line added last.
  void open() { opened_ = true; }
  /// A number that lines of one table share: changes at blank lines, comments and collections.
  [[nodiscard]] std::uint64_t table(std::uint32_t collection) const noexcept {
    return (std::uint64_t{collection} << 32U) + group_ + 1U;
  }
  [[nodiscard]] std::string join();

 private:
  void align_values();
  void align_comments();

  std::vector<line> lines_;
  std::uint32_t group_ = 0;
  bool opened_ = true;
};

}  // namespace parley::layout
