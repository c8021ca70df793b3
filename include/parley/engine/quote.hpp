// The priced result of a proposal. Amounts are minor units of the pack's currency.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "parley/facts/fact_schema.hpp"

namespace parley {

/// What one instance of an offer gives.
struct applied_offer {
  std::uint32_t offer = no_index;  ///< row in the pack's offers
  std::int64_t parameter = 0;
  bool has_parameter = false;
  std::int64_t amount = 0;            ///< off merchandise
  std::int64_t shipping_amount = 0;   ///< off shipping
  std::int64_t cost = 0;              ///< declared cost of gifts, upgrades and perks
  std::int64_t wanted = 0;            ///< what it would have given without floors, caps and budgets
  std::uint32_t bound_by = no_index;  ///< the limit that cut it, if one did
  std::uint32_t tier = no_index;      ///< of the offer's tiers the one that was reached
  std::int64_t sets = 0;              ///< sets that were formed, or full amounts of a `per`
  std::int64_t base = 0;              ///< what the target cost, by the offer's basis
};

/// The part of an offer that lands on a line.
struct allocation {
  std::uint32_t applied = 0;  ///< in quote::applied
  std::int64_t amount = 0;
  std::int64_t base = 0;   ///< what the line's units that it acts on cost, by the offer's basis
  std::int64_t units = 0;  ///< how many they are
};

struct quoted_line {
  std::int64_t list = 0;
  std::int64_t discount = 0;
  std::int64_t price = 0;          ///< list - discount
  row_range allocations;           ///< in quote::allocations, in order of application
  row_range runs;                  ///< in quote::runs
  std::uint32_t floor = no_index;  ///< the limit that keeps it from going lower, if one does
};

/// Units of a line that were treated alike: `count` units that together cost `price`.
struct unit_run {
  std::int64_t count = 0;
  std::int64_t price = 0;
};

struct quoted_shipping {
  std::int64_t list = 0;
  std::int64_t discount = 0;
};

/// total = subtotal - discount + shipping - shipping_discount; lines sum to subtotal - discount;
/// allocations of a line sum to its discount, amounts of `applied` to discount.
struct quote {
  std::int64_t subtotal = 0;
  std::int64_t discount = 0;
  std::int64_t shipping = 0;
  std::int64_t shipping_discount = 0;
  std::int64_t total = 0;
  std::int64_t concession = 0;         ///< discount + shipping discount + declared costs
  std::int64_t gifts_cost = 0;         ///< declared costs of gifts, upgrades and perks
  std::vector<applied_offer> applied;  ///< in order of application
  std::vector<quoted_line> lines;      ///< in cart order
  std::vector<allocation> allocations;
  std::vector<unit_run> runs;
  std::vector<quoted_shipping> shipping_entries;
};

}  // namespace parley
