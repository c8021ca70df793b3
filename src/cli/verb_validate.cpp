#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/decision_exit.hpp"
#include "cli/files.hpp"
#include "cli/request.hpp"
#include "cli/verbs.hpp"
#include "parley/engine/validate.hpp"
#include "parley/facts/cart_hash.hpp"
#include "report/decision_json.hpp"
#include "report/decision_text.hpp"

namespace parley::cli {

namespace {

int run_validate(const request_options& options) {
  const console to = make_console(options.json);
  int exit = exit_yes;
  const std::optional<pack> rules = open_pack(options, to, exit);
  if (!rules) return exit;
  const std::optional<owned_proposal> asked = open_proposal(*rules, options, true, to, exit);
  if (!asked) return exit;

  workspace memory;
  decision made;
  return for_each_facts(*rules, options, to, [&](const fact_set& facts, const console& out) {
    validate(*rules, facts, asked->content, memory, made);
    const std::string cart = made.approvals.empty() ? std::string() : cart_hash(facts);
    const report::answer_context about{*rules,           facts,          options.who(), cart,
                                       options.language, &asked->content};
    print(out.json ? report::dump(report::to_json(made, about)) + "\n"
                   : report::to_text(made, about, out.style));
    return exit_of(made);
  });
}

}  // namespace

void add_validate(CLI::App& app, int& exit) {
  auto options = std::make_shared<request_options>();
  CLI::App* const verb =
      app.add_subcommand("validate", "may this be promised? verdict, reasons, quote");
  add_pack_option(*verb, *options);
  add_facts_options(*verb, *options);
  add_proposal_options(*verb, *options);
  add_output_options(*verb, *options);
  add_language_option(*verb, *options);
  verb->footer(R"(
  parley validate winter.yaml --facts facts.yaml --offer WELCOME10 --offer FREESHIP
  parley validate winter.yaml --facts facts.yaml --offer HAGGLE=8% --intent price_match --json
  parley validate winter.yaml --facts - --proposal deal.yaml < carts.ndjson

Exit code: 0 allow, 3 deny, 4 need, 5 escalate or handoff.)");
  verb->callback([options, &exit] { exit = run_validate(*options); });
}

}  // namespace parley::cli
