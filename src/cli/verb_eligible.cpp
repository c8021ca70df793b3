#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/decision_exit.hpp"
#include "cli/files.hpp"
#include "cli/request.hpp"
#include "cli/verbs.hpp"
#include "parley/engine/eligible.hpp"
#include "report/stacking_report.hpp"

namespace parley::cli {

namespace {

/// The best there is decides: something may be offered, or might be with an approval or a fact, or
/// nothing.
int eligible_exit(const eligibility& found) {
  verdict best = verdict::deny;
  for (const eligible_offer& item : found.offers) best = std::min(best, item.verdict);
  return exit_of(best);
}

int run_eligible(const request_options& options, bool all) {
  const console to = make_console(options.json);
  int exit = exit_yes;
  const std::optional<pack> rules = open_pack(options, to, exit);
  if (!rules) return exit;
  const std::optional<owned_proposal> promised = open_proposal(*rules, options, false, to, exit);
  if (!promised) return exit;

  question_workspace memory;
  eligibility found;
  return for_each_facts(*rules, options, to, [&](const fact_set& facts, const console& out) {
    eligible(*rules, facts, promised->content, memory, found, {.only_relevant = !all});
    const report::answer_context about{*rules, facts, options.who(), {}, options.language};
    print(out.json ? report::dump(report::to_json(found, about)) + "\n"
                   : report::to_text(found, about, out.style));
    return eligible_exit(found);
  });
}

}  // namespace

void add_eligible(CLI::App& app, int& exit) {
  auto options = std::make_shared<request_options>();
  auto all = std::make_shared<bool>(false);
  CLI::App* const verb =
      app.add_subcommand("eligible", "what may be offered now, and how much of it?");
  add_pack_option(*verb, *options);
  add_facts_options(*verb, *options);
  add_proposal_options(*verb, *options);
  add_output_options(*verb, *options);
  add_language_option(*verb, *options);
  verb->add_flag("--all", *all, "also offers whose own condition is false");
  verb->footer(R"(
Each offer is judged beside what --offer or --proposal says is promised already.

  parley eligible winter.yaml --facts facts.yaml
  parley eligible winter.yaml --facts facts.yaml --offer FREESHIP

Exit code: 0 something may be offered, 5 only with an approval, 4 a fact is needed, 3 nothing.)");
  verb->callback([options, all, &exit] { exit = run_eligible(*options, *all); });
}

}  // namespace parley::cli
