// A hand-made schema for tests of the facts room, which has no compiler to lean on.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "parley/facts/fact_schema.hpp"
#include "parley/facts/line_attributes.hpp"

namespace parley::test {

/// Declares facts one by one; `schema()` views what stands here.
class schema_builder {
 public:
  schema_builder() {
    for (const line_attribute_info& info : built_in_line_attributes) {
      fact_row row;
      row.name = text(info.name);
      row.type = info.type;
      row.element = info.element;
      line_facts_.push_back(row);
    }
  }

  text_ref text(std::string_view s) {
    const text_ref made{static_cast<std::uint32_t>(texts_.size()),
                        static_cast<std::uint32_t>(s.size())};
    texts_.insert(texts_.end(), s.begin(), s.end());
    return made;
  }

  /// A value that is no collection as a row of constants.
  std::uint32_t constant_of(const value& v) {
    constant row;
    row.kind = v.kind();
    switch (v.kind()) {
      case type_kind::integer: row.low = static_cast<std::uint64_t>(v.as_int()); break;
      case type_kind::boolean: row.low = v.as_bool() ? 1 : 0; break;
      case type_kind::string: {
        const text_ref at = text(v.as_text());
        row.low = at.offset;
        row.high = at.size;
        break;
      }
      default: {
        row.currency = v.currency();
        row.extra = v.as_decimal().exponent();
        const auto bits = static_cast<uint128>(v.as_decimal().coefficient());
        row.low = static_cast<std::uint64_t>(bits);
        row.high = static_cast<std::uint64_t>(bits >> 64);
      }
    }
    constants_.push_back(row);
    return static_cast<std::uint32_t>(constants_.size() - 1);
  }

  /// Facts are to be declared in alphabetical order. The reference holds until the next one.
  fact_row& fact(std::string_view name, type_kind type, type_kind element = type_kind::null) {
    return add(facts_, name, type, element);
  }
  fact_row& line_fact(std::string_view name, type_kind type, type_kind element = type_kind::null) {
    return add(line_facts_, name, type, element);
  }
  void one_of(fact_row& row, const std::vector<std::string_view>& texts) {
    row.one_of.first = static_cast<std::uint32_t>(constants_.size());
    row.one_of.count = static_cast<std::uint32_t>(texts.size());
    for (const std::string_view t : texts) constant_of(value::string(t));
  }

  [[nodiscard]] fact_schema schema(std::size_t counters = 0) const {
    return {facts_, line_facts_, constants_, texts_, counters, currency_named("USD"), 2};
  }

 private:
  fact_row& add(std::vector<fact_row>& rows, std::string_view name, type_kind type,
                type_kind element) {
    fact_row row;
    row.name = text(name);
    row.type = type;
    row.element = element;
    rows.push_back(row);
    return rows.back();
  }

  std::vector<char> texts_;
  std::vector<constant> constants_;
  std::vector<fact_row> facts_;
  std::vector<fact_row> line_facts_;
};

}  // namespace parley::test
