#include "cli/run_command.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "cli/console.hpp"
#include "cli/exit_code.hpp"
#include "cli/files.hpp"
#include "cli/verbs.hpp"
#include "parley/base/did_you_mean.hpp"

namespace parley::cli {

namespace {

constexpr const char* about =
    "Offer rules and guardrails: what may be promised to a shopper, and what instead.";

constexpr const char* teaching = R"(
A pack says which offers there are, which may be combined and how much may be given away.
A facts file says what is known now: the cart, the customer, the counters.

  parley check winter.yaml
  parley validate winter.yaml --facts facts.yaml --offer WELCOME10 --offer HAGGLE=8%
  parley negotiate winter.yaml --facts facts.yaml

`parley VERB --help` shows each verb with examples.

Exit codes: 0 allow, yes, nothing wrong; 1 the pack fails; 2 wrong use, or facts that don't
fit; 3 deny, no, declined; 4 a fact is needed; 5 escalate or handoff; 6 a file can't be read
or written. With many facts (NDJSON) the greatest of the answers.)";

/// Complains about a first word that is no verb; false when it is one, or an option.
bool refuse_verb(const CLI::App& app, std::string_view word) {
  std::vector<std::string> names;
  for (const CLI::App* known : app.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(known->get_name());
  }
  if (word.starts_with('-') || std::find(names.begin(), names.end(), word) != names.end()) {
    return false;
  }
  const std::vector<std::string_view> views(names.begin(), names.end());
  const std::string help = did_you_mean_help(word, views);
  complain(fmt::format("there is no verb `{}`", word),
           help.empty() ? "parley --help lists the verbs" : help);
  return true;
}

/// An option that nothing is given to would count as left out: a key file named by a variable that
/// isn't set would leave a session unsealed.
void refuse_empty_values(CLI::App& app) {
  const CLI::Validator given(
      [](const std::string& value) {
        return value.empty() ? std::string("nothing is given") : std::string();
      },
      "");
  for (CLI::App* verb : app.get_subcommands([](CLI::App*) { return true; })) {
    for (CLI::Option* option : verb->get_options()) {
      if (option->get_expected_max() > 0) option->check(given);
    }
  }
}

/// What is said of words that stand where none are expected.
void complain_of_extras(const CLI::App& verb) {
  const std::vector<std::string> extras = verb.remaining();
  const std::string more = fmt::format("parley {} --help shows its options", verb.get_name());
  const auto option = std::find_if(extras.begin(), extras.end(), [](const std::string& word) {
    return word.size() > 1 && word.front() == '-';
  });
  if (option == extras.end()) {
    complain(fmt::format("`{}` isn't expected here", fmt::join(extras, " ")), more);
    return;
  }
  const std::string name = option->substr(0, option->find('='));
  std::vector<std::string> known;
  for (const CLI::Option* o : verb.get_options()) {
    for (const std::string& word : o->get_lnames()) known.push_back("--" + word);
  }
  const std::string near = did_you_mean_help(name, known);
  complain(fmt::format("there is no option `{}`", name), near.empty() ? more : near);
}

}  // namespace

int run_command(int argc, const char* const* argv) {
  int exit = exit_yes;
  CLI::App app{about, "parley"};
  app.footer(teaching);
  app.require_subcommand(1);
  app.set_version_flag("--version", "parley " PARLEY_VERSION);
  app.get_formatter()->column_width(30);
  add_check(app, exit);
  add_validate(app, exit);
  add_eligible(app, exit);
  add_stackable(app, exit);
  add_best(app, exit);
  add_explain(app, exit);
  add_suggest(app, exit);
  add_negotiate(app, exit);
  add_test(app, exit);
  add_fmt(app, exit);
  add_graph(app, exit);
  add_matrix(app, exit);
  add_diff(app, exit);
  add_schema(app, exit);
  add_build(app, exit);
  add_inspect(app, exit);
  add_prove(app, exit);
  add_bench(app, exit);
  add_explain_code(app, exit);
  add_init(app, exit);
  add_completions(app, exit);
  add_man(app, exit);
  add_version(app, exit);

  refuse_empty_values(app);
  const std::vector<std::string_view> words(argv, argv + argc);
  if (std::find(words.begin(), words.end(), "--json") != words.end()) complain_in_json();
  if (argc > 1 && refuse_verb(app, argv[1])) return exit_use;
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    const auto chosen = app.get_subcommands();
    print(chosen.empty() ? app.help() : chosen.front()->help("parley"));
  } catch (const CLI::CallForVersion& version) {
    print(fmt::format("{}\n", version.what()));
  } catch (const CLI::ParseError& wrong) {
    const auto chosen = app.get_subcommands();
    if (!chosen.empty() && dynamic_cast<const CLI::ExtrasError*>(&wrong) != nullptr) {
      complain_of_extras(*chosen.front());
      return exit_use;
    }
    complain(wrong.what(), chosen.empty() ? "parley --help lists the verbs"
                                          : fmt::format("parley {} --help shows its options",
                                                        chosen.front()->get_name()));
    return exit_use;
  }
  return exit;
}

}  // namespace parley::cli
