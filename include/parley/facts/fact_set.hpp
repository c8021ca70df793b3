// What the host knows now: facts, cart, counters and approvals of one request, in slots of one
// pack.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "parley/facts/fact_keeper.hpp"
#include "parley/facts/fact_schema.hpp"
#include "parley/facts/time.hpp"
#include "parley/facts/value.hpp"
#include "parley/money/rounding.hpp"

namespace parley {

/// What is known of a fact. Everything but `known` and `absent` is unknown to conditions.
enum class fact_state : std::uint8_t { missing, known, absent, stale, withheld };

/// A fact's value with what is known of it.
struct fact_slot {
  value content;
  timestamp as_of;
  bool dated = false;  ///< whether `as_of` was supplied
  fact_state state = fact_state::missing;
};

/// A way of delivery in the cart; every entry is selected and charged. Minor units.
struct shipping_entry {
  std::string_view method;
  std::int64_t price = 0;
  std::int64_t cost = 0;
  bool has_cost = false;
  ratio tax_rate = 0;
  bool has_tax_rate = false;
};

/// The typed parts of a cart line that pricing needs; all attributes stand in `line_slot`.
struct cart_line {
  std::string_view id;
  std::string_view sku;
  std::int64_t quantity = 0;
  std::int64_t price = 0;  ///< list price of a unit, minor units
};

/// A number the host keeps, in the unit of its measure (pieces or minor units).
struct counter_slot {
  std::int64_t value = 0;
  fact_state state = fact_state::missing;
};

/// Leave to exceed one `escalate` limit. One that isn't bound to a pack, a cart, a last moment and
/// a customer or a session counts for nothing.
struct approval {
  std::string_view role;
  std::string_view limit;
  std::string_view customer;
  std::string_view session;
  std::string_view pack_digest;
  std::string_view cart_hash;
  std::int64_t up_to = 0;       ///< largest approved value: minor units, pieces, or share (1e-8)
  bool up_to_is_share = false;  ///< `up_to` was given as a percent
  timestamp until;
  bool has_until = false;
};

/// Facts of one request. Fill it, then ask any number of questions; const use is thread-safe.
/// Texts and lists in values are views: pass what outlives the set, or let `keep` copy it.
/// Reuse with `clear()` keeps the memory, so a warm request allocates nothing.
/// A copy shares what the original kept, and lives on without it.
class fact_set {
 public:
  /// `schema` is a view of the pack's facts and must outlive the set.
  explicit fact_set(fact_schema schema) : schema_(schema) { clear(); }

  void clear();

  // --- filling -----------------------------------------------------------------------------------
  void set_now(timestamp now) { now_ = now; }
  void set_customer_key(std::string_view key) {
    customer_key_ = {value::string(key), {}, false, fact_state::known};
  }
  void set_session_id(std::string_view id) { session_id_ = id; }

  /// Precondition: the value has the fact's declared type and range (facts_io and bindings check
  /// it).
  void set(std::uint32_t fact, const value& v) {
    slots_[fact].content = v;
    slots_[fact].state = fact_state::known;
  }
  void set_state(std::uint32_t fact, fact_state state) { slots_[fact].state = state; }
  void set_as_of(std::uint32_t fact, timestamp at) {
    slots_[fact].as_of = at;
    slots_[fact].dated = true;
  }

  /// Says that there is a cart, even if no line follows.
  void open_cart() { has_cart_ = true; }
  /// Adds a line and returns its number. Preconditions: quantity in [1, caps::quantity], price in
  /// [0, caps::unit_price], fewer than caps::catalog_items lines before (a cart has at
  /// most caps::cart_lines). Sets id, sku, qty and price.
  std::uint32_t add_line(const cart_line& line);
  void set_line(std::uint32_t line, std::uint32_t attribute, const value& v) {
    fact_slot& slot = line_slots_[line * schema_.line_attributes() + attribute];
    slot.content = v;
    slot.state = fact_state::known;
  }
  void set_line_state(std::uint32_t line, std::uint32_t attribute, fact_state state) {
    line_slots_[line * schema_.line_attributes() + attribute].state = state;
  }
  void set_line_as_of(std::uint32_t line, std::uint32_t attribute, timestamp at) {
    fact_slot& slot = line_slots_[line * schema_.line_attributes() + attribute];
    slot.as_of = at;
    slot.dated = true;
  }
  void add_shipping(const shipping_entry& entry) { shipping_.push_back(entry); }
  void set_counter(std::uint32_t counter, std::int64_t v) {
    counters_[counter] = {v, fact_state::known};
  }
  void set_counter_state(std::uint32_t counter, fact_state state) {
    counters_[counter].state = state;
  }
  void add_approval(const approval& a) { approvals_.push_back(a); }

