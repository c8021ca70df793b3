// What an expression says, apart from where it stands in its pack.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "parley/graph/pack.hpp"

namespace parley::changes {

/// Keys of all nodes of a pack: equal keys, equal meaning, in any two packs. Facts, selectors and
/// constants count by name and value; the operands of `&&` and `||` in any order. The pack must
/// outlive it.
class expression_keys {
 public:
  explicit expression_keys(const pack& rules);

  /// Of a whole expression; "true" for none.
  [[nodiscard]] std::string_view of(graph::index expression) const;
  [[nodiscard]] const std::string& of_node(graph::index node) const { return nodes_[node]; }
  [[nodiscard]] const pack& rules() const noexcept { return rules_; }

 private:
  const pack& rules_;
  std::vector<std::string> nodes_;
};

/// A constant with its type, as text.
[[nodiscard]] std::string constant_key(const pack& rules, graph::index row);

enum class strength : std::uint8_t { equal, weaker, stronger, other };

/// How a condition of one pack compares with one of another: `weaker` where `after` certainly holds
/// whenever `before` does. Looks at `&&`, `||` and comparisons with constants; `other` is the
/// answer to whatever that doesn't settle.
[[nodiscard]] strength compare_conditions(const expression_keys& before, graph::index before_row,
                                          const expression_keys& after, graph::index after_row);

}  // namespace parley::changes
