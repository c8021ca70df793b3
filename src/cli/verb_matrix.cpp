#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/exit_code.hpp"
#include "cli/output.hpp"
#include "cli/request.hpp"
#include "cli/verbs.hpp"
#include "parley/engine/stackable.hpp"
#include "report/decision_json.hpp"
#include "report/matrix_report.hpp"

namespace parley::cli {

namespace {

struct matrix_options : request_options {
  std::string format = "text";
  std::string output;
};

std::string form_of(const pack& rules, const stack_matrix& matrix, const matrix_options& options,
                    const console& to) {
  const bool file = !options.output.empty() && options.output != "-";
  if (options.json || options.format == "json")
    return report::dump(report::matrix_json(rules, matrix)) + "\n";
  if (options.format == "csv") return report::matrix_csv(rules, matrix);
  if (options.format == "svg") return report::matrix_svg(rules, matrix);
  if (options.format == "html") return report::matrix_html(rules, matrix);
  return report::matrix_text(rules, matrix, file ? report::text_style{} : to.style);
}

int run_matrix(const matrix_options& options) {
  if (refuse_own_source(options.output, options.pack)) return exit_use;
  const console to = make_console(options.json);
  int exit = exit_yes;
  const std::optional<pack> rules = open_pack(options, to, exit);
  if (!rules) return exit;

  std::vector<graph::index> offers(rules->tables().offers.size());
  for (std::size_t i = 0; i < offers.size(); ++i) offers[i] = static_cast<graph::index>(i);
  question_workspace memory;
  return for_one_set(*rules, options, to, "a matrix is of one set of facts",
                     [&](const fact_set& facts, const console&) {
                       stack_matrix matrix;
                       stackable_pairs(*rules, facts, offers, options.intent, memory, matrix);
                       return write_answer(options.output, form_of(*rules, matrix, options, to));
                     });
}

}  // namespace

void add_matrix(CLI::App& app, int& exit) {
  auto options = std::make_shared<matrix_options>();
  CLI::App* const verb =
      app.add_subcommand("matrix", "which offers may be combined with which, and why not");
  add_pack_option(*verb, *options);
  add_facts_options(*verb, *options);
  verb->add_option("--intent", options->intent, "what the promise is for: a playbook of the pack")
      ->option_text("NAME");
  auto* const format = verb->add_option("--format", options->format, "how it is shown")
                           ->option_text("text|csv|svg|html|json")
                           ->check(CLI::IsMember({"text", "csv", "svg", "html", "json"}));
  verb->add_option("-o,--output", options->output, "where it goes; standard output if left out")
      ->option_text("FILE");
  verb->add_flag("--json", options->json, "answer as JSON, one line")->excludes(format);
  verb->footer(R"(
Judges pairs by the stacking rules; a cap above one shows only in larger sets (`parley stackable`).
Without --facts a rule with a condition makes its cells depend.

  parley matrix winter.yaml
  parley matrix winter.yaml --format html -o matrix.html
  parley matrix winter.yaml --facts facts.yaml --format csv)");
  verb->callback([options, &exit] { exit = run_matrix(*options); });
}

}  // namespace parley::cli
