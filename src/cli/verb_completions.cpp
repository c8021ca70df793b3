#include <CLI/CLI.hpp>
#include <memory>

#include "cli/describe.hpp"
#include "cli/exit_code.hpp"
#include "cli/files.hpp"
#include "cli/verbs.hpp"

namespace parley::cli {

void add_completions(CLI::App& app, int& exit) {
  auto shell = std::make_shared<std::string>();
  CLI::App* const verb =
      app.add_subcommand("completions", "completions of the command for a shell");
  verb->add_option("SHELL", *shell, "bash, zsh or fish")
      ->required()
      ->option_text(" ")
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  verb->footer(R"(
  parley completions bash > ~/.local/share/bash-completion/completions/parley
  parley completions zsh > ~/.zfunc/_parley
  parley completions fish > ~/.config/fish/completions/parley.fish)");
  verb->callback([&app, shell, &exit] {
    print(*shell == "bash"  ? bash_completions(app)
          : *shell == "zsh" ? zsh_completions(app)
                            : fish_completions(app));
    exit = exit_yes;
  });
}

void add_man(CLI::App& app, int& exit) {
  CLI::App* const verb = app.add_subcommand("man", "the manual page, for `man`");
  verb->footer("\n  parley man > ~/.local/share/man/man1/parley.1");
  verb->callback([&app, &exit] {
    print(man_page(app, PARLEY_VERSION));
    exit = exit_yes;
  });
}

}  // namespace parley::cli
