#include "report/stacking_report.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <span>

#include "parley/engine/findings.hpp"
#include "parley/engine/question_words.hpp"
#include "report/decision_text.hpp"

namespace parley::report {

namespace {

using nlohmann::ordered_json;

bool ready(const eligible_offer& item) {
  return item.verdict == verdict::allow || item.verdict == verdict::escalate;
}

ordered_json headroom_json(const eligible_offer& item, const eligibility& found,
                           const answer_context& about) {
  const headroom& room = item.headroom;
  if (!room.ranged) return nullptr;
  const auto shown = [&](std::int64_t parameter) {
    return parameter_text(about.rules, item.offer, parameter);
  };
  ordered_json out;
  out["most"] = room.some ? ordered_json(shown(room.most)) : ordered_json(nullptr);
  out["least"] = room.some ? ordered_json(shown(room.least)) : ordered_json(nullptr);
  if (room.gaps) out["gaps"] = true;
  if (room.with_approval) {
    out["with_approval"] = shown(room.most_with_approval);
    if (room.approval_limit != no_index) {
      const graph::limit_row& limit = about.rules.tables().limits[room.approval_limit];
      out["approval"] = {{"role", about.rules.text(limit.role)},
                         {"limit", about.rules.text(limit.id)}};
    }
  }
  if (room.binding != no_index) {
    const finding& binding = found.reasons.findings[room.binding];
    out["binding"] = finding_json(binding, parts_of(found.reasons, binding), about);
  }
  return out;
}

ordered_json stacking_rule_json(graph::index rule, const answer_context& about) {
  if (rule == no_index) return nullptr;
  const pack& rules = about.rules;
  const graph::stacking_row& row = rules.tables().stacking[rule];
  const std::string_view id = shown_rule(row, rules.text(row.id), about.who);
  const std::string_view because = about.who == audience::customer
                                       ? std::string_view()
                                       : shown_rule(row, rules.text(row.because), about.who);
  return {{"rule", text_or_null(id)},
          {"text", about.who != audience::internal && row.kind == graph::stacking_kind::at_most
                       ? ordered_json(nullptr)
                       : ordered_json(rules.text(row.text))},
          {"because", text_or_null(because)},
          {"at", place_json(rules, row.at)}};
}

std::string place_text(const pack& rules, const place_row& at) {
  return at.line == 0 ? std::string()
                      : fmt::format("{}:{}:{}", rules.text(at.file), at.line, at.column);
}

std::string headroom_text(const eligible_offer& item, const answer_context& about) {
  const headroom& room = item.headroom;
  if (!room.ranged || about.who != audience::internal) return {};
  const auto shown = [&](std::int64_t parameter) {
    return parameter_text(about.rules, item.offer, parameter);
  };
  std::string out;
  if (room.some)
    out = room.most == room.least ? shown(room.most)
                                  : fmt::format("{} to {}", shown(room.least), shown(room.most));
  if (room.gaps) out += ", with gaps";
  if (room.with_approval) {
    out +=
        fmt::format("{}with approval {}", out.empty() ? "" : ", ", shown(room.most_with_approval));
  }
  return out;
}

/// Customers aren't told which facts the house asks for, here as in decisions.
std::span<const missing_fact> unknowns_of(const stackability& found,
                                          const stackability::dependency& item, audience who) {
  if (who == audience::customer) return {};
  return std::span(found.missing).subspan(item.missing.first, item.missing.count);
}

}  // namespace

std::string_view name_of(stack_answer answer) noexcept {
  switch (answer) {
    case stack_answer::yes: return "yes";
    case stack_answer::depends: return "depends";
    case stack_answer::no: return "no";
  }
  return "no";
}

ordered_json to_json(const eligibility& found, const answer_context& about) {
  ordered_json offers = ordered_json::array();
  ordered_json names = ordered_json::array();
  for (const eligible_offer& item : found.offers) {
    if (about.who == audience::customer && item.verdict != verdict::allow) continue;
    if (ready(item)) names.push_back(offer_name(about.rules, item.offer));
    ordered_json entry{{"offer", offer_name(about.rules, item.offer)},
                       {"verdict", name_of(item.verdict)}};
    ordered_json needs = ordered_json::array();
    for (const graph::index rule :
         std::span(found.requirements).subspan(item.requirements.first, item.requirements.count)) {
      needs.push_back(stacking_rule_json(rule, about));
    }
    entry["requires"] = std::move(needs);
    if (about.who != audience::customer) {
      ordered_json reasons = ordered_json::array();
      for (std::uint32_t i = 0; i < item.reasons.count; ++i) {
        const finding& reason = found.reasons.findings[item.reasons.first + i];
        reasons.push_back(finding_json(reason, parts_of(found.reasons, reason), about));
      }
      entry["findings"] = std::move(reasons);
    }
    if (about.who == audience::internal) {
      if (item.promised) entry["promised"] = true;
      entry["headroom"] = headroom_json(item, found, about);
      if (item.has_quote) {
        entry["saving"] = item.saving;
        entry["total"] = item.total;
      }
    }
    offers.push_back(std::move(entry));
  }
  ordered_json out{
      {"pack", pack_json(about.rules)},
      {"eligible", std::move(names)},
      {"offers", std::move(offers)},
      {"missing", about.who == audience::customer ? ordered_json(ordered_json::array())
                                                  : missing_list(found.missing, about)}};
  if (about.who == audience::customer) {
    out["message"] = customer_words(about.rules, found, about.language);
  }
  return out;
}

std::string to_text(const eligibility& found, const answer_context& about, text_style style) {
  std::string out;
  const pack& rules = about.rules;
  std::size_t widest = 0;
  for (const eligible_offer& item : found.offers)
    widest = std::max(widest, offer_name(rules, item.offer).size());
  for (const eligible_offer& item : found.offers) {
    if (about.who == audience::customer && item.verdict != verdict::allow) continue;
    const std::string word =
        painted(fmt::format("{:<8}", name_of(item.verdict)), item.verdict == verdict::allow,
                item.verdict == verdict::deny, style);
    out += fmt::format("{} {:<{}}", word, offer_name(rules, item.offer), widest);
    const std::string room = headroom_text(item, about);
    if (!room.empty()) out += "  " + room;
    if (item.has_quote && about.who == audience::internal && ready(item)) {
      out += fmt::format("  saves {}, total {}", amount_text(rules, item.saving),
                         money_text(rules, item.total));
    }
    out.erase(out.find_last_not_of(' ') + 1);
    out += '\n';
    for (const graph::index rule :
         std::span(found.requirements).subspan(item.requirements.first, item.requirements.count)) {
      const graph::stacking_row& row = rules.tables().stacking[rule];
      out += fmt::format("      together with: {}\n", printable(rules.text(row.text)));
    }
    if (about.who == audience::customer) continue;
    for (std::uint32_t i = 0; i < item.reasons.count; ++i) {
      const finding& reason = found.reasons.findings[item.reasons.first + i];
      out += "    " + finding_text(reason, parts_of(found.reasons, reason), about);
    }
    if (about.who == audience::internal && item.headroom.binding != no_index) {
      const finding& binding = found.reasons.findings[item.headroom.binding];
      out += "    more: " + finding_text(binding, parts_of(found.reasons, binding), about);
    }
  }
  if (about.who != audience::customer) {
    for (const missing_fact& item : found.missing)
      out += fmt::format("unknown  {}\n", missing_text(item, about));
  }
  if (out.empty()) out = "nothing may be offered\n";
  if (about.who == audience::customer) {
    out += fmt::format("  {}\n", printable(customer_words(about.rules, found, about.language)));
  }
  return out;
}

ordered_json to_json(const stackability& found, const answer_context& about) {
  const pack& rules = about.rules;
  ordered_json conflicts = ordered_json::array();
  for (const stackability::conflict& item : found.conflicts) {
    const ordered_json rule = stacking_rule_json(item.rule, about);
    conflicts.push_back({{"code", name_of(item.code)},
                         {"offers", names_json(found.offers_of(item.offers), rules)},
                         {"rule", rule.is_null() ? rule : rule["rule"]},
                         {"at", rule.is_null() ? rule : rule["at"]},
                         {"because", rule.is_null() ? rule : rule["because"]}});
  }
  ordered_json depends = ordered_json::array();
  for (const stackability::dependency& item : found.dependencies) {
    const auto missing = unknowns_of(found, item, about.who);
    depends.push_back({{"rule", stacking_rule_json(item.rule, about)["rule"]},
                       {"offers", names_json(found.offers_of(item.offers), rules)},
                       {"missing", missing_list(missing, about)}});
  }
  ordered_json needs = ordered_json::array();
  for (const stackability::requirement& item : found.requirements) {
    ordered_json entry = stacking_rule_json(item.rule, about);
    entry["offer"] = offer_name(rules, item.offer);
    entry["unknown"] = item.unknown;
    needs.push_back(std::move(entry));
  }
  ordered_json out{{"answer", name_of(found.answer)}, {"pack", pack_json(rules)}};
  out["conflicts"] = std::move(conflicts);
  if (found.more_conflicts) out["more_conflicts"] = true;
  out["depends"] = std::move(depends);
  out["requirements"] = std::move(needs);
  if (about.who == audience::customer) {
    out["message"] = customer_words(about.rules, found, about.language);
  }
  return out;
}

std::string to_text(const stackability& found, const answer_context& about, text_style style) {
  const pack& rules = about.rules;
  std::string out = painted(name_of(found.answer), found.answer == stack_answer::yes,
                            found.answer == stack_answer::no, style);
  out += '\n';
  if (about.who == audience::customer) {
    out += fmt::format("  {}\n", printable(customer_words(about.rules, found, about.language)));
  }
  for (const stackability::conflict& item : found.conflicts) {
    out += fmt::format("  {}: {}\n", name_of(item.code),
                       names_text(found.offers_of(item.offers), rules));
    if (item.rule == no_index) {
      out += "      no rule of the pack permits this pair\n";
      continue;
    }
    const graph::stacking_row& row = rules.tables().stacking[item.rule];
    const std::string_view because = shown_rule(row, rules.text(row.because), about.who);
    if (!because.empty() && about.who != audience::customer) {
      out += fmt::format("      because {}\n", printable(because));
    }
    const std::string_view id = shown_rule(row, rules.text(row.id), about.who);
    out += fmt::format("      {}{}at {}\n", id, id.empty() ? "" : " ", place_text(rules, row.at));
  }
  if (found.more_conflicts) out += "  and more\n";
  for (const stackability::dependency& item : found.dependencies) {
    const graph::stacking_row& row = rules.tables().stacking[item.rule];
    const std::string_view id = shown_rule(row, rules.text(row.id), about.who);
    out += fmt::format("  depends on {}: {}\n", id.empty() ? "a rule" : id,
                       names_text(found.offers_of(item.offers), rules));
    for (const missing_fact& missing : unknowns_of(found, item, about.who)) {
      out += fmt::format("      unknown: {}\n", missing_text(missing, about));
    }
  }
  for (const stackability::requirement& item : found.requirements) {
    out += fmt::format("  still needed{}: {}\n", item.unknown ? " perhaps" : "",
                       rules.text(rules.tables().stacking[item.rule].text));
  }
  return out;
}

}  // namespace parley::report
