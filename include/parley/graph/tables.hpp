// The rows of a compiled pack: plain, flat, position-independent data. Indices are 32 bits, texts
// and lists are ranges into shared tables, nothing points anywhere. A pack image is these tables in
// one block.
#pragma once

#include <cstdint>
#include <string_view>
#include <type_traits>

#include "parley/facts/fact_schema.hpp"
#include "parley/facts/type.hpp"
#include "parley/money/rounding.hpp"

namespace parley::graph {

using index = std::uint32_t;

/// A row of `facts` or of `line_facts`, as the table it is used with says.
struct fact_ref {
  index which = 0;
  constexpr fact_ref() = default;
  constexpr fact_ref(index row) noexcept : which(row) {}
  [[nodiscard]] constexpr operator index() const noexcept { return which; }
};

// --- expressions -------------------------------------------------------------------------------

/// One operation; operands come before their users. What `a`, `b`, `c` mean is said in
/// expression_op.hpp.
struct expression_node {
  std::uint8_t op = 0;
  std::uint8_t aux = 0;
  std::uint16_t aux16 = 0;
  index a = no_index;
  index b = no_index;
  index c = no_index;
};

enum expression_reads : std::uint32_t {
  reads_line = 1,    ///< depends on the current cart line
  reads_cart = 2,    ///< depends on the cart's lines or sums
  reads_so_far = 4,  ///< depends on what earlier offers left
  reads_now = 8,
  reads_customer_key = 16,
  reads_intent = 32,
};

/// A whole condition or amount.
struct expression_row {
  index root = no_index;  ///< in expression_nodes
  type_kind type = type_kind::null;
  std::uint8_t unused[3] = {};
  row_range facts;          ///< in fact_refs: every fact it may read, ascending, no duplicates
  row_range line_facts;     ///< in fact_refs: every line attribute it may read, likewise
  std::uint32_t reads = 0;  ///< expression_reads
};

/// A named set of cart lines.
struct selector_row {
  text_ref name;
  index when = no_index;  ///< in expressions
  place_row at;
};

// --- offers ------------------------------------------------------------------------------------

enum class stage : std::uint8_t { item, order, shipping };
/// What an offer is computed on: what earlier offers left, the list price, or what the stages
/// before its own left.
enum class basis : std::uint8_t { running, list, stage };

enum class effect_kind : std::uint8_t {
  percent_off,       ///< value = share off the target
  amount_off,        ///< value = money off the target as a whole
  amount_off_each,   ///< value = money off each unit of the target
  unit_price,        ///< value = price of each unit of the target (never raises a price)
  set_price,         ///< `buy` units of the target together cost `value`
  bundle_price,      ///< one set of `parts` (in bundle_parts) costs `value`
  buy_get,           ///< of every `buy + get` units, `get` are `value` (share or money) off
  nth_off,           ///< every `buy`-th unit is `value` (share or money) off
  pick_off,          ///< the `buy` cheapest or dearest units are `value` (share or money) off
  tiers,             ///< `tiers` decide the share or amount off the target; `value` is one's range
  per_spend,         ///< value = money off for every full `threshold` of the target
  shipping_percent,  ///< value = share off shipping
  shipping_amount,   ///< value = money off each selected shipping entry
  shipping_price,    ///< each selected shipping entry costs `value`
  shipping_upgrade,  ///< another method without charge; costs the offer's `cost`
  gift,              ///< an item for nothing
  match_price,       ///< unit price of the target = `expression` less `value`, where lower
  perk,              ///< a concession without a price: returns window, points, warranty
};

enum class target_kind : std::uint8_t { none, order, selector, sku, shipping, offer, offer_class };
enum class picker : std::uint8_t { cheapest, dearest };

/// What a parameter is measured in.
enum class unit : std::uint8_t { none, share, money, count };

struct effect_row {
  effect_kind kind = effect_kind::percent_off;
  target_kind target = target_kind::order;
  picker pick = picker::cheapest;
  std::uint8_t per_group =
      0;  ///< 1: sets are formed in the declared order of price, one group at a time
  graph::unit unit = graph::unit::none;
  std::uint8_t tiers_by = 0;        ///< 0 quantity, 1 spend, 2 distinct lines
  std::uint8_t consume_shared = 0;  ///< 1: units may serve several sets
  std::uint8_t favour_merchant = 0;
  index target_index = no_index;  ///< selector
  text_ref text;                  ///< sku, shipping methods (one a line) or name of a perk
  std::uint8_t graduated = 0;     ///< tiers: 1: each unit is priced by the tier it falls into
  std::uint8_t from_cart = 0;     ///< gift: 1: a unit of the cart's lines of that sku is free
  std::uint8_t unused[2] = {};
  std::int64_t minimum =
      0;  ///< value, or the least of a range: share (1e-8), minor units, or a count
  std::int64_t maximum = 0;    ///< equal to `minimum` for a constant
  std::int64_t step = 0;       ///< 0 for a constant
  std::int64_t cap = -1;       ///< most money it may give, minor units; -1: none
  std::int64_t cap_each = -1;  ///< most money it may take off a unit; -1: none
  std::int64_t threshold = 0;  ///< per_spend; of match_price the least unit price
  std::uint32_t buy = 0;
  std::uint32_t get = 0;
  std::uint32_t times = 0;      ///< most applications; 0: no cap
  index expression = no_index;  ///< match_price: what to match
  row_range parts;              ///< bundle_parts
  row_range tiers;              ///< tiers
};

struct bundle_part_row {
  target_kind target = target_kind::selector;
  std::uint8_t unused[3] = {};
  index target_index = no_index;
  text_ref sku;
  std::uint32_t quantity = 1;
};

/// What a tier gives.
enum class tier_gives : std::uint8_t {
  off,   ///< a share or an amount off the whole target
  each,  ///< an amount off each unit
  price  ///< a unit price
};

struct tier_row {
  std::int64_t from = 0;   ///< units, distinct lines or minor units
  std::int64_t value = 0;  ///< share or minor units
  graph::unit unit = graph::unit::share;
  tier_gives gives = tier_gives::off;
  std::uint8_t chosen = 0;  ///< 1: the effect's range is this tier's value
  std::uint8_t unused[5] = {};
};

struct obligation_row {
  text_ref kind;  ///< "disclosure", "payment_link", "reserve" ...
  text_ref text;
  index when = no_index;
  place_row at;
};

struct offer_row {
  text_ref name;
  text_ref because;
  place_row at;
  graph::stage stage = graph::stage::order;
  graph::basis basis = graph::basis::running;
  std::uint8_t has_cost = 0;
  std::uint8_t unused = 0;
  std::uint32_t repeat = 1;  ///< times one proposal may name it
  std::int32_t rank = 0;
  std::uint32_t position =
      0;  ///< when it applies: stage, `before`, rank, pack order folded into one number
  index when = no_index;       ///< in expressions
  std::uint32_t cost_per = 1;  ///< of a counted perk: pieces that `cost` is of; 0: all of them
  effect_row effect;
  std::int64_t cost = 0;   ///< to the merchant, minor units
  std::int64_t worth = 0;  ///< to the customer, minor units
  row_range classes;       ///< in class_refs, ascending
  row_range stacking;      ///< in rule_refs: stacking rules that name it, its class or any
  row_range limits;        ///< in rule_refs: limits whose target is it or its class
  row_range obligations;   ///< in obligations
};

struct class_row {
  text_ref name;
  row_range members;  ///< in offer_refs, ascending
};

// --- stacking ----------------------------------------------------------------------------------

enum class stacking_kind : std::uint8_t {
  with,
  excludes,
  alone,
  at_most,
  requires_all,
  requires_any,
  before
};

/// An offer, a class, or any offer.
struct subject_row {
  enum class kind : std::uint8_t { offer, offer_class, any } what = kind::any;
  std::uint8_t unused[3] = {};
  index which = no_index;
};

struct stacking_row {
  text_ref id;
  text_ref text;  ///< the sentence as written
  text_ref because;
  place_row at;
  stacking_kind kind = stacking_kind::with;
  std::uint8_t unused[3] = {};
  std::uint32_t count = 0;  ///< at_most
  index when = no_index;
  subject_row left;     ///< the subject; of at_most, what is counted
  row_range right;      ///< in subjects; empty for alone and at_most
  row_range overrides;  ///< in rule_refs: prohibitions this permission lifts
};

// --- limits ------------------------------------------------------------------------------------

enum class measure : std::uint8_t {
  discount,
  concession,
  margin,
  price,
  offers,
  gifts,
  uses,
  spend,
  rounds
};
enum class comparison : std::uint8_t { at_most, at_least };
enum class otherwise : std::uint8_t { deny, clamp, redistribute, escalate };
enum class scope : std::uint8_t { order, unit, line, counter };
enum class amount_kind : std::uint8_t {
  money,                ///< `amount` minor units
  count,                ///< `amount` pieces
  share_of_list,        ///< `amount` (1e-8) of the target before offers
  share_of_subtotal,    ///< of all lines before offers
  share_of_total,       ///< after offers, with shipping
  share,                ///< a bare percent: of net paid, for margin
  expression,           ///< money, number or count computed by `expression`
  share_of_expression,  ///< `amount` of what `expression` computes
};

struct limit_row {
  text_ref id;
  text_ref text;
  text_ref because;
  text_ref role;  ///< who may approve, for escalate
  place_row at;
  graph::measure measure = graph::measure::discount;
  graph::comparison comparison = graph::comparison::at_most;
  graph::otherwise otherwise = graph::otherwise::deny;
  graph::scope scope = graph::scope::order;
  target_kind target = target_kind::none;
  graph::amount_kind amount_kind = graph::amount_kind::money;
  std::uint8_t unused[2] = {};
  index target_index = no_index;  ///< offer, class or selector
  index expression = no_index;
  index counter = no_index;  ///< in counters
  index when = no_index;
  index playbook = no_index;  ///< no_index: always in force
  std::uint32_t unused2 = 0;
  std::int64_t amount = 0;
  row_range obligations;
};

/// A number the host keeps: uses, spend, rounds so far in a scope.
struct counter_row {
  text_ref key;  ///< "uses of WELCOME10 per customer"
  graph::measure measure = graph::measure::uses;
  std::uint8_t is_money = 0;
  std::uint8_t per_customer = 0;
  std::uint8_t unused = 0;
};

// --- playbooks and negotiation -----------------------------------------------------------------

struct handoff_row {
  index when = no_index;
  text_ref to;
  text_ref because;
  place_row at;
};

struct playbook_row {
  text_ref name;
  place_row at;
  row_range offers;       ///< in subjects; empty: every offer
  row_range needs;        ///< in fact_refs
  row_range limits;       ///< in rule_refs
  row_range handoffs;     ///< in handoffs
  row_range obligations;  ///< in obligations
};

struct step_item_row {
  index offer = no_index;
  std::uint8_t has_parameter = 0;
  std::uint8_t unused[3] = {};
  std::int64_t parameter = 0;
};

/// One step of the ladder: a whole proposal.
struct step_row {
  row_range items;  ///< in step_items
  text_ref text;
  place_row at;
};

/// Something the shopper may give in return, which counts as a move.
struct trigger_row {
  text_ref name;
  index when = no_index;
  place_row at;
  std::uint32_t unused = 0;
  std::int64_t worth = 0;  ///< since 2.2: to the merchant, minor units; 0: a move and no more
};

/// Where counter-offers come from.
enum class strategy : std::uint8_t {
  ladder,    ///< the declared steps
  micro,     ///< the undominated outcomes by their cost, one at a time
  boulware,  ///< the same outcomes by a curve over the rounds: late
  linear,    ///< evenly
  conceder,  ///< early
};

[[nodiscard]] constexpr std::string_view name_of(strategy s) noexcept {
  switch (s) {
    case strategy::ladder: return "ladder";
    case strategy::micro: return "micro";
    case strategy::boulware: return "boulware";
    case strategy::linear: return "linear";
    case strategy::conceder: return "conceder";
  }
  return "?";
}

// --- wording -----------------------------------------------------------------------------------

/// A sentence for customers. `key` is a verdict, `handoff`, a finding code or the id of a rule;
/// placeholders such as `{offers}` have been checked.
struct wording_row {
  text_ref language;
  text_ref key;
  text_ref text;
  place_row at;
};

/// In which order effects go along the lines of a cart.
enum line_orders : std::uint8_t {
  lines_auto,      ///< as given; sorted where the order could change a total
  lines_as_given,  ///< as the cart has them
  lines_sorted,    ///< by sku, price, quantity and id
};

/// What the tax view rounds.
enum tax_levels : std::uint8_t {
  tax_per_line,   ///< the tax of each line
  tax_per_unit,   ///< the tax of each unit
  tax_per_group,  ///< the tax of all charges with one rate together
};

/// What there is one of in a pack.
struct header_row {
  text_ref name;
  text_ref timezone;
  text_ref digest;  ///< empty inside the image; see pack::digest()
  std::uint64_t version = 0;
  currency_code currency = no_currency;
  std::uint8_t currency_digits = 2;
  rounding_mode rounding = rounding_mode::half_away;
  std::uint8_t rounding_level[3] = {};  ///< by stage: 0 order (whole target), 1 line, 2 unit
  std::uint8_t remainder = 0;           ///< parley::remainder_policy
  std::uint8_t stacking_open = 0;
  std::uint8_t intent_optional = 0;
  std::uint8_t has_negotiation = 0;
  std::uint8_t tax_inclusive = 0;
  std::uint8_t stacking_mutual = 0;  ///< each side of a pair has to permit the other
  std::uint8_t line_order = 0;       ///< line_orders
  std::uint8_t tax_rounding = 0;     ///< tax_levels
  std::uint8_t tax_on_list = 0;      ///< 1: tax is of list prices; discounts come off what is paid
  row_range ladder;                  ///< in steps
  row_range sweeteners;              ///< in offer_refs
  row_range triggers;                ///< in triggers
  std::uint32_t rounds = 0;
  std::uint32_t patience = 0;  ///< 0: silence never counts as a move
  std::int64_t expires_seconds = 0;
  std::int64_t min_move = 0;  ///< minor units; 0: one step of the ladder
  row_range global_limits;    ///< in rule_refs: limits in force whatever the proposal names
  row_range handoffs;         ///< in handoffs: in force whatever the intent
  row_range obligations;
  row_range any_stacking;  ///< in rule_refs: rules whose left side is any
  // Since 2.2.
  row_range issues;           ///< in subjects: offers, or classes of which one is given
  index evidence = no_index;  ///< in facts: what a claimed competitor's price is checked against
  graph::strategy strategy = graph::strategy::ladder;
  std::uint8_t unused[3] = {};
  std::int64_t resume_seconds = 0;  ///< how long after its last answer a session goes on; 0: ever
};

/// What a row must be to stand in an image: no pointers, no padding whose bytes are left to chance.
template <typename Row>
inline constexpr bool fit_for_image =
    std::is_trivially_copyable_v<Row>&& std::has_unique_object_representations_v<Row>;

}  // namespace parley::graph
