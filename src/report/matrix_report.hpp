// How every offer goes with every other one, in forms for people, spreadsheets and programs.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "parley/engine/stackable.hpp"
#include "report/diagnostic_text.hpp"

namespace parley::report {

/// A table of marks with the rule behind every mark that isn't a plain yes.
[[nodiscard]] std::string matrix_text(const pack& rules, const stack_matrix& matrix,
                                      text_style style);
/// RFC 4180; a cell says `yes`, `no: SENTENCE` or `depends: SENTENCE`.
[[nodiscard]] std::string matrix_csv(const pack& rules, const stack_matrix& matrix);
/// One self-contained picture.
[[nodiscard]] std::string matrix_svg(const pack& rules, const stack_matrix& matrix);
/// One self-contained page, without scripts.
[[nodiscard]] std::string matrix_html(const pack& rules, const stack_matrix& matrix);
/// {"pack":{...},"offers":["A"],"pairs":[{"offers":["A","B"],"answer","code","rule","text",
/// "because","at"}]}
[[nodiscard]] nlohmann::ordered_json matrix_json(const pack& rules, const stack_matrix& matrix);

}  // namespace parley::report
