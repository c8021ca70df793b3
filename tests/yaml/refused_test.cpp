// Texts that are no YAML, or YAML of a kind that loses content: what is said of each, and the tree
// of those that are read: tests/yaml/refused/texts.txt.
#include <string>
#include <string_view>
#include <vector>

#include "support/refusals.hpp"
#include "yaml/document.hpp"
#include "yaml/reader.hpp"

namespace parley::test {
namespace {

std::string shown(const yaml::document& d, const yaml::node& n) {
  switch (n.kind) {
    case yaml::node_kind::scalar:
      if (n.nothing) return "nothing";
      return n.style == yaml::scalar_style::plain ? n.text : "\"" + n.text + "\"";
    case yaml::node_kind::sequence: {
      std::string all = "[";
      for (const std::uint32_t child : d.children_of(n))
        all += (all.size() > 1 ? ", " : "") + shown(d, d[child]);
      return all + "]";
    }
    case yaml::node_kind::mapping: break;
  }
  std::string all = "{";
  const auto entries = d.children_of(n);
  for (std::size_t i = 0; i + 1 < entries.size(); i += 2) {
    all +=
        (all.size() > 1 ? ", " : "") + shown(d, d[entries[i]]) + ": " + shown(d, d[entries[i + 1]]);
  }
  return all + "}";
}

std::string escaped(const std::string& text) {
  std::string made;
  constexpr std::string_view digits = "0123456789abcdef";
  for (const char c : text) {
    if (c == '\n') {
      made += "\\n";
    } else if (static_cast<unsigned char>(c) < 0x20 && c != '\t') {
      made += "\\x";
      made += digits[static_cast<unsigned char>(c) >> 4U];
      made += digits[static_cast<unsigned char>(c) & 15U];
    } else {
      made += c;
    }
  }
  return made;
}

}  // namespace

TEST_CASE("what is no YAML is told in one run, and what is read is read whole") {
  check_cases("yaml/refused/texts.txt", 40, [](const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    source_set sources;
    diagnostics found;
    const auto document = yaml::read(sources, sources.add("f.yaml", text), found);
    CHECK(document.has_value() >= found.empty());
    found.sort();
    std::vector<std::string> said;
    for (const diagnostic& d : found.items()) {
      said.push_back(escaped(told(d, [&](const span& s) {
        const place at = sources[s.file].at(s.offset);
        return std::to_string(at.line) + ":" + std::to_string(at.column);
      })));
    }
    if (found.empty()) said.push_back(escaped(shown(*document, (*document)[document->root])));
    return said;
  });
}

}  // namespace parley::test
