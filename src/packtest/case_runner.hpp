// Asks the question of one case and compares the answer.
#pragma once

#include <string>
#include <vector>

#include "packtest/match.hpp"
#include "packtest/rule_coverage.hpp"
#include "packtest/suite.hpp"
#include "parley/engine/question_workspace.hpp"

namespace parley::packtest {

/// What a case came to. `golden` are the lines a golden block has for it; of tests that have one.
struct case_outcome {
  report::test_result result;
  lines golden;
};

/// One thread's memory for running cases of one suite. Everything handed in must outlive it.
class case_runner {
 public:
  /// `counts` may be null: then no coverage is taken.
  case_runner(const suite& tests, const surroundings& around, rule_coverage* counts)
      : suite_(tests), around_(around), counts_(counts) {}

  /// Precondition: the suite was read without errors.
  [[nodiscard]] case_outcome run(std::size_t which);

 private:
  using differences = packtest::differences;

  void propose(const planned_case& one, const planned_test& test, case_outcome& out);
  void ask_eligible(const planned_case& one, case_outcome& out);
  void ask_stackable(const planned_case& one, const planned_test& test, case_outcome& out);
  void ask_best(const planned_case& one, const planned_test& test, case_outcome& out);
  void negotiate_script(const planned_test& test, case_outcome& out);
  void compile_bad(const planned_case& one, const planned_test& test, case_outcome& out);
  void compare_golden(const planned_case& one, const planned_test& test, case_outcome& out);

  [[nodiscard]] const expectation& expected(const planned_case& one) const;
  [[nodiscard]] report::answer_context about(std::size_t facts) const {
    return {*suite_.rules, suite_.facts[facts], report::audience::internal, {}};
  }
  void trace(std::size_t facts, const proposal& asked, bool stacking_only = false) {
    if (counts_ != nullptr) counts_->trace(suite_.facts[facts], asked, stacking_only);
  }
  void trace_headroom(const planned_case& one, const eligibility& found);
  void trace_terms(std::size_t facts, const terms& made);

  const suite& suite_;
  const surroundings& around_;
  rule_coverage* counts_;
  question_workspace memory_;
};

/// Lines of a test's golden block that belong to a case: the whole, or what stands under `# label`.
[[nodiscard]] lines golden_part(const std::string& block, const std::string& label, bool only_case);
/// The block of a test from its cases' lines, in order.
[[nodiscard]] std::string golden_block(const std::vector<std::pair<std::string, lines>>& cases);

}  // namespace parley::packtest
