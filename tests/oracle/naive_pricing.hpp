// A slow and plain pricer: the offers of a proposal one after the other, every step written out.
#pragma once

#include <string>
#include <vector>

#include "oracle/naive_condition.hpp"

namespace parley::oracle {

using remainder = decltype(syntax::pack::remainder);

/// One offer of a proposal; the parameter is a share of one or minor units, as the effect has it.
struct naive_instance {
  const syntax::offer_decl* offer = nullptr;
  bool has_parameter = false;
  fraction parameter;
};

struct naive_applied {
  const syntax::offer_decl* offer = nullptr;
  std::int64_t amount = 0;
  std::int64_t shipping = 0;
  std::int64_t cost = 0;
  naive_so_far before;  ///< what stood when the offer's turn came
};

/// Units of a line that were treated alike.
struct naive_run {
  enum class use { free, shared, once };
  std::int64_t count = 0;
  std::int64_t total = 0;
  std::int64_t staged = 0;  ///< the total when the stage began
  use used = use::free;     ///< by sets
};

struct naive_quote {
  enum class status { priced, unknown, error } what = status::priced;
  std::int64_t subtotal = 0, discount = 0, shipping = 0, shipping_discount = 0, total = 0;
  std::vector<naive_applied> applied;
  std::vector<std::vector<naive_run>> lines;
  std::vector<std::int64_t> line_discounts;

  [[nodiscard]] std::int64_t cost() const;
};

/// Whether an effect is about shipping, and the stage it applies in: 0 item, 1 order, 2 shipping.
[[nodiscard]] bool is_shipping(const syntax::effect& effect);
[[nodiscard]] int stage_of(const syntax::offer_decl& offer);

/// The value of a constant effect: a share of one, or minor units.
[[nodiscard]] fraction value_of(const syntax::amount& amount);

/// Instances in their order of application.
[[nodiscard]] std::vector<naive_instance> in_order(const syntax::pack& pack,
                                                   std::vector<naive_instance> instances);

/// Whether a line is in a target; the target's selector may leave it unknown.
[[nodiscard]] naive_outcome in_target(const syntax::target& target, const naive_line& line,
                                      const naive_scope& scope);

/// Prices instances that stand in their order of application. Precondition: there is a cart.
[[nodiscard]] naive_quote price(const syntax::pack& pack, const naive_facts& facts,
                                const std::vector<naive_instance>& instances);

/// Splits a total: clamp, spread the excess, repeat; then the remainder as the pack says.
[[nodiscard]] std::vector<std::int64_t> split(std::int64_t total,
                                              const std::vector<std::int64_t>& weights,
                                              const std::vector<std::int64_t>& capacities,
                                              remainder policy);

}  // namespace parley::oracle
