#include "syntax/rule_ids.hpp"

#include <set>
#include <string_view>

#include <fmt/format.h>

#include "syntax/lexical.hpp"
#include "syntax/print.hpp"

namespace parley::syntax {
namespace {

/// Subjects without the word `class`.
std::string slug(const subject& s) {
  return s.what == subject::kind::any ? "any" : s.which.text;
}

std::string slugs(const std::vector<subject>& list) {
  std::string text;
  for (const subject& s : list) text += (text.empty() ? "" : "-") + slug(s);
  return text;
}

/// A sentence with its marks spelt out and everything else that isn't a name turned into single
/// `-`.
std::string slug(std::string_view sentence) {
  std::string text;
  const auto word = [&](std::string_view w) {
    if (!text.empty() && text.back() != '-') text += '-';
    text += w;
    text += '-';
  };
  for (std::size_t i = 0; i < sentence.size(); ++i) {
    const char c = sentence[i];
    if (sentence.substr(i).starts_with("<=")) {
      word("max");
      ++i;
    } else if (sentence.substr(i).starts_with(">=")) {
      word("min");
      ++i;
    } else if (c == '%') {
      text += "pct";
    } else if (lexemes::is_name_part(c) && c != '-') {
      text += c;
    } else if (!text.empty() && text.back() != '-') {
      text += '-';
    }
  }
  while (!text.empty() && (text.back() == '-' || text.back() == '.')) text.pop_back();
  return text;
}

template <typename Rule>
void assign(Rule& rule, std::set<std::string>& taken) {
  if (!rule.id.text.empty()) return;
  const std::string base = derived_id(rule);
  std::string id = base;
  for (int n = 2; !taken.insert(id).second; ++n) id = fmt::format("{}-{}", base, n);
  rule.id = {std::move(id), rule.sentence.at};
}

}  // namespace

std::string derived_id(const stacking_rule& rule) {
  using kind = stacking_rule::kind;
  const std::string left = slug(rule.left);
  switch (rule.what) {
    case kind::with: return left + "-with-" + slugs(rule.right);
    case kind::excludes: return left + "-x-" + slugs(rule.right);
    case kind::alone: return left + "-alone";
    case kind::at_most: return fmt::format("at-most-{}-of-{}", rule.count, left);
    case kind::requires_all: return left + "-requires-" + slugs(rule.right);
    case kind::requires_any: return left + "-requires-one-of-" + slugs(rule.right);
    case kind::before: return left + "-before-" + slugs(rule.right);
    case kind::lanes: return "lanes-of-" + left + "-" + slugs(rule.right);
  }
  return left;
}

std::string derived_id(const limit_rule& rule) {
  return slug(print_bound_of(rule));
}

void assign_ids(pack& p) {
  std::set<std::string> taken;
  const auto given = [&](const auto& rules) {
    for (const auto& rule : rules) {
      if (!rule.id.text.empty()) taken.insert(rule.id.text);
    }
  };
  given(p.stacking);
  given(p.limits);
  for (const playbook_decl& playbook : p.playbooks) given(playbook.limits);
  for (stacking_rule& rule : p.stacking) assign(rule, taken);
  for (limit_rule& rule : p.limits) assign(rule, taken);
  for (playbook_decl& playbook : p.playbooks) {
    for (limit_rule& rule : playbook.limits) assign(rule, taken);
  }
}

}  // namespace parley::syntax
