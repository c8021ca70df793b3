// A simulation of negotiations as text, JSON and a picture. For the house: it shows floors.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "parley/graph/pack.hpp"
#include "report/diagnostic_text.hpp"
#include "report/simulation_results.hpp"

namespace parley::report {

/// {"simulation","pack","space","sellers","buyers"}: docs/simulation.md names the fields.
[[nodiscard]] nlohmann::ordered_json to_json(const simulation_results& found, const pack& rules);
[[nodiscard]] std::string to_text(const simulation_results& found, const pack& rules,
                                  text_style style);
/// Outcome space, frontier and agreements, and what replies tell about the floor. Light or dark as
/// the reader's system is.
[[nodiscard]] std::string simulation_svg(const simulation_results& found, const pack& rules);

/// What a seller does worse than ours, in whole sentences; empty for ours where all is well.
struct seller_faults {
  bool breaks_limits = false;
  bool leaks = false;  ///< a floor shows before it binds, or more bits are told than by ours
  bool loses_surplus = false;
  std::vector<std::string> sentences;
};
[[nodiscard]] seller_faults faults_of(const seller_results& seller, const seller_results& ours,
                                      const pack& rules);

/// "62.5%" of two counts, "-" of nothing.
[[nodiscard]] std::string percent_of(std::uint64_t part, std::uint64_t whole);
/// "1.92": thousandths to two digits, rounded half up.
[[nodiscard]] std::string bits_text(std::int64_t millibits);
/// What was told after so many replies, in thousandths of a bit; of all where there were fewer.
[[nodiscard]] std::int64_t told_after(const leak_measures& leak, std::size_t replies) noexcept;

}  // namespace parley::report
