// The grammar never tries a text twice: what it allocates, a count that is the same on every
// machine, grows with the length and not with the nesting.
#include <string>

#include "support/catch.hpp"
#include "support/counted_allocations.hpp"
#include "syntax/condition_parser.hpp"

namespace {

std::size_t cost_of(const std::string& text) {
  parley::diagnostics out;
  const std::size_t before = parley::test::allocations;
  static_cast<void>(parley::syntax::parse_condition(
      text, {0, 0, static_cast<std::uint32_t>(text.size())}, true, out));
  return parley::test::allocations - before;
}

std::string repeated(const std::string& part, std::size_t count) {
  std::string made;
  for (std::size_t i = 0; i < count; ++i) made += part;
  return made;
}

}  // namespace

TEST_CASE("parsing takes time linear in the length") {
  for (const std::string part :
       {"a + ",     "1 ? ",   "a ? b : ", "a.",          "f(a) - ",      "-",  "!",       "[1] + ",
        "'x' + ",   "10% * ", "a && ",    "{1: 2}.x + ", "a.?b[?c] || ", "1e", "in ",     "// x\n",
        "\"\"\"\"", "r'",     "0x",       "``",          "`a`.",         "a[", "1 < 2 < "}) {
    INFO(part);
    const std::size_t once = cost_of(repeated(part, 100) + "a");
    const std::size_t twice = cost_of(repeated(part, 200) + "a");
    CHECK(twice <= 2 * once + 100);
  }
}

TEST_CASE("parsing takes time linear in the nesting") {
  const std::string brackets[][2] = {{"(", ")"},         {"[", "]"},          {"f(", ")"},
                                     {"a.all(x, ", ")"}, {"{1: ", "}"},       {"a[", "]"},
                                     {"(a ? b : ", ")"}, {"!(-", ")"},        {"a.b(c) + (", ")"},
                                     {"a[?", "]"},       {"a == b && (", ")"}};
  for (const auto& [open, close] : brackets) {
    INFO(open);
    const auto nested = [&open = open, &close = close](std::size_t n) {
      return repeated(open, n) + "a" + repeated(close, n);
    };
    const std::size_t half = cost_of(nested(16));
    CHECK(cost_of(nested(32)) <= 2 * half + 100);
    // Without its ends, or with a wrong one, it is no dearer.
    CHECK(cost_of(repeated(open, 32) + "a") <= 4 * half + 100);
    CHECK(cost_of(nested(32) + " b") <= 4 * half + 100);
  }
}

TEST_CASE("no byte outside a string stops the process") {
  for (int byte = 0; byte < 256; ++byte) {
    const std::string text(1, static_cast<char>(byte));
    for (const std::string& around : {text, "a" + text, text + "a", "a " + text + " b", "'" + text,
                                      "'" + text + "'", "//" + text, "a" + text + text + "b"}) {
      parley::diagnostics out;
      const auto parsed = parley::syntax::parse_condition(
          around, {0, 0, static_cast<std::uint32_t>(around.size())}, true, out);
      CHECK(parsed.has_value() != out.has_errors());
    }
  }
}
