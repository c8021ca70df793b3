// The plain loops of the matcher `rows` against the wide ones, and both against single bits.
#include "parley/engine/index_bits.hpp"

#include <vector>

#include "support/catch.hpp"
#include "support/random.hpp"

using namespace parley;
using namespace parley::engine;

namespace {

bool bit(const std::uint64_t* words, std::size_t at) {
  return (words[at / 64] >> (at % 64) & 1U) != 0;
}

row_words random_row(std::size_t words, test::random& pick) {
  row_words made(words);
  for (std::uint64_t& word : made) {
    word = pick.next();
    if (pick.chance(60)) word |= pick.next();
  }
  return made;
}

}  // namespace

TEST_CASE("rows are ANDed alike by every loop") {
  test::random pick(20261123);
  for (int round = 0; round < 200; ++round) {
    const std::size_t words = row_step * static_cast<std::size_t>(pick.between(1, 13));
    const row_words all = random_row(words, pick);
    const row_words known = random_row(words, pick);
    std::vector<row_words> kept;
    for (std::int64_t i = pick.between(0, 7); i > 0; --i) kept.push_back(random_row(words, pick));
    std::vector<const std::uint64_t*> rows, sure;
    for (const row_words& row : kept) (pick.chance(70) ? rows : sure).push_back(row.data());
    const row_question asked{all.data(), known.data(), rows, sure};
    const std::size_t from = row_step * static_cast<std::size_t>(pick.between(
                                            0, static_cast<int>(words / row_step) - 1));

    std::vector<std::uint64_t> holds(words - from), open(words - from);
    and_rows_plain(asked, from, words, holds.data(), open.data());
    for (std::size_t at = from * 64; at < words * 64; ++at) {
      bool possible = bit(all.data(), at);
      for (const std::uint64_t* const row : rows) possible = possible && bit(row, at);
      bool certain = possible && bit(known.data(), at);
      for (const std::uint64_t* const row : sure) certain = certain && bit(row, at);
      if (bit(holds.data(), at - from * 64) != certain) FAIL("holds, bit " << at);
      if (bit(open.data(), at - from * 64) != (possible && !certain)) FAIL("open, bit " << at);
    }

    std::vector<std::uint64_t> holds_chosen(words - from), open_chosen(words - from);
    and_rows(asked, from, words, holds_chosen.data(), open_chosen.data());
    CHECK(holds_chosen == holds);
    CHECK(open_chosen == open);
  }
}

TEST_CASE("bits are spread alike by every loop") {
  test::random pick(20261124);
  for (int round = 0; round < 300; ++round) {
    const auto words = static_cast<std::size_t>(pick.between(1, 9));
    std::vector<std::uint64_t> masks(words), from(words + 1);
    for (std::uint64_t& mask : masks) {
      mask = pick.chance(15) ? 0 : pick.chance(15) ? ~std::uint64_t{0} : pick.next() & pick.next();
    }
    for (std::uint64_t& word : from) word = pick.next();
    std::vector<std::uint64_t> expected(words, 1), plain(words, 1), chosen(words, 1);
    std::size_t next = 0;
    for (std::size_t at = 0; at < words * 64; ++at) {
      if (!bit(masks.data(), at)) continue;
      if (bit(from.data(), next++)) expected[at / 64] |= std::uint64_t{1} << (at % 64);
    }
    spread_bits_plain(from.data(), masks.data(), words, plain.data());
    spread_bits(from.data(), masks.data(), words, chosen.data());
    CHECK(plain == expected);
    CHECK(chosen == expected);
  }
}
