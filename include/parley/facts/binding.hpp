// Filling a fact set from a host's own structs.
//
//   struct my_customer { std::string tier; int orders; std::optional<bool> verified; };
//
//   parley::struct_binding<my_customer> customer(pack.schema());
//   customer.field("customer.tier", &my_customer::tier);
//   customer.field("customer.orders", [](const my_customer& c) { return c.orders; });
//   customer.field("customer.verified", &my_customer::verified, parley::when_empty::absent);
//   if (!customer.errors().empty()) ...           // at start-up: a name or a type doesn't fit the
//   pack
//
//   auto faults = customer.apply(me, facts);      // per request: values outside their declared
//   range
//
// Texts of members are viewed, so the struct must outlive the questions asked of the fact set; a
// text that a function makes on the fly is copied into the set.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "parley/base/did_you_mean.hpp"
#include "parley/base/limits.hpp"
#include "parley/base/result.hpp"
#include "parley/facts/bound_value.hpp"
#include "parley/facts/fact_check.hpp"
#include "parley/facts/fact_set.hpp"

namespace parley {

/// What an empty `std::optional` says: that the host doesn't know (conditions on it are unknown),
/// or that it knows that there is nothing (`has()` is false, a declared default applies).
enum class when_empty : std::uint8_t { missing, absent };

namespace detail {

/// What struct_binding and line_binding share: named readers, checked once against the schema.
template <typename T>
class reader_table {
 public:
  reader_table(fact_schema schema, bool of_lines) : schema_(schema), of_lines_(of_lines) {}

  template <typename Reader>
  void add(std::string_view name, Reader reader, when_empty empty) {
    using returned = std::invoke_result_t<const Reader&, const T&>;
    using plain = std::remove_cvref_t<returned>;
    const std::uint32_t which = find(name);
    if (which == no_index) return;
    using bound = typename bound_type<typename payload<plain>::type>::type;
    if (!bound_value<bound>::fits(row(which))) {
      errors_.push_back({"binding.type", "`" + std::string(name) + "` is declared as " +
                                             std::string(name_of(row(which).type)) +
                                             ", which this member can't give"});
      return;
    }
    readers_.push_back({which, [this_row = row(which), reader = std::move(reader), empty](
                                   const T& from, fact_set& facts) {
                          constexpr bool owned = !std::is_reference_v<returned> &&
                                                 !is_view<typename payload<plain>::type>;
                          const plain& v = std::invoke(reader, from);
                          if constexpr (is_optional<plain>) {
                            if (!v) {
                              return read{empty == when_empty::absent ? fact_state::absent
                                                                      : fact_state::missing,
                                          {}};
                            }
                            return known(*v, owned, this_row, facts);
                          } else {
                            static_cast<void>(empty);
                            return known(v, owned, this_row, facts);
                          }
                        }});
  }

  template <typename Reader>
  void add_as_of(std::string_view name, Reader reader) {
    const std::uint32_t which = find(name);
    if (which == no_index) return;
    dates_.push_back(
        {which, [reader = std::move(reader)](const T& from) -> std::optional<timestamp> {
           const auto& at = std::invoke(reader, from);
           using plain = std::remove_cvref_t<decltype(at)>;
           if constexpr (is_optional<plain>) {
             if (!at) return std::nullopt;
             return moment(*at);
           } else {
             return moment(at);
           }
         }});
  }

  /// Gives every reading to `set(which, value)`, `set_state(which, state)` and `set_as_of(which,
  /// at)`.
  template <typename Set, typename SetState, typename SetAsOf>
  void apply(const T& from, fact_set& facts, Set set, SetState set_state, SetAsOf set_as_of,
             std::vector<error>& faults) const {
    for (const auto& [which, reader] : readers_) {
      const read got = reader(from, facts);
      if (got.state != fact_state::known) {
        set_state(which, got.state);
        continue;
      }
      const fact_fault fault =
          got.content ? check_fact(schema_, row(which), *got.content) : fact_fault::maximum;
      if (fault == fact_fault::none) {
        set(which, *got.content);
      } else {
        set_state(which, fact_state::missing);
        faults.push_back(
            {"binding.value", "`" + shown(which) + "`: " + std::string(name_of(fault))});
      }
    }
    for (const auto& [which, reader] : dates_) {
      if (const std::optional<timestamp> at = reader(from)) set_as_of(which, *at);
    }
  }

  [[nodiscard]] const std::vector<error>& errors() const noexcept { return errors_; }

 private:
  struct read {
    fact_state state = fact_state::known;
    std::optional<value> content;  // nothing when the number doesn't fit
  };

  template <typename V>
  struct payload {
    using type = V;
  };
  template <typename V>
  struct payload<std::optional<V>> {
    using type = V;
  };
  /// Texts that somebody else keeps, so that a temporary of the type doesn't take them along.
  template <typename V>
  static constexpr bool is_view = std::is_same_v<V, std::string_view> || std::is_pointer_v<V>;

  template <typename V>
  static read known(const V& v, bool owned, const fact_row& row, fact_set& facts) {
    if constexpr (list_like<V>) {
      return {fact_state::known, bound_value<V>::make(v, row, facts, owned)};
    } else {
      return {fact_state::known, make_value(v, owned, row, facts)};
    }
  }

