// Reads one test file. Internal to this room: suite.hpp is the door.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "facts_io/input.hpp"
#include "packtest/fact_layers.hpp"
#include "packtest/suite.hpp"
#include "yaml/document.hpp"

namespace parley::packtest {

class suite_builder {
 public:
  suite_builder(suite& to, const pack& rules, const yaml::document& document,
                const surroundings& around)
      : to_(to),
        rules_(rules),
        document_(document),
        around_(around),
        in_(rules, document, options_, to.found) {}

  void read();

 private:
  using node = yaml::node;

  /// A value that one case gives to a fact or an offer: from a table's row or from a sweep.
  struct setting {
    std::string name;
    span at;
    const node* content = nullptr;  ///< null: `text`
    std::string text;
  };
  /// One row of a table, or the one case of a test without.
  struct row {
    span at;
    std::string label;
    std::vector<setting> settings;
    const node* propose = nullptr;
    const node* expect = nullptr;
    const node* intent = nullptr;
    const node* partial = nullptr;
  };
  struct axis {
    std::string name;
    span at;
    std::vector<std::string> values;
  };
  /// `allow until 12%`: what is expected up to a value of the sweep.
  struct stage {
    std::size_t reach = SIZE_MAX;  ///< values of the sweep up to here, those of earlier stages too
    std::size_t expected = no_index;
  };
  struct fixture {
    const node* content = nullptr;
    span at;
  };

  // suite_builder.cpp
  void test(const node& n);
  void question_of(const node& n, planned_test& made);
  void stackable(const node& n, planned_test& made);
  void best(const node& n, planned_test& made);
  void golden(const node& test_node, planned_test& made);
  void script(const node& n, planned_test& made, const fact_layers& base);
  void step(const node& n, planned_test& made, fact_layers& facts, bool& changed);

  // suite_cases.cpp
  [[nodiscard]] std::vector<row> rows_of(const node& test_node);
  void row_entry(const node& key, const node& content, row& to);
  [[nodiscard]] std::vector<axis> axes_of(const node& test_node);
  void stages_of(const node& expect, const planned_test& made, const std::vector<axis>& axes);
  void cases(const node& test_node, planned_test& made, const fact_layers& base);
  void one_case(const node& test_node, const planned_test& made, const fact_layers& base,
                std::size_t base_facts, const row& r, const std::vector<setting>& swept,
                std::size_t value);
  /// A proposal as the file has it, read once.
  [[nodiscard]] const owned_proposal* base_proposal(const node& n);
  [[nodiscard]] std::optional<owned_proposal> proposal_of(const node& test_node,
                                                          const planned_test& made, const row& r,
                                                          const std::vector<setting>& settings);
  void set_offer(const setting& s, owned_proposal& to);
  [[nodiscard]] std::size_t expectation_of(const node& n, question what);
  [[nodiscard]] std::size_t expected_of(const node& test_node, const planned_test& made,
                                        const row& r, std::size_t value);

  // suite_facts.cpp
  void fixtures(const node& n);
  void given(const node& n, fact_layers& to);
  void use(std::string_view name, const node& at, fact_layers& to, std::vector<std::string>& chain);
  void add_file(const node& named, fact_layers& to);
  [[nodiscard]] const yaml::document* facts_file(const node& named);
  [[nodiscard]] std::optional<fact_set> read_layers(const fact_layers& layers, span at);
  [[nodiscard]] std::size_t facts_of(const fact_layers& layers, span at);
  /// Takes over what reading facts found, each fault once however many tests share a fixture.
  void adopt(const diagnostics& found);

  suite& to_;
  const pack& rules_;
  const yaml::document& document_;
  const surroundings& around_;
  const read_options options_{};
  facts_io::input in_;
  std::map<std::string, fixture, std::less<>> fixtures_;
  std::map<std::string, std::optional<yaml::document>> files_;
  std::set<std::tuple<std::string, std::uint32_t, std::uint32_t, std::string>> told_;
  std::map<std::string, span, std::less<>> names_;
  std::map<const node*, std::size_t> expectations_;
  std::map<const node*, std::optional<owned_proposal>> proposals_;
  std::vector<stage> stages_;  // of the test being read
  bool staged_ = false;        // it has a list of them
  std::size_t deny_ = no_index;
};

}  // namespace parley::packtest
