#include "parley/graph/image.hpp"

#include <algorithm>
#include <cstring>
#include <vector>

#include "small_pack.hpp"
#include "support/catch.hpp"

namespace {

using namespace parley;

std::string refusal(const std::vector<std::byte>& image) {
  const result<pack> read = pack_from_image(image);
  return read.ok() ? std::string("accepted") : read.failure().code;
}

/// Gives a changed image the checksum that fits, as an attacker would.
void sign(std::vector<std::byte>& image) {
  const auto digest = sha256(std::span<const std::byte>(image).subspan(64));
  std::memcpy(image.data() + 32, digest.data(), digest.size());
}

TEST_CASE("an image gives back the pack it was made of") {
  const pack made = testing::small_pack();
  const std::vector<std::byte> image = image_of(made);
  const result<pack> read = pack_from_image(image);
  REQUIRE(read.ok());
  CHECK(read.value().digest() == made.digest());
  CHECK(read.value().digest().size() == 64);
  CHECK(read.value().name() == "small");
  CHECK(read.value().offer_named("SOME") == 1);
  CHECK(read.value().offer_named("NONE") == no_index);
  CHECK(read.value().counter_named("uses of class item per customer") == 0);
  CHECK(image_of(read.value()) == image);
}

TEST_CASE("equal packs have equal images") {
  CHECK(image_of(testing::small_pack()) == image_of(testing::small_pack()));
}

TEST_CASE("a pack outlives the bytes it was read from") {
  std::vector<std::byte> image = image_of(testing::small_pack());
  const result<pack> read = pack_from_image(image);
  std::fill(image.begin(), image.end(), std::byte{0});
  REQUIRE(read.ok());
  CHECK(read.value().name() == "small");
}

TEST_CASE("an image may stand at any address") {
  const std::vector<std::byte> image = image_of(testing::small_pack());
  std::vector<std::byte> shifted(image.size() + 3);
  std::copy(image.begin(), image.end(), shifted.begin() + 3);
  CHECK(pack_from_image(std::span<const std::byte>(shifted).subspan(3)).ok());
}

TEST_CASE("every byte that is flipped is noticed") {
  std::vector<std::byte> image = image_of(testing::small_pack());
  for (std::size_t i = 0; i < image.size(); ++i) {
    const std::byte before = image[i];
    image[i] ^= std::byte{0xFF};
    INFO("byte " << i);
    CHECK(refusal(image) != "accepted");
    image[i] = before;
  }
  CHECK(refusal(image) == "accepted");
}

TEST_CASE("an image cut short or drawn out is refused") {
  const std::vector<std::byte> image = image_of(testing::small_pack());
  for (std::size_t size = 0; size < image.size(); ++size) {
    const std::vector<std::byte> cut(image.begin(),
                                     image.begin() + static_cast<std::ptrdiff_t>(size));
    INFO("size " << size);
    CHECK(refusal(cut) == "image.truncated");
  }
  std::vector<std::byte> longer = image;
  longer.resize(image.size() + 16);
  CHECK(refusal(longer) == "image.layout");
}

TEST_CASE("what isn't an image is refused by name") {
  CHECK(refusal({}) == "image.truncated");
  std::vector<std::byte> image = image_of(testing::small_pack());
  SECTION("another file") {
    image[0] = std::byte{'X'};
    CHECK(refusal(image) == "image.magic");
  }
  SECTION("another version") {
    image[8] = std::byte{0xFE};
    CHECK(refusal(image) == "image.version");
  }
  SECTION("a damaged body") {
    image.back() = std::byte{1};
    CHECK(refusal(image) == "image.checksum");
  }
  SECTION("a section that is too long, under a checksum that fits") {
    std::uint32_t count = 0;
    std::memcpy(&count, image.data() + 64 + 12, sizeof count);
    count += 1;
    std::memcpy(image.data() + 64 + 12, &count, sizeof count);
    sign(image);
    CHECK(refusal(image) == "image.layout");
  }
}

// With a checksum that fits, a flipped byte may be harmless (another line number) but never gets
// past the verifier into an index, a range or an enumeration that the engine would follow. What is
// accepted must be as sound as what the compiler makes: verified again, laid out again, and equal.
TEST_CASE("a hostile image is refused or harmless") {
  std::vector<std::byte> image = image_of(testing::small_pack());
  std::size_t refused = 0;
  for (std::size_t i = 64; i < image.size(); ++i) {
    const std::byte before = image[i];
    for (const std::byte mask : {std::byte{0x01}, std::byte{0x80}, std::byte{0xFF}}) {
      image[i] = before ^ mask;
      sign(image);
      const result<pack> read = pack_from_image(image);
      if (!read.ok()) {
        ++refused;
        continue;
      }
      CHECK_FALSE(graph::verify(read.value().tables()).has_value());
    }
    image[i] = before;
  }
  CHECK(refused > image.size());
}

}  // namespace
