#include <fmt/format.h>
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <system_error>

#include "cli/console.hpp"
#include "cli/exit_code.hpp"
#include "cli/files.hpp"
#include "cli/scaffold.hpp"
#include "cli/verbs.hpp"
#include "parley/money/currency.hpp"

namespace parley::cli {

namespace {

namespace fs = std::filesystem;

struct init_options {
  std::string folder;
  std::string name;
  std::string currency = "USD";
};

bool is_pack_name(std::string_view name) {
  return !name.empty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  });
}

/// Writes the files into a folder of their own, which then takes its place at once.
std::optional<std::string> make_folder(const fs::path& folder, const init_options& options,
                                       const std::string& name) {
  std::error_code fault;
  if (folder.has_parent_path()) fs::create_directories(folder.parent_path(), fault);
  std::string made = folder.string() + ".XXXXXX";
  if (fault || ::mkdtemp(made.data()) == nullptr)
    return fmt::format("cannot make a folder beside `{}`", folder.string());
  std::optional<std::string> wrong;
  for (const auto& [path, text] : scaffold(name, options.currency)) {
    const fs::path file = fs::path(made) / path;
    fs::create_directories(file.parent_path(), fault);
    if (const auto failure = write_whole(file.string(), text)) wrong = failure->message;
  }
  if (!wrong) {
    fs::permissions(made,
                    fs::perms::owner_all | fs::perms::group_read | fs::perms::group_exec |
                        fs::perms::others_read | fs::perms::others_exec,
                    fault);
    fs::rename(made, folder, fault);
    if (!fault) return std::nullopt;
    wrong = fmt::format("cannot make `{}`: {}", folder.string(), fault.message());
  }
  fs::remove_all(made, fault);
  return wrong;
}

int run_init(const init_options& options) {
  fs::path folder = fs::path(options.folder).lexically_normal();
  if (!folder.has_filename()) folder = folder.parent_path();
  const std::string name = options.name.empty() ? folder.filename().string() : options.name;
  if (!is_pack_name(name)) {
    complain(fmt::format("`{}` isn't the name of a pack", name),
             "names have letters, digits, `_` and `-`; give one with --name");
    return exit_use;
  }
  if (currency_named(options.currency) == no_currency) {
    complain(fmt::format("`{}` isn't a currency", options.currency),
             "write an ISO 4217 code of three upper-case letters, such as USD");
    return exit_use;
  }
  std::error_code fault;
  if (fs::exists(folder, fault) &&
      !(fs::is_directory(folder, fault) && fs::is_empty(folder, fault))) {
    complain(fmt::format("`{}` is there already and isn't empty", folder.string()),
             "nothing is overwritten: name a new folder", "file");
    return exit_file;
  }
  if (const auto wrong = make_folder(folder, options, name)) {
    complain(*wrong, "look at the path and its permissions", "file");
    return exit_file;
  }
  for (const auto& [path, unused] : scaffold(name, options.currency))
    print(fmt::format("{}\n", (folder / path).string()));
  print(
      fmt::format("\nTry: parley test {0}; parley validate {0}/{1}.yaml --facts {0}/facts.yaml "
                  "--offer WELCOME10\n",
                  folder.string(), name));
  return exit_yes;
}

}  // namespace

void add_init(CLI::App& app, int& exit) {
  auto options = std::make_shared<init_options>();
  CLI::App* const verb =
      app.add_subcommand("init", "start a pack: rules, facts, tests and a file for CI");
  verb->add_option("FOLDER", options->folder, "a new folder, or an empty one")
      ->required()
      ->option_text(" ");
  verb->add_option("--name", options->name, "of the pack; the folder's if left out")
      ->option_text("NAME");
  verb->add_option("--currency", options->currency, "of the pack; USD if left out")
      ->option_text("CODE");
  verb->footer(R"(
Nothing is overwritten; all files come at once or none.

  parley init winter --currency EUR)");
  verb->callback([options, &exit] { exit = run_init(*options); });
}

}  // namespace parley::cli
