#include "syntax/profiles.hpp"

namespace parley::syntax {
namespace {

using level = pack::level;
using remainder = decltype(pack::remainder);
using basis = decltype(pack::basis);
using ties = decltype(pack::ties);

constexpr profile profiles[] = {
    {"commercetools", rounding_mode::half_even, level::line, level::order, level::order,
     remainder::largest, basis::running, ties::pack, true},
    {"magento", rounding_mode::half_away, level::order, level::order, level::line, remainder::carry,
     basis::running, ties::pack, true},
    {"medusa", rounding_mode::half_away, level::order, level::order, level::order,
     remainder::largest, basis::running, ties::greatest, true},
    {"sfcc", rounding_mode::half_away, level::line, level::order, level::order, remainder::largest,
     basis::running, ties::amount, true},
    {"shopify", rounding_mode::half_away, level::order, level::order, level::order, remainder::last,
     basis::stage, ties::percent, false},
    {"shopware", rounding_mode::half_away, level::order, level::order, level::order,
     remainder::largest, basis::list, ties::pack, true},
    {"sylius", rounding_mode::half_away, level::unit, level::order, level::order, remainder::spread,
     basis::running, ties::pack, true},
};

}  // namespace

std::span<const profile> all_profiles() noexcept {
  return profiles;
}

void preset(const profile& from, pack& into) {
  into.rounding = from.rounding;
  into.rounding_level[0] = from.item;
  into.rounding_level[1] = from.order;
  into.rounding_level[2] = from.shipping;
  into.remainder = from.remainder;
  into.basis = from.basis;
  into.ties = from.ties;
  into.stacking_open = from.stacking_open;
  into.stacking_mutual = false;
}

}  // namespace parley::syntax
