// What pricing works on: lines, runs of equal units, shipping entries, and its scratch.
#pragma once

#include <cstdint>
#include <vector>

#include "parley/engine/rational.hpp"
#include "parley/engine/tax_rounding.hpp"
#include "parley/facts/fact_schema.hpp"
#include "parley/graph/tables.hpp"
#include "parley/money/allocation.hpp"

namespace parley::engine {

/// How far the units of a run are used up by sets.
enum class run_use : std::uint8_t { free, shared, once };

/// Units of one line that were treated alike so far.
struct price_run {
  std::uint32_t line = 0;
  std::uint32_t next = no_index;  ///< the line's next run
  std::int64_t count = 0;
  std::int64_t total = 0;   ///< what all of them together cost now
  std::int64_t staged = 0;  ///< what they cost when the stage began
  run_use use = run_use::free;
};

struct price_line {
  std::uint32_t head = no_index;  ///< first run
  std::int64_t unit = 0;          ///< list price of a unit
  std::int64_t quantity = 0;
  std::int64_t list = 0;
  std::int64_t total = 0;
  std::uint32_t landed = 0;  ///< offers that took something off it
};

/// What an offer took off a line.
struct landed_amount {
  std::uint32_t line = 0;
  std::uint32_t applied = 0;
  std::int64_t amount = 0;
  std::int64_t base = 0;   ///< what the units it acted on cost, by the offer's basis
  std::int64_t units = 0;  ///< how many they are
};

/// A run that an effect acts on, its price by the effect's basis, and what it gets.
struct portion {
  std::uint32_t run = 0;
  std::int64_t base = 0;
  std::int64_t part = 0;
};

/// The portions of one line, and what the line gets.
struct portion_group {
  std::uint32_t line = 0;
  std::uint32_t first = 0;
  std::uint32_t count = 0;
  std::int64_t amount = 0;
};

/// A unit price below which a line may not go, from a clamping limit.
struct floor_entry {
  std::uint32_t limit = no_index;
  std::uint32_t line = 0;
  rational unit_price;
  bool per_line = false;
  bool redistribute = false;
};

/// Units of a run in a set, in the order in which sets are formed.
struct candidate {
  std::uint32_t run = 0;
  std::int64_t count = 0;
  std::int64_t total = 0;     ///< price of `count` units by the effect's basis
  std::int64_t chosen = 0;    ///< units that are discounted
  std::int64_t consumed = 0;  ///< units that sets used up, the chosen among them
};

/// One offer in the proposal.
struct offer_instance {
  std::uint32_t offer = no_index;
  std::int64_t parameter = 0;  ///< the value to give: the parameter or the constant
  bool has_parameter = false;
  bool valid = true;  ///< the parameter is one the offer allows
};

/// What lines are sorted by: the first bytes of the sku, then the line itself.
struct line_key {
  std::uint64_t prefix = 0;
  std::uint32_t line = 0;
};

struct price_state {
  std::vector<price_line> lines;
  std::vector<price_run> runs;
  std::vector<std::int64_t> shipping;         ///< what each entry costs now
  std::vector<std::int64_t> staged_shipping;  ///< what each cost when the stage began
  std::vector<std::uint32_t> sequence;  ///< the lines in the order in which effects go along them
  std::vector<std::uint32_t> rank;      ///< by line: its place in `sequence`
  std::vector<line_key> sorted;         ///< a permutation: the last order that was sorted
  std::vector<landed_amount> landed;
  std::vector<floor_entry> floors;  ///< by line
  std::vector<std::uint32_t> caps;  ///< clamping limits on sums
  // Sums of what stands above, kept up to date.
  std::int64_t merchandise = 0;
  std::int64_t shipping_total = 0;
  // Scratch of one application.
  std::vector<portion> portions;
  std::vector<portion_group> groups;
  std::vector<std::int64_t> weights, capacities, parts;
  std::vector<candidate> candidates;
  std::vector<std::uint32_t> order;
  std::vector<std::int64_t> flow;
  std::vector<std::int64_t> values;  ///< by portion: the value of its tier
  std::vector<rate_sum> rates;
  allocation_scratch split;
  graph::stage stage = graph::stage::item;  ///< the one that offers apply in
  bool staged = false;                      ///< some offer prices on what stood at its beginning
  std::vector<std::uint8_t> closed;         ///< by group: a cap has cut it
  /// What is paid in the end, for caps that are a share of it; -1: not known yet.
  std::int64_t final_total = -1;
  bool overflow = false;  ///< an amount left 64 bits
};

}  // namespace parley::engine
