// The text of a file as its scalars and what stands between them: comments and blank lines.
// Internal to this room.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "yaml/document.hpp"

namespace parley::layout {

/// A comment, `#` included, without blanks at its end.
struct comment {
  std::string_view text;
  std::uint32_t column = 0;      ///< characters before it on its line
  std::uint32_t flow_depth = 0;  ///< open brackets around it
  bool own_line = false;         ///< nothing but blanks before it
  bool after_blank = false;      ///< a blank line stands before it
};

/// A scalar, or a collection without elements: what can't be taken apart.
struct leaf {
  std::uint32_t node = 0;
  std::size_t begin = 0;  ///< offsets in the file, quotes included; of a block its indicator
  std::size_t end = 0;
  std::uint32_t column = 0;         ///< of `begin`
  std::uint32_t line_indent = 0;    ///< of its line, or of the first dash before it
  bool after_blank = false;         ///< a blank line stands directly before it
  std::uint32_t first_comment = 0;  ///< those between the leaf before and this one
  std::uint32_t comment_count = 0;
  std::string header;              ///< of a block: `|`, `>-`, without an indentation indicator
  bool indicator = false;          ///< of a block: it had an indentation indicator
  std::vector<std::string> lines;  ///< of a block: its lines without indentation
};

/// All leaves of a document in the order of the file. The last one stands for the end of the file.
struct token_list {
  std::vector<leaf> leaves;
  std::vector<comment> comments;
  /// Of each node: its first leaf, and one past its last.
  std::vector<std::uint32_t> first;
  std::vector<std::uint32_t> last;
};

/// `text` is the text the document was read from. Views in the result point into it.
[[nodiscard]] token_list tokens_of(const yaml::document& document, std::string_view text);

}  // namespace parley::layout
