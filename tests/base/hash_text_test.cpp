#include "parley/base/hash_text.hpp"

#include <string>

#include "parley/base/result.hpp"
#include "support/catch.hpp"

using namespace parley;

TEST_CASE("a digest is its 64 lower-case hex digits, and nothing else is one") {
  const std::string hex = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
  const hash_text made = hex;
  CHECK(made.text() == hex);
  CHECK_FALSE(made.empty());
  CHECK(made.bytes()[0] == 0x01);
  CHECK(made.bytes()[7] == 0xEF);
  CHECK(made == hash_text(hex.c_str()));
  for (std::size_t i = 0; i < 64; i += 7) {
    for (const char wrong : {'g', '/', ':', '`', 'A', 'F', ' ', '\0'}) {
      std::string other = hex;
      other[i] = wrong;
      CHECK(hash_text(other).empty());
      CHECK(hash_text(other).text().empty());
    }
    std::string other = hex;
    other[i] = other[i] == '0' ? '1' : '0';
    CHECK_FALSE(hash_text(other) == made);
  }
  CHECK(hash_text(hex + "0").empty());
  CHECK(hash_text(hex.substr(1)).empty());
  CHECK(hash_text("").empty());
  CHECK(hash_text() == hash_text("no digest"));
}

TEST_CASE("a result is a value or an error") {
  result<std::string> good = std::string("made");
  CHECK(good.ok());
  CHECK(static_cast<bool>(good));
  good.value() += " and changed";
  const result<std::string>& seen = good;
  CHECK(seen.value() == "made and changed");
  CHECK(std::move(good).value() == "made and changed");
  const result<std::string> bad = error{"some.code", "words"};
  CHECK_FALSE(bad.ok());
  CHECK(bad.failure().code == "some.code");
}
