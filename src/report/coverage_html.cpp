// Coverage as one HTML page: the pack's text with its rules marked, and a table of outcomes.
#include <fmt/format.h>

#include <map>

#include "report/coverage.hpp"
#include "report/escape.hpp"

namespace parley::report {

namespace {

constexpr std::string_view page_head = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Rule coverage</title>
<style>
:root { --ink: #1c2430; --soft: #667080; --line: #dfe4ea; --good: #17824c; --part: #b26a00;
  --bad: #c22f2f; --good-bg: #e7f6ee; --part-bg: #fff4de; --bad-bg: #fdeaea; --page: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e9f0; --soft: #98a3b3; --line: #333c49;
  --good: #57c48b; --part: #e8b04b; --bad: #f08080; --good-bg: #173325; --part-bg: #3a2d12;
  --bad-bg: #3d1d1d; --page: #14181f; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page);
  margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2.5rem; }
.soft { color: var(--soft); }
.tiles { display: flex; flex-wrap: wrap; gap: .75rem; padding: 0; list-style: none; }
.tiles li { border: 1px solid var(--line); border-radius: .5rem; padding: .5rem 1rem; }
.tiles b { display: block; font-size: 1.25rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid var(--line);
  vertical-align: top; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
tr.good td:first-child { border-left: 4px solid var(--good); }
tr.part td:first-child { border-left: 4px solid var(--part); }
tr.bad td:first-child { border-left: 4px solid var(--bad); }
td.zero { color: var(--bad); font-weight: 600; }
.gap { color: var(--bad); }
pre { border: 1px solid var(--line); border-radius: .5rem; overflow-x: auto; padding: .5rem 0;
  font: 13px/1.45 ui-monospace, monospace; }
pre span { display: block; padding: 0 .75rem; white-space: pre; }
pre i { display: inline-block; width: 3.5em; margin-right: 1em; text-align: right;
  color: var(--soft); font-style: normal; user-select: none; }
pre .good { background: var(--good-bg); } pre .part { background: var(--part-bg); }
pre .bad { background: var(--bad-bg); }
</style>
</head>
<body>
<h1>Rule coverage</h1>
)";

/// Whether everything asked of a rule was seen, something, or nothing.
std::string_view shade(const covered_points& points) {
  return points.seen == points.all ? "good" : points.seen == 0 ? "bad" : "part";
}

std::string tile(std::string_view name, const covered_points& points) {
  return fmt::format("<li><b>{}</b>{} <span class=\"soft\">{} of {}</span></li>\n",
                     percent_text(points), name, points.seen, points.all);
}

std::string count_cell(std::uint64_t count, bool asked) {
  if (!asked && count == 0) return "<td class=\"n soft\">-</td>";
  return fmt::format("<td class=\"n{}\">{}</td>", count == 0 ? " zero" : "", count);
}

std::string row(const covered_rule& rule, std::string_view anchor) {
  std::string bounds;
  for (const covered_bound& b : rule.bounds) {
    bounds += fmt::format("<div{}>{}: at {}, below {}{}, above {}{}</div>",
                          b.at == 0 ? " class=\"gap\"" : "", markup(b.text), b.at, b.below,
                          b.just_below ? " (just)" : "", b.above, b.just_above ? " (just)" : "");
  }
  return fmt::format(
      "<tr class=\"{}\"><td><a href=\"#{}-{}\">{}:{}</a></td><td>{}</td><td><b>{}</b>{}</td>{}{}{}"
      "<td>{}</td></tr>\n",
      shade(points_of(rule, coverage_part::all)), anchor, rule.at.line, markup(rule.at.file),
      rule.at.line, markup(rule.kind), markup(rule.id),
      rule.text.empty() ? std::string()
                        : fmt::format("<div class=\"soft\">{}</div>", markup(rule.text)),
      count_cell(rule.fired, rule.can_fire), count_cell(rule.held, rule.can_hold),
      count_cell(rule.unknown, rule.can_be_unknown), bounds);
}

std::string source_text(const coverage& one, std::string_view anchor) {
  if (one.source.empty()) return {};
  std::map<std::uint32_t, covered_points> lines;
  std::map<std::uint32_t, std::string> titles;
  for (const covered_rule& rule : one.rules) {
    if (rule.at.file != one.file) continue;
    const covered_points points = points_of(rule, coverage_part::all);
    lines[rule.at.line].seen += points.seen;
    lines[rule.at.line].all += points.all;
    for (const std::string& gap : gaps_of(rule)) {
      std::string& title = titles[rule.at.line];
      title += fmt::format("{}{} {}: {}", title.empty() ? "" : "; ", rule.kind, rule.id, gap);
    }
  }
  std::string out = "<pre>";
  std::uint32_t number = 0;
  std::string_view rest = one.source;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    std::string_view line = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    ++number;
    const auto found = lines.find(number);
    const auto title = titles.find(number);
    out += fmt::format(
        "<span id=\"{}-{}\"{}{}><i>{}</i>{}</span>", anchor, number,
        found == lines.end() ? std::string() : fmt::format(" class=\"{}\"", shade(found->second)),
        title == titles.end() ? std::string() : fmt::format(" title=\"{}\"", markup(title->second)),
        number, markup(line));
  }
  return out + "</pre>\n";
}

}  // namespace

std::string to_html(const std::vector<coverage>& packs) {
  std::string out(page_head);
  out += "<ul class=\"tiles\">\n" + tile("of all points", points_of(packs, coverage_part::all));
  for (const coverage_part part : {coverage_part::fired, coverage_part::held,
                                   coverage_part::unknown, coverage_part::boundary}) {
    out += tile(name_of(part), points_of(packs, part));
  }
  out += "</ul>\n";
  std::size_t number = 0;
  for (const coverage& one : packs) {
    const std::string anchor = fmt::format("p{}", ++number);
    out += fmt::format("<h2>{} <span class=\"soft\">{}, {}</span></h2>\n", markup(one.file),
                       markup(one.pack), percent_text(points_of({one}, coverage_part::all)));
    out +=
        "<table>\n<tr><th>place</th><th>kind</th><th>rule</th><th class=\"n\">fired</th>"
        "<th class=\"n\">not fired</th><th class=\"n\">unknown</th><th>boundaries</th></tr>\n";
    for (const covered_rule& rule : one.rules) out += row(rule, anchor);
    out += "</table>\n" + source_text(one, anchor);
  }
  return out + "</body>\n</html>\n";
}

}  // namespace parley::report
