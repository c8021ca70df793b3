// A pack image with bytes changed and the checksum made to fit: refused, or safe to use. The input
// is a list of changes, three bytes each: place (of 16 bits, times the input's first byte) and the
// new byte.
#include <cstring>
#include <vector>

#include "fuzz/small_shop.hpp"
#include "fuzz/target.hpp"
#include "parley/engine/validate.hpp"
#include "parley/graph/image.hpp"

namespace parley::fuzz {

void image(std::string_view input) {
  if (input.empty()) return;
  const auto sound = image_of(small_shop());
  std::vector<std::byte> bytes(sound.begin(), sound.end());
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(input[i]); };
  const std::size_t stride = byte(0) % 8 + 1U;
  for (std::size_t i = 1; i + 2 < input.size(); i += 3) {
    const std::size_t place = (byte(i) * 256U + byte(i + 1)) * stride;
    const std::size_t body = bytes.size() - sizeof(graph::image_prefix);
    bytes[sizeof(graph::image_prefix) + place % body] = static_cast<std::byte>(byte(i + 2));
  }
  graph::image_prefix prefix;
  std::memcpy(&prefix, bytes.data(), sizeof prefix);
  prefix.digest = sha256(std::span<const std::byte>(bytes).subspan(sizeof prefix));
  std::memcpy(bytes.data(), &prefix, sizeof prefix);

  const result<pack> read = pack_from_image(bytes);
  if (!read.ok()) return;
  const pack& rules = read.value();
  fact_set known(rules.schema());
  known.set_now({1'795'341'600, 0});
  known.open_cart();
  known.add_line({"l1", "TEA", 2, 1200});
  known.set_line(0, line_category, value::string("tea"));
  known.add_shipping({"standard", 599, 410, true, 0, false});
  proposal asked;
  for (const graph::offer_row& offer : rules.tables().offers) {
    if (asked.offers.size() < 4)
      asked.offers.push_back({rules.text(offer.name), offer.effect.minimum, true, false});
  }
  workspace w;
  decision out;
  validate(rules, known, asked, w, out);
}

}  // namespace parley::fuzz

PARLEY_FUZZ_ENTRY(parley::fuzz::image)
