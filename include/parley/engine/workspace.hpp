// The memory a question needs, kept between questions so that a warm one allocates nothing.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "parley/base/text_bytes.hpp"
#include "parley/engine/decision.hpp"
#include "parley/engine/evaluator.hpp"
#include "parley/engine/price_state.hpp"
#include "parley/facts/fact_set.hpp"
#include "parley/graph/pack.hpp"

namespace parley {

namespace engine {

/// Rows of a table touched in this request. Starting a new request costs nothing: stamps age.
class row_marks {
 public:
  void prepare(std::size_t rows, std::uint32_t epoch) {
    if (stamps_.size() < rows) stamps_.resize(rows, 0);
    epoch_ = epoch;
  }
  void forget() { std::fill(stamps_.begin(), stamps_.end(), 0U); }
  [[nodiscard]] bool has(graph::index row) const noexcept { return stamps_[row] == epoch_; }
  /// Marks a row; false when it was marked already.
  bool add(graph::index row) noexcept {
    if (has(row)) return false;
    stamps_[row] = epoch_;
    return true;
  }

 private:
  std::vector<std::uint32_t> stamps_;
  std::uint32_t epoch_ = 0;
};

/// Which cart lines a selector holds.
struct selector_lines {
  bool any_unknown = false;
  bool any_error = false;
  bool all_known = false;  ///< every fact that it reads is known of every line
};

/// What stacking needs of the rules that relate two offers of the set.
struct stack_state {
  /// A rule to look at, and the offers of the set that it means, as bits of their slots.
  struct relevant_rule {
    graph::index rule = no_index;
    std::uint64_t left = 0;
    std::uint64_t right = 0;  ///< of `with` and `excludes`
  };

  row_marks offers, classes, rules, pairs;
  std::vector<std::uint32_t> offer_slot;  ///< by offer: position in `distinct`
  std::vector<std::uint64_t> class_mask;  ///< by class: its offers in the set
  std::vector<graph::index> distinct;     ///< offers of the set, in pack order
  std::vector<std::uint32_t> instances;   ///< how often each is named
  std::vector<relevant_rule> relevant;    ///< rules to look at
  struct lift {
    graph::index prohibition = no_index;
    graph::index rule = no_index;
    std::uint32_t a = 0, b = 0;
    truth active = truth::no;
  };
  std::vector<lift> lifts;
  struct possible {
    graph::index rule = no_index;
    std::uint32_t a = 0, b = 0;
    bool failed = false;
  };
  std::vector<possible> permissions;  ///< permissions whose condition is unknown, or failed
  std::vector<std::uint64_t> permitted, forbidden;
};

/// A limit as it was compared, for traces.
struct limit_reading {
  graph::index limit = no_index;
  std::uint32_t line = no_index;  ///< of limits per unit or line
  truth when = truth::yes;
  bool known = false;  ///< both numbers are; else the rest says nothing
  int order = 0;       ///< what was measured against its bound: -1, 0, 1
  bool near = false;   ///< at most one minor unit, piece or basis point apart
  quantity actual;
  quantity bound;
};

}  // namespace engine

/// Scratch memory for `validate` and the other questions. One per thread; not thread-safe. It holds
/// no answer: everything in it is void after the call that used it.
class workspace {
 public:
  // Everything below belongs to the engine.
  parley::evaluator evaluator;
  const parley::pack* pack = nullptr;
  const fact_set* facts = nullptr;
  decision* out = nullptr;
  std::vector<engine::offer_instance> instances;  ///< known offers, in order of application
  graph::index playbook = no_index;
  std::uint64_t requests = 0;
  bool effects_unknown = false;  ///< some effect could not be computed
  bool cart_known = false;       ///< there is a cart with lines
  bool priced = false;           ///< the quote is whole
  bool costs_tried = false;
  std::int64_t costs = -1;  ///< of the cart, once they were added up (limit_plain.hpp)
  engine::price_state price;
  engine::stack_state stack;
  engine::row_marks limit_marks;
  std::vector<graph::index> limits;  ///< in force for this proposal
  std::vector<truth> limit_when;     ///< beside `limits`
  std::vector<missing_fact> reasons;
  std::vector<std::uint32_t> order;
  /// Where every limit that is compared is written down; usually null. Kept between requests.
  std::vector<engine::limit_reading>* readings = nullptr;

  /// Starts a request: sizes everything from the pack and the cart, forgets the last one.
  void begin(const parley::pack& p, const fact_set& f, std::string_view intent, decision& answer);

  [[nodiscard]] const graph::table_views& tables() const noexcept { return pack->tables(); }
  [[nodiscard, gnu::always_inline]] graph::offer_row offer(graph::index which) const noexcept {
    return pack->tables().offers[which];
  }

