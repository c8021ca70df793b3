// Diagnostics as text with carets, and as JSON.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "parley/base/diagnostic.hpp"
#include "parley/base/source.hpp"

namespace parley::report {

/// How text is dressed. Colours are for terminals; the caller knows whether there is one.
struct text_style {
  bool colour = false;
};

/// For lists that are shown whole.
inline constexpr std::size_t no_cap = static_cast<std::size_t>(-1);

/// One diagnostic:
///
///     winter.yaml:14:22: error[PL2103]: unknown fact `cart.totl`
///        14 |     when: cart.totl >= 50
///           |           ^~~~~~~~~
///        help: did you mean `cart.subtotal`?
[[nodiscard]] std::string to_text(const diagnostic& item, const source_set& sources,
                                  text_style style);
/// The gravest `most` of them, a blank line between, and a closing line with the counts of all.
/// Empty for an empty list.
[[nodiscard]] std::string to_text(const diagnostics& found, const source_set& sources,
                                  text_style style, std::size_t most = no_cap);

/// {"code","severity","at","message","help","related"}
[[nodiscard]] nlohmann::ordered_json to_json(const diagnostic& item, const source_set& sources);
/// {"errors":1,"warnings":0,"diagnostics":[...]}, with "more" where `most` left some out.
[[nodiscard]] nlohmann::ordered_json to_json(const diagnostics& found, const source_set& sources,
                                             std::size_t most = no_cap);

}  // namespace parley::report
