// Conditions and amounts of a pack, evaluated over the facts of one request. Three-valued, exact.
#pragma once

#include <cstdint>
#include <vector>

#include "parley/engine/decision.hpp"
#include "parley/facts/fact_set.hpp"
#include "parley/graph/pack.hpp"

namespace parley {

/// What a condition came to. `unknown` beats `error` (design: a missing fact is never a proof of anything).
enum class truth : std::uint8_t { no, yes, unknown, error };

/// What an expression came to: `content` is meaningful for `known` only.
struct outcome {
  enum class kind : std::uint8_t { known, unknown, error } what = kind::unknown;
  value content;
};

/// What earlier offers of the proposal left, for `so_far.*`; minor units.
struct so_far_values {
  std::int64_t subtotal = 0;
  std::int64_t discount = 0;
  std::int64_t shipping = 0;
  std::int64_t total = 0;
};

/// Evaluates expressions of one pack for one request after another; keeps its memory between requests.
/// Results that don't depend on the line or on `so_far` are remembered within a request. Not thread-safe.
class evaluator {
 public:
  /// Starts a request. Both must outlive it. Forgets everything remembered.
  void begin(const pack& p, const fact_set& facts, std::string_view intent);
  /// Sets `so_far.*`; forgets what was computed from it.
  void set_so_far(const so_far_values& values);

  /// `no_index` is the empty condition: yes.
  [[nodiscard]] truth test(graph::index expression);
  /// The same for an expression over `line.*`.
  [[nodiscard]] truth test(graph::index expression, std::uint32_t line);
  [[nodiscard]] outcome compute(graph::index expression);
  [[nodiscard]] outcome compute(graph::index expression, std::uint32_t line);

  /// Adds the reasons why this expression is unknown (nothing when it is known): the union over the
  /// operands that could still decide it. Appends unsorted, perhaps with duplicates.
  void reasons(graph::index expression, std::uint32_t line, std::vector<missing_fact>& out);
  /// Adds every unknown fact the expression could read, whether it mattered or not.
  void all_missing(graph::index expression, std::vector<missing_fact>& out);
};

}  // namespace parley
