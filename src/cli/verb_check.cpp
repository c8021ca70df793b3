#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/exit_code.hpp"
#include "cli/files.hpp"
#include "cli/load_pack.hpp"
#include "cli/request.hpp"
#include "cli/verbs.hpp"
#include "report/decision_json.hpp"

namespace parley::cli {

namespace {

std::string summary(const pack& rules, const std::string& path) {
  const graph::table_views& t = rules.tables();
  return fmt::format("{}: {} version {}: {} offers, {} stacking rules, {} limits\n", path,
                     rules.name(), rules.header().version, t.offers.size(), t.stacking.size(),
                     t.limits.size());
}

int check(const request_options& options) {
  const console to = make_console(options.json);
  const loaded_pack loaded = load_pack(options.pack);
  if (!loaded.failure.empty()) complain(loaded.failure);
  const compilation& made = loaded.made;
  if (options.json) {
    nlohmann::ordered_json out{{"ok", made.compiled.has_value()}, {"pack", nullptr}};
    if (made.compiled) out["pack"] = report::pack_json(*made.compiled);
    out.update(report::to_json(made.found, made.sources));
    print(report::dump(out) + "\n");
  } else {
    print(report::to_text(made.found, made.sources, to.style));
    if (made.compiled) print(summary(*made.compiled, options.pack));
  }
  return loaded.exit;
}

}  // namespace

void add_check(CLI::App& app, int& exit) {
  auto options = std::make_shared<request_options>();
  CLI::App* const verb = app.add_subcommand("check", "tell everything that is wrong with a pack");
  add_pack_option(*verb, *options);
  verb->add_flag("--json", options->json, "answer as JSON, one line");
  verb->footer(R"(
All faults come in one run, each with its place, a code and help.

  parley check winter.yaml
  parley explain-code PL2103)");
  verb->callback([options, &exit] { exit = check(*options); });
}

}  // namespace parley::cli
