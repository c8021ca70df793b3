#include "parley/compiler/suppress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "compile/codes.hpp"
#include "parley/compiler/codes.hpp"

namespace parley {

namespace {

constexpr std::string_view marker = "# parley:";
constexpr std::string_view how_to = "write `# parley: allow PL5001 because ...`";
constexpr std::string_view how_to_list = "write `PL5001 because ...` or `PL5001 FILE because ...`";

std::string_view trimmed(std::string_view text) noexcept {
  const std::size_t from = text.find_first_not_of(" \t\r");
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t\r") - from + 1);
}

/// The next word of `text`, which is cut; commas separate words too.
std::string_view next_word(std::string_view& text) noexcept {
  text = trimmed(text);
  const std::size_t end = std::min(text.find_first_of(" \t,"), text.size());
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(end);
  text = trimmed(text);
  if (text.starts_with(',')) text.remove_prefix(1);
  return word;
}

bool is_code(std::string_view word) noexcept {
  return word.size() == 6 && word.starts_with("PL") &&
         word.find_first_not_of("0123456789", 2) == std::string_view::npos;
}

/// `CODES [FILE] because REASON` into `out`, one for each code.
void parse_entry(std::string_view text, span at, bool in_list, std::vector<suppression>& out,
                 diagnostics& found) {
  const auto wrong = [&](std::string message, std::string_view help) {
    found.warning(compile::codes::wrong_suppression, at, std::move(message), std::string(help));
  };
  const std::string_view help = in_list ? how_to_list : how_to;
  std::vector<std::string> codes;
  std::string file;
  std::string_view word = next_word(text);
  for (; is_code(word); word = next_word(text)) codes.emplace_back(word);
  if (in_list && !codes.empty() && !word.empty() && word != "because") {
    file = word;
    word = next_word(text);
  }
  if (codes.empty()) return wrong("a suppression names no code", help);
  if (word != "because" || trimmed(text).empty()) {
    return wrong("a suppression needs a reason", help);
  }
  for (std::string& code : codes) {
    if (code_named(code) == nullptr) {
      wrong(fmt::format("there is no code `{}`", code), "`parley explain-code` lists all codes");
      continue;
    }
    suppression made;
    made.code = std::move(code);
    made.file = file;
    made.because = trimmed(text);
    made.at = at;
    out.push_back(std::move(made));
  }
}

std::size_t indent_of(std::string_view line) noexcept {
  return std::min(line.find_first_not_of(' '), line.size());
}

bool has_content(std::string_view line) noexcept {
  const std::string_view text = trimmed(line);
  return !text.empty() && !text.starts_with('#');
}

/// The entry that begins after line `number`: its first line and the lines below that are indented
/// further.
std::pair<std::uint32_t, std::uint32_t> entry_after(const source_file& file, std::uint32_t number) {
  const auto lines = static_cast<std::uint32_t>(file.line_count());
  std::uint32_t first = number + 1;
  while (first <= lines && !has_content(file.line(first))) ++first;
  if (first > lines) return {number, number};
  std::uint32_t last = first;
  for (std::uint32_t i = first + 1; i <= lines; ++i) {
    if (!has_content(file.line(i))) continue;
    if (indent_of(file.line(i)) <= indent_of(file.line(first))) break;
    last = i;
  }
  return {first, last};
}

void comments_of(const source_set& sources, std::uint32_t index, std::vector<suppression>& out,
                 diagnostics& found) {
  const source_file& file = sources[index];
  for (std::uint32_t number = 1; number <= file.line_count(); ++number) {
    const std::string_view line = file.line(number);
    const std::size_t at = line.find(marker);
    if (at == std::string_view::npos) continue;
    if (at != 0 && line[at - 1] != ' ' && line[at - 1] != '\t') continue;
    const std::string_view comment = trimmed(line.substr(at));
    const span where{index, static_cast<std::uint32_t>(comment.data() - file.text().data()),
                     static_cast<std::uint32_t>(comment.size())};
    std::string_view text = comment.substr(marker.size());
    const std::string_view verb = next_word(text);
    if (verb != "allow" && verb != "allow-file") {
      found.warning(compile::codes::wrong_suppression, where,
                    fmt::format("`{}` isn't `allow` or `allow-file`", verb), std::string(how_to));
      continue;
    }
    const std::size_t first = out.size();
    parse_entry(text, where, false, out, found);
    if (verb == "allow-file") continue;
    const auto lines =
        trimmed(line.substr(0, at)).empty() ? entry_after(file, number) : std::pair{number, number};
    for (std::size_t i = first; i < out.size(); ++i) {
      out[i].first_line = lines.first;
      out[i].last_line = lines.second;
    }
  }
}

bool concerns(const suppression& s, const diagnostic& d, const source_set& sources) {
  if (s.code != d.code || !d.at.known() || d.at.file != s.at.file) return false;
  if (s.first_line == 0) return true;
  const std::uint32_t line = sources[d.at.file].at(d.at.offset).line;
  return line >= s.first_line && line <= s.last_line;
}

bool listed(const suppression& s, const diagnostic& d, const source_set& sources) {
  if (s.code != d.code) return false;
  if (s.file.empty()) return true;
  if (!d.at.known()) return false;
  const std::string_view name = sources[d.at.file].name();
  return name == s.file || name.ends_with('/' + s.file);
}

void unused(const suppression& s, diagnostics& found) {
  found.warning(compile::codes::unused_suppression, s.at,
                fmt::format("nothing here is `{}`", s.code),
                "drop it; only warnings can be suppressed");
}

}  // namespace

std::vector<suppression> read_suppressions(const source_set& sources, std::uint32_t file,
                                           diagnostics& found) {
  std::vector<suppression> out;
  const source_file& text = sources[file];
  for (std::uint32_t number = 1; number <= text.line_count(); ++number) {
    const std::string_view line = trimmed(text.line(number));
    if (line.empty() || line.starts_with('#')) continue;
    const span at{file, static_cast<std::uint32_t>(line.data() - text.text().data()),
                  static_cast<std::uint32_t>(line.size())};
    parse_entry(line, at, true, out, found);
  }
  return out;
}

std::vector<suppressed_diagnostic> suppress(const source_set& sources, diagnostics& found,
                                            std::span<suppression> list) {
  diagnostics kept;
  std::vector<suppression> comments;
  for (std::uint32_t file = 0; file < sources.size(); ++file) {
    comments_of(sources, file, comments, kept);
  }
  std::vector<suppressed_diagnostic> out;
  for (const diagnostic& d : found.items()) {
    std::string because;
    bool gone = false;
    bool in_source = false;
    if (d.severity != severity::error) {
      for (suppression& s : comments) {
        if (!concerns(s, d, sources)) continue;
        s.used = gone = in_source = true;
        because = s.because;
      }
      for (suppression& s : list) {
        if (!listed(s, d, sources)) continue;
        s.used = gone = true;
        if (!in_source) because = s.because;
      }
    }
    if (gone) {
      out.push_back({d, std::move(because), in_source});
    } else {
      kept.add(d);
    }
  }
  for (const suppression& s : comments) {
    if (!s.used) unused(s, kept);
  }
  kept.sort();
  found = std::move(kept);
  return out;
}

void report_unused(std::span<const suppression> list, diagnostics& found) {
  for (const suppression& s : list) {
    if (!s.used) unused(s, found);
  }
}

}  // namespace parley
