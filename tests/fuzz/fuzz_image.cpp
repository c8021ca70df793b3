// A pack image with bytes changed and the checksum made to fit: refused, or safe to use. The input
// is a list of changes, three bytes each: place (of 16 bits, times the input's first byte) and the
// new byte.
#include <cstddef>
#include <cstring>
#include <vector>

#include "fuzz/small_shop.hpp"
#include "fuzz/target.hpp"
#include "parley/engine/best.hpp"
#include "parley/engine/eligible.hpp"
#include "parley/engine/explain.hpp"
#include "parley/engine/validate.hpp"
#include "parley/graph/image.hpp"

namespace parley::fuzz {

bool image(std::string_view input) {
  if (input.empty()) return false;
  const auto sound = image_of(small_shop());
  std::vector<std::byte> bytes(sound.begin(), sound.end());
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(input[i]); };
  const std::size_t stride = byte(0) % 8 + 1U;
  for (std::size_t i = 1; i + 2 < input.size(); i += 3) {
    const std::size_t place = (byte(i) * 256U + byte(i + 1)) * stride;
    const std::size_t body = bytes.size() - sizeof(graph::image_prefix);
    bytes[sizeof(graph::image_prefix) + place % body] = static_cast<std::byte>(byte(i + 2));
  }
  const std::uint64_t checksum = graph::detail::checksum_of(bytes);
  std::memcpy(bytes.data() + offsetof(graph::image_prefix, checksum), &checksum, sizeof checksum);

  const result<pack> read = pack_from_image(bytes);
  // Were the checksum another one, every change would be refused for it and nothing be tried.
  PARLEY_HOLDS(read.ok() || read.failure().code != "image.checksum");
  if (!read.ok()) return false;
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

  question_workspace memory;
  eligibility offers;
  eligible(rules, known, {}, memory, offers);
  explanation why;
  explain_options few;
  few.judgements = 50;
  explain(rules, known, asked, memory, why, few);
  best_request request;
  request.nodes = 50;
  best_answer found;
  best(rules, known, request, memory, found);
  return true;
}

}  // namespace parley::fuzz

PARLEY_FUZZ_ENTRY(parley::fuzz::image)
