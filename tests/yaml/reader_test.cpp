// Every hazard of YAML and of yaml-cpp, each with the code, line and column of its diagnostic.
#include "yaml/reader.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "parley/base/limits.hpp"
#include "support/catch.hpp"
#include "yaml/codes.hpp"

using namespace parley;
using namespace std::string_literals;

namespace {

struct outcome {
  source_set sources;
  diagnostics found;
  std::optional<yaml::document> document;
};

outcome read(std::string text) {
  outcome made;
  made.sources.add("t.yaml", std::move(text));
  made.document = yaml::read(made.sources, 0, made.found);
  return made;
}

/// "2:5 PL1007" for each diagnostic, in order, separated by blanks.
std::string faults(const std::string& text) {
  const outcome made = read(text);
  const auto& items = made.found.items();
  const bool whole = std::all_of(items.begin(), items.end(),
                                 [](const diagnostic& d) { return d.code == "PL1007"; });
  CHECK(made.document.has_value() == whole);
  std::string all;
  for (const diagnostic& d : made.found.items()) {
    const place at = made.sources[0].at(d.at.offset);
    if (!all.empty()) all += ' ';
    all += std::to_string(at.line) + ":" + std::to_string(at.column) + " " + d.code;
    CHECK_FALSE(d.message.empty());
    CHECK(d.message.back() != '.');
  }
  return all;
}

std::string help_of(const std::string& text) {
  const outcome made = read(text);
  return made.found.empty() ? std::string() : made.found.items().front().help;
}

/// The document in one line: scalars in their style's quotes, `!` where the place isn't exact.
std::string dump(const outcome& o, std::uint32_t i) {
  const yaml::node& n = (*o.document)[i];
  const auto kids = o.document->children_of(n);
  std::string out;
  switch (n.kind) {
    case yaml::node_kind::scalar: {
      const std::string_view quote = n.style == yaml::scalar_style::plain           ? ""
                                     : n.style == yaml::scalar_style::single_quoted ? "'"
                                     : n.style == yaml::scalar_style::double_quoted ? "\""
                                                                                    : "|";
      out.append(quote).append(n.text).append(quote);
      if (n.exact) {
        CHECK(o.sources[0].text().substr(n.at.offset, n.at.length) == n.text);
      } else {
        out += '!';
      }
      return out;
    }
    case yaml::node_kind::sequence:
      for (const auto kid : kids) out += (out.empty() ? "" : ", ") + dump(o, kid);
      return "[" + out + "]";
    case yaml::node_kind::mapping:
      for (std::size_t k = 0; k < kids.size(); k += 2) {
        out += (out.empty() ? "" : ", ") + dump(o, kids[k]) + ": " + dump(o, kids[k + 1]);
      }
      return "{" + out + "}";
  }
  return out;
}

std::string tree(const std::string& text) {
  const outcome o = read(text);
  REQUIRE(o.document);
  return dump(o, o.document->root);
}

}  // namespace

TEST_CASE("documents become trees") {
  CHECK(tree("a: 1\nb: [x, 'y', \"z\"]\n") == "{a: 1, b: [x, 'y', \"z\"]}");
  CHECK(tree("- a: 1\n  b: 2\n-   - c\n") == "[{a: 1, b: 2}, [c]]");
  CHECK(tree("{}") == "{}");
  CHECK(tree("a: []") == "{a: []}");
  CHECK(tree("just text") == "just text");
  CHECK(tree("---\na: b\n...\n") == "{a: b}");
  CHECK(tree("a: ''") == "{a: ''}");
}

TEST_CASE("scalars stay text: nothing is converted") {
  CHECK(tree("[010, 0x10, yes, .inf, 1_000, 12:30:00]") ==
        "[010, 0x10, yes, .inf, 1_000, 12:30:00]");
}

TEST_CASE("JSON is read the same way") {
  CHECK(tree("{\"a\":1,\"b\":{\"c\":[true,false,\"x\"]}}") ==
        "{\"a\": 1, \"b\": {\"c\": [true, false, \"x\"]}}");
  CHECK(tree("{\n\t\"a\": 1,\n\t\"b\": [1,\n\t\t2]\n}\n") == "{\"a\": 1, \"b\": [1, 2]}");
  CHECK(tree(R"({"a":"\u00e9\/\n"})") == "{\"a\": \"é/\n\"!}");
}

