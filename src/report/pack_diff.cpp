#include "report/pack_diff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <span>
#include <utility>

#include "report/decision_json.hpp"
#include "report/format.hpp"

namespace parley::report {

namespace {

constexpr std::array<change_direction, 4> directions = {
    change_direction::loosened, change_direction::changed, change_direction::tightened,
    change_direction::neutral};

std::string_view heading(change_direction d) noexcept {
  switch (d) {
    case change_direction::loosened: return "Loosened: more may be promised";
    case change_direction::changed: return "Changed: more or less, as the case may be";
    case change_direction::tightened: return "Tightened: less may be promised";
    case change_direction::neutral: return "Words: no decision depends on them";
  }
  return "?";
}

std::string painted(std::string_view text, const char* code, text_style style) {
  return style.colour ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
}

const char* colour_of(change_direction d) noexcept {
  switch (d) {
    case change_direction::loosened: return "1;31";
    case change_direction::changed: return "1;33";
    case change_direction::tightened: return "1;32";
    case change_direction::neutral: return "1";
  }
  return "0";
}

std::string place_text(const std::optional<changed_place>& at) {
  return at ? fmt::format("{}:{}:{}", printable(at->file), at->line, at->column) : std::string();
}

std::string places(const pack_change& c) {
  const std::string before = place_text(c.before_at);
  const std::string after = place_text(c.after_at);
  if (before.empty() && after.empty()) return {};
  if (before.empty()) return fmt::format("new {}", after);
  if (after.empty()) return fmt::format("old {}", before);
  return fmt::format("old {}, new {}", before, after);
}

std::string either(const std::string& text) {
  return text.empty() ? "nothing" : printable(text);
}

std::string side_text(const witness_side& s) {
  std::string out(parley::name_of(s.verdict));
  if (s.total) out += fmt::format(", total {}", *s.total);
  if (!s.handoff.empty()) out += fmt::format(", handoff to {}", printable(s.handoff));
  std::string why;
  for (const std::string& reason : s.reasons) why += (why.empty() ? "" : "; ") + printable(reason);
  if (!why.empty()) out += ": " + why;
  return out;
}

std::size_t count_of(const pack_diff& diff, change_direction d) {
  return static_cast<std::size_t>(
      std::count_if(diff.changes.begin(), diff.changes.end(),
                    [&](const pack_change& c) { return c.direction == d; }));
}

std::string identity_text(const pack_identity& p) {
  return fmt::format("{} version {}", printable(p.name), p.version);
}

/// What may be concluded, in one sentence; never more than was shown.
std::string conclusion(const pack_diff& diff) {
  if (diff.same_meaning()) {
    return "No decision changes: apart from words, names and places the packs are equal.";
  }
  std::size_t shown = 0, silent = 0;
  for (const pack_change& c : diff.changes) {
    if (c.witness) ++shown;
    if (c.searched && !c.witness) ++silent;
  }
  std::string out = fmt::format(
      "{} loosened, {} changed, {} tightened, {} of words only",
      count_of(diff, change_direction::loosened), count_of(diff, change_direction::changed),
      count_of(diff, change_direction::tightened), count_of(diff, change_direction::neutral));
  if (shown + silent > 0) {
    out += fmt::format("; {} shown by a question both packs were asked", shown);
    if (silent > 0) {
      out += fmt::format(", for {} none was found, which proves nothing", silent);
    }
    out += fmt::format(" ({} questions tried)", diff.tried);
  }
  out += '.';
  if (diff.changes.empty()) {
    out = "The packs are built differently, but no difference of their rules was found.";
  }
  if (diff.pairs_left_out) {
    out += " There are too many offers to compare each pair of them.";
  }
  return out;
}

std::string indented(std::string_view text, std::string_view indent) {
  std::string out;
  std::size_t from = 0;
  while (from < text.size()) {
    const std::size_t end = std::min(text.find('\n', from), text.size());
    out += fmt::format("{}{}\n", indent, printable(text.substr(from, end - from)));
    from = end + 1;
  }
  return out;
}

/// User text inside markdown: no markup, no HTML, one line.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '&') {
      out += "&amp;";
    } else {
      if (std::string_view("\\`*_[]|#@").find(c) != std::string_view::npos) out += '\\';
      out += c;
    }
  }
  return out;
}

nlohmann::ordered_json place_of(const std::optional<changed_place>& at) {
  if (!at) return nullptr;
  return {{"file", at->file}, {"line", at->line}, {"column", at->column}};
}

nlohmann::ordered_json side_json(const witness_side& s) {
  nlohmann::ordered_json out{{"verdict", parley::name_of(s.verdict)}};
  out["total"] = s.total ? nlohmann::ordered_json(*s.total) : nlohmann::ordered_json(nullptr);
  out["handoff"] =
      s.handoff.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(s.handoff);
  out["reasons"] = s.reasons;
  return out;
}

nlohmann::ordered_json identity_json(const pack_identity& p) {
  return {{"name", p.name}, {"version", p.version}, {"digest", p.digest}, {"meaning", p.meaning}};
}

}  // namespace

std::string_view name_of(change_direction direction) noexcept {
  switch (direction) {
    case change_direction::loosened: return "loosened";
    case change_direction::changed: return "changed";
    case change_direction::tightened: return "tightened";
    case change_direction::neutral: return "neutral";
  }
  return "?";
}

std::string_view name_of(change_kind kind) noexcept {
  constexpr std::array<std::string_view, 13> names = {
      "pack",       "limit",       "pair",     "stacking", "offer", "playbook", "handoff",
      "obligation", "negotiation", "selector", "class",    "fact",  "wording"};
  return names[static_cast<std::size_t>(kind)];
}

