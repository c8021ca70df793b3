// The evaluation graph of a pack as a drawing: which facts decide which conditions, which
// conditions which offers and rules, and what came of them in one decision.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "parley/engine/decision.hpp"
#include "parley/engine/evaluator.hpp"
#include "parley/graph/pack.hpp"
#include "report/picture.hpp"

namespace parley::report {

/// What a box stands for; boxes of one layer stand in one column.
enum class box_kind : std::uint8_t { fact, selector, condition, offer, stacking, limit, verdict };

struct box {
  box_kind kind = box_kind::fact;
  std::string id;     ///< stable: "offer_WELCOME10", "condition_4"
  std::string title;  ///< a name or an expression
  std::string note;   ///< a value, an amount, a reason
  tone what = tone::none;
};

struct arrow {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
};

struct graph_picture {
  std::string title;
  std::vector<box> boxes;     ///< by layer
  std::vector<arrow> arrows;  ///< sorted
  bool judged = false;        ///< a decision is laid over it
};

/// What is laid over the graph. `conditions` has begun with these facts and this intent.
struct overlay {
  const fact_set* facts = nullptr;
  evaluator* conditions = nullptr;
  const decision* made = nullptr;
  std::string_view intent = {};
};

/// The graph of a pack, or of one of its offers and what bears on it (`offer` is a row, no_index
/// for all). Without `over` nothing is judged.
[[nodiscard]] graph_picture graph_of(const pack& rules, graph::index offer, const overlay& over);

[[nodiscard]] std::string graph_dot(const graph_picture& picture);
[[nodiscard]] std::string graph_mermaid(const graph_picture& picture);
[[nodiscard]] std::string graph_svg(const graph_picture& picture);

}  // namespace parley::report
