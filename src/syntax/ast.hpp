// A pack as it was written: sentences and conditions parsed, names not yet looked up, types not
// checked. Made by parse_pack (yaml document -> pack AST); only src/check reads it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "parley/base/source.hpp"
#include "parley/facts/type.hpp"
#include "parley/money/decimal.hpp"
#include "parley/money/rounding.hpp"
#include "syntax/condition_ast.hpp"

namespace parley::syntax {

/// A word of the user's with its place.
struct name {
  std::string text;
  span at;
};

/// A text of the user's that is only carried along, such as `because`.
using words = name;

/// A number as written in a sentence, before its meaning is known.
struct amount {
  enum class kind : std::uint8_t { number, percent, money } what = kind::number;
  decimal value;         ///< percent as written: 10 for 10%; 250bp is 2.5
  std::string currency;  ///< "USD" where a suffix was written
  span at;
};

/// `12%`, or `1%..12% step 1%`.
struct parameter {
  amount from;
  std::optional<amount> to;
  std::optional<amount> step;
  span at;
};

// --- effects -----------------------------------------------------------------------------------

/// What an effect or limit acts on: order, shipping, `SKU x`, class, offer or selector name.
struct target {
  enum class kind : std::uint8_t {
    none,
    order,
    shipping,
    sku,
    offer_class,
    named
  } what = kind::none;
  name which;  ///< of sku, class and named
  span at;
};

struct bundle_part {
  std::uint32_t quantity = 1;
  syntax::target target;
};

struct tier {
  amount from;
  amount value;
  bool chosen = false;  ///< the effect's `value` is a range, and the proposal chooses this tier's
};

/// One parsed `give:` sentence. `kind` as in graph::effect_kind; unused fields are empty.
struct effect {
  enum class kind : std::uint8_t {
    percent_off,
    amount_off,
    amount_off_each,
    unit_price,
    set_price,
    bundle_price,
    buy_get,
    nth_off,
    pick_off,
    tiers,
    per_spend,
    shipping_percent,
    shipping_amount,
    shipping_price,
    shipping_upgrade,
    gift,
    match_price,
    perk
  } what = kind::percent_off;
  std::optional<parameter> value;
  syntax::target target;
  std::optional<amount> cap;        ///< `at most 50.00`
  std::optional<amount> cap_each;   ///< `at most 5.00 each`
  std::optional<amount> least;      ///< match_price: `at least 5.00`
  std::optional<amount> threshold;  ///< `per 100.00`
  std::uint32_t buy = 0;
  std::uint32_t get = 0;
  std::uint32_t times = 0;
  bool dearest = false;
  bool per_group = false;
  bool from_cart = false;  ///< gift: a unit that is in the cart
  name text;               ///< sku of a gift, shipping methods (one a line), name of a perk
  enum class tiers_by : std::uint8_t { quantity, spend, lines } tiers_by = tiers_by::quantity;
  /// What tiers give: a share or amount off the whole, an amount off each unit, or a unit price.
  enum class tiers_give : std::uint8_t { off, each, price } tiers_give = tiers_give::off;
  bool graduated = false;  ///< each unit by the tier it falls into
  std::vector<tier> tiers;
  std::vector<bundle_part> parts;  ///< of a bundle; of buy_get what is bought and what is got
  std::optional<condition> match;  ///< match_price: the expression to match, less `value`
  words sentence;                  ///< as written
};

// --- rules -------------------------------------------------------------------------------------

/// An offer, `class x`, or `any`.
struct subject {
  enum class kind : std::uint8_t { offer, offer_class, any } what = kind::offer;
  name which;
};

struct obligation {
  name kind;
  words text;
  std::optional<condition> when;
};

struct stacking_rule {
  enum class kind : std::uint8_t {
    with,
    excludes,
    alone,
    at_most,
    requires_all,
    requires_any,
    before,
    lanes  ///< `left` and `right` are the lanes; the checker makes plain rules of it
  } what = kind::with;
  subject left;
  std::vector<subject> right;
  std::uint32_t count = 0;
  name id;  ///< empty text: derive one
  std::optional<condition> when;
  words because;
  std::vector<name> overrides;
  words sentence;
};

struct limit_rule {
  enum class measure : std::uint8_t {
    discount,
    concession,
    margin,
    price,
    offers,
    gifts,
    uses,
    spend,
    rounds
  } measure = measure::discount;
  syntax::target target;
  /// `per unit | line | order | customer | conversation | campaign | day | week | month | 30d ...`
  std::vector<name> scopes;
  bool at_least = false;
  struct bound {
    enum class kind : std::uint8_t {
      literal,
      of_list,
      of_subtotal,
      of_total,
      expression,
      of_expression
    } what = kind::literal;
    amount value;                         ///< of literal and of_*
    std::optional<condition> expression;  ///< of expression and of_expression
  } bound;
  enum class otherwise : std::uint8_t {
    deny,
    clamp,
    redistribute,
    escalate
  } otherwise = otherwise::deny;
  bool says_otherwise = false;  ///< whether `else` stands in the sentence
  name role;
  name id;
  std::optional<condition> when;
  words because;
  std::vector<obligation> obligations;
  bool loosens = false;
  words sentence;
};

// --- declarations ------------------------------------------------------------------------------

/// A literal of a declaration (`min: 0`, `default: false`, an element of `one_of`).
struct literal {
  std::string text;
  bool quoted = false;
  bool exact = false;  ///< whether `at` is the exact place of the text
  span at;
};

struct fact_decl {
  syntax::name name;  ///< whole dotted name, "line.map" for a line attribute
  type_kind type = type_kind::null;
  type_kind element = type_kind::null;
  std::vector<literal> one_of;
  std::optional<literal> minimum, maximum, default_value;
  std::optional<std::int64_t> max_age_seconds;
  std::optional<std::uint32_t> max_size;
  bool optional = false;
  bool voids = false;
};

struct selector_decl {
  syntax::name name;
  condition when;
};

struct offer_decl {
  syntax::name name;
  syntax::effect effect;
  std::vector<syntax::name> classes;
  std::optional<condition> when;
  std::optional<amount> cost, worth;
  std::uint32_t cost_per = 1;  ///< of a counted perk: pieces that `cost` is of; 0: all of them
  std::optional<std::int32_t> rank;
  enum class basis : std::uint8_t { inherit, running, list, stage } basis = basis::inherit;
  enum class stage : std::uint8_t { inherit, item, order, shipping } stage = stage::inherit;
  std::uint32_t repeat = 1;
  bool consume_shared = false;
  bool favour_merchant = false;
  words because;
  std::vector<obligation> obligations;
};

struct handoff_rule {
  std::optional<condition> when;  ///< none: always
  syntax::name to;
  words because;
  span at;
};

struct playbook_decl {
  syntax::name name;
  std::vector<subject> offers;
  bool lists_offers = false;
  std::vector<syntax::name> needs;
  std::vector<limit_rule> limits;
  std::vector<handoff_rule> handoffs;
  std::vector<obligation> obligations;
  bool loosens = false;  ///< in an overlay: may drop limits of the playbook it replaces
};

struct step_item {
  syntax::name offer;
  std::optional<amount> parameter;
};

struct ladder_step {
  std::vector<step_item> items;
  words sentence;
};

struct trigger_decl {
  syntax::name name;
  condition when;
  std::optional<amount> worth;
};

struct negotiation_decl {
  std::vector<ladder_step> ladder;
  std::vector<syntax::name> sweeteners;
  std::vector<trigger_decl> triggers;
  std::optional<std::uint32_t> rounds;
  std::optional<std::uint32_t> patience;
  std::optional<std::int64_t> expires_seconds;
  std::optional<amount> min_move;
  std::optional<syntax::name> strategy;
  std::vector<subject> issues;
  std::optional<syntax::name> evidence;
  std::optional<std::int64_t> resume_seconds;
  span at;
};

/// What is said to customers in one language: for a verdict, a finding code or the id of a rule.
struct wording_decl {
  syntax::name language;
  syntax::name key;
  words text;
};

/// A name whose declaration was left out because of errors that are already reported.
struct broken_name {
  syntax::name name;
  enum class kind : std::uint8_t {
    fact,
    selector,
    offer,
    offer_class,
    playbook,
    rule
  } what = kind::offer;
};

/// A condition whose declaration was left out.
struct orphan_condition {
  condition when;
  enum class place : std::uint8_t { rule, offer, line } where = place::rule;
};

/// Everything that one or several files declare, overlays applied.
struct pack {
  syntax::name name;
  std::optional<std::uint64_t> version;
  syntax::name currency;
  syntax::name timezone;  ///< empty: UTC
  rounding_mode rounding = rounding_mode::half_away;
  enum class level : std::uint8_t { order, line, unit };
  level rounding_level[3] = {};  ///< by stage: item, order, shipping
  enum class remainder : std::uint8_t {
    largest,
    spread,
    first,
    last,
    carry
  } remainder = remainder::largest;
  enum class basis : std::uint8_t { running, list, stage } basis = basis::running;
  /// What applies first among offers of one stage and rank.
  enum class ties : std::uint8_t { pack, percent, amount, greatest } ties = ties::pack;
  bool stacking_open = false;
  bool stacking_mutual = false;  ///< closed, and each side has to permit the other
  bool intent_optional = false;
  bool tax_inclusive = false;
  bool tax_on_list = false;  ///< discounts come off after tax
  enum class tax_rounding : std::uint8_t { line, unit, group } tax_rounding = tax_rounding::line;
  enum class line_order : std::uint8_t {
    automatic,
    as_given,
    sorted
  } line_order = line_order::automatic;
  std::optional<int> currency_digits;  ///< instead of those of ISO 4217
  std::vector<fact_decl> facts;
  std::vector<syntax::name> classes;  ///< listed under `classes:`
  std::vector<selector_decl> selectors;
  std::vector<offer_decl> offers;
  std::vector<stacking_rule> stacking;
  std::vector<limit_rule> limits;
  std::vector<playbook_decl> playbooks;
  std::vector<handoff_rule> handoffs;
  std::vector<obligation> obligations;
  std::optional<negotiation_decl> negotiation;
  std::vector<wording_decl> wording;
  /// Whoever names one of these is not at fault.
  std::vector<broken_name> broken;
  std::vector<orphan_condition> orphans;
};

}  // namespace parley::syntax
