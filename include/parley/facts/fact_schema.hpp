// The declared facts of a pack, as flat rows: what a fact set needs to know of its pack.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>
#include <string_view>

#include "parley/facts/type.hpp"
#include "parley/facts/value.hpp"

namespace parley {

/// "No row" for every 32-bit index in a pack.
inline constexpr std::uint32_t no_index = 0xFFFFFFFF;

/// A run of rows in a table that the field's comment names.
struct row_range {
  std::uint32_t first = 0;
  std::uint32_t count = 0;
};

/// A text in a pack's text pool.
struct text_ref {
  std::uint32_t offset = 0;
  std::uint32_t size = 0;
};

/// Where a rule stands in the source; line and column from 1, line 0 for "nowhere".
struct place_row {
  text_ref file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

/// A value without pointers. string and bytes: `low` is an offset into the texts, `high` the size.
/// optional: nothing, the one without a value. list and map: `low` is the first row in `constants`,
/// `high` the count. Else as `value` lays it out.
struct constant {
  type_kind kind = type_kind::null;
  std::uint8_t unused = 0;
  currency_code currency = no_currency;
  std::int32_t extra = 0;
  std::uint64_t low = 0;
  std::uint64_t high = 0;
};

enum fact_flags : std::uint8_t {
  fact_optional = 1,  ///< may be supplied as `absent`, so readers must guard
  fact_voids = 2,     ///< may end a standing offer early
};

struct fact_row {
  text_ref name;  ///< "customer.tier"; line attributes without "line."
  type_kind type = type_kind::null;
  type_kind element = type_kind::null;  ///< of a list, or of the values of a map
  std::uint8_t flags = 0;
  std::uint8_t unused = 0;
  std::uint32_t default_value = no_index;  ///< in constants
  std::uint32_t minimum = no_index;        ///< in constants
  std::uint32_t maximum = no_index;        ///< in constants
  row_range one_of;                        ///< in constants
  std::uint32_t max_size = 0;              ///< elements of a collection
  std::uint32_t unused2 = 0;
  std::int64_t max_age_seconds = -1;  ///< -1: never stale
  place_row at;
};

/// Line attributes that every cart has; declared ones follow in the same table.
enum line_attribute : std::uint32_t {
  line_id,
  line_sku,
  line_qty,
  line_price,
  line_cost,
  line_category,
  line_tags,
  line_tax_rate,
  line_built_in_count
};

/// Views of a pack's fact rows. Cheap to copy; the pack must outlive it.
class fact_schema {
 public:
  fact_schema() = default;
  fact_schema(std::span<const fact_row> facts, std::span<const fact_row> line_facts,
              std::span<const constant> constants, std::span<const char> texts,
              std::size_t counters, currency_code currency = no_currency, int currency_digits = 2)
      : facts_(facts),
        line_facts_(line_facts),
        constants_(constants),
        texts_(texts),
        counters_(counters),
        currency_(currency),
        currency_digits_(currency_digits) {}

  [[nodiscard]] std::size_t facts() const noexcept { return facts_.size(); }
  [[nodiscard]] std::size_t line_attributes() const noexcept { return line_facts_.size(); }
  [[nodiscard]] std::size_t counters() const noexcept { return counters_; }
  /// The pack's currency and the decimals of its minor unit.
  [[nodiscard]] currency_code currency() const noexcept { return currency_; }
  [[nodiscard]] int currency_digits() const noexcept { return currency_digits_; }
  [[nodiscard]] const fact_row& fact(std::uint32_t which) const noexcept { return facts_[which]; }
  [[nodiscard]] const fact_row& line_fact(std::uint32_t which) const noexcept {
    return line_facts_[which];
  }
  [[nodiscard]] std::string_view text(text_ref ref) const noexcept {
    return {texts_.data() + ref.offset, ref.size};
  }
  [[nodiscard]] std::span<const constant> constants(row_range r) const noexcept {
    return constants_.subspan(r.first, r.count);
  }

  /// A constant that is no collection as a value; its text lives as long as the pack.
  [[nodiscard]] value scalar(const constant& c) const noexcept {
    const auto number = [&] {
      return decimal(static_cast<int128>((static_cast<uint128>(c.high) << 64) | c.low), c.extra);
    };
    const auto characters = [&] {
      return text({static_cast<std::uint32_t>(c.low), static_cast<std::uint32_t>(c.high)});
    };
    switch (c.kind) {
      case type_kind::boolean: return value::boolean(c.low != 0);
      case type_kind::integer: return value::integer(static_cast<std::int64_t>(c.low));
      case type_kind::uinteger: return value::uinteger(c.low);
      case type_kind::decimal: return value::number(number());
      case type_kind::percent: return value::percent(number());
      case type_kind::money: return value::money(number(), c.currency);
      case type_kind::string: return value::string(characters());
      case type_kind::bytes: return value::bytes(characters());
      case type_kind::timestamp: return value::at({static_cast<std::int64_t>(c.low), c.extra});
      case type_kind::duration: return value::lasting({static_cast<std::int64_t>(c.low), c.extra});
      case type_kind::real: return value::real(std::bit_cast<double>(c.low));
      case type_kind::optional: return value::optional(nullptr);
      case type_kind::type: return value::type(static_cast<type_kind>(c.low));
      default: return {};
    }
  }
  [[nodiscard]] value scalar(std::uint32_t constant_row) const noexcept {
    return scalar(constants_[constant_row]);
  }

  /// The fact of this name, or `no_index`.
  [[nodiscard]] std::uint32_t fact_named(std::string_view name) const noexcept {
    const auto found = std::lower_bound(
        facts_.begin(), facts_.end(), name,
        [&](const fact_row& row, std::string_view n) { return text(row.name) < n; });
    if (found == facts_.end() || text(found->name) != name) return no_index;
    return static_cast<std::uint32_t>(found - facts_.begin());
  }
  /// The line attribute of this name (without "line."), or `no_index`.
  [[nodiscard]] std::uint32_t line_fact_named(std::string_view name) const noexcept {
    for (std::uint32_t i = 0; i < line_facts_.size(); ++i) {
      if (text(line_facts_[i].name) == name) return i;
    }
    return no_index;
  }

 private:
  std::span<const fact_row> facts_;       // sorted by name
  std::span<const fact_row> line_facts_;  // line_attribute first
  std::span<const constant> constants_;
  std::span<const char> texts_;
  std::size_t counters_ = 0;
  currency_code currency_ = no_currency;
  int currency_digits_ = 2;
};

}  // namespace parley
