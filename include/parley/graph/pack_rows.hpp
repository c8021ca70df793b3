// Offers and expressions from wide rows to those of an image. Only who makes packs needs it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "parley/graph/packed_rows.hpp"
#include "parley/graph/row_set.hpp"

namespace parley::graph {

template <typename T>
using column_vector = std::vector<T>;

/// The parts in memory of their own; lives as long as views of it.
struct packed_rows {
  std::vector<packed_fact> facts;
  node_parts<column_vector> nodes;
  expression_parts<column_vector> expressions;
  offer_parts<column_vector> offers;

  [[nodiscard]] nodes_view nodes_seen() const noexcept { return {{nodes.rows, nodes.pairs}}; }
  [[nodiscard]] offers_view offers_seen() const noexcept {
    return {{offers.rows, offers.places, offers.effects, offers.links, offers.extras}};
  }
  [[nodiscard]] expressions_view expressions_seen() const noexcept {
    return {{expressions.rows, expressions.profiles}};
  }
};

namespace detail {

[[nodiscard]] constexpr std::int64_t both(std::uint32_t low, std::uint32_t high) noexcept {
  return static_cast<std::int64_t>(std::uint64_t{high} << 32 | low);
}

/// What is too large for its field becomes the largest there is, which is no sound value either.
template <typename Narrow, typename Wide>
[[nodiscard]] constexpr Narrow narrow(Wide value,
                                      Narrow most = std::numeric_limits<Narrow>::max()) noexcept {
  return static_cast<std::uint64_t>(value) > most ? most : static_cast<Narrow>(value);
}

/// Fields of one row in the order of their enumeration; those that differ from their default.
template <typename Field>
class extras_writer {
 public:
  void put(Field field, std::int64_t value, std::int64_t or_else) noexcept {
    if (value == or_else) return;
    mask_ = static_cast<std::uint16_t>(mask_ | 1U << static_cast<unsigned>(field));
    values_[count_++] = value;
  }
  [[nodiscard]] std::uint16_t mask() const noexcept { return mask_; }
  /// Appends the fields and returns where they stand.
  index append_to(std::vector<std::int64_t>& extras) const {
    if (count_ == 0) return 0;
    const auto first = static_cast<index>(extras.size());
    extras.insert(extras.end(), values_.begin(),
                  values_.begin() + static_cast<std::ptrdiff_t>(count_));
    return first;
  }

