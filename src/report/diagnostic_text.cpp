#include "report/diagnostic_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "report/format.hpp"

namespace parley::report {

namespace {

using nlohmann::ordered_json;

constexpr std::size_t shown_columns = 96;  // of a source line; longer ones are cut around the caret

struct paint {
  std::string_view error, warning, note, bold, mark, reset;
};

paint paint_of(text_style style) {
  if (!style.colour) return {};
  return {"\x1b[1;31m", "\x1b[1;35m", "\x1b[1;36m", "\x1b[1m", "\x1b[1;32m", "\x1b[0m"};
}

std::string_view level_name(severity level) {
  switch (level) {
    case severity::error: return "error";
    case severity::warning: return "warning";
    case severity::note: return "note";
  }
  return "error";
}

std::string_view colour_of(const paint& p, severity level) {
  switch (level) {
    case severity::error: return p.error;
    case severity::warning: return p.warning;
    case severity::note: return p.note;
  }
  return p.error;
}

bool continues(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

/// Code points in a text; what a caret line is measured in.
std::size_t columns(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !continues(c); }));
}

std::string blanks_like(std::string_view text) {
  std::string pad;
  for (const char c : text) {
    if (c == '\t') {
      pad += '\t';
    } else if (!continues(c)) {
      pad += ' ';
    }
  }
  return pad;
}

std::string_view tabs_kept(std::string_view text, std::string& out) {
  out.clear();
  std::size_t from = 0;
  while (from <= text.size()) {
    const std::size_t tab = text.find('\t', from);
    out += printable(text.substr(from, tab == std::string_view::npos ? tab : tab - from));
    if (tab == std::string_view::npos) break;
    out += '\t';
    from = tab + 1;
  }
  return out;
}

/// The source line and the carets under it.
std::string excerpt(const source_file& file, span at, const paint& p) {
  const place begin = file.at(at.offset);
  std::string_view line = file.line(begin.line);
  std::size_t from = std::min<std::size_t>(begin.column - 1, line.size());
  std::size_t size =
      std::min<std::size_t>(std::max<std::uint32_t>(at.length, 1), line.size() - from);
  while (size > 1 && (line[from + size - 1] == ' ' || line[from + size - 1] == '\t')) --size;

  std::string_view before_cut, after_cut;
  if (line.size() > shown_columns) {
    std::size_t cut = from > shown_columns / 3 ? from - shown_columns / 3 : 0;
    while (cut < line.size() && cut > 0 && continues(line[cut])) ++cut;
    std::size_t end = std::min(line.size(), cut + shown_columns);
    while (end < line.size() && continues(line[end])) ++end;
    before_cut = cut > 0 ? "..." : "";
    after_cut = end < line.size() ? "..." : "";
    line = line.substr(cut, end - cut);
    from -= cut;
    size = std::min(size, line.size() - from);
  }
  std::string head, middle, tail;
  tabs_kept(line.substr(0, from), head);
  tabs_kept(line.substr(from, size), middle);
  tabs_kept(line.substr(from + size), tail);
  const std::size_t marks = std::max<std::size_t>(columns(middle), 1);
  return fmt::format("{:>5} | {}{}{}{}{}\n{:>5} | {}{}{}^{}{}\n", begin.line, before_cut, head,
                     middle, tail, after_cut, "", std::string(before_cut.size(), ' '),
                     blanks_like(head), p.mark, std::string(marks - 1, '~'), p.reset);
}

std::string where(const source_set& sources, span at) {
  if (!at.known()) return {};
  const source_file& file = sources[at.file];
  const place begin = file.at(at.offset);
  return fmt::format("{}:{}:{}: ", printable(file.name()), begin.line, begin.column);
}

ordered_json source_place(const source_set& sources, span at) {
  if (!at.known()) return nullptr;
  const source_file& file = sources[at.file];
  const place begin = file.at(at.offset);
  const place end = file.at(at.offset + at.length);
  return {{"file", file.name()},
          {"line", begin.line},
          {"column", begin.column},
          {"end_line", end.line},
          {"end_column", end.column}};
}

