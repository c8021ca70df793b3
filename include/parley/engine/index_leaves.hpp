// Which comparisons the conditions of a pack are made of, and on which scales they stand. Internal
// to condition_index.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "parley/engine/index_scale.hpp"
#include "parley/graph/expression_op.hpp"

namespace parley::engine {

/// A comparison: whether the scale's value is in one of some sets of cells.
struct index_leaf {
  enum class kind : std::uint8_t {
    residual,  ///< nothing an index knows: left to the evaluator
    never,     ///< a constant
    always,
    compared,  ///< `how` a constant, or equal to one of several
    found,     ///< one of the elements equals one of the constants
  } what = kind::residual;
  bool negated = false;
  graph::comparison_op how = graph::comparison_op::equal;
  std::uint32_t scale = 0;
  std::uint32_t first = 0;  ///< in the leaves' constants
  std::uint32_t count = 0;
};

/// Reads conditions, notes constants on scales, settles the scales.
class index_leaves {
 public:
  explicit index_leaves(const pack& p)
      : t_(p.tables()), schema_(p.schema()), leaf_of_(t_.expression_nodes.size(), unseen) {}

  /// Junctions stand at most this high; what is higher stays with the evaluator.
  static constexpr int height_most = 128;
  /// A node that so many conditions share is worth computing in every request.
  static constexpr std::uint32_t shared = 4;

  std::vector<index_scale> scales;

  void read(std::span<const graph::index> conditions) {
    uses_.assign(t_.expression_nodes.size(), 0);
    for (const graph::index c : conditions) {
      if (c != no_index) count(t_.expressions[c].root, 0);
    }
    for (const graph::index c : conditions) {
      if (c != no_index) visit(t_.expressions[c].root, 0);
    }
    for (index_scale& s : scales) s.settle(t_.texts.data());
  }

  /// Precondition: no junction. A residual one for what stands too high.
  [[nodiscard]] const index_leaf& leaf(graph::index node) const {
    return leaves_[leaf_of_[node] == unseen ? 0 : leaf_of_[node]];
  }
  [[nodiscard]] std::uint32_t cell(const index_scale& s, std::uint32_t constant) const {
    return s.locate(value_of(constant), t_.texts.data());
  }
  /// Position among the numbers of a scale.
  [[nodiscard]] std::uint32_t position(const index_scale& s, std::uint32_t constant) const {
    return s.position(index_scale::number(value_of(constant), s.unit));
  }
  [[nodiscard]] std::uint32_t constant_row(const index_leaf& l, std::uint32_t i) const {
    return constants_[l.first + i];
  }
  [[nodiscard]] static bool is_junction(const graph::expression_node& n) noexcept {
    const auto which = static_cast<graph::op>(n.op);
    return which == graph::op::logical_and || which == graph::op::logical_or ||
           which == graph::op::logical_not;
  }
  /// Lives no longer than `n`.
  [[nodiscard]] std::span<const graph::index> below(const graph::expression_node& n) const {
    if (static_cast<graph::op>(n.op) == graph::op::logical_not) return {&n.a, 1};
    return t_.expression_operands.subspan(n.a, n.b);
  }
  [[nodiscard]] graph::expression_node node(graph::index i) const { return t_.expression_nodes[i]; }

 private:
  using op = graph::op;
  static constexpr std::uint32_t unseen = 0xFFFFFFFF;

  [[nodiscard]] op op_at(graph::index i) const { return static_cast<op>(node(i).op); }
  [[nodiscard]] value value_of(std::uint32_t row) const { return schema_.scalar(row); }

  void count(graph::index i, int height) {
    const graph::expression_node& n = node(i);
    if (is_junction(n)) {
      if (uses_[i]++ > shared || height > height_most) return;
      for (const graph::index k : below(n)) count(k, height + 1);
      return;
    }
    ++uses_[i];
    if (op_at(i) == op::compare) ++uses_[n.a];
  }

  void visit(graph::index i, int height) {
    const graph::expression_node& n = node(i);
    if (leaf_of_[i] != unseen || height > height_most) return;
    if (is_junction(n)) {
      leaf_of_[i] = 0;
      for (const graph::index k : below(n)) visit(k, height + 1);
      return;
    }
    const index_leaf made = classify(i);
    leaf_of_[i] = static_cast<std::uint32_t>(leaves_.size());
    leaves_.push_back(made);
  }

