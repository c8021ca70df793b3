// A YAML text as our own tree: flat, positioned, without tags, anchors or conversions.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "parley/base/source.hpp"

namespace parley::yaml {

enum class node_kind : std::uint8_t { scalar, sequence, mapping };

/// How a scalar was written. Only plain scalars may be read as numbers, booleans or nothing.
enum class scalar_style : std::uint8_t { plain, single_quoted, double_quoted, block };

struct node {
  node_kind kind = node_kind::scalar;
  scalar_style style = scalar_style::plain;
  /// True where byte i of `text` stands at byte `at.offset + i` of the file (after the opening
  /// quote).
  bool exact = false;
  /// Of a literal block with several lines: bytes of indentation that YAML removed from each of
  /// them; `at` then starts at the first line's text. 0 elsewhere.
  std::uint16_t indent = 0;
  /// Stands for a value that was refused, which is reported: nobody needs to complain about it
  /// again. Only where read() was asked to mend.
  bool nothing = false;
  span at;           ///< the whole node; of a scalar its text without quotes where `exact`
  std::string text;  ///< of a scalar, decoded
  std::uint32_t first =
      0;  ///< children in `document::children`: elements, or key, value, key, value ...
  std::uint32_t count = 0;  ///< number of children (twice the entries of a mapping)
};

/// One document. Nodes are stored so that children come before their parent; `root` is the last
/// one.
class document {
 public:
  std::vector<node> nodes;
  std::vector<std::uint32_t> children;
  std::uint32_t root = 0;
  std::uint32_t file = 0;

  [[nodiscard]] const node& operator[](std::uint32_t i) const { return nodes[i]; }
  [[nodiscard]] std::span<const std::uint32_t> children_of(const node& n) const {
    return std::span(children).subspan(n.first, n.count);
  }

  /// The place in the file of `count` bytes from byte `from` of a scalar's text: exact where the
  /// node is, within a literal block too, else the whole scalar.
  [[nodiscard]] static span inside(const node& n, std::uint32_t from, std::uint32_t count) {
    if (n.exact) return n.at.part(from, count);
    if (n.indent == 0) return n.at;
    const auto breaks = [&](std::size_t begin, std::size_t end) {
      const std::string_view text = std::string_view(n.text).substr(0, end);
      return static_cast<std::uint32_t>(
          std::count(text.begin() + static_cast<std::ptrdiff_t>(std::min(begin, text.size())),
                     text.end(), '\n'));
    };
    return n.at.part(from + breaks(0, from) * n.indent,
                     count + breaks(from, std::size_t{from} + count) * n.indent);
  }
};

}  // namespace parley::yaml
