// Which rules of a pack its tests have tried, as plain data, and its forms: text, JSON, lcov, HTML.
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "report/diagnostic_text.hpp"
#include "report/test_results.hpp"

namespace parley::report {

/// A comparison with a constant, or a limit's bound, and the values that were tried around it.
struct covered_bound {
  std::string text;  ///< "cart.subtotal >= 50.00", "its bound"
  std::uint64_t at = 0;
  std::uint64_t below = 0;
  std::uint64_t above = 0;
  bool just_below = false;  ///< one minor unit, piece or basis point away
  bool just_above = false;
};

/// One rule and how often each of its outcomes was seen. An outcome that can't happen isn't asked
/// for.
struct covered_rule {
  std::string kind;  ///< "offer", "stacking", "limit", "need", "handoff", "obligation", "selector"
  std::string id;
  std::string text;  ///< the sentence as written; may be empty
  test_place at;
  std::uint64_t fired = 0;  ///< offer: its condition held; stacking: it permitted or forbade;
                            ///< limit: it was broken; need: absent; handoff: it took over;
                            ///< obligation: it was due; selector: a line was in it
  std::uint64_t held = 0;   ///< it was judged and didn't
  std::uint64_t unknown = 0;
  bool can_fire = true;
  bool can_hold = true;
  bool can_be_unknown = false;
  std::vector<covered_bound> bounds;
};

/// A number of points that were asked for, and how many were seen.
struct covered_points {
  std::size_t seen = 0;
  std::size_t all = 0;
};

struct coverage {
  std::string pack;                 ///< "winter-26 version 3"
  std::string file;                 ///< the pack's file
  std::string source;               ///< its text, for the HTML page; may be empty
  std::vector<covered_rule> rules;  ///< in the order of kinds, then of the pack
};

/// What a threshold may be about.
enum class coverage_part : std::uint8_t { all, fired, held, unknown, boundary };
[[nodiscard]] std::string_view name_of(coverage_part part) noexcept;

[[nodiscard]] covered_points points_of(const covered_rule& rule, coverage_part part) noexcept;
[[nodiscard]] covered_points points_of(const std::vector<coverage>& packs,
                                       coverage_part part) noexcept;
/// "87.5%", cut to a tenth, so that nothing rounds up to 100%.
[[nodiscard]] std::string percent_text(const covered_points& points);

/// What has never been tried of a rule: "never broken", "never at its bound". Empty when nothing.
[[nodiscard]] std::vector<std::string> gaps_of(const covered_rule& rule);

[[nodiscard]] std::string to_text(const std::vector<coverage>& packs, text_style style);
[[nodiscard]] nlohmann::ordered_json to_json(const std::vector<coverage>& packs);
/// lcov's tracefile: a line for each rule, a branch for each outcome and each side of a bound.
[[nodiscard]] std::string to_lcov(const std::vector<coverage>& packs);
/// One page that needs nothing else.
[[nodiscard]] std::string to_html(const std::vector<coverage>& packs);

}  // namespace parley::report
