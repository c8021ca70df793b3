#include "cli/describe.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <string_view>
#include <vector>

namespace parley::cli {

namespace {

std::vector<const CLI::App*> verbs_of(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App*) { return true; });
}

/// "--facts" and "-o" of an option; nothing for what stands in its place on the line.
std::vector<std::string> words_of(const CLI::Option& option) {
  std::vector<std::string> out;
  for (const std::string& name : option.get_snames()) out.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) out.push_back("--" + name);
  return out;
}

bool takes_value(const CLI::Option& option) {
  return option.get_items_expected_max() > 0;
}

/// The words of a choice such as "text|csv|svg"; nothing for other values.
std::vector<std::string> choices_of(const CLI::Option& option) {
  const std::string& text = option.get_option_text();
  std::vector<std::string> out;
  if (text.find('|') == std::string::npos) return out;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t end = std::min(text.find('|', from), text.size());
    out.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return out;
}

std::string joined(const std::vector<std::string>& words, std::string_view between = " ") {
  std::string out;
  for (const std::string& word : words) {
    if (!out.empty()) out += between;
    out += word;
  }
  return out;
}

/// Text inside single quotes of a shell.
std::string shell_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c;
    }
  }
  return out;
}

/// The same inside single quotes of zsh's _arguments, where brackets and colons mean something.
std::string zsh_text(std::string_view text) {
  std::string out;
  for (const char c : shell_text(text)) {
    if (c == '[' || c == ']' || c == ':') out += '\\';
    out += c;
  }
  return out;
}

std::string roff(std::string_view text) {
  std::string out;
  bool line_start = true;
  for (const char c : text) {
    if (line_start && (c == '.' || c == '\'')) out += "\\&";
    line_start = c == '\n';
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

std::string bash_completions(const CLI::App& app) {
  std::vector<std::string> names;
  std::string cases;
  std::string values;
  for (const CLI::App* const verb : verbs_of(app)) {
    names.push_back(verb->get_name());
    std::vector<std::string> options;
    for (const CLI::Option* const option : verb->get_options()) {
      const std::vector<std::string> words = words_of(*option);
      options.insert(options.end(), words.begin(), words.end());
      if (const auto choices = choices_of(*option); !choices.empty() && !words.empty()) {
        std::string patterns;
        for (const std::string& word : words)
          patterns += fmt::format("{}{}:{}", patterns.empty() ? "" : "|", verb->get_name(), word);
        values += fmt::format("    {}) COMPREPLY=($(compgen -W '{}' -- \"$cur\")); return ;;\n",
                              patterns, joined(choices));
      }
    }
    cases += fmt::format("    {}) words='{}' ;;\n", verb->get_name(), joined(options));
  }
  return fmt::format(
      "# Completions of parley for bash.\n"
      "_parley() {{\n"
      "  local cur=\"${{COMP_WORDS[COMP_CWORD]}}\" prev=\"${{COMP_WORDS[COMP_CWORD-1]}}\"\n"
      "  local verb=\"${{COMP_WORDS[1]}}\" words=''\n"
      "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
      "    COMPREPLY=($(compgen -W '{} --help --version' -- \"$cur\")); return\n"
      "  fi\n"
      "  case \"$verb:$prev\" in\n{}  esac\n"
      "  case \"$verb\" in\n{}  esac\n"
      "  if [[ \"$cur\" == -* ]]; then\n"
      "    COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
      "  else\n"
      "    COMPREPLY=($(compgen -f -- \"$cur\"))\n"
      "  fi\n"
      "}}\n"
      "complete -o filenames -F _parley parley\n",
      joined(names), values, cases);
}

std::string zsh_completions(const CLI::App& app) {
  std::string names;
  std::string cases;
  for (const CLI::App* const verb : verbs_of(app)) {
    names += fmt::format("    '{}:{}'\n", verb->get_name(), zsh_text(verb->get_description()));
    cases += fmt::format("    {})\n      _arguments", verb->get_name());
    for (const CLI::Option* const option : verb->get_options()) {
      for (const std::string& word : words_of(*option)) {
        cases += fmt::format(" \\\n        '{}[{}]{}'", word, zsh_text(option->get_description()),
                             !takes_value(*option) ? ""
                             : choices_of(*option).empty()
                                 ? ":value:_files"
                                 : fmt::format(":value:({})", joined(choices_of(*option))));
      }
    }
    cases += " \\\n        '*:file:_files'\n      ;;\n";
  }
  return fmt::format(
      "#compdef parley\n"
      "# Completions of parley for zsh.\n"
      "local -a verbs\n"
      "verbs=(\n{}  )\n"
      "if (( CURRENT == 2 )); then\n"
      "  _describe verb verbs\n"
      "else\n"
      "  local verb=$words[2]\n"
      "  shift words; (( CURRENT-- ))\n"
      "  case $verb in\n{}  esac\n"
      "fi\n",
      names, cases);
}

std::string fish_completions(const CLI::App& app) {
  std::string out = "# Completions of parley for fish.\n";
  for (const CLI::App* const verb : verbs_of(app)) {
    out += fmt::format("complete -c parley -n __fish_use_subcommand -f -a {} -d '{}'\n",
                       verb->get_name(), shell_text(verb->get_description()));
  }
  for (const CLI::App* const verb : verbs_of(app)) {
    for (const CLI::Option* const option : verb->get_options()) {
      const std::vector<std::string> words = words_of(*option);
      if (words.empty()) continue;
      out +=
          fmt::format("complete -c parley -n '__fish_seen_subcommand_from {}'", verb->get_name());
      for (const std::string& word : words) {
        const bool large = word.starts_with("--");
        out += fmt::format(" {} {}", large ? "-l" : "-s", word.substr(large ? 2 : 1));
      }
      if (const auto choices = choices_of(*option); !choices.empty()) {
        out += fmt::format(" -x -a '{}'", joined(choices));
      } else if (takes_value(*option)) {
        out += " -r";
      }
      out += fmt::format(" -d '{}'\n", shell_text(option->get_description()));
    }
  }
  return out;
}

std::string man_page(const CLI::App& app, const std::string& version) {
  std::string out = fmt::format(
      ".TH PARLEY 1 \"\" \"parley {}\" \"User Commands\"\n.SH NAME\nparley \\- offer rules and "
      "guardrails\n.SH SYNOPSIS\n.B parley\n.I VERB\n[options]\n.SH DESCRIPTION\n{}\n.PP\n.nf\n{}\n"
      ".fi\n.SH VERBS\n",
      roff(version), roff(app.get_description()), roff(app.get_footer()));
  for (const CLI::App* const verb : verbs_of(app)) {
    out +=
        fmt::format(".SS parley {}\n{}\n", roff(verb->get_name()), roff(verb->get_description()));
    for (const CLI::Option* const option : verb->get_options()) {
      const std::vector<std::string> words = words_of(*option);
      const std::string name = words.empty() ? option->get_name(true) : joined(words, ", ");
      const std::string& value = option->get_option_text();
      const bool shown = takes_value(*option) && !words.empty() && !value.empty() && value != " ";
      out += fmt::format(".TP\n\\fB{}\\fR{}\n{}\n", roff(name),
                         shown ? fmt::format(" \\fI{}\\fR", roff(value)) : std::string(),
                         roff(option->get_description()));
    }
    if (!verb->get_footer().empty())
      out += fmt::format(".PP\n.nf\n{}\n.fi\n", roff(verb->get_footer()));
  }
  return out;
}

}  // namespace parley::cli
