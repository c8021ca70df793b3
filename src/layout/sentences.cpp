#include "layout/sentences.hpp"

#include <algorithm>
#include <optional>

#include "syntax/condition_parser.hpp"
#include "syntax/print.hpp"
#include "syntax/sentences.hpp"

namespace parley::layout {

namespace {

constexpr std::string_view section_names[] = {"include", "facts",       "classes",     "selectors",
                                              "offers",  "stacking",    "limits",      "playbooks",
                                              "handoff", "obligations", "negotiation", "wording"};

bool is_blank(char c) noexcept {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// The text without blanks outside of quoted strings; nothing where a comment of the condition
/// language may stand in it.
std::optional<std::string> squeezed(std::string_view text) {
  std::string out;
  char quote = '\0';
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != '\0') {
      out += c;
      if (c == '\\' && i + 1 < text.size()) {
        out += text[++i];
      } else if (c == quote) {
        quote = '\0';
      }
      continue;
    }
    if (c == '/' && i + 1 < text.size() && text[i + 1] == '/') return std::nullopt;
    if (c == '"' || c == '\'') quote = c;
    if (!is_blank(c)) out += c;
  }
  return out;
}

template <typename Tree>
std::string printed(const std::optional<Tree>& tree) {
  return tree ? syntax::print(*tree) : std::string();
}

std::string canonical(spot what, const std::string& text) {
  diagnostics ignored;
  const syntax::phrase sentence{text, {}, true};
  switch (what) {
    case spot::condition: return printed(syntax::parse_condition(text, {}, true, ignored));
    case spot::effect: return printed(syntax::parse_effect(sentence, ignored));
    case spot::stacking_sentence: return printed(syntax::parse_stacking(sentence, ignored));
    case spot::limit_sentence: return printed(syntax::parse_limit(sentence, ignored));
    case spot::step: return printed(syntax::parse_step(sentence, ignored));
    default: return {};
  }
}

}  // namespace

spot spot_of(const yaml::document& document) {
  const yaml::node& root = document[document.root];
  if (root.kind != yaml::node_kind::mapping) return spot::other;
  const auto children = document.children_of(root);
  bool sections = !children.empty();
  for (std::size_t i = 0; i < children.size(); i += 2) {
    const std::string& key = document[children[i]].text;
    if (key == "pack" || key == "overlay") return spot::root;
    sections = sections && std::find(std::begin(section_names), std::end(section_names), key) !=
                               std::end(section_names);
  }
  return sections ? spot::root : spot::other;
}

spot below(spot around, std::string_view key) noexcept {
  struct entry {
    spot around;
    std::string_view key;
    spot what;
  };
  static constexpr entry entries[] = {
      {spot::root, "set", spot::root},
      {spot::root, "selectors", spot::selectors},
      {spot::root, "offers", spot::offers},
      {spot::root, "stacking", spot::stacking},
      {spot::root, "limits", spot::limits},
      {spot::root, "playbooks", spot::playbooks},
      {spot::root, "handoff", spot::handoff},
      {spot::root, "obligations", spot::obligations},
      {spot::root, "negotiation", spot::negotiation},
      {spot::offer, "give", spot::effect},
      {spot::offer, "obligations", spot::obligations},
      {spot::rule, "rule", spot::stacking_sentence},
      {spot::limit, "limit", spot::limit_sentence},
      {spot::limit, "obligations", spot::obligations},
      {spot::playbook, "limits", spot::limits},
      {spot::playbook, "handoff", spot::handoff},
      {spot::playbook, "obligations", spot::obligations},
      {spot::negotiation, "ladder", spot::step},
      {spot::negotiation, "triggers", spot::triggers},
  };
  switch (around) {
    case spot::selectors: return spot::condition;
    case spot::triggers: return spot::trigger;
    case spot::offers: return spot::offer;
    case spot::playbooks: return spot::playbook;
    case spot::stacking: return below(spot::rule, key);
    case spot::limits: return below(spot::limit, key);
    default: break;
  }
  const bool has_when = around == spot::offer || around == spot::rule || around == spot::limit ||
                        around == spot::handoff || around == spot::obligations ||
                        around == spot::trigger;
  if (has_when && key == "when") return spot::condition;
  for (const entry& e : entries) {
    if (e.around == around && e.key == key) return e.what;
  }
  return spot::other;
}

spot element_of(spot around, bool scalar) noexcept {
  switch (around) {
    case spot::stacking: return scalar ? spot::stacking_sentence : spot::rule;
    case spot::limits: return scalar ? spot::limit_sentence : spot::limit;
    case spot::handoff:
    case spot::obligations:
    case spot::step: return around;
    default: return spot::other;
  }
}

std::string with_blanks(spot what, const std::string& text) {
  const std::string made = canonical(what, text);
  if (made.empty() || made == text) return text;
  const std::optional<std::string> before = squeezed(text);
  const std::optional<std::string> after = squeezed(made);
  return before && after && *before == *after ? made : text;
}

}  // namespace parley::layout
