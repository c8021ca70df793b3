// A test file that has been read: every case with its facts, its question and what it expects.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "packtest/expectation.hpp"
#include "parley/base/result.hpp"
#include "parley/compiler/compile.hpp"
#include "parley/compiler/read_negotiation.hpp"
#include "parley/engine/best.hpp"

namespace parley::packtest {

/// A pack that was opened. `unreadable` says that a file, not its text, is at fault.
struct opened_pack {
  compilation made;
  std::string failure;  ///< where it is no matter of diagnostics
  bool unreadable = false;
};

/// How files are brought in: this room opens none itself.
struct surroundings {
  std::function<result<std::string>(const std::string& path)> read;
  std::function<opened_pack(const std::string& path)> open;
};

struct planned_step {
  span at;
  std::string said;
  owned_ask asked;
  std::size_t facts = 0;  ///< in suite::facts
  expectation expected;
};

struct planned_case {
  std::size_t test = 0;  ///< in suite::tests
  std::string label;     ///< "HAGGLE=13%"; empty where the test is one case
  span at;
  std::size_t facts = 0;  ///< in suite::facts
  owned_proposal asked;   ///< propose; eligible: what is promised; best: what it has to include
  std::size_t expected = no_index;  ///< in suite::expectations
};

struct planned_test {
  std::string name;
  span at;
  question what = question::propose;
  std::size_t first = 0;  ///< in suite::cases
  std::size_t count = 0;
  std::vector<graph::index> stack;  ///< stackable; pairs: each pair of these
  std::vector<objective> objectives;
  std::optional<std::int64_t> saving_to_reach;
  std::vector<planned_step> steps;  ///< negotiate, of a test with one case
  std::string bad_pack;             ///< must_fail: its path
  bool has_golden = false;
  std::string golden;  ///< as it stands in the file; empty for `new`
  span golden_key;     ///< where `golden` is written
  bool golden_in_block = true;
};

struct suite {
  std::string path;
  std::string pack_path;
  source_set sources;  ///< the test file first, then facts files
  diagnostics found;   ///< sorted; a suite with errors isn't run
  bool unreadable = false;
  std::optional<pack> rules;
  std::vector<planned_test> tests;
  std::vector<planned_case> cases;
  std::deque<fact_set> facts;
  std::vector<expectation> expectations;
};

/// The pack a test file is about: its `pack:`, else the file without `_test`. The file need not be
/// good. Empty when that can't be told.
[[nodiscard]] std::string pack_of(const std::string& path, const std::string& text);

/// Reads a test file for its pack; every fault is reported. The suite doesn't refer to `around`
/// later.
[[nodiscard]] suite read_suite(std::string path, std::string text, const pack& rules,
                               const surroundings& around);

/// `file` as it is named in a file `beside`.
[[nodiscard]] std::string path_beside(const std::string& beside, const std::string& file);

}  // namespace parley::packtest
