#include "all_headers.hpp"

std::size_t counted_in_two() {
  parley::diagnostics found;
  return found.items().size();
}
