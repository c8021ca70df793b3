#include "packtest/case_runner.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "parley/engine/best_search.hpp"
#include "parley/negotiate/negotiate.hpp"
#include "report/decision_text.hpp"

namespace parley::packtest {

namespace {

/// Sessions go through their stored form between two steps, sealed, as a host's do.
constexpr std::string_view seal = "a key for tests";

std::string asked_text(const proposal& asked, const pack& rules) {
  std::string out = report::offers_text(asked, rules);
  if (!asked.intent.empty()) out += fmt::format(" for {}", asked.intent);
  if (asked.accept_partial) out += ", or a part of it";
  return out;
}

}  // namespace

case_outcome case_runner::run(std::size_t which) {
  const planned_case& one = suite_.cases[which];
  const planned_test& test = suite_.tests[one.test];
  case_outcome out;
  out.result.file = suite_.path;
  out.result.name = test.name;
  out.result.label = one.label;
  const source_file& file = suite_.sources[one.at.file];
  const place at = file.at(one.at.offset);
  out.result.at = {file.name(), at.line, at.column};
  switch (test.what) {
    case question::propose: propose(one, test, out); break;
    case question::eligible: ask_eligible(one, out); break;
    case question::stackable:
    case question::pairs: ask_stackable(one, test, out); break;
    case question::best: ask_best(one, test, out); break;
    case question::negotiate: negotiate_script(test, out); break;
    case question::must_fail: compile_bad(one, test, out); break;
  }
  if (test.has_golden) compare_golden(one, test, out);
  return out;
}

const expectation& case_runner::expected(const planned_case& one) const {
  static const expectation anything;
  return one.expected == no_index ? anything : suite_.expectations[one.expected];
}

void case_runner::propose(const planned_case& one, const planned_test& test, case_outcome& out) {
  const pack& rules = *suite_.rules;
  const proposal& asked = one.asked.content;
  const expectation& wanted = expected(one);
  out.result.asked = asked_text(asked, rules);
  decision made = memory_.judge(rules, suite_.facts[one.facts], asked);
  match(wanted, made, about(one.facts), out.result.differences);
  if (wanted.repairs) {
    explanation why;
    explain(rules, suite_.facts[one.facts], asked, memory_, why);
    match_repairs(wanted, why, asked, about(one.facts), out.result.differences);
  }
  if (test.has_golden) out.golden = golden_lines(made, about(one.facts));
  trace(one.facts, asked);
}

void case_runner::ask_eligible(const planned_case& one, case_outcome& out) {
  eligibility found;
  eligible(*suite_.rules, suite_.facts[one.facts], one.asked.content, memory_, found);
  out.result.asked = one.asked.content.offers.empty()
                         ? "eligible"
                         : "eligible beside " + asked_text(one.asked.content, *suite_.rules);
  match(expected(one), found, about(one.facts), out.result.differences);
  if (counts_ != nullptr) trace_headroom(one, found);
}

/// What was found to be the most, and the value after it, were both tried.
void case_runner::trace_headroom(const planned_case& one, const eligibility& found) {
  const pack& rules = *suite_.rules;
  for (const eligible_offer& offer : found.offers) {
    if (offer.promised) continue;
    const graph::effect_row& effect = rules.tables().offers[offer.offer].effect;
    proposal asked = one.asked.content;
    proposed_offer item;
    item.name = report::offer_name(rules, offer.offer);
    item.has_parameter = offer.headroom.ranged;
    item.parameter = offer.headroom.some ? offer.headroom.most : effect.minimum;
    asked.offers.push_back(item);
    if (asked.offers.size() > caps::proposal_offers) return;
    trace(one.facts, asked);
    if (!offer.headroom.ranged || !offer.headroom.some || offer.headroom.binding == no_index)
      continue;
    asked.offers.back().parameter += effect.step;
    trace(one.facts, asked);
  }
}

void case_runner::ask_stackable(const planned_case& one, const planned_test& test,
                                case_outcome& out) {
  const pack& rules = *suite_.rules;
  const fact_set& facts = suite_.facts[one.facts];
  const std::string_view intent = one.asked.content.intent;
  const bool pairs = test.what == question::pairs;
  if (pairs) {
    stack_matrix found;
    stackable_pairs(rules, facts, test.stack, intent, memory_, found);
    out.result.asked = "each pair";
    match(expected(one), found, about(one.facts), out.result.differences);
  } else {
    stackability found;
    stackable(rules, facts, test.stack, intent, memory_, found);
    out.result.asked = "stackable " + report::names_text(test.stack, rules, " + ");
    match(expected(one), found, about(one.facts), out.result.differences);
  }
  if (counts_ == nullptr) return;
  const auto set_of = [&](std::initializer_list<graph::index> offers) {
    proposal asked;
    asked.intent = intent;
    for (const graph::index offer : offers) {
      proposed_offer item;
      item.name = report::offer_name(rules, offer);
      asked.offers.push_back(item);
    }
    return asked;
  };
  if (!pairs) {
    proposal asked = set_of({});
    for (const graph::index offer : test.stack) {
      if (asked.offers.size() == caps::proposal_offers) break;
      asked.offers.push_back(set_of({offer}).offers.front());
    }
    trace(one.facts, asked, true);
    return;
  }
  for (std::size_t i = 0; i < test.stack.size(); ++i) {
    for (std::size_t j = i + 1; j < test.stack.size(); ++j) {
      trace(one.facts, set_of({test.stack[i], test.stack[j]}), true);
    }
  }
}

void case_runner::ask_best(const planned_case& one, const planned_test& test, case_outcome& out) {
  best_request request;
  request.objectives = test.objectives;
  request.include = one.asked.content.offers;
  request.saving_to_reach = test.saving_to_reach;
  request.intent = one.asked.content.intent;
  best_answer found;
  best(*suite_.rules, suite_.facts[one.facts], request, memory_, found);
  out.result.asked = "the best combination";
  match(expected(one), found, about(one.facts), out.result.differences);
  if (found.status == best_status::found) trace(one.facts, found.proposal);
}

void case_runner::negotiate_script(const planned_test& test, case_outcome& out) {
  const pack& rules = *suite_.rules;
  if (test.steps.empty()) return;
  session state = open_session(rules, suite_.facts[test.steps.front().facts], "test");
  std::size_t number = 0;
  for (const planned_step& step : test.steps) {
    ++number;
    const std::string name = fmt::format("step {} ({}): ", number, step.said);
    const fact_set& facts = suite_.facts[step.facts];
    const std::string stored = write_session(state, seal);
    source_set texts;
    diagnostics found;
    const std::uint32_t file = texts.add("session", stored);
    std::optional<session> read = read_session(texts, file, {seal, state.revision}, found);
    if (!read) {
      out.result.differences.push_back({name + "session", {}, {"it can't be read back"}, {}});
      return;
    }
    state = std::move(*read);
    const result<negotiation_reply> replied =
        negotiate(rules, facts, state, step.asked.content, memory_, session_trust::kept);
    if (!replied.ok()) {
      out.result.differences.push_back(
          {name + "reply", {step.expected.answer}, {replied.failure().message}, {}});
      return;
    }
    const negotiation_reply& reply = replied.value();
    match(step.expected, reply, about(step.facts), name, out.result.differences);
    if (test.has_golden) {
      out.golden.push_back(fmt::format("say {}", step.said));
      for (std::string& line : golden_lines(reply, about(step.facts))) {
        out.golden.push_back(std::move(line));
      }
    }
    if (reply.has_terms) trace_terms(step.facts, reply.terms);
    state = reply.next;
  }
}

void case_runner::trace_terms(std::size_t facts, const terms& made) {
  proposal asked;
  asked.intent = made.intent;
  for (const term_item& item : made.items) {
    proposed_offer offer;
    offer.name = item.offer;
    offer.has_parameter = item.has_parameter;
    offer.parameter = item.parameter;
    asked.offers.push_back(offer);
  }
  if (asked.offers.size() <= caps::proposal_offers) trace(facts, asked);
}

void case_runner::compile_bad(const planned_case& one, const planned_test& test,
                              case_outcome& out) {
  const opened_pack opened = around_.open(test.bad_pack);
  out.result.asked = "compile " + test.bad_pack;
  if (!opened.failure.empty()) {
    out.result.differences.push_back({"diagnostics", {}, {opened.failure}, {}});
    return;
  }
  match(expected(one), opened.made.found, opened.made.sources, out.result.differences);
}

void case_runner::compare_golden(const planned_case& one, const planned_test& test,
                                 case_outcome& out) {
  match_lines("golden", golden_part(test.golden, one.label, test.count == 1), out.golden,
              out.result.differences);
}

lines golden_part(const std::string& block, const std::string& label, bool only_case) {
  lines out;
  bool inside = only_case;
  std::size_t from = 0;
  while (from < block.size()) {
    const std::size_t end = std::min(block.find('\n', from), block.size());
    const std::string line = block.substr(from, end - from);
    from = end + 1;
    if (!only_case && line.starts_with("# ")) {
      inside = line.substr(2) == label;
      continue;
    }
    if (inside && !line.empty()) out.push_back(line);
  }
  return out;
}

std::string golden_block(const std::vector<std::pair<std::string, lines>>& cases) {
  std::string out;
  for (const auto& [label, content] : cases) {
    if (cases.size() != 1) out += fmt::format("# {}\n", label);
    for (const std::string& line : content) out += line + "\n";
  }
  return out;
}

}  // namespace parley::packtest
