// The graph for Graphviz and for Mermaid.
#include <fmt/format.h>

#include <string_view>

#include "report/format.hpp"
#include "report/graph_picture.hpp"

namespace parley::report {

namespace {

constexpr std::size_t node_width = 44;
constexpr std::size_t node_lines = 4;

std::string_view shape_of(box_kind kind) noexcept {
  switch (kind) {
    case box_kind::fact: return "ellipse";
    case box_kind::selector: return "folder";
    case box_kind::condition: return "box";
    case box_kind::offer: return "box\", style=\"filled,rounded,bold";
    case box_kind::stacking: return "hexagon";
    case box_kind::limit: return "octagon";
    case box_kind::verdict: return "doubleoctagon";
  }
  return "box";
}

std::string dot_text(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

/// Title, note and mark of a box in lines.
std::vector<std::string> lines_of(const box& b) {
  std::vector<std::string> lines = wrapped(b.title, node_width, node_lines);
  const std::string_view mark = style_of(b.what).mark;
  if (!b.note.empty() || !mark.empty()) {
    std::string last(mark);
    if (!last.empty() && !b.note.empty()) last += ' ';
    lines.push_back(last + b.note);
  }
  return lines;
}

/// Mermaid reads HTML entities written with `#`.
std::string mermaid_text(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ' ' ||
        c == '.' || c == '_' || c == ',' || c == ':' || c == '-' ||
        (static_cast<unsigned char>(c) & 0x80U) != 0) {
      out += c;
    } else {
      out += fmt::format("#{};", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
  }
  return out;
}

struct bracket {
  std::string_view open, close;
};

bracket brackets_of(box_kind kind) noexcept {
  switch (kind) {
    case box_kind::fact: return {"([", "])"};
    case box_kind::selector: return {"[/", "/]"};
    case box_kind::condition: return {"[", "]"};
    case box_kind::offer: return {"(", ")"};
    case box_kind::stacking: return {"{{", "}}"};
    case box_kind::limit: return {"[[", "]]"};
    case box_kind::verdict: return {"((", "))"};
  }
  return {"[", "]"};
}

constexpr tone tones[] = {tone::none,    tone::yes,   tone::no,
                          tone::unknown, tone::error, tone::escalate};

}  // namespace

std::string graph_dot(const graph_picture& picture) {
  std::string out = fmt::format(
      "digraph pack {{\n  label=\"{}\";\n  labelloc=t;\n  rankdir=LR;\n  ranksep=1.1;\n"
      "  node [fontname=\"monospace\", fontsize=11, style=filled];\n"
      "  edge [color=\"#7a828c\", arrowsize=0.7];\n",
      dot_text(picture.title));
  for (const box& b : picture.boxes) {
    std::string label;
    for (const std::string& line : lines_of(b)) {
      if (!label.empty()) label += "\\n";
      label += dot_text(line);
    }
    const tone_style& style = style_of(b.what);
    out += fmt::format("  {} [label=\"{}\", shape=\"{}\", fillcolor=\"{}\", color=\"{}\"];\n", b.id,
                       label, shape_of(b.kind), style.fill, style.stroke);
  }
  for (const arrow& a : picture.arrows)
    out += fmt::format("  {} -> {};\n", picture.boxes[a.from].id, picture.boxes[a.to].id);
  return out + "}\n";
}

std::string graph_mermaid(const graph_picture& picture) {
  std::string out = fmt::format("%% {}\nflowchart LR\n", printable(picture.title));
  for (const box& b : picture.boxes) {
    std::string label;
    for (const std::string& line : lines_of(b)) {
      if (!label.empty()) label += "<br/>";
      label += mermaid_text(line);
    }
    const bracket around = brackets_of(b.kind);
    out += fmt::format("  {}{}\"{}\"{}\n", b.id, around.open, label, around.close);
  }
  for (const arrow& a : picture.arrows)
    out += fmt::format("  {} --> {}\n", picture.boxes[a.from].id, picture.boxes[a.to].id);
  for (const tone what : tones) {
    std::string members;
    for (const box& b : picture.boxes) {
      if (b.what == what) members += (members.empty() ? "" : ",") + b.id;
    }
    if (members.empty() || what == tone::none) continue;
    const tone_style& style = style_of(what);
    out += fmt::format("  classDef is_{0} fill:{1},stroke:{2},color:#1c2126\n  class {3} is_{0}\n",
                       style.name, style.fill, style.stroke, members);
  }
  return out;
}

}  // namespace parley::report
