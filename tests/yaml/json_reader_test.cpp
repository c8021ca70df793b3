// JSON is read without yaml-cpp; what comes out is what yaml-cpp would have given.
#include "yaml/json_reader.hpp"

#include <string>
#include <utility>

#include "parley/base/diagnostic.hpp"
#include "parley/base/source.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"
#include "yaml/reader.hpp"

namespace {

using namespace parley;

/// The text as the YAML reader sees it: a comment behind it is no JSON.
std::optional<yaml::document> as_yaml(const std::string& text) {
  source_set sources;
  diagnostics found;
  const std::uint32_t file = sources.add("t.json", text + "\n# comment");
  REQUIRE_FALSE(yaml::read_json(sources[file].text(), file).has_value());
  return yaml::read(sources, file, found);
}

void check_equal(const yaml::document& a, const yaml::document& b) {
  REQUIRE(a.nodes.size() == b.nodes.size());
  CHECK(a.children == b.children);
  CHECK(a.root == b.root);
  for (std::size_t i = 0; i < a.nodes.size(); ++i) {
    INFO("node " << i << ": " << a.nodes[i].text);
    CHECK(a.nodes[i].kind == b.nodes[i].kind);
    CHECK(a.nodes[i].style == b.nodes[i].style);
    CHECK(a.nodes[i].exact == b.nodes[i].exact);
    CHECK(a.nodes[i].text == b.nodes[i].text);
    CHECK(a.nodes[i].first == b.nodes[i].first);
    CHECK(a.nodes[i].count == b.nodes[i].count);
    CHECK(a.nodes[i].at.offset == b.nodes[i].at.offset);
    CHECK(a.nodes[i].at.length == b.nodes[i].at.length);
  }
}

void check_both_ways(const std::string& text) {
  INFO(text);
  const auto json = yaml::read_json(text, 0);
  const auto slow = as_yaml(text);
  REQUIRE(json.has_value());
  REQUIRE(slow.has_value());
  check_equal(*json, *slow);
}

TEST_CASE("JSON texts give the same tree either way") {
  for (const char* text : {
           R"({})",
           R"({"a":1})",
           R"({"a": 1, "b": -2.50, "c": 1e5, "d": true, "e": false})",
           R"({"a":[],"b":{},"c":[[]],"d":[{}]})",
           R"({"a": [ 1 , 2 ] , "b": { "c": "d" } })",
           "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": {\"c\": \"d\"}\n}",
           "{\r\n \"a\": 1\r\n}",
           R"({"a":"x: y, [z] {q} #no","b":"'quoted'","c":""})",
           R"({"a":"line\nbreak","b":"tab\t","c":"back\\slash","d":"say \"hi\"","e":"a\/b"})",
           R"({"a":"caf\u00e9","b":"\u4e2d","c":"\u0041"})",
           "{\"a\":\"caf\xC3\xA9\",\"b\":\"\xF0\x9F\x98\x80\"}",
           R"({"true":true,"1":1,"- a":2,"a b":3})",
           R"({"cart":{"lines":[{"id":"l1","qty":2,"price":12.00}],"currency":"USD"}})",
       }) {
    check_both_ways(text);
  }
}

TEST_CASE("what YAML has to judge is left to it") {
  for (const char* text : {"",
                           "[1]",
                           "1",
                           "a: b",
                           R"({"a":null})",
                           R"({"a":1,"a":2})",
                           R"({a:1})",
                           R"({"a":01})",
                           R"({"a":+1})",
                           R"({"a":1,})",
                           R"({"a":[1,]})",
                           R"({"a":1} x)",
                           R"({"a":1)",
                           R"({"a")",
                           R"({"a":"\ud83d\ude00"})",
                           R"({"a":"\x41"})",
                           R"({"a":"b)",
                           R"({"":1})",
                           "{\t\"a\":1}",
                           R"({"a":.5})",
                           R"({"a":1.})",
                           R"({"a":1e})",
                           R"({"a":tru})",
                           R"({"a":truex})",
                           R"({"a" : 1})"}) {
    INFO(text);
    CHECK_FALSE(yaml::read_json(text, 0).has_value());
  }
}

std::string random_value(test::random& pick, int depth) {
  const auto under = [&](std::uint64_t n) { return pick.below(n); };
  switch (depth == 0 ? under(4) : under(6)) {
    case 0: return std::to_string(under(1000));
    case 1: return '-' + std::to_string(under(100)) + '.' + std::to_string(under(100));
    case 2: return under(2) == 0 ? "true" : "false";
    case 3: {
      std::string text = "\"";
      for (std::uint64_t i = under(6); i > 0; --i) {
        constexpr const char* parts[] = {"a",    " ",    ":", ",", "\\n",
                                         "\\\"", "\\\\", "#", "{", "\xC3\xA9"};
        text += parts[under(std::size(parts))];
      }
      return text + '"';
    }
    case 4: {
      std::string text = "[";
      for (std::uint64_t i = under(4); i > 0; --i) {
        text += random_value(pick, depth - 1) + (i > 1 ? ", " : "");
      }
      return text + ']';
    }
    default: {
      std::string text = "{";
      for (std::uint64_t i = under(12); i > 0; --i) {
        text += "\"k" + std::to_string(i) + "\":" + (under(2) == 0 ? " " : "") +
                random_value(pick, depth - 1) + (i > 1 ? "," : "");
      }
      return text + '}';
    }
  }
}

TEST_CASE("random JSON gives the same tree either way") {
  test::random pick(20261122);
  for (int i = 0; i < 400; ++i) {
    check_both_ways("{\"a\":" + random_value(pick, 4) + ",\"z\":1}");
  }
}

}  // namespace
