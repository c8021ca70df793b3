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

int run_inspect(const request_options& options) {
  const console to = make_console(options.json);
  int exit = exit_yes;
  const std::optional<pack> rules = open_pack(options, to, exit);
  if (!rules) return exit;
  print(options.json ? report::dump(report::to_json(*rules)) + "\n" : report::to_text(*rules));
  return exit_yes;
}

}  // namespace

void add_inspect(CLI::App& app, int& exit) {
  auto options = std::make_shared<request_options>();
  CLI::App* const verb = app.add_subcommand("inspect", "show what a pack or an image holds");
  add_pack_option(*verb, *options);
  verb->add_flag("--json", options->json, "answer as JSON, one line");
  verb->footer(R"(
  parley inspect winter.yaml
  parley inspect winter.parley --json)");
  verb->callback([options, &exit] { exit = run_inspect(*options); });
}

}  // namespace parley::cli
