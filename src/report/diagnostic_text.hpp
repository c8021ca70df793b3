// Diagnostics as text with carets, and as JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "parley/base/diagnostic.hpp"
#include "parley/base/source.hpp"

namespace parley::report {

/// How text is dressed. Colours are for terminals; the caller knows whether there is one.
struct text_style {
  bool colour = false;
};

/// One diagnostic:
///
///     winter.yaml:14:22: error[PL2103]: unknown fact `cart.totl`
///        14 |     when: cart.totl >= 50
///           |           ^~~~~~~~~
///        help: did you mean `cart.subtotal`?
[[nodiscard]] std::string to_text(const diagnostic& item, const source_set& sources,
                                  text_style style);
/// All of them, a blank line between, and a closing line with the counts. Empty for an empty list.
[[nodiscard]] std::string to_text(const diagnostics& found, const source_set& sources,
                                  text_style style);

/// {"errors":1,"warnings":0,"diagnostics":[{"code","severity","message","help","at","related"}]}
[[nodiscard]] nlohmann::ordered_json to_json(const diagnostics& found, const source_set& sources);

}  // namespace parley::report
