#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "changes/compare_packs.hpp"
#include "cli/exit_code.hpp"
#include "cli/files.hpp"
#include "cli/output.hpp"
#include "cli/replay_file.hpp"
#include "cli/request.hpp"
#include "cli/run_cases.hpp"
#include "cli/verbs.hpp"
#include "parley/money/currency.hpp"
#include "report/decision_json.hpp"

namespace parley::cli {

namespace {

struct diff_verb_options {
  std::string before;
  std::string after;
  std::string output;
  std::string fail_on;
  bool exit_code = false;
  bool json = false;
  bool markdown = false;
  bool no_tests = false;
  std::size_t top = report::replay_shape{}.top;
  replay_file_options replay;
  std::uint64_t effort = changes::compare_options{}.effort;
};

std::optional<pack> open_one(const std::string& path, bool json, const console& to, int& exit) {
  request_options options;
  options.pack = path;
  options.json = json;
  return open_pack(options, to, exit);
}

/// What the verb found out.
struct diff_answer {
  report::pack_diff diff;
  std::optional<report::replay_summary> replay;
  report::replay_shape shape;
};

std::string form_of(const diff_answer& made, const diff_verb_options& options, const console& to) {
  const report::diff_options shown{!options.no_tests};
  if (options.json) {
    auto out = report::to_json(made.diff);
    if (made.replay) out["replay"] = report::to_json(*made.replay);
    return report::dump(out) + "\n";
  }
  if (options.markdown) {
    std::string out = report::to_markdown(made.diff, shown);
    if (made.replay) out += report::to_markdown(*made.replay, made.shape);
    return out;
  }
  const bool file = !options.output.empty() && options.output != "-";
  const report::text_style style = file ? report::text_style{} : to.style;
  std::string out = report::to_text(made.diff, style, shown);
  if (made.replay) out += report::to_text(*made.replay, made.shape, style);
  return out;
}

report::replay_shape shape_of(const pack& before, const pack& after, std::size_t top) {
  report::replay_shape out;
  out.top = top;
  for (const pack* p : {&before, &after}) {
    out.digits[std::string(name_of_currency(p->header().currency))] = p->header().currency_digits;
  }
  return out;
}

/// Whether the changes are such that the caller wants to be told by the exit code.
bool fails(const report::pack_diff& diff, const diff_verb_options& options) {
  if (!options.exit_code && options.fail_on.empty()) return false;
  const auto any = [&](auto&& is) {
    return std::any_of(diff.changes.begin(), diff.changes.end(),
                       [&](const report::pack_change& c) { return is(c.direction); });
  };
  using report::change_direction;
  if (options.exit_code || options.fail_on == "decisions") return !diff.same_meaning();
  if (options.fail_on == "loosened") {
    return any([](change_direction d) {
      return d == change_direction::loosened || d == change_direction::changed;
    });
  }
  return false;
}

/// Too many lines are no records: says which, and answers nothing.
int tell_bad(const report::replay_summary& s, const diff_verb_options& options) {
  std::string lines;
  for (const report::bad_record& b : s.bad_records) {
    if (!options.json)
      lines += fmt::format("parley: line {}: {}\n", b.line, report::printable(b.message));
  }
  print_error(lines);
  complain(fmt::format("more than {} lines of `{}` are no records", options.replay.max_errors,
                       options.replay.path),
           s.bad_records.empty()
               ? std::string("docs/replay.md shows what a record is")
               : fmt::format("the first is line {}: {}; --max-errors lets more of them pass",
                             s.bad_records.front().line, s.bad_records.front().message));
  return exit_use;
}

int run_diff(const diff_verb_options& options) {
  const console to = make_console(options.json);
  int exit = exit_yes;
  const std::optional<pack> before = open_one(options.before, options.json, to, exit);
  if (!before) return exit;
  const std::optional<pack> after = open_one(options.after, options.json, to, exit);
  if (!after) return exit;

  diff_answer made;
  if (!options.replay.path.empty()) {
    replayed_file replayed = replay_file(*before, *after, options.replay);
    if (replayed.failure) {
      tell(to, *replayed.failure);
      return exit_file;
    }
    made.replay = std::move(replayed.summary);
    if (made.replay->gave_up) return tell_bad(*made.replay, options);
    made.shape = shape_of(*before, *after, options.top);
  }
  changes::compare_options how;
  how.effort = options.effort;
  how.witnesses = options.effort > 0;
  made.diff = changes::compare_packs(*before, *after, how);
  const int written = write_answer(options.output, form_of(made, options, to));
  if (written != exit_yes) return written;
  if (made.replay && made.replay->bad > 0) return exit_use;
  return fails(made.diff, options) ? exit_pack : exit_yes;
}

}  // namespace

void add_diff(CLI::App& app, int& exit) {
  auto options = std::make_shared<diff_verb_options>();
  CLI::App* const verb =
      app.add_subcommand("diff", "which decisions change between two packs, with carts to show it");
  verb->add_option("OLD", options->before, "the pack in force, YAML or an image")
      ->required()
      ->option_text(" ");
  verb->add_option("NEW", options->after, "the pack that is to replace it")
      ->required()
      ->option_text(" ");
  verb->add_option("-o,--output", options->output, "where it goes; standard output if left out")
      ->option_text("FILE");
  auto* const json = verb->add_flag("--json", options->json, "answer as JSON, one line");
  verb->add_flag("--markdown", options->markdown, "for a pull request")->excludes(json);
  verb->add_flag("--no-tests", options->no_tests, "leave out the tests of the questions found");
  verb->add_option("--effort", options->effort,
                   "questions asked of both packs for each change; 0 asks none")
      ->option_text("N")
      ->check(CLI::Range(std::uint64_t{0}, std::uint64_t{1'000'000}));
  auto* const code = verb->add_flag("--exit-code", options->exit_code,
                                    "exit with 1 where any decision may change");
  verb->add_option("--fail-on", options->fail_on, "exit with 1 on such changes")
      ->option_text("loosened|decisions")
      ->check(CLI::IsMember({"loosened", "decisions"}))
      ->excludes(code);
  auto* const replay =
      verb->add_option("--replay", options->replay.path,
                       "ask recorded requests of both packs: NDJSON, `-` is standard input")
          ->option_text("FILE");
  verb->add_option("--jobs", options->replay.jobs,
                   "threads of --replay; all processors if left out")
      ->option_text("N")
      ->check(CLI::Range(1U, most_jobs))
      ->needs(replay);
  verb->add_option("--max-errors", options->replay.max_errors,
                   "give up where more lines than this are no records (100)")
      ->option_text("N")
      ->needs(replay);
  verb->add_option("--top", options->top, "kinds of change that are shown (10)")
      ->option_text("N")
      ->needs(replay);
  verb->add_flag("--ignore-unknown", options->replay.ignore_unknown,
                 "leave out recorded facts that OLD doesn't declare")
      ->needs(replay);
  verb->footer(R"(
Loosened rules come first. Each change is shown by a question that the packs answer differently,
where one is found; it is printed as a test that passes under NEW and fails under OLD. That none is
found proves nothing, and only packs that are equal but for words are said to decide alike.

  parley diff winter.yaml winter-next.yaml
  parley diff winter.parley winter-next.yaml --markdown -o review.md
  parley diff winter.yaml winter-next.yaml --fail-on loosened
  parley diff winter.yaml winter-next.yaml --replay decisions.ndjson --effort 0

Exit code: 0, or 1 where asked for by --exit-code or --fail-on; 2 if a recorded line is no record.
`parley validate --record FILE` writes records.)");
  verb->callback([options, &exit] { exit = run_diff(*options); });
}

}  // namespace parley::cli
