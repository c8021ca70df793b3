// A pack image as a C++ header, to be linked into a program.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "parley/graph/pack.hpp"

namespace parley::report {

/// The last part of the namespace that a pack's header declares: its name with `_` for whatever no
/// identifier has (`winter-26` is `winter_26`).
[[nodiscard]] std::string identifier_of(std::string_view name);

/// A header with the bytes of `image` and a `load()` that gives the pack over them, without a copy.
/// Everything in it stands in namespace `scope` and is inline, so it may be included anywhere.
[[nodiscard]] std::string image_header(const pack& rules, std::span<const std::byte> image,
                                       std::string_view scope);

}  // namespace parley::report
