// A case of the conformance suite: one file, one question, what the answer has at least. The format
// is described in docs/conformance-suite.md.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace parley::suite {

struct case_file {
  std::string title;
  std::string about;
  std::string pack;
  std::string facts;
  std::string ask;
  std::vector<std::string> offers;
  std::string intent;
  bool accept_partial = false;
  std::string audience = "internal";
  std::vector<std::string> objective;
  std::string saving;
  std::string catalog;
  std::vector<std::string> say;
  std::vector<std::string> never;  ///< texts that the answer must not contain
  nlohmann::ordered_json expect;
};

/// Throws std::runtime_error for a file that isn't a case: a suite with a broken file is broken.
[[nodiscard]] case_file read_case(const std::string& path);

/// The answer to the question of a case, in the words of docs/cli.md.
[[nodiscard]] nlohmann::ordered_json answer_to(const case_file& one);

/// Where `actual` lacks something of `expected`, or says otherwise; empty where it doesn't. Of
/// objects the keys of `expected` count; lists have the same length.
[[nodiscard]] std::string difference(const nlohmann::ordered_json& expected,
                                     const nlohmann::ordered_json& actual,
                                     const std::string& where = "answer");

}  // namespace parley::suite
