// Conditions and amounts of a pack, evaluated over the facts of one request. Three-valued, exact.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "parley/engine/arena.hpp"
#include "parley/engine/decision.hpp"
#include "parley/engine/outcome.hpp"
#include "parley/facts/fact_set.hpp"
#include "parley/graph/expression_op.hpp"
#include "parley/graph/pack.hpp"
#include "parley/graph/pattern_matcher.hpp"

namespace parley {

/// What a condition came to. `unknown` beats `error` (design: a missing fact is never a proof of
/// anything).
enum class truth : std::uint8_t { no, yes, unknown, error };

/// What earlier offers of the proposal left, for `so_far.*`; minor units.
struct so_far_values {
  std::int64_t subtotal = 0;
  std::int64_t discount = 0;
  std::int64_t shipping = 0;
  std::int64_t total = 0;
};

/// Evaluates expressions of one pack for one request after another; keeps its memory between
/// requests. Results that don't depend on the line or on `so_far` are remembered within a request.
/// Not thread-safe. Needs less than 128 KB of stack. Texts and lists in results live until the next
/// `begin`.
class evaluator {
 public:
  /// Starts a request. Both must outlive it. Forgets everything remembered.
  void begin(const pack& p, const fact_set& facts, std::string_view intent);
  /// Sets `so_far.*`; forgets what was computed from it.
  void set_so_far(const so_far_values& values);
  /// The engine behind `matches`, instead of the process's own (pattern_matcher.hpp); without
  /// either, `matches` is an error value.
  void set_matcher(pattern_matcher matcher) noexcept { matcher_ = matcher; }

  /// `no_index` is the empty condition: yes.
  [[nodiscard]] truth test(graph::index expression);
  /// The same for an expression over `line.*`.
  [[nodiscard]] truth test(graph::index expression, std::uint32_t line);
  [[nodiscard]] outcome compute(graph::index expression);
  [[nodiscard]] outcome compute(graph::index expression, std::uint32_t line);
  /// One node of an expression on its own, for traces. Precondition: it reads no variable of a
  /// comprehension around it.
  [[nodiscard]] outcome compute_node(graph::index node_row, std::uint32_t line);

  /// Adds the reasons why this expression is unknown (nothing when it is known): the union over the
  /// operands that could still decide it. Appends unsorted, perhaps with duplicates.
  void reasons(graph::index expression, std::uint32_t line, std::vector<missing_fact>& out);
  /// Adds every unknown fact the expression could read, whether it mattered or not.
  void all_missing(graph::index expression, std::vector<missing_fact>& out);

  /// Steps taken since `begin`, explanations included: operations, elements looked at, and a step
  /// for each 256 bytes of text.
  [[nodiscard]] std::uint64_t steps() const noexcept { return steps_; }

 private:
  using node = graph::expression_node;
  struct remembered {
    std::uint64_t stamp = 0;
    outcome result;
  };
  static constexpr int slot_mask = graph::two_variables - 1;
  /// Operators standing on each other; the checker refuses more than caps::expression_height, and a
  /// selector's condition may stand on top of another.
  static constexpr std::uint32_t depth_most =
      2 * static_cast<std::uint32_t>(caps::expression_height) + 16;

  /// Finding reasons asks again on each level of the tree; so much in all, then every fact that
  /// is unknown counts as a reason.
  static constexpr std::uint64_t reasons_cost = 4 * caps::expression_cost;
  static constexpr std::uint64_t text_step = 256;

  [[nodiscard]] outcome eval(graph::index i);
  [[nodiscard]] static std::uint64_t size_in_steps(const value& v) noexcept;
  [[nodiscard]] outcome dispatch(const node& n);
  [[nodiscard]] std::uint64_t epoch_of(std::uint8_t volatility) const noexcept;
  void go_to_line(std::uint32_t line) noexcept;
  [[nodiscard]] std::span<const graph::index> operands_of(const node& n) const noexcept;

  // evaluate_access.hpp
  [[nodiscard]] outcome read_fact(std::uint32_t fact) const;
  [[nodiscard]] outcome has_fact(std::uint32_t fact) const;
  [[nodiscard]] outcome read_line(std::uint32_t line, std::uint32_t attribute) const;
  [[nodiscard]] outcome has_line(std::uint32_t line, std::uint32_t attribute) const;
  [[nodiscard]] outcome read_cart(const node& n);
  [[nodiscard]] outcome read_request(const node& n) const;
  [[nodiscard]] outcome sum_selector(const node& n);
  [[nodiscard]] outcome line_field(const node& n);
  [[nodiscard]] outcome shipping_field(const node& n);
  [[nodiscard]] outcome money_minor(std::int64_t minor) const;

  // evaluate_logic.hpp
  [[nodiscard]] outcome junction(const node& n, bool decisive);
  [[nodiscard]] outcome opposite(const node& n);
  [[nodiscard]] outcome choose(const node& n);
  [[nodiscard]] outcome compare_nodes(const node& n);
  [[nodiscard]] outcome compare_atom(const node& n, const outcome& left) const;

