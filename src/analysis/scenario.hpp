// Concrete facts and a proposal that show a finding: run by the engine, printed as a pack test.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "analysis/axes.hpp"
#include "analysis/boxes.hpp"
#include "check/checked_pack.hpp"
#include "parley/engine/decision.hpp"
#include "parley/engine/workspace.hpp"
#include "parley/facts/fact_set.hpp"
#include "parley/graph/pack.hpp"

namespace parley::analysis {

/// What is said of one fact or attribute.
struct said {
  fact_state state = fact_state::missing;
  value content;
};

struct scenario_line {
  std::string id;
  std::int64_t quantity = 1;
  std::int64_t price = 0;
  std::vector<said> attributes;  ///< by row of the line facts; built-in ones but sku, too
  std::string_view sku;
};

struct scenario_offer {
  check::index offer = 0;
  bool has_parameter = false;
  std::int64_t parameter = 0;
};

/// One question with its facts.
struct scenario {
  std::vector<said> facts;
  std::vector<scenario_line> lines;
  std::vector<std::string_view> methods;  ///< of delivery
  timestamp now;
  std::string_view customer;
  std::string_view intent;
  std::vector<scenario_offer> offers;
};

/// Makes, runs and prints scenarios of one pack. Not thread-safe.
class stage_hand {
 public:
  stage_hand(const check::checked_pack& checked, const pack& compiled, axis_table& axes,
             const std::vector<std::optional<boxes>>& selector_boxes);

  /// Facts in a box that the offers can act on; what the box leaves open gets an ordinary value.
  /// Nothing where no such facts come to mind. Whether they do what is claimed, `run` tells.
  [[nodiscard]] std::optional<scenario> make(const box& wanted, std::vector<scenario_offer> offers);
  [[nodiscard]] scenario_offer plain(check::index offer) const;

  /// What the engine says. The decision is good until the next call.
  const decision& run(const scenario& s);
  [[nodiscard]] truth test(const scenario& s, graph::index expression);

  /// A test file with these questions, expecting what the engine says now.
  [[nodiscard]] std::string print(const std::string& name, const std::vector<scenario>& cases,
                                  bool with_missing = false, bool with_total = false);
  void file_name(std::string name) { file_ = std::move(name); }

 private:
  [[nodiscard]] std::optional<value> pick(std::uint32_t axis, const cell_set& cells) const;
  [[nodiscard]] std::optional<std::int64_t> amount(const box& b, axis_kind what, std::uint32_t row,
                                                   int digits) const;
  [[nodiscard]] said ordinary(bool line, std::uint32_t row) const;
  [[nodiscard]] scenario_line line_of(const box& attributes, std::size_t number) const;
  bool fill_cart(const box& wanted, scenario& s) const;
  void fill(const scenario& s);
  [[nodiscard]] std::string written(const value& v) const;
  [[nodiscard]] std::string given(const scenario& s) const;
  [[nodiscard]] std::string offers_text(const scenario& s) const;
  [[nodiscard]] std::string expected(const scenario& s, bool with_missing, bool with_total);
  [[nodiscard]] std::optional<std::string> row(const scenario& base, const scenario& s) const;

  const check::checked_pack& checked_;
  const pack& compiled_;
  axis_table& axes_;
  const std::vector<std::optional<boxes>>& selector_boxes_;
  std::vector<std::uint32_t> fact_axes_, line_axes_;
  std::int64_t unit_ = 1;
  std::string file_;
  fact_set facts_;
  workspace work_;
  decision answer_;
};

}  // namespace parley::analysis
