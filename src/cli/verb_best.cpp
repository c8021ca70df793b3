#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/exit_code.hpp"
#include "cli/files.hpp"
#include "cli/request.hpp"
#include "cli/verbs.hpp"
#include "cli/words.hpp"
#include "parley/engine/best.hpp"
#include "report/best_report.hpp"

namespace parley::cli {

namespace {

struct best_options : request_options {
  std::vector<std::string> objectives;
  std::string saving;
};

objective objective_named(std::string_view name) {
  if (name == "worth") return objective::worth;
  if (name == "margin") return objective::margin;
  if (name == "fewest") return objective::fewest;
  return objective::saving;
}

int best_exit(best_status status) {
  switch (status) {
    case best_status::found: return exit_yes;
    case best_status::none: return exit_no;
    case best_status::objective:
    case best_status::proposal: return exit_use;
  }
  return exit_use;
}

int run_best(const best_options& options) {
  const console to = make_console(options.json);
  int exit = exit_yes;
  const std::optional<pack> rules = open_pack(options, to, exit);
  if (!rules) return exit;
  const std::optional<owned_proposal> included = open_proposal(*rules, options, false, to, exit);
  if (!included) return exit;

  best_request request;
  for (const std::string& name : options.objectives) {
    request.objectives.push_back(objective_named(name));
  }
  request.include = included->content.offers;
  request.intent = included->content.intent;
  request.accept_partial = included->content.accept_partial;
  if (!options.saving.empty()) {
    request.saving_to_reach = amount_of(*rules, options.saving, options.minor);
    if (!request.saving_to_reach || *request.saving_to_reach < 0) {
      complain(fmt::format("`{}` is no amount of money", options.saving), "write it as 12.50");
      return exit_use;
    }
  }

  question_workspace memory;
  return for_each_facts(*rules, options, to, [&](const fact_set& facts, const console& out) {
    best_answer found;
    best(*rules, facts, request, memory, found);
    const report::answer_context about{*rules,           facts,   options.who(), {},
                                       options.language, nullptr, options.why};
    print(out.json ? report::dump(report::to_json(found, about)) + "\n"
                   : report::to_text(found, about, out.style));
    return best_exit(found.status);
  });
}

}  // namespace

void add_best(CLI::App& app, int& exit) {
  auto options = std::make_shared<best_options>();
  CLI::App* const verb = app.add_subcommand("best", "the best permitted combination, with a proof");
  add_pack_option(*verb, *options);
  add_facts_options(*verb, *options);
  add_proposal_options(*verb, *options);
  add_output_options(*verb, *options);
  add_language_option(*verb, *options);
  add_why_option(*verb, *options);
  verb->add_option("--objective", options->objectives,
                   "what best means: saving, worth, margin or fewest; the first counts first")
      ->option_text("LIST")
      ->delimiter(',')
      ->check(CLI::IsMember({"saving", "worth", "margin", "fewest"}));
  verb->add_option("--saving", options->saving, "the customer has to save at least this")
      ->option_text("AMOUNT");
  verb->footer(R"(
Offers named with --offer or --proposal have to be part of it; a range without a parameter may take
any value. Only combinations that `validate` allows count; with --accept-partial also those that a
clamping limit cuts.

  parley best winter.yaml --facts facts.yaml
  parley best winter.yaml --facts facts.yaml --offer HAGGLE --objective margin
  parley best winter.yaml --facts facts.yaml --saving 10.00 --objective margin,fewest

Exit code: 0 found, 3 there is none.)");
  verb->callback([options, &exit] { exit = run_best(*options); });
}

}  // namespace parley::cli
