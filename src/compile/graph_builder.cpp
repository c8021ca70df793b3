#include "compile/graph_builder.hpp"

#include <bit>
#include <cassert>
#include <utility>

#include "parley/graph/image.hpp"

namespace parley::compile {

std::uint64_t shared_runs::hash_of(std::span<const graph::index> run) noexcept {
  std::uint64_t hash = run.size();
  for (const graph::index i : run) hash = (std::rotl(hash, 27) ^ i) * 0x9E3779B97F4A7C15;
  return hash;
}

text_ref graph_builder::intern(std::string_view text) {
  if (text.empty()) return {};
  const auto [entry, added] = texts_.try_emplace(std::string(text));
  if (added) {
    entry->second = {static_cast<std::uint32_t>(tables.texts.size()),
                     static_cast<std::uint32_t>(text.size())};
    tables.texts.insert(tables.texts.end(), text.begin(), text.end());
  }
  return entry->second;
}

namespace {

bool is_collection(type_kind kind) {
  return kind == type_kind::list || kind == type_kind::map;
}

constant scalar_constant(graph_builder& builder, const value& v) {
  constant row;
  row.kind = v.kind();
  switch (v.kind()) {
    case type_kind::boolean: row.low = v.as_bool() ? 1 : 0; break;
    case type_kind::integer: row.low = static_cast<std::uint64_t>(v.as_int()); break;
    case type_kind::uinteger: row.low = v.as_uint(); break;
    case type_kind::decimal:
    case type_kind::money:
    case type_kind::percent: {
      const decimal number = v.as_decimal();
      const auto bits = static_cast<uint128>(number.coefficient());
      row.low = static_cast<std::uint64_t>(bits);
      row.high = static_cast<std::uint64_t>(bits >> 64);
      row.extra = number.exponent();
      row.currency = v.currency();
      break;
    }
    case type_kind::string:
    case type_kind::bytes: {
      const text_ref where = builder.intern(v.as_text());
      row.low = where.offset;
      row.high = where.size;
      break;
    }
    case type_kind::timestamp:
      row.low = static_cast<std::uint64_t>(v.as_timestamp().seconds);
      row.extra = v.as_timestamp().nanos;
      break;
    case type_kind::duration:
      row.low = static_cast<std::uint64_t>(v.as_duration().seconds);
      row.extra = v.as_duration().nanos;
      break;
    case type_kind::type: row.low = static_cast<std::uint64_t>(v.as_type()); break;
    case type_kind::real: row.low = std::bit_cast<std::uint64_t>(v.as_real()); break;
    case type_kind::optional: assert(v.items().empty() && "only the one without a value"); break;
    case type_kind::null: break;
    default: assert(false && "no constant of this kind"); break;
  }
  return row;
}

/// The identity of a constant for sharing.
std::string key_of(const constant& row) {
  return {reinterpret_cast<const char*>(&row), sizeof row};
}

}  // namespace

// Recursion is as deep as the value is nested, which caps::expression_depth bounds.
constant graph_builder::constant_row(const value& v) {
  if (!is_collection(v.kind())) return scalar_constant(*this, v);
  const row_range where = constants_of(v.items());
  constant row;
  row.kind = v.kind();
  row.low = where.first;
  row.high = where.count;
  return row;
}

std::uint32_t graph_builder::constant_of(const value& v) {
  return add_constant(constant_row(v));
}

row_range graph_builder::constants_of(std::span<const value> values) {
  std::vector<constant> rows;
  rows.reserve(values.size());
  for (const value& v : values) rows.push_back(constant_row(v));
  return append(tables.constants, rows);
}

std::uint32_t graph_builder::add_constant(const constant& row) {
  const auto [entry, added] =
      constants_.try_emplace(key_of(row), static_cast<std::uint32_t>(tables.constants.size()));
  if (added) tables.constants.push_back(row);
  return entry->second;
}

pack graph_builder::seal() {
  auto block = graph::detail::lay_out(tables);
  const auto image = graph::detail::bytes_of(*block);
  texts_.clear();
  constants_.clear();
  tables = {};
  return graph::detail::pack_over(std::move(block), image);
}

}  // namespace parley::compile
