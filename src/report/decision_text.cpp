#include "report/decision_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <vector>

#include "parley/engine/explain.hpp"
#include "parley/engine/findings.hpp"
#include "parley/engine/quote_tax.hpp"
#include "report/quote_words.hpp"

namespace parley::report {

namespace {

std::string approval_text(const approval_request& wanted, const answer_context& about) {
  const graph::limit_row& row = about.rules.tables().limits[wanted.limit];
  std::string out = fmt::format("    - {{role: {}", printable(about.rules.text(row.role)));
  const std::string_view id = discreet(about.rules.text(row.id), about.who);
  if (!id.empty()) out += fmt::format(", limit: {}", printable(id));
  const fact_slot& customer = about.facts.customer_key();
  if (customer.state == fact_state::known)
    out += fmt::format(", customer: {}", printable(customer.content.as_text()));
  if (!about.facts.session_id().empty())
    out += fmt::format(", session: {}", printable(about.facts.session_id()));
  out += fmt::format(", pack: {}", about.rules.digest());
  if (!about.cart_hash.empty()) out += fmt::format(", cart: {}", about.cart_hash);
  if (about.who == audience::internal) {
    const std::int64_t value = wanted.up_to.numerator;
    switch (wanted.up_to.what) {
      case quantity::kind::money: out += ", up_to: " + amount_text(about.rules, value); break;
      case quantity::kind::share: out += ", up_to: " + share_text(value); break;
      case quantity::kind::count: out += fmt::format(", up_to: {}", value); break;
      case quantity::kind::nothing: break;
    }
  }
  return out + "}\n";
}

std::string proposal_text(const quote& priced, const answer_context& about) {
  std::string out;
  for (const applied_offer& item : priced.applied) {
    if (!out.empty()) out += " + ";
    out += offer_text(about.rules, item.offer, item.has_parameter, item.parameter);
  }
  return out;
}

/// What each offer takes off each line and why, and what a limit kept back.
std::string reasons_text(const quote& priced, const answer_context& about) {
  const pack& rules = about.rules;
  std::vector<std::vector<std::string>> rows;
  for (std::uint32_t i = 0; i < priced.lines.size(); ++i) {
    const quoted_line& line = priced.lines[i];
    for (const allocation& part :
         pack::rows(std::span<const allocation>(priced.allocations), line.allocations)) {
      const applied_offer& item = priced.applied[part.applied];
      rows.push_back({printable(line_id(about, i)),
                      offer_text(rules, item.offer, item.has_parameter, item.parameter),
                      amount_text(rules, part.amount), why(priced, line, part, about)});
    }
  }
  std::string out = rows.empty() ? std::string() : "\n" + table_text(rows, rows.front().size());
  for (const applied_offer& item : priced.applied) {
    if (about.who != audience::internal || item.bound_by == no_index) continue;
    out += fmt::format("  {} would give {}, held by {}\n", offer_name(rules, item.offer),
                       amount_text(rules, item.wanted),
                       rules.text(rules.tables().limits[item.bound_by].id));
  }
  return out;
}

bool unwanted_parameter(const finding& found, const pack& rules) {
  if (found.code != finding_code::proposal_parameter) return false;
  const graph::effect_row& effect = rules.tables().offers[found.rule].effect;
  return effect.minimum == effect.maximum;
}

}  // namespace

std::string table_text(const std::vector<std::vector<std::string>>& rows, std::size_t left) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()), 0);
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::string out;
  for (const auto& row : rows) {
    std::string line = " ";
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += i < left ? fmt::format(" {:<{}} ", row[i], widths[i])
                       : fmt::format(" {:>{}} ", row[i], widths[i]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
  return out;
}

std::string names_text(std::span<const graph::index> offers, const pack& rules,
                       std::string_view between) {
  std::string out;
  for (const graph::index offer : offers) {
    if (!out.empty()) out += between;
    out += offer_name(rules, offer);
  }
  return out;
}

std::string offers_text(const proposal& proposed, const pack& rules) {
  std::string out;
  for (const proposed_offer& item : proposed.offers) {
    if (!out.empty()) out += " + ";
    const graph::index offer = rules.offer_named(item.name);
    out += offer == no_index ? printable(item.name)
                             : offer_text(rules, offer, item.has_parameter && !item.unit_mismatch,
                                          item.parameter);
  }
  return out.empty() ? "nothing" : out;
}

std::string painted(std::string_view word, bool good, bool bad, text_style style) {
  if (!style.colour) return std::string(word);
  const std::string_view colour = good ? "\x1b[1;32m" : bad ? "\x1b[1;31m" : "\x1b[1;33m";
  return fmt::format("{}{}\x1b[0m", colour, word);
}

std::string missing_text(const missing_fact& missing, const answer_context& about) {
  std::string out = printable(missing_name(about.rules, missing));
  if (missing.what == missing_fact::kind::line && missing.line != no_index) {
    out += fmt::format(" of {}", printable(line_id(about, missing.line)));
  }
  return fmt::format("{} ({})", out, state_name(missing.reason));
}

std::string finding_text(const finding& found, const finding_parts& parts,
                         const answer_context& about) {
  const rule_words rule = words_of(about.rules, found);
  std::string out{name_of(found.code)};
  std::string who = names_text(parts.offers, about.rules);
  if (!found.text.empty())
    who += fmt::format("{}`{}`", who.empty() ? "" : ", ", printable(found.text));
  if (found.line != no_index)
    who += fmt::format("{}line {}", who.empty() ? "" : ", ", printable(line_id(about, found.line)));
  if (!who.empty()) out += ": " + who;
  if (about.who == audience::internal && found.actual.what != quantity::kind::nothing) {
    out += fmt::format(": {}", quantity_text(about.rules, found.actual));
    if (found.bound.what != quantity::kind::nothing) {
      out += fmt::format(", bound {}", quantity_text(about.rules, found.bound));
    }
  }
  out += '\n';
  const auto range = about.who == audience::internal ? range_of(found, about.rules) : std::nullopt;
  if (range) {
    out +=
        fmt::format("      from {} to {} by {}\n", quantity_text(about.rules, range->from),
                    quantity_text(about.rules, range->to), quantity_text(about.rules, range->step));
  }
  if (unwanted_parameter(found, about.rules)) out += "      takes no parameter\n";
  if (const std::string near = meant_name(found, about.rules); !near.empty())
    out += fmt::format("      did you mean `{}`?\n", near);
  const bool one_sided = found.code == finding_code::stacking_not_permitted &&
                         about.rules.header().stacking_mutual != 0;
  if (one_sided) out += "      each of them has to permit the other\n";
  const std::string_view because = shown_because(found, rule.because, about.who);
  if (!because.empty()) out += fmt::format("      because {}\n", printable(because));
  for (const missing_fact& item : parts.missing) {
    out += fmt::format("      unknown: {}\n", missing_text(item, about));
  }
  const std::string_view id = shown_rule(found, rule.id, about.who);
  if (about.who == audience::internal && !rule.text.empty()) {
    out += fmt::format("      rule: {}\n", printable(rule.text));
  }
  if (rule.at.line > 0) {
    out += fmt::format("      {}{}at {}:{}:{}\n", id, id.empty() ? "" : " ",
                       about.rules.text(rule.at.file), rule.at.line, rule.at.column);
  }
  return out;
}

std::string to_text(const quote& priced, const answer_context& about) {
  const pack& rules = about.rules;
  const auto lines = about.facts.lines();
  std::vector<std::vector<std::string>> rows;
  rows.push_back({"line", "sku", "qty", "list", "off", "price"});
  for (std::uint32_t i = 0; i < priced.lines.size(); ++i) {
    const quoted_line& line = priced.lines[i];
    rows.push_back({printable(line_id(about, i)), i < lines.size() ? printable(lines[i].sku) : "",
                    i < lines.size() ? fmt::format("{}", lines[i].quantity) : "",
                    amount_text(rules, line.list), amount_text(rules, line.discount),
                    amount_text(rules, line.price)});
  }
  std::string out = table_text(rows, 2);
  std::vector<std::vector<std::string>> sums;
  sums.push_back({"subtotal", amount_text(rules, priced.subtotal)});
  for (const applied_offer& item : priced.applied) {
    const std::string name = offer_text(rules, item.offer, item.has_parameter, item.parameter);
    if (item.amount != 0 || item.shipping_amount == 0)
      sums.push_back({name, amount_text(rules, -item.amount)});
  }
  if (priced.shipping != 0 || priced.shipping_discount != 0) {
    sums.push_back({"shipping", amount_text(rules, priced.shipping)});
    for (const applied_offer& item : priced.applied) {
      if (item.shipping_amount == 0) continue;
      sums.push_back({offer_text(rules, item.offer, item.has_parameter, item.parameter),
                      amount_text(rules, -item.shipping_amount)});
    }
  }
  sums.push_back({"total " + currency_of(rules), amount_text(rules, priced.total)});
  if (!priced.lines.empty() && priced.lines.size() == lines.size()) {
    if (const auto sum = tax_of(rules, about.facts, priced).total) {
      sums.push_back({"net", amount_text(rules, sum->net)});
      sums.push_back({"tax", amount_text(rules, sum->tax)});
      sums.push_back({"gross", amount_text(rules, sum->gross)});
    }
  }
  if (about.why) out += reasons_text(priced, about);
  return out + "\n" + table_text(sums, 1);
}

std::string to_text(const decision& made, const answer_context& about, text_style style) {
  const pack& rules = about.rules;
  std::string out = painted(name_of(made.verdict), made.verdict == verdict::allow,
                            made.verdict == verdict::deny, style);
  if (made.has_quote) {
    const std::string what = proposal_text(made.quote, about);
    if (!what.empty()) out += ": " + what;
  } else if (about.asked != nullptr && !about.asked->offers.empty()) {
    out += ": " + offers_text(*about.asked, rules);
  }
  out += '\n';
  if (about.who == audience::customer) {
    out += fmt::format("  {}\n", printable(customer_sentence(made, about)));
  } else {
    for (const finding& found : made.findings) {
      out += fmt::format("  {} {}", name_of(found.verdict),
                         finding_text(found, parts_of(made, found), about));
    }
    for (const finding& found : made.notes) {
      out += "  note " + finding_text(found, parts_of(made, found), about);
      out += "      the cart breaks it already, and this proposal doesn't worsen it\n";
    }
    for (const missing_fact& item : made.missing) {
      out += fmt::format("  unknown {}\n", missing_text(item, about));
    }
  }
  if (!made.handoffs.empty()) {
    const graph::handoff_row& row = rules.tables().handoffs[made.handoffs.front()];
    out += fmt::format("  hand off to {}", printable(rules.text(row.to)));
    const std::string_view because = discreet(rules.text(row.because), about.who);
    if (about.who != audience::customer && !because.empty())
      out += fmt::format(": {}", printable(because));
    out += '\n';
  }
  for (const graph::index i : made.obligations) {
    const graph::obligation_row& row = rules.tables().obligations[i];
    out += fmt::format("  must {}{}{}\n", printable(rules.text(row.kind)),
                       row.text.size > 0 ? ": " : "", printable(rules.text(row.text)));
  }
  for (const applied_offer& item : partial_grants(made, about.who))
    out += fmt::format("  must {}\n", partial_text(item, rules));
  const bool may_approve = made.verdict != verdict::deny && !made.approvals.empty();
  if (may_approve && about.who != audience::customer) {
    const bool whose =
        about.facts.customer_key().state == fact_state::known || !about.facts.session_id().empty();
    out += fmt::format(
        "  to have it approved, add to the facts, with {}the last moment as `until`:\n"
        "    approvals:\n",
        whose ? "" : "`customer` or `session` and ");
    for (const approval_request& wanted : made.approvals) out += approval_text(wanted, about);
  }
  if (shows_quote(made, about.who) && !made.quote.lines.empty())
    out += "\n" + to_text(made.quote, about);
  return out;
}

}  // namespace parley::report
