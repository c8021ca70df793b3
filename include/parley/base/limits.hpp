// Every cap on what parley accepts, each with its reason. docs/limits.md is this table for people.
#pragma once

#include <cstddef>
#include <cstdint>

namespace parley::caps {

// --- text that is read -------------------------------------------------------------------------
/// Bytes of one pack, facts, proposal or session file. A 1,000-offer pack takes about 150 KB.
inline constexpr std::size_t file_bytes = 16 * 1024 * 1024;
/// YAML nesting. Real packs use five levels; yaml-cpp needs about 0.5 KB of stack a level.
inline constexpr std::size_t yaml_depth = 32;
/// YAML nodes in one file; bounds memory before anything is interpreted.
inline constexpr std::size_t yaml_nodes = 2'000'000;
/// Bytes of one YAML scalar; longer text has no use in a rule.
inline constexpr std::size_t scalar_bytes = 64 * 1024;
/// Bytes of one YAML key; yaml-cpp itself fails at 1,024.
inline constexpr std::size_t key_bytes = 256;
/// Files one pack may include in all, and how deep; an include chain is read by people.
inline constexpr std::size_t include_files = 256;
inline constexpr std::size_t include_depth = 8;

// --- names and rules ---------------------------------------------------------------------------
inline constexpr std::size_t name_bytes = 128;
inline constexpr std::size_t facts = 4'096;
inline constexpr std::size_t offers = 200'000;
inline constexpr std::size_t rules = 200'000;
inline constexpr std::size_t classes = 4'096;
inline constexpr std::size_t selectors = 4'096;
inline constexpr std::size_t ladder_steps = 64;
/// Rounds of one negotiation, also where a pack says none: nothing goes on for ever.
inline constexpr std::uint32_t negotiation_rounds = 1'000;
inline constexpr std::size_t tiers = 64;
/// Sentences for customers, over all languages: a few hundred rules in a few dozen languages.
inline constexpr std::size_t wordings = 20'000;
/// Errors in one text after which help no longer says which name was likely meant; each such search
/// goes over all names.
inline constexpr std::size_t errors_searched = 500;
/// Pairs of offers that the compiler prices both ways to see whether their order matters; a pair
/// takes some 20 microseconds.
inline constexpr std::size_t order_pairs = 512;
/// Boxes one condition may come apart into before the analysis of `check` leaves it alone.
inline constexpr std::size_t analysis_boxes = 64;
/// Elementary comparisons that the analysis spends on one pack; findings beyond are left out.
inline constexpr std::uint64_t analysis_steps = 4'000'000;
/// Witnesses that one pack's findings get; each runs the engine a few times.
inline constexpr std::size_t analysis_witnesses = 200;
/// Parts of one bundle; matching units to parts works on so many places at once.
inline constexpr std::size_t bundle_parts = 32;

// --- conditions --------------------------------------------------------------------------------
/// Bytes of one expression or sentence; the grammar is linear, this bounds the error caret line.
inline constexpr std::size_t expression_bytes = 4 * 1024;
/// Nesting of one expression; Spirit X3 needs up to 10 KB of stack a level under sanitizers.
inline constexpr std::size_t expression_depth = 32;
/// `a ? b : c ? d : ...`: each choice stands on the next one, and in no brackets.
inline constexpr std::size_t expression_choices = 64;
/// Operators standing on each other in one expression; bounds the stack of whoever walks it. A
/// chain of one `&&` or `||` counts once.
inline constexpr std::size_t expression_height = 128;
/// Nodes of one expression.
inline constexpr std::size_t expression_nodes = 1'024;
/// Names that macros inside each other may give at once; each takes a slot of the evaluator.
inline constexpr std::size_t macro_names = 63;
/// Elements a list or map fact may have unless its declaration says another `max_size`.
inline constexpr std::size_t collection_default = 100;
inline constexpr std::size_t collection_most = 10'000;
/// Bytes of a regular expression; one that is computed also costs as many steps.
inline constexpr std::size_t pattern_bytes = 1'024;
/// Steps one condition may take at worst, from declared sizes; also the runtime backstop.
inline constexpr std::uint64_t expression_cost = 1'000'000;
/// Bytes that the values computed by one request may take.
inline constexpr std::size_t arena_bytes = 4 * 1024 * 1024;

/// Digits behind the point in a clause such as `%.2f`; no number here has more to say.
inline constexpr std::size_t format_precision = 100;

// --- requests ----------------------------------------------------------------------------------
inline constexpr std::size_t cart_lines = 1'000;
inline constexpr std::size_t shipping_methods = 16;
inline constexpr std::size_t proposal_offers = 64;
/// Quantity of one line: with prices below 10^13 minor units sums stay inside 64 bits.
inline constexpr std::int64_t quantity = 1'000'000;
/// A unit price in minor units.
inline constexpr std::int64_t unit_price = 1'000'000'000'000;
/// Sum of a cart's list prices in minor units; products with ratios then fit 128 bits.
inline constexpr std::int64_t cart_total = 1'000'000'000'000'000;
inline constexpr std::size_t approvals = 64;
inline constexpr std::size_t session_bytes = 64 * 1024;
inline constexpr std::size_t catalog_items = 10'000;
/// Combinations of a negotiation's issues that are looked at one by one; some 0.1 s.
inline constexpr std::size_t outcomes = 100'000;
/// Sums of undominated outcomes that are kept where parts of a larger space are added up.
inline constexpr std::size_t outcome_sums = 1'000'000;
/// Search nodes of `best` before it answers with a gap instead of a proof.
inline constexpr std::uint64_t best_nodes = 200'000;
/// Offers that two packs share up to which `diff` compares each pair of them; it says where it
/// didn't.
inline constexpr std::size_t diff_pair_offers = 1'000;
/// Bad lines of a file of recorded requests that are told one by one; all of them are counted.
inline constexpr std::size_t replay_bad_lines = 1'000;
/// Cases one test of a `*_test.yaml` may stand for: a table's rows times a sweep's values.
inline constexpr std::size_t test_cases = 10'000;
inline constexpr std::size_t test_files = 10'000;

// --- simulations ---------------------------------------------------------------------------------
/// Negotiations of one simulation, each with every seller; a record takes about 180 bytes.
inline constexpr std::size_t simulated_negotiations = 100'000;
/// Outcomes that a simulation prices for each cart, about 5 microseconds each; grids thin out.
inline constexpr std::size_t simulated_outcomes = 20'000;
/// States that a best-response buyer looks at before its answer is called a lower bound.
inline constexpr std::size_t simulated_states = 20'000;

}  // namespace parley::caps
