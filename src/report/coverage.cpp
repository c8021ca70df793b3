#include "report/coverage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "report/decision_text.hpp"
#include "report/format.hpp"

namespace parley::report {

namespace {

using nlohmann::ordered_json;

constexpr coverage_part parts[] = {coverage_part::fired, coverage_part::held,
                                   coverage_part::unknown, coverage_part::boundary};

void add(covered_points& to, bool asked, bool seen) {
  if (!asked) return;
  ++to.all;
  if (seen) ++to.seen;
}

/// "never broken", in the words of the rule's kind.
std::string_view never_fired(const covered_rule& rule) {
  if (rule.kind == "limit") return "never broken";
  if (rule.kind == "offer") return rule.can_hold ? "condition never true" : "never proposed";
  if (rule.kind == "need") return "never absent";
  if (rule.kind == "obligation") return "never due";
  if (rule.kind == "selector") return "no line ever in it";
  return "never fired";
}

std::string_view never_held(const covered_rule& rule) {
  if (rule.kind == "limit") return "never kept";
  if (rule.kind == "offer") return "condition never false";
  if (rule.kind == "need") return "never known";
  if (rule.kind == "obligation") return "always due";
  if (rule.kind == "selector") return "every line in it";
  return "always fired";
}

std::string count_text(std::uint64_t count, bool asked) {
  return asked || count != 0 ? fmt::format("{}", count) : std::string("-");
}

std::string joined(const std::vector<std::string>& parts_of_it) {
  return fmt::format("{}", fmt::join(parts_of_it, ", "));
}

std::string summary(const std::vector<coverage>& packs) {
  std::string out;
  for (const coverage_part part : parts) {
    const covered_points points = points_of(packs, part);
    out +=
        fmt::format("{}{} {}/{}", out.empty() ? "" : ", ", name_of(part), points.seen, points.all);
  }
  return out;
}

}  // namespace

std::string_view name_of(coverage_part part) noexcept {
  switch (part) {
    case coverage_part::all: return "all";
    case coverage_part::fired: return "fired";
    case coverage_part::held: return "not fired";
    case coverage_part::unknown: return "unknown";
    case coverage_part::boundary: return "boundary";
  }
  return "all";
}

covered_points points_of(const covered_rule& rule, coverage_part part) noexcept {
  covered_points out;
  const bool all = part == coverage_part::all;
  if (all || part == coverage_part::fired) add(out, rule.can_fire, rule.fired != 0);
  if (all || part == coverage_part::held) add(out, rule.can_hold, rule.held != 0);
  if (all || part == coverage_part::unknown) add(out, rule.can_be_unknown, rule.unknown != 0);
  if (all || part == coverage_part::boundary) {
    for (const covered_bound& b : rule.bounds) add(out, true, b.at != 0);
  }
  return out;
}

covered_points points_of(const std::vector<coverage>& packs, coverage_part part) noexcept {
  covered_points out;
  for (const coverage& one : packs) {
    for (const covered_rule& rule : one.rules) {
      const covered_points points = points_of(rule, part);
      out.seen += points.seen;
      out.all += points.all;
    }
  }
  return out;
}

std::string percent_text(const covered_points& points) {
  if (points.all == 0) return "100%";
  const std::size_t tenths = points.seen * 1000 / points.all;
  return tenths % 10 == 0 ? fmt::format("{}%", tenths / 10)
                          : fmt::format("{}.{}%", tenths / 10, tenths % 10);
}

std::vector<std::string> gaps_of(const covered_rule& rule) {
  std::vector<std::string> out;
  if (rule.can_fire && rule.fired == 0) out.emplace_back(never_fired(rule));
  if (rule.can_hold && rule.held == 0) out.emplace_back(never_held(rule));
  if (rule.can_be_unknown && rule.unknown == 0) out.emplace_back("never unknown");
  for (const covered_bound& b : rule.bounds) {
    if (b.at == 0) out.push_back(fmt::format("never at {}", b.text));
  }
  return out;
}

std::string to_text(const std::vector<coverage>& packs, text_style style) {
  std::string out;
  for (const coverage& one : packs) {
    const std::vector<coverage> alone{one};
    out += fmt::format("coverage of {} ({}): {} ({})\n", printable(one.file), printable(one.pack),
                       percent_text(points_of(alone, coverage_part::all)), summary(alone));
    std::vector<std::vector<std::string>> rows{
        {"  place", "rule", "fired", "not fired", "unknown", "boundary"}};
    for (const covered_rule& rule : one.rules) {
      const covered_points bounds = points_of(rule, coverage_part::boundary);
      rows.push_back(
          {fmt::format("  {}:{}", printable(rule.at.file), rule.at.line),
           fmt::format("{} {}", rule.kind, printable(rule.id)),
           count_text(rule.fired, rule.can_fire), count_text(rule.held, rule.can_hold),
           count_text(rule.unknown, rule.can_be_unknown),
           bounds.all == 0 ? std::string("-") : fmt::format("{}/{}", bounds.seen, bounds.all)});
    }
    out += table_text(rows, 2);
    bool any = false;
    for (const covered_rule& rule : one.rules) {
      const std::vector<std::string> gaps = gaps_of(rule);
      if (gaps.empty()) continue;
      if (!any) out += "not tried yet\n";
      any = true;
      out += fmt::format("  {}: {} {}: {}\n", printable(to_text(rule.at)), rule.kind,
                         printable(rule.id), painted(printable(joined(gaps)), false, true, style));
    }
    out += "\n";
  }
  return out;
}

ordered_json to_json(const std::vector<coverage>& packs) {
  const auto percent = [](const covered_points& p) {
    return ordered_json{{"seen", p.seen}, {"all", p.all}, {"percent", percent_text(p)}};
  };
  ordered_json out{{"total", percent(points_of(packs, coverage_part::all))}};
  for (const coverage_part part : parts) {
    std::string key(name_of(part));
    std::replace(key.begin(), key.end(), ' ', '_');
    out[key] = percent(points_of(packs, part));
  }
  ordered_json list = ordered_json::array();
  for (const coverage& one : packs) {
    ordered_json rules = ordered_json::array();
    for (const covered_rule& rule : one.rules) {
      ordered_json bounds = ordered_json::array();
      for (const covered_bound& b : rule.bounds) {
        bounds.push_back({{"text", b.text},
                          {"at", b.at},
                          {"below", b.below},
                          {"above", b.above},
                          {"just_below", b.just_below},
                          {"just_above", b.just_above}});
      }
      const auto count = [](std::uint64_t n, bool asked) {
        return asked || n != 0 ? ordered_json(n) : ordered_json(nullptr);
      };
      rules.push_back(
          {{"kind", rule.kind},
           {"rule", rule.id},
           {"at", {{"file", rule.at.file}, {"line", rule.at.line}, {"column", rule.at.column}}},
           {"fired", count(rule.fired, rule.can_fire)},
           {"not_fired", count(rule.held, rule.can_hold)},
           {"unknown", count(rule.unknown, rule.can_be_unknown)},
           {"bounds", std::move(bounds)},
           {"gaps", gaps_of(rule)}});
    }
    list.push_back({{"pack", one.pack}, {"file", one.file}, {"rules", std::move(rules)}});
  }
  out["packs"] = std::move(list);
  return out;
}

std::string to_lcov(const std::vector<coverage>& packs) {
  // A pack's rules may stand in several files (includes), and several rules on one line.
  struct line_hits {
    std::uint64_t hits = 0;
    std::vector<std::string> branches;
  };
  std::map<std::string, std::map<std::uint32_t, line_hits>> files;
  for (const coverage& one : packs) {
    for (const covered_rule& rule : one.rules) {
      line_hits& line = files[rule.at.file][rule.at.line];
      line.hits += rule.fired + rule.held + rule.unknown;
      const bool judged = rule.fired + rule.held + rule.unknown != 0;
      const auto branch = [&](std::uint64_t count, bool asked) {
        if (asked) line.branches.push_back(judged ? fmt::format("{}", count) : std::string("-"));
      };
      branch(rule.fired, rule.can_fire);
      branch(rule.held, rule.can_hold);
      branch(rule.unknown, rule.can_be_unknown);
      for (const covered_bound& b : rule.bounds) branch(b.at, true);
    }
  }
  std::string out;
  for (const auto& [file, lines] : files) {
    out += fmt::format("TN:\nSF:{}\n", printable(file));
    std::size_t branches = 0;
    std::size_t taken = 0;
    std::size_t hit = 0;
    for (const auto& [number, line] : lines) {
      for (std::size_t i = 0; i < line.branches.size(); ++i) {
        out += fmt::format("BRDA:{},0,{},{}\n", number, i, line.branches[i]);
        ++branches;
        if (line.branches[i] != "-" && line.branches[i] != "0") ++taken;
      }
    }
    out += fmt::format("BRF:{}\nBRH:{}\n", branches, taken);
    for (const auto& [number, line] : lines) {
      out += fmt::format("DA:{},{}\n", number, line.hits);
      if (line.hits != 0) ++hit;
    }
    out += fmt::format("LF:{}\nLH:{}\nend_of_record\n", lines.size(), hit);
  }
  return out;
}

}  // namespace parley::report
