#include "syntax/condition_parser.hpp"

#include <string>

#include "parley/base/limits.hpp"
#include "support/catch.hpp"

using namespace parley;
using namespace parley::syntax;

namespace {

std::string tree(std::string_view text) {
  diagnostics out;
  const auto parsed =
      parse_condition(text, {0, 0, static_cast<std::uint32_t>(text.size())}, true, out);
  if (!parsed) return "error";
  REQUIRE(out.empty());
  // The canonical text means the same tree and is its own canonical text.
  const std::string canonical = print(*parsed);
  diagnostics again;
  const auto second =
      parse_condition(canonical, {0, 0, static_cast<std::uint32_t>(canonical.size())}, true, again);
  INFO(canonical);
  REQUIRE(second);
  REQUIRE(dump(*second) == dump(*parsed));
  REQUIRE(print(*second) == canonical);
  return dump(*parsed);
}

/// `code offset length message` of the first diagnostic.
std::string fault(std::string_view text) {
  diagnostics out;
  const auto parsed =
      parse_condition(text, {0, 100, static_cast<std::uint32_t>(text.size())}, true, out);
  REQUIRE_FALSE(parsed);
  REQUIRE(out.has_errors());
  const diagnostic& d = out.items().front();
  return d.code + " " + std::to_string(d.at.offset - 100) + "+" + std::to_string(d.at.length) +
         " " + d.message;
}

}  // namespace

TEST_CASE("conditions parse to CEL's trees") {
  CHECK(tree("1 + 2 * 3") == "_+_(1, _*_(2, 3))");
  CHECK(tree("(1 + 2) * 3") == "_*_(_+_(1, 2), 3)");
  CHECK(tree("1 - 2 - 3") == "_-_(_-_(1, 2), 3)");
  CHECK(tree("1 - (2 - 3)") == "_-_(1, _-_(2, 3))");
  CHECK(tree("a || b && c == d") == "_||_(a, _&&_(b, _==_(c, d)))");
  CHECK(tree("a && b || c") == "_||_(_&&_(a, b), c)");
  CHECK(tree("a ? b : c ? d : e") == "_?_:_(a, b, _?_:_(c, d, e))");
  CHECK(tree("(a ? b : c) ? d : e") == "_?_:_(_?_:_(a, b, c), d, e)");
  CHECK(tree("1 < 2 < 3") == "_<_(_<_(1, 2), 3)");
  CHECK(tree("[?a, b, ?c.d]") == "[?_(a), b, ?_(c.d)]");
  CHECK(tree("{?'k': a, 2: b}") == "{?_(\"k\"), a, 2, b}");
  CHECK(tree("!a") == "!_(a)");
  CHECK(tree("!!a") == "a");
  CHECK(tree("!!!a") == "!_(a)");
  CHECK(tree("-a") == "-_(a)");
  CHECK(tree("--a") == "a");
  CHECK(tree("-(-a)") == "-_(-_(a))");
  CHECK(tree("-5") == "-5");
  CHECK(tree("--5") == "5");
  CHECK(tree("---5") == "-_(5)");
  CHECK(tree("-(5)") == "-_(5)");
  CHECK(tree("a - -5") == "_-_(a, -5)");
  CHECK(tree("a-5") == "_-_(a, 5)");
  CHECK(tree("x in [1, 2]") == "@in(x, [1, 2])");
  CHECK(tree("index in inner") == "@in(index, inner)");
  CHECK(tree("a == b == c") == "_==_(_==_(a, b), c)");
  CHECK(tree("(a < b) == true") == "_==_(_<_(a, b), true)");
}

