#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/exit_code.hpp"
#include "cli/files.hpp"
#include "cli/request.hpp"
#include "cli/verbs.hpp"
#include "report/decision_json.hpp"
#include "report/pack_report.hpp"

namespace parley::cli {

namespace {

struct inspect_options : request_options {
  bool sizes = false;
};

int run_inspect(const inspect_options& options) {
  const console to = make_console(options.json);
  int exit = exit_yes;
  const std::optional<pack> rules = open_pack(options, to, exit);
  if (!rules) return exit;
  if (options.json) {
    print(report::dump(report::to_json(*rules)) + "\n");
  } else {
    print(report::to_text(*rules) + (options.sizes ? report::sizes_text(*rules) : std::string()));
  }
  return exit_yes;
}

}  // namespace

void add_inspect(CLI::App& app, int& exit) {
  auto options = std::make_shared<inspect_options>();
  CLI::App* const verb = app.add_subcommand("inspect", "show what a pack or an image holds");
  add_pack_option(*verb, *options);
  verb->add_flag("--sizes", options->sizes, "also what each table takes in an image");
  verb->add_flag("--json", options->json, "answer as JSON, one line");
  verb->footer(R"(
  parley inspect winter.yaml
  parley inspect winter.parley --json
  parley inspect winter.parley --sizes)");
  verb->callback([options, &exit] { exit = run_inspect(*options); });
}

}  // namespace parley::cli
