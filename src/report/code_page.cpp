#include "report/code_page.hpp"

#include <fmt/format.h>

#include <string_view>

namespace parley::report {

namespace {

struct group {
  std::string_view prefix, title;
};

constexpr group groups[] = {
    {"PL1", "Text and YAML"},
    {"PL2", "Conditions"},
    {"PL3", "Declarations and names"},
    {"PL4", "Sentences: offers, stacking, limits"},
    {"PL5", "A pack as a whole"},
    {"PL6", "Facts, proposals, asks, sessions"},
    {"PL7", "Files"},
    {"PL8", "Tests of packs"},
    {"PL9", "Layout and suppressions"},
};

std::string_view title_of(std::string_view code) noexcept {
  for (const group& g : groups) {
    if (code.starts_with(g.prefix)) return g.title;
  }
  return "More";
}

/// The page with its indented lines as blocks of YAML.
std::string as_markdown(std::string_view page) {
  std::string out;
  bool block = false;
  std::size_t from = 0;
  while (from < page.size()) {
    const std::size_t end = std::min(page.find('\n', from), page.size());
    const std::string_view line = page.substr(from, end - from);
    from = end + 1;
    const bool indented = line.starts_with("  ");
    if (indented && !block) out += "```yaml\n";
    if (!indented && block) out += "```\n";
    block = indented;
    out += indented ? line.substr(2) : line;
    out += '\n';
  }
  if (block) out += "```\n";
  return out;
}

}  // namespace

std::string code_page(const code_info& info) {
  return fmt::format("{}: {}\n\n{}\n", info.code, info.title, info.page);
}

std::string codes_markdown(std::span<const code_info* const> codes) {
  std::string out =
      "# Diagnostic codes\n\n"
      "Made from the tables in the code, which a test holds it to; `parley explain-code CODE` "
      "prints "
      "one page.\n"
      "A code keeps its meaning for ever.\n";
  std::string_view last;
  for (const code_info* const info : codes) {
    if (title_of(info->code) != last) {
      last = title_of(info->code);
      out += fmt::format("\n## {}\n\n| code | |\n|---|---|\n", last);
      for (const code_info* const other : codes) {
        if (title_of(other->code) == last)
          out += fmt::format("| [{}](#{}) | {} |\n", other->code, other->code, other->title);
      }
    }
    out += fmt::format("\n### <a id=\"{}\"></a>{}: {}\n\n{}", info->code, info->code, info->title,
                       as_markdown(info->page));
  }
  return out;
}

}  // namespace parley::report
