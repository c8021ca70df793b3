#include "support/places.hpp"

namespace parley::test {

std::string source_dir() {
  return PARLEY_SOURCE_DIR;
}

std::string tests_dir() {
  return std::string(PARLEY_SOURCE_DIR) + "/tests";
}

}  // namespace parley::test