TEST_CASE("fields, indexes, calls and macros parse") {
  CHECK(tree("a.b.c") == "a.b.c");
  CHECK(tree(".a.b") == ".a.b");
  CHECK(tree("a.`b-c`") == "a.b-c");
  CHECK(tree("a.if") == "a.if");
  CHECK(tree("a.?b") == "a.?b");
  CHECK(tree("a[0][?1]") == "_[?_](_[_](a, 0), 1)");
  CHECK(tree("f()") == "f()");
  CHECK(tree("f(a, b,)") == "f(a, b)");
  CHECK(tree("a.f(b).g()") == "a.f(b).g()");
  CHECK(tree("has(a.b)") == "has(a.b)");
  CHECK(tree("has(a.b.c) && x") == "_&&_(has(a.b.c), x)");
  CHECK(tree("has(a)") == "has(a)");
  CHECK(tree("has((a))") == "has(a)");
  CHECK(tree("!has(.a) || has(a) && a == \"x\"") ==
        "_||_(!_(has(.a)), _&&_(has(a), _==_(a, \"x\")))");
  CHECK(tree("l.all(x, x > 0)") == "l.all(x, _>_(x, 0))");
  CHECK(tree("[]") == "[]");
  CHECK(tree("[1, [2], ]") == "[1, [2]]");
  CHECK(tree("{}") == "{}");
  CHECK(tree("{'a': 1, 'b': 2,}") == R"({"a", 1, "b", 2})");
  CHECK(tree("{a ? b : c : d}") == "{_?_:_(a, b, c), d}");
  CHECK(tree("{a : b ? c : d}") == "{a, _?_:_(b, c, d)}");
  CHECK(tree("1 +\n 2 // three\n + 3") == "_+_(_+_(1, 2), 3)");
  CHECK(tree("z / . // of c\n tt") == tree("z / .tt"));
  CHECK(tree("m.? // of c\n tt") == tree("m.?tt"));
  CHECK(tree("m. // of `c`\n `t t`") == tree("m.`t t`"));
  CHECK(tree("- // !-\n - x") == tree("--x"));
}

