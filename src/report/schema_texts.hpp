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

}  // namespace parley::report
