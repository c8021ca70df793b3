// Scores the condition language against CEL's public conformance data. scripts/conformance.sh
// obtains the data and runs this.
//
//   parley_cel_conformance CASES.json SKIPPED.txt [--table FILE] [--verbose]
//
// The last line is `conformance: P passed, F failed, S skipped of N`. Ends with 1 when a case fails
// that isn't on the list, or when a line of the list isn't true any more.
#include <cstdio>
#include <exception>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "cel/case.hpp"
#include "cel/debug_tree.hpp"
#include "cel/pipeline.hpp"
#include "cel/skip_list.hpp"
#include "parley/compiler/matches.hpp"

namespace parley::cel {
namespace {

struct tally {
  int passed = 0;
  int failed = 0;
  int skipped = 0;

  [[nodiscard]] int scored() const { return passed + failed + skipped; }
  tally& operator+=(const tally& other) {
    passed += other.passed;
    failed += other.failed;
    skipped += other.skipped;
    return *this;
  }
};

/// What one stage made of a case: nothing to score, right, or wrong for a reason.
struct verdict {
  enum class kind { not_scored, right, wrong } what = kind::not_scored;
  std::string why;

  static verdict of(bool right, std::string why) {
    return {right ? kind::right : kind::wrong, right ? std::string() : std::move(why)};
  }
};

/// cel-go leaves some syntax off by default; whoever speaks it isn't wrong.
bool only_switched_off(const test_case& c) {
  return c.refusal.find("unsupported syntax") != std::string::npos;
}

verdict judge_parse(const test_case& c, const answer& a) {
  const bool parsed = a.tree.has_value();
  if (c.tree) {
    if (!parsed) return verdict::of(false, "refused: " + a.message);
    const std::string ours = debug_tree(*a.tree);
    return verdict::of(ours == normal_tree(*c.tree), "another tree: " + ours);
  }
  if (only_switched_off(c) || (c.suite == "conformance" && !c.fails))
    return verdict::of(parsed, "refused: " + a.message);
  // cel-go's own tests parse with a low limit on recursion.
  if (c.suite == "conformance" || c.refusal.find("recursion") != std::string::npos) return {};
  return verdict::of(!parsed, "accepted");
}

verdict judge_check(const test_case& c, const answer& a) {
  if (c.unchecked) return {};
  std::string wanted;
  if (c.type) wanted = *c.type;
  // What the suite itself says of a type counts for more than what one checker prints.
  if (c.deduced) wanted = type_text(*c.deduced);
  if (wanted.empty()) return {};
  // The environment of cel-go's own tests isn't part of the data.
  if (c.suite == "checking" && a.type.empty() &&
      (a.message.starts_with("unknown") || a.message == no_counterpart)) {
    return {};
  }
  return verdict::of(a.type == wanted,
                     a.type.empty() ? "refused: " + a.message : a.type + " instead of " + wanted);
}

/// `wrong_value` is set where a value came out that isn't the right one: the failure that matters.
verdict judge_evaluation(const test_case& c, const answer& a, bool& wrong_value) {
  using stage = answer::stage;
  if (c.check_only)
    return verdict::of(!a.type.empty() && a.type == type_text(*c.deduced), a.message);
  if (a.reached == stage::known) {
    if (!c.fails && equals(a.content, c.value)) return verdict::of(true, {});
    wrong_value = true;
    return verdict::of(false, shown(a.content) + (c.fails ? " instead of an error"
                                                          : " instead of " + c.value.dump()));
  }
  // Refused before it runs is an error, too.
  if (c.fails) return verdict::of(a.reached != stage::unknown, "unknown instead of an error");
  const char* const what = a.reached == stage::not_parsed    ? "not parsed: "
                           : a.reached == stage::not_checked ? "refused: "
                           : a.reached == stage::unknown     ? "unknown"
                                                             : "an error";
  return verdict::of(false, what + a.message);
}

/// Whether a case can be asked in the exact dialect at all: it says nothing of doubles.
bool free_of_doubles(const test_case& c, const answer& a) {
  // Nor of containers and cel.block, which packs do not have.
  if (c.unchecked || !a.tree || !c.container.empty() || c.section == "block_ext") return false;
  for (const syntax::expression_node& n : a.tree->nodes) {
    if (n.kind == syntax::expression_kind::literal && n.literal_type == type_kind::decimal)
      return false;
    if (n.text == "double" || n.text == "dyn") return false;
  }
  const std::string told = c.value.dump() + c.type_env.dump() + c.bindings.dump();
  return told.find("doubleValue") == std::string::npos &&
         told.find("DOUBLE") == std::string::npos && told.find("dyn") == std::string::npos;
}

class score {
 public:
  score(skip_list& skips, bool verbose) : skips_(skips), verbose_(verbose) {}

  void run(const std::vector<test_case>& cases) {
    for (const test_case& c : cases) {
      if (c.protobuf) continue;
      const answer a = pipeline_.run(c, check::dialect::standard);
      enter(stage::parse, c, judge_parse(c, a));
      if (c.suite == "conformance" || c.suite == "checking")
        enter(stage::check, c, judge_check(c, a));
      if (c.suite != "conformance") continue;
      bool wrong_value = false;
      const verdict made = judge_evaluation(c, a, wrong_value);
      enter(stage::evaluate, c, made);
      if (wrong_value) ++wrong_values;
      if (!free_of_doubles(c, a)) continue;
      ++exact_asked;
      bool exact_wrong = false;
      const answer exact = pipeline_.run(c, check::dialect::exact);
      if (c.check_only || judge_evaluation(c, exact, exact_wrong).what == verdict::kind::right) {
        ++exact_passed;
      } else if (exact_wrong) {
        ++exact_wrong_values;
        std::printf("exact dialect: %s: %s\n", c.name.c_str(), shown(exact.content).c_str());
      } else if (verbose_) {
        std::printf("exact dialect: %s: %s\n", c.name.c_str(), exact.message.c_str());
      }
    }
    for (const auto& [line, reason] : skips_.unused()) {
      std::printf("skip list: no such case: %s\n", line.c_str());
      ++faults;
    }
  }

