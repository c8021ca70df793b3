// What asking recorded requests of two packs came to.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "parley/engine/decision.hpp"
#include "parley/money/decimal.hpp"
#include "report/diagnostic_text.hpp"

namespace parley::report {

/// A verdict, or `refused`: the facts don't fit the pack, so it decides nothing.
enum class replay_verdict : std::uint8_t { allow, escalate, need, deny, refused };
inline constexpr std::size_t replay_verdicts = 5;
[[nodiscard]] std::string_view name_of(replay_verdict v) noexcept;

/// Exact sums in minor units, by which currency they are of.
using money_sums = std::map<std::string, int128>;

/// A line of the file that is no record.
struct bad_record {
  std::uint64_t line = 0;
  std::string message;
};

/// One of the records behind a group of changes.
struct replay_example {
  std::uint64_t line = 0;
  std::string id;     ///< of the record, if it has one
  std::string asked;  ///< "HAGGLE=8% + FREESHIP"
  std::string before;
  std::string after;
};

/// Records that changed in the same way for the same reason.
struct replay_group {
  std::uint64_t count = 0;
  money_sums moved;
  std::vector<replay_example> examples;  ///< of the first lines
};

/// From verdict, to verdict, reason.
using replay_key = std::tuple<replay_verdict, replay_verdict, std::string>;

/// In how many records an offer's own condition held.
struct offer_reach {
  std::uint64_t before = 0;
  std::uint64_t after = 0;
};

struct replay_summary {
  std::uint64_t records = 0;
  std::uint64_t changed = 0;      ///< another verdict
  std::uint64_t other_quote = 0;  ///< the same verdict, other amounts
  std::uint64_t other_handoff = 0;
  std::array<std::array<std::uint64_t, replay_verdicts>, replay_verdicts> matrix = {};
  money_sums conceded_before;  ///< what allowed proposals concede, all-in
  money_sums conceded_after;
  money_sums more;  ///< over the records whose concession grew, by how much
  money_sums less;
  std::map<replay_key, replay_group> groups;
  std::map<std::string, offer_reach> reach;
  std::uint64_t recorded = 0;        ///< records that carry a decision
  std::uint64_t recorded_other = 0;  ///< and the old pack decides another one
  std::vector<std::uint64_t> recorded_lines;
  std::uint64_t bad = 0;
  std::vector<bad_record> bad_records;
  bool gave_up = false;  ///< too many bad lines; the counts are of what stands before

  /// Adds what a later part of the same file came to.
  void add(const replay_summary& later);
};

inline constexpr std::size_t replay_examples = 3;

struct replay_shape {
  std::map<std::string, int> digits;  ///< of each currency
  std::size_t top = 10;               ///< groups shown in text
};

[[nodiscard]] std::string to_text(const replay_summary& s, const replay_shape& shape,
                                  text_style style);
[[nodiscard]] std::string to_markdown(const replay_summary& s, const replay_shape& shape);
[[nodiscard]] nlohmann::ordered_json to_json(const replay_summary& s);

}  // namespace parley::report
