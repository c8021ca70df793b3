// Any bytes as a stored session: read or refused, and what was read is written back alike.
#include "fuzz/target.hpp"
#include "parley/compiler/read_negotiation.hpp"

namespace parley::fuzz {

bool session(std::string_view input) {
  source_set files;
  const std::uint32_t at = files.add("session.json", std::string(input));
  diagnostics found;
  const std::optional<parley::session> read = read_session(files, at, {}, found);
  PARLEY_HOLDS(read.has_value() != found.has_errors());
  if (!read) return false;
  const std::string written = write_session(*read);
  const std::uint32_t again = files.add("again.json", written);
  const std::optional<parley::session> second = read_session(files, again, {}, found);
  PARLEY_HOLDS(second.has_value() && write_session(*second) == written);
  return true;
}

}  // namespace parley::fuzz

PARLEY_FUZZ_ENTRY(parley::fuzz::session)
