#include "parley/base/checksum.hpp"

#include <cstddef>
#include <set>
#include <string_view>
#include <vector>

#include "support/catch.hpp"

namespace {

using namespace parley;

std::uint64_t checksum_of(std::string_view text, std::uint64_t seed = 0) {
  return checksum64(std::as_bytes(std::span(text)), seed);
}

// Images carry these numbers: another value means that every image there is would be refused.
TEST_CASE("the checksum stays what it is") {
  CHECK(checksum_of("") == 0x165872955D80D231);
  CHECK(checksum_of("parley") == 0xFD8A58AEBD69A601);
  CHECK(checksum_of("parley", 1) == 0x42EA130194CA0702);
  CHECK(checksum_of("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef-") ==
        0x8C94A16CC85A133B);
}

TEST_CASE("every bit and the size count") {
  std::vector<std::byte> bytes(200);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::byte>(i * 37);
  std::set<std::uint64_t> seen = {checksum64(bytes)};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      bytes[i] ^= static_cast<std::byte>(1 << bit);
      CHECK(seen.insert(checksum64(bytes)).second);
      bytes[i] ^= static_cast<std::byte>(1 << bit);
    }
  }
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    CHECK(seen.insert(checksum64(std::span(bytes).first(size))).second);
  }
  const std::vector<std::byte> zeros(130);
  for (std::size_t size = 2; size < zeros.size(); ++size) {
    CHECK(seen.insert(checksum64(std::span(zeros).first(size))).second);
  }
}

}  // namespace
