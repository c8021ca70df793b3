#include "report/best_report.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "report/decision_text.hpp"

namespace parley::report {

namespace {

using nlohmann::ordered_json;

std::string_view name_of(best_status status) {
  switch (status) {
    case best_status::found: return "found";
    case best_status::none: return "none";
    case best_status::objective: return "objective";
    case best_status::proposal: return "proposal";
  }
  return "none";
}

std::string_view sentence(best_status status, const answer_context& about) {
  switch (status) {
    case best_status::found: return "found";
    case best_status::none:
      if (!about.facts.has_cart()) return "without a cart in the facts no price is known";
      return "no permitted combination does that";
    case best_status::objective:
      return "margin and fewest need offers to include, a saving to reach, or saving before them: "
             "the best would always be to give nothing";
    case best_status::proposal:
      return "an offer to include is unknown, has a wrong parameter, or is named too often";
  }
  return {};
}

}  // namespace

ordered_json to_json(const best_answer& found, const answer_context& about) {
  ordered_json out{{"status", name_of(found.status)}, {"pack", pack_json(about.rules)}};
  if (found.status != best_status::found) {
    out["message"] = sentence(found.status, about);
    return out;
  }
  if (tells_headroom(found.proposal, about.who)) {
    ordered_json names = ordered_json::array();
    for (const proposed_offer& item : found.proposal.offers)
      names.push_back({{"offer", item.name}});
    out["offers"] = std::move(names);
    return out;
  }
  out["offers"] = offers_json(found.proposal, about.rules);
  out["saving"] = found.saving;
  out["worth"] = found.worth;
  if (about.who == audience::internal) out["concession"] = found.concession;
  out["optimal"] = found.optimal;
  if (about.who == audience::internal) {
    out["bound"] = found.bound;
    out["gap"] = found.gap;
    out["nodes"] = found.nodes;
  }
  out["decision"] = to_json(found.decision, about);
  return out;
}

std::string to_text(const best_answer& found, const answer_context& about, text_style style) {
  const pack& rules = about.rules;
  if (found.status != best_status::found) {
    return painted(name_of(found.status), false, true, style) +
           fmt::format(": {}\n", sentence(found.status, about));
  }
  if (tells_headroom(found.proposal, about.who)) {
    std::string names;
    for (const proposed_offer& item : found.proposal.offers) {
      names += fmt::format("{}{}", names.empty() ? "" : " + ", item.name);
    }
    return fmt::format("best: {}\n", names);
  }
  std::string out = fmt::format("best: {}\n  saves {}", offers_text(found.proposal, rules),
                                money_text(rules, found.saving));
  if (found.worth != 0) out += fmt::format(", gifts worth {}", money_text(rules, found.worth));
  out += '\n';
  if (about.who == audience::internal) {
    out += fmt::format("  costs {} all-in\n", money_text(rules, found.concession));
    out += found.optimal
               ? fmt::format("  proved best among {} proposals looked at\n", found.nodes)
               : fmt::format("  not proved: at most {} from the best, after {} proposals\n",
                             found.gap, found.nodes);
  }
  return out + "\n" + to_text(found.decision, about, style);
}

}  // namespace parley::report
