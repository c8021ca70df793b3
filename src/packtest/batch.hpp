// Test files with the packs they are about: found, read, and picked from.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "packtest/case_runner.hpp"
#include "packtest/suite.hpp"
#include "parley/base/result.hpp"

namespace parley::packtest {

/// What paths came to. Files stand once, in the order of the paths and sorted within a folder.
struct found_tests {
  std::vector<std::string> files;
  std::vector<error> failures;     ///< paths that can't be read
  std::vector<std::string> empty;  ///< packs and folders without tests
};

/// A path is a test file (`*_test.yaml`, also `.yml` and `.json`), a folder (with those below it),
/// or a pack (with the test files beside it that are about it).
[[nodiscard]] found_tests find_tests(const std::vector<std::string>& paths,
                                     const surroundings& around);

/// A pack that tests are about.
struct tested_pack {
  std::string path;
  opened_pack opened;
};

struct chosen_case {
  std::size_t suite = 0;
  std::size_t which = 0;  ///< in suite::cases
};

/// Everything that is going to be run. Suites with errors have no chosen cases.
struct batch {
  std::vector<tested_pack> packs;  ///< each once, in the order of the files
  std::vector<std::unique_ptr<suite>> suites;
  std::vector<std::size_t> pack_of;  ///< by suite; no_index: its pack doesn't compile
  std::vector<chosen_case> cases;
  std::size_t left_out = 0;
  std::vector<std::string> watched;  ///< every file that was looked at

  /// Whether every file could be used; else the greatest exit code says what is wrong.
  [[nodiscard]] bool any_broken_suite() const;
  [[nodiscard]] bool any_unreadable() const;
  [[nodiscard]] bool any_broken_pack() const;
};

struct batch_options {
  std::string filter;        ///< a part of `FILE: NAME [CASE]`, or a pattern with `*` and `?`
  bool whole_tests = false;  ///< choose all cases of a test or none
};

[[nodiscard]] batch load_batch(const std::vector<std::string>& files, const batch_options& options,
                               const surroundings& around);

/// Results of what couldn't be run at all: a test file with errors, a pack that doesn't compile.
[[nodiscard]] std::vector<report::test_result> broken_results(const batch& loaded);

/// Whether a name fits a filter; an empty one fits everything.
[[nodiscard]] bool fits_filter(std::string_view filter, std::string_view name);

/// A test whose golden block isn't what its cases gave.
struct golden_change {
  std::size_t suite = 0;
  std::size_t test = 0;
  std::string block;
};
/// `outcomes` stand beside `loaded.cases`; tests of which a case is left out don't change.
[[nodiscard]] std::vector<golden_change> golden_changes(const batch& loaded,
                                                        const std::vector<case_outcome>& outcomes);
/// The text of a test file with these blocks in place of the old ones; everything else, comments
/// too, stays as it is. Precondition: the changes are all of this suite.
[[nodiscard]] std::string with_golden(const suite& tests,
                                      const std::vector<golden_change>& changes);

}  // namespace parley::packtest
