// The suite of tests/conformance: every case answered as its file says.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <set>

#include "conformance/case_file.hpp"
#include "support/catch.hpp"
#include "support/places.hpp"

using namespace parley::suite;

namespace {

std::vector<std::string> case_paths() {
  std::vector<std::string> out;
  const std::string folder = parley::test::tests_dir() + "/conformance";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".yaml") out.push_back(entry.path().string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

TEST_CASE("every case of the conformance suite is answered as it says") {
  // PARLEY_SHOW_ANSWERS prints the whole answer of each case that differs.
  const bool shown = std::getenv("PARLEY_SHOW_ANSWERS") != nullptr;
  std::set<std::string> titles;
  for (const std::string& path : case_paths()) {
    INFO(path);
    const case_file one = read_case(path);
    INFO(one.title);
    CHECK(titles.insert(one.about + ": " + one.title).second);
    const nlohmann::ordered_json answer = answer_to(one);
    const std::string different = difference(one.expect, answer);
    if (shown && !different.empty()) std::cout << path << "\n  " << answer.dump() << "\n";
    CHECK(different == "");
    for (const std::string& hidden : one.never) {
      INFO(hidden);
      CHECK(answer.dump().find(hidden) == std::string::npos);
    }
  }
}

TEST_CASE("the conformance suite covers every topic") {
  std::map<std::string, std::size_t> topics;
  std::size_t count = 0;
  for (const std::string& path : case_paths()) {
    ++topics[read_case(path).about];
    ++count;
  }
  CHECK(count >= 300);
  for (const char* topic :
       {"packs",     "conditions",  "unknown",  "pricing",   "effects",   "rounding",
        "stacking",  "limits",      "floors",   "counters",  "approvals", "proposals",
        "playbooks", "verdicts",    "eligible", "stackable", "best",      "explain",
        "suggest",   "negotiation", "audience", "facts"}) {
    INFO(topic);
    CHECK(topics[topic] >= 3);
  }
}

TEST_CASE("a difference is found and named") {
  using json = nlohmann::ordered_json;
  const json answer = json::parse(R"({"a": 1, "b": [{"c": "x"}, {"c": "y"}], "d": null})");
  CHECK(difference(json::parse(R"({"b": [{}, {"c": "y"}], "d": null})"), answer) == "");
  CHECK(difference(json::parse(R"({"b": [{"c": "z"}, {}]})"), answer) ==
        "answer.b[0].c: expected \"z\", not \"x\"");
  CHECK(difference(json::parse(R"({"b": [{}]})"), answer) != "");
  CHECK(difference(json::parse(R"({"e": 1})"), answer) == "answer.e is missing");
  CHECK(difference(json::parse(R"({"d": 0})"), answer) != "");
}
