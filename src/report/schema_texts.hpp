// The schemas as texts; schemas.cpp parses them and puts in what depends on a pack.
#pragma once

#include <string_view>

namespace parley::report {

extern const std::string_view pack_schema;
extern const std::string_view facts_schema;
extern const std::string_view proposal_schema;
extern const std::string_view ask_schema;
extern const std::string_view catalog_schema;
extern const std::string_view test_schema;
extern const std::string_view decision_schema;
extern const std::string_view diagnostics_schema;
extern const std::string_view record_schema;
extern const std::string_view diff_schema;

// What the other verbs answer; they share the definitions of decisions and these.
extern const std::string_view answer_definitions;
extern const std::string_view eligible_schema;
extern const std::string_view stackable_schema;
extern const std::string_view best_schema;
extern const std::string_view explain_schema;
extern const std::string_view suggest_schema;
extern const std::string_view negotiate_schema;
extern const std::string_view simulation_schema;
extern const std::string_view matrix_schema;
extern const std::string_view inspect_schema;
extern const std::string_view bench_schema;
extern const std::string_view prove_schema;
extern const std::string_view test_results_schema;

}  // namespace parley::report
