#include "report/matrix_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>
#include <vector>

#include "report/decision_json.hpp"
#include "report/decision_text.hpp"
#include "report/format.hpp"
#include "report/picture.hpp"
#include "report/stacking_report.hpp"

namespace parley::report {

namespace {

using cell = stack_matrix::cell;

tone tone_of(const cell& c) noexcept {
  switch (c.answer) {
    case stack_answer::yes: return tone::yes;
    case stack_answer::depends: return tone::unknown;
    case stack_answer::no: return tone::no;
  }
  return tone::no;
}

char mark_of(const cell& c) noexcept {
  return style_of(tone_of(c)).mark.front();
}

/// The sentence behind an answer; empty for a plain yes.
std::string reason_of(const pack& rules, const cell& c) {
  if (c.answer == stack_answer::yes) return {};
  if (c.rule == no_index) {
    return c.answer == stack_answer::no ? "no rule permits it"
                                        : "the condition of a permission isn't known";
  }
  return std::string(rules.text(rules.tables().stacking[c.rule].text));
}

std::string_view because_of(const pack& rules, const cell& c) {
  if (c.answer == stack_answer::yes || c.rule == no_index) return {};
  return rules.text(rules.tables().stacking[c.rule].because);
}

/// "no: SENTENCE (REASON)".
std::string sentence_of(const pack& rules, const cell& c) {
  std::string out(report::name_of(c.answer));
  if (const std::string why = reason_of(rules, c); !why.empty()) out += ": " + why;
  if (const std::string_view because = because_of(rules, c); !because.empty())
    out += fmt::format(" ({})", because);
  return out;
}

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

std::size_t widest_name(const pack& rules, const stack_matrix& matrix) {
  std::size_t widest = 0;
  for (const graph::index offer : matrix.offers)
    widest = std::max(widest, characters(offer_name(rules, offer)));
  return widest;
}

std::string counts_text(const stack_matrix& matrix) {
  std::size_t count[3] = {};
  for (std::size_t i = 0; i < matrix.offers.size(); ++i) {
    for (std::size_t j = i + 1; j < matrix.offers.size(); ++j)
      ++count[static_cast<std::size_t>(matrix.at(i, j).answer)];
  }
  return fmt::format("{} pairs may be combined, {} may not, {} depend on facts", count[0], count[2],
                     count[1]);
}

constexpr int cell_size = 26;

}  // namespace

std::string matrix_text(const pack& rules, const stack_matrix& matrix, text_style style) {
  const std::size_t count = matrix.offers.size();
  const std::size_t name_width = widest_name(rules, matrix);
  const std::size_t number_width = fmt::format("{}", count).size();
  const auto painted = [&](const cell& c) {
    if (!style.colour) return std::string(1, mark_of(c));
    const std::string_view colour = c.answer == stack_answer::yes       ? "\x1b[32m"
                                    : c.answer == stack_answer::depends ? "\x1b[33m"
                                                                        : "\x1b[31m";
    return fmt::format("{}{}\x1b[0m", colour, mark_of(c));
  };
  std::string out = fmt::format("{}\n\n", counts_text(matrix));
  out += std::string(number_width + 1 + name_width, ' ');
  for (std::size_t j = 0; j < count; ++j) out += fmt::format("  {:>{}}", j + 1, number_width);
  out += '\n';
  std::map<std::pair<bool, graph::index>, std::vector<std::string>> reasons;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string name = printable(offer_name(rules, matrix.offers[i]));
    out += fmt::format("{:>{}} {}{}", i + 1, number_width, name,
                       std::string(name_width - std::min(name_width, characters(name)), ' '));
    for (std::size_t j = 0; j < count; ++j) {
      const cell& c = matrix.at(i, j);
      out += fmt::format("  {}{}", std::string(number_width - 1, ' '),
                         i == j ? std::string(".") : painted(c));
      if (j > i && c.answer != stack_answer::yes) {
        reasons[{c.answer == stack_answer::depends, c.rule}].push_back(fmt::format(
            "{} {} {}", name, mark_of(c), printable(offer_name(rules, matrix.offers[j]))));
      }
    }
    out += '\n';
  }
  out += "\n+ may be combined, x may not, ? depends on facts\n";
  for (const auto& [key, pairs] : reasons) {
    const cell c{key.first ? stack_answer::depends : stack_answer::no,
                 finding_code::stacking_excluded, key.second};
    out += fmt::format("\n{}", printable(reason_of(rules, c)));
    if (const auto because = because_of(rules, c); !because.empty())
      out += fmt::format(" ({})", printable(because));
    out += '\n';
    for (const std::string& pair : pairs) out += fmt::format("  {}\n", pair);
  }
  return out;
}

