#include "packtest/describe.hpp"

#include <fmt/format.h>

#include "parley/engine/explain.hpp"
#include "report/decision_text.hpp"

namespace parley::packtest {

using report::amount_text;

std::string describe(const finding& f, const report::finding_parts& parts,
                     const report::answer_context& about) {
  const pack& rules = about.rules;
  std::string out = fmt::format("{} {}", name_of(f.verdict), name_of(f.code));
  const std::string_view id = words_of(rules, f).id;
  const bool own = f.rule_kind == finding::rule_kind::offer;
  if (!id.empty()) out += fmt::format(" {}", id);
  if (!f.text.empty()) out += fmt::format(" {}", f.text);
  if (!parts.offers.empty() && !own) {
    out += fmt::format(" of {}", report::names_text(parts.offers, rules));
  }
  if (f.line != no_index) out += fmt::format(" on line {}", report::line_id(about, f.line));
  if (f.actual.what != quantity::kind::nothing || f.bound.what != quantity::kind::nothing) {
    std::string numbers;
    if (f.actual.what != quantity::kind::nothing) {
      numbers = fmt::format("actual {}", report::quantity_text(rules, f.actual));
    }
    if (f.bound.what != quantity::kind::nothing) {
      numbers += fmt::format("{}bound {}", numbers.empty() ? "" : ", ",
                             report::quantity_text(rules, f.bound));
    }
    out += fmt::format(" ({})", numbers);
  }
  if (!parts.missing.empty()) {
    std::string facts;
    for (const missing_fact& m : parts.missing) {
      facts += fmt::format("{}{}", facts.empty() ? "" : ", ", report::missing_text(m, about));
    }
    out += fmt::format(" without {}", facts);
  }
  return out;
}

std::string rule_behind(const finding& f, const pack& rules) {
  const rule_words words = words_of(rules, f);
  if (words.id.empty()) return {};
  std::string out = fmt::format("{}:{}:{}: {}", rules.text(words.at.file), words.at.line,
                                words.at.column, words.text.empty() ? words.id : words.text);
  if (!words.because.empty()) out += fmt::format(" ({})", words.because);
  return out;
}

lines findings_with_rules(const decision& made, const report::answer_context& about) {
  lines out;
  for (const finding& f : made.findings) {
    out.push_back(describe(f, report::parts_of(made, f), about));
    const std::string rule = rule_behind(f, about.rules);
    if (!rule.empty()) out.push_back("  " + rule);
  }
  return out;
}

namespace {

void add_quote(const quote& q, const report::answer_context& about, lines& out) {
  const pack& rules = about.rules;
  const auto money = [&](std::int64_t minor) { return amount_text(rules, minor); };
  out.push_back(fmt::format(
      "quote subtotal {} discount {} shipping {} shipping_discount {} total {}", money(q.subtotal),
      money(q.discount), money(q.shipping), money(q.shipping_discount), money(q.total)));
  for (const applied_offer& a : q.applied) {
    out.push_back(fmt::format(
        "  {} gives {}{}{}", report::offer_text(rules, a.offer, a.has_parameter, a.parameter),
        money(a.amount),
        a.shipping_amount == 0 ? std::string()
                               : fmt::format(", shipping {}", money(a.shipping_amount)),
        a.cost == 0 ? std::string() : fmt::format(", costs {}", money(a.cost))));
  }
  for (std::uint32_t i = 0; i < q.lines.size(); ++i) {
    const quoted_line& line = q.lines[i];
    std::string parts;
    for (const allocation& part :
         pack::rows(std::span<const allocation>(q.allocations), line.allocations)) {
      parts += fmt::format(", {} {}", report::offer_name(rules, q.applied[part.applied].offer),
                           money(part.amount));
    }
    out.push_back(fmt::format("  line {} list {} price {}{}", report::line_id(about, i),
                              money(line.list), money(line.price), parts));
  }
}

}  // namespace

lines golden_lines(const decision& made, const report::answer_context& about) {
  lines out{fmt::format("verdict {}", name_of(made.verdict))};
  for (const finding& f : made.findings) {
    out.push_back("finding " + describe(f, report::parts_of(made, f), about));
  }
  for (const finding& f : made.notes) {
    out.push_back("note " + describe(f, report::parts_of(made, f), about));
  }
  for (const missing_fact& m : made.missing) {
    out.push_back("missing " + report::missing_text(m, about));
  }
  const auto& t = about.rules.tables();
  for (const graph::index h : made.handoffs) {
    out.push_back(fmt::format("handoff {}", about.rules.text(t.handoffs[h].to)));
  }
  for (const graph::index o : made.obligations) {
    out.push_back(fmt::format("obligation {} {}", about.rules.text(t.obligations[o].kind),
                              about.rules.text(t.obligations[o].text)));
  }
  for (const approval_request& a : made.approvals) {
    out.push_back(fmt::format("approval {} by {} up to {}", about.rules.text(t.limits[a.limit].id),
                              about.rules.text(t.limits[a.limit].role),
                              report::quantity_text(about.rules, a.up_to)));
  }
  if (made.has_quote) add_quote(made.quote, about, out);
  return out;
}

lines golden_lines(const negotiation_reply& reply, const report::answer_context& about) {
  lines out{fmt::format("{} {}", name_of(reply.outcome), name_of(reply.reason))};
  if (!reply.role.empty()) out.push_back(fmt::format("  role {}", reply.role));
  for (const missing_fact& m : reply.missing) {
    out.push_back("  missing " + report::missing_text(m, about));
  }
  if (reply.has_terms) {
    out.push_back(fmt::format("  terms {} total {}",
                              fmt::join(items_of(reply.terms, about.rules), " + "),
                              amount_text(about.rules, reply.terms.total)));
  }
  return out;
}

lines items_of(const terms& made, const pack& rules) {
  lines out;
  for (const term_item& item : made.items) {
    const graph::index offer = rules.offer_named(item.offer);
    out.push_back(offer == no_index
                      ? item.offer
                      : report::offer_text(rules, offer, item.has_parameter, item.parameter));
  }
  return out;
}

}  // namespace parley::packtest
