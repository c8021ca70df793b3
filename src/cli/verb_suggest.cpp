#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/exit_code.hpp"
#include "cli/files.hpp"
#include "cli/request.hpp"
#include "cli/verbs.hpp"
#include "parley/engine/suggest.hpp"
#include "report/suggest_report.hpp"

namespace parley::cli {

namespace {

struct suggest_request : request_options {
  std::string catalog;
};

int run_suggest(const suggest_request& options) {
  const console to = make_console(options.json);
  int exit = exit_yes;
  const std::optional<pack> rules = open_pack(options, to, exit);
  if (!rules) return exit;
  const std::optional<owned_proposal> promised = open_proposal(*rules, options, false, to, exit);
  if (!promised) return exit;
  std::optional<catalog> items;
  if (!options.catalog.empty()) {
    source_set sources;
    diagnostics found;
    const auto file = add_source(options.catalog, sources, to, exit);
    if (!file) return exit;
    items = read_catalog(*rules, sources, *file, options.reading(), found);
    if (!items) {
      found.sort();
      tell(to, found, sources);
      return exit_use;
    }
  }

  const catalog* const shelf = items ? &*items : nullptr;
  question_workspace memory;
  std::vector<suggestion> found;
  return for_each_facts(*rules, options, to, [&](const fact_set& facts, const console& out) {
    suggest(*rules, facts, promised->content, shelf, memory, found);
    const report::answer_context about{*rules, facts, options.who(), {}, options.language};
    print(out.json ? report::dump(report::to_json(found, shelf, about)) + "\n"
                   : report::to_text(found, shelf, about));
    return found.empty() ? exit_no : exit_yes;
  });
}

}  // namespace

void add_suggest(CLI::App& app, int& exit) {
  auto options = std::make_shared<suggest_request>();
  CLI::App* const verb =
      app.add_subcommand("suggest", "what could be added to the cart to unlock more?");
  add_pack_option(*verb, *options);
  add_facts_options(*verb, *options);
  add_proposal_options(*verb, *options);
  add_output_options(*verb, *options);
  add_language_option(*verb, *options);
  verb->add_option("--catalog", options->catalog, "items that may be suggested, YAML or JSON")
      ->option_text("FILE");
  verb->footer(R"(
  parley suggest winter.yaml --facts facts.yaml --catalog catalog.yaml
  parley suggest winter.yaml --facts facts.yaml --offer WELCOME10

Exit code: 0 something would, 3 nothing would.)");
  verb->callback([options, &exit] { exit = run_suggest(*options); });
}

}  // namespace parley::cli
