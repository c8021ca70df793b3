// Blanks in conditions and sentences. Internal to this room.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "yaml/document.hpp"

namespace parley::layout {

/// What stands at a place of a pack.
enum class spot : std::uint8_t {
  other,  ///< nothing of ours, or a text that stays as it is
  root,
  selectors,
  offers,
  offer,
  stacking,
  limits,
  rule,
  limit,
  playbooks,
  playbook,
  handoff,
  obligations,
  negotiation,
  triggers,
  trigger,
  condition,
  effect,
  stacking_sentence,
  limit_sentence,
  step,
};

/// The spot of a whole document: `root` for the files of a pack, `other` for facts and the rest.
[[nodiscard]] spot spot_of(const yaml::document& document);
/// The spot of the value that stands under `key` at `around`.
[[nodiscard]] spot below(spot around, std::string_view key) noexcept;
/// The spot of an element of a list at `around`; `scalar` says that it is a text.
[[nodiscard]] spot element_of(spot around, bool scalar) noexcept;

/// The text with its blanks where the canonical sentence has them. Unchanged where anything but
/// blanks would change, or where it isn't understood.
[[nodiscard]] std::string with_blanks(spot what, const std::string& text);

}  // namespace parley::layout