  [[nodiscard]] static std::optional<scale_family> family_of(type_kind kind) {
    switch (kind) {
      case type_kind::boolean: return scale_family::truth;
      case type_kind::string: return scale_family::text;
      case type_kind::integer:
      case type_kind::uinteger:
      case type_kind::decimal: return scale_family::number;
      case type_kind::money: return scale_family::money;
      case type_kind::percent: return scale_family::percent;
      case type_kind::timestamp: return scale_family::instant;
      case type_kind::duration: return scale_family::period;
      default: return std::nullopt;
    }
  }

  std::uint32_t scale_for(scale_source source, std::uint32_t which, scale_family family) {
    const std::uint64_t key = (std::uint64_t{which} << 8) |
                              static_cast<std::uint64_t>(source) << 4 |
                              static_cast<std::uint64_t>(family);
    const auto [at, fresh] = by_source_.try_emplace(key, static_cast<std::uint32_t>(scales.size()));
    if (fresh) {
      index_scale& made = scales.emplace_back();
      made.source = source;
      made.which = which;
      made.family = family;
      made.whole = source == scale_source::fact && t_.facts[which].type == type_kind::integer;
    }
    return at->second;
  }

  /// Whether asking for this node in every request is cheap or pays.
  [[nodiscard]] bool worth_computing(graph::index i) const {
    const graph::expression_node& n = node(i);
    if (n.aux != 0) return false;
    switch (static_cast<op>(n.op)) {
      case op::cart_subtotal:
      case op::cart_quantity:
      case op::cart_currency:
      case op::now:
      case op::customer_key:
      case op::has_customer_key:
      case op::intent: return true;
      default: return uses_[i] >= shared;
    }
  }

  [[nodiscard]] std::optional<std::pair<scale_source, std::uint32_t>> source_of(
      graph::index i) const {
    const graph::expression_node& n = node(i);
    if (op_at(i) == op::fact) return std::pair(scale_source::fact, n.a);
    if (op_at(i) == op::cart_subtotal) return std::pair(scale_source::subtotal, 0U);
    if (worth_computing(i)) return std::pair(scale_source::node, i);
    return std::nullopt;
  }

  /// Notes constants (rows) on a scale; false when it can't hold one of them.
  bool note(index_leaf& l, std::span<const std::uint32_t> rows, scale_source source,
            std::uint32_t which, graph::comparison_op how) {
    if (rows.empty()) return false;
    const auto family = family_of(t_.constants[rows[0]].kind);
    if (!family) return false;
    using graph::comparison_op;
    const bool ordered = how != comparison_op::equal && how != comparison_op::not_equal;
    if (ordered && (*family == scale_family::truth || *family == scale_family::text)) return false;
    for (const std::uint32_t row : rows) {
      if (!index_scale::fits(*family, t_.constants[row].kind)) return false;
    }
    l.scale = scale_for(source, which, *family);
    l.how = how;
    l.first = static_cast<std::uint32_t>(constants_.size());
    l.count = static_cast<std::uint32_t>(rows.size());
    const std::uint8_t cut = how == comparison_op::less || how == comparison_op::at_least ? 1
                             : ordered                                                    ? 2
                                                                                          : 3;
    index_scale& s = scales[l.scale];
    for (const std::uint32_t row : rows) {
      const parley::constant& c = t_.constants[row];
      const text_ref text =
          c.kind == type_kind::string
              ? text_ref{static_cast<std::uint32_t>(c.low), static_cast<std::uint32_t>(c.high)}
              : text_ref{};
      if (!s.note(value_of(row), text, cut)) return false;
      constants_.push_back(row);
    }
    l.what = index_leaf::kind::compared;
    return true;
  }

  [[nodiscard]] bool constants_of(graph::index i, std::vector<std::uint32_t>& rows) const {
    if (op_at(i) == op::constant) {
      const parley::constant& c = t_.constants[node(i).a];
      if (c.kind != type_kind::list) return false;
      for (std::uint64_t k = 0; k < c.high; ++k)
        rows.push_back(static_cast<std::uint32_t>(c.low + k));
      return true;
    }
    if (op_at(i) != op::make_list) return false;
    for (const graph::index k : t_.expression_operands.subspan(node(i).a, node(i).b)) {
      if (op_at(k) != op::constant) return false;
      rows.push_back(node(k).a);
    }
    return true;
  }

