// A slow and plain evaluator of whole expressions, written from docs/conditions.md over the parsed
// tree. It knows nothing of the checker, the graph or the engine's arithmetic.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "oracle/naive_number.hpp"
#include "syntax/condition_ast.hpp"

namespace parley::oracle {

struct any_value {
  enum class kind : std::uint8_t {
    null,
    boolean,
    integer,
    uinteger,
    decimal,
    money,
    percent,
    text,
    bytes,
    timestamp,
    duration,
    list,
    map,   ///< keys and values in turn, sorted by key
    type,  ///< `text` is its name
    line,  ///< `row` of the cart
    optional,
  } what = kind::null;
  bool yes = false;     ///< also: whether an optional has a value, in `items`
  naive_number number;  ///< of all numbers, money and percentages (a share)
  std::string text;     ///< also the currency of money
  __int128 nanos = 0;   ///< of timestamps since 1970, and of durations
  std::vector<any_value> items;
  std::size_t row = 0;
};

/// One text for each value, whatever its trailing zeros.
[[nodiscard]] std::string shown(const any_value& v);

/// What is known of a fact or line attribute.
struct any_fact {
  enum class state : std::uint8_t { missing, stale, withheld, known, absent } what = state::missing;
  any_value value;
};

/// `reasons` of an unknown, as "fact a missing", "line cost 2 withheld", "cart", "now".
struct any_outcome {
  enum class kind : std::uint8_t { known, unknown, error } what = kind::known;
  any_value value;
  std::set<std::string> reasons;

  [[nodiscard]] bool known() const { return what == kind::known; }
};

/// Everything an expression may read. A fact that is declared and not in the map is missing.
struct any_world {
  std::map<std::string, any_fact> facts;
  bool has_cart = false;
  std::vector<std::map<std::string, any_fact>> lines;
  any_fact now;
};

[[nodiscard]] any_outcome evaluate(const syntax::condition& what, const any_world& world);

// naive_functions.cpp

/// A function or method whose arguments are all known. `known` is false for an error.
[[nodiscard]] any_outcome call_function(const std::string& name,
                                        const std::vector<any_value>& arguments);
// naive_time.cpp

/// The part of a moment that getHours() and the like ask for; "" is UTC.
[[nodiscard]] any_outcome civil(const std::string& name, const any_value& moment,
                                const std::string& zone);
[[nodiscard]] std::optional<any_value> moment_of(const std::string& text);
[[nodiscard]] std::optional<any_value> length_of(const std::string& text);

// naive_libraries.cpp

/// The same for the less common ones; nothing for any other name.
[[nodiscard]] std::optional<any_outcome> library_function(const std::string& name,
                                                          const std::vector<any_value>& arguments);

[[nodiscard]] bool same(const any_value& a, const any_value& b);
/// Precondition: the two have an order.
[[nodiscard]] std::strong_ordering order(const any_value& a, const any_value& b);
[[nodiscard]] any_outcome known(any_value v);
[[nodiscard]] any_outcome failed();
[[nodiscard]] any_value truth(bool yes);
[[nodiscard]] any_value whole(std::int64_t v);
[[nodiscard]] any_value text_value(std::string text);
[[nodiscard]] any_value list_value(std::vector<any_value> items);
/// Sorts by key; nothing when two keys are the same.
[[nodiscard]] any_outcome map_value(std::vector<any_value> keys_and_values);
[[nodiscard]] any_outcome arithmetic(char mark, const any_value& a, const any_value& b);

}  // namespace parley::oracle
