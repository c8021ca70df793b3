// The diagnostic codes of what only shows when a pack is looked at as a whole, with their pages.
#pragma once

#include "parley/base/diagnostic.hpp"

namespace parley::check::codes {

// --- names -------------------------------------------------------------------------------------

inline constexpr code_info duplicate_name{"PL3101", "declared twice",
                                          "Two declarations have the same name. A later one never "
                                          "replaces an earlier one silently; an overlay "
                                          "with `set:` is the way to change a declaration. Rule "
                                          "ids share one set of names, given or derived."};
inline constexpr code_info unknown_offer{
    "PL3102", "unknown offer",
    "A rule, a playbook or a ladder names an offer that the pack doesn't declare."};
inline constexpr code_info unknown_class{
    "PL3103", "unknown class",
    "A rule names a class that no offer carries. Often a misspelt name, which would make the rule "
    "guard "
    "nothing. A class that has no members yet is listed under `classes:`."};
inline constexpr code_info unknown_target{
    "PL3104", "unknown target",
    "An effect or a limit acts on a name that is no selector (a limit's may be an offer too). "
    "Targets are "
    "`order`, `shipping`, `sku X`, or a name under `selectors:`."};
inline constexpr code_info unknown_needed_fact{
    "PL3105", "unknown fact in `needs`", "A playbook needs a fact that the pack doesn't declare."};
inline constexpr code_info unknown_rule{"PL3106", "unknown rule",
                                        "`overrides:` names a rule id that no stacking rule has."};
inline constexpr code_info ambiguous_name{
    "PL3107", "ambiguous name",
    "One name could mean two things in the same place: a selector that is also an offer, or a "
    "selector with "
    "the first word of a fact, which conditions couldn't tell apart. Rename one of them."};
inline constexpr code_info unknown_currency{
    "PL3108", "unknown currency", "`currency:` is an ISO 4217 code in capitals, such as `USD`."};
inline constexpr code_info unknown_zone{
    "PL3109", "unknown time zone",
    "A time zone is a name of the IANA database, such as `America/New_York`, `UTC`, or in "
    "conditions a fixed offset such as\n"
    "`-05:00`. The compiler reads the rules of every zone a pack can name, also by a fact that is "
    "`one_of` some zones,\n"
    "from /usr/share/zoneinfo and embeds them, so it needs the system's time-zone data (tzdata)."};

// --- declarations of facts ---------------------------------------------------------------------

inline constexpr code_info fact_value{"PL3120", "wrong value of a fact",
                                      "A value in a fact's declaration (`one_of`, `min`, `max`, "
                                      "`default`) isn't of the fact's type, or lies "
                                      "outside what the declaration itself allows."};
inline constexpr code_info fact_bounds{
    "PL3121", "bounds that don't fit",
    "`min` and `max` go with numbers, money, percentages, moments and durations; `one_of` with "
    "those and "
    "with strings; `max_size` with lists and maps; `min` is no more than `max`."};
inline constexpr code_info fact_nesting{"PL3122", "a fact inside a fact",
                                        "`customer` and `customer.tier` can't both be facts: in a "
                                        "facts file the first would be a value and the "
                                        "second something inside it."};

// --- effects -----------------------------------------------------------------------------------

inline constexpr code_info wrong_unit{
    "PL4010", "wrong unit",
    "A percentage stands where money or a count is meant, or the other way round."};
inline constexpr code_info too_precise{"PL4011", "more digits than the unit has",
                                       "An amount of money has more decimals than its currency "
                                       "(`5.005` in USD), or a percentage more than six."};
inline constexpr code_info out_of_range{
    "PL4012", "out of range",
    "A percentage above 100%, or an amount beyond what parley computes with (docs/limits.md)."};
inline constexpr code_info other_currency{"PL4013", "another currency",
                                          "An amount is in another currency than the pack. A pack "
                                          "has one currency; parley converts nothing."};
inline constexpr code_info wrong_range{"PL4014", "range that doesn't work out",
                                       "A range goes from a lesser to a greater value by a step "
                                       "that isn't zero and that reaches the end "
                                       "exactly: `1%..12% step 1%`."};
inline constexpr code_info wrong_target{"PL4015", "target that doesn't fit",
                                        "An effect acts on lines (`order`, `sku X`, a selector) or "
                                        "on shipping, never on offers or classes."};
inline constexpr code_info wrong_tiers{"PL4016", "tiers that don't rise",
                                       "The steps of tiers start at different quantities or "
                                       "amounts, all of one unit, and are at most 64."};
inline constexpr code_info wrong_stage{"PL4017", "stage that doesn't fit",
                                       "`free shipping` and its kin always apply in the stage "
                                       "`shipping`, after everything that prices goods."};
inline constexpr code_info wrong_repeat{
    "PL4018", "wrong repeat", "`repeat:` is how often one proposal may name an offer: 1 to 64."};
inline constexpr code_info wrong_cost{
    "PL4019", "cost that doesn't fit",
    "A counted concession costs `0.05 each`, `1.00 per 100` or `3.00 in all`; everything else has "
    "one amount of money. A gift from the cart costs what its unit costs."};

// --- stacking ----------------------------------------------------------------------------------

inline constexpr code_info relates_to_itself{"PL4110", "an offer beside itself",
                                             "No rule relates an offer to itself. How often one "
                                             "proposal may name an offer is its own `repeat:`."};
inline constexpr code_info before_stage{
    "PL4111", "`before` against the stages",
    "Offers apply in the stages item, order, shipping; `before` orders offers within a stage and "
    "can't turn "
    "the stages round. `stage:` of an offer moves it to another stage."};
inline constexpr code_info before_cycle{"PL4112", "`before` in a circle",
                                        "Rules with `before` ask for an order that doesn't exist."};
inline constexpr code_info before_when{
    "PL4113", "`before` with a condition",
    "The order of offers is fixed for a pack, so `before` has no `when`."};
inline constexpr code_info wrong_override{
    "PL4114", "override that lifts nothing",
    "Only a permission that names its offers one by one lifts a prohibition, and only one "
    "(`excludes`, `alone`, `at most 1 of` or a lane) that concerns each of its pairs."};
inline constexpr code_info wrong_count{"PL4115", "wrong count",
                                       "`at most N of` needs a whole number of at least 1."};
inline constexpr code_info lanes_overlap{
    "PL4116", "an offer in two lanes",
    "Offers compete within a lane and lanes add up, so each offer stands in at most one lane of a "
    "rule."};

// --- limits ------------------------------------------------------------------------------------

inline constexpr code_info limit_unit{
    "PL4210", "bound of the wrong unit",
    "discount, concession, price and spend are bounded by money or by `N% of list | subtotal | "
    "total`, margin "
    "by a percentage or money, and offers, gifts, uses and rounds by a whole number."};
inline constexpr code_info limit_scope{
    "PL4211", "scope that doesn't fit",
    "`per unit` and `per line` go with price, discount and margin; `per "
    "customer`, `per conversation`, `per campaign` "
    "and windows of time (`per day`, `per 30d`) with uses, "
    "spend and rounds, at most one of each sort."};
inline constexpr code_info limit_target{"PL4212", "target that doesn't fit",
                                        "Offers, gifts, uses and spend are counted of offers and "
                                        "classes, price and margin measured of lines."};
inline constexpr code_info limit_otherwise{"PL4213", "`else` that can't act",
                                           "`clamp` and `redistribute` give less so that a bound "
                                           "holds. That works for an upper bound of discount, "
                                           "concession or spend and for a lower bound of price or "
                                           "margin; "
                                           "elsewhere say `deny` or `escalate to ROLE`."};
inline constexpr code_info limit_direction{
    "PL4214", "bound that faces the wrong way",
    "Uses, spend, rounds and gifts have an upper bound, written `<=`."};

inline constexpr code_info limit_base{
    "PL4215", "share of what",
    "A percentage is a share of `list` (the target before offers), `subtotal` (all lines before "
    "offers), "
    "`total` (what is paid in the end), or of an expression such as `line.cost`."};

// --- playbooks and negotiation -----------------------------------------------------------------

inline constexpr code_info step_parameter{"PL4310", "parameter that doesn't fit",
                                          "A step of the ladder gives an offer a parameter it "
                                          "doesn't take, none where one is needed, or one "
                                          "outside its range or off its step."};
inline constexpr code_info step_repeats{
    "PL4311", "step that repeats an offer",
    "A step is a whole proposal and names each offer once, unless the offer says `repeat:`."};
inline constexpr code_info sweetener_parameter{"PL4312", "sweetener with a parameter",
                                               "Sweeteners are added as they are, so an offer with "
                                               "a range can't be one. Declare a fixed offer."};
inline constexpr code_info strategy_name{
    "PL4313", "unknown strategy",
    "`strategy:` is `ladder` (the default: the declared steps), `micro` (one smallest concession "
    "for each move of the shopper), or one of the curves over the rounds: `boulware`, `linear`, "
    "`conceder`."};
inline constexpr code_info strategy_parts{
    "PL4314", "parts that don't fit the strategy",
    "`micro` and the curves search `issues:` and have no ladder; a curve needs `rounds:`; "
    "`evidence:` is a fact of type money."};
inline constexpr code_info issue_any{
    "PL4315", "wrong issue",
    "An issue is an offer, or a class of which one offer is given. Each stands there once."};

// --- wording -----------------------------------------------------------------------------------

inline constexpr code_info wording_key{
    "PL4410", "wording for nothing",
    "A sentence for customers is written for a verdict (`allow`, `escalate`, `need`, `deny`), for "
    "`handoff`, for a finding code, for the id of a rule, or for an offer or a playbook; `and` and "
    "`decimal` say how lists and amounts are written."};
inline constexpr code_info wording_placeholder{
    "PL4411", "wrong placeholder",
    "`{offers}` stands for the offers concerned; in the sentence for `allow` there are `{total}` "
    "and `{saving}` as well."};
inline constexpr code_info wording_hidden{
    "PL4412", "placeholder for a number of the house",
    "Customers are never told bounds, measured values, headroom, costs or internal reasons: who "
    "can make an agent say them can bargain down to them."};

// --- warnings ----------------------------------------------------------------------------------

inline constexpr code_info unused_fact{
    "PL5001", "fact never used",
    "Nothing in the pack reads this fact. Often a rule that should read it reads a misspelt one."};
inline constexpr code_info no_all_in_limit{
    "PL5002", "nothing bounds what is given all-in",
    "The pack has gifts or shipping offers, whose cost no limit on `discount` sees, but no limit "
    "on "
    "`concession` or `margin`. Several of them together can cost more than the order earns."};
inline constexpr code_info missing_cost{"PL5003", "cost unknown",
                                        "A gift, an upgrade or a perk without `cost:` counts as "
                                        "free in every limit on concession and margin."};
inline constexpr code_info requires_cycle{
    "PL5004", "`requires` in a circle",
    "Offers require each other, so none of them can be given without all the others."};
inline constexpr code_info ladder_falls{"PL5005", "ladder that takes back",
                                        "A step of the ladder gives less than the one before it: a "
                                        "lower parameter, or an offer dropped. A "
                                        "shopper who waits would see an offer get worse. Or it "
                                        "gives the same, and is passed over."};
inline constexpr code_info curve_leaks{
    "PL5006", "curve that tells its end",
    "A curve over the rounds is a formula with one unknown, its end, so two counters are enough to "
    "solve it. The end is the dearest combination of `issues:`, never a limit: limits only cut the "
    "curve short. Who knows the end waits for it. `ladder` and `micro` tell no more than what was "
    "given. Suppress the warning where that is meant."};

inline constexpr code_info one_sided_permission{
    "PL5020", "permission of one side only",
    "Under `defaults: {stacking: mutual}` a pair is permitted when each of its offers permits the "
    "other. Here the offers on the right permit nobody, so the rule never comes to anything."};

inline constexpr code_info wording_gap{
    "PL5021", "language with gaps",
    "A language under `wording:` lacks a sentence for a verdict or for `handoff`, so customers "
    "would now and then be answered in English."};
inline constexpr code_info wording_number{
    "PL5022", "a limit told to customers",
    "The sentence for a limit holds a number. Customers who know a limit ask for exactly that "
    "much."};

inline constexpr code_info open_zone{
    "PL5023", "time zones that the pack doesn't hold",
    "A pack holds the rules of those time zones that it names, or that a fact with `one_of` may "
    "be, "
    "so that it answers alike everywhere. Any other name that reaches the condition is an error "
    "value, and what depends on it is denied."};

inline constexpr code_info bare_margin{
    "PL5024", "margin without a sign",
    "A margin is bounded by a share (`margin >= 18%`) or by a sum of money (`margin >= 18.00USD`). "
    "A bare number is money, and was perhaps meant as a percentage."};

inline constexpr const code_info* all_check_codes[] = {
    &duplicate_name,      &unknown_offer,   &unknown_class,        &unknown_target,
    &unknown_needed_fact, &unknown_rule,    &ambiguous_name,       &unknown_currency,
    &unknown_zone,        &fact_value,      &fact_bounds,          &fact_nesting,
    &wrong_unit,          &too_precise,     &out_of_range,         &other_currency,
    &wrong_range,         &wrong_target,    &wrong_tiers,          &wrong_stage,
    &wrong_repeat,        &wrong_cost,      &relates_to_itself,    &before_stage,
    &before_cycle,        &lanes_overlap,   &one_sided_permission, &wording_key,
    &wording_placeholder, &wording_hidden,  &wording_gap,          &wording_number,
    &before_when,         &wrong_override,  &wrong_count,          &limit_unit,
    &limit_scope,         &limit_target,    &limit_otherwise,      &limit_direction,
    &limit_base,          &step_parameter,  &step_repeats,         &sweetener_parameter,
    &unused_fact,         &no_all_in_limit, &missing_cost,         &requires_cycle,
    &ladder_falls,        &strategy_name,   &strategy_parts,       &issue_any,
    &curve_leaks,         &open_zone,       &bare_margin};

}  // namespace parley::check::codes