  index_leaf classify(graph::index i) {
    const graph::expression_node& n = node(i);
    index_leaf l;
    const auto how = static_cast<graph::comparison_op>(n.aux16);
    switch (static_cast<op>(n.op)) {
      case op::constant:
        if (t_.constants[n.a].kind == type_kind::boolean)
          l.what = t_.constants[n.a].low != 0 ? index_leaf::kind::always : index_leaf::kind::never;
        return l;
      case op::compare_fact:
        if (note(l, {&n.b, 1}, scale_source::fact, n.a, how)) return l;
        break;
      case op::has_fact: return truth_of(scale_source::presence, n.a);
      case op::fact: return truth_of(scale_source::fact, n.a);
      case op::compare:
        if (op_at(n.b) == op::constant) {
          const auto source = source_of(n.a);
          const graph::index constant = node(n.b).a;
          if (source && note(l, {&constant, 1}, source->first, source->second, how)) return l;
        }
        break;
      case op::contains: {
        std::vector<std::uint32_t> rows;
        if (op_at(n.a) == op::constant && op_at(n.b) == op::fact &&
            t_.facts[node(n.b).a].type == type_kind::list) {
          rows.push_back(node(n.a).a);
          if (note(l, rows, scale_source::elements, node(n.b).a, graph::comparison_op::equal)) {
            l.what = index_leaf::kind::found;
            return l;
          }
        } else if (constants_of(n.b, rows)) {
          const auto source = source_of(n.a);
          if (source && note(l, rows, source->first, source->second, graph::comparison_op::equal))
            return l;
        }
        break;
      }
      case op::exists:
      case op::all:
        if (over_lines(n, l)) return l;
        break;
      default: break;
    }
    if (n.aux == 0 && uses_[i] >= shared) return truth_of(scale_source::node, i);
    return {};
  }

  index_leaf truth_of(scale_source source, std::uint32_t which) {
    index_leaf l;
    l.what = index_leaf::kind::compared;
    l.scale = scale_for(source, which, scale_family::truth);
    return l;
  }

  /// `cart.lines.exists(l, l.sku == "X")`, `l.sku in [..]`, and `all` with the opposite.
  bool over_lines(const graph::expression_node& n, index_leaf& l) {
    if (op_at(n.a) != op::cart_lines || (n.aux16 & graph::two_variables) != 0) return false;
    graph::expression_node body = node(n.b);
    const bool every = static_cast<op>(n.op) == op::all;
    bool negated = false;
    if (static_cast<op>(body.op) == op::logical_not) {
      negated = true;
      body = node(body.a);
    }
    const auto asks = static_cast<op>(body.op);
    if (asks != op::compare && asks != op::contains) return false;
    const auto reads = [&](graph::index i) {
      return op_at(i) == op::line_field && op_at(node(i).a) == op::variable &&
             node(node(i).a).aux16 == n.aux16;
    };
    if (!reads(body.a)) return false;
    std::vector<std::uint32_t> rows;
    if (asks == op::compare) {
      const auto how = static_cast<graph::comparison_op>(body.aux16);
      if (how == graph::comparison_op::not_equal) negated = !negated;
      if ((how != graph::comparison_op::equal && how != graph::comparison_op::not_equal) ||
          op_at(body.b) != op::constant) {
        return false;
      }
      rows.push_back(node(body.b).a);
    } else if (!constants_of(body.b, rows)) {
      return false;
    }
    if (negated != every) return false;
    if (!note(l, rows, scale_source::line_elements, node(body.a).b, graph::comparison_op::equal))
      return false;
    l.what = index_leaf::kind::found;
    l.negated = every;
    return true;
  }

  const graph::table_views& t_;
  fact_schema schema_;
  std::vector<std::uint32_t> leaf_of_;
  std::vector<std::uint32_t> uses_;
  std::vector<index_leaf> leaves_ = {index_leaf{}};  // first what is left to the evaluator
  std::vector<std::uint32_t> constants_;
  std::unordered_map<std::uint64_t, std::uint32_t> by_source_;
};

}  // namespace parley::engine
