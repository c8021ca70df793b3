#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "cli/console.hpp"
#include "cli/exit_code.hpp"
#include "cli/files.hpp"
#include "cli/load_pack.hpp"
#include "cli/run_cases.hpp"
#include "cli/verbs.hpp"
#include "packtest/batch.hpp"
#include "parley/base/limits.hpp"
#include "parley/money/decimal.hpp"
#include "report/coverage.hpp"
#include "report/decision_json.hpp"
#include "report/test_results.hpp"

namespace parley::cli {

namespace {

struct test_options {
  std::vector<std::string> paths;
  std::string filter;
  std::string junit;
  std::string lcov;
  std::string html;
  std::vector<std::string> thresholds;
  unsigned jobs = 0;
  bool json = false;
  bool tap = false;
  bool verbose = false;
  bool watch = false;
  bool update = false;
  bool coverage = false;

  [[nodiscard]] bool counts() const {
    return coverage || !lcov.empty() || !html.empty() || !thresholds.empty();
  }
};

/// A share that coverage has to reach, in thousandths.
struct threshold {
  report::coverage_part part = report::coverage_part::all;
  std::size_t thousandths = 0;
  std::string text;
};

/// `90%`, or `boundary=75%`.
std::optional<threshold> read_threshold(std::string_view text) {
  threshold made;
  made.text = text;
  if (const std::size_t equals = text.find('='); equals != std::string_view::npos) {
    std::string name(text.substr(0, equals));
    std::replace(name.begin(), name.end(), '-', ' ');
    text.remove_prefix(equals + 1);
    bool known = false;
    for (const auto part :
         {report::coverage_part::all, report::coverage_part::fired, report::coverage_part::held,
          report::coverage_part::unknown, report::coverage_part::boundary}) {
      if (report::name_of(part) != name) continue;
      made.part = part;
      known = true;
    }
    if (!known) return std::nullopt;
  }
  if (text.ends_with('%')) text.remove_suffix(1);
  const std::optional<decimal> share = decimal::parse(text);
  const auto scaled = share ? share->scaled_exactly(1) : std::nullopt;
  if (!scaled || *scaled < 0 || *scaled > 1000) return std::nullopt;
  made.thousandths = static_cast<std::size_t>(*scaled);
  return made;
}

packtest::surroundings make_surroundings() {
  packtest::surroundings around;
  around.read = [](const std::string& path) { return read_whole(path, caps::file_bytes); };
  around.open = [](const std::string& path) {
    loaded_pack loaded = load_pack(path);
    return packtest::opened_pack{std::move(loaded.made), std::move(loaded.failure),
                                 loaded.exit == exit_file};
  };
  return around;
}

/// Tells what is wrong with test files and packs; the exit code it makes.
int tell_broken(const packtest::batch& loaded, const console& to) {
  const console as_text{false, to.style, to.error_style};
  for (const auto& s : loaded.suites) tell(as_text, s->found, s->sources);
  for (const packtest::tested_pack& p : loaded.packs) {
    if (p.opened.made.compiled) continue;
    if (!p.opened.failure.empty()) complain(p.opened.failure);
    tell(as_text, p.opened.made.found, p.opened.made.sources);
  }
  int exit = exit_yes;
  if (loaded.any_broken_pack()) exit = greater(exit, exit_pack);
  if (loaded.any_broken_suite()) exit = greater(exit, exit_use);
  if (loaded.any_unreadable()) exit = greater(exit, exit_file);
  return exit;
}

/// Writes golden blocks anew; what was different is no failure any more.
int update_golden(const packtest::batch& loaded, std::vector<packtest::case_outcome>& outcomes,
                  const console& to) {
  const std::vector<packtest::golden_change> changes = packtest::golden_changes(loaded, outcomes);
  std::string said;
  for (std::size_t s = 0; s < loaded.suites.size(); ++s) {
    std::vector<packtest::golden_change> own;
    for (const packtest::golden_change& change : changes) {
      if (change.suite == s) own.push_back(change);
    }
    if (own.empty()) continue;
    const packtest::suite& tests = *loaded.suites[s];
    if (const auto failure = write_whole(tests.path, packtest::with_golden(tests, own))) {
      complain(failure->message, "the file is as it was before");
      return exit_file;
    }
    said += fmt::format("updated {}: {} golden block{}\n", tests.path, own.size(),
                        own.size() == 1 ? "" : "s");
    for (std::size_t i = 0; i < loaded.cases.size(); ++i) {
      if (loaded.cases[i].suite != s) continue;
      const std::size_t test = tests.cases[loaded.cases[i].which].test;
      const bool changed = std::any_of(own.begin(), own.end(),
                                       [&](const auto& change) { return change.test == test; });
      if (!changed) continue;
      report::test_result& result = outcomes[i].result;
      for (const report::test_difference& d : result.differences) {
        if (d.what != "golden") continue;
        said += fmt::format("  {}\n", report::full_name(result));
        for (const std::string& line : d.expected) said += fmt::format("    - {}\n", line);
        for (const std::string& line : d.actual) said += fmt::format("    + {}\n", line);
      }
      std::erase_if(result.differences, [](const auto& d) { return d.what == "golden"; });
    }
  }
  if (said.empty()) said = "no golden block changes\n";
  if (to.json) {
    print_error(said);
  } else {
    print(said + "\n");
  }
  return exit_yes;
}

std::vector<report::coverage> coverage_of(const packtest::batch& loaded,
                                          const gathered_cases& made) {
  std::vector<report::coverage> out;
  for (std::size_t i = 0; i < made.counts.size(); ++i) {
    if (!made.counts[i]) continue;
    const packtest::tested_pack& p = loaded.packs[i];
    std::string source;
    if (p.opened.made.sources.size() != 0) source = p.opened.made.sources[0].text();
    out.push_back(made.counts[i]->result(p.path, std::move(source)));
  }
  return out;
}

int write_file(const std::string& path, const std::string& text) {
  if (path.empty()) return exit_yes;
  const auto failure = write_whole(path, text);
  if (!failure) return exit_yes;
  complain(failure->message);
  return exit_file;
}

int judge_thresholds(const std::vector<threshold>& wanted,
                     const std::vector<report::coverage>& packs) {
  int exit = exit_yes;
  for (const threshold& t : wanted) {
    const report::covered_points points = report::points_of(packs, t.part);
    if (points.seen * 1000 >= points.all * t.thousandths) continue;
    complain(fmt::format("coverage is {} ({} of {} points), below the threshold {}",
                         report::percent_text(points), points.seen, points.all, t.text),
             "--coverage lists what isn't tried yet");
    exit = exit_pack;
  }
  return exit;
}

int run_once(const test_options& options, const std::vector<threshold>& thresholds,
             const packtest::surroundings& around, std::vector<std::string>& watched) {
  const console to = make_console(options.json || options.tap);
  const packtest::found_tests found = packtest::find_tests(options.paths, around);
  int exit = exit_yes;
  for (const error& failure : found.failures) {
    complain(failure.message);
    exit = exit_file;
  }
  if (found.files.empty()) {
    watched = options.paths;
    if (exit == exit_yes) {
      complain(fmt::format("no tests were found in `{}`", fmt::join(options.paths, "`, `")),
               "tests of winter.yaml stand in winter_test.yaml beside it (docs/testing.md)");
    }
    return greater(exit, exit_use);
  }
  for (const std::string& path : found.empty) {
    complain(fmt::format("`{}` has no tests", path),
             "tests of winter.yaml stand in winter_test.yaml beside it (docs/testing.md)");
    exit = greater(exit, exit_use);
  }
  const packtest::batch loaded =
      packtest::load_batch(found.files, {options.filter, options.update}, around);
  watched = loaded.watched;
  exit = greater(exit, tell_broken(loaded, to));
  if (loaded.cases.empty() && loaded.left_out != 0) {
    complain(fmt::format("no test fits the filter `{}`", options.filter),
             "--verbose lists the names of all tests");
    return greater(exit, exit_use);
  }

  gathered_cases made = run_cases(loaded, around, {options.jobs, options.counts()});
  if (options.update) {
    // With a broken test file nothing is rewritten: half an update is hard to read.
    if (loaded.any_broken_suite() || loaded.any_unreadable()) {
      complain("nothing was updated", "mend the files above first");
    } else {
      exit = greater(exit, update_golden(loaded, made.outcomes, to));
    }
  }
  report::test_run run;
  run.results = packtest::broken_results(loaded);
  run.left_out = loaded.left_out;
  for (packtest::case_outcome& one : made.outcomes) run.results.push_back(std::move(one.result));
  std::stable_sort(run.results.begin(), run.results.end(),
                   [](const auto& a, const auto& b) { return a.file < b.file; });
  const std::vector<report::coverage> packs = coverage_of(loaded, made);
  if (options.json) {
    nlohmann::ordered_json out = report::to_json(run);
    if (options.counts()) out["coverage"] = report::to_json(packs);
    print(report::dump(out) + "\n");
  } else if (options.tap) {
    print(report::to_tap(run));
  } else {
    print(report::to_text(run, to.style, options.verbose));
    if (options.coverage) print("\n" + report::to_text(packs, to.style));
  }
  exit = greater(exit, write_file(options.junit, report::to_junit(run)));
  if (!options.lcov.empty()) exit = greater(exit, write_file(options.lcov, report::to_lcov(packs)));
  if (!options.html.empty()) exit = greater(exit, write_file(options.html, report::to_html(packs)));
  exit = greater(exit, judge_thresholds(thresholds, packs));
  if (exit == exit_yes && run.failures() != 0) exit = exit_pack;
  return exit;
}

/// What a file looks like from outside: a change of any of it is a reason to run again.
struct look {
  std::int64_t seconds = 0;
  std::int64_t nanos = 0;
  std::int64_t size = -1;
  friend bool operator==(const look&, const look&) = default;
};

std::vector<look> look_at(const std::vector<std::string>& paths) {
  std::vector<look> out;
  for (const std::string& path : paths) {
    struct stat about {};
    look made;
    if (::stat(path.c_str(), &about) == 0) {
      made = {about.st_mtim.tv_sec, about.st_mtim.tv_nsec, about.st_size};
    }
    out.push_back(made);
  }
  return out;
}

/// Runs again whenever a file of the last run, or what the paths hold, changes. Until it is
/// stopped.
int watch(const test_options& options, const std::vector<threshold>& thresholds,
          const packtest::surroundings& around) {
  std::vector<std::string> watched;
  while (true) {
    int exit = run_once(options, thresholds, around, watched);
    if (output_failure()) return exit;
    watched.insert(watched.end(), options.paths.begin(), options.paths.end());
    const std::vector<look> before = look_at(watched);
    const std::vector<std::string> files = packtest::find_tests(options.paths, around).files;
    print(fmt::format("watching {} files\n\n", watched.size()));
    while (look_at(watched) == before &&
           packtest::find_tests(options.paths, around).files == files) {
      std::this_thread::sleep_for(std::chrono::milliseconds(300));
    }
    if (::isatty(STDOUT_FILENO) != 0) print("\x1b[2J\x1b[H");
  }
}

int run_test(const test_options& options) {
  std::vector<threshold> thresholds;
  for (const std::string& text : options.thresholds) {
    const std::optional<threshold> read = read_threshold(text);
    if (!read) {
      complain(fmt::format("`{}` is no threshold", text),
               "write a percent from 0% to 100%, such as `90%` or `boundary=75%` (all, fired, "
               "not-fired, unknown, boundary)");
      return exit_use;
    }
    thresholds.push_back(*read);
  }
  const packtest::surroundings around = make_surroundings();
  if (options.watch) return watch(options, thresholds, around);
  std::vector<std::string> watched;
  return run_once(options, thresholds, around, watched);
}

}  // namespace

void add_test(CLI::App& app, int& exit) {
  auto options = std::make_shared<test_options>();
  CLI::App* const verb =
      app.add_subcommand("test", "run the tests of packs: does it allow what it should?");
  verb->add_option("PATH", options->paths, "packs, test files (*_test.yaml), or folders of them")
      ->required();
  verb->add_option("--filter", options->filter,
                   "run tests whose name has this in it; `*` and `?` stand for anything")
      ->option_text("TEXT");
  verb->add_option("--jobs", options->jobs, "threads; as many as there are processors")
      ->option_text("N")
      ->check(CLI::Range(1U, most_jobs));
  verb->add_flag("--verbose", options->verbose, "name every case, not only those that fail");
  verb->add_flag("--watch", options->watch, "run again whenever a file changes");
  auto* const update = verb->add_flag("--update", options->update,
                                      "write golden blocks anew, and show what changes");
  update->excludes(verb->get_option("--watch"));
  auto* const json = verb->add_flag("--json", options->json, "answer as JSON, one line");
  verb->add_flag("--tap", options->tap, "answer as TAP 14")->excludes(json);
  verb->add_option("--junit", options->junit, "write the results as JUnit XML too")
      ->option_text("FILE");
  verb->add_flag("--coverage", options->coverage, "tell which rules were tried, and which never");
  verb->add_option("--coverage-lcov", options->lcov, "write it as an lcov tracefile")
      ->option_text("FILE");
  verb->add_option("--coverage-html", options->html, "write it as one HTML page")
      ->option_text("FILE");
  verb->add_option("--threshold", options->thresholds,
                   "fail below this coverage: `90%`, `fired=100%`, `boundary=75%`")
      ->option_text("PERCENT")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  verb->footer(R"(
Tests of winter.yaml stand in winter_test.yaml beside it:

  fixtures:
    gold: {file: facts.yaml, customer: {tier: gold}}
  tests:
    - name: a first order takes the coupon
      given: [gold, {customer.orders: 0}]
      propose: [WELCOME10, FREESHIP]
      expect: {verdict: allow, total: 57.60}
    - name: nobody haggles beyond the limit
      given: gold
      sweep: {HAGGLE: 1%..20% step 1%}
      expect: [allow until 12%, deny]

  parley test winter.yaml
  parley test packs/ --coverage --threshold 90%
  parley test packs/ --junit results.xml --coverage-html coverage.html
  parley test winter_test.yaml --filter 'nobody*' --watch
  parley test winter_test.yaml --update

docs/testing.md shows every question and what may be expected of it.
Exit codes: 0 all pass; 1 a test fails, a pack doesn't compile, or the coverage is too low;
2 wrong use, a test file that is wrong, or no tests; 6 a file can't be read or written.)");
  verb->callback([options, &exit] { exit = run_test(*options); });
}

}  // namespace parley::cli
