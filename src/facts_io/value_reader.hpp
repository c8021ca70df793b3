// One declared fact or line attribute: its value read, checked and owned by the fact set.
#pragma once

#include <optional>
#include <string_view>

#include "facts_io/input.hpp"
#include "parley/facts/fact_set.hpp"

namespace parley::facts_io {

/// What a file says about one fact.
struct reading {
  fact_state state = fact_state::known;
  value content;                   ///< of a known fact
  std::optional<timestamp> as_of;  ///< its own, from `{value: ..., as_of: ...}`
};

/// Reads a node as the fact `declared`, with `absent`, `{unknown: withheld}` and
/// `{value: ..., as_of: ...}`. Texts and lists are kept in `keeper`. Nothing after a diagnostic.
[[nodiscard]] std::optional<reading> read_fact(input& in, const input::node& n,
                                               const fact_row& declared, std::string_view name,
                                               fact_set& keeper);

/// Just the state where the node says `absent` or `{unknown: ...}`; nothing where it holds a value.
/// `free_text` is true where a quoted "absent" is a text like any other.
[[nodiscard]] std::optional<fact_state> read_state(const input& in, const input::node& n,
                                                   bool free_text);

}  // namespace parley::facts_io
