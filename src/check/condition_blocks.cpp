// cel.block: how an optimiser writes an expression whose common parts have been taken out. Only of
// the standard dialect; in packs the graph shares equal parts by itself.
#include <fmt/format.h>

#include <vector>

#include "check/condition_checking.hpp"

namespace parley::check::detail {

using graph::op;

/// The name that `cel.index(2)`, `cel.iterVar(0, 1)` or `cel.accuVar(0, 1)` stands for; empty when
/// it is none of these.
std::string checker::numbered_name(const expression_node& n) const {
  if (!standard() || n.kind != expression_kind::method ||
      node(operand(n, 0)).kind != expression_kind::name || node(operand(n, 0)).text != "cel") {
    return {};
  }
  const bool index = n.text == "index" && n.count == 2;
  const bool variable = (n.text == "iterVar" || n.text == "accuVar") && n.count == 3;
  if (!index && !variable) return {};
  std::string made = "@" + n.text;
  for (std::uint32_t k = 1; k < n.count; ++k) {
    const expression_node& number = node(operand(n, k));
    if (number.kind != expression_kind::literal || number.literal_type != type_kind::integer)
      return {};
    made += ":" + number.text;
  }
  return made;
}

/// A numbered variable or a whole block; nothing when `n` is neither.
std::optional<checked> checker::block(const expression_node& n) {
  if (const std::string name = numbered_name(n); !name.empty()) {
    for (auto v = variables_.rbegin(); v != variables_.rend(); ++v) {
      if (v->name != name) continue;
      checked made = make(op::variable, v->type, {}, v->slot);
      made.size = v->size;
      return made;
    }
    return error(codes::macro_misuse, n, fmt::format("`{}` has no value here", n.text));
  }
  if (!standard() || n.text != "block" || n.count != 3 ||
      node(operand(n, 0)).kind != expression_kind::name || node(operand(n, 0)).text != "cel" ||
      node(operand(n, 1)).kind != expression_kind::list) {
    return std::nullopt;
  }
  const expression_node& list = node(operand(n, 1));
  const std::optional<std::uint16_t> slot = enter(n, list.count);
  if (!slot) return bad();
  std::vector<checked> parts;
  const std::size_t before = variables_.size();
  bool failed = false;
  for (std::uint32_t k = 0; k < list.count && !failed; ++k) {
    parts.push_back(visit_any(operand(list, k)));
    failed = parts.back().bad;
    variables_.push_back({fmt::format("@index:{}", k), parts.back().type,
                          static_cast<std::uint16_t>(*slot + k), parts.back().size});
  }
  checked made = failed ? bad() : visit_any(operand(n, 2));
  variables_.resize(before);
  for (std::size_t k = parts.size(); k > 0 && !made.bad; --k) {
    const std::uint64_t size = made.size;
    made =
        make(op::bind, made.type, {parts[k - 1], made}, static_cast<std::uint16_t>(*slot + k - 1));
    made.size = size;
  }
  return made;
}

}  // namespace parley::check::detail
