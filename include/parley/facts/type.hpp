// The types of facts and of everything a condition computes.
#pragma once

#include <cstdint>
#include <string_view>

namespace parley {

enum class type_kind : std::uint8_t {
  null,
  boolean,
  integer,   ///< 64 bits, signed
  uinteger,  ///< 64 bits, unsigned
  decimal,
  money,    ///< a decimal in major units, with a currency
  percent,  ///< a decimal share; 10% is 0.10
  string,
  bytes,
  timestamp,
  duration,
  list,
  map,
  object,  ///< a record with known fields: a cart line, a shipping entry
  type,    ///< the value of `type(x)`
  any,     ///< known only at run time: inside empty collections; all of a pack's facts have a type
  real,    ///< IEEE double: of CEL's own dialect, never in a pack
  optional,  ///< perhaps a value: `a.?b`
};

/// The name that packs and messages use.
[[nodiscard]] constexpr std::string_view name_of(type_kind kind) noexcept {
  switch (kind) {
    case type_kind::null: return "null";
    case type_kind::boolean: return "bool";
    case type_kind::integer: return "int";
    case type_kind::uinteger: return "uint";
    case type_kind::decimal: return "decimal";
    case type_kind::money: return "money";
    case type_kind::percent: return "percent";
    case type_kind::string: return "string";
    case type_kind::bytes: return "bytes";
    case type_kind::timestamp: return "timestamp";
    case type_kind::duration: return "duration";
    case type_kind::list: return "list";
    case type_kind::map: return "map";
    case type_kind::object: return "object";
    case type_kind::type: return "type";
    case type_kind::any: return "any";
    case type_kind::real: return "double";
    case type_kind::optional: return "optional";
  }
  return "?";
}

/// The name that CEL gives a type: `type(null)` is `null_type`.
[[nodiscard]] constexpr std::string_view cel_name_of(type_kind kind) noexcept {
  switch (kind) {
    case type_kind::null: return "null_type";
    case type_kind::timestamp: return "google.protobuf.Timestamp";
    case type_kind::duration: return "google.protobuf.Duration";
    case type_kind::any: return "dyn";
    case type_kind::optional: return "optional_type";
    default: return name_of(kind);
  }
}

}  // namespace parley
