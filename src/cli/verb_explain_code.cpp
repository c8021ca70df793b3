#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/console.hpp"
#include "cli/exit_code.hpp"
#include "cli/files.hpp"
#include "cli/verbs.hpp"
#include "parley/compiler/codes.hpp"
#include "report/code_page.hpp"
#include "report/decision_json.hpp"

namespace parley::cli {

namespace {

nlohmann::ordered_json to_json(const code_info& info) {
  return {{"code", info.code}, {"title", info.title}, {"page", info.page}};
}

int run_explain_code(std::string code, bool json) {
  if (code.empty()) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const code_info* const info : all_codes()) {
      list.push_back(to_json(*info));
      if (!json) print(fmt::format("{}  {}\n", info->code, info->title));
    }
    if (json) print(report::dump(list) + "\n");
    return exit_yes;
  }
  std::transform(code.begin(), code.end(), code.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  const code_info* const info = code_named(code);
  if (info == nullptr) {
    complain(fmt::format("there is no code `{}`", code), "parley explain-code lists all codes");
    return exit_use;
  }
  print(json ? report::dump(to_json(*info)) + "\n" : report::code_page(*info));
  return exit_yes;
}

}  // namespace

void add_explain_code(CLI::App& app, int& exit) {
  auto code = std::make_shared<std::string>();
  auto json = std::make_shared<bool>(false);
  CLI::App* const verb =
      app.add_subcommand("explain-code", "what a diagnostic code means and how to mend it");
  verb->add_option("CODE", *code, "such as PL2103; all codes when left out")->option_text(" ");
  verb->add_flag("--json", *json, "answer as JSON, one line");
  verb->footer("\n  parley explain-code PL2103");
  verb->callback([code, json, &exit] { exit = run_explain_code(*code, *json); });
}

}  // namespace parley::cli