/// At most `most` of the list: errors before warnings before notes, then by place.
std::vector<const diagnostic*> gravest(const diagnostics& found, std::size_t most) {
  std::vector<const diagnostic*> out;
  for (const diagnostic& item : found.items()) out.push_back(&item);
  if (out.size() <= most) return out;
  std::stable_sort(out.begin(), out.end(), [](const diagnostic* a, const diagnostic* b) {
    return a->severity < b->severity;
  });
  out.resize(most);
  return out;
}

std::string counted(std::size_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

}  // namespace

std::string to_text(const diagnostic& item, const source_set& sources, text_style style) {
  const paint p = paint_of(style);
  std::string out = fmt::format("{}{}{}{}{}[{}]{}: {}{}{}\n", p.bold, where(sources, item.at),
                                p.reset, colour_of(p, item.severity), level_name(item.severity),
                                item.code, p.reset, p.bold, printable(item.message), p.reset);
  if (item.at.known()) out += excerpt(sources[item.at.file], item.at, p);
  for (const related_place& place : item.related) {
    out += fmt::format("   {}note{}: {}{}\n", p.note, p.reset, where(sources, place.at),
                       printable(place.message));
    if (place.at.known()) out += excerpt(sources[place.at.file], place.at, p);
  }
  if (!item.help.empty()) {
    out += fmt::format("   {}help{}: {}\n", p.mark, p.reset, printable(item.help));
  }
  if (!item.witness.empty()) {
    out += fmt::format("   {}witness{}, a test of the pack:\n", p.mark, p.reset);
    for (std::size_t from = 0; from < item.witness.size();) {
      const std::size_t end = std::min(item.witness.find('\n', from), item.witness.size());
      out += "      " + printable(item.witness.substr(from, end - from)) + "\n";
      from = end + 1;
    }
  }
  return out;
}

std::string to_text(const diagnostics& found, const source_set& sources, text_style style,
                    std::size_t most) {
  if (found.empty()) return {};
  std::string out;
  const std::vector<const diagnostic*> shown = gravest(found, most);
  for (const diagnostic* const item : shown) {
    if (!out.empty()) out += '\n';
    out += to_text(*item, sources, style);
  }
  out += '\n';
  const auto warnings = static_cast<std::size_t>(
      std::count_if(found.items().begin(), found.items().end(),
                    [](const diagnostic& item) { return item.severity == severity::warning; }));
  if (found.has_errors()) out += counted(found.error_count(), "error");
  if (warnings > 0) {
    if (found.has_errors()) out += ", ";
    out += counted(warnings, "warning");
  }
  const std::size_t more = found.items().size() - shown.size();
  if (more != 0) out += fmt::format("; {} of them not shown (--max)", more);
  if (found.has_errors() || warnings > 0) out += '\n';
  return out;
}

ordered_json to_json(const diagnostic& item, const source_set& sources) {
  ordered_json related = ordered_json::array();
  for (const related_place& place : item.related) {
    related.push_back({{"at", source_place(sources, place.at)}, {"message", place.message}});
  }
  ordered_json out{{"code", item.code},
                   {"severity", level_name(item.severity)},
                   {"at", source_place(sources, item.at)},
                   {"message", item.message},
                   {"help", item.help},
                   {"related", std::move(related)}};
  if (!item.witness.empty()) out["witness"] = item.witness;
  return out;
}

ordered_json to_json(const diagnostics& found, const source_set& sources, std::size_t most) {
  ordered_json list = ordered_json::array();
  std::size_t warnings = 0;
  for (const diagnostic& item : found.items()) warnings += item.severity == severity::warning;
  const std::vector<const diagnostic*> shown = gravest(found, most);
  for (const diagnostic* const item : shown) list.push_back(to_json(*item, sources));
  ordered_json out{{"errors", found.error_count()}, {"warnings", warnings}};
  if (shown.size() != found.items().size()) out["more"] = found.items().size() - shown.size();
  out["diagnostics"] = std::move(list);
  return out;
}

}  // namespace parley::report
