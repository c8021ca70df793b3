#include "parley/money/decimal_text.hpp"

#include "support/catch.hpp"

using namespace parley;

namespace {

decimal of(std::string_view text) {
  return *decimal::parse(text);
}

}  // namespace

TEST_CASE("fixed notation rounds half-even and pads") {
  CHECK(fixed_text(of("1.2345"), 3) == "1.234");
  CHECK(fixed_text(of("1.2355"), 3) == "1.236");
  CHECK(fixed_text(of("2.5"), 0) == "2");
  CHECK(fixed_text(of("3.5"), 0) == "4");
  CHECK(fixed_text(of("-1.2"), 5) == "-1.20000");
  CHECK(fixed_text(of("0.004"), 2) == "0.00");
  CHECK(fixed_text(of("0"), 2) == "0.00");
  CHECK(fixed_text(of("12e3"), 1) == "12000.0");
  CHECK(fixed_text(of("1e-40"), 3) == "0.000");
  CHECK(fixed_text(of("9.999"), 2) == "10.00");
  CHECK(fixed_text(of("0.05"), 1) == "0.0");
  CHECK(fixed_text(of("0.051"), 1) == "0.1");
}

TEST_CASE("scientific notation has one digit before the point") {
  CHECK(scientific_text(of("1052.032911275"), 6) == "1.052033e+03");
  CHECK(scientific_text(of("2.71828"), 6) == "2.718280e+00");
  CHECK(scientific_text(of("-0.00025"), 1) == "-2.5e-04");
  CHECK(scientific_text(of("9.999"), 2) == "1.00e+01");
  CHECK(scientific_text(of("0"), 2) == "0.00e+00");
  CHECK(scientific_text(of("5"), 0) == "5e+00");
  CHECK(scientific_text(of("1e120"), 1) == "1.0e+120");
}

TEST_CASE("square roots have 34 digits, rounded half-even") {
  const auto root = [](std::string_view text) { return square_root(of(text))->text(); };
  CHECK(root("4") == "2");
  CHECK(root("0") == "0");
  CHECK(root("2.25") == "1.5");
  CHECK(root("1e-6") == "0.001");
  CHECK(root("1e7") == "3162.277660168379331998893544432719");
  CHECK(root("2") == "1.414213562373095048801688724209698");
  CHECK(root("9999999999999999999999999999999999") == "99999999999999999.99999999999999999");
  CHECK_FALSE(square_root(of("-1")).has_value());
  // The square of the root is the number, up to the last digit.
  for (int i = 1; i < 200; ++i) {
    const decimal n(i, -1);
    const decimal r = *square_root(n);
    const decimal off = *subtract(*multiply(r, r), n);
    const bool close = compare(off.negative() ? -off : off, of("1e-31")) < 0;
    CHECK(close);
  }
}
