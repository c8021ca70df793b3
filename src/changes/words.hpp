// Rows of a pack in the words of packs.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "parley/graph/pack.hpp"

namespace parley::changes {

[[nodiscard]] std::string_view rounding_name(rounding_mode mode) noexcept;
[[nodiscard]] std::string_view level_name(std::uint8_t level) noexcept;
[[nodiscard]] std::string_view remainder_name(std::uint8_t policy) noexcept;
[[nodiscard]] std::string_view tax_level_name(std::uint8_t level) noexcept;
[[nodiscard]] std::string_view line_order_name(std::uint8_t order) noexcept;
[[nodiscard]] std::string_view stage_name(graph::stage s) noexcept;
[[nodiscard]] std::string_view basis_name(graph::basis b) noexcept;
[[nodiscard]] std::string_view measure_name(graph::measure m) noexcept;
[[nodiscard]] std::string_view otherwise_name(graph::otherwise o) noexcept;

/// "90s", "15m", "30d".
[[nodiscard]] std::string seconds_text(std::int64_t seconds);
/// A constant row as a condition would have it.
[[nodiscard]] std::string constant_text(const pack& rules, graph::index row);

/// A SKU or a shipping method, in quotes where it has blanks.
[[nodiscard]] std::string code_text(std::string_view code);

/// Names of things in one pack, which must outlive it.
class pack_words {
 public:
  explicit pack_words(const pack& rules) : p_(rules), t_(rules.tables()) {}

  /// "TOTE", "class gift", "any".
  [[nodiscard]] std::string subject(const graph::subject_row& s) const;
  /// "order", "tea", "sku MUG", "class gift", "shipping".
  [[nodiscard]] std::string target(graph::target_kind kind, graph::index which,
                                   text_ref text) const;
  /// "10%", "5.00 USD", "3".
  [[nodiscard]] std::string amount(graph::unit u, std::int64_t v) const;
  /// "WELCOME10 with FREESHIP", with its condition on request.
  [[nodiscard]] std::string rule(const graph::stacking_row& r, bool condition = true) const;
  /// "15% of subtotal".
  [[nodiscard]] std::string bound(const graph::limit_row& l) const;
  /// What a bound is measured in: "share of subtotal", "money".
  [[nodiscard]] std::string bound_of(const graph::limit_row& l) const;

 private:
  const pack& p_;
  const graph::table_views& t_;
};

}  // namespace parley::changes
