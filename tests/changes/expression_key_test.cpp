#include "changes/expression_key.hpp"

#include <string>

#include "parley/compiler/compile.hpp"
#include "support/catch.hpp"

namespace {

using namespace parley;

pack with_condition(const std::string& when) {
  compilation made = compile_text("t.yaml", R"(
pack: t
version: 1
currency: USD
defaults: {stacking: open}
facts:
  n: {type: int}
  m: {type: money}
  f: {type: bool}
  g: {type: bool}
offers:
  A: {give: 1% off order, when: ')" + when + "'}\n");
  INFO(when);
  REQUIRE(made.compiled.has_value());
  return *std::move(made.compiled);
}

changes::strength of(const std::string& before, const std::string& after) {
  const pack b = with_condition(before);
  const pack a = with_condition(after);
  return changes::compare_conditions(changes::expression_keys(b), b.tables().offers[0].when,
                                     changes::expression_keys(a), a.tables().offers[0].when);
}

TEST_CASE("conditions are the same in any order") {
  CHECK(of("f && n > 3", "n > 3 && f") == changes::strength::equal);
  CHECK(of("f || g", "g || f") == changes::strength::equal);
  CHECK(of("m >= 5", "m >= 5.00USD") == changes::strength::equal);
}

TEST_CASE("a condition that holds more often is weaker") {
  CHECK(of("n > 3", "n > 2") == changes::strength::weaker);
  CHECK(of("n > 3", "n >= 3") == changes::strength::weaker);
  CHECK(of("n < 3", "n < 4") == changes::strength::weaker);
  CHECK(of("f && n > 3", "f") == changes::strength::weaker);
  CHECK(of("f && n > 3", "f && n > 1") == changes::strength::weaker);
  CHECK(of("f", "f || g") == changes::strength::weaker);
  CHECK(of("f || n > 3", "f || n > 2") == changes::strength::weaker);
  CHECK(of("m >= 50", "cart.subtotal >= 50 || m >= 50") == changes::strength::weaker);
}

TEST_CASE("one that holds less often is stronger") {
  CHECK(of("n > 2", "n > 3") == changes::strength::stronger);
  CHECK(of("f", "f && g") == changes::strength::stronger);
  CHECK(of("f || g", "g") == changes::strength::stronger);
  CHECK(of("cart.subtotal >= 50", "cart.subtotal >= 60") == changes::strength::stronger);
}

TEST_CASE("what isn't settled is called other") {
  CHECK(of("f", "g") == changes::strength::other);
  CHECK(of("n > 3", "n < 3") == changes::strength::other);
  CHECK(of("n == 3", "n == 4") == changes::strength::other);
  CHECK(of("n > 3 && m > 1", "n > 2 && m > 2") == changes::strength::other);
  CHECK(of("f || g", "f && g") == changes::strength::other);
}

}  // namespace
