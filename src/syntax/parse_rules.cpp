// The sections `stacking:`, `limits:`, `obligations:` and `handoff:`, here and in playbooks.
#include <fmt/format.h>

#include "parley/base/limits.hpp"
#include "syntax/pack_codes.hpp"
#include "syntax/parse_pack.hpp"
#include "syntax/sentences.hpp"

namespace parley::syntax {
namespace {

constexpr std::string_view rule_keys[] = {"rule", "id", "when", "because", "overrides"};
constexpr std::string_view limit_keys[] = {"limit",   "id",          "when",   "else",
                                           "because", "obligations", "loosens"};
constexpr std::string_view obligation_keys[] = {"kind", "text", "when"};
constexpr std::string_view handoff_keys[] = {"when", "to", "because"};

/// `id`, `when` and `because`, which all rules have in their long form.
template <typename Rule>
bool parse_common(node_reader& in, const std::vector<entry>& entries, Rule& rule) {
  bool sound = true;
  if (const yaml::node* n = find(entries, "id")) {
    const auto id = in.rule_name(*n, "`id`");
    if (id) rule.id = *id;
    sound = id.has_value();
  }
  if (const yaml::node* n = find(entries, "when")) {
    rule.when = in.when(*n, "`when`");
    sound = sound && rule.when.has_value();
  }
  if (const yaml::node* n = find(entries, "because")) {
    const auto text = in.text(*n, "`because`");
    if (text) rule.because = *text;
    sound = sound && text.has_value();
  }
  return sound;
}

/// A dropped rule with a given id: approvals and overrides that name it are not at fault.
void drop_rule(node_reader& in, const std::vector<entry>& entries) {
  if (const yaml::node* id = find(entries, "id")) in.drop(*id);
}

bool parse_overrides(node_reader& in, const yaml::node& node, stacking_rule& rule) {
  if (rule.what != stacking_rule::kind::with) {
    in.wrong(codes::stacking_value, node.at,
             "only a permission (`A with B`) overrides a prohibition",
             "drop `overrides`, or write the rule with `with`");
    return false;
  }
  for (const yaml::node* element : in.elements(node)) {
    if (!in.scalar(*element, "`overrides`")) return false;
    rule.overrides.push_back(node_reader::name_of(*element));
  }
  return true;
}

std::optional<stacking_rule> parse_rule(node_reader& in, const yaml::node& node) {
  if (node.kind != yaml::node_kind::mapping) {
    if (!in.scalar(node, "a stacking rule")) return std::nullopt;
    return parse_stacking(node_reader::phrase_of(node), in.found);
  }
  const auto entries = in.entries(node, "a stacking rule");
  bool sound = in.only(*entries, "a stacking rule", rule_keys);
  const yaml::node* sentence = find(*entries, "rule");
  if (sentence == nullptr) {
    in.wrong(codes::missing_key, node.at, "a stacking rule in long form has no `rule`",
             "write `rule: A excludes B` beside `because` and `when`");
  }
  std::optional<stacking_rule> rule;
  if (sentence != nullptr && in.scalar(*sentence, "`rule`")) {
    rule = parse_stacking(node_reader::phrase_of(*sentence), in.found);
  }
  stacking_rule scratch;
  stacking_rule& into = rule ? *rule : scratch;
  sound = parse_common(in, *entries, into) && sound;
  const yaml::node* overrides = find(*entries, "overrides");
  if (rule && overrides != nullptr) sound = parse_overrides(in, *overrides, into) && sound;
  if (rule && sound) return rule;
  drop_rule(in, *entries);
  return std::nullopt;
}

bool parse_limit_keys(node_reader& in, const std::vector<entry>& entries, limit_rule& limit,
                      bool sentence_has_else) {
  bool sound = parse_common(in, entries, limit);
  if (const yaml::node* n = find(entries, "else")) {
    if (sentence_has_else) {
      in.wrong(codes::limit_value, n->at, "`else` is said twice",
               "say it in the sentence or beside it");
      sound = false;
    } else {
      sound = in.scalar(*n, "`else`") &&
              parse_otherwise(node_reader::phrase_of(*n), limit, in.found) && sound;
    }
  }
  if (const yaml::node* n = find(entries, "obligations"))
    limit.obligations = parse_obligations(in, *n);
  if (const yaml::node* n = find(entries, "loosens")) {
    const std::optional<bool> loosens = in.boolean(*n, "`loosens`");
    sound = sound && loosens.has_value();
    limit.loosens = loosens.value_or(false);
    if (!in.in_overlay) {
      in.wrong(codes::overlay_only, n->at, "`loosens` means something only in an overlay",
               "drop it");
      sound = false;
    }
  }
  return sound;
}

std::optional<limit_rule> parse_one_limit(node_reader& in, const yaml::node& node) {
  std::optional<limit_rule> limit;
  bool sound = true;
  if (node.kind != yaml::node_kind::mapping) {
    if (!in.scalar(node, "a limit")) return std::nullopt;
    limit = parse_limit(node_reader::phrase_of(node), in.found);
  } else {
    const auto entries = in.entries(node, "a limit");
    sound = in.only(*entries, "a limit", limit_keys);
    const yaml::node* sentence = find(*entries, "limit");
    if (sentence == nullptr) {
      in.wrong(codes::missing_key, node.at, "a limit in long form has no `limit`",
               "write `limit: discount <= 15% of subtotal` beside `id`, `when` and `else`");
    } else if (in.scalar(*sentence, "`limit`")) {
      limit = parse_limit(node_reader::phrase_of(*sentence), in.found);
    }
    limit_rule scratch;
    const bool said = limit && limit->otherwise != decltype(limit_rule::otherwise)::deny;
    sound = parse_limit_keys(in, *entries, limit ? *limit : scratch, said) && sound;
    if (!limit || !sound) drop_rule(in, *entries);
  }
  if (!limit || !sound) return std::nullopt;
  if (limit->otherwise == decltype(limit_rule::otherwise)::escalate && limit->id.text.empty()) {
    in.wrong(codes::limit_id, limit->sentence.at, "a limit that escalates needs an id",
             "write `id:` beside `limit:`; approvals name it");
    return std::nullopt;
  }
  return limit;
}

std::optional<obligation> parse_obligation(node_reader& in, const yaml::node& node) {
  const auto entries = in.entries(node, "an obligation");
  if (!entries) return std::nullopt;
  obligation result;
  if (find(*entries, "kind") == nullptr && entries->size() == 1) {
    const entry& only = entries->front();
    const auto kind = in.rule_name(*only.key, "the kind of an obligation");
    const auto text = in.text(*only.value, "the text of an obligation");
    if (!kind || !text) return std::nullopt;
    return obligation{*kind, *text, std::nullopt};
  }
  if (!in.only(*entries, "an obligation", obligation_keys)) return std::nullopt;
  const yaml::node* kind = find(*entries, "kind");
  if (kind == nullptr) {
    in.wrong(codes::missing_key, node.at, "an obligation has no `kind`",
             "write `{kind: disclosure, text: ...}` or `disclosure: ...`");
    return std::nullopt;
  }
  const auto kind_name = in.rule_name(*kind, "`kind`");
  if (!kind_name) return std::nullopt;
  result.kind = *kind_name;
  if (const yaml::node* n = find(*entries, "text")) {
    const auto text = in.text(*n, "`text`");
    if (!text) return std::nullopt;
    result.text = *text;
  }
  if (const yaml::node* n = find(*entries, "when")) {
    result.when = in.when(*n, "`when`");
    if (!result.when) return std::nullopt;
  }
  return result;
}

}  // namespace

std::vector<obligation> parse_obligations(node_reader& in, const yaml::node& node) {
  std::vector<obligation> result;
  for (const yaml::node* element : in.elements(node)) {
    if (auto one = parse_obligation(in, *element)) result.push_back(std::move(*one));
  }
  return result;
}

std::vector<handoff_rule> parse_handoffs(node_reader& in, const yaml::node& node) {
  std::vector<handoff_rule> result;
  for (const yaml::node* element : in.elements(node)) {
    const auto entries = in.entries(*element, "a handoff");
    if (!entries) continue;
    bool sound = in.only(*entries, "a handoff", handoff_keys);
    handoff_rule rule;
    rule.at = element->at;
    if (const yaml::node* to = find(*entries, "to")) {
      const auto role = in.rule_name(*to, "`to`");
      if (role) rule.to = *role;
      sound = sound && role.has_value();
    } else {
      in.wrong(codes::missing_key, element->at, "a handoff has no `to`",
               "write `to: human`, or another role");
      sound = false;
    }
    if (const yaml::node* n = find(*entries, "when")) {
      rule.when = in.when(*n, "`when`");
      sound = sound && rule.when.has_value();
    }
    if (const yaml::node* n = find(*entries, "because")) {
      if (const auto text = in.text(*n, "`because`")) rule.because = *text;
    }
    if (sound) result.push_back(std::move(rule));
  }
  return result;
}

std::vector<limit_rule> parse_limit_list(node_reader& in, const yaml::node& node) {
  std::vector<limit_rule> result;
  for (const yaml::node* element : in.elements(node)) {
    if (auto limit = parse_one_limit(in, *element)) result.push_back(std::move(*limit));
  }
  if (result.size() > caps::rules) {
    in.wrong(codes::too_many, node.at,
             fmt::format("{} limits; at most {}", result.size(), caps::rules), "split the pack");
  }
  return result;
}

void parse_limits_section(node_reader& in, const yaml::node& node) {
  for (limit_rule& limit : parse_limit_list(in, node)) in.into.limits.push_back(std::move(limit));
}

void parse_stacking_section(node_reader& in, const yaml::node& node) {
  for (const yaml::node* element : in.elements(node)) {
    if (auto rule = parse_rule(in, *element)) in.into.stacking.push_back(std::move(*rule));
  }
  if (in.into.stacking.size() > caps::rules) {
    in.wrong(codes::too_many, node.at,
             fmt::format("{} rules; at most {}", in.into.stacking.size(), caps::rules),
             "write rules between classes instead of offers");
  }
}

}  // namespace parley::syntax