TEST_CASE("literals parse") {
  CHECK(tree("0x1F") == "0x1F");
  CHECK(tree("-0x10") == "-0x10");
  CHECK(tree("12u") == "12u");
  CHECK(tree("0xFFU") == "0xFFu");
  CHECK(tree(".5") == "0.5");
  CHECK(tree("1e-3") == "1e-3");
  CHECK(tree("9223372036854775807") == "9223372036854775807");
  CHECK(tree("-9223372036854775808") == "-9223372036854775808");
  CHECK(tree("18446744073709551615u") == "18446744073709551615u");
  CHECK(tree("25.00USD") == "25.00USD");
  CHECK(tree("1EUR") == "1EUR");
  CHECK(tree("1UAH") == "1UAH");
  CHECK(tree("1e2USD") == "1e2USD");
  CHECK(tree("250bp") == "250bp");
  CHECK(tree("true != false") == "_!=_(true, false)");
  CHECK(tree("null") == "null");
  CHECK(tree(R"('it''s')") == "error");
  CHECK(tree(R"('say "hi"')") == R"("say \"hi\"")");
  CHECK(tree(R"("\x41\u00e9\101\n")") == "\"A\u00e9A\\n\"");
  CHECK(tree(R"(r"\d+")") == R"("\\d+")");
  CHECK(tree("'''a\n'b'''") == R"("a\n'b")");
  CHECK(tree(R"(b"\xff")") == R"(b"\xff")");
  CHECK(tree(R"(bR'\x')") == R"(b"\\x")");
  CHECK(tree("'gr\u00fcn'") == "\"gr\u00fcn\"");
}

TEST_CASE("a percent sign is a percentage only where no operand follows") {
  CHECK(tree("10%") == "10%");
  CHECK(tree("x <= 10%") == "_<=_(x, 10%)");
  CHECK(tree("(10%) * x") == "_*_(10%, x)");
  CHECK(tree("10% * x") == "_*_(10%, x)");
  CHECK(tree("x * 10% + 1") == "_+_(_*_(x, 10%), 1)");
  CHECK(tree("x * 10% > 5 && y") == "_&&_(_>_(_*_(x, 10%), 5), y)");
  CHECK(tree("[10%, 20%]") == "[10%, 20%]");
  CHECK(tree("10% != x") == "_!=_(10%, x)");
  CHECK(tree("10% in l") == "@in(10%, l)");
  CHECK(tree("10 % 3") == "_%_(10, 3)");
  CHECK(tree("10%3") == "_%_(10, 3)");
  CHECK(tree("10%-3") == "_%_(10, -3)");
  CHECK(tree("10% x") == "_%_(10, x)");
  CHECK(tree("10%(x)") == "_%_(10, x)");
  CHECK(tree("10%index") == "_%_(10, index)");
}

TEST_CASE("what is no expression is refused at its place") {
  CHECK(fault("") == "PL2001 0+0 the expression is empty");
  CHECK(fault("a ==") == "PL2001 4+0 the expression ends where an operand is expected");
  CHECK(fault("a b") == "PL2001 2+1 expected an operator before `b`");
  CHECK(fault("a = b") == "PL2001 2+1 expected an operator before `=`");
  CHECK(fault("f(a b)") == "PL2001 4+1 expected an operator or `)` before `b`");
  CHECK(fault("a and b") == "PL2001 2+3 expected an operator before `and`");
  CHECK(fault("(a") == "PL2004 0+1 `(` is never closed");
  CHECK(fault("a)") == "PL2004 1+1 `)` closes nothing");
  CHECK(fault("(a]") == "PL2004 2+1 `]` can't close `(`");
  CHECK(fault("a == 'x") == "PL2003 5+1 this string isn't closed");
  CHECK(fault("a == \u201cx\u201d") == "PL2002 5+3 `\u201c` can only stand inside a string");
  CHECK(fault("'a\\qb'") == "PL2003 2+2 `\\q` is no escape");
  CHECK(fault("if == 1") == "PL2007 0+2 `if` is a reserved word");
  CHECK(fault("1abc") == "PL2005 0+4 `abc` can't follow a number");
  CHECK(fault("9223372036854775808") == "PL2005 0+19 `9223372036854775808` isn't a 64-bit integer");
  CHECK(fault("-1u") == "PL2005 0+3 `-1u` isn't a 64-bit unsigned integer");
  CHECK(fault("has(1)") == "PL2009 0+6 has() takes one fact or field");
  CHECK(fault("has()") == "PL2009 0+5 has() takes one fact or field");
  CHECK(fault("has(a, b)") == "PL2009 0+9 has() takes one fact or field");
  CHECK(fault("has('a')") == "PL2009 0+8 has() takes one fact or field");
  CHECK(fault("has(true)") == "PL2009 0+9 has() takes one fact or field");
  CHECK(fault("has(f(a))") == "PL2009 0+9 has() takes one fact or field");
  CHECK(fault("has(a[0])") == "PL2009 0+9 has() takes one fact or field");
  CHECK(fault("has(!a)") == "PL2009 0+7 has() takes one fact or field");
  CHECK(fault("has(has(a))") == "PL2009 0+11 has() takes one fact or field");
  CHECK(fault("a ? b") == "PL2001 2+1 `?` without its `:`");
  CHECK(fault("a : b") == "PL2001 2+1 `:` without a `?` before it");
  CHECK(fault("{a}") == "PL2001 1+1 an entry of a map is `key: value`");
  CHECK(fault("[1, , 2]") == "PL2001 4+1 expected an operator or `]` before `,`");
  CHECK(fault("1.") == "PL2001 2+0 the expression ends where a field is expected");
}

TEST_CASE("caps hold at N and refuse N + 1") {
  const auto nested = [](std::size_t n) { return std::string(n, '(') + "a" + std::string(n, ')'); };
  CHECK(tree(nested(caps::expression_depth)) == "a");
  CHECK(fault(nested(caps::expression_depth + 1)).starts_with("PL2008 32+1"));

  const std::string long_text = "a" + std::string(caps::expression_bytes - 1, ' ');
  CHECK(tree(long_text) == "a");
  CHECK(fault(long_text + " ").starts_with("PL2008"));

  const auto chain = [](std::string_view op, std::size_t operands) {
    std::string made = "a";
    for (std::size_t i = 1; i < operands; ++i) made += std::string(op) + "a";
    return made;
  };
  CHECK(tree(chain("+", caps::expression_height)) != "error");
  CHECK(fault(chain("+", caps::expression_height + 1)).starts_with("PL2008"));
  CHECK(tree(chain("&&", 512)) != "error");
  CHECK(fault(chain("&&", 513)).starts_with("PL2008"));

  CHECK(tree("-" + std::string(4000, '-') + "a") != "error");
  CHECK(fault(std::string(1000000, '(')).starts_with("PL2008"));
}
