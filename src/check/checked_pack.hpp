// A pack whose names are resolved, whose amounts have their units and whose conditions have types.
// Made by check_pack; src/compile turns it into a graph and looks nothing up again.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "check/condition_checker.hpp"
#include "parley/base/source.hpp"
#include "parley/graph/tables.hpp"

namespace parley::check {

using index = std::uint32_t;

/// A value that owns its text.
struct literal_value {
  value content;     ///< null for strings
  std::string text;  ///< of a string
  bool is_text = false;
};

struct checked_fact {
  std::string name;  ///< line attributes without "line."
  type_kind type = type_kind::null;
  type_kind element = type_kind::null;
  bool optional = false;
  bool voids = false;
  std::optional<literal_value> default_value, minimum, maximum;
  std::vector<literal_value> one_of;
  std::uint32_t max_size = 0;
  std::int64_t max_age_seconds = -1;
  span at;
};

struct checked_selector {
  std::string name;
  typed_condition when;
  span at;
};

struct checked_obligation {
  std::string kind, text;
  std::optional<typed_condition> when;
  span at;
};

struct checked_part {
  graph::bundle_part_row row;
  std::string sku;
};

/// The numbers of an effect stand in `row`; what refers to other tables stands beside it.
struct checked_effect {
  graph::effect_row row;
  std::string text;  ///< sku, shipping method or name of a perk
  std::vector<checked_part> parts;
  std::vector<graph::tier_row> tiers;
  std::optional<typed_condition> match;
};

struct checked_offer {
  std::string name, because;
  span at;
  graph::stage stage = graph::stage::order;
  graph::basis basis = graph::basis::running;
  bool has_cost = false;
  std::uint32_t repeat = 1;
  std::int32_t rank = 0;
  std::uint32_t position = 0;
  std::uint32_t order_group = 0;  ///< equal for offers that only `before` or the pack orders
  std::uint32_t cost_per = 1;
  std::int64_t cost = 0;
  std::int64_t worth = 0;
  checked_effect effect;
  std::optional<typed_condition> when;
  std::vector<index> classes;  ///< ascending
  std::vector<checked_obligation> obligations;
};

struct checked_class {
  std::string name;
  std::vector<index> members;  ///< ascending
};

struct checked_stacking {
  std::string id, text, because;
  span at;
  graph::stacking_kind kind = graph::stacking_kind::with;
  std::uint32_t count = 0;
  graph::subject_row left;
  std::vector<graph::subject_row> right;
  std::optional<typed_condition> when;
  std::vector<index> overrides;  ///< in stacking
};

struct checked_limit {
  std::string id, text, because, role;
  span at;
  graph::limit_row row;  ///< kinds, target, amount and playbook; the rest is filled when compiled
  std::optional<typed_condition> amount;
  std::optional<typed_condition> when;
  std::string counter;  ///< key of the counter it draws on; empty: none
  bool counter_per_customer = false;
  std::vector<checked_obligation> obligations;
};

struct checked_handoff {
  std::optional<typed_condition> when;
  std::string to, because;
  span at;
};

struct checked_playbook {
  std::string name;
  span at;
  std::vector<graph::subject_row> offers;
  std::vector<index> needs;   ///< in facts, ascending
  std::vector<index> limits;  ///< in limits, ascending
  std::vector<checked_handoff> handoffs;
  std::vector<checked_obligation> obligations;
};

struct checked_step {
  std::vector<graph::step_item_row> items;
  std::string text;
  span at;
};

struct checked_trigger {
  std::string name;
  typed_condition when;
  std::int64_t worth = 0;
  span at;
};

struct checked_negotiation {
  graph::strategy strategy = graph::strategy::ladder;
  std::vector<graph::subject_row> issues;
  index evidence = no_index;
  std::int64_t resume_seconds = 0;
  std::vector<checked_step> ladder;
  std::vector<index> sweeteners;  ///< in offers
  std::vector<checked_trigger> triggers;
  std::uint32_t rounds = 0;
  std::uint32_t patience = 0;
  std::int64_t expires_seconds = 0;
  std::int64_t min_move = 0;
};

struct checked_wording {
  std::string language, key, text;
  span at;
};

struct checked_pack {
  std::string name;
  std::uint64_t version = 0;
  currency_code currency = no_currency;
  int digits = 2;
  std::string timezone;
  std::vector<zone_use> zones;  ///< that of the pack and those of its conditions
  rounding_mode rounding = rounding_mode::half_away;
  std::uint8_t rounding_level[3] = {};  ///< by stage
  std::uint8_t remainder = 0;
  bool stacking_open = false;
  bool stacking_mutual = false;
  bool intent_optional = false;
  bool tax_inclusive = false;
  bool tax_on_list = false;
  std::uint8_t tax_rounding = 0;
  std::uint8_t line_order = 0;
  std::vector<checked_fact> facts;       ///< sorted by name
  std::vector<checked_fact> line_facts;  ///< built-in ones first, then by name
  std::vector<checked_selector> selectors;
  std::vector<checked_class> classes;
  std::vector<checked_offer> offers;  ///< in pack order
  std::vector<checked_stacking> stacking;
  std::vector<checked_limit> limits;  ///< the pack's first, then those of playbooks
  std::vector<checked_playbook> playbooks;
  std::vector<checked_handoff> handoffs;
  std::vector<checked_obligation> obligations;
  std::optional<checked_negotiation> negotiation;
  std::vector<checked_wording> wording;  ///< sorted by language, then key
};

}  // namespace parley::check
