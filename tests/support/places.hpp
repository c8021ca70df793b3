// Where the tests' files are. Paths stand in one object file, so that a checkout elsewhere compiles
// to the same objects.
#pragma once

#include <string>

namespace parley::test {

/// The checkout.
[[nodiscard]] std::string source_dir();
/// Its folder of tests.
[[nodiscard]] std::string tests_dir();

}  // namespace parley::test
