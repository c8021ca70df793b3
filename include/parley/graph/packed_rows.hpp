// Offers and expressions as a pack image holds them: narrow rows, what is seldom set standing in a
// pool of its own, and what many share standing once. Readers see `offer_row` and `expression_row`;
// these are put together on access, so a field that nobody looks at costs nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <type_traits>

#include "parley/graph/expression_op.hpp"
#include "parley/graph/tables.hpp"

namespace parley::graph {

/// Fields of an effect that stand in `extras`, in this order, where they differ from the default:
/// that of effect_row, for `maximum` the minimum.
enum class effect_field : std::uint8_t {
  minimum,
  maximum,
  step,
  target_index,
  text,
  cap,
  cap_each,
  threshold,
  buy_get,           ///< buy below, get above
  times_expression,  ///< likewise
  parts,
  tiers,
  flags,  ///< per_group, tiers_by, consume_shared, favour_merchant, graduated, from_cart, unused
  count_of_fields,
};

/// Equal effects share a row.
struct packed_effect {
  effect_kind kind = effect_kind::percent_off;
  target_kind target = target_kind::order;
  picker pick = picker::cheapest;
  graph::unit unit = graph::unit::none;
  std::uint16_t mask = 0;  ///< bit k: effect_field k stands in `extras`
  std::uint16_t unused = 0;
  index first = 0;  ///< in extras: as many as `mask` has bits
};

/// What concerns an offer besides its own fields; offers of the same classes that no rule names
/// share a row.
struct offer_links {
  row_range classes;
  row_range stacking;
  row_range limits;
};

enum class offer_field : std::uint8_t {
  because,
  rank,
  repeat,
  cost_per,
  has_cost,  ///< above it offer_row::unused
  cost,
  worth,
  obligations,
  count_of_fields,
};

struct packed_offer {
  std::uint32_t name_offset = 0;
  index when = no_index;
  std::uint32_t position = 0;
  index effect = 0;  ///< in effects
  index links = 0;   ///< in links
  index first = 0;   ///< in extras
  std::uint16_t name_size = 0;
  std::uint8_t mask = 0;
  std::uint8_t stage_basis = 0;  ///< the stage in the lower half, the basis in the upper one

  [[nodiscard]] text_ref name() const noexcept { return {name_offset, name_size}; }
};
static_assert(sizeof(packed_offer) == 28 && sizeof(packed_effect) == 12);

/// What an expression is besides its root; expressions that read the same share a row.
struct expression_profile {
  index first_fact = 0;       ///< in fact_refs
  index first_line_fact = 0;  ///< likewise
  std::uint16_t facts = 0;
  std::uint16_t line_facts = 0;
  type_kind type = type_kind::null;
  std::uint8_t unused = 0;
  std::uint16_t reads = 0;
};
static_assert(sizeof(expression_profile) == 16);

/// A fact or a line attribute.
struct packed_fact {
  std::uint16_t which = 0;
  [[nodiscard]] constexpr operator index() const noexcept { return which; }
};

struct packed_expression {
  index root = no_index;
  index profile = 0;  ///< in profiles
};

/// An operation. The few that may have three operands have the last two in `pairs`, where `b` says.
struct packed_node {
  std::uint8_t op = 0;
  std::uint8_t aux = 0;
  std::uint16_t aux16 = 0;
  index a = no_index;
  index b = no_index;
};

[[nodiscard]] constexpr bool has_third(std::uint8_t op) noexcept {
  return op == static_cast<std::uint8_t>(graph::op::conditional) ||
         op == static_cast<std::uint8_t>(graph::op::map);
}

struct node_pair {
  index b = no_index;
  index c = no_index;
};

/// The tables that offers come apart into. `Part` is the container of one.
template <template <typename> class Part>
struct offer_parts {
  Part<packed_offer> rows;
  Part<place_row> places;  ///< of each offer
  Part<packed_effect> effects;
  Part<offer_links> links;
  Part<std::int64_t> extras;

  template <typename Self, typename Visit>
  static constexpr void visit_parts(Self& self, Visit&& visit) {
    visit(self.rows), visit(self.places), visit(self.effects), visit(self.links);
    visit(self.extras);
  }
};

/// The tables that operations come apart into.
template <template <typename> class Part>
struct node_parts {
  Part<packed_node> rows;
  Part<node_pair> pairs;

