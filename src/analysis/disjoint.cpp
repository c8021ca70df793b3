#include "analysis/disjoint.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "parley/facts/line_attributes.hpp"

namespace parley::analysis {
namespace {

using check::typed_condition;
using check::typed_node;

/// The values that a line attribute must have one of, by row of the line facts.
using pins = std::map<std::uint32_t, std::set<std::string>>;

void pin(pins& into, std::uint32_t row, std::set<std::string> values) {
  const auto [at, fresh] = into.try_emplace(row, values);
  if (fresh) return;
  std::erase_if(at->second, [&](const std::string& v) { return !values.contains(v); });
}

/// What a condition asks of single attributes. Reads the operands of its `&&` and what is plain
/// there; everything else asks nothing.
class pin_reader {
 public:
  pin_reader(const typed_condition& c, pins& into) : c_(c), into_(into) {
    std::vector<std::uint32_t> open{c.root()};
    while (!open.empty()) {
      const std::uint32_t at = open.back();
      open.pop_back();
      if (node(at).op == graph::op::logical_and) {
        for (std::uint32_t i = 0; i < node(at).count; ++i) open.push_back(operand(at, i));
      } else {
        read(at);
      }
    }
  }

 private:
  [[nodiscard]] const typed_node& node(std::uint32_t at) const { return c_.nodes[at]; }
  [[nodiscard]] std::uint32_t operand(std::uint32_t of, std::uint32_t i) const {
    return c_.operands[node(of).first + i];
  }
  [[nodiscard]] bool is_text(std::uint32_t at) const {
    return node(at).op == graph::op::constant && node(at).type == type_kind::string;
  }
  [[nodiscard]] bool is_attribute(std::uint32_t at) const {
    return node(at).op == graph::op::line_fact;
  }

  void read(std::uint32_t at) {
    const typed_node& n = node(at);
    if (is_attribute(at) && n.type == type_kind::boolean) pin(into_, n.reference, {"true"});
    if (n.op == graph::op::logical_not && is_attribute(operand(at, 0)))
      pin(into_, node(operand(at, 0)).reference, {"false"});
    const bool equals = n.op == graph::op::compare &&
                        static_cast<graph::comparison_op>(n.detail) == graph::comparison_op::equal;
    if (equals) {
      const std::uint32_t left = operand(at, 0);
      const std::uint32_t right = operand(at, 1);
      if (is_attribute(left) && is_text(right))
        pin(into_, node(left).reference, {node(right).text});
      if (is_attribute(right) && is_text(left))
        pin(into_, node(right).reference, {node(left).text});
    }
    if (n.op == graph::op::contains && is_attribute(operand(at, 0)) &&
        node(operand(at, 1)).op == graph::op::make_list) {
      const std::uint32_t list = operand(at, 1);
      std::set<std::string> values;
      for (std::uint32_t i = 0; i < node(list).count; ++i) {
        if (!is_text(operand(list, i))) return;
        values.insert(node(operand(list, i)).text);
      }
      pin(into_, node(operand(at, 0)).reference, std::move(values));
    }
  }

  const typed_condition& c_;
  pins& into_;
};

pins pins_of(const check::checked_pack& pack, graph::target_kind target, std::uint32_t which,
             const std::string& sku) {
  pins made;
  if (target == graph::target_kind::sku) pin(made, line_sku, {sku});
  if (target == graph::target_kind::selector && which != no_index &&
      !pack.selectors[which].when.nodes.empty()) {
    pin_reader(pack.selectors[which].when, made);
  }
  return made;
}

/// What each target of an effect asks of its lines; a bundle has several.
std::vector<pins> targets_of(const check::checked_pack& pack, const check::checked_effect& e) {
  std::vector<pins> made;
  if (e.row.kind != graph::effect_kind::bundle_price) {
    made.push_back(pins_of(pack, e.row.target, e.row.target_index, e.text));
  }
  for (const check::checked_part& part : e.parts) {
    made.push_back(pins_of(pack, part.row.target, part.row.target_index, part.sku));
  }
  return made;
}

bool may_meet(const pins& a, const pins& b) {
  return std::all_of(a.begin(), a.end(), [&](const auto& one) {
    const auto other = b.find(one.first);
    return other == b.end() ||
           std::any_of(one.second.begin(), one.second.end(),
                       [&](const std::string& v) { return other->second.contains(v); });
  });
}

}  // namespace

bool may_share_lines(const check::checked_pack& pack, const check::checked_effect& a,
                     const check::checked_effect& b) {
  const std::vector<pins> left = targets_of(pack, a);
  const std::vector<pins> right = targets_of(pack, b);
  return std::any_of(left.begin(), left.end(), [&](const pins& l) {
    return std::any_of(right.begin(), right.end(), [&](const pins& r) { return may_meet(l, r); });
  });
}

}  // namespace parley::analysis
