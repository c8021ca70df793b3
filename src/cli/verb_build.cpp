#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/exit_code.hpp"
#include "cli/files.hpp"
#include "cli/output.hpp"
#include "cli/request.hpp"
#include "cli/verbs.hpp"
#include "parley/graph/image.hpp"
#include "report/decision_json.hpp"
#include "report/image_header.hpp"

namespace parley::cli {

namespace {

struct build_options : request_options {
  std::string path;
  bool header = false;
  std::string scope;
};

/// Whether a text is names joined by `::`.
bool is_scope(std::string_view text) {
  while (true) {
    const std::size_t end = text.find("::");
    const std::string_view name = text.substr(0, end);
    if (name.empty() || report::identifier_of(name) != name) return false;
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + 2);
  }
}

int run_build(const build_options& options) {
  const std::string& path = options.path;
  if (!options.scope.empty() && !is_scope(options.scope)) {
    complain(fmt::format("`{}` can't be a namespace", options.scope),
             "write names joined by `::`, such as `shop::packs`");
    return exit_use;
  }
  if (refuse_own_source(path, options.pack)) return exit_use;
  const console to = make_console(options.json);
  int exit = exit_yes;
  const std::optional<pack> rules = open_pack(options, to, exit);
  if (!rules) return exit;
  const std::vector<std::byte> image = image_of(*rules);
  std::string_view bytes(reinterpret_cast<const char*>(image.data()), image.size());
  std::string header;
  if (options.header) {
    const std::string scope = options.scope.empty()
                                  ? "parley_packs::" + report::identifier_of(rules->name())
                                  : options.scope;
    header = report::image_header(*rules, image, scope);
    bytes = header;
  }
  const int written = write_answer(path, bytes);
  if (written != exit_yes || path == "-") return written;
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
  auto options = std::make_shared<build_options>();
  CLI::App* const verb = app.add_subcommand("build", "compile a pack into an image for the engine");
  add_pack_option(*verb, *options);
  verb->add_option("-o,--output", options->path, "where the image goes; `-` is standard output")
      ->required()
      ->option_text("FILE");
  auto* const header = verb->add_flag("--header", options->header,
                                      "write it as a C++ header to link into a program");
  verb->add_option("--namespace", options->scope,
                   "of the header; parley_packs and the pack's name if left out")
      ->option_text("NAME")
      ->needs(header);
  verb->add_flag("--json", options->json, "answer as JSON, one line");
  verb->footer(R"(
An image is one file that a host loads without the compiler. Every verb takes one in place of a
pack. The same pack always gives the same bytes. As a header it has a function `load()`, which gives
the pack over the linked bytes.

  parley build winter.yaml -o winter.parley
  parley build winter.yaml --header -o winter_pack.hpp
  parley inspect winter.parley)");
  verb->callback([options, &exit] { exit = run_build(*options); });
}

}  // namespace parley::cli