  // evaluate_operators.hpp
  [[nodiscard]] outcome calculate(const node& n);
  [[nodiscard]] outcome concatenate(const value& a, const value& b);

  // evaluate_collections.hpp
  [[nodiscard]] outcome contains(const node& n);
  [[nodiscard]] outcome element(const node& n);
  [[nodiscard]] outcome has_key(const node& n);
  [[nodiscard]] outcome make_list(const node& n);
  [[nodiscard]] outcome make_map(const node& n);
  [[nodiscard]] outcome quantify(const node& n);
  [[nodiscard]] outcome transform(const node& n);
  [[nodiscard]] outcome bind(const node& n);
  [[nodiscard]] static std::size_t rounds_of(const value& range) noexcept;
  void set_variables(const node& n, const value& range, std::size_t round) noexcept;

  [[nodiscard]] outcome map_of(std::span<const value> keys_and_values);

  // evaluate_optionals.hpp
  [[nodiscard]] outcome otherwise(const node& n);
  [[nodiscard]] outcome optional_function(graph::function f, std::span<const value> arguments);
  [[nodiscard]] outcome optional_of(const value& content);
  [[nodiscard]] outcome optional_at(const value& where, const value& key);

  // evaluate_functions.hpp, evaluate_text.hpp, evaluate_format.hpp, evaluate_numbers.hpp,
  // evaluate_lists.hpp, evaluate_time.hpp
  [[nodiscard]] outcome call(const node& n);
  [[nodiscard]] outcome apply(graph::function f, std::span<const value> arguments);
  [[nodiscard]] outcome convert(graph::function f, std::span<const value> arguments);
  [[nodiscard]] outcome text_function(graph::function f, std::span<const value> arguments);
  [[nodiscard]] outcome time_function(graph::function f, std::span<const value> arguments) const;
  [[nodiscard]] outcome number_function(graph::function f, std::span<const value> arguments) const;
  [[nodiscard]] static outcome real_function(graph::function f, const value& v);
  [[nodiscard]] outcome bit_function(graph::function f, std::span<const value> arguments) const;
  [[nodiscard]] outcome list_function(graph::function f, std::span<const value> arguments);
  [[nodiscard]] outcome sorted(std::span<const value> items, bool pairs);
  [[nodiscard]] outcome flattened(std::span<const value> items, std::int64_t depth);
  [[nodiscard]] outcome set_function(graph::function f, std::span<const value> arguments);
  [[nodiscard]] outcome replaced(std::string_view text, std::string_view old,
                                 std::string_view fresh, std::int64_t most);
  [[nodiscard]] outcome quoted(std::string_view text);
  [[nodiscard]] outcome format(std::span<const value> arguments);
  [[nodiscard]] outcome base64(graph::function f, const value& given);
  [[nodiscard]] outcome text_of(std::string_view text);
  /// Takes the steps of a function that looks at many elements; false when there are too few left.
  [[nodiscard]] bool spend(std::uint64_t steps) noexcept;

  // evaluate_reasons.hpp
  void collect(graph::index i, std::vector<missing_fact>& out);
  void collect_comprehension(const node& n, std::vector<missing_fact>& out);
  void collect_selector(const node& n, std::vector<missing_fact>& out);
  void note_line(std::uint32_t line, std::uint32_t attribute, std::vector<missing_fact>& out) const;

  const pack* pack_ = nullptr;
  const fact_set* facts_ = nullptr;
  graph::nodes_view nodes_;
  std::string_view intent_;
  so_far_values so_far_;
  pattern_matcher matcher_ = nullptr;
  std::uint32_t line_ = no_index;
  std::uint32_t depth_ = 0;
  std::uint64_t budget_ = 0;
  std::uint64_t steps_ = 0;
  std::uint64_t clock_ = 0;  // only grows, so stamps of older requests never count
  std::uint64_t request_epoch_ = 0;
  std::uint64_t line_epoch_ = 0;
  std::uint64_t so_far_epoch_ = 0;
  std::vector<remembered> memory_;
  std::vector<value> line_records_;
  std::vector<value> shipping_records_;
  value variables_[graph::variable_slots + 1];
  arena arena_;
};

}  // namespace parley

#include "parley/engine/evaluate_access.hpp"
#include "parley/engine/evaluate_collections.hpp"
#include "parley/engine/evaluate_format.hpp"
#include "parley/engine/evaluate_functions.hpp"
#include "parley/engine/evaluate_lists.hpp"
#include "parley/engine/evaluate_logic.hpp"
#include "parley/engine/evaluate_numbers.hpp"
#include "parley/engine/evaluate_operators.hpp"
#include "parley/engine/evaluate_optionals.hpp"
#include "parley/engine/evaluate_reasons.hpp"
#include "parley/engine/evaluate_text.hpp"
#include "parley/engine/evaluate_time.hpp"