TEST_CASE("JSON's escaped pairs are one character, and places after them stay right") {
  const outcome o = read(R"({"a":"x\ud83d\ude00y", "b": "c"})");
  REQUIRE(o.document);
  CHECK(dump(o, o.document->root) == "{\"a\": \"x\U0001F600y\"!, \"b\": \"c\"}");
  CHECK(tree(R"({a: '\ud83d\ude00', b: "\\ud83d\\ude00"})") ==
        R"({a: '\ud83d\ude00'!, b: "\ud83d\ude00"!})");
  CHECK(faults(R"({"a": "\ud83d"})") == "1:14 PL1001");
}

TEST_CASE("places are exact where they can be") {
  CHECK(tree("a: 'it''s'") == "{a: 'it's'!}");
  CHECK(tree("a: \"q\\\"\"") == "{a: \"q\"\"!}");
  CHECK(tree("ä: é x # c\r\nb: 'ü'\r\n") == "{ä: é x, b: 'ü'}");
  CHECK(tree("a: |\n  one\n") == "{a: |one\n|}");
  CHECK(tree("a: >\n  one\n  two\n") == "{a: |one two\n|!}");

  const outcome block = read("a: |\n  one\n  two three\nb: 1\n");
  REQUIRE(block.document);
  const yaml::node& text = (*block.document)[block.document->children[1]];
  CHECK_FALSE(text.exact);
  const span three = yaml::document::inside(text, 8, 5);
  CHECK(block.sources[0].text().substr(three.offset, three.length) == "three");
  CHECK(block.sources[0].at(three.offset) == place{3, 7});
}

TEST_CASE("a byte order mark at the start is skipped, and places count it") {
  const outcome o = read(
      "\xEF\xBB\xBF"
      "a: 1\nb: 2\n");
  REQUIRE(o.document);
  CHECK(dump(o, o.document->root) == "{a: 1, b: 2}");
  CHECK(faults("\xEF\xBB\xBF"
               "a: 1\nb\n") == "2:1 PL1011");
  CHECK(faults("a: \xEF\xBB\xBF"
               "1\n") == "1:4 PL1004");
}

TEST_CASE("a quote that isn't closed never swallows the lines below") {
  CHECK(faults("name: \"Spring sale\nguardrails:\n  - deny: all\n") == "1:7 PL1012");
  CHECK(faults("name: \"Spring sale\nguardrails:\n  - deny: all") == "1:7 PL1012");
  CHECK(faults("a: 1\nb: 'x\nc: 'y'\n") == "2:4 PL1012");
  CHECK(faults("a: \"x\n  y\"\n") == "1:4 PL1012");
  CHECK(faults("a: [\"x, y]\nb: 1\n") == "1:5 PL1012");
}

TEST_CASE("plain text over several lines is refused") {
  CHECK(faults("a: x\n  y\nb: 1\n") == "1:4 PL1013");
  CHECK(faults("- x\n  y\n") == "1:3 PL1013");
}

TEST_CASE("a percent sign in column 0 is no directive") {
  CHECK(faults("a: 1\n%FOO\nguard: deny\n") == "2:1 PL1005");
  CHECK(faults("a: 1\n%b: 2\n") == "2:1 PL1005");
  CHECK(faults("%YAML 1.2\n---\na: 1\n") == "1:1 PL1005");
}

TEST_CASE("one file, one document, and nothing after it") {
  CHECK(faults(",") == "1:1 PL1001");
  CHECK(faults("{a: 2}, x") == "1:7 PL1006");
  CHECK(faults("{a: 1} junk") == "1:8 PL1006");
  CHECK(faults("[1] [2]") == "1:5 PL1006");
  CHECK(faults("a: 1\n---\nb: 2\n") == "2:1 PL1006");
  CHECK(faults("a: 1\n---\n") == "2:1 PL1006");
  CHECK(faults("a: 1\n...\nb: 2\n") == "3:1 PL1006");
  CHECK(faults("- a\nb: c\n") == "2:1 PL1006");
}

TEST_CASE("an empty file says so") {
  CHECK(faults("") == "1:1 PL1016");
  CHECK(faults("\n\n# nothing\n") == "1:1 PL1016");
  CHECK(faults("---\n") == "1:1 PL1016");
  CHECK(faults("\xEF\xBB\xBF") == "1:4 PL1016");
  CHECK(faults("null") == "1:1 PL1011");
}

