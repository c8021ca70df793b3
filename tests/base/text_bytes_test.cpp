#include "parley/base/text_bytes.hpp"

#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/random.hpp"

using namespace parley;

TEST_CASE("leading bytes are ordered like the texts, and equal texts are found equal") {
  test::random random(20261123);
  std::vector<std::string> texts = {"", std::string(1, '\0'), "a", std::string("a\0", 2), "\xff"};
  for (int i = 0; i < 300; ++i) {
    std::string made;
    const auto size = random.between(0, 24);
    for (std::int64_t k = 0; k < size; ++k) {
      made += static_cast<char>(random.between(0, 3) * 85);
    }
    texts.push_back(made);
  }
  for (const std::string& a : texts) {
    for (const std::string& b : texts) {
      const std::uint64_t x = leading_bytes(a);
      const std::uint64_t y = leading_bytes(b);
      if (x != y) CHECK((x < y) == (a < b));
      CHECK(equal_texts(a, b) == (a == b));
    }
  }
}
