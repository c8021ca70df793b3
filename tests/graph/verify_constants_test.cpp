// Constants of every kind in an image, at the ends of what they may hold and beyond.
#include <cstdint>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "verify_cases.hpp"

namespace {

using namespace parley;
using namespace parley::graph;
using namespace parley::testing;

TEST_CASE("constants of every kind") {
  const auto many = [](std::uint64_t count) {
    return [=](wide_tables& t) {
      while (t.constants.size() < 30'000)
        t.constants.push_back({type_kind::boolean, 0, no_currency, 0, 0, 0});
      t.constants.push_back({type_kind::list, 0, no_currency, 0, 0, count});
    };
  };
  // 34 nines, the largest coefficient, and one more.
  const uint128 nines = [] {
    uint128 made = 0;
    for (int i = 0; i < 34; ++i) made = made * 10 + 9;
    return made;
  }();
  const auto number = [](type_kind kind, uint128 bits, std::int32_t exponent,
                         currency_code currency = no_currency) {
    return constant{kind,
                    0,
                    currency,
                    exponent,
                    static_cast<std::uint64_t>(bits),
                    static_cast<std::uint64_t>(bits >> 64)};
  };
  const std::size_t last = testing::every_row().tables().constants.size();
  const auto added = [](const constant& c) {
    return [=](wide_tables& t) { t.constants.push_back(c); };
  };
  const auto seconds = [&](type_kind kind, std::int64_t at, std::int32_t nanos) {
    return added({kind, 0, no_currency, nanos, static_cast<std::uint64_t>(at), 0});
  };
  const auto plain = [&](type_kind kind, std::uint64_t low, std::uint64_t high) {
    return added({kind, 0, no_currency, 0, low, high});
  };
  const currency_code usd = currency_named("USD");
  const std::uint64_t texts = testing::every_row().tables().texts.size();
  const std::uint64_t far = std::uint64_t{1} << 32;
  refused("constants", last,
          {
              added({type_kind::null, 1, no_currency, 0, 0, 0}),
              added({type_kind::integer, 1, no_currency, 0, 0, 0}),
              plain(type_kind::boolean, 2, 0),
              added(number(type_kind::decimal, nines + 1, 0)),
              added(number(type_kind::decimal, ~nines, 0)),  // -(nines + 1)
              added(number(type_kind::decimal, 1, 6145)),
              added(number(type_kind::decimal, 1, -6177)),
              added(number(type_kind::percent, nines + 1, 0)),
              added(number(type_kind::money, nines + 1, 0, usd)),
              added(number(type_kind::money, 1, 0, no_currency)),
              added({type_kind::decimal, 1, no_currency, 0, 1, 0}),
              added({type_kind::money, 1, usd, 0, 1, 0}),
              plain(type_kind::string, far, 1),
              plain(type_kind::string, 0, far),
              plain(type_kind::string, texts, 1),
              added({type_kind::string, 1, no_currency, 0, 0, 1}),
              plain(type_kind::bytes, far, 1),
              plain(type_kind::bytes, 0, far),
              plain(type_kind::bytes, texts, 1),
              added({type_kind::bytes, 1, no_currency, 0, 0, 1}),
              seconds(type_kind::timestamp, 253'402'300'800, 0),
              seconds(type_kind::timestamp, -62'135'596'801, 0),
              seconds(type_kind::timestamp, 0, -1),
              seconds(type_kind::timestamp, 0, 1'000'000'000),
              seconds(type_kind::duration, 315'576'000'001, 0),
              seconds(type_kind::duration, -315'576'000'002, 0),
              added({type_kind::duration, 1, no_currency, 0, 0, 0}),
              plain(type_kind::list, last + 1, 0),
              plain(type_kind::list, last, 1),  // itself
              plain(type_kind::list, 1, last),
              plain(type_kind::map, 0, 3),
              added({type_kind::list, 1, no_currency, 0, 0, 0}),
              plain(type_kind::type, 18, 0),
              added({type_kind::type, 1, no_currency, 0, 0, 0}),
              plain(type_kind::optional, 1, 0),
              plain(type_kind::optional, 0, 1),
              added({type_kind::optional, 1, no_currency, 0, 0, 0}),
              plain(type_kind::real, 0, 0),
              plain(type_kind::object, 0, 0),
              plain(static_cast<type_kind>(200), 0, 0),
          });
  refused("constants", 30'000, {many(20'001)});
  sound({
      many(20'000),
      plain(type_kind::null, 0, 0),
      plain(type_kind::integer, ~std::uint64_t{0}, 0),
      plain(type_kind::uinteger, ~std::uint64_t{0}, 0),
      plain(type_kind::boolean, 1, 0),
      added(number(type_kind::decimal, nines, 6144)),
      added(number(type_kind::decimal, ~nines + 1, -6176)),
      added(number(type_kind::percent, 1, -8)),
      added(number(type_kind::money, nines, 0, usd)),
      plain(type_kind::string, texts - 1, 1),
      plain(type_kind::string, 0, 0),
      plain(type_kind::bytes, texts, 0),
      seconds(type_kind::timestamp, 253'402'300'799, 999'999'999),
      seconds(type_kind::timestamp, -62'135'596'800, 0),
      seconds(type_kind::duration, 315'576'000'000, 0),
      seconds(type_kind::duration, -315'576'000'001, 999'999'999),
      plain(type_kind::list, 0, last),
      plain(type_kind::map, 0, 2),
      plain(type_kind::optional, 0, 0),
      plain(type_kind::type, 0, 0),
  });
}

}  // namespace
