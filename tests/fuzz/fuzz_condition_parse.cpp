// Any bytes as an expression: a tree or diagnostics, and a tree survives being printed.
#include "fuzz/target.hpp"
#include "syntax/condition_parser.hpp"

namespace parley::fuzz {

bool condition_parse(std::string_view input) {
  diagnostics found;
  const span whole{0, 0, static_cast<std::uint32_t>(input.size())};
  const auto parsed = syntax::parse_condition(input, whole, true, found);
  PARLEY_HOLDS(parsed.has_value() != found.has_errors());
  for (const diagnostic& d : found.items())
    PARLEY_HOLDS(d.at.offset <= input.size() && d.at.length <= input.size() - d.at.offset);
  if (!parsed) return false;
  for (const syntax::expression_node& n : parsed->nodes)
    PARLEY_HOLDS(n.offset <= input.size() && n.length <= input.size() - n.offset);
  const std::string printed = syntax::print(*parsed);
  diagnostics again;
  const auto second = syntax::parse_condition(
      printed, {0, 0, static_cast<std::uint32_t>(printed.size())}, true, again);
  if (!second) {
    // Printing may lengthen escapes or add brackets past a cap, nothing else.
    for (const diagnostic& d : again.items()) PARLEY_HOLDS(d.code == "PL2008");
    return true;
  }
  PARLEY_HOLDS(syntax::dump(*second) == syntax::dump(*parsed));
  PARLEY_HOLDS(syntax::print(*second) == printed);
  return true;
}

}  // namespace parley::fuzz

PARLEY_FUZZ_ENTRY(parley::fuzz::condition_parse)
