#include "report/replay_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "parley/base/limits.hpp"
#include "report/decision_json.hpp"
#include "report/decision_text.hpp"
#include "report/format.hpp"

namespace parley::report {

namespace {

constexpr std::size_t reach_shown = 20;

/// A sum of minor units; sums over millions of records may pass 64 bits.
std::string digits_of(int128 v) {
  const bool negative = v < 0;
  uint128 rest = negative ? -static_cast<uint128>(v) : static_cast<uint128>(v);
  std::string text;
  do {
    text.insert(text.begin(), static_cast<char>('0' + static_cast<int>(rest % 10)));
    rest /= 10;
  } while (rest != 0);
  return (negative ? "-" : "") + text;
}

std::string sum_text(int128 minor, int digits) {
  std::string text = digits_of(minor < 0 ? -minor : minor);
  const auto places = static_cast<std::size_t>(digits);
  if (places > 0) {
    if (text.size() <= places) text.insert(0, places + 1 - text.size(), '0');
    text.insert(text.size() - places, ".");
  }
  return (minor < 0 ? "-" : "") + text;
}

std::string money(const money_sums& sums, const replay_shape& shape, bool sign = false) {
  std::string out;
  for (const auto& [currency, sum] : sums) {
    const auto digits = shape.digits.find(currency);
    if (!out.empty()) out += ", ";
    if (sign && sum > 0) out += '+';
    out += fmt::format("{} {}", sum_text(sum, digits == shape.digits.end() ? 2 : digits->second),
                       currency);
  }
  return out.empty() ? "0" : out;
}

/// The groups that most records are in first; a tie goes by what they are.
std::vector<std::pair<replay_key, const replay_group*>> ranked(const replay_summary& s) {
  std::vector<std::pair<replay_key, const replay_group*>> out;
  for (const auto& [key, group] : s.groups) out.emplace_back(key, &group);
  std::stable_sort(out.begin(), out.end(),
                   [](const auto& a, const auto& b) { return a.second->count > b.second->count; });
  return out;
}

std::string group_text(const replay_key& key) {
  const auto& [was, is, reason] = key;
  std::string out =
      was == is ? std::string(name_of(is)) : fmt::format("{} -> {}", name_of(was), name_of(is));
  if (!reason.empty()) out += fmt::format(" ({})", printable(reason));
  return out;
}

std::string example_text(const replay_example& e) {
  return fmt::format("line {}{}: {}: {} -> {}", e.line,
                     e.id.empty() ? std::string() : fmt::format(" ({})", printable(e.id)),
                     printable(e.asked), printable(e.before), printable(e.after));
}

std::vector<std::vector<std::string>> matrix_rows(const replay_summary& s) {
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> head = {"old \\ new"};
  for (std::size_t i = 0; i < replay_verdicts; ++i) {
    head.emplace_back(name_of(static_cast<replay_verdict>(i)));
  }
  rows.push_back(std::move(head));
  for (std::size_t b = 0; b + 1 < replay_verdicts; ++b) {  // what the old pack refuses is no record
    std::vector<std::string> row = {std::string(name_of(static_cast<replay_verdict>(b)))};
    for (const std::uint64_t count : s.matrix[b]) row.push_back(fmt::format("{}", count));
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<std::pair<std::string, offer_reach>> changed_reach(const replay_summary& s) {
  std::vector<std::pair<std::string, offer_reach>> out;
  for (const auto& [name, reach] : s.reach) {
    if (reach.before != reach.after) out.emplace_back(name, reach);
  }
  const auto moved = [](const offer_reach& r) {
    return r.before > r.after ? r.before - r.after : r.after - r.before;
  };
  std::stable_sort(out.begin(), out.end(),
                   [&](const auto& a, const auto& b) { return moved(a.second) > moved(b.second); });
  return out;
}

std::string headline(const replay_summary& s) {
  return fmt::format("{} records: {} another verdict, {} other amounts, {} another handoff",
                     s.records, s.changed, s.other_quote, s.other_handoff);
}

std::string money_lines(const replay_summary& s, const replay_shape& shape, std::string_view mark) {
  return fmt::format(
      "{0}conceded where allowed: {1} before, {2} after\n{0}more conceded: {3}; less conceded: "
      "{4}\n",
      mark, money(s.conceded_before, shape), money(s.conceded_after, shape), money(s.more, shape),
      money(s.less, shape));
}

std::string bad_text(const replay_summary& s, std::string_view mark) {
  std::string out;
  for (const bad_record& b : s.bad_records) {
    out += fmt::format("{}line {}: {}\n", mark, b.line, printable(b.message));
  }
  if (s.bad > s.bad_records.size()) {
    out += fmt::format("{}and {} more\n", mark, s.bad - s.bad_records.size());
  }
  return out;
}

std::string recorded_text(const replay_summary& s) {
  if (s.recorded == 0) return {};
  std::string out = fmt::format("{} records carry a decision; the old pack decides {} otherwise",
                                s.recorded, s.recorded_other);
  if (s.recorded_other > 0) out += fmt::format(" (line {})", fmt::join(s.recorded_lines, ", "));
  return out + '\n';
}

nlohmann::ordered_json sums_json(const money_sums& sums) {
  nlohmann::ordered_json out = nlohmann::ordered_json::object();
  for (const auto& [currency, sum] : sums) {
    // As text where a reader's integers might not hold it.
    const bool fits = sum >= -caps::cart_total && sum <= caps::cart_total;
    out[currency] = fits ? nlohmann::ordered_json(static_cast<std::int64_t>(sum))
                         : nlohmann::ordered_json(digits_of(sum));
  }
  return out;
}

void add_sums(money_sums& to, const money_sums& from) {
  for (const auto& [currency, sum] : from) to[currency] += sum;
}

template <typename T>
void append_first(std::vector<T>& to, const std::vector<T>& from, std::size_t most) {
  for (const T& item : from) {
    if (to.size() < most) to.push_back(item);
  }
}

}  // namespace

std::string_view name_of(replay_verdict v) noexcept {
  if (v == replay_verdict::refused) return "refused";
  return parley::name_of(static_cast<verdict>(static_cast<std::uint8_t>(v)));
}

void replay_summary::add(const replay_summary& later) {
  records += later.records;
  changed += later.changed;
  other_quote += later.other_quote;
  other_handoff += later.other_handoff;
  for (std::size_t b = 0; b < replay_verdicts; ++b) {
    for (std::size_t a = 0; a < replay_verdicts; ++a) matrix[b][a] += later.matrix[b][a];
  }
  add_sums(conceded_before, later.conceded_before);
  add_sums(conceded_after, later.conceded_after);
  add_sums(more, later.more);
  add_sums(less, later.less);
  for (const auto& [key, group] : later.groups) {
    replay_group& to = groups[key];
    to.count += group.count;
    add_sums(to.moved, group.moved);
    append_first(to.examples, group.examples, replay_examples);
  }
  for (const auto& [name, more_reach] : later.reach) {
    reach[name].before += more_reach.before;
    reach[name].after += more_reach.after;
  }
  recorded += later.recorded;
  recorded_other += later.recorded_other;
  append_first(recorded_lines, later.recorded_lines, replay_examples);
  bad += later.bad;
  append_first(bad_records, later.bad_records, caps::replay_bad_lines);
}

std::string to_text(const replay_summary& s, const replay_shape& shape, text_style style) {
  const auto strong = [&](std::string_view text) {
    return style.colour ? fmt::format("\x1b[1m{}\x1b[0m", text) : std::string(text);
  };
  std::string out = fmt::format("\n{}\n{}\n", strong("Recorded requests"), headline(s));
  out += table_text(matrix_rows(s), 1);
  out += money_lines(s, shape, "");
  out += recorded_text(s);
  const auto groups = ranked(s);
  for (std::size_t i = 0; i < std::min(groups.size(), shape.top); ++i) {
    const auto& [key, group] = groups[i];
    out += fmt::format("\n  {} x {}, {}\n", group->count, group_text(key),
                       money(group->moved, shape, true));
    for (const replay_example& e : group->examples) {
      out += fmt::format("    {}\n", example_text(e));
    }
  }
  if (groups.size() > shape.top) {
    out += fmt::format("\n  and {} more kinds of change (--top)\n", groups.size() - shape.top);
  }
  const auto reach = changed_reach(s);
  if (!reach.empty()) out += "\nrecords in which an offer's own condition holds:\n";
  for (std::size_t i = 0; i < std::min(reach.size(), reach_shown); ++i) {
    out += fmt::format("  {}: {} -> {}\n", printable(reach[i].first), reach[i].second.before,
                       reach[i].second.after);
  }
  if (reach.size() > reach_shown) out += fmt::format("  and {} more\n", reach.size() - reach_shown);
  if (s.bad > 0) {
    out += fmt::format("\n{}\n{}", strong(fmt::format("{} lines are no records", s.bad)),
                       bad_text(s, "  "));
  }
  return out;
}

std::string to_markdown(const replay_summary& s, const replay_shape& shape) {
  std::string out = fmt::format("\n## Recorded requests\n\n{}\n\n", headline(s));
  const auto rows = matrix_rows(s);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t k = 0; k < rows[i].size(); ++k) {
      out += fmt::format("| {} ", i == 0 && k == 0 ? "old, new" : rows[i][k]);
    }
    out += "|\n";
    if (i == 0) {
      for (std::size_t k = 0; k < rows[i].size(); ++k) out += "|---";
      out += "|\n";
    }
  }
  out += '\n' + money_lines(s, shape, "* ");
  if (const std::string recorded = recorded_text(s); !recorded.empty()) out += "* " + recorded;
  const auto fenced = [](const std::string& text) {
    std::string safe = text;
    std::replace(safe.begin(), safe.end(), '`', '\'');
    return '`' + safe + '`';
  };
  const auto groups = ranked(s);
  for (std::size_t i = 0; i < std::min(groups.size(), shape.top); ++i) {
    const auto& [key, group] = groups[i];
    out += fmt::format("\n{} x {}, {}\n\n", group->count, fenced(group_text(key)),
                       money(group->moved, shape, true));
    for (const replay_example& e : group->examples) {
      out += fmt::format("* {}\n", fenced(example_text(e)));
    }
  }
  if (s.bad > 0) {
    out += fmt::format("\n{} lines are no records:\n\n", s.bad);
    for (const bad_record& b : s.bad_records) {
      out += fmt::format("* line {}: {}\n", b.line, fenced(printable(b.message)));
    }
  }
  return out;
}

nlohmann::ordered_json to_json(const replay_summary& s) {
  nlohmann::ordered_json matrix;
  for (std::size_t b = 0; b + 1 < replay_verdicts; ++b) {
    nlohmann::ordered_json row;
    for (std::size_t a = 0; a < replay_verdicts; ++a) {
      row[std::string(name_of(static_cast<replay_verdict>(a)))] = s.matrix[b][a];
    }
    matrix[std::string(name_of(static_cast<replay_verdict>(b)))] = std::move(row);
  }
  nlohmann::ordered_json groups = nlohmann::ordered_json::array();
  for (const auto& [key, group] : ranked(s)) {
    nlohmann::ordered_json examples = nlohmann::ordered_json::array();
    for (const replay_example& e : group->examples) {
      examples.push_back({{"line", e.line},
                          {"id", e.id},
                          {"asked", e.asked},
                          {"old", e.before},
                          {"new", e.after}});
    }
    groups.push_back({{"old", name_of(std::get<0>(key))},
                      {"new", name_of(std::get<1>(key))},
                      {"reason", std::get<2>(key)},
                      {"count", group->count},
                      {"moved", sums_json(group->moved)},
                      {"examples", std::move(examples)}});
  }
  nlohmann::ordered_json reach;
  for (const auto& [name, r] : s.reach) reach[name] = {{"old", r.before}, {"new", r.after}};
  nlohmann::ordered_json bad = nlohmann::ordered_json::array();
  for (const bad_record& b : s.bad_records) {
    bad.push_back({{"line", b.line}, {"message", b.message}});
  }
  return {
      {"records", s.records},
      {"changed", s.changed},
      {"other_amounts", s.other_quote},
      {"other_handoff", s.other_handoff},
      {"matrix", std::move(matrix)},
      {"conceded", {{"old", sums_json(s.conceded_before)}, {"new", sums_json(s.conceded_after)}}},
      {"more", sums_json(s.more)},
      {"less", sums_json(s.less)},
      {"groups", std::move(groups)},
      {"reach", reach.is_null() ? nlohmann::ordered_json::object() : std::move(reach)},
      {"recorded", {{"records", s.recorded}, {"otherwise", s.recorded_other}}},
      {"bad", {{"count", s.bad}, {"lines", std::move(bad)}, {"gave_up", s.gave_up}}}};
}

}  // namespace parley::report