  static timestamp moment(timestamp at) { return at; }
  template <typename Length>
  static timestamp moment(std::chrono::time_point<std::chrono::system_clock, Length> at) {
    return timestamp_of(at);
  }

  [[nodiscard]] const fact_row& row(std::uint32_t which) const {
    return of_lines_ ? schema_.line_fact(which) : schema_.fact(which);
  }
  [[nodiscard]] std::string shown(std::uint32_t which) const {
    return (of_lines_ ? "line." : "") + std::string(schema_.text(row(which).name));
  }

  std::uint32_t find(std::string_view name) {
    const std::uint32_t which =
        of_lines_ ? schema_.line_fact_named(name) : schema_.fact_named(name);
    if (which != no_index) return which;
    std::vector<std::string_view> names;
    const std::size_t count = of_lines_ ? schema_.line_attributes() : schema_.facts();
    for (std::uint32_t i = 0; i < count; ++i) names.push_back(schema_.text(row(i).name));
    const std::string help = did_you_mean_help(name, names);
    errors_.push_back({"binding.name", "the pack declares no " +
                                           std::string(of_lines_ ? "line attribute" : "fact") +
                                           " `" + std::string(name) + "`" +
                                           (help.empty() ? "" : "; " + help)});
    return no_index;
  }

  fact_schema schema_;
  bool of_lines_;
  std::vector<error> errors_;
  std::vector<std::pair<std::uint32_t, std::function<read(const T&, fact_set&)>>> readers_;
  std::vector<std::pair<std::uint32_t, std::function<std::optional<timestamp>(const T&)>>> dates_;
};

}  // namespace detail

/// Reads facts from a `T`. Made once for a pack, applied to any number of requests; applying
/// allocates nothing for views and numbers. The pack must outlive it. Const use is thread-safe as
/// far as the readers are.
template <typename T>
class struct_binding {
 public:
  explicit struct_binding(fact_schema schema) : table_(schema, false) {}

  /// Binds a fact to a member or to a function of `const T&`. A wrong name or type lands in
  /// `errors()`.
  template <typename Reader>
  struct_binding& field(std::string_view fact, Reader reader,
                        when_empty empty = when_empty::missing) {
    table_.add(fact, std::move(reader), empty);
    return *this;
  }

  /// Binds the moment of a fact's `as_of`: a timestamp, a system_clock time point, or an optional
  /// one.
  template <typename Reader>
  struct_binding& as_of(std::string_view fact, Reader reader) {
    table_.add_as_of(fact, std::move(reader));
    return *this;
  }

  /// What didn't fit the pack; those fields are not bound.
  [[nodiscard]] const std::vector<error>& errors() const noexcept { return table_.errors(); }

  /// Fills the bound facts. Values outside their declaration stay missing and are listed.
  [[nodiscard]] std::vector<error> apply(const T& from, fact_set& facts) const {
    std::vector<error> faults;
    table_.apply(
        from, facts, [&](std::uint32_t f, const value& v) { facts.set(f, v); },
        [&](std::uint32_t f, fact_state s) { facts.set_state(f, s); },
        [&](std::uint32_t f, timestamp at) { facts.set_as_of(f, at); }, faults);
    return faults;
  }

 private:
  detail::reader_table<T> table_;
};

/// Adds cart lines from a `T`; `line` gives id, sku, quantity and price in minor units, fields the
/// other attributes (named without "line."). Otherwise as struct_binding.
template <typename T>
class line_binding {
 public:
  line_binding(fact_schema schema, std::function<cart_line(const T&)> line)
      : table_(schema, true), line_(std::move(line)) {}

  template <typename Reader>
  line_binding& field(std::string_view attribute, Reader reader,
                      when_empty empty = when_empty::missing) {
    table_.add(attribute, std::move(reader), empty);
    return *this;
  }
  template <typename Reader>
  line_binding& as_of(std::string_view attribute, Reader reader) {
    table_.add_as_of(attribute, std::move(reader));
    return *this;
  }

  [[nodiscard]] const std::vector<error>& errors() const noexcept { return table_.errors(); }

  /// Adds one line. A quantity or price out of range, or one line too many, is listed and nothing
  /// added.
  [[nodiscard]] std::vector<error> apply(const T& from, fact_set& facts) const {
    std::vector<error> faults;
    const cart_line made = line_(from);
    const bool fits = made.quantity >= 1 && made.quantity <= caps::quantity && made.price >= 0 &&
                      made.price <= caps::unit_price && facts.lines().size() < caps::cart_lines &&
                      made.quantity * made.price <= caps::cart_total - facts.subtotal();
    if (!fits) {
      faults.push_back({"binding.line", "quantity, price or number of lines out of range"});
      return faults;
    }
    const std::uint32_t number = facts.add_line(made);
    table_.apply(
        from, facts, [&](std::uint32_t a, const value& v) { facts.set_line(number, a, v); },
        [&](std::uint32_t a, fact_state s) { facts.set_line_state(number, a, s); },
        [&](std::uint32_t a, timestamp at) { facts.set_line_as_of(number, a, at); }, faults);
    return faults;
  }

 private:
  detail::reader_table<T> table_;
  std::function<cart_line(const T&)> line_;
};

}  // namespace parley
