#include "analysis/boxes.hpp"

#include <algorithm>

#include "parley/base/limits.hpp"

namespace parley::analysis {

const cell_set* box::side(std::uint32_t axis) const {
  const auto at = std::lower_bound(sides.begin(), sides.end(), axis,
                                   [](const auto& s, std::uint32_t a) { return s.first < a; });
  return at != sides.end() && at->first == axis ? &at->second : nullptr;
}

std::optional<box> common(const box& a, const box& b) {
  box made;
  made.sides.reserve(a.sides.size() + b.sides.size());
  auto x = a.sides.begin();
  auto y = b.sides.begin();
  while (x != a.sides.end() || y != b.sides.end()) {
    if (y == b.sides.end() || (x != a.sides.end() && x->first < y->first)) {
      made.sides.push_back(*x++);
    } else if (x == a.sides.end() || y->first < x->first) {
      made.sides.push_back(*y++);
    } else {
      cell_set cells = x->second.common(y->second);
      if (cells.empty()) return std::nullopt;
      made.sides.emplace_back(x->first, std::move(cells));
      ++x, ++y;
    }
  }
  return made;
}

std::optional<boxes> common(const boxes& a, const boxes& b) {
  boxes made;
  for (const box& x : a) {
    for (const box& y : b) {
      std::optional<box> both = common(x, y);
      if (!both) continue;
      if (made.size() == caps::analysis_boxes) return std::nullopt;
      made.push_back(*std::move(both));
    }
  }
  return made;
}

bool inside(const box& a, const box& b) {
  return std::all_of(b.sides.begin(), b.sides.end(), [&](const auto& side) {
    const cell_set* const mine = a.side(side.first);
    return mine != nullptr && mine->inside(side.second);
  });
}

bool inside(const boxes& a, const boxes& b) {
  return std::all_of(a.begin(), a.end(), [&](const box& x) {
    return std::any_of(b.begin(), b.end(), [&](const box& y) { return inside(x, y); });
  });
}

namespace {

// Recursion is bounded by caps::expression_height.
class reader {
 public:
  reader(const axis_table& axes, const formula& f) : axes_(axes), f_(f) {}

  std::optional<boxes> read(std::uint32_t at, bool truth) {
    using kind = formula_node::kind;
    const formula_node& n = f_.nodes[at];
    switch (n.what) {
      case kind::constant: return n.truth == truth ? boxes{box{}} : boxes{};
      case kind::atom: {
        const axis& a = axes_[n.axis];
        cell_set cells = axes_.cells_of(f_, n);
        if (!truth) cells = a.full.without(cells);
        if (cells.empty()) return boxes{};
        box made;
        made.sides.emplace_back(n.axis, std::move(cells));
        return boxes{std::move(made)};
      }
      case kind::negation: return read(f_.operands[n.first], !truth);
      case kind::all: return truth ? meet(n, truth) : join(n, truth);
      case kind::any: return truth ? join(n, truth) : meet(n, truth);
      case kind::choice: return choose(n, truth);
    }
    return std::nullopt;
  }

 private:
  std::optional<boxes> meet(const formula_node& n, bool truth) {
    boxes made{box{}};
    for (std::uint32_t k = 0; k < n.count; ++k) {
      const std::optional<boxes> part = read(f_.operands[n.first + k], truth);
      if (!part) return std::nullopt;
      std::optional<boxes> both = common(made, *part);
      if (!both) return std::nullopt;
      made = *std::move(both);
    }
    return made;
  }

  std::optional<boxes> join(const formula_node& n, bool truth) {
    boxes made;
    for (std::uint32_t k = 0; k < n.count; ++k) {
      const std::optional<boxes> part = read(f_.operands[n.first + k], truth);
      if (!part || made.size() + part->size() > caps::analysis_boxes) return std::nullopt;
      made.insert(made.end(), part->begin(), part->end());
    }
    return made;
  }

  std::optional<boxes> choose(const formula_node& n, bool truth) {
    boxes made;
    for (const bool held : {true, false}) {
      const std::optional<boxes> asked = read(f_.operands[n.first], held);
      const std::optional<boxes> then = read(f_.operands[n.first + (held ? 1U : 2U)], truth);
      if (!asked || !then) return std::nullopt;
      const std::optional<boxes> both = common(*asked, *then);
      if (!both || made.size() + both->size() > caps::analysis_boxes) return std::nullopt;
      made.insert(made.end(), both->begin(), both->end());
    }
    return made;
  }

  const axis_table& axes_;
  const formula& f_;
};

}  // namespace

std::optional<boxes> boxes_of(const axis_table& axes, const formula& f, std::uint32_t node,
                              bool truth) {
  return reader(axes, f).read(node, truth);
}

std::optional<boxes> boxes_of(const axis_table& axes, const formula& f, bool truth) {
  if (f.nodes.empty()) return truth ? boxes{box{}} : boxes{};
  return boxes_of(axes, f, static_cast<std::uint32_t>(f.nodes.size() - 1), truth);
}

}  // namespace parley::analysis
