// How a verb speaks: JSON or text, colours only for a terminal, errors with help.
#pragma once

#include <string>
#include <string_view>

#include "parley/base/diagnostic.hpp"
#include "parley/base/result.hpp"
#include "parley/base/source.hpp"
#include "report/diagnostic_text.hpp"

namespace parley::cli {

/// Where answers go. `json` answers are one line each.
struct console {
  bool json = false;
  report::text_style style;        ///< of standard output
  report::text_style error_style;  ///< of standard error
};

/// The style for this process: colours on a terminal unless NO_COLOR is set.
[[nodiscard]] console make_console(bool json);

/// From now on complaints are JSON too. The command says so once, when it sees --json.
void complain_in_json() noexcept;

/// "parley: cannot read `x`: ..." with an optional line of help; with --json a list of diagnostics
/// like any other, on standard output, where `code` tells programs what it is.
void complain(std::string_view message, std::string_view help = {}, std::string_view code = "use");
/// The same on standard error, whatever was asked for: standard output can't be written.
void complain_aloud(std::string_view message);
/// Diagnostics: as JSON to standard output, as text to standard error.
void tell(const console& to, const diagnostics& found, const source_set& sources);
/// A file that can't be read, as a diagnostic.
void tell(const console& to, const error& file);

}  // namespace parley::cli
