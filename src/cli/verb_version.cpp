#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/exit_code.hpp"
#include "cli/files.hpp"
#include "cli/verbs.hpp"
#include "parley/graph/image.hpp"
#include "report/decision_json.hpp"

namespace parley::cli {

void add_version(CLI::App& app, int& exit) {
  auto json = std::make_shared<bool>(false);
  CLI::App* const verb = app.add_subcommand("version", "the version of parley and of its images");
  verb->add_flag("--json", *json, "answer as JSON, one line");
  verb->callback([json, &exit] {
    const int layout = graph::image_layout;
    const int minor = graph::image_minor;
    print(*json ? report::dump(
                      {{"version", PARLEY_VERSION}, {"image", layout}, {"image_minor", minor}}) +
                      "\n"
                : fmt::format("parley {} (images of version {}.{})\n", PARLEY_VERSION, layout,
                              minor));
    exit = exit_yes;
  });
}

}  // namespace parley::cli
