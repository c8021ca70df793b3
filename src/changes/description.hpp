// A pack as named things with named properties, so that two of them can be held side by side.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "changes/expression_key.hpp"
#include "parley/graph/pack.hpp"
#include "report/pack_diff.hpp"

namespace parley::changes {

/// Which way more of a property goes.
enum class tendency : std::uint8_t {
  none,      ///< no order: any change is just a change
  loosens,   ///< a greater number permits more
  tightens,  ///< a greater number permits less
  words,     ///< no decision depends on it
};

/// How a property is compared beyond "another one".
enum class measure_of : std::uint8_t { text, number, condition, set };

/// One property. `key` decides whether two are equal; `shown` is what people read.
struct property {
  std::string name;
  std::string shown;
  std::string key;
  tendency more = tendency::none;
  measure_of as = measure_of::text;
  std::int64_t number = 0;
  int exponent = 0;                   ///< of ten, that `number` is multiplied with
  std::string scale;                  ///< numbers of different ones have no order
  graph::index condition = no_index;  ///< expression; a weaker one counts as more
  std::vector<std::string> items;     ///< of a set, sorted; a superset counts as more
};

/// One thing of a pack. Two packs' things are the same one where kind and name agree.
struct thing {
  report::change_kind kind = report::change_kind::offer;
  std::string name;
  std::string subject;        ///< finds the counterpart of one whose derived name changed with it
  std::string wider_subject;  ///< the same with less to agree on; empty: `subject` has to do
  std::string headline;
  place_row at;
  tendency presence = tendency::none;  ///< what it does to have it
  graph::index row = no_index;
  std::vector<property> properties;
};

/// Everything in a pack that a decision, or what is told of it, depends on.
[[nodiscard]] std::vector<thing> describe(const pack& rules, const expression_keys& keys);

/// A digest of everything but words, places and the pack's name and version. Two packs with equal
/// ones decide every question alike.
[[nodiscard]] std::string meaning_of(const pack& rules, const std::vector<thing>& things);

/// "10% off order", as a pack would say it.
[[nodiscard]] std::string effect_text(const pack& rules, const graph::offer_row& offer);

}  // namespace parley::changes