std::string matrix_csv(const pack& rules, const stack_matrix& matrix) {
  std::string out = "offer";
  for (const graph::index offer : matrix.offers) out += ',' + csv_field(offer_name(rules, offer));
  out += "\r\n";
  for (std::size_t i = 0; i < matrix.offers.size(); ++i) {
    out += csv_field(offer_name(rules, matrix.offers[i]));
    for (std::size_t j = 0; j < matrix.offers.size(); ++j)
      out += ',' + (i == j ? std::string() : csv_field(sentence_of(rules, matrix.at(i, j))));
    out += "\r\n";
  }
  return out;
}

std::string matrix_svg(const pack& rules, const stack_matrix& matrix) {
  const auto count = static_cast<int>(matrix.offers.size());
  const int label =
      static_cast<int>(static_cast<double>(widest_name(rules, matrix)) * character_width) + 12;
  const int left = 16 + label;
  const int top = 56 + label;
  const int width = std::max(left + count * cell_size + 16, 460);
  const int height = top + count * cell_size + 52;
  std::string out = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"t d\" "
      "width=\"{0}\" "
      "height=\"{1}\" viewBox=\"0 0 {0} {1}\" font-family=\"{2}\" font-size=\"12\">\n"
      "<title id=\"t\">Which offers of {3} may be combined</title>\n"
      "<desc id=\"d\">{4}.</desc>\n"
      "<rect width=\"{0}\" height=\"{1}\" fill=\"#ffffff\"/>\n"
      "<text x=\"16\" y=\"28\" font-size=\"15\" font-weight=\"bold\" fill=\"#1c2126\">{3} version "
      "{5}</text>\n"
      "<text x=\"16\" y=\"46\" fill=\"#4a525b\">{4}</text>\n",
      width, height, typeface, xml_text(rules.name()), counts_text(matrix), rules.header().version);
  for (int i = 0; i < count; ++i) {
    const std::string name =
        xml_text(offer_name(rules, matrix.offers[static_cast<std::size_t>(i)]));
    const int middle = cell_size * i + cell_size / 2;
    out += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"end\" fill=\"#1c2126\">{}</text>\n",
                       left - 8, top + middle + 4, name);
    out +=
        fmt::format("<text transform=\"translate({},{}) rotate(-90)\" fill=\"#1c2126\">{}</text>\n",
                    left + middle + 4, top - 8, name);
  }
  for (int i = 0; i < count; ++i) {
    for (int j = 0; j < count; ++j) {
      const int x = left + j * cell_size;
      const int y = top + i * cell_size;
      if (i == j) {
        out += fmt::format(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"4\" fill=\"#eceff2\"/>\n",
            x + 1, y + 1, cell_size - 2, cell_size - 2);
        continue;
      }
      const auto row = static_cast<std::size_t>(i);
      const auto column = static_cast<std::size_t>(j);
      const cell& c = matrix.at(row, column);
      const tone_style& style = style_of(tone_of(c));
      out += fmt::format(
          "<g><title>{} and {}: {}</title><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" "
          "rx=\"4\" fill=\"{}\" stroke=\"{}\"/><text x=\"{}\" y=\"{}\" text-anchor=\"middle\" "
          "font-weight=\"bold\" fill=\"{}\">{}</text></g>\n",
          xml_text(offer_name(rules, matrix.offers[row])),
          xml_text(offer_name(rules, matrix.offers[column])), xml_text(sentence_of(rules, c)),
          x + 1, y + 1, cell_size - 2, cell_size - 2, style.fill, style.stroke, x + cell_size / 2,
          y + cell_size / 2 + 4, style.stroke, style.mark);
    }
  }
  int x = 16;
  constexpr std::pair<tone, std::string_view> legend[] = {
      {tone::yes, "may be combined"}, {tone::no, "may not"}, {tone::unknown, "depends on facts"}};
  for (const auto& [what, text] : legend) {
    const tone_style& style = style_of(what);
    out += fmt::format(
        "<rect x=\"{0}\" y=\"{1}\" width=\"18\" height=\"18\" rx=\"4\" fill=\"{2}\" "
        "stroke=\"{3}\"/><text x=\"{4}\" y=\"{5}\" text-anchor=\"middle\" font-weight=\"bold\" "
        "fill=\"{3}\">{6}</text><text x=\"{7}\" y=\"{5}\" fill=\"#1c2126\">{8}</text>\n",
        x, height - 34, style.fill, style.stroke, x + 9, height - 21, style.mark, x + 25, text);
    x += 25 + static_cast<int>(static_cast<double>(text.size()) * character_width) + 22;
  }
  return out + "</svg>\n";
}

