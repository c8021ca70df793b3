#include "parley/graph/packed_rows.hpp"

#include <array>
#include <cstring>
#include <random>
#include <vector>

#include "parley/graph/image.hpp"
#include "parley/graph/pack_rows.hpp"
#include "parley/graph/row_set.hpp"
#include "parley/graph/table_sizes.hpp"
#include "small_pack.hpp"
#include "support/catch.hpp"

namespace {

using namespace parley;
using namespace parley::graph;

template <typename Row>
bool same(const Row& a, const Row& b) {
  return std::memcmp(&a, &b, sizeof a) == 0;
}

/// A row of which some bytes, any of them, are not as they are by default.
template <typename Row>
Row scribbled(std::mt19937& dice, int changes) {
  Row row;
  std::array<unsigned char, sizeof(Row)> bytes;
  std::memcpy(bytes.data(), &row, sizeof row);
  for (int i = 0; i < changes; ++i) {
    bytes[dice() % bytes.size()] = static_cast<unsigned char>(dice());
  }
  std::memcpy(static_cast<void*>(&row), bytes.data(), sizeof row);
  return row;
}

/// Brings the fields that an image holds narrowed into their ranges.
offer_row fitting(offer_row row) {
  row.name.size &= 0xFFFF;
  row.stage = static_cast<stage>(static_cast<unsigned>(row.stage) & 15);
  row.basis = static_cast<basis>(static_cast<unsigned>(row.basis) & 15);
  return row;
}

expression_row fitting(expression_row row) {
  row.facts.count &= 0xFFFF;
  row.line_facts.count &= 0xFFFF;
  row.reads &= 0xFFFF;
  row.unused[1] = row.unused[2] = 0;
  return row;
}

// What fits is not lost, not even what no compiler would write: the verifier has to see it.
TEST_CASE("rows come out as they went in") {
  std::mt19937 dice(7);
  for (int round = 0; round < 300; ++round) {
    std::vector<offer_row> offers;
    std::vector<expression_row> expressions;
    for (int i = 0; i < 20; ++i) {
      offers.push_back(i % 4 == 3
                           ? offers[dice() % offers.size()]
                           : fitting(scribbled<offer_row>(dice, static_cast<int>(dice() % 40))));
      expressions.push_back(fitting(scribbled<expression_row>(dice, static_cast<int>(dice() % 6))));
    }
    const packed_rows packed = pack_rows({}, {}, expressions, offers);
    const offers_view seen = packed.offers_seen();
    const expressions_view also = packed.expressions_seen();
    REQUIRE(seen.size() == offers.size());
    REQUIRE(also.size() == expressions.size());
    std::size_t at = 0;
    for (const offer_row& o : seen) CHECK(same(o, offers[at++]));
    CHECK(at == offers.size());
    for (std::size_t i = 0; i < expressions.size(); ++i) CHECK(same(also[i], expressions[i]));
  }
}

TEST_CASE("equal effects, lists and rarely set fields stand once") {
  std::vector<offer_row> offers(1'000);
  for (std::size_t i = 0; i < offers.size(); ++i) {
    offers[i].effect.minimum = offers[i].effect.maximum = static_cast<std::int64_t>(i % 10);
    offers[i].classes = {static_cast<std::uint32_t>(i % 3), 1};
    offers[i].cost = static_cast<std::int64_t>(i % 2);
  }
  const packed_rows packed = pack_rows({}, {}, {}, offers);
  CHECK(packed.offers.effects.size() == 10);
  CHECK(packed.offers.links.size() == 3);
  CHECK(packed.offers.extras.size() == 9 + 1);  // nine values that aren't 0, one cost
}

TEST_CASE("a set of rows keeps the order of its rows") {
  row_set<row_range> rows;
  for (std::uint32_t i = 0; i < 10'000; ++i) CHECK(rows.add({i / 2, i / 2 * 7}) == i / 2);
  CHECK(rows.size() == 5'000);
  CHECK(rows.rows()[77].count == 77 * 7);
}

TEST_CASE("the sizes of the tables are those of the image") {
  const pack made = testing::small_pack();
  CHECK(image_bytes(made) == image_of(made).size());
  const std::vector<table_size> sizes = table_sizes(made);
  REQUIRE(sizes.size() == table_names.size());
  for (const table_size& each : sizes) {
    if (each.table == "offers") CHECK(each.rows == 2);
    if (each.table == "offers") CHECK(each.bytes == 2 * sizeof(packed_offer));
    if (each.table == "wording") CHECK(each.rows == 0);
    if (each.table == "zone_data") CHECK(each.rows == 0);
  }
}

}  // namespace
