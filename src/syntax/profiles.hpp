// Compatibility profiles: the settings that make a pack compute as a shop system does.
#pragma once

#include <span>
#include <string_view>

#include "syntax/ast.hpp"

namespace parley::syntax {

/// What `profile: NAME` presets. Where each value comes from stands in docs/profiles.md.
struct profile {
  std::string_view name;
  rounding_mode rounding = rounding_mode::half_away;
  pack::level item = pack::level::order;
  pack::level order = pack::level::order;
  pack::level shipping = pack::level::order;
  decltype(pack::remainder) remainder = decltype(pack::remainder)::largest;
  decltype(pack::basis) basis = decltype(pack::basis)::running;
  decltype(pack::ties) ties = decltype(pack::ties)::pack;
  bool stacking_open = true;
};

/// All profiles, by name.
[[nodiscard]] std::span<const profile> all_profiles() noexcept;

/// Writes a profile's settings into a pack; keys read afterwards override them one by one.
void preset(const profile& from, pack& into);

}  // namespace parley::syntax
