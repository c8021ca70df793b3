// The layout: nothing lost, nothing changed, the same text the second time.
#include "parley/compiler/format.hpp"

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "compile/dump.hpp"
#include "parley/compiler/compile.hpp"
#include "support/catch.hpp"
#include "support/places.hpp"

using namespace parley;
namespace fs = std::filesystem;

namespace {

std::string formatted(const std::string& text) {
  source_set sources;
  diagnostics found;
  const auto made = format_text(sources, sources.add("x.yaml", text), found);
  INFO(text);
  for (const diagnostic& d : found.items()) UNSCOPED_INFO(d.message);
  REQUIRE(made);
  return *made;
}

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

/// Every comment of a text, without the blanks around it, sorted.
std::vector<std::string> comments_of(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t at = line.starts_with('#') ? 0 : line.find(" #");
    if (at != std::string::npos) out.push_back(line.substr(line.find('#', at)));
  }
  std::sort(out.begin(), out.end());
  return out;
}

struct layout_case {
  std::string_view name, before, after;
};

constexpr layout_case cases[] = {
    {"indentation and blanks",
     "pack:   p\n\n\n\nfacts:\n      a.b:    {type: int,min: 0}\n      c.d: int   \n",
     "pack: p\n\nfacts:\n  a.b: {type: int, min: 0}\n  c.d: int\n"},
    {"a list as far left as its key", "stacking:\n- A with B\n-   C with D\n",
     "stacking:\n  - A with B\n  - C with D\n"},
    {"a mapping in a list", "stacking:\n -\n   rule:  A with B\n   because: x\n",
     "stacking:\n  - rule: A with B\n    because: x\n"},
    {"lists in a list", "a:\n-   - 1\n    - 2\n-   -   3\n", "a:\n  - - 1\n    - 2\n  - - 3\n"},
    {"brackets", "a: { b : [ 1,2 , 3 ], c: {} , d: [ ] }\n", "a: {b: [1, 2, 3], c: {}, d: []}\n"},
    {"brackets over several lines", "a: [\n  1,\n  2\n]\nb: 3\n", "a: [1, 2]\nb: 3\n"},
    {"a comment in brackets opens them", "a: [\n  1, # one\n  # two\n  2\n  # end\n]\nb: 3\n",
     "a:\n  - 1  # one\n  # two\n  - 2\n  # end\nb: 3\n"},
    {"a value on the next line", "a:\n    b\n", "a: b\n"},
    {"comments keep their level",
     "# top\n\na:\n    # in a\n    b: 1   # of b\n    # end of a\n# before c\nc: 2\n# the end\n",
     "# top\n\na:\n  # in a\n  b: 1  # of b\n  # end of a\n# before c\nc: 2\n# the end\n"},
    {"a comment after a list as far left as its key", "a:\n- 1\n# about b\nb: 2\n",
     "a:\n  - 1\n# about b\nb: 2\n"},
    {"a comment beside a key", "a:   # why\n  - 1\n", "a:  # why\n  - 1\n"},
    {"a comment behind a closing bracket", "a: [\n 1\n]  # why\nb: 2\n", "a: [1]  # why\nb: 2\n"},
    {"a column of values stays one", "facts:\n  a.b:    {type: int}\n  c.long: {type: int}\n",
     "facts:\n  a.b:    {type: int}\n  c.long: {type: int}\n"},
    {"a column closes up", "a:      1\nbb:     2\nlonger: 3\n\nc: 4\n",
     "a:      1\nbb:     2\nlonger: 3\n\nc: 4\n"},
    {"no column by chance", "a: 1\nb: 2\nlonger: 3\n", "a: 1\nb: 2\nlonger: 3\n"},
    {"a column of comments", "a: 1      # x\nbcd: 2    # y\nc: 3 # z\n",
     "a: 1    # x\nbcd: 2  # y\nc: 3  # z\n"},
    {"a block", "a:\n    because: |\n          one\n\n            two\n    b: 1\n",
     "a:\n  because: |\n    one\n\n      two\n  b: 1\n"},
    {"a block in a list", "- |-  # why\n      one\n      two\n\n- >\n three\n",
     "- |-  # why\n  one\n  two\n\n- >\n  three\n"},
    {"a block that keeps its end", "a: |+\n   one\n\n\nb: 2\n", "a: |+\n  one\n\n\nb: 2\n"},
    {"a block that begins with blanks", "a: |4\n      one\n    two\n", "a: |2\n    one\n  two\n"},
    {"quotes stay", "a: \"4.00\"\nb: '!x'\n'c d': \"e # f\"\n",
     "a: \"4.00\"\nb: '!x'\n'c d': \"e # f\"\n"},
    {"sentences",
     "pack: p\nselectors:\n  tea: line.category==\"a  b\"&&x\noffers:\n  A: {give: 10%  off   "
     "order}\n"
     "stacking:\n  -  A   with B\n  - {rule: 'A  excludes C', when: 'a<3'}\n"
     "limits: [discount<=15%   of subtotal]\n",
     "pack: p\nselectors:\n  tea: line.category == \"a  b\" && x\noffers:\n  A: {give: 10% off "
     "order}\n"
     "stacking:\n  - A with B\n  - {rule: 'A excludes C', when: 'a < 3'}\n"
     "limits: [discount <= 15% of subtotal]\n"},
    {"texts for people stay", "pack: p\nlimits:\n  - {limit: margin >= 5%, because: a   b}\n",
     "pack: p\nlimits:\n  - {limit: margin >= 5%, because: a   b}\n"},
    {"parentheses stay", "pack: p\nselectors:\n  a: x || (y  && z)\n",
     "pack: p\nselectors:\n  a: x || (y  && z)\n"},
    {"document marks go", "---\na: 1\n...\n", "a: 1\n"},
    {"line ends", "a: 1\r\nb: |\r\n  x\r\n  y\r\n", "a: 1\nb: |\n  x\n  y\n"},
    {"a byte order mark goes", "\xEF\xBB\xBF# c\na: 1\n", "# c\na: 1\n"},
    {"no line end at the end", "a: 1", "a: 1\n"},
    {"JSON keeps its brackets", "{\"a\":1,\"b\":[1,2,{\"c\":\"x\"}]}",
     "{\"a\": 1, \"b\": [1, 2, {\"c\": \"x\"}]}\n"},
};

}  // namespace

