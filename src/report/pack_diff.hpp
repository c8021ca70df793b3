// What changed between two packs, and how it is told.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parley/engine/decision.hpp"
#include "report/diagnostic_text.hpp"

namespace parley::report {

/// What a change does to what may be promised. In the order in which a reviewer should read.
enum class change_direction : std::uint8_t {
  loosened,   ///< something may be promised that couldn't be before
  changed,    ///< neither alone, or nobody can tell from the rule
  tightened,  ///< something may no longer be promised
  neutral,    ///< words; no decision depends on it
};

enum class change_kind : std::uint8_t {
  pack,
  limit,
  pair,
  stacking,
  offer,
  playbook,
  handoff,
  obligation,
  negotiation,
  selector,
  offer_class,
  fact,
  wording,
};

struct changed_place {
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

struct changed_field {
  std::string name;
  std::string before;
  std::string after;
  change_direction direction = change_direction::changed;
};

/// What one pack says to a witness.
struct witness_side {
  parley::verdict verdict = parley::verdict::allow;
  std::optional<std::string> total;  ///< "54.40 USD"
  std::vector<std::string> reasons;  ///< "discount-cap: limit.exceeded (...)"
  std::string handoff;
};

/// A concrete question that the two packs answer differently.
struct change_witness {
  std::string asked;  ///< "HAGGLE=8% + FREESHIP"
  std::string intent;
  std::string facts;  ///< a facts file, in flow style on one line
  std::string test;   ///< a test file that passes under the new pack and fails under the old one
  witness_side before;
  witness_side after;
};

struct pack_change {
  change_kind kind = change_kind::offer;
  change_direction direction = change_direction::changed;
  std::string name;     ///< of the rule, the offer, or the pair: "A + B"
  std::string summary;  ///< "HAGGLE gives up to 15% instead of 12%"
  std::optional<changed_place> before_at;
  std::optional<changed_place> after_at;
  std::vector<changed_field> fields;
  std::optional<change_witness> witness;
  std::uint64_t tried = 0;  ///< questions asked of both packs in search of a witness
  bool searched = false;    ///< whether a witness was looked for at all
};

struct pack_identity {
  std::string name;
  std::uint64_t version = 0;
  std::string digest;
  std::string meaning;  ///< digest of what decides, without places, names of rules and words
};

struct pack_diff {
  pack_identity before;
  pack_identity after;
  std::vector<pack_change> changes;  ///< most risky first
  bool pairs_left_out = false;       ///< too many offers to compare each pair
  std::uint64_t tried = 0;

  /// The one case in which no decision can differ.
  [[nodiscard]] bool same_meaning() const noexcept { return before.meaning == after.meaning; }
};

[[nodiscard]] std::string_view name_of(change_direction direction) noexcept;
[[nodiscard]] std::string_view name_of(change_kind kind) noexcept;

struct diff_options {
  bool tests = true;  ///< with the test of each witness
};

[[nodiscard]] std::string to_text(const pack_diff& diff, text_style style,
                                  const diff_options& options);
[[nodiscard]] std::string to_markdown(const pack_diff& diff, const diff_options& options);
[[nodiscard]] nlohmann::ordered_json to_json(const pack_diff& diff);

}  // namespace parley::report
