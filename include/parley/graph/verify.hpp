// Checks that tables are what the compiler makes: every index, range, enumeration, text and order
// that the engine relies on without looking again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "parley/base/limits.hpp"
#include "parley/facts/line_attributes.hpp"
#include "parley/graph/verify_expressions.hpp"
#include "parley/graph/verify_offers.hpp"
#include "parley/graph/verify_packing.hpp"
#include "parley/graph/verify_primitives.hpp"
#include "parley/graph/verify_rules.hpp"
#include "parley/graph/verify_zones.hpp"

namespace parley::graph {

namespace detail {

inline bool verify_constants(inspection& in) {
  const auto& table = in.t.constants;
  for (std::size_t i = 0; i < table.size(); ++i) {
    const constant& c = table[i];
    bool good = c.unused == 0;
    switch (c.kind) {
      case type_kind::null: break;
      case type_kind::boolean: good = good && c.low <= 1; break;
      case type_kind::integer:
      case type_kind::uinteger: break;
      case type_kind::decimal:
      case type_kind::percent: good = good && decimal_fits(c); break;
      case type_kind::money: good = good && decimal_fits(c) && c.currency < no_currency; break;
      case type_kind::string:
        good = good && c.low <= 0xFFFFFFFF && c.high <= 0xFFFFFFFF &&
               in.text({static_cast<std::uint32_t>(c.low), static_cast<std::uint32_t>(c.high)});
        break;
      case type_kind::bytes:
        good = good && c.low <= 0xFFFFFFFF && c.high <= 0xFFFFFFFF &&
               c.low + c.high <= in.t.texts.size();
        break;
      case type_kind::timestamp:
      case type_kind::duration:
        good = good && c.extra >= 0 && c.extra < 1'000'000'000 && seconds_fit(c);
        break;
      case type_kind::list:
      case type_kind::map:
        // Elements stand before their collection, so that none contains itself.
        good = good && c.low <= i && c.high <= i - c.low && c.high <= 2 * caps::collection_most &&
               (c.kind == type_kind::list || c.high % 2 == 0) && in.visit(c.high);
        break;
      case type_kind::type:
        good = good && c.low <= static_cast<std::uint64_t>(type_kind::optional);
        break;
      case type_kind::optional: good = good && c.low == 0 && c.high == 0; break;
      case type_kind::real: good = good && in.doubles; break;
      default: good = false; break;
    }
    if (!good) return in.fail("constants", i);
  }
  return true;
}

inline bool verify_fact(inspection& in, const fact_row& fact) {
  const auto kind_is = [&](index which, type_kind kind) {
    return which == no_index ||
           (which < in.t.constants.size() && in.t.constants[which].kind == kind);
  };
  const bool collection = fact.type == type_kind::list || fact.type == type_kind::map;
  const auto scalar = [&](type_kind kind) {
    return in.doubles ||
           (kind > type_kind::null && kind <= type_kind::duration && kind != type_kind::bytes);
  };
  if (!in.named(fact.name) || !in.place(fact.at) || fact.unused != 0 || fact.unused2 != 0)
    return false;
  if (collection ? !scalar(fact.element)
                 : (!scalar(fact.type) || (fact.element != type_kind::null && !in.doubles))) {
    return false;
  }
  if (fact.flags > (fact_optional | fact_voids) || fact.max_age_seconds < -1) return false;
  if (fact.max_size > caps::collection_most) return false;
  if (collection && (fact.default_value & fact.minimum & fact.maximum) != no_index) return false;
  if (!kind_is(fact.default_value, fact.type) || !kind_is(fact.minimum, fact.type) ||
      !kind_is(fact.maximum, fact.type)) {
    return false;
  }
  if (!in.rows(fact.one_of, in.t.constants) || !in.visit(fact.one_of.count)) return false;
  for (std::uint32_t i = 0; i < fact.one_of.count; ++i) {
    const type_kind wanted = collection ? fact.element : fact.type;
    if (in.t.constants[fact.one_of.first + i].kind != wanted) return false;
  }
  return true;
}

inline bool verify_facts(inspection& in) {
  for (std::size_t i = 0; i < in.t.facts.size(); ++i) {
    if (!verify_fact(in, in.t.facts[i]) ||
        (i > 0 && in.view(in.t.facts[i - 1].name) >= in.view(in.t.facts[i].name))) {
      return in.fail("facts", i);
    }
  }
  if (in.t.line_facts.size() < line_built_in_count || in.t.facts.size() > caps::facts ||
      in.t.line_facts.size() > caps::facts) {
    return in.fail("line_facts", in.t.line_facts.size());
  }
  for (std::size_t i = 0; i < in.t.line_facts.size(); ++i) {
    const fact_row& fact = in.t.line_facts[i];
    bool good = verify_fact(in, fact);
    if (good && i < line_built_in_count) {
      const line_attribute_info& built_in = built_in_line_attributes[i];
      good = in.view(fact.name) == built_in.name && fact.type == built_in.type &&
             fact.element == built_in.element;
    } else if (good && i > line_built_in_count) {
      good = in.view(in.t.line_facts[i - 1].name) < in.view(fact.name);
    }
    if (!good) return in.fail("line_facts", i);
  }
  return true;
}

inline bool verify_header(inspection& in) {
  if (in.t.header.size() != 1) return in.fail("header", in.t.header.size());
  const header_row& h = in.t.header[0];
  const bool good =
      in.text(h.name) && in.text(h.timezone) && h.digest.size == 0 && h.currency < no_currency &&
      h.currency_digits <= 4 && in.one_of(h.rounding, rounding_mode::up_05) &&
      h.rounding_level[0] <= 2 && h.rounding_level[1] <= 2 && h.rounding_level[2] <= 2 &&
      h.remainder <= 4 && in.flag(h.stacking_open) && in.flag(h.intent_optional) &&
      in.flag(h.has_negotiation) && in.flag(h.tax_inclusive) && in.flag(h.stacking_mutual) &&
      (h.stacking_mutual & h.stacking_open) == 0 && h.line_order <= lines_sorted &&
      h.tax_rounding <= tax_per_group && in.flag(h.tax_on_list) && in.rows(h.ladder, in.t.steps) &&
      h.ladder.count <= caps::ladder_steps && in.refs(h.sweeteners, in.t.offer_refs, in.t.offers) &&
      in.rows(h.triggers, in.t.triggers) && h.expires_seconds >= 0 && h.min_move >= 0 &&
      h.min_move <= caps::cart_total && in.rows(h.issues, in.t.subjects) &&
      in.row_or_none(h.evidence, in.t.facts) && in.one_of(h.strategy, strategy::conceder) &&
      in.blank(h.unused) && h.resume_seconds >= 0 &&
      in.refs(h.global_limits, in.t.rule_refs, in.t.limits, true) &&
      in.rows(h.handoffs, in.t.handoffs) && in.rows(h.obligations, in.t.obligations) &&
      in.refs(h.any_stacking, in.t.rule_refs, in.t.stacking, true);
  return good || in.fail("header", 0);
}

}  // namespace detail

/// What is wrong with these tables, or nothing. Takes time linear in their size; allocates little.
/// `doubles`: they hold expressions of CEL's own dialect over facts of any type, which no image of
/// a pack does.
[[nodiscard]] inline std::optional<error> verify(const table_views& tables, bool doubles = false) {
  detail::inspection in(tables, doubles);
  const bool good =
      detail::verify_packing(in) && detail::verify_header(in) && detail::verify_constants(in) &&
      detail::verify_facts(in) && detail::verify_expressions(in) && detail::verify_selectors(in) &&
      detail::verify_offers(in) && detail::verify_classes(in) && detail::verify_stacking(in) &&
      detail::verify_limits(in) && detail::verify_playbooks(in) && detail::verify_negotiation(in) &&
      detail::verify_zones(in) && detail::verify_wording(in);
  if (good) return std::nullopt;
  return std::move(in).failure();
}

}  // namespace parley::graph
