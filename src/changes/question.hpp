// The questions a search may ask of two packs: choices for facts, cart, counters and proposal, each
// from a short list of values that matter to one of the packs.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parley/engine/decision.hpp"
#include "parley/facts/fact_set.hpp"
#include "parley/graph/pack.hpp"

namespace parley::changes {

/// One value a fact may have.
struct fact_choice {
  fact_state state = fact_state::missing;
  value content;
  /// Of a money attribute of a line: this share of its price (1e-8) instead of `content`.
  std::int64_t share_of_price = -1;
};

/// A choice to be made: how many ways there are, and what it is about.
struct knob {
  enum class kind : std::uint8_t {
    fact,
    line_present,
    line_sku,
    line_quantity,
    line_price,
    line_attribute,
    shipping,
    counter,
    offer,
    intent,
    now,
    customer
  } what = kind::fact;
  std::uint32_t which = 0;
  std::uint32_t line = 0;
  std::uint16_t options = 1;
};

/// The facts, offers and rules that questions of one search are made of.
struct question_scope {
  std::vector<std::string> facts;       ///< names
  std::vector<std::string> attributes;  ///< names, of lines
  std::vector<std::string> counters;
  std::vector<std::string> offers;
  std::vector<std::string> intents;
  bool defaults = false;  ///< facts with a `default:` may be absent
};

/// Appends what isn't there yet; the lists are short.
template <typename T>
void add_once(std::vector<T>& to, const T& item) {
  if (std::find(to.begin(), to.end(), item) == to.end()) to.push_back(item);
}

/// All questions over a scope. A question is one option for each knob. The packs must outlive it.
/// Not thread-safe.
class question_space {
 public:
  question_space(const pack& before, const pack& after);

  /// Takes the knobs of a scope. Facts that only the old pack declares are left unknown: a test of
  /// the new pack couldn't give them.
  void open(const question_scope& scope);

  using question = std::vector<std::uint16_t>;
  [[nodiscard]] const std::vector<knob>& knobs() const noexcept { return knobs_; }
  /// The option of a knob that leaves its thing out (a fact unknown, a line away, an offer not
  /// named), or nothing.
  [[nodiscard]] std::optional<std::uint16_t> left_out(std::size_t knob) const;

  /// Facts and proposal of a question for one of the packs; the proposal's texts live as long as
  /// the packs.
  void fill(const question& q, bool for_after, fact_set& facts, proposal& asked) const;

  /// The facts of a question as a facts file of the new pack, on one line.
  [[nodiscard]] std::string facts_text(const question& q) const;
  /// ["HAGGLE=8%", "FREESHIP"].
  [[nodiscard]] std::vector<std::string> offers_text(const question& q) const;
  [[nodiscard]] std::string_view intent_of(const question& q) const;

 private:
  struct fact_slot_of {
    std::string_view name;
    graph::index before = no_index, after = no_index;
    std::vector<fact_choice> choices;
  };
  struct counter_of {
    std::string_view key;
    graph::index before = no_index, after = no_index;
    bool is_money = false;
    std::vector<std::int64_t> choices;
  };
  struct offer_of {
    std::string_view name;
    graph::index before = no_index, after = no_index;
    graph::unit unit = graph::unit::none;
    std::vector<std::optional<std::int64_t>> choices;  ///< beside "not named"
  };
  struct shipping_of {
    std::string_view method;
    std::int64_t price = 0;
  };

  void collect(const pack& rules);
  [[nodiscard]] fact_slot_of fact_named(std::string_view name, bool of_line);
  void offer_named(std::string_view name);
  void counter_named(std::string_view key);
  void add_knob(knob::kind what, std::size_t which, std::size_t options, std::uint32_t line = 0);
  [[nodiscard]] std::optional<value> line_value(const fact_choice& c, std::int64_t price,
                                                const pack& rules) const;

  const pack& before_;
  const pack& after_;
  /// What conditions of either pack compare a fact with, by name; lines' attributes with "line.".
  std::vector<std::pair<std::string, value>> compared_;
  std::vector<std::int64_t> subtotals_;  ///< minor units a condition compares sums with
  std::vector<std::int64_t> quantities_;
  std::vector<timestamp> moments_;
  std::vector<std::string_view> skus_;
  std::deque<std::vector<value>> lists_;

  bool defaults_ = false;  ///< facts with a default may be absent
  std::vector<knob> knobs_;
  std::vector<fact_slot_of> facts_, attributes_;
  std::vector<counter_of> counters_;
  std::vector<offer_of> offers_;
  std::vector<std::string_view> intents_;
  std::vector<std::int64_t> prices_;
  std::vector<std::int64_t> counts_;
  std::vector<shipping_of> shippings_;
  std::vector<timestamp> nows_;
};

}  // namespace parley::changes