TEST_CASE("layout: what is written how") {
  for (const layout_case& c : cases) {
    INFO(c.name);
    const std::string once = formatted(std::string(c.before));
    CHECK(once == c.after);
    CHECK(formatted(once) == once);
  }
}

TEST_CASE("layout: a row too wide for its line becomes lines, in JSON inside its brackets") {
  std::string row = "{";
  for (int i = 0; i < 12; ++i) row += (i ? ", " : "") + std::string("\"key number\": [1, 2, 3]");
  for (std::size_t at = row.find("number"), i = 0; at != std::string::npos;
       at = row.find("number", at + 7), ++i) {
    row.replace(at, 6, "nr " + std::string(1, static_cast<char>('a' + i)));
  }
  row += "}";
  const std::string json = formatted(row);
  CHECK(json.starts_with("{\n  \"key nr a\": [1, 2, 3],\n"));
  CHECK(json.ends_with("\n  \"key nr l\": [1, 2, 3]\n}\n"));
  CHECK(formatted(json) == json);
  const std::string yaml = formatted("x: " + row + "\ny: 1\n");
  CHECK(yaml.starts_with("x:\n  \"key nr a\": [1, 2, 3]\n"));
  CHECK(formatted(yaml) == yaml);
}

TEST_CASE("layout: every example and test pack keeps its meaning and settles at once") {
  std::size_t files = 0;
  for (const char* const folder : {"/rules-examples", "/tests/cli/packs"}) {
    for (const auto& entry :
         fs::recursive_directory_iterator(test::source_dir() + std::string(folder))) {
      const fs::path& path = entry.path();
      if (path.extension() != ".yaml" && path.extension() != ".json") continue;
      const std::string text = text_of(path);
      source_set sources;
      diagnostics found;
      const auto made = format_text(sources, sources.add(path.string(), text), found);
      if (!made) continue;  // files that show what isn't YAML
      ++files;
      INFO(path.string());
      CHECK(formatted(*made) == *made);
      CHECK(comments_of(*made) == comments_of(text));
      const compilation before = compile_text(path.string(), text);
      const compilation after = compile_text(path.string(), *made);
      CHECK(before.found.items().size() == after.found.items().size());
      REQUIRE(before.compiled.has_value() == after.compiled.has_value());
      if (before.compiled) {
        CHECK(compile::dump(*before.compiled) == compile::dump(*after.compiled));
      }
    }
  }
  CHECK(files >= 25);
}

namespace {

/// Random YAML with comments, blank lines, odd indentation and all styles of values.
class generator {
 public:
  explicit generator(unsigned seed) : random_(seed) {}
  std::string run() {
    mapping(0, 0);
    return out_ + (chance(3) ? "# last\n" : "");
  }

