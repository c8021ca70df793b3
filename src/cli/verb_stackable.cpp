#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/exit_code.hpp"
#include "cli/files.hpp"
#include "cli/request.hpp"
#include "cli/verbs.hpp"
#include "parley/base/did_you_mean.hpp"
#include "parley/engine/stackable.hpp"
#include "report/stacking_report.hpp"

namespace parley::cli {

namespace {

/// The offers of a proposal as rows of the pack; tells names the pack doesn't know.
std::optional<std::vector<graph::index>> rows_of(const pack& rules, const proposal& asked) {
  std::vector<graph::index> out;
  bool good = true;
  for (const proposed_offer& item : asked.offers) {
    const graph::index row = rules.offer_named(item.name);
    if (row == no_index) {
      std::vector<std::string_view> names;
      for (const graph::offer_row& offer : rules.tables().offers)
        names.push_back(rules.text(offer.name));
      const std::string near = did_you_mean_help(item.name, names);
      complain(fmt::format("unknown offer `{}`", item.name),
               near.empty() ? "`parley inspect` lists the pack's offers" : near);
      good = false;
    }
    out.push_back(row);
  }
  if (!good) return std::nullopt;
  return out;
}

int stackable_exit(stack_answer answer) {
  switch (answer) {
    case stack_answer::yes: return exit_yes;
    case stack_answer::depends: return exit_need;
    case stack_answer::no: return exit_no;
  }
  return exit_no;
}

int run_stackable(const request_options& options) {
  const console to = make_console(options.json);
  int exit = exit_yes;
  const std::optional<pack> rules = open_pack(options, to, exit);
  if (!rules) return exit;
  const std::optional<owned_proposal> asked = open_proposal(*rules, options, true, to, exit);
  if (!asked) return exit;
  const auto offers = rows_of(*rules, asked->content);
  if (!offers) return exit_use;

  question_workspace memory;
  stackability found;
  return for_each_facts(*rules, options, to, [&](const fact_set& facts, const console& out) {
    stackable(*rules, facts, *offers, asked->content.intent, memory, found);
    const report::answer_context about{*rules, facts, options.who(), {}, options.language};
    print(out.json ? report::dump(report::to_json(found, about)) + "\n"
                   : report::to_text(found, about, out.style));
    return stackable_exit(found.answer);
  });
}

}  // namespace

void add_stackable(CLI::App& app, int& exit) {
  auto options = std::make_shared<request_options>();
  CLI::App* const verb = app.add_subcommand(
      "stackable", "may these offers be combined, and if not, which stand in the way?");
  add_pack_option(*verb, *options);
  add_facts_options(*verb, *options);
  add_proposal_options(*verb, *options);
  add_output_options(*verb, *options);
  add_language_option(*verb, *options);
  verb->footer(R"(
Judges the stacking rules alone; facts are needed only where rules have conditions.

  parley stackable winter.yaml --offer WELCOME10 --offer HAGGLE --offer FREESHIP

Exit code: 0 yes, 3 no, 4 it depends on facts that are missing.)");
  verb->callback([options, &exit] { exit = run_stackable(*options); });
}

}  // namespace parley::cli
