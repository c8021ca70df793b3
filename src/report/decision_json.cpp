#include "report/decision_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <span>

#include "parley/base/did_you_mean.hpp"
#include "parley/engine/customer_words.hpp"
#include "parley/engine/decision_digest.hpp"
#include "parley/engine/explain.hpp"
#include "parley/engine/findings.hpp"

namespace parley::report {

namespace {

using nlohmann::ordered_json;

std::string_view unit_name(quantity::kind what) {
  switch (what) {
    case quantity::kind::money: return "money";
    case quantity::kind::share: return "share";
    case quantity::kind::count: return "count";
    case quantity::kind::nothing: break;
  }
  return "";
}

ordered_json exact_json(const quantity& measured) {
  return {{"numerator", measured.numerator}, {"denominator", measured.denominator}};
}

bool whole(const quantity& measured) {
  return measured.denominator <= 1 || measured.numerator % measured.denominator == 0;
}

ordered_json handoff_json(const decision& made, const answer_context& about) {
  if (made.handoffs.empty()) return nullptr;
  const graph::handoff_row& row = about.rules.tables().handoffs[made.handoffs.front()];
  ordered_json out{{"to", about.rules.text(row.to)}};
  if (about.who != audience::customer) {
    out["because"] = text_or_null(discreet(about.rules.text(row.because), about.who));
    out["at"] = place_json(about.rules, row.at);
  }
  return out;
}

ordered_json obligations_json(const decision& made, const answer_context& about) {
  ordered_json out = ordered_json::array();
  for (const graph::index i : made.obligations) {
    const graph::obligation_row& row = about.rules.tables().obligations[i];
    out.push_back({{"kind", about.rules.text(row.kind)}, {"text", about.rules.text(row.text)}});
  }
  for (const applied_offer& item : partial_grants(made, about.who)) {
    out.push_back({{"kind", "partial"},
                   {"text", partial_text(item, about.rules)},
                   {"offer", offer_name(about.rules, item.offer)},
                   {"amount", given(item)}});
  }
  return out;
}

ordered_json approvals_json(const decision& made, const answer_context& about) {
  ordered_json out = ordered_json::array();
  if (made.verdict == verdict::deny) return out;  // no approval lifts a deny
  for (const approval_request& wanted : made.approvals) out.push_back(approval_json(wanted, about));
  return out;
}

}  // namespace

ordered_json approval_json(const approval_request& wanted, const answer_context& about) {
  const graph::limit_row& row = about.rules.tables().limits[wanted.limit];
  ordered_json item{{"role", about.rules.text(row.role)},
                    {"limit", text_or_null(discreet(about.rules.text(row.id), about.who))}};
  const fact_slot& customer = about.facts.customer_key();
  if (customer.state == fact_state::known) item["customer"] = customer.content.as_text();
  if (!about.facts.session_id().empty()) item["session"] = about.facts.session_id();
  item["pack"] = about.rules.digest();
  if (!about.cart_hash.empty()) item["cart"] = about.cart_hash;
  if (about.who == audience::internal) {
    item["up_to"] = quantity_json(wanted.up_to);
    item["unit"] = unit_name(wanted.up_to.what);
  }
  return item;
}

ordered_json pack_json(const pack& rules) {
  return {{"name", rules.name()}, {"version", rules.header().version}, {"digest", rules.digest()}};
}

ordered_json text_or_null(std::string_view text) {
  return text.empty() ? ordered_json(nullptr) : ordered_json(text);
}

ordered_json place_json(const pack& rules, const place_row& at) {
  if (at.line == 0) return nullptr;
  return {{"file", rules.text(at.file)}, {"line", at.line}, {"column", at.column}};
}

ordered_json missing_json(const missing_fact& missing, const answer_context& about) {
  const std::string name = missing_name(about.rules, missing);
  ordered_json out;
  if (missing.what == missing_fact::kind::counter) {
    out["counter"] = name;
  } else {
    out["fact"] = name;
  }
  if (missing.what == missing_fact::kind::line && missing.line != no_index) {
    out["line"] = line_id(about, missing.line);
  }
  out["reason"] = state_name(missing.reason);
  return out;
}

ordered_json quantity_json(const quantity& measured) {
  const std::int64_t divisor = measured.denominator > 0 ? measured.denominator : 1;
  switch (measured.what) {
    case quantity::kind::money:
    case quantity::kind::count: return measured.numerator / divisor;
    case quantity::kind::share: return share_text(measured.numerator / divisor);
    case quantity::kind::nothing: break;
  }
  return nullptr;
}

std::string_view discreet(std::string_view text, audience who) {
  const bool tells = who != audience::internal && std::any_of(text.begin(), text.end(), [](char c) {
                       return c >= '0' && c <= '9';
                     });
  return tells ? std::string_view() : text;
}

std::string_view shown_rule(const finding& found, std::string_view id, audience who) {
  const bool bounded =
      found.rule_kind == finding::rule_kind::limit || found.code == finding_code::stacking_at_most;
  return bounded ? discreet(id, who) : id;
}

std::string_view shown_rule(const graph::stacking_row& rule, std::string_view id, audience who) {
  return rule.kind == graph::stacking_kind::at_most ? discreet(id, who) : id;
}

std::string_view shown_because(const finding& found, std::string_view because, audience who) {
  // How far an offer goes is no less a bound.
  return found.code == finding_code::proposal_parameter ? discreet(because, who)
                                                        : shown_rule(found, because, who);
}

finding_parts parts_of(const decision& made, const finding& found) {
  return {rows_of(made.finding_offers, found.offers), rows_of(made.finding_missing, found.missing)};
}

finding_parts parts_of(const finding_pool& pool, const finding& found) {
  return {pool.offers_of(found), pool.missing_of(found)};
}

std::string_view line_id(const answer_context& about, std::uint32_t line) {
  return line < about.facts.lines().size() ? about.facts.lines()[line].id : std::string_view();
}

ordered_json missing_list(std::span<const missing_fact> list, const answer_context& about) {
  ordered_json out = ordered_json::array();
  for (const missing_fact& item : list) out.push_back(missing_json(item, about));
  return out;
}

ordered_json names_json(std::span<const graph::index> offers, const pack& rules) {
  ordered_json out = ordered_json::array();
  for (const graph::index offer : offers) out.push_back(offer_name(rules, offer));
  return out;
}

ordered_json offers_json(const proposal& proposed, const pack& rules) {
  ordered_json out = ordered_json::array();
  for (const proposed_offer& item : proposed.offers) {
    ordered_json entry{{"offer", item.name}};
    const graph::index offer = rules.offer_named(item.name);
    if (item.has_parameter && !item.unit_mismatch && offer != no_index) {
      entry["parameter"] = parameter_text(rules, offer, item.parameter);
    }
    out.push_back(std::move(entry));
  }
  return out;
}

std::string meant_name(const finding& found, const pack& rules) {
  if (found.text.empty()) return {};
  std::vector<std::string_view> names;
  const auto take = [&](const auto& rows) {
    for (const auto& row : rows) names.push_back(rules.text(row.name));
  };
  if (found.code == finding_code::proposal_unknown_offer) take(rules.tables().offers);
  if (found.code == finding_code::proposal_intent) take(rules.tables().playbooks);
  return std::string(did_you_mean(found.text, names));
}

std::optional<parameter_range> range_of(const finding& found, const pack& rules) {
  if (found.code != finding_code::proposal_parameter || found.rule == no_index) return std::nullopt;
  const graph::effect_row& effect = rules.tables().offers[found.rule].effect;
  if (effect.step <= 0) return std::nullopt;
  const quantity::kind unit = found.bound.what;
  return parameter_range{
      {unit, effect.minimum, 1}, {unit, effect.maximum, 1}, {unit, effect.step, 1}};
}

ordered_json finding_json(const finding& found, const finding_parts& parts,
                          const answer_context& about) {
  const rule_words rule = words_of(about.rules, found);
  const std::string_view id = shown_rule(found, rule.id, about.who);
  ordered_json out{{"code", name_of(found.code)}, {"verdict", name_of(found.verdict)}};
  out["rule"] = text_or_null(id);
  if (about.who == audience::internal && !rule.text.empty()) out["text"] = rule.text;
  out["at"] = place_json(about.rules, rule.at);
  out["because"] = text_or_null(shown_because(found, rule.because, about.who));
  out["offers"] = names_json(parts.offers, about.rules);
  if (found.code == finding_code::proposal_unknown_offer) out["offers"].push_back(found.text);
  if (!found.text.empty()) out["asked"] = found.text;
  if (const std::string near = meant_name(found, about.rules); !near.empty())
    out["did_you_mean"] = near;
  if (found.line != no_index) out["line"] = line_id(about, found.line);
  if (!parts.missing.empty()) out["missing"] = missing_list(parts.missing, about);
  if (about.who == audience::internal) {
    out["actual"] = quantity_json(found.actual);
    out["bound"] = quantity_json(found.bound);
    const quantity::kind unit =
        found.actual.what != quantity::kind::nothing ? found.actual.what : found.bound.what;
    if (unit != quantity::kind::nothing) out["unit"] = unit_name(unit);
    if (!whole(found.actual)) out["actual_exact"] = exact_json(found.actual);
    if (!whole(found.bound)) out["bound_exact"] = exact_json(found.bound);
    if (const auto range = range_of(found, about.rules)) {
      out["range"] = {{"from", quantity_json(range->from)},
                      {"to", quantity_json(range->to)},
                      {"step", quantity_json(range->step)}};
    }
  }
  return out;
}

bool tells_headroom(const proposal& searched, audience who) {
  return who != audience::internal &&
         std::any_of(searched.offers.begin(), searched.offers.end(),
                     [](const proposed_offer& item) { return item.has_parameter; });
}

bool shows_quote(const decision& made, audience who) {
  if (!made.has_quote) return false;
  if (who == audience::internal || made.verdict == verdict::allow) return true;
  if (who == audience::customer) return false;
  return std::none_of(made.findings.begin(), made.findings.end(),
                      [](const finding& f) { return f.code == finding_code::grant_partial; });
}

std::vector<applied_offer> partial_grants(const decision& made, audience who) {
  std::vector<applied_offer> out;
  if (made.verdict > verdict::escalate || !shows_quote(made, who)) return out;
  for (const applied_offer& item : made.quote.applied) {
    if (item.bound_by != no_index && given(item) < item.wanted) out.push_back(item);
  }
  return out;
}

std::string partial_text(const applied_offer& item, const pack& rules) {
  return fmt::format("promise {} for {}, not more", money_text(rules, given(item)),
                     offer_name(rules, item.offer));
}

std::string customer_sentence(const decision& made, const answer_context& about) {
  return customer_words(about.rules, made, about.language);
}

ordered_json to_json(const decision& made, const answer_context& about) {
  ordered_json out{{"verdict", name_of(made.verdict)}, {"pack", pack_json(about.rules)}};
  ordered_json findings = ordered_json::array();
  ordered_json notes = ordered_json::array();
  if (about.who == audience::customer) {
    out["message"] = customer_sentence(made, about);
  } else {
    for (const finding& f : made.findings)
      findings.push_back(finding_json(f, parts_of(made, f), about));
    for (const finding& f : made.notes) {
      ordered_json note = finding_json(f, parts_of(made, f), about);
      note["code"] = "limit.bare";
      note.erase("verdict");
      notes.push_back(std::move(note));
    }
  }
  out["findings"] = std::move(findings);
  out["missing"] = about.who == audience::customer ? ordered_json(ordered_json::array())
                                                   : missing_list(made.missing, about);
  out["handoff"] = handoff_json(made, about);
  out["obligations"] = obligations_json(made, about);
  if (about.who != audience::customer) {
    out["approvals"] = approvals_json(made, about);
    out["notes"] = std::move(notes);
  }
  out["quote"] = shows_quote(made, about.who) ? to_json(made.quote, about) : ordered_json(nullptr);
  // It covers bounds, so that others could check a guess against it.
  if (about.who == audience::internal) out["digest"] = decision_digest(about.rules, made);
  return out;
}

std::string dump(const ordered_json& json) {
  return json.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace parley::report