  template <typename Self, typename Visit>
  static constexpr void visit_parts(Self& self, Visit&& visit) {
    visit(self.rows), visit(self.pairs);
  }
};

/// The tables that expressions come apart into.
template <template <typename> class Part>
struct expression_parts {
  Part<packed_expression> rows;
  Part<expression_profile> profiles;

  template <typename Self, typename Visit>
  static constexpr void visit_parts(Self& self, Visit&& visit) {
    visit(self.rows), visit(self.profiles);
  }
};

namespace detail {

/// Takes the fields of one row out of `extras`, in order.
class extras_reader {
 public:
  [[gnu::always_inline]] extras_reader(const std::int64_t* first, std::uint32_t mask) noexcept
      : next_(first), mask_(mask) {}

  template <typename Field>
  [[nodiscard, gnu::always_inline]] bool has(Field field) const noexcept {
    return ((mask_ >> static_cast<unsigned>(field)) & 1) != 0;
  }
  template <typename Field>
  [[nodiscard, gnu::always_inline]] std::int64_t number(Field field,
                                                        std::int64_t or_else) noexcept {
    return has(field) ? *next_++ : or_else;
  }
  template <typename Field>
  [[nodiscard, gnu::always_inline]] text_ref text(Field field) noexcept {
    if (!has(field)) return {};
    const auto bits = static_cast<std::uint64_t>(*next_++);
    return {low(bits), high(bits)};
  }
  template <typename Field>
  [[nodiscard, gnu::always_inline]] row_range range(Field field) noexcept {
    const text_ref both = text(field);
    return {both.offset, both.size};
  }
  [[nodiscard, gnu::always_inline]] static std::uint32_t low(std::uint64_t bits) noexcept {
    return static_cast<std::uint32_t>(bits);
  }
  [[nodiscard, gnu::always_inline]] static std::uint32_t high(std::uint64_t bits) noexcept {
    return static_cast<std::uint32_t>(bits >> 32);
  }

 private:
  const std::int64_t* next_;
  std::uint32_t mask_;
};

[[nodiscard, gnu::always_inline]] inline effect_row unpacked(const packed_effect& p,
                                                             const std::int64_t* extras) noexcept {
  using field = effect_field;
  extras_reader in(extras + p.first, p.mask);
  effect_row e;
  e.kind = p.kind;
  e.target = p.target;
  e.pick = p.pick;
  e.unit = p.unit;
  e.minimum = in.number(field::minimum, 0);
  e.maximum = in.number(field::maximum, e.minimum);
  e.step = in.number(field::step, 0);
  e.target_index = static_cast<index>(in.number(field::target_index, no_index));
  e.text = in.text(field::text);
  e.cap = in.number(field::cap, -1);
  e.cap_each = in.number(field::cap_each, -1);
  e.threshold = in.number(field::threshold, 0);
  const row_range counts = in.range(field::buy_get);
  e.buy = counts.first;
  e.get = counts.count;
  const auto times =
      static_cast<std::uint64_t>(in.number(field::times_expression, std::int64_t{no_index} << 32));
  e.times = extras_reader::low(times);
  e.expression = extras_reader::high(times);
  e.parts = in.range(field::parts);
  e.tiers = in.range(field::tiers);
  const auto flags = static_cast<std::uint64_t>(in.number(field::flags, 0));
  e.per_group = static_cast<std::uint8_t>(flags);
  e.tiers_by = static_cast<std::uint8_t>(flags >> 8);
  e.consume_shared = static_cast<std::uint8_t>(flags >> 16);
  e.favour_merchant = static_cast<std::uint8_t>(flags >> 24);
  e.graduated = static_cast<std::uint8_t>(flags >> 32);
  e.from_cart = static_cast<std::uint8_t>(flags >> 40);
  e.unused[0] = static_cast<std::uint8_t>(flags >> 48);
  e.unused[1] = static_cast<std::uint8_t>(flags >> 56);
  return e;
}

}  // namespace detail

template <typename T>
using column_span = std::span<const T>;

/// Rows of a view that makes them on access.
template <typename View>
class row_iterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = typename View::value_type;
  using difference_type = std::ptrdiff_t;
  using pointer = void;
  using reference = value_type;