  /// Copies a text into the set and returns the copy, which lives until `clear()`.
  std::string_view keep(std::string_view text);
  /// Copies elements (not the texts in them) into the set.
  std::span<const value> keep(std::span<const value> items);
  /// Room for `count` elements to be filled by the caller, which lives until `clear()`.
  std::span<value> keep_room(std::size_t count);

  // --- reading -----------------------------------------------------------------------------------
  [[nodiscard]] const fact_schema& schema() const noexcept { return schema_; }
  [[nodiscard]] const std::optional<timestamp>& now() const noexcept { return now_; }
  [[nodiscard]] const fact_slot& customer_key() const noexcept { return customer_key_; }
  [[nodiscard]] std::string_view session_id() const noexcept { return session_id_; }

  /// The state after freshness: a known fact with a `max_age` is stale without `as_of`, with one in
  /// the future, without `now`, or when older; an age equal to `max_age` is fresh. `absent` with a
  /// default is known.
  [[nodiscard]] fact_state state(std::uint32_t fact) const noexcept {
    return settle(slots_[fact], schema_.fact(fact));
  }
  /// The value of a known fact, its default when it is absent and has one.
  [[nodiscard]] value get(std::uint32_t fact) const noexcept {
    return slots_[fact].state == fact_state::absent
               ? schema_.scalar(schema_.fact(fact).default_value)
               : slots_[fact].content;
  }
  /// Whether it was said not to exist, even where a default stands in for it.
  [[nodiscard]] bool is_absent(std::uint32_t fact) const noexcept {
    return slots_[fact].state == fact_state::absent;
  }
  [[nodiscard]] bool line_is_absent(std::uint32_t line, std::uint32_t attribute) const noexcept {
    return line_slots_[line * schema_.line_attributes() + attribute].state == fact_state::absent;
  }
  [[nodiscard]] fact_state line_state(std::uint32_t line, std::uint32_t attribute) const noexcept {
    return settle(line_slots_[line * schema_.line_attributes() + attribute],
                  schema_.line_fact(attribute));
  }
  [[nodiscard]] value line_value(std::uint32_t line, std::uint32_t attribute) const noexcept {
    const fact_slot& slot = line_slots_[line * schema_.line_attributes() + attribute];
    return slot.state == fact_state::absent
               ? schema_.scalar(schema_.line_fact(attribute).default_value)
               : slot.content;
  }

  /// What was supplied, before freshness and defaults.
  [[nodiscard]] const fact_slot& slot(std::uint32_t fact) const noexcept { return slots_[fact]; }
  [[nodiscard]] const fact_slot& line_slot(std::uint32_t line,
                                           std::uint32_t attribute) const noexcept {
    return line_slots_[line * schema_.line_attributes() + attribute];
  }

  [[nodiscard]] bool has_cart() const noexcept { return has_cart_; }
  [[nodiscard]] std::span<const cart_line> lines() const noexcept { return lines_; }
  [[nodiscard]] std::span<const shipping_entry> shipping() const noexcept { return shipping_; }
  /// Sum of list lines, minor units.
  [[nodiscard]] std::int64_t subtotal() const noexcept { return subtotal_; }
  [[nodiscard]] std::int64_t quantity() const noexcept { return quantity_; }
  [[nodiscard]] const counter_slot& counter(std::uint32_t which) const noexcept {
    return counters_[which];
  }
  [[nodiscard]] std::span<const approval> approvals() const noexcept { return approvals_; }

 private:
  [[nodiscard]] fact_state settle(const fact_slot& slot, const fact_row& declared) const noexcept;

  fact_schema schema_;
  std::optional<timestamp> now_;
  fact_slot customer_key_;
  std::string_view session_id_;
  bool has_cart_ = false;
  std::int64_t subtotal_ = 0;
  std::int64_t quantity_ = 0;
  std::vector<fact_slot> slots_;
  std::vector<cart_line> lines_;
  std::vector<fact_slot> line_slots_;
  std::vector<shipping_entry> shipping_;
  std::vector<counter_slot> counters_;
  std::vector<approval> approvals_;
  fact_keeper kept_;
};

}  // namespace parley

#include "parley/facts/fact_set_filling.hpp"
