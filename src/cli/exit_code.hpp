// What the command tells scripts. With NDJSON the greatest of its answers.
#pragma once

#include <algorithm>

namespace parley::cli {

enum exit_code : int {
  exit_yes = 0,       ///< allow, yes, nothing wrong
  exit_pack = 1,      ///< the pack or a test fails
  exit_use = 2,       ///< wrong use, or facts that don't fit
  exit_no = 3,        ///< deny, no, declined
  exit_need = 4,      ///< a fact is needed
  exit_escalate = 5,  ///< an approval is needed, or the conversation goes to a person
  exit_file = 6,      ///< a file can't be read or written
};

[[nodiscard]] inline int greater(int a, int b) noexcept {
  return std::max(a, b);
}

}  // namespace parley::cli
