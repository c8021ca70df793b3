// Scenarios as pack tests (docs/testing.md).
#include <fmt/format.h>

#include "analysis/scenario.hpp"
#include "parley/facts/line_attributes.hpp"
#include "parley/facts/time_text.hpp"
#include "parley/money/currency.hpp"

namespace parley::analysis {

namespace {

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

void add(std::string& list, const std::string& item) {
  if (!list.empty()) list += ", ";
  list += item;
}

}  // namespace

std::string stage_hand::written(const value& v) const {
  switch (v.kind()) {
    case type_kind::boolean: return v.as_bool() ? "true" : "false";
    case type_kind::integer: return std::to_string(v.as_int());
    case type_kind::uinteger: return std::to_string(v.as_uint());
    case type_kind::decimal: return v.as_decimal().text();
    case type_kind::money: {
      const auto minor = v.as_decimal().scaled_exactly(checked_.digits);
      return minor ? money_text(*minor, checked_.digits) : v.as_decimal().text();
    }
    case type_kind::percent: {
      const auto hundredth = multiply(v.as_decimal(), decimal(100, 0));
      return (hundredth ? hundredth->reduced().text() : "0") + "%";
    }
    case type_kind::string: return quoted(v.as_text());
    case type_kind::timestamp: return parley::print(v.as_timestamp());
    case type_kind::duration: return parley::print(v.as_duration());
    case type_kind::map: return "{}";
    default: return "[]";
  }
}

std::string stage_hand::given(const scenario& s) const {
  const std::string moment = parley::print(s.now);
  std::string out = fmt::format("      now: {}\n      as_of: {}\n", moment, moment);
  out += fmt::format("      cart:\n        currency: {}\n        lines:\n",
                     name_of_currency(checked_.currency));
  if (s.lines.empty()) {
    out.pop_back();
    out += " []\n";
  }
  for (const scenario_line& l : s.lines) {
    out += fmt::format("          - {{id: {}, sku: {}, qty: {}, price: {}", l.id, quoted(l.sku),
                       l.quantity, money_text(l.price, checked_.digits));
    for (std::uint32_t i = line_cost; i < l.attributes.size(); ++i) {
      const said& a = l.attributes[i];
      if (a.state != fact_state::known && a.state != fact_state::absent) continue;
      out += fmt::format(", {}: {}", checked_.line_facts[i].name,
                         a.state == fact_state::absent ? "absent" : written(a.content));
    }
    out += "}\n";
  }
  const std::string zero = money_text(0, checked_.digits);
  std::string methods;
  for (const std::string_view method : s.methods) {
    add(methods, fmt::format("{{method: {}, price: {}, cost: {}, tax_rate: 0%}}", quoted(method),
                             money_text(5 * unit_, checked_.digits), zero));
  }
  out +=
      fmt::format("        shipping: [{}]\n      customer.key: {}\n", methods, quoted(s.customer));
  for (std::uint32_t i = 0; i < s.facts.size(); ++i) {
    if (s.facts[i].state != fact_state::known && s.facts[i].state != fact_state::absent) continue;
    out += fmt::format(
        "      {}: {}\n", checked_.facts[i].name,
        s.facts[i].state == fact_state::absent ? "absent" : written(s.facts[i].content));
  }
  std::string counters;
  for (const graph::counter_row& c : compiled_.tables().counters) {
    add(counters,
        fmt::format("{}: {}", quoted(compiled_.text(c.key)), c.is_money != 0 ? zero : "0"));
  }
  if (!counters.empty()) out += fmt::format("      counters: {{{}}}\n", counters);
  return out;
}

std::string stage_hand::offers_text(const scenario& s) const {
  std::string out;
  for (const scenario_offer& o : s.offers) {
    const check::checked_offer& offer = checked_.offers[o.offer];
    if (!o.has_parameter) {
      add(out, offer.name);
      continue;
    }
    std::string parameter;
    switch (offer.effect.row.unit) {
      case graph::unit::share: parameter = written(value::percent(decimal(o.parameter, -8))); break;
      case graph::unit::money: parameter = money_text(o.parameter, checked_.digits); break;
      default: parameter = std::to_string(o.parameter); break;
    }
    add(out, fmt::format("{}={}", offer.name, parameter));
  }
  return "[" + out + "]";
}

std::string stage_hand::expected(const scenario& s, bool with_missing, bool with_total) {
  const decision& d = run(s);
  std::string findings;
  for (const finding& f : d.findings) {
    std::string one = fmt::format("code: {}", name_of(f.code));
    if (f.rule_kind == finding::rule_kind::stacking) {
      add(one, "rule: " + quoted(compiled_.text(compiled_.tables().stacking[f.rule].id)));
    } else if (f.rule_kind == finding::rule_kind::limit) {
      add(one, "rule: " + quoted(compiled_.text(compiled_.tables().limits[f.rule].id)));
    }
    add(findings, "{" + one + "}");
  }
  std::string out = fmt::format("verdict: {}, findings: {}", name_of(d.verdict),
                                findings.empty() ? "none" : "[" + findings + "]");
  if (with_missing) {
    std::string missing;
    for (const missing_fact& m : d.missing) {
      if (m.what == missing_fact::kind::fact && m.reason == fact_state::missing)
        add(missing, quoted(checked_.facts[m.which].name));
    }
    out += fmt::format(", missing: [{}]", missing);
  }
  if (with_total && d.has_quote)
    out += fmt::format(", total: {}", money_text(d.quote.total, checked_.digits));
  return "{" + out + "}";
}

/// What differs from the first case as entries of a table's row; nothing when a row can't say it.
std::optional<std::string> stage_hand::row(const scenario& base, const scenario& s) const {
  if (s.lines.size() != base.lines.size() || s.methods != base.methods || s.now != base.now)
    return std::nullopt;
  std::string out;
  for (std::size_t i = 0; i < s.lines.size(); ++i) {
    const scenario_line& a = s.lines[i];
    if (a.sku != base.lines[i].sku) return std::nullopt;
    for (std::size_t k = line_cost; k < a.attributes.size(); ++k) {
      const said& mine = a.attributes[k];
      const said& theirs = base.lines[i].attributes[k];
      if (mine.state != theirs.state || written(mine.content) != written(theirs.content))
        return std::nullopt;
    }
    if (a.price != base.lines[i].price)
      add(out, fmt::format("cart.lines.{}.price: {}", a.id, money_text(a.price, checked_.digits)));
    if (a.quantity != base.lines[i].quantity)
      add(out, fmt::format("cart.lines.{}.qty: {}", a.id, a.quantity));
  }
  if (s.customer != base.customer) add(out, "customer.key: " + quoted(s.customer));
  for (std::size_t i = 0; i < s.facts.size(); ++i) {
    const said& a = s.facts[i];
    const said& b = base.facts[i];
    const std::string mine = a.state == fact_state::known    ? written(a.content)
                             : a.state == fact_state::absent ? "absent"
                                                             : "{unknown: missing}";
    const std::string theirs = b.state == fact_state::known    ? written(b.content)
                               : b.state == fact_state::absent ? "absent"
                                                               : "{unknown: missing}";
    if (mine != theirs) add(out, fmt::format("{}: {}", checked_.facts[i].name, mine));
  }
  if (!s.intent.empty()) add(out, "intent: " + quoted(s.intent));
  add(out, "propose: " + offers_text(s));
  return out;
}

std::string stage_hand::print(const std::string& name, const std::vector<scenario>& cases,
                              bool with_missing, bool with_total) {
  std::vector<std::string> rows;
  for (const scenario& s : cases) {
    const auto one = row(cases.front(), s);
    if (one) rows.push_back(*one);
  }
  const bool table = cases.size() > 1 && rows.size() == cases.size();
  std::string out = file_.empty() ? "tests:\n" : fmt::format("pack: {}\ntests:\n", quoted(file_));
  std::size_t number = 0;
  for (const scenario& s : cases) {
    ++number;
    out += fmt::format("  - name: {}\n    given:\n{}",
                       quoted(number == 1 ? name : fmt::format("{} ({})", name, number)), given(s));
    if (!table) {
      if (!s.intent.empty()) out += fmt::format("    intent: {}\n", quoted(s.intent));
      out += fmt::format("    propose: {}\n    expect: {}\n", offers_text(s),
                         expected(s, with_missing, with_total));
      continue;
    }
    out += fmt::format("    propose: {}\n    table:\n", offers_text(s));
    for (std::size_t i = 0; i < cases.size(); ++i) {
      out += fmt::format("      - {{{}, expect: {}}}\n", rows[i],
                         expected(cases[i], with_missing, with_total));
    }
    break;
  }
  return out;
}

}  // namespace parley::analysis
