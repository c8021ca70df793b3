// Answers of the other questions against what a test expects.
#include <fmt/format.h>

#include <algorithm>

#include "packtest/match_parts.hpp"

namespace parley::packtest {

using report::answer_context;
using report::test_difference;

namespace {

std::string joined(const lines& parts) {
  return fmt::format("{}", fmt::join(parts, " + "));
}

}  // namespace

void match(const expectation& wanted, const eligibility& found, const answer_context& about,
           differences& out) {
  const pack& rules = about.rules;
  for (const eligible_offer& offer : found.offers) {
    const std::string name(report::offer_name(rules, offer.offer));
    const auto check = std::find_if(wanted.offers.begin(), wanted.offers.end(),
                                    [&](const offer_check& c) { return c.name == name; });
    const bool listed = check != wanted.offers.end();
    const std::string answer = listed ? check->answer : wanted.others;
    if (!answer.empty() && answer != "any" && answer != name_of(offer.verdict)) {
      differ(out, listed ? name : fmt::format("{} (not listed)", name), answer,
             std::string(name_of(offer.verdict)));
      for (std::uint32_t i = 0; i < offer.reasons.count; ++i) {
        const finding& f = found.reasons.findings[offer.reasons.first + i];
        out.back().notes.push_back(describe(f, report::parts_of(found.reasons, f), about));
        const std::string rule = rule_behind(f, rules);
        if (!rule.empty()) out.back().notes.push_back("  " + rule);
      }
    }
    if (!listed) continue;
    const headroom& room = offer.headroom;
    const auto parameter = [&](std::int64_t value) {
      return room.some ? report::parameter_text(rules, offer.offer, value) : std::string("none");
    };
    if (!check->most.empty() && check->most != parameter(room.most)) {
      differ(out, name + " most", check->most, parameter(room.most));
    }
    if (!check->least.empty() && check->least != parameter(room.least)) {
      differ(out, name + " least", check->least, parameter(room.least));
    }
    if (!check->binding.empty()) {
      std::string rule = "none";
      if (room.binding != no_index) {
        const finding& f = found.reasons.findings[room.binding];
        rule = words_of(rules, f).id;
        if (rule.empty()) rule = name_of(f.code);
      }
      if (rule != check->binding) differ(out, name + " binding", check->binding, rule);
    }
  }
  if (wanted.missing) match_missing(*wanted.missing, found.missing, about, "missing", out);
}

namespace {

std::string_view word_of(stack_answer answer) {
  switch (answer) {
    case stack_answer::yes: return "yes";
    case stack_answer::depends: return "depends";
    case stack_answer::no: return "no";
  }
  return "no";
}

std::string stacking_rule(const pack& rules, graph::index rule) {
  if (rule == no_index) return "no rule permits it";
  const graph::stacking_row& row = rules.tables().stacking[rule];
  return fmt::format("{}:{}:{}: {}", rules.text(row.at.file), row.at.line, row.at.column,
                     rules.text(row.text));
}

}  // namespace

void match(const expectation& wanted, const stackability& found, const answer_context& about,
           differences& out) {
  const pack& rules = about.rules;
  lines conflicts;
  lines why;
  for (const stackability::conflict& c : found.conflicts) {
    lines names;
    for (const graph::index offer : found.offers_of(c.offers)) {
      names.emplace_back(report::offer_name(rules, offer));
    }
    std::sort(names.begin(), names.end());
    conflicts.push_back(joined(names));
    why.push_back(fmt::format("{}: {}", joined(names), stacking_rule(rules, c.rule)));
  }
  for (const stackability::dependency& d : found.dependencies) {
    why.push_back(fmt::format("depends on {}", stacking_rule(rules, d.rule)));
  }
  if (!wanted.answer.empty() && wanted.answer != word_of(found.answer)) {
    differ(out, "answer", wanted.answer, std::string(word_of(found.answer)));
    out.back().notes = why;
  }
  if (!wanted.conflicts) return;
  lines named;
  for (lines offers : *wanted.conflicts) {
    std::sort(offers.begin(), offers.end());
    named.push_back(joined(offers));
  }
  // One set may conflict by several rules.
  for (lines* list : {&named, &conflicts}) {
    std::sort(list->begin(), list->end());
    list->erase(std::unique(list->begin(), list->end()), list->end());
  }
  match_set("conflicts", std::move(named), std::move(conflicts), out);
}

void match(const expectation& wanted, const stack_matrix& found, const answer_context& about,
           differences& out) {
  const pack& rules = about.rules;
  for (std::size_t i = 0; i < found.offers.size(); ++i) {
    for (std::size_t j = i + 1; j < found.offers.size(); ++j) {
      const std::string a(report::offer_name(rules, found.offers[i]));
      const std::string b(report::offer_name(rules, found.offers[j]));
      const auto listed =
          std::find_if(wanted.pairs.begin(), wanted.pairs.end(), [&](const auto& p) {
            return (p.first[0] == a && p.first[1] == b) || (p.first[0] == b && p.first[1] == a);
          });
      const bool known = listed != wanted.pairs.end();
      const std::string& answer = known ? listed->second : wanted.others;
      const stack_matrix::cell& cell = found.at(i, j);
      if (answer == "any" || answer == word_of(cell.answer)) continue;
      differ(out, fmt::format("{} with {}{}", a, b, known ? "" : " (not listed)"), answer,
             std::string(word_of(cell.answer)));
      if (cell.answer != stack_answer::yes) {
        out.back().notes.push_back(stacking_rule(rules, cell.rule));
      }
    }
  }
}

void match(const expectation& wanted, const best_answer& found, const answer_context& about,
           differences& out) {
  const pack& rules = about.rules;
  const bool there = found.status == best_status::found;
  lines made;
  if (there) {
    for (const proposed_offer& o : found.proposal.offers) {
      made.push_back(
          report::offer_text(rules, rules.offer_named(o.name), o.has_parameter, o.parameter));
    }
  }
  if (wanted.terms) {
    if (there) {
      match_set("offers", *wanted.terms, made, out);
    } else if (!wanted.terms->empty()) {
      differ(out, "offers", joined(*wanted.terms), "nothing is permitted");
    }
  }
  match_amounts("", wanted.amounts,
                {{"total", there ? found.decision.quote.total : 0},
                 {"saving", found.saving},
                 {"worth", found.worth},
                 {"concession", found.concession}},
                rules, out);
  if (wanted.optimal && *wanted.optimal != found.optimal) {
    differ(out, "optimal", *wanted.optimal ? "true" : "false", found.optimal ? "true" : "false");
  }
}

void match(const expectation& wanted, const negotiation_reply& reply, const answer_context& about,
           std::string_view step, differences& out) {
  const std::string before(step);
  const std::size_t first = out.size();
  const pack& rules = about.rules;
  if (!wanted.answer.empty() && wanted.answer != name_of(reply.outcome)) {
    differ(out, before + "outcome", wanted.answer,
           fmt::format("{} ({})", name_of(reply.outcome), name_of(reply.reason)));
    for (const finding& f : reply.blocked.findings) {
      out.back().notes.push_back(describe(f, report::parts_of(reply.blocked, f), about));
    }
  }
  if (!wanted.reason.empty() && wanted.reason != name_of(reply.reason)) {
    differ(out, before + "reason", wanted.reason, std::string(name_of(reply.reason)));
  }
  if (!wanted.role.empty() && wanted.role != reply.role) {
    differ(out, before + "role", wanted.role, std::string(reply.role));
  }
  if (wanted.missing) {
    match_missing(*wanted.missing, reply.missing, about, before + "missing", out);
  }
  if (wanted.terms) {
    match_set(before + "offers", *wanted.terms,
              reply.has_terms ? items_of(reply.terms, rules) : lines{}, out);
  }
  std::vector<named_amount> amounts;
  if (reply.has_terms) {
    const terms& t = reply.terms;
    amounts = {{"total", t.total},
               {"saving", t.discount + t.shipping_discount},
               {"worth", t.worth},
               {"concession", t.concession}};
  }
  match_amounts(before, wanted.amounts, amounts, rules, out);
  differences quoted;
  match_quote_of(wanted, reply.priced, about, quoted);
  for (test_difference& d : quoted) {
    d.what.insert(0, before);
    out.push_back(std::move(d));
  }
  if (out.size() != first && out[first].notes.empty()) {
    out[first].notes.push_back(
        fmt::format("the reply was {} ({}){}", name_of(reply.outcome), name_of(reply.reason),
                    reply.has_terms ? ": " + joined(items_of(reply.terms, rules)) : std::string()));
  }
}

void match(const expectation& wanted, const diagnostics& found, const source_set& sources,
           differences& out) {
  const auto text_of = [&](const diagnostic& d) {
    if (!d.at.known()) return fmt::format("{}: {}", d.code, d.message);
    const source_file& file = sources[d.at.file];
    const place at = file.at(d.at.offset);
    return fmt::format("{} at {}:{}: {}", d.code, at.line, at.column, d.message);
  };
  const auto fits_it = [&](const diagnostic_check& check, const diagnostic& d) {
    if (check.code != d.code) return false;
    if (!check.message.empty() && d.message.find(check.message) == std::string::npos) return false;
    if (check.line == 0) return true;
    if (!d.at.known()) return false;
    const source_file& file = sources[d.at.file];
    const place at = file.at(d.at.offset);
    const bool named =
        check.file.empty() || file.name() == check.file || file.name().ends_with("/" + check.file);
    return named && at.line == check.line && (check.column == 0 || at.column == check.column);
  };
  const auto owners =
      paired(wanted.diagnostics.size(), found.items().size(), [&](std::size_t c, std::size_t i) {
        return fits_it(wanted.diagnostics[c], found.items()[i]);
      });
  std::vector<bool> met(wanted.diagnostics.size(), false);
  test_difference d;
  d.what = "diagnostics";
  for (std::size_t i = 0; i < owners.size(); ++i) {
    if (owners[i] != unpaired) met[owners[i]] = true;
  }
  for (std::size_t i = 0; i < met.size(); ++i) {
    if (!met[i]) d.expected.push_back(wanted.diagnostics[i].text);
  }
  for (std::size_t i = 0; i < owners.size(); ++i) {
    const diagnostic& item = found.items()[i];
    if (owners[i] == unpaired && item.severity == severity::error)
      d.actual.push_back(text_of(item));
  }
  if (!d.expected.empty() || !d.actual.empty()) out.push_back(std::move(d));
  if (!found.has_errors()) differ(out, "diagnostics", "a pack that doesn't compile", "it compiles");
}

}  // namespace parley::packtest