  std::map<std::string, std::map<stage, tally>> sections;  ///< of the conformance suite
  std::map<std::string, std::map<stage, tally>> others;    ///< the other suites
  int wrong_values = 0;
  int exact_asked = 0;
  int exact_passed = 0;
  int exact_wrong_values = 0;
  int faults = 0;  ///< what ends the run with 1

 private:
  void enter(stage s, const test_case& c, const verdict& v) {
    if (v.what == verdict::kind::not_scored) return;
    tally& into = c.suite == "conformance" ? sections[c.section][s] : others[c.suite][s];
    const std::string name = c.suite == "conformance" ? c.name : c.suite + "/" + c.name;
    const std::string* const reason = skips_.reason(s, one_line(name));
    const bool right = v.what == verdict::kind::right;
    if (reason != nullptr) {
      ++into.skipped;
      if (right) {
        std::printf("skip list: passes: %s | %s\n", name_of(s).data(), one_line(name).c_str());
        ++faults;
      } else if (verbose_) {
        std::printf("skipped: %s | %s | %s\n", name_of(s).data(), one_line(name).c_str(),
                    one_line(v.why).c_str());
      }
      return;
    }
    if (right) {
      ++into.passed;
      return;
    }
    ++into.failed;
    ++faults;
    std::printf("failed: %s | %s | %s\n", name_of(s).data(), one_line(name).c_str(),
                one_line(v.why).c_str());
    if (verbose_) std::printf("  expression: %s\n", c.expr.c_str());
  }

  static std::string one_line(std::string text) {
    for (char& c : text) {
      if (c == '\n' || c == '\t') c = ' ';
    }
    return text;
  }

  skip_list& skips_;
  bool verbose_;
  pipeline pipeline_;
};

std::string cell(const tally& t) {
  if (t.scored() == 0) return "–";
  std::string made = std::to_string(t.passed) + " of " + std::to_string(t.scored());
  return made;
}

/// The table of docs/conformance.md.
std::string markdown(const score& s) {
  std::string made = "| section | parse | check | evaluate | skipped |\n|---|---|---|---|---|\n";
  std::map<stage, tally> all;
  const auto row = [&](const std::string& name, std::map<stage, tally> of) {
    made += "| " + name + " | " + cell(of[stage::parse]) + " | " + cell(of[stage::check]) + " | " +
            cell(of[stage::evaluate]) + " | " + std::to_string(of[stage::evaluate].skipped) +
            " |\n";
  };
  for (const auto& [name, of] : s.sections) {
    row(name, of);
    for (const auto& [which, t] : of) all[which] += t;
  }
  row("**all**", all);
  for (const auto& [name, of] : s.others) row("(cel-go's " + name + ")", of);
  return made;
}

void print_table(const score& s) {
  std::printf("%-18s %14s %14s %14s %8s\n", "section", "parse", "check", "evaluate", "skipped");
  const auto row = [](const std::string& name, std::map<stage, tally> of) {
    const auto text = [&](stage which) {
      const tally& t = of[which];
      return t.scored() == 0 ? std::string("-")
                             : std::to_string(t.passed) + "/" + std::to_string(t.scored());
    };
    std::printf("%-18s %14s %14s %14s %8d\n", name.c_str(), text(stage::parse).c_str(),
                text(stage::check).c_str(), text(stage::evaluate).c_str(),
                of[stage::evaluate].skipped);
  };
  std::map<stage, tally> all;
  for (const auto& [name, of] : s.sections) {
    row(name, of);
    for (const auto& [which, t] : of) all[which] += t;
  }
  row("all", all);
  for (const auto& [name, of] : s.others) row("(" + name + ")", of);
}

int run(const std::vector<std::string>& arguments) {
  std::vector<std::string> files;
  std::string table;
  bool verbose = false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--verbose") {
      verbose = true;
    } else if (arguments[i] == "--table" && i + 1 < arguments.size()) {
      table = arguments[++i];
    } else {
      files.push_back(arguments[i]);
    }
  }
  if (files.size() != 2) {
    std::fputs("usage: parley_cel_conformance CASES.json SKIPPED.txt [--table FILE] [--verbose]\n",
               stderr);
    return 2;
  }
  install_matches();
  skip_list skips(files[1]);
  score s(skips, verbose);
  s.run(read_cases(files[0]));
  print_table(s);
  if (!table.empty()) std::ofstream(table) << markdown(s);
  tally all;
  for (auto& [name, of] : s.sections) all += of[stage::evaluate];
  std::printf("wrong values: %d (all other failures and skips are errors)\n", s.wrong_values);
  std::printf("exact dialect: %d of %d cases without doubles and dyn, %d wrong values\n",
              s.exact_passed, s.exact_asked, s.exact_wrong_values);
  std::printf("conformance: %d passed, %d failed, %d skipped of %d\n", all.passed, all.failed,
              all.skipped, all.scored());
  return s.faults == 0 && s.exact_wrong_values == 0 ? 0 : 1;
}

}  // namespace
}  // namespace parley::cel

int main(int count, char** arguments) {
  try {
    return parley::cel::run({arguments + 1, arguments + count});
  } catch (const std::exception& e) {
    std::fprintf(stderr, "conformance: %s\n", e.what());
    return 2;
  }
}
