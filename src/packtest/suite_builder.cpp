#include "packtest/suite_builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "facts_io/codes.hpp"
#include "facts_io/read_nodes.hpp"
#include "packtest/codes.hpp"
#include "parley/base/limits.hpp"
#include "yaml/reader.hpp"

namespace parley::packtest {

using yaml::node_kind;

namespace {

struct question_key {
  std::string_view key;
  question what;
};
constexpr std::array<question_key, 6> questions{{{"propose", question::propose},
                                                 {"eligible", question::eligible},
                                                 {"stackable", question::stackable},
                                                 {"best", question::best},
                                                 {"negotiate", question::negotiate},
                                                 {"must_fail", question::must_fail}}};

constexpr std::string_view question_words =
    "`propose`, `eligible`, `stackable`, `best`, `negotiate` or `must_fail`";

}  // namespace

void suite_builder::read() {
  const node& root = in_.root();
  if (!in_.expect(root, node_kind::mapping, "a test file")) return;
  in_.only(root, "key of a test file", {"pack", "fixtures", "tests"});
  if (const node* list = in_.find(root, "fixtures")) fixtures(*list);
  const node* const tests = in_.require(root, "tests", "a test file");
  if (tests == nullptr || !in_.expect(*tests, node_kind::sequence, "`tests`")) return;
  for (const std::uint32_t child : in_.children(*tests)) {
    if (in_.expect(in_.at(child), node_kind::mapping, "a test")) test(in_.at(child));
  }
}

void suite_builder::test(const node& n) {
  in_.only(n, "key of a test",
           {"name", "given", "intent", "accept_partial", "propose", "eligible", "stackable", "best",
            "negotiate", "must_fail", "table", "sweep", "expect", "golden"});
  planned_test made;
  made.at = n.at;
  if (const node* name = in_.require(n, "name", "a test")) {
    made.at = name->at;
    if (const auto text = in_.name(*name, "`name`")) made.name = *text;
    const auto [earlier, fresh] = names_.emplace(made.name, name->at);
    if (!fresh) {
      in_.fail(codes::same_name, *name, fmt::format("there are two tests `{}`", made.name),
               "give each its own name")
          .related.push_back({earlier->second, "the first one"});
    }
  }
  question_of(n, made);
  golden(n, made);
  fact_layers base(rules_, to_.found);
  if (const node* facts = in_.find(n, "given")) given(*facts, base);
  if (made.what == question::negotiate || made.what == question::must_fail) {
    for (const char* key : {"table", "sweep", "accept_partial", "expect"}) {
      if (made.what == question::must_fail && key == std::string_view("expect")) continue;
      if (const node* wrong = in_.find(n, key)) {
        in_.fail(codes::not_a_question, *wrong, fmt::format("this question has no `{}`", key),
                 "write a test for each case");
      }
    }
  }
  if (made.what == question::negotiate) script(*in_.find(n, "negotiate"), made, base);
  cases(n, made, base);
  to_.tests.push_back(std::move(made));
}

void suite_builder::question_of(const node& n, planned_test& made) {
  const node* chosen = nullptr;
  for (const question_key& q : questions) {
    const node* const found = in_.find(n, q.key);
    if (found == nullptr) continue;
    if (chosen != nullptr) {
      in_.fail(codes::not_a_question, *found, "a test asks one thing",
               fmt::format("ask one of {}", question_words));
      continue;
    }
    chosen = found;
    made.what = q.what;
  }
  if (chosen == nullptr) {
    // Tables and sweeps may name all offers there are.
    if (in_.find(n, "table") == nullptr && in_.find(n, "sweep") == nullptr) {
      in_.fail(codes::not_a_question, n, "the test asks nothing",
               fmt::format("ask one of {}", question_words));
    }
    return;
  }
  if (made.what == question::stackable) stackable(*chosen, made);
  if (made.what == question::best) best(*chosen, made);
  if (made.what == question::must_fail) {
    if (const auto file = in_.name(*chosen, "`must_fail`")) {
      made.bad_pack = path_beside(to_.path, std::string(*file));
    }
  }
}

void suite_builder::stackable(const node& n, planned_test& made) {
  if (n.kind == node_kind::scalar) {
    if (n.text != "pairs") {
      in_.fail(codes::not_a_question, n, fmt::format("`stackable` can't be `{}`", n.text),
               "write a list of offers, or `pairs` for each pair of the pack's offers");
      return;
    }
    made.what = question::pairs;
    for (graph::index i = 0; i < rules_.tables().offers.size(); ++i) made.stack.push_back(i);
    return;
  }
  if (!in_.expect(n, node_kind::sequence, "`stackable`")) return;
  for (const std::uint32_t child : in_.children(n)) {
    const auto name = in_.name(in_.at(child), "an offer");
    if (!name) continue;
    const graph::index offer = rules_.offer_named(*name);
    if (offer != no_index) {
      made.stack.push_back(offer);
      continue;
    }
    std::vector<std::string_view> known;
    for (const graph::offer_row& o : rules_.tables().offers) known.push_back(rules_.text(o.name));
    in_.unknown(in_.at(child), "offer", known);
  }
}

void suite_builder::best(const node& n, planned_test& made) {
  const node* goals = &n;
  if (n.kind == node_kind::mapping) {
    in_.only(n, "key of `best`", {"objective", "include", "reach"});
    goals = in_.find(n, "objective");
    if (const node* reach = in_.find(n, "reach")) {
      made.saving_to_reach = in_.money(*reach, "`reach`", 0, caps::cart_total);
    }
  }
  if (goals == nullptr) return;
  const auto one = [&](const node& item) {
    constexpr std::array<std::pair<std::string_view, objective>, 4> known{
        {{"saving", objective::saving},
         {"worth", objective::worth},
         {"margin", objective::margin},
         {"fewest", objective::fewest}}};
    for (const auto& [name, goal] : known) {
      if (item.kind != node_kind::scalar || item.text != name) continue;
      made.objectives.push_back(goal);
      return;
    }
    in_.fail(codes::not_a_question, item, "this is nothing that an offer can be best at",
             "write `saving`, `worth`, `margin` or `fewest`");
  };
  if (goals->kind != node_kind::sequence) return one(*goals);
  for (const std::uint32_t child : in_.children(*goals)) one(in_.at(child));
}

void suite_builder::golden(const node& test_node, planned_test& made) {
  const auto entries = in_.children(test_node);
  for (std::size_t i = 0; i + 1 < entries.size(); i += 2) {
    const node& key = in_.at(entries[i]);
    const node& content = in_.at(entries[i + 1]);
    if (key.text != "golden" || !in_.expect(content, node_kind::scalar, "`golden`")) continue;
    if (made.what != question::propose && made.what != question::negotiate) {
      in_.fail(codes::not_a_question, key, "only `propose` and `negotiate` have golden blocks",
               "write what is expected under `expect`");
    }
    made.has_golden = true;
    made.golden = content.style == yaml::scalar_style::plain && content.text == "new"
                      ? std::string()
                      : content.text;
    made.golden_key = key.at;
    const source_file& file = to_.sources[key.at.file];
    const place at = file.at(key.at.offset);
    const std::string_view before = file.line(at.line).substr(0, at.column - 1);
    made.golden_in_block = before.find_first_not_of(" -") == std::string_view::npos;
    if (!made.golden_in_block) {
      in_.fail(codes::flow_golden, key, "a golden block needs lines of its own",
               "write the test without `{` and `}`");
    }
  }
}

void suite_builder::script(const node& n, planned_test& made, const fact_layers& base) {
  if (!in_.expect(n, node_kind::sequence, "`negotiate`")) return;
  if (n.count == 0) {
    in_.fail(codes::bad_script, n, "a negotiation without a step", "write `- {say: 25%}`");
  }
  fact_layers facts = base;
  bool changed = true;  // the first step's facts are read whatever it says
  for (const std::uint32_t child : in_.children(n)) {
    if (in_.expect(in_.at(child), node_kind::mapping, "a step")) {
      step(in_.at(child), made, facts, changed);
    }
  }
}

void suite_builder::step(const node& n, planned_test& made, fact_layers& facts, bool& changed) {
  planned_step one;
  one.at = n.at;
  one.expected = read_step_expectation(in_, n, {"say", "ask", "given"});
  if (const node* more = in_.find(n, "given")) {
    given(*more, facts);
    changed = true;
  }
  one.facts =
      changed ? facts_of(facts, n.at) : (made.steps.empty() ? no_index : made.steps.back().facts);
  changed = false;
  const node* const said = in_.find(n, "say");
  const node* const asked = in_.find(n, "ask");
  if ((said == nullptr) == (asked == nullptr)) {
    in_.fail(codes::bad_script, n, "a step says one thing, with `say` or `ask`",
             "write `say: 25%`, or `ask: {want: [HAGGLE=8%]}`");
    return;
  }
  if (said != nullptr) {
    const auto line = in_.name(*said, "`say`");
    if (!line) return;
    one.said = *line;
    std::string why;
    auto read = parse_ask_line(rules_, *line, options_, why);
    if (!read) {
      in_.fail(codes::bad_script, *said, fmt::format("`{}`: {}", *line, why),
               "say `25%`, `50.00`, `budget 60`, `HAGGLE 8%`, `more`, `accept` or `reject`");
      return;
    }
    one.asked = std::move(*read);
  } else {
    yaml::document part = document_;
    part.root = static_cast<std::uint32_t>(asked - document_.nodes.data());
    auto read = facts_io::read_ask(rules_, part, options_, to_.found);
    if (!read) return;
    one.asked = std::move(*read);
    one.said = "an ask";
  }
  made.steps.push_back(std::move(one));
}

std::string path_beside(const std::string& beside, const std::string& file) {
  namespace fs = std::filesystem;
  const fs::path named(file);
  if (named.is_absolute()) return file;
  const fs::path folder = fs::path(beside).parent_path();
  return folder.empty() ? file : (folder / named).lexically_normal().string();
}

std::string pack_of(const std::string& path, const std::string& text) {
  source_set sources;
  diagnostics found;
  const auto document = yaml::read(sources, sources.add(path, text), found, yaml::mending::values);
  if (document) {
    const yaml::node& root = (*document)[document->root];
    if (root.kind == node_kind::mapping) {
      const auto entries = document->children_of(root);
      for (std::size_t i = 0; i + 1 < entries.size(); i += 2) {
        const yaml::node& content = (*document)[entries[i + 1]];
        if ((*document)[entries[i]].text != "pack" || content.kind != node_kind::scalar) continue;
        if (!content.text.empty()) return path_beside(path, content.text);
      }
    }
  }
  for (const std::string_view end : {"_test.yaml", "_test.yml", "_test.json"}) {
    if (!path.ends_with(end)) continue;
    const std::string stem = path.substr(0, path.size() - end.size());
    return stem + std::string(end.substr(end.rfind('.')));
  }
  return {};
}

suite read_suite(std::string path, std::string text, const pack& rules,
                 const surroundings& around) {
  suite made;
  made.path = std::move(path);
  made.rules = rules;
  const std::uint32_t file = made.sources.add(made.path, std::move(text));
  const auto document = yaml::read(made.sources, file, made.found, yaml::mending::values);
  if (document) suite_builder(made, *made.rules, *document, around).read();
  made.found.sort();
  return made;
}

}  // namespace parley::packtest