 private:
  bool chance(int n) { return std::uniform_int_distribution<int>(0, n - 1)(random_) == 0; }
  std::size_t upto(std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n)(random_);
  }
  std::string pad() { return std::string(1 + upto(3), ' '); }
  std::string comment() { return chance(4) ? pad() + "# c" + std::to_string(++number_) : ""; }
  void between(std::size_t indent) {
    while (chance(5)) out_ += "\n";
    if (chance(6))
      out_ += std::string(upto(indent + 2), ' ') + "# own" + std::to_string(++number_) + "\n";
  }
  std::string scalar() {
    static const char* const texts[] = {"1",    "'a: b'", "\"q r\"", "word", "two words",
                                        "4.00", "''",     "x#y",     "a:b"};
    return texts[upto(std::size(texts) - 1)];
  }
  std::string flow(int depth) {
    if (depth > 2 || chance(2)) return chance(8) ? "[ ]" : "'s" + std::to_string(++number_) + "'";
    const bool list = chance(2);
    std::string out = list ? "[" : "{";
    const std::size_t count = 1 + upto(5);
    for (std::size_t i = 0; i < count; ++i) {
      if (i != 0)
        out += chance(8)   ? ",   # f" + std::to_string(++number_) + "\n          "
               : chance(6) ? ",\n          "
                           : ", ";
      if (!list) out += "k" + std::to_string(++number_) + ": ";
      out += flow(depth + 1);
    }
    if (chance(8)) out += "\n         ";
    return out + (list ? "]" : "}");
  }
  void value(std::size_t indent, int depth) {
    const std::size_t deeper = indent + 1 + upto(3);
    switch (depth > 4 ? upto(1) : upto(5)) {
      case 0: out_ += pad() + scalar() + comment() + "\n"; break;
      case 1: out_ += pad() + flow(0) + comment() + "\n"; break;
      case 2:
        out_ += pad() + (chance(2) ? "|" : ">-") + comment() + "\n" + std::string(deeper, ' ') +
                "text\n" + (chance(2) ? "\n" : "") + std::string(deeper, ' ') + " more text\n";
        break;
      case 3:
      case 4:
        out_ += comment() + "\n";
        mapping(deeper, depth + 1);
        break;
      default: out_ += comment() + "\n"; list(indent + upto(3), depth + 1);
    }
  }
  void mapping(std::size_t indent, int depth) {
    const std::size_t count = 1 + upto(3);
    for (std::size_t i = 0; i < count; ++i) {
      between(indent);
      const std::string name = "key " + std::to_string(++number_);
      out_ += std::string(indent, ' ') + (chance(6) ? "'" + name + "'" : name);
      out_ += ":";
      value(indent, depth);
    }
  }
  void list(std::size_t indent, int depth) {
    const std::size_t count = 1 + upto(2);
    for (std::size_t i = 0; i < count; ++i) {
      between(indent);
      out_ += std::string(indent, ' ') + "-";
      value(indent, depth);
    }
  }
  std::mt19937 random_;
  std::string out_;
  int number_ = 0;
};

}  // namespace

TEST_CASE("layout: a comment below a list in a list stays in its column") {
  // The text before has the column of the inner list.
  const std::string text = "a:\n  - >-\n    text\n  - - b\n    # of the inner list\n  - c\n";
  source_set sources;
  diagnostics found;
  CHECK(format_text(sources, sources.add("x.yaml", text), found) == text);
}

TEST_CASE("layout: random files settle at once and lose no comment") {
  int laid_out = 0;
  for (unsigned seed = 0; seed < 3000; ++seed) {
    const std::string text = generator(seed).run();
    source_set sources;
    diagnostics found;
    const auto made = format_text(sources, sources.add("x.yaml", text), found);
    if (!made) {
      INFO("seed " << seed << "\n" << text);
      REQUIRE(!found.items().empty());
      CHECK(found.items().front().code != "PL9001");
      continue;
    }
    ++laid_out;
    INFO("seed " << seed << "\n" << text << "---\n" << *made);
    source_set again;
    diagnostics none;
    const auto twice = format_text(again, again.add("x.yaml", *made), none);
    REQUIRE(twice);
    CHECK(*twice == *made);
    CHECK(comments_of(*made) == comments_of(text));
  }
  CHECK(laid_out > 2000);
}

TEST_CASE("layout: a file that isn't YAML is told, not touched") {
  for (const char* const text : {"a: [1", "a: 1\na: 2\n", "", "a: &x 1\n", "a: 'x\ny'\n"}) {
    source_set sources;
    diagnostics found;
    CHECK(!format_text(sources, sources.add("x.yaml", text), found));
    CHECK(found.has_errors());
  }
}