TEST_CASE("duplicate keys are found, the first place is told") {
  CHECK(faults("a: 1\nb: 2\na: 3\n") == "3:1 PL1007");
  CHECK(faults("{a: 1, \"a\": 2}") == "1:9 PL1007");
  const outcome o = read("x:\n  a: 1\n  a: 2\n");
  REQUIRE(o.found.items().size() == 1);
  REQUIRE(o.found.items()[0].related.size() == 1);
  CHECK(o.sources[0].at(o.found.items()[0].related[0].at.offset) == place{2, 3});

  std::string many;
  for (int i = 0; i < 30; ++i) many += "k" + std::to_string(i) + ": 1\n";
  CHECK(faults(many).empty());
  CHECK(faults(many + "k7: 2\nk7: 3\n") == "31:1 PL1007 32:1 PL1007");

  const outcome twice = read("a: 1\nb: 2\na: 3\n");
  REQUIRE(twice.document.has_value());  // so that other faults show in the same run
  const auto& mapping = (*twice.document)[twice.document->root];
  REQUIRE(mapping.count == 4);
  CHECK((*twice.document)[twice.document->children_of(mapping)[1]].text == "1");
}

TEST_CASE("anchors, aliases, tags and merge keys are refused where they stand") {
  CHECK(faults("&x [*x]") == "1:1 PL1008 1:5 PL1008");
  CHECK(faults("a: &b 1\nc: *b\n") == "1:4 PL1008 2:4 PL1008");
  CHECK(faults("a: *b\n") == "1:4 PL1008");
  CHECK(faults("a: !x\nb: !!str 3\nc: ! d\n") == "1:4 PL1009 2:4 PL1009 3:4 PL1009");
  CHECK(faults("when: !line.clearance\n") == "1:7 PL1009");
  CHECK(faults("{when: !x, b: 1}") == "1:8 PL1009");
  CHECK(faults("a: {<<: b}\n") == "1:5 PL1010");
  CHECK(faults("a: !!map {b: 1}\n") == "1:4 PL1009");
}

TEST_CASE("a key without a value says what is missing") {
  CHECK(faults("offers: 1\nguardrails\n") == "2:1 PL1011");
  CHECK(help_of("offers: 1\nguardrails\n") == "missing colon? write `key: value`");
  CHECK(faults("a:\nb: 2\n") == "1:1 PL1011");
  CHECK(help_of("a:\nb: 2\n") == "write the value after the colon, or indent it below");
  CHECK(faults("a: ~\nb: null\n") == "1:4 PL1011 2:4 PL1011");
  CHECK(faults("- \n- 1\n") == "2:1 PL1011");
  CHECK(faults("a: 1\nb:2\n") == "2:1 PL1011");
  CHECK(help_of("a: 1\nb:2\n") == "missing space after the colon?");
  CHECK(faults("{: 1}") == "1:2 PL1011");
}

TEST_CASE("flow style's traps ask for quotes") {
  const auto asks_for_quotes = [](const std::string& text, const std::string& where) {
    INFO(text);
    CHECK(faults(text).substr(0, where.size()) == where);
    CHECK(help_of(text).find("put the text in quotes") != std::string::npos);
  };
  asks_for_quotes("o: {give: 10% off, up to 5}\n", "1:20 PL1011");
  asks_for_quotes("o: {give: a: b}\n", "1:12 PL1001");
  asks_for_quotes("o: a: b\n", "1:5 PL1001");
  asks_for_quotes("- rule: a: b\n", "1:10 PL1001");
  asks_for_quotes("a: @x\n", "1:4 PL1001");
  asks_for_quotes("a: `x\n", "1:4 PL1001");
  asks_for_quotes("a: %x\n", "1:4 PL1001");
  asks_for_quotes("a: !x\n", "1:4 PL1009");
  asks_for_quotes("a: [1,2].exists(x)\n", "1:9 PL1001");
  asks_for_quotes("a: {b} == c\n", "1:5 PL1011");
  asks_for_quotes("a: ]\n", "1:4 PL1001");
  asks_for_quotes("{a: [1}", "1:7 PL1001");
}

TEST_CASE("a comment that is glued to what stands before it isn't lost") {
  CHECK(faults("a: \"x\"# no comment\n") == "1:7 PL1001");
  CHECK(faults("a: 'x'#b\n") == "1:7 PL1001");
  CHECK(faults("a: [b, c, ]#d\n") == "1:12 PL1001");
  CHECK(faults("a: [b,#c\n  d]\n") == "1:7 PL1001");
  CHECK(faults("a: {b: c}#d\n") == "1:10 PL1001");
  CHECK(faults("a: ># text\n  b\n") == "1:5 PL1001");
  CHECK(faults("a: |+# text\n  b\n") == "1:6 PL1001");
  CHECK(faults("a: \"x\" # c\nb: [c, d] # e\nf: | # g\n  h#i ]#j\nk: l#m\nn: [o#p, q] # ]#\n")
            .empty());
}

