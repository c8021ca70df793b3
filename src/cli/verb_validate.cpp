#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "changes/record.hpp"
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

struct validate_options : request_options {
  std::string record;
};

/// Appends what was asked and answered to the file of --record; an exit code.
int record(const validate_options& options, const pack& rules, std::string_view facts,
           std::string_view proposal, const parley::proposal& asked, const decision& made) {
  changes::recorded_request request;
  request.facts = facts;
  request.proposal = proposal;
  request.offers = options.offers;
  request.intent = asked.intent;
  request.accept_partial = asked.accept_partial;
  request.minor = options.minor;
  if (const auto failure = append(options.record, changes::record_line(request, rules, made))) {
    complain(failure->message, "look at the path and its permissions", failure->code);
    return exit_file;
  }
  return exit_yes;
}

int run_validate(const validate_options& options) {
  const console to = make_console(options.json);
  int exit = exit_yes;
  const std::optional<pack> rules = open_pack(options, to, exit);
  if (!rules) return exit;
  const std::optional<owned_proposal> asked = open_proposal(*rules, options, true, to, exit);
  if (!asked) return exit;

  std::string proposal_text;
  if (!options.record.empty() && !options.proposal.empty()) {
    if (options.proposal == "-" || !options.intent.empty() || options.accept_partial) {
      complain("--record needs the whole proposal in its file",
               "name the file with --proposal, with `intent` and `accept_partial` in it");
      return exit_use;
    }
    source_set sources;
    const auto file = add_source(options.proposal, sources, to, exit);
    if (!file) return exit;
    proposal_text = sources[*file].text();
  }
  workspace memory;
  decision made;
  const auto answer = [&](const fact_set& facts, const console& out, std::string_view text) {
    validate(*rules, facts, asked->content, memory, made);
    const std::string cart = made.approvals.empty() ? std::string() : cart_hash(facts);
    const report::answer_context about{*rules,           facts,           options.who(), cart,
                                       options.language, &asked->content, options.why};
    print(out.json ? report::dump(report::to_json(made, about)) + "\n"
                   : report::to_text(made, about, out.style));
    if (!options.record.empty()) {
      const int written = record(options, *rules, text, proposal_text, asked->content, made);
      if (written != exit_yes) return written;
    }
    return exit_of(made);
  };
  return for_each_facts_text(*rules, options, to, answer);
}

}  // namespace

void add_validate(CLI::App& app, int& exit) {
  auto options = std::make_shared<validate_options>();
  CLI::App* const verb =
      app.add_subcommand("validate", "may this be promised? verdict, reasons, quote");
  add_pack_option(*verb, *options);
  add_facts_options(*verb, *options);
  add_proposal_options(*verb, *options);
  add_output_options(*verb, *options);
  add_language_option(*verb, *options);
  verb->add_option("--record", options->record,
                   "append the request and its verdict to this file, for `parley diff --replay`")
      ->option_text("FILE");
  add_why_option(*verb, *options);
  verb->footer(R"(
  parley validate winter.yaml --facts facts.yaml --offer WELCOME10 --offer FREESHIP
  parley validate winter.yaml --facts facts.yaml --offer HAGGLE=8% --intent price_match --json
  parley validate winter.yaml --facts - --proposal deal.yaml < carts.ndjson

Exit code: 0 allow, 3 deny, 4 need, 5 escalate or handoff.)");
  verb->callback([options, &exit] { exit = run_validate(*options); });
}

}  // namespace parley::cli
