#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/decision_exit.hpp"
#include "cli/files.hpp"
#include "cli/request.hpp"
#include "cli/verbs.hpp"
#include "parley/engine/explain.hpp"
#include "parley/facts/cart_hash.hpp"
#include "report/explain_report.hpp"

namespace parley::cli {

namespace {

int run_explain(const request_options& options) {
  const console to = make_console(options.json);
  int exit = exit_yes;
  const std::optional<pack> rules = open_pack(options, to, exit);
  if (!rules) return exit;
  const std::optional<owned_proposal> asked = open_proposal(*rules, options, true, to, exit);
  if (!asked) return exit;

  question_workspace memory;
  return for_each_facts(*rules, options, to, [&](const fact_set& facts, const console& out) {
    explanation why;
    explain(*rules, facts, asked->content, memory, why);
    const std::string cart = cart_hash(facts);
    const report::answer_context about{*rules,           facts,          options.who(), cart,
                                       options.language, &asked->content};
    print(out.json ? report::dump(report::to_json(why, asked->content, about)) + "\n"
                   : report::to_text(why, asked->content, about, out.style));
    return exit_of(why.decision);
  });
}

}  // namespace

void add_explain(CLI::App& app, int& exit) {
  auto options = std::make_shared<request_options>();
  CLI::App* const verb = app.add_subcommand(
      "explain", "why not, and what is the smallest change that makes it right?");
  add_pack_option(*verb, *options);
  add_facts_options(*verb, *options);
  add_proposal_options(*verb, *options);
  add_output_options(*verb, *options);
  add_language_option(*verb, *options);
  verb->footer(R"(
Names the offers that are in conflict and the smallest changes: drop one, lower one, add what it
requires, supply a fact, spend more, get an approval. Each was judged `allow`.

  parley explain winter.yaml --facts facts.yaml --offer WELCOME10 --offer HAGGLE=2%

Exit code: as for validate, of the proposal as it was asked.)");
  verb->callback([options, &exit] { exit = run_explain(*options); });
}

}  // namespace parley::cli
