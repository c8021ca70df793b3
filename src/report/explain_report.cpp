#include "report/explain_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "report/decision_text.hpp"

namespace parley::report {

namespace {

using nlohmann::ordered_json;

std::string_view name_of(enum change::kind what) {
  switch (what) {
    case change::kind::refresh: return "refresh";
    case change::kind::supply: return "supply";
    case change::kind::intent: return "intent";
    case change::kind::lower: return "lower";
    case change::kind::add: return "add";
    case change::kind::approve: return "approve";
    case change::kind::spend: return "spend";
    case change::kind::drop: return "drop";
  }
  return "drop";
}

std::string_view offer_of(const change& step, const proposal& asked, const pack& rules) {
  if (step.offer != no_index) return offer_name(rules, step.offer);
  if (step.place < asked.offers.size()) return asked.offers[step.place].name;
  return step.name;
}

/// A lowered parameter is the most that is permitted: for the house only.
bool hidden(const change& step, audience who) {
  return who != audience::internal && step.what == change::kind::lower;
}

/// A customer can't supply facts, name playbooks or approve anything.
bool for_the_house(const repair& fix) {
  return std::any_of(fix.changes.begin(), fix.changes.end(), [](const change& step) {
    return step.what == change::kind::refresh || step.what == change::kind::supply ||
           step.what == change::kind::intent || step.what == change::kind::approve;
  });
}

/// A spend that was found against a limit would tell its bound.
bool tells_bound(const explanation& why, const repair& fix) {
  return std::any_of(fix.changes.begin(), fix.changes.end(),
                     [](const change& step) { return step.what == change::kind::spend; }) &&
         std::any_of(why.decision.findings.begin(), why.decision.findings.end(),
                     [](const finding& f) { return f.rule_kind == finding::rule_kind::limit; });
}

bool shown(const explanation& why, const repair& fix, audience who) {
  if (who == audience::internal) return true;
  return !tells_bound(why, fix) && !(who == audience::customer && for_the_house(fix));
}

bool changes_cart(const repair& fix) {
  return std::any_of(fix.changes.begin(), fix.changes.end(), [](const change& step) {
    using fact = enum missing_fact::kind;
    return step.what == change::kind::spend || step.fact.what == fact::line ||
           step.fact.what == fact::cart || step.fact.what == fact::shipping_cost ||
           step.fact.what == fact::shipping_tax;
  });
}

bool hidden(const repair& fix, audience who) {
  return std::any_of(fix.changes.begin(), fix.changes.end(),
                     [&](const change& step) { return hidden(step, who); });
}

ordered_json change_json(const change& step, const proposal& asked, const answer_context& about) {
  const pack& rules = about.rules;
  ordered_json out{{"kind", name_of(step.what)}, {"text", change_text(step, asked, about)}};
  switch (step.what) {
    case change::kind::refresh:
    case change::kind::supply:
      out.update(missing_json(step.fact, about));
      if (!step.example.is(type_kind::null) && about.who == audience::internal)
        out["example"] = value_text(step.example);
      break;
    case change::kind::intent: out["intent"] = step.name; break;
    case change::kind::lower:
    case change::kind::add:
    case change::kind::drop:
      out["offer"] = offer_of(step, asked, rules);
      if (step.has_parameter && about.who == audience::internal) {
        out["parameter"] = parameter_text(rules, step.offer, step.parameter);
      }
      break;
    case change::kind::approve: out.update(approval_json(step.request, about)); break;
    case change::kind::spend: out["amount"] = step.amount; break;
  }
  return out;
}

std::string conflict_text(const explanation& why, const proposal& asked) {
  std::string out;
  for (const std::uint32_t place : why.conflict) {
    out += fmt::format("{}{}", out.empty() ? "" : ", ", printable(asked.offers[place].name));
  }
  return out;
}

/// Less may be more: of a price, or of a parameter below its range.
std::string_view lowering_verb(const change& step, const proposal& asked) {
  const proposed_offer& was = asked.offers[step.place];
  if (!was.has_parameter || was.unit_mismatch) return "set";
  return step.parameter > was.parameter ? "raise" : "lower";
}

}  // namespace

std::string change_text(const change& step, const proposal& asked, const answer_context& about) {
  const pack& rules = about.rules;
  const std::string offer = printable(offer_of(step, asked, rules));
  switch (step.what) {
    case change::kind::refresh: return fmt::format("confirm {}", missing_text(step.fact, about));
    case change::kind::supply: {
      std::string out = fmt::format("supply {}", missing_text(step.fact, about));
      if (!step.example.is(type_kind::null) && about.who == audience::internal)
        out += fmt::format(", such as {}", value_text(step.example));
      return out;
    }
    case change::kind::intent: return fmt::format("say that the intent is {}", step.name);
    case change::kind::lower: {
      if (!step.has_parameter) return fmt::format("take {} without a parameter", offer);
      const std::string_view verb = lowering_verb(step, asked);
      if (hidden(step, about.who)) return fmt::format("{} {}", verb, offer);
      return fmt::format("{} {} to {}", verb, offer,
                         parameter_text(rules, step.offer, step.parameter));
    }
    case change::kind::add: {
      if (!step.has_parameter || about.who != audience::internal)
        return fmt::format("add {}", offer);
      return fmt::format("add {}", offer_text(rules, step.offer, true, step.parameter));
    }
    case change::kind::approve: {
      const graph::limit_row& limit = rules.tables().limits[step.request.limit];
      const std::string up_to =
          about.who == audience::internal ? quantity_text(rules, step.request.up_to) : "";
      const std::string_view id = discreet(rules.text(limit.id), about.who);
      return fmt::format("have {} approved by {}{}{}", id.empty() ? "it" : printable(id),
                         printable(rules.text(limit.role)), up_to.empty() ? "" : ", up to ", up_to);
    }
    case change::kind::spend: return fmt::format("spend {} more", money_text(rules, step.amount));
    case change::kind::drop: return fmt::format("drop {}", offer);
  }
  return {};
}

ordered_json to_json(const explanation& why, const proposal& asked, const answer_context& about) {
  ordered_json conflict = ordered_json::array();
  for (const std::uint32_t place : why.conflict) conflict.push_back(asked.offers[place].name);
  ordered_json repairs = ordered_json::array();
  for (const repair& fix : why.repairs) {
    if (!shown(why, fix, about.who)) continue;
    ordered_json changes = ordered_json::array();
    for (const change& step : fix.changes) changes.push_back(change_json(step, asked, about));
    if (changes_cart(fix)) {
      // An approval is for the cart as it will be, which has another hash.
      for (ordered_json& one : changes) one.erase("cart");
    }
    ordered_json entry{{"changes", std::move(changes)}};
    if (!hidden(fix, about.who) && !tells_headroom(fix.proposal, about.who)) {
      entry["offers"] = offers_json(fix.proposal, about.rules);
      entry["total"] = fix.has_total ? ordered_json(fix.total) : ordered_json(nullptr);
    }
    repairs.push_back(std::move(entry));
  }
  return {{"verdict", parley::name_of(why.decision.verdict)},
          {"conflict", std::move(conflict)},
          {"repairs", std::move(repairs)},
          {"searched_all", why.searched_all},
          {"decision", to_json(why.decision, about)}};
}

std::string to_text(const explanation& why, const proposal& asked, const answer_context& about,
                    text_style style) {
  std::string out = to_text(why.decision, about, style);
  if (why.decision.verdict == verdict::allow) return out;
  if (why.conflict.size() > 1) out += fmt::format("\nin conflict: {}\n", conflict_text(why, asked));
  const auto visible = [&](const repair& fix) { return shown(why, fix, about.who); };
  if (std::none_of(why.repairs.begin(), why.repairs.end(), visible)) {
    return out + (why.searched_all ? "\nno small change would make it right\n"
                                   : "\nno change found that would make it right\n");
  }
  out += "\nit would be allowed with one of these:\n";
  for (const repair& fix : why.repairs) {
    if (!visible(fix)) continue;
    std::string line;
    for (const change& step : fix.changes) {
      line += fmt::format("{}{}", line.empty() ? "" : ", and ", change_text(step, asked, about));
    }
    out += fmt::format("  {}", line);
    if (fix.has_total && !hidden(fix, about.who) && !tells_headroom(fix.proposal, about.who)) {
      out += fmt::format(": total {}", money_text(about.rules, fix.total));
    }
    out += '\n';
  }
  return out;
}

}  // namespace parley::report
