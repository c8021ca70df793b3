// A document in its canonical layout. Internal to this room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "layout/tokens.hpp"
#include "yaml/document.hpp"

namespace parley::layout {

struct written {
  std::string text;
  /// What each node's text is in `text`: as in the document, or with other blanks in a sentence.
  std::vector<std::string> expected;
};

/// `text` is the text the document was read from.
[[nodiscard]] written write(const yaml::document& document, std::string_view text);

}  // namespace parley::layout
