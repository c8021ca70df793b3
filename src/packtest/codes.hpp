// Diagnostics of test files; what they share with facts files and proposals has the codes of those.
#pragma once

#include "parley/base/diagnostic.hpp"

namespace parley::packtest::codes {

inline constexpr code_info no_pack{
    "PL8001", "no pack to test",
    "A test file belongs to a pack: `winter_test.yaml` to `winter.yaml` beside it, or to the one "
    "its\n"
    "`pack:` names. That file isn't there."};
inline constexpr code_info unknown_fixture{
    "PL8002", "unknown fixture",
    "`given:` and `extends:` name fixtures that stand under `fixtures:` in the same file."};
inline constexpr code_info fixture_circle{"PL8003", "fixtures in a circle",
                                          "A fixture extends itself, perhaps through others. Take "
                                          "one of the links out."};
inline constexpr code_info not_a_question{
    "PL8004", "not one question",
    "A test asks one thing: `propose`, `eligible`, `stackable`, `best`, `negotiate` or "
    "`must_fail`."};
inline constexpr code_info no_expectation{
    "PL8005", "nothing expected",
    "A test says what it expects, with `expect:` (of the test, or of each row of its table) or "
    "with a\n"
    "`golden:` block. `golden: new` and `parley test --update` write one."};
inline constexpr code_info bad_expectation{
    "PL8006", "not an expectation",
    "What is expected isn't written in a form that this question "
    "has. docs/testing.md shows each."};
inline constexpr code_info bad_sweep{
    "PL8007", "not a sweep",
    "A sweep is a range with a step (`1%..20% step 1%`, `0..5`) or a list of values. `until` names "
    "one of\n"
    "its values."};
inline constexpr code_info same_name{
    "PL8008", "two tests of one name",
    "Tests are told apart by their names: in reports, in filters, and in golden blocks."};
inline constexpr code_info too_many_cases{
    "PL8009", "too many cases",
    "The table and the sweep of one test make more cases than the documented cap "
    "(docs/limits.md)."};
inline constexpr code_info unknown_line{
    "PL8010", "no such line",
    "A mapping under `cart.lines` changes lines that are there already, by their `id`."};
inline constexpr code_info flow_golden{
    "PL8011", "golden block inside brackets",
    "`--update` writes a golden block on lines of its own, so the test can't stand in `{...}`."};
inline constexpr code_info bad_script{
    "PL8012", "not a script",
    "A negotiation is a list of steps: what the shopper says, and what is expected of the "
    "reply:\n\n"
    "  negotiate:\n"
    "    - {say: 25%, expect: counter, offers: [HAGGLE=3%], total: 62.08}"};

inline constexpr const code_info* all_codes[] = {
    &no_pack,        &unknown_fixture, &fixture_circle, &not_a_question,
    &no_expectation, &bad_expectation, &bad_sweep,      &same_name,
    &too_many_cases, &unknown_line,    &flow_golden,    &bad_script};

}  // namespace parley::packtest::codes