 private:
  std::array<std::int64_t, static_cast<std::size_t>(Field::count_of_fields)> values_{};
  std::size_t count_ = 0;
  std::uint16_t mask_ = 0;
};

[[nodiscard]] inline packed_effect packed(const effect_row& e, std::vector<std::int64_t>& extras) {
  using field = effect_field;
  extras_writer<field> out;
  out.put(field::minimum, e.minimum, 0);
  out.put(field::maximum, e.maximum, e.minimum);
  out.put(field::step, e.step, 0);
  out.put(field::target_index, e.target_index, no_index);
  out.put(field::text, both(e.text.offset, e.text.size), 0);
  out.put(field::cap, e.cap, -1);
  out.put(field::cap_each, e.cap_each, -1);
  out.put(field::threshold, e.threshold, 0);
  out.put(field::buy_get, both(e.buy, e.get), 0);
  out.put(field::times_expression, both(e.times, e.expression), both(0, no_index));
  out.put(field::parts, both(e.parts.first, e.parts.count), 0);
  out.put(field::tiers, both(e.tiers.first, e.tiers.count), 0);
  const auto bytes = [](std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d) {
    return std::uint32_t{a} | std::uint32_t{b} << 8 | std::uint32_t{c} << 16 |
           std::uint32_t{d} << 24;
  };
  out.put(field::flags,
          both(bytes(e.per_group, e.tiers_by, e.consume_shared, e.favour_merchant),
               bytes(e.graduated, e.from_cart, e.unused[0], e.unused[1])),
          0);
  packed_effect made{e.kind, e.target, e.pick, e.unit, out.mask(), 0, 0};
  made.first = out.append_to(extras);
  return made;
}

/// What an offer seldom sets; offers that set the same share it.
struct offer_rest {
  text_ref because;
  row_range obligations;
  std::int64_t cost = 0;
  std::int64_t worth = 0;
  std::int32_t rank = 0;
  std::uint32_t repeat = 0;
  std::uint32_t cost_per = 0;
  std::uint8_t has_cost = 0;
  std::uint8_t unused[3] = {};
};

[[nodiscard]] inline std::pair<std::uint16_t, index> packed(const offer_rest& o,
                                                            std::vector<std::int64_t>& extras) {
  using field = offer_field;
  extras_writer<field> out;
  out.put(field::because, both(o.because.offset, o.because.size), 0);
  out.put(field::rank, o.rank, 0);
  out.put(field::repeat, o.repeat, 1);
  out.put(field::cost_per, o.cost_per, 1);
  out.put(field::has_cost, o.has_cost | std::int64_t{o.unused[0]} << 8, 0);
  out.put(field::cost, o.cost, 0);
  out.put(field::worth, o.worth, 0);
  out.put(field::obligations, both(o.obligations.first, o.obligations.count), 0);
  return {out.mask(), out.append_to(extras)};
}

[[nodiscard]] inline offer_parts<column_vector> packed(std::span<const offer_row> offers) {
  offer_parts<column_vector> made;
  row_set<effect_row> effects;
  row_set<offer_links> links;
  row_set<offer_rest> rests;
  std::vector<std::pair<std::uint16_t, index>> rest_at;
  made.rows.reserve(offers.size());
  made.places.reserve(offers.size());
  for (const offer_row& o : offers) {
    packed_offer p;
    p.name_offset = o.name.offset;
    p.name_size = narrow<std::uint16_t>(o.name.size);
    p.when = o.when;
    p.position = o.position;
    p.stage_basis = static_cast<std::uint8_t>(narrow<std::uint8_t>(o.stage, 15) |
                                              narrow<std::uint8_t>(o.basis, 15) << 4);
    p.effect = effects.add(o.effect);
    if (p.effect == made.effects.size()) made.effects.push_back(packed(o.effect, made.extras));
    p.links = links.add({o.classes, o.stacking, o.limits});
    const std::uint32_t rest = rests.add({o.because,
                                          o.obligations,
                                          o.cost,
                                          o.worth,
                                          o.rank,
                                          o.repeat,
                                          o.cost_per,
                                          o.has_cost,
                                          {o.unused, 0, 0}});
    if (rest == rest_at.size()) rest_at.push_back(packed(rests.rows()[rest], made.extras));
    p.mask = static_cast<std::uint8_t>(rest_at[rest].first);
    p.first = rest_at[rest].second;
    made.rows.push_back(p);
    made.places.push_back(o.at);
  }
  made.links = std::move(links).take();
  return made;
}

[[nodiscard]] inline expression_parts<column_vector> packed(
    std::span<const expression_row> expressions) {
  expression_parts<column_vector> made;
  row_set<expression_profile> profiles;
  made.rows.reserve(expressions.size());
  for (const expression_row& e : expressions) {
    expression_profile profile;
    profile.first_fact = e.facts.first;
    profile.first_line_fact = e.line_facts.first;
    profile.facts = narrow<std::uint16_t>(e.facts.count);
    profile.line_facts = narrow<std::uint16_t>(e.line_facts.count);
    profile.type = e.type;
    profile.unused = static_cast<std::uint8_t>(e.unused[0] | e.unused[1] | e.unused[2]);
    profile.reads = narrow<std::uint16_t>(e.reads);
    made.rows.push_back({e.root, profiles.add(profile)});
  }
  made.profiles = std::move(profiles).take();
  return made;
}

[[nodiscard]] inline std::vector<packed_fact> packed(std::span<const fact_ref> facts) {
  std::vector<packed_fact> made;
  made.reserve(facts.size());
  for (const fact_ref f : facts) made.push_back({narrow<std::uint16_t>(f.which)});
  return made;
}

[[nodiscard]] inline node_parts<column_vector> packed(std::span<const expression_node> nodes) {
  node_parts<column_vector> made;
  made.rows.reserve(nodes.size());
  for (const expression_node& n : nodes) {
    packed_node p{n.op, n.aux, n.aux16, n.a, n.b};
    if (has_third(n.op)) {
      p.b = static_cast<index>(made.pairs.size());
      made.pairs.push_back({n.b, n.c});
    }
    made.rows.push_back(p);
  }
  return made;
}

}  // namespace detail

/// Precondition: names are shorter than 64 KB. What is no row of a sound pack may come out as
/// another such row.
[[nodiscard]] inline packed_rows pack_rows(std::span<const fact_ref> facts,
                                           std::span<const expression_node> nodes,
                                           std::span<const expression_row> expressions,
                                           std::span<const offer_row> offers) {
  return {detail::packed(facts), detail::packed(nodes), detail::packed(expressions),
          detail::packed(offers)};
}

}  // namespace parley::graph
