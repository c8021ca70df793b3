// A piece of a pack's text that is parsed on its own: one sentence, one expression, one amount.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "parley/base/source.hpp"

namespace parley::syntax {

/// `text` outlives the phrase. Where `exact`, byte i of it stands at byte `at.offset + i` of the
/// file; otherwise (folded or escaped YAML text) every place in it is the whole scalar.
struct phrase {
  std::string_view text;
  span at;
  bool exact = false;

  [[nodiscard]] span place(std::size_t from, std::size_t count) const noexcept {
    return exact ? at.part(static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(count))
                 : at;
  }
  [[nodiscard]] phrase part(std::size_t from, std::size_t count) const noexcept {
    return {text.substr(from, count), place(from, count), exact};
  }
};

}  // namespace parley::syntax