  /// Whether a selector holds each line; computed once a request.
  const engine::selector_lines& lines_of(graph::index selector);
  /// Precondition: `lines_of(selector)` was asked in this request.
  [[nodiscard]] truth holds(graph::index selector, std::uint32_t line) const noexcept {
    return membership_[selector * stride_ + line];
  }

 private:
  engine::row_marks selector_marks_;
  std::vector<engine::selector_lines> selectors_;
  std::vector<truth> membership_;
  std::size_t stride_ = 0;
  std::uint32_t epoch_ = 0;
};

inline void workspace::begin(const parley::pack& p, const fact_set& f, std::string_view intent,
                             decision& answer) {
  pack = &p;
  facts = &f;
  out = &answer;
  if (++epoch_ == 0) {
    epoch_ = 1;
    selector_marks_.forget(), limit_marks.forget();
    stack.offers.forget(), stack.classes.forget(), stack.rules.forget(), stack.pairs.forget();
  }
  const auto& t = p.tables();
  const std::size_t lines = f.lines().size();
  if (selectors_.size() < t.selectors.size()) selectors_.resize(t.selectors.size());
  if (stride_ < lines) stride_ = lines;
  if (membership_.size() < stride_ * t.selectors.size()) {
    membership_.resize(stride_ * t.selectors.size(), truth::no);
  }
  selector_marks_.prepare(t.selectors.size(), epoch_);
  limit_marks.prepare(t.limits.size(), epoch_);
  stack.offers.prepare(t.offers.size(), epoch_);
  stack.classes.prepare(t.classes.size(), epoch_);
  stack.rules.prepare(t.stacking.size(), epoch_);
  stack.pairs.prepare(t.stacking.size(), epoch_);
  if (stack.offer_slot.size() < t.offers.size()) stack.offer_slot.resize(t.offers.size());
  if (stack.class_mask.size() < t.classes.size()) stack.class_mask.resize(t.classes.size());
  instances.clear();
  playbook = no_index;
  effects_unknown = false;
  priced = false;
  costs_tried = false;
  costs = -1;
  cart_known = f.has_cart() && lines != 0;
  evaluator.begin(p, f, intent);
}

namespace engine {

/// What most selectors are: `line.ATTRIBUTE == "text"`, which needs no evaluator where the
/// attribute is known.
struct text_selector {
  bool is = false;  ///< the expression is one of these
  std::uint32_t attribute = 0;
  bool equal = true;
  std::string_view text;
};

[[nodiscard]] inline text_selector text_selector_of(const parley::pack& p, const fact_set& facts,
                                                    graph::index when) {
  if (when == no_index) return {};
  const auto& t = p.tables();
  const graph::expression_node& root = t.expression_nodes[t.expressions[when].root];
  const bool compares = static_cast<graph::op>(root.op) == graph::op::compare_line_fact;
  const auto how = static_cast<graph::comparison_op>(root.aux16);
  const bool equal = how == graph::comparison_op::equal;
  if (!compares || (!equal && how != graph::comparison_op::not_equal)) return {};
  const value wanted = facts.schema().scalar(root.b);
  if (!wanted.is(type_kind::string)) return {};
  return {true, root.a, equal, wanted.as_text()};
}

}  // namespace engine

inline const engine::selector_lines& workspace::lines_of(graph::index selector) {
  engine::selector_lines& found = selectors_[selector];
  if (!selector_marks_.add(selector)) return found;
  found = {};
  const graph::index when = tables().selectors[selector].when;
  const auto lines = static_cast<std::uint32_t>(facts->lines().size());
  const engine::text_selector plain = engine::text_selector_of(*pack, *facts, when);
  found.all_known = plain.is && facts->has_cart();
  truth* const membership = membership_.data() + selector * stride_;
  const std::uint64_t leading = leading_bytes(plain.text);
  const bool ageless = plain.is && facts->schema().line_fact(plain.attribute).max_age_seconds < 0;
  for (std::uint32_t line = 0; line < lines; ++line) {
    if (plain.is) {
      const fact_slot& slot = facts->line_slot(line, plain.attribute);
      if (slot.state == fact_state::known && slot.content.is(type_kind::string) &&
          (ageless || facts->line_state(line, plain.attribute) == fact_state::known)) {
        const std::string_view held = slot.content.as_text();
        const bool same = held.size() <= 8
                              ? held.size() == plain.text.size() && leading_bytes(held) == leading
                              : held == plain.text;
        membership[line] = same == plain.equal ? truth::yes : truth::no;
        continue;
      }
    }
    found.all_known = false;
    const truth held = evaluator.test(when, line);
    membership[line] = held;
    found.any_unknown = found.any_unknown || held == truth::unknown;
    found.any_error = found.any_error || held == truth::error;
  }
  return found;
}

}  // namespace parley
