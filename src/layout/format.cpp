// The door: reads a text, lays it out, and reads that again to prove that nothing was lost.
#include "parley/compiler/format.hpp"

#include <string>

#include "layout/codes.hpp"
#include "layout/writer.hpp"
#include "yaml/reader.hpp"

namespace parley {

namespace {

/// The first node whose meaning differs; the number of nodes when none does.
std::size_t first_difference(const yaml::document& before, const std::vector<std::string>& texts,
                             const yaml::document& after) {
  const auto is_plain = [](const yaml::node& n) { return n.style == yaml::scalar_style::plain; };
  std::size_t i = 0;
  for (; i < before.nodes.size() && i < after.nodes.size(); ++i) {
    const yaml::node& a = before.nodes[i];
    const yaml::node& b = after.nodes[i];
    if (a.kind != b.kind || a.count != b.count || is_plain(a) != is_plain(b) || texts[i] != b.text)
      break;
  }
  if (i == before.nodes.size() && i != after.nodes.size()) return i - 1;
  return i;
}

}  // namespace

std::optional<std::string> format_text(const source_set& sources, std::uint32_t file,
                                       diagnostics& found) {
  const std::size_t errors = found.error_count();
  const std::optional<yaml::document> document = yaml::read(sources, file, found);
  if (!document || found.error_count() != errors) return std::nullopt;
  layout::written made = layout::write(*document, sources[file].text());

  source_set again;
  diagnostics faults;
  const std::uint32_t at = again.add(sources[file].name(), made.text);
  const std::optional<yaml::document> proof = yaml::read(again, at, faults);
  const std::size_t different =
      proof ? first_difference(*document, made.expected, *proof) : document->nodes.size() - 1;
  if (!proof || different != document->nodes.size()) {
    found.error(layout::codes::meaning_at_risk, document->nodes[different].at,
                "laying this file out would change this value", "lay it out by hand");
    return std::nullopt;
  }
  return std::move(made.text);
}

}  // namespace parley