TEST_CASE("indentation with tabs is named as such") {
  CHECK(faults("a:\n\tb: 1\n") == "2:3 PL1001");
  CHECK(help_of("a:\n\tb: 1\n") == "indent with spaces, not with tabs");
}

TEST_CASE("bytes that aren't text are refused, all at once") {
  CHECK(faults("a: \xE4\n") == "1:4 PL1002");
  CHECK(faults("a: \xC0\xAF\n") == "1:4 PL1002");
  CHECK(faults("a: \xED\xA0\x80\n") == "1:4 PL1002");
  CHECK(faults("a: \xF4\x90\x80\x80\n") == "1:4 PL1002");
  CHECK(faults("a: \xE2\x82") == "1:4 PL1002");
  CHECK(faults("a: q\0x41\n"s) == "1:5 PL1003");
  CHECK(faults("a: 1\x7F\nb: \x1B[0m\n") == "1:5 PL1003 2:4 PL1003");
  CHECK(faults("a: 1\rb: 2\n") == "1:5 PL1003");
  CHECK(faults("a: \xC2\x85\n") == "1:4 PL1003");
  CHECK(faults("a: x\xE2\x80\xAEy\nb: \xE2\x81\xA6\n") == "1:5 PL1004 2:4 PL1004");
  CHECK(faults("a: \xE2\x80\xA8\n") == "1:4 PL1004");
  // A soft hyphen, a Hangul filler, a variation selector of plane 14.
  CHECK(faults("a: x\xC2\xADy\n") == "1:5 PL1004");
  CHECK(faults("a: \xE3\x85\xA4\n") == "1:4 PL1004");
  CHECK(faults("a: x\xF3\xA0\x84\x80\n") == "1:5 PL1004");
  // Joiners and the selector that makes a heart red belong to words and emoji.
  CHECK(
      faults("a: \xE2\x9D\xA4\xEF\xB8\x8F \xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB\n").empty());
  CHECK(faults("\xFF\xFE"
               "a\0:\0"s)
            .substr(0, 10) == "1:1 PL1002");
  CHECK(faults("a: \tx\r\nb: y\r\n").empty());
}

TEST_CASE("caps hold at their number and not before") {
  const auto nested = [](std::size_t levels) {
    return std::string(levels, '[') + "1" + std::string(levels, ']');
  };
  CHECK(faults(nested(caps::yaml_depth)).empty());
  CHECK(faults(nested(caps::yaml_depth + 1)) == "1:33 PL1014");
  CHECK(faults(nested(100'000)) == "1:33 PL1014");
  CHECK_FALSE(faults(std::string(100'000, '[')).empty());
  CHECK_FALSE(faults(std::string(100'000, '{')).empty());
  CHECK(faults("a: " + std::string(caps::scalar_bytes, 'x')).empty());
  CHECK(faults("a: " + std::string(caps::scalar_bytes + 1, 'x')) == "1:4 PL1015");
  CHECK(faults(std::string(caps::key_bytes, 'k') + ": 1").empty());
  CHECK(faults(std::string(caps::key_bytes + 1, 'k') + ": 1") == "1:1 PL1015");
  CHECK(faults(std::string(caps::file_bytes + 1, 'x')) == "1:1 PL1015");
}

TEST_CASE("keys are texts") {
  CHECK(faults("[a]: 1\n") == "1:1 PL1017");
  CHECK(faults("? {a: 1}\n: 2\n") == "1:3 PL1017");
  CHECK(tree("? a\n: b\n") == "{a: b}");
}

TEST_CASE("every fault of a file is told in one run") {
  CHECK(faults("a: 1\na: 2\nb: ~\nc: !t x\nd: e\n  f\n") ==
        "3:4 PL1011 4:4 PL1009 5:4 PL1013 2:1 PL1007");
}

TEST_CASE("codes are unique and explained") {
  std::vector<std::string_view> seen;
  for (const code_info* info : yaml::codes::all_codes) {
    CHECK(info->code.size() == 6);
    CHECK(info->code.substr(0, 3) == "PL1");
    CHECK_FALSE(info->page.empty());
    CHECK(std::find(seen.begin(), seen.end(), info->code) == seen.end());
    seen.push_back(info->code);
  }
}
