#include "all_headers.hpp"

std::size_t counted_in_two();

/// The same inline functions in two units must be one.
int main() {
  parley::diagnostics found;
  return found.error_count() == counted_in_two() ? 0 : 1;
}