  row_iterator() = default;
  row_iterator(const View& view, std::size_t at) noexcept : view_(&view), at_(at) {}
  [[nodiscard]] value_type operator*() const noexcept { return (*view_)[at_]; }
  row_iterator& operator++() noexcept {
    ++at_;
    return *this;
  }
  row_iterator operator++(int) noexcept {
    row_iterator old = *this;
    ++at_;
    return old;
  }
  [[nodiscard]] bool operator==(const row_iterator& other) const noexcept {
    return at_ == other.at_;
  }

 private:
  const View* view_ = nullptr;
  std::size_t at_ = 0;
};

/// The offers of a pack, to be read like a span of offer_row; rows come by value. Precondition of
/// reading: the parts have been verified, or come from pack_rows.
struct offers_view : offer_parts<column_span> {
  using value_type = offer_row;

  [[nodiscard]] std::size_t size() const noexcept { return rows.size(); }
  [[nodiscard]] bool empty() const noexcept { return rows.empty(); }
  [[nodiscard]] row_iterator<offers_view> begin() const noexcept { return {*this, 0}; }
  [[nodiscard]] row_iterator<offers_view> end() const noexcept { return {*this, size()}; }

  [[nodiscard, gnu::always_inline]] effect_row effect(std::size_t which) const noexcept {
    return detail::unpacked(effects[which], extras.data());
  }
  [[nodiscard, gnu::always_inline]] offer_row operator[](std::size_t which) const noexcept {
    using field = offer_field;
    const packed_offer& p = rows[which];
    const offer_links& concerned = links[p.links];
    detail::extras_reader in(extras.data() + p.first, p.mask);
    offer_row o;
    o.name = p.name();
    o.at = places[which];
    o.stage = static_cast<stage>(p.stage_basis & 15);
    o.basis = static_cast<basis>(p.stage_basis >> 4);
    o.position = p.position;
    o.when = p.when;
    o.effect = effect(p.effect);
    o.classes = concerned.classes;
    o.stacking = concerned.stacking;
    o.limits = concerned.limits;
    o.because = in.text(field::because);
    o.rank = static_cast<std::int32_t>(in.number(field::rank, 0));
    o.repeat = static_cast<std::uint32_t>(in.number(field::repeat, 1));
    o.cost_per = static_cast<std::uint32_t>(in.number(field::cost_per, 1));
    const std::int64_t with_cost = in.number(field::has_cost, 0);
    o.has_cost = static_cast<std::uint8_t>(with_cost);
    o.unused = static_cast<std::uint8_t>(with_cost >> 8);
    o.cost = in.number(field::cost, 0);
    o.worth = in.number(field::worth, 0);
    o.obligations = in.range(field::obligations);
    return o;
  }
};

/// The operations of a pack, likewise.
struct nodes_view : node_parts<column_span> {
  using value_type = expression_node;

  [[nodiscard]] std::size_t size() const noexcept { return rows.size(); }
  [[nodiscard]] bool empty() const noexcept { return rows.empty(); }
  [[nodiscard]] row_iterator<nodes_view> begin() const noexcept { return {*this, 0}; }
  [[nodiscard]] row_iterator<nodes_view> end() const noexcept { return {*this, size()}; }

  [[nodiscard, gnu::always_inline]] expression_node operator[](std::size_t which) const noexcept {
    const packed_node& p = rows[which];
    if (has_third(p.op)) {
      const node_pair& rest = pairs[p.b];
      return {p.op, p.aux, p.aux16, p.a, rest.b, rest.c};
    }
    return {p.op, p.aux, p.aux16, p.a, p.b, no_index};
  }
};

/// The expressions of a pack, likewise.
struct expressions_view : expression_parts<column_span> {
  using value_type = expression_row;

  [[nodiscard]] std::size_t size() const noexcept { return rows.size(); }
  [[nodiscard]] bool empty() const noexcept { return rows.empty(); }
  [[nodiscard]] row_iterator<expressions_view> begin() const noexcept { return {*this, 0}; }
  [[nodiscard]] row_iterator<expressions_view> end() const noexcept { return {*this, size()}; }

  [[nodiscard, gnu::always_inline]] expression_row operator[](std::size_t which) const noexcept {
    const packed_expression& p = rows[which];
    const expression_profile& profile = profiles[p.profile];
    expression_row e;
    e.root = p.root;
    e.type = profile.type;
    e.unused[0] = profile.unused;
    e.facts = {profile.first_fact, profile.facts};
    e.line_facts = {profile.first_line_fact, profile.line_facts};
    e.reads = profile.reads;
    return e;
  }
};

}  // namespace parley::graph
