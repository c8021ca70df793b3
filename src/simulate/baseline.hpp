// The sellers that parley is compared with.
#pragma once

#include <memory>

#include "simulate/seller.hpp"

namespace parley::simulate {

/// Precondition: `kind` is not `parley`.
[[nodiscard]] std::unique_ptr<seller> open_baseline(seller_kind kind, const briefing& told);

}  // namespace parley::simulate
