// JSON writes characters beyond U+FFFF as two escapes (\ud83d\ude00), which yaml-cpp refuses. They
// are carried through it as characters of the same length, so that places stay right. Internal to
// this room.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace parley::yaml {

/// The text with each escaped pair replaced by a stand-in of as many bytes; nothing when there is
/// none.
[[nodiscard]] std::optional<std::string> hide_surrogates(std::string_view text);

/// Turns stand-ins into what they stand for: the character where `decode`, else the escapes.
/// True when there were any.
bool restore_surrogates(std::string& text, bool decode);

}  // namespace parley::yaml
