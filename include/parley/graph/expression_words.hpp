// How conditions write the functions, operators and fields of the expression graph.
#pragma once

#include <array>
#include <cstddef>
#include <iterator>
#include <string_view>

#include "parley/graph/expression_op.hpp"

namespace parley::graph {

struct function_words {
  std::string_view name;
  bool method = false;  ///< `x.name(...)`; otherwise `name(...)`
};

namespace detail {

/// In the order of `function`. What the compiler makes by itself has a name of ours.
inline constexpr function_words words_of_functions[] = {
    {"size"},
    {"int"},
    {"uint"},
    {"decimal"},
    {"string"},
    {"bytes"},
    {"bool"},
    {"timestamp"},
    {"duration"},
    {"money"},
    {"percent"},
    {"type"},
    {"contains", true},
    {"startsWith", true},
    {"endsWith", true},
    {"matches", true},
    {"lowerAscii", true},
    {"upperAscii", true},
    {"trim", true},
    {"substring", true},
    {"replace", true},
    {"split", true},
    {"join", true},
    {"indexOf", true},
    {"lastIndexOf", true},
    {"charAt", true},
    {"reverse", true},
    {"strings.quote"},
    {"getFullYear", true},
    {"getMonth", true},
    {"getDate", true},
    {"getDayOfMonth", true},
    {"getDayOfWeek", true},
    {"getDayOfYear", true},
    {"getHours", true},
    {"getMinutes", true},
    {"getSeconds", true},
    {"getMilliseconds", true},
    {"math.least"},
    {"math.greatest"},
    {"math.abs"},
    {"math.ceil"},
    {"math.floor"},
    {"math.round"},
    {"math.trunc"},
    {"math.sign"},
    {"slice", true},
    {"flatten", true},
    {"distinct", true},
    {"sort", true},
    {"lists.range"},
    {"first", true},
    {"last", true},
    {"amount", true},
    {"currency", true},
    {"map_of_pairs"},
    {"optional.of"},
    {"optional.ofNonZeroValue"},
    {"hasValue", true},
    {"value", true},
    {"optional_at"},
    {"list_of_optionals"},
    {"map_of_optionals"},
    {"map_of_maps"},
    {"math.isNaN"},
    {"math.isInf"},
    {"math.isFinite"},
    {"math.sqrt"},
    {"math.bitOr"},
    {"math.bitAnd"},
    {"math.bitXor"},
    {"math.bitNot"},
    {"math.bitShiftLeft"},
    {"math.bitShiftRight"},
    {"format", true},
    {"base64.encode"},
    {"base64.decode"},
    {"sort_pairs"},
    {"sets.contains"},
    {"sets.equivalent"},
    {"sets.intersects"},
    {"double"},
    {"sqrt of double"},
};
static_assert(std::size(words_of_functions) ==
              static_cast<std::size_t>(function::count_of_functions));

}  // namespace detail

[[nodiscard]] constexpr const function_words& words_of(function f) noexcept {
  return detail::words_of_functions[static_cast<std::size_t>(f)];
}

/// `fact in [a, b]` is compiled as comparisons with up to so many constants, and a search of the
/// list beyond; printing writes those comparisons as `in` again.
inline constexpr std::size_t most_members = 16;

/// By comparison_op.
inline constexpr std::array<std::string_view, 6> comparison_words = {"==", "!=", "<",
                                                                     "<=", ">",  ">="};
/// By so_far_field.
inline constexpr std::array<std::string_view, 4> so_far_words = {"subtotal", "discount", "shipping",
                                                                 "total"};
/// By selector_field.
inline constexpr std::array<std::string_view, 3> selector_words = {"subtotal", "quantity", "lines"};
/// By shipping_attribute.
inline constexpr std::array<std::string_view, 4> shipping_words = {"method", "price", "cost",
                                                                   "tax_rate"};

}  // namespace parley::graph
