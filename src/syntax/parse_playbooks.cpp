// The sections `playbooks:` and `negotiation:`.
#include <fmt/format.h>

#include "parley/base/limits.hpp"
#include "syntax/pack_codes.hpp"
#include "syntax/parse_pack.hpp"
#include "syntax/sentences.hpp"

namespace parley::syntax {
namespace {

constexpr std::string_view playbook_keys[] = {"offers",  "needs",       "limits",
                                              "handoff", "obligations", "loosens"};
constexpr std::string_view negotiation_keys[] = {"strategy", "ladder",   "sweeteners", "issues",
                                                 "triggers", "rounds",   "expires",    "min_move",
                                                 "patience", "evidence", "resume"};
constexpr std::string_view trigger_keys[] = {"when", "worth"};

std::optional<playbook_decl> parse_playbook(node_reader& in, const entry& e) {
  in.rule_name(*e.key, "the name of a playbook");
  const auto entries = in.entries(*e.value, "a playbook");
  if (!entries) return std::nullopt;
  in.only(*entries, "a playbook", playbook_keys);
  playbook_decl playbook;
  playbook.name = node_reader::name_of(*e.key);
  if (const yaml::node* n = find(*entries, "offers")) {
    playbook.lists_offers = true;
    for (const yaml::node* element : in.elements(*n)) {
      if (!in.scalar(*element, "an offer of a playbook")) continue;
      if (auto s = parse_subject(node_reader::phrase_of(*element), in.found))
        playbook.offers.push_back(std::move(*s));
    }
  }
  if (const yaml::node* n = find(*entries, "needs")) {
    for (const yaml::node* element : in.elements(*n)) {
      if (in.scalar(*element, "a fact under `needs`"))
        playbook.needs.push_back(node_reader::name_of(*element));
    }
  }
  if (const yaml::node* n = find(*entries, "limits")) playbook.limits = parse_limit_list(in, *n);
  if (const yaml::node* n = find(*entries, "handoff")) playbook.handoffs = parse_handoffs(in, *n);
  if (const yaml::node* n = find(*entries, "obligations"))
    playbook.obligations = parse_obligations(in, *n);
  if (const yaml::node* n = find(*entries, "loosens")) {
    playbook.loosens = in.boolean(*n, "`loosens`").value_or(true);
    if (!in.in_overlay) {
      in.wrong(codes::overlay_only, n->at, "`loosens` means something only in an overlay",
               "drop it");
    }
  }
  return playbook;
}

/// `prepay: CONDITION`, or a mapping of `when` and `worth`.
std::optional<trigger_decl> parse_trigger(node_reader& in, const entry& e) {
  const auto label = in.rule_name(*e.key, "the name of a trigger");
  if (e.value->kind != yaml::node_kind::mapping) {
    auto when = in.when(*e.value, "a trigger");
    if (!label || !when) return std::nullopt;
    return trigger_decl{*label, std::move(*when), std::nullopt};
  }
  const auto entries = in.entries(*e.value, "a trigger");
  if (!entries) return std::nullopt;
  in.only(*entries, "a trigger", trigger_keys);
  const yaml::node* condition = find(*entries, "when");
  if (condition == nullptr) {
    in.wrong(codes::negotiation_value, e.value->at, "a trigger has no `when`",
             "say by which facts it shows, as in `when: customer.prepays`");
    return std::nullopt;
  }
  auto when = in.when(*condition, "a trigger");
  std::optional<amount> worth;
  if (const yaml::node* n = find(*entries, "worth")) worth = in.money(*n, "`worth`");
  if (!label || !when) return std::nullopt;
  return trigger_decl{*label, std::move(*when), std::move(worth)};
}

/// The lists of a negotiation.
void parse_lists(node_reader& in, const std::vector<entry>& entries, negotiation_decl& result) {
  if (const yaml::node* n = find(entries, "ladder")) {
    for (const yaml::node* element : in.elements(*n)) {
      if (!in.scalar(*element, "a step of the ladder")) continue;
      if (auto step = parse_step(node_reader::phrase_of(*element), in.found))
        result.ladder.push_back(std::move(*step));
    }
    if (result.ladder.size() > caps::ladder_steps) {
      in.wrong(codes::too_many, n->at,
               fmt::format("{} steps; at most {}", result.ladder.size(), caps::ladder_steps),
               "make the steps larger");
    }
  }
  if (const yaml::node* n = find(entries, "sweeteners")) {
    for (const yaml::node* element : in.elements(*n)) {
      if (auto offer = in.rule_name(*element, "a sweetener"))
        result.sweeteners.push_back(std::move(*offer));
    }
  }
  if (const yaml::node* n = find(entries, "triggers")) {
    const auto triggers = in.entries(*n, "`triggers`");
    if (!triggers) return;
    for (const entry& e : *triggers) {
      if (auto trigger = parse_trigger(in, e)) result.triggers.push_back(std::move(*trigger));
    }
  }
  if (const yaml::node* n = find(entries, "issues")) {
    for (const yaml::node* element : in.elements(*n)) {
      if (!in.scalar(*element, "an issue")) continue;
      if (auto s = parse_subject(node_reader::phrase_of(*element), in.found))
        result.issues.push_back(std::move(*s));
    }
  }
}

}  // namespace

void parse_playbooks(node_reader& in, const yaml::node& node) {
  const auto entries = in.entries(node, "`playbooks`");
  if (!entries) return;
  for (const entry& e : *entries) {
    if (auto playbook = parse_playbook(in, e)) {
      in.into.playbooks.push_back(std::move(*playbook));
    } else {
      in.drop(*e.key, broken_name::kind::playbook);
    }
  }
}

void parse_negotiation(node_reader& in, const yaml::node& node) {
  const auto entries = in.entries(node, "`negotiation`");
  if (!entries) return;
  in.only(*entries, "`negotiation`", negotiation_keys);
  negotiation_decl result;
  result.at = node.at;
  parse_lists(in, *entries, result);
  if (const yaml::node* n = find(*entries, "rounds")) {
    if (const auto rounds = in.whole(*n, "`rounds`", 1, caps::negotiation_rounds))
      result.rounds = static_cast<std::uint32_t>(*rounds);
  }
  if (const yaml::node* n = find(*entries, "patience")) {
    if (const auto rounds = in.whole(*n, "`patience`", 1, 1000))
      result.patience = static_cast<std::uint32_t>(*rounds);
  }
  if (const yaml::node* n = find(*entries, "expires"))
    result.expires_seconds = in.seconds(*n, "`expires`");
  if (const yaml::node* n = find(*entries, "min_move"))
    result.min_move = in.money(*n, "`min_move`");
  if (const yaml::node* n = find(*entries, "resume"))
    result.resume_seconds = in.seconds(*n, "`resume`");
  if (const yaml::node* n = find(*entries, "strategy")) {
    if (in.scalar(*n, "`strategy`")) result.strategy = node_reader::name_of(*n);
  }
  if (const yaml::node* n = find(*entries, "evidence")) {
    if (in.scalar(*n, "`evidence`")) result.evidence = node_reader::name_of(*n);
  }
  if (in.into.negotiation && !in.in_overlay) {
    in.wrong(codes::negotiation_value, node.at, "`negotiation` stands in two files of this pack",
             "keep one of them: it is read as a whole");
    return;
  }
  in.into.negotiation = std::move(result);
}

}  // namespace parley::syntax