std::string to_text(const pack_diff& diff, text_style style, const diff_options& options) {
  std::string out =
      fmt::format("old: {}\nnew: {}\n", identity_text(diff.before), identity_text(diff.after));
  for (const change_direction d : directions) {
    if (count_of(diff, d) == 0) continue;
    out += fmt::format("\n{}\n", painted(heading(d), colour_of(d), style));
    for (const pack_change& c : diff.changes) {
      if (c.direction != d) continue;
      const std::string where = places(c);
      out += fmt::format("\n  {} {}\n", painted(name_of(c.kind), "1", style), printable(c.summary));
      if (!where.empty()) out += fmt::format("    at {}\n", where);
      for (const changed_field& f : c.fields) {
        out += fmt::format("    {}: {} -> {}{}\n", printable(f.name), either(f.before),
                           either(f.after),
                           f.direction == c.direction ? std::string()
                                                      : fmt::format(" ({})", name_of(f.direction)));
      }
      if (c.witness) {
        out += fmt::format(
            "    asked {}{}\n",
            printable(c.witness->asked.empty() ? std::string("nothing") : c.witness->asked),
            c.witness->intent.empty() ? "" : " for " + printable(c.witness->intent));
        out += fmt::format("      old: {}\n      new: {}\n", side_text(c.witness->before),
                           side_text(c.witness->after));
        if (options.tests) out += indented(c.witness->test, "      ");
      } else if (c.searched) {
        out += fmt::format("    no question shows it among {} tried\n", c.tried);
      }
    }
  }
  out += fmt::format("\n{}\n", conclusion(diff));
  return out;
}

std::string to_markdown(const pack_diff& diff, const diff_options& options) {
  std::string out = fmt::format("## {}: version {} to {}\n\n{}\n", escaped(diff.after.name),
                                diff.before.version, diff.after.version, conclusion(diff));
  for (const change_direction d : directions) {
    if (count_of(diff, d) == 0) continue;
    out +=
        fmt::format("\n### {}\n\n| what | change | old | new |\n|---|---|---|---|\n", heading(d));
    for (const pack_change& c : diff.changes) {
      if (c.direction != d) continue;
      const auto code = [](const std::string& text) {
        return text.empty() ? std::string() : escaped(text);
      };
      if (c.fields.empty()) {
        out += fmt::format("| {} | {} | {} | {} |\n", name_of(c.kind), escaped(c.summary),
                           code(place_text(c.before_at)), code(place_text(c.after_at)));
      }
      for (std::size_t i = 0; i < c.fields.size(); ++i) {
        const changed_field& f = c.fields[i];
        const auto cell = [&](const std::string& value, const std::optional<changed_place>& at) {
          const std::string where = i == 0 ? place_text(at) : std::string();
          return escaped(either(value)) + (where.empty() ? "" : " (" + escaped(where) + ")");
        };
        out += fmt::format("| {} | {}: {} | {} | {} |\n", name_of(c.kind),
                           escaped(c.kind == change_kind::pair ? c.name : c.summary),
                           escaped(f.name), cell(f.before, c.before_at), cell(f.after, c.after_at));
      }
    }
    for (const pack_change& c : diff.changes) {
      if (c.direction != d || !c.witness) continue;
      out += fmt::format("\n<details><summary>{}: {} was {}, is {}</summary>\n\n", name_of(c.kind),
                         escaped(c.witness->asked.empty() ? "nothing" : c.witness->asked),
                         parley::name_of(c.witness->before.verdict),
                         parley::name_of(c.witness->after.verdict));
      out += fmt::format("* old: {}\n* new: {}\n", escaped(side_text(c.witness->before)),
                         escaped(side_text(c.witness->after)));
      if (options.tests) out += fmt::format("\n{}", indented(c.witness->test, "    "));
      out += "\n</details>\n";
    }
  }
  return out;
}

nlohmann::ordered_json to_json(const pack_diff& diff) {
  nlohmann::ordered_json out{{"same", diff.same_meaning()},
                             {"old", identity_json(diff.before)},
                             {"new", identity_json(diff.after)}};
  nlohmann::ordered_json counts;
  for (const change_direction d : directions) counts[std::string(name_of(d))] = count_of(diff, d);
  out["counts"] = std::move(counts);
  out["questions"] = diff.tried;
  out["pairs_compared"] = !diff.pairs_left_out;
  out["conclusion"] = conclusion(diff);
  nlohmann::ordered_json changes = nlohmann::ordered_json::array();
  for (const pack_change& c : diff.changes) {
    nlohmann::ordered_json one{{"direction", name_of(c.direction)},
                               {"kind", name_of(c.kind)},
                               {"name", c.name},
                               {"summary", c.summary},
                               {"old_at", place_of(c.before_at)},
                               {"new_at", place_of(c.after_at)}};
    nlohmann::ordered_json fields = nlohmann::ordered_json::array();
    for (const changed_field& f : c.fields) {
      fields.push_back({{"name", f.name},
                        {"old", f.before},
                        {"new", f.after},
                        {"direction", name_of(f.direction)}});
    }
    one["fields"] = std::move(fields);
    one["searched"] = c.searched;
    one["tried"] = c.tried;
    if (c.witness) {
      one["witness"] = {{"asked", c.witness->asked},          {"intent", c.witness->intent},
                        {"facts", c.witness->facts},          {"old", side_json(c.witness->before)},
                        {"new", side_json(c.witness->after)}, {"test", c.witness->test}};
    } else {
      one["witness"] = nullptr;
    }
    changes.push_back(std::move(one));
  }
  out["changes"] = std::move(changes);
  return out;
}

}  // namespace parley::report
