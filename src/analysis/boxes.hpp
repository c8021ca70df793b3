// When a condition is true, and when it is false: unions of boxes over axes.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "analysis/axes.hpp"

namespace parley::analysis {

/// A conjunction: every axis named here is known and lies in its cells. Sides are sorted by axis;
/// one with all cells of its axis still asks for the value to be known.
struct box {
  std::vector<std::pair<std::uint32_t, cell_set>> sides;

  [[nodiscard]] const cell_set* side(std::uint32_t axis) const;
  friend bool operator==(const box&, const box&) = default;
};

/// Any of these; none: never.
using boxes = std::vector<box>;

/// The boxes in which a node comes to `truth`. Exact as long as axes vary freely; where they don't,
/// it holds contexts that can't be, and never lacks one that can. Nothing where more than
/// caps::analysis_boxes would be needed.
[[nodiscard]] std::optional<boxes> boxes_of(const axis_table& axes, const formula& f,
                                            std::uint32_t node, bool truth);
[[nodiscard]] std::optional<boxes> boxes_of(const axis_table& axes, const formula& f, bool truth);

/// Both; nothing when they have no context in common.
[[nodiscard]] std::optional<box> common(const box& a, const box& b);
/// Nothing where that takes too many boxes.
[[nodiscard]] std::optional<boxes> common(const boxes& a, const boxes& b);

/// Whether every context in `a` is in `b`. May say no where it is yes, never the other way round.
[[nodiscard]] bool inside(const box& a, const box& b);
[[nodiscard]] bool inside(const boxes& a, const boxes& b);

}  // namespace parley::analysis
