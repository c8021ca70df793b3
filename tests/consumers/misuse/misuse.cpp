// Right use with MISUSE=0; every other number switches one wrong line on, which must not compile.
#include <cstddef>
#include <vector>

#include "parley/facts/fact_set.hpp"
#include "parley/graph/image.hpp"
#include "parley/money/decimal.hpp"

namespace {

std::size_t use(const std::vector<std::byte>& bytes) {
  const parley::decimal price(1250, -2);
  parley::result<parley::pack> loaded = parley::pack_from_image(bytes);
  if (!loaded.ok() || price.zero()) return 0;
  const parley::pack& rules = loaded.value();
  parley::fact_set facts(rules.schema());

#if MISUSE == 1
  const parley::decimal approximate = 12.5;  // money from a binary fraction
  return static_cast<std::size_t>(approximate.exponent());
#elif MISUSE == 2
  const parley::pack nothing;  // a pack that nobody compiled
  return nothing.name().size();
#elif MISUSE == 3
  const parley::pack unchecked = parley::pack_from_image(bytes);  // a result nobody looked into
  return unchecked.name().size();
#elif MISUSE == 4
  parley::pack_from_image(bytes);  // a failure that goes by unseen
#elif MISUSE == 5
  const parley::fact_set untyped;  // facts of no pack
  return untyped.lines().size();
#elif MISUSE == 6
  rules.tables().offers[0].cost = 0;  // a rule changed behind the compiler's back
#endif
  return facts.lines().size();
}

}  // namespace

int main() {
  return static_cast<int>(use({}));
}
