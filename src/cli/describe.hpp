// What the command itself knows about its verbs and options, as completions and as a manual page.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace parley::cli {

[[nodiscard]] std::string bash_completions(const CLI::App& app);
[[nodiscard]] std::string zsh_completions(const CLI::App& app);
[[nodiscard]] std::string fish_completions(const CLI::App& app);

/// A page in the `man` macros.
[[nodiscard]] std::string man_page(const CLI::App& app, const std::string& version);

}  // namespace parley::cli
