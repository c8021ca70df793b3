#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/exit_code.hpp"
#include "cli/output.hpp"
#include "cli/request.hpp"
#include "cli/verbs.hpp"
#include "parley/base/did_you_mean.hpp"
#include "parley/engine/question_workspace.hpp"
#include "report/graph_picture.hpp"

namespace parley::cli {

namespace {

struct graph_options : request_options {
  std::string only;
  std::string format = "dot";
  std::string output;
};

/// The row of the offer to show; nothing after telling that there is none of that name.
std::optional<graph::index> row_of(const pack& rules, const std::string& name) {
  if (name.empty()) return no_index;
  const graph::index row = rules.offer_named(name);
  if (row != no_index) return row;
  std::vector<std::string_view> names;
  for (const graph::offer_row& offer : rules.tables().offers)
    names.push_back(rules.text(offer.name));
  const std::string near = did_you_mean_help(name, names);
  complain(fmt::format("unknown offer `{}`", name),
           near.empty() ? "`parley inspect` lists the pack's offers" : near);
  return std::nullopt;
}

std::string form_of(const report::graph_picture& picture, std::string_view format) {
  if (format == "svg") return report::graph_svg(picture);
  if (format == "mermaid") return report::graph_mermaid(picture);
  return report::graph_dot(picture);
}

int run_graph(const graph_options& options) {
  if (refuse_own_source(options.output, options.pack)) return exit_use;
  const console to = make_console(false);
  int exit = exit_yes;
  const std::optional<pack> rules = open_pack(options, to, exit);
  if (!rules) return exit;
  const std::optional<graph::index> row = row_of(*rules, options.only);
  if (!row) return exit_use;
  const bool judged =
      !options.facts.empty() || !options.proposal.empty() || !options.offers.empty();
  if (!judged)
    return write_answer(options.output,
                        form_of(report::graph_of(*rules, *row, {}), options.format));

  const std::optional<owned_proposal> asked = open_proposal(*rules, options, false, to, exit);
  if (!asked) return exit;
  question_workspace memory;
  return for_one_set(
      *rules, options, to, "a graph shows one set of facts",
      [&](const fact_set& facts, const console&) {
        const decision& made = memory.judge(*rules, facts, asked->content);
        memory.conditions.begin(*rules, facts, asked->content.intent);
        const report::overlay over{&facts, &memory.conditions, &made, asked->content.intent};
        return write_answer(options.output,
                            form_of(report::graph_of(*rules, *row, over), options.format));
      });
}

}  // namespace

void add_graph(CLI::App& app, int& exit) {
  auto options = std::make_shared<graph_options>();
  CLI::App* const verb = app.add_subcommand(
      "graph", "which facts decide which conditions, offers and rules, as a picture");
  add_pack_option(*verb, *options);
  verb->add_option("--only", options->only, "this offer and what bears on it")
      ->option_text("OFFER");
  add_facts_options(*verb, *options);
  add_proposal_options(*verb, *options);
  verb->add_option("--format", options->format, "how it is drawn")
      ->option_text("dot|mermaid|svg")
      ->check(CLI::IsMember({"dot", "mermaid", "svg"}));
  verb->add_option("-o,--output", options->output, "where it goes; standard output if left out")
      ->option_text("FILE");
  verb->footer(R"(
With facts, or with offers that somebody wants to promise, the decision is laid over the graph:
what is true, false, unknown, and which rule stands in the way. It shows bounds and actual values,
so it is for the house.

  parley graph winter.yaml --format svg -o winter.svg
  parley graph winter.yaml --only HAGGLE --format mermaid
  parley graph winter.yaml --facts facts.yaml --offer HAGGLE=8% --format svg -o why.svg)");
  verb->callback([options, &exit] { exit = run_graph(*options); });
}

}  // namespace parley::cli
