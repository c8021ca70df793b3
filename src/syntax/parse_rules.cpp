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
void parse_common(node_reader& in, const std::vector<entry>& entries, Rule& rule) {
  if (const yaml::node* n = find(entries, "id")) {
    if (const auto id = in.rule_name(*n, "`id`")) {
      rule.id = *id;
    } else {
      in.drop(*n, broken_name::kind::rule);
    }
  }
  if (const yaml::node* n = find(entries, "when")) rule.when = in.when(*n, "`when`");
  if (const yaml::node* n = find(entries, "because")) {
    if (const auto text = in.text(*n, "`because`")) rule.because = *text;
  }
}

/// A dropped rule with a given id: approvals and overrides that name it are not at fault.
void drop_rule(node_reader& in, const std::vector<entry>& entries, std::optional<condition> when) {
  if (const yaml::node* id = find(entries, "id")) in.drop(*id, broken_name::kind::rule);
  in.orphan(std::move(when), orphan_condition::place::rule);
}

void parse_overrides(node_reader& in, const yaml::node& node, stacking_rule& rule) {
  if (rule.what != stacking_rule::kind::with) {
    in.wrong(codes::stacking_value, node.at,
             "only a permission (`A with B`) overrides a prohibition",
             "drop `overrides`, or write the rule with `with`");
    return;
  }
  for (const yaml::node* element : in.elements(node)) {
    if (in.scalar(*element, "`overrides`"))
      rule.overrides.push_back(node_reader::name_of(*element));
  }
}

std::optional<stacking_rule> parse_rule(node_reader& in, const yaml::node& node) {
  if (node.kind != yaml::node_kind::mapping) {
    if (!in.scalar(node, "a stacking rule")) return std::nullopt;
    return parse_stacking(node_reader::phrase_of(node), in.found);
  }
  const auto entries = in.entries(node, "a stacking rule");
  in.only(*entries, "a stacking rule", rule_keys);
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
  parse_common(in, *entries, into);
  const yaml::node* overrides = find(*entries, "overrides");
  if (rule && overrides != nullptr) parse_overrides(in, *overrides, into);
  if (!rule) drop_rule(in, *entries, std::move(scratch.when));
  return rule;
}

void parse_limit_keys(node_reader& in, const std::vector<entry>& entries, limit_rule& limit,
                      bool sentence_has_else) {
  parse_common(in, entries, limit);
  if (const yaml::node* n = find(entries, "else")) {
    if (sentence_has_else) {
      in.wrong(codes::limit_value, n->at, "`else` is said twice",
               "say it in the sentence or beside it");
    } else if (in.scalar(*n, "`else`")) {
      parse_otherwise(node_reader::phrase_of(*n), limit, in.found);
    }
  }
  if (const yaml::node* n = find(entries, "obligations"))
    limit.obligations = parse_obligations(in, *n);
  if (const yaml::node* n = find(entries, "loosens")) {
    limit.loosens = in.boolean(*n, "`loosens`").value_or(true);
    if (!in.in_overlay) {
      in.wrong(codes::overlay_only, n->at, "`loosens` means something only in an overlay",
               "drop it");
    }
  }
}

std::optional<limit_rule> parse_one_limit(node_reader& in, const yaml::node& node) {
  bool has_id = false;
  std::optional<limit_rule> limit;
  if (node.kind != yaml::node_kind::mapping) {
    if (!in.scalar(node, "a limit")) return std::nullopt;
    limit = parse_limit(node_reader::phrase_of(node), in.found);
  } else {
    const auto entries = in.entries(node, "a limit");
    in.only(*entries, "a limit", limit_keys);
    const yaml::node* sentence = find(*entries, "limit");
    if (sentence == nullptr) {
      in.wrong(codes::missing_key, node.at, "a limit in long form has no `limit`",
               "write `limit: discount <= 15% of subtotal` beside `id`, `when` and `else`");
    } else if (in.scalar(*sentence, "`limit`")) {
      limit = parse_limit(node_reader::phrase_of(*sentence), in.found);
    }
    limit_rule scratch;
    parse_limit_keys(in, *entries, limit ? *limit : scratch, limit && limit->says_otherwise);
    if (!limit) drop_rule(in, *entries, std::move(scratch.when));
    has_id = find(*entries, "id") != nullptr;
  }
  if (!limit) return std::nullopt;
  if (limit->otherwise == decltype(limit_rule::otherwise)::escalate && !has_id) {
    in.wrong(codes::limit_id, limit->sentence.at, "a limit that escalates needs an id",
             "write `id:` beside `limit:`; approvals name it");
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
  in.only(*entries, "an obligation", obligation_keys);
  if (const yaml::node* kind = find(*entries, "kind")) {
    if (const auto kind_name = in.rule_name(*kind, "`kind`")) result.kind = *kind_name;
  } else {
    in.wrong(codes::missing_key, node.at, "an obligation has no `kind`",
             "write `{kind: disclosure, text: ...}` or `disclosure: ...`");
  }
  if (const yaml::node* n = find(*entries, "text")) {
    if (const auto text = in.text(*n, "`text`")) result.text = *text;
  }
  if (const yaml::node* n = find(*entries, "when")) result.when = in.when(*n, "`when`");
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
    in.only(*entries, "a handoff", handoff_keys);
    handoff_rule rule;
    rule.at = element->at;
    if (const yaml::node* to = find(*entries, "to")) {
      if (const auto role = in.rule_name(*to, "`to`")) rule.to = *role;
    } else {
      in.wrong(codes::missing_key, element->at, "a handoff has no `to`",
               "write `to: human`, or another role");
    }
    if (const yaml::node* n = find(*entries, "when")) rule.when = in.when(*n, "`when`");
    if (const yaml::node* n = find(*entries, "because")) {
      if (const auto text = in.text(*n, "`because`")) rule.because = *text;
    }
    result.push_back(std::move(rule));
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
