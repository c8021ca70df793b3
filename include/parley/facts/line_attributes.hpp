// The attributes that every cart line has, in the order of `line_attribute`.
#pragma once

#include <array>
#include <string_view>

#include "parley/facts/fact_schema.hpp"

namespace parley {

struct line_attribute_info {
  std::string_view name;  ///< without "line."
  type_kind type = type_kind::null;
  type_kind element = type_kind::null;
};

inline constexpr std::array<line_attribute_info, line_built_in_count> built_in_line_attributes = {{
    {"id", type_kind::string, type_kind::null},
    {"sku", type_kind::string, type_kind::null},
    {"qty", type_kind::integer, type_kind::null},
    {"price", type_kind::money, type_kind::null},
    {"cost", type_kind::money, type_kind::null},
    {"category", type_kind::string, type_kind::null},
    {"tags", type_kind::list, type_kind::string},
    {"tax_rate", type_kind::percent, type_kind::null},
}};

}  // namespace parley