std::string matrix_html(const pack& rules, const stack_matrix& matrix) {
  std::string out = fmt::format(
      R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{0}: which offers may be combined</title>
<style>
:root {{ color-scheme: light dark; --ink: #1c2126; --soft: #4a525b; --paper: #fff; --line: #c9d0d8; }}
@media (prefers-color-scheme: dark) {{ :root {{ --ink: #e8ebee; --soft: #aab3bd; --paper: #15181c; --line: #3a424b; }} }}
body {{ font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 2rem; }}
p {{ color: var(--soft); }}
.wide {{ overflow: auto; max-height: 85vh; }}
table {{ border-collapse: separate; border-spacing: 2px; font: 13px/1 ui-monospace, Menlo, Consolas, monospace; }}
caption {{ text-align: left; padding: .5rem 0; color: var(--soft); }}
thead th {{ position: sticky; top: 0; background: var(--paper); vertical-align: bottom; }}
thead th span {{ writing-mode: vertical-rl; transform: rotate(180deg); }}
tbody th {{ position: sticky; left: 0; background: var(--paper); text-align: right; padding-right: .5rem; }}
td {{ width: 26px; height: 26px; text-align: center; font-weight: bold; border-radius: 4px; }}
td.yes {{ background: {1}; color: {2}; }}
td.no {{ background: {3}; color: {4}; }}
td.depends {{ background: {5}; color: {6}; }}
li {{ margin: .2rem 0; }}
</style>
</head>
<body>
<h1>{0} version {7}</h1>
<p>{8}.</p>
<div class="wide" tabindex="0" role="region" aria-label="Matrix">
<table>
<caption>+ may be combined, x may not, ? depends on facts. Point at a cell for its rule.</caption>
<thead><tr><td></td>)",
      xml_text(rules.name()), style_of(tone::yes).fill, style_of(tone::yes).stroke,
      style_of(tone::no).fill, style_of(tone::no).stroke, style_of(tone::unknown).fill,
      style_of(tone::unknown).stroke, rules.header().version, counts_text(matrix));
  for (const graph::index offer : matrix.offers)
    out +=
        fmt::format("<th scope=\"col\"><span>{}</span></th>", xml_text(offer_name(rules, offer)));
  out += "</tr></thead>\n<tbody>\n";
  std::string list;
  for (std::size_t i = 0; i < matrix.offers.size(); ++i) {
    const std::string name = xml_text(offer_name(rules, matrix.offers[i]));
    out += fmt::format("<tr><th scope=\"row\">{}</th>", name);
    for (std::size_t j = 0; j < matrix.offers.size(); ++j) {
      if (i == j) {
        out += "<td></td>";
        continue;
      }
      const cell& c = matrix.at(i, j);
      const std::string other = xml_text(offer_name(rules, matrix.offers[j]));
      const std::string sentence = xml_text(sentence_of(rules, c));
      out += fmt::format("<td class=\"{}\" title=\"{} and {}: {}\">{}</td>", name_of(c.answer),
                         name, other, sentence, mark_of(c));
      if (j > i && c.answer != stack_answer::yes)
        list += fmt::format("<li>{} and {}: {}</li>\n", name, other, sentence);
    }
    out += "</tr>\n";
  }
  out += "</tbody>\n</table>\n</div>\n";
  if (!list.empty()) out += fmt::format("<h2>Why not</h2>\n<ul>\n{}</ul>\n", list);
  return out + "</body>\n</html>\n";
}

nlohmann::ordered_json matrix_json(const pack& rules, const stack_matrix& matrix) {
  using nlohmann::ordered_json;
  ordered_json pairs = ordered_json::array();
  for (std::size_t i = 0; i < matrix.offers.size(); ++i) {
    for (std::size_t j = i + 1; j < matrix.offers.size(); ++j) {
      const cell& c = matrix.at(i, j);
      const graph::index both[] = {matrix.offers[i], matrix.offers[j]};
      ordered_json item{{"offers", names_json(both, rules)},
                        {"answer", name_of(c.answer)},
                        {"code", nullptr},
                        {"rule", nullptr},
                        {"text", nullptr},
                        {"because", nullptr},
                        {"at", nullptr}};
      if (c.answer != stack_answer::yes) item["code"] = name_of(c.code);
      if (c.answer != stack_answer::yes && c.rule != no_index) {
        const graph::stacking_row& row = rules.tables().stacking[c.rule];
        item["rule"] = rules.text(row.id);
        item["text"] = rules.text(row.text);
        if (row.because.size != 0) item["because"] = rules.text(row.because);
        item["at"] = place_json(rules, row.at);
      }
      pairs.push_back(std::move(item));
    }
  }
  return {{"pack", pack_json(rules)},
          {"offers", names_json(matrix.offers, rules)},
          {"pairs", std::move(pairs)}};
}

}  // namespace parley::report
