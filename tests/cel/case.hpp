// One case of the public conformance data, as dump.mjs writes it.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace parley::cel {

using json = nlohmann::json;

struct test_case {
  std::string suite;    ///< conformance, parsing, checking, comprehension
  std::string section;  ///< of conformance: basic, string_ext ...
  std::string name;     ///< section/.../name, unique in its suite
  std::string expr;
  bool protobuf = false;  ///< needs a message, an enum, Any or a wrapper
  std::string container;
  json type_env;                    ///< list of declarations
  json bindings;                    ///< by name
  bool unchecked = false;           ///< the case is meant for evaluation without a checker
  bool check_only = false;          ///< only the type is of interest
  bool fails = false;               ///< an error is expected
  json value;                       ///< expected, where no error is
  std::optional<json> deduced;      ///< the type the suite itself expects
  std::optional<std::string> tree;  ///< the tree as cel-go prints it
  std::optional<std::string> type;  ///< the type as cel-go prints it
  std::string refusal;              ///< why the parser or checker of cel-go refuses it
};

/// Reads the file; throws std::runtime_error when it isn't what dump.mjs writes.
[[nodiscard]] std::vector<test_case> read_cases(const std::string& path);

}  // namespace parley::cel
