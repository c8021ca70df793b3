#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/exit_code.hpp"
#include "cli/files.hpp"
#include "cli/request.hpp"
#include "cli/verbs.hpp"
#include "parley/graph/image.hpp"
#include "report/decision_json.hpp"

namespace parley::cli {

namespace {

int run_build(const request_options& options, const std::string& path) {
  const console to = make_console(options.json);
  int exit = exit_yes;
  const std::optional<pack> rules = open_pack(options, to, exit);
  if (!rules) return exit;
  const std::vector<std::byte> image = image_of(*rules);
  const std::string_view bytes(reinterpret_cast<const char*>(image.data()), image.size());
  if (const auto failure = write_whole(path, bytes)) {
    complain(failure->message, "look at the path and its permissions", failure->code);
    return exit_file;
  }
  if (options.json) {
    nlohmann::ordered_json out{
        {"pack", report::pack_json(*rules)}, {"image", path}, {"bytes", image.size()}};
    print(report::dump(out) + "\n");
  } else {
    print(fmt::format("{}: {} version {}, {} bytes, digest {}\n", path, rules->name(),
                      rules->header().version, image.size(), rules->digest()));
  }
  return exit_yes;
}

}  // namespace

void add_build(CLI::App& app, int& exit) {
  auto options = std::make_shared<request_options>();
  auto path = std::make_shared<std::string>();
  CLI::App* const verb = app.add_subcommand("build", "compile a pack into an image for the engine");
  add_pack_option(*verb, *options);
  verb->add_option("-o,--output", *path, "where the image goes")->required()->option_text("FILE");
  verb->add_flag("--json", options->json, "answer as JSON, one line");
  verb->footer(R"(
An image is one file that a host loads without the compiler. Every verb takes one in place of a
pack. The same pack always gives the same bytes.

  parley build winter.yaml -o winter.parley
  parley inspect winter.parley)");
  verb->callback([options, path, &exit] { exit = run_build(*options, *path); });
}

}  // namespace parley::cli
