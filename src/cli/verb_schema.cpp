#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/console.hpp"
#include "cli/exit_code.hpp"
#include "cli/files.hpp"
#include "cli/output.hpp"
#include "cli/request.hpp"
#include "cli/verbs.hpp"
#include "parley/base/did_you_mean.hpp"
#include "report/schemas.hpp"

namespace parley::cli {

namespace {

struct schema_options : request_options {
  std::string name;
  std::string output;
};

int run_schema(const schema_options& options) {
  const auto names = report::schema_names();
  if (options.name.empty()) {
    for (const std::string_view name : names) print(fmt::format("{}\n", name));
    return exit_yes;
  }
  std::optional<pack> rules;
  if (!options.pack.empty()) {
    int exit = exit_yes;
    rules = open_pack(options, make_console(false), exit);
    if (!rules) return exit;
  }
  const nlohmann::ordered_json schema = report::schema_of(options.name, rules ? &*rules : nullptr);
  if (schema.is_null()) {
    const std::string help =
        did_you_mean_help(options.name, std::vector<std::string_view>(names.begin(), names.end()));
    complain(fmt::format("there is no schema of `{}`", options.name),
             help.empty() ? "`parley schema` lists them" : help);
    return exit_use;
  }
  return write_answer(
      options.output,
      schema.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
}

}  // namespace

void add_schema(CLI::App& app, int& exit) {
  auto options = std::make_shared<schema_options>();
  CLI::App* const verb =
      app.add_subcommand("schema", "the JSON Schema of a kind of file, for editors and scripts");
  verb->add_option("NAME", options->name, "such as `pack`; all names when left out")
      ->option_text(" ");
  verb->add_option("PACK", options->pack, "a pack whose facts and offers the schema is to know")
      ->option_text(" ");
  verb->add_option("-o,--output", options->output, "where it goes; standard output if left out")
      ->option_text("FILE");
  verb->footer(R"(
The schemas are draft-07. An editor with a YAML server completes and checks a file that says
`# yaml-language-server: $schema=pack.schema.json` in its first line.

  parley schema pack -o pack.schema.json
  parley schema facts winter.yaml -o winter-facts.schema.json)");
  verb->callback([options, &exit] { exit = run_schema(*options); });
}

}  // namespace parley::cli
