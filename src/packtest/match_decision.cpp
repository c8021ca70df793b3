// Decisions and repairs against what a test expects.
#include <fmt/format.h>

#include <algorithm>

#include "facts_io/input.hpp"
#include "packtest/match_parts.hpp"
#include "packtest/sweep.hpp"
#include "report/explain_report.hpp"

namespace parley::packtest {

using report::answer_context;
using report::test_difference;

namespace {

/// `9.60` stands for `9.60 USD`.
bool same_quantity(const std::string& wanted, const quantity& made, const pack& rules) {
  const std::string text = report::quantity_text(rules, made);
  return wanted == text || wanted == text.substr(0, text.find(' '));
}

bool fits(const finding_check& wanted, const decision& made, const finding& f,
          const answer_context& about) {
  const rule_words words = words_of(about.rules, f);
  if (!wanted.code.empty() && wanted.code != name_of(f.code)) return false;
  if (!wanted.rule.empty() && wanted.rule != words.id && wanted.rule != f.text) return false;
  if (!wanted.because.empty() && wanted.because != words.because) return false;
  if (wanted.verdict && *wanted.verdict != f.verdict) return false;
  if (!wanted.line.empty() && wanted.line != report::line_id(about, f.line)) return false;
  if (!wanted.actual.empty() && !same_quantity(wanted.actual, f.actual, about.rules)) return false;
  if (!wanted.bound.empty() && !same_quantity(wanted.bound, f.bound, about.rules)) return false;
  if (!wanted.offers) return true;
  lines names;
  for (const graph::index offer : report::parts_of(made, f).offers) {
    names.emplace_back(report::offer_name(about.rules, offer));
  }
  lines sorted = *wanted.offers;
  std::sort(sorted.begin(), sorted.end());
  std::sort(names.begin(), names.end());
  return sorted == names;
}

void match_findings(const expectation& wanted, const decision& made, const answer_context& about,
                    differences& out) {
  std::vector<bool> taken(made.findings.size(), false);
  test_difference d;
  d.what = "findings";
  const std::vector<finding_check> none;
  for (const auto* list : {wanted.findings ? &*wanted.findings : &none, &wanted.some}) {
    const auto owners =
        paired(list->size(), made.findings.size(), [&](std::size_t c, std::size_t f) {
          return fits((*list)[c], made, made.findings[f], about);
        });
    std::vector<bool> met(list->size(), false);
    for (std::size_t i = 0; i < owners.size(); ++i) {
      if (owners[i] == unpaired) continue;
      taken[i] = met[owners[i]] = true;
    }
    for (std::size_t i = 0; i < met.size(); ++i) {
      if (!met[i]) d.expected.push_back((*list)[i].text);
    }
  }
  // What wasn't asked for is wrong only where all were listed, but helps to see what came instead.
  if (wanted.findings || !d.expected.empty()) {
    for (std::size_t i = 0; i < taken.size(); ++i) {
      if (taken[i]) continue;
      const finding& f = made.findings[i];
      d.actual.push_back(describe(f, report::parts_of(made, f), about));
      const std::string rule = rule_behind(f, about.rules);
      if (!rule.empty()) d.notes.push_back(rule);
    }
  }
  if (!d.expected.empty() || !d.actual.empty()) out.push_back(std::move(d));
}

}  // namespace

void match(const expectation& wanted, const decision& made, const answer_context& about,
           differences& out) {
  if (!wanted.answer.empty() && wanted.answer != name_of(made.verdict)) {
    differ(out, "verdict", wanted.answer, std::string(name_of(made.verdict)));
    if (!wanted.findings) out.back().notes = findings_with_rules(made, about);
  }
  match_findings(wanted, made, about, out);
  const pack& rules = about.rules;
  const auto& t = rules.tables();
  if (wanted.missing) match_missing(*wanted.missing, made.missing, about, "missing", out);
  if (wanted.handoff) {
    const std::string first = made.handoffs.empty()
                                  ? std::string("none")
                                  : std::string(rules.text(t.handoffs[made.handoffs[0]].to));
    if (first != *wanted.handoff) differ(out, "handoff", *wanted.handoff, first);
  }
  if (wanted.obligations) {
    lines kinds;
    for (const graph::index o : made.obligations) {
      kinds.emplace_back(rules.text(t.obligations[o].kind));
    }
    match_set("obligations", *wanted.obligations, std::move(kinds), out);
  }
  if (wanted.approvals) {
    lines asked;
    lines named;
    for (const auto& [limit, most] : *wanted.approvals) {
      named.push_back(fmt::format("{}: {}", limit, facts_io::split_currency(most).number));
    }
    for (const approval_request& a : made.approvals) {
      const std::string text = report::quantity_text(rules, a.up_to);
      const std::string_view id = rules.text(t.limits[a.limit].id);
      const std::string most = text.substr(0, text.find(' '));
      asked.push_back(fmt::format("{}: {}", id, most));
      // `6.4` stands for `6.40`.
      for (std::size_t i = 0; i < named.size(); ++i) {
        const auto& [limit, up_to] = (*wanted.approvals)[i];
        if (limit == id && same_value(facts_io::split_currency(up_to).number, most)) {
          named[i] = asked.back();
        }
      }
    }
    match_set("approvals", std::move(named), std::move(asked), out);
  }
  match_quote_of(wanted, made, about, out);
}

void match_repairs(const expectation& wanted, const explanation& why, const proposal& asked,
                   const answer_context& about, differences& out) {
  if (!wanted.repairs) return;
  std::vector<lines> suggested;
  for (const repair& fix : why.repairs) {
    lines changes;
    for (const change& step : fix.changes) {
      changes.push_back(report::change_text(step, asked, about));
    }
    std::sort(changes.begin(), changes.end());
    suggested.push_back(std::move(changes));
  }
  test_difference d;
  d.what = "repairs";
  for (lines fix : *wanted.repairs) {
    std::sort(fix.begin(), fix.end());
    if (std::find(suggested.begin(), suggested.end(), fix) == suggested.end()) {
      d.expected.push_back(fmt::format("{}", fmt::join(fix, ", and ")));
    }
  }
  if (wanted.repairs->empty() ? suggested.empty() : d.expected.empty()) return;
  for (const lines& fix : suggested) {
    d.actual.push_back(fmt::format("{}", fmt::join(fix, ", and ")));
  }
  out.push_back(std::move(d));
}

}  // namespace parley::packtest
