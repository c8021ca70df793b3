// An overlay: `set:` adds or replaces by name or rule id, `remove:` drops, limits loosen only on
// request.
#include "syntax/overlay.hpp"

#include <algorithm>
#include <array>
#include <functional>

#include <fmt/format.h>

#include "parley/base/did_you_mean.hpp"
#include "syntax/condition_parser.hpp"
#include "syntax/node_reader.hpp"
#include "syntax/pack_codes.hpp"
#include "syntax/parse_pack.hpp"
#include "syntax/print.hpp"
#include "syntax/rule_ids.hpp"

namespace parley::syntax {
namespace {

constexpr std::string_view overlay_keys[] = {"overlay", "base", "pack", "version", "set", "remove"};
constexpr std::array<std::string_view, 16> set_keys = {
    "currency", "timezone",    "rounding",    "tax",      "defaults", "facts",
    "classes",  "selectors",   "offers",      "stacking", "limits",   "playbooks",
    "handoff",  "obligations", "negotiation", "wording"};

bool same(const std::optional<condition>& a, const std::optional<condition>& b) {
  if (!a || !b) return a.has_value() == b.has_value();
  return print(*a) == print(*b);
}

/// What a limit is about, apart from its bound.
std::string subject_of(limit_rule rule) {
  rule.bound.what = decltype(limit_rule::bound)::kind::literal;
  rule.bound.value = {};
  return print_bound_of(rule);
}

/// What a number counts: `4.00` and `4.00USD` are one amount in a pack of dollars.
std::string_view unit_of(const amount& written, std::string_view currency) {
  if (written.what == amount::kind::percent) return "%";
  return written.currency == currency ? std::string_view() : written.currency;
}

/// Whether `next` surely refuses whatever `old` refuses, in a pack of this currency. Only limits
/// that differ in a written number, or drop a `when`, are compared; all others need `loosens:
/// true`.
bool at_least_as_tight(const limit_rule& next, const limit_rule& old, std::string_view currency) {
  if (subject_of(next) != subject_of(old)) return false;
  if (next.when && !same(next.when, old.when)) return false;
  using otherwise = decltype(limit_rule::otherwise);
  const bool same_else = next.otherwise == old.otherwise && next.role.text == old.role.text;
  if (!same_else && next.otherwise != otherwise::deny) return false;
  if (next.bound.what != old.bound.what) return false;
  if (!same(next.bound.expression, old.bound.expression)) return false;
  const amount& a = next.bound.value;
  const amount& b = old.bound.value;
  if (unit_of(a, currency) != unit_of(b, currency)) return false;
  const auto order = compare(a.value, b.value);
  return order == 0 || (next.at_least ? order > 0 : order < 0);
}

/// Lays the declarations of `set:` over the base.
class applying {
 public:
  applying(pack& base, diagnostics& found) : base_(base), found_(found) { assign_ids(base_); }

  void set(pack& change) {
    by_name(base_.facts, change.facts);
    by_name(base_.selectors, change.selectors);
    by_name(base_.offers, change.offers);
    set_playbooks(change.playbooks);
    for (name& label : change.classes) base_.classes.push_back(std::move(label));
    for (stacking_rule& rule : change.stacking)
      set_rule(base_.stacking, std::move(rule), [](auto&, auto&) {});
    for (limit_rule& rule : change.limits) {
      set_rule(
          base_.limits, std::move(rule), [this](const limit_rule& next, const limit_rule& old) {
            if (next.loosens || at_least_as_tight(next, old, base_.currency.text)) return;
            loosening(next.sentence.at, fmt::format("this may loosen the limit `{}`", old.id.text),
                      old.sentence.at);
          });
    }
    for (handoff_rule& rule : change.handoffs) base_.handoffs.push_back(std::move(rule));
    for (obligation& o : change.obligations) base_.obligations.push_back(std::move(o));
    for (wording_decl& w : change.wording) set_wording(std::move(w));
    if (change.negotiation) base_.negotiation = std::move(change.negotiation);
    for (broken_name& label : change.broken) base_.broken.push_back(std::move(label));
    for (orphan_condition& c : change.orphans) base_.orphans.push_back(std::move(c));
  }

  /// Drops what bears the name: in one section, or in any when `section` is empty.
  void remove(const name& what, std::string_view section, bool loosens) {
    bool gone = false;
    const auto here = [&](std::string_view s) { return section.empty() || section == s; };
    if (here("facts")) gone = erase(base_.facts, what.text) || gone;
    if (here("selectors")) gone = erase(base_.selectors, what.text) || gone;
    if (here("offers")) gone = erase(base_.offers, what.text) || gone;
    if (here("playbooks")) gone = remove_playbook(what, loosens) || gone;
    if (here("classes")) {
      gone = std::erase_if(base_.classes, [&](const name& n) { return n.text == what.text; }) > 0 ||
             gone;
    }
    if (here("stacking")) {
      gone = std::erase_if(base_.stacking, [&](const auto& r) { return r.id.text == what.text; }) >
                 0 ||
             gone;
    }
    if (here("limits")) gone = remove_limit(what, loosens) || gone;
    if (gone) return;
    for (const broken_name& label : base_.broken) {
      if (label.name.text == what.text) return;
    }
    const std::vector<std::string> names = names_of(section);
    const std::string near = did_you_mean_help(what.text, names);
    found_.error(
        codes::overlay_remove, what.at, fmt::format("the base pack declares no `{}`", what.text),
        near.empty() ? "name an offer, a fact, a selector, a playbook or the id of a rule" : near);
  }

 private:
  template <typename T>
  void by_name(std::vector<T>& base, std::vector<T>& change) {
    std::vector<T> added;
    for (T& item : change) {
      const auto old = std::find_if(base.begin(), base.end(),
                                    [&](const T& b) { return b.name.text == item.name.text; });
      if (old != base.end()) {
        // Twice in the overlay itself is a duplicate like any other: keep both for the checks to
        // find.
        if (old->name.at.file == item.name.at.file) {
          added.push_back(std::move(item));
        } else {
          *old = std::move(item);
        }
      } else {
        added.push_back(std::move(item));
      }
    }
    for (T& item : added) base.push_back(std::move(item));
  }

  template <typename Rule, typename Check>
  void set_rule(std::vector<Rule>& base, Rule next, Check check) {
    const std::string id = next.id.text.empty() ? derived_id(next) : next.id.text;
    for (Rule& old : base) {
      if (old.id.text != id || old.sentence.at.file == next.sentence.at.file) continue;
      check(next, old);
      next.id = {id, next.id.text.empty() ? next.sentence.at : next.id.at};
      old = std::move(next);
      return;
    }
    base.push_back(std::move(next));
  }

  void set_wording(wording_decl next) {
    for (wording_decl& old : base_.wording) {
      if (old.language.text != next.language.text || old.key.text != next.key.text ||
          old.key.at.file == next.key.at.file) {
        continue;
      }
      old = std::move(next);
      return;
    }
    base_.wording.push_back(std::move(next));
  }

  void set_playbooks(std::vector<playbook_decl>& change) {
    for (const playbook_decl& next : change) {
      for (const playbook_decl& old : base_.playbooks) {
        if (old.name.text != next.name.text || next.loosens) continue;
        for (const limit_rule& limit : old.limits) keep_limit(next, limit);
      }
    }
    by_name(base_.playbooks, change);
  }

  void keep_limit(const playbook_decl& next, const limit_rule& limit) {
    const bool kept = std::any_of(next.limits.begin(), next.limits.end(), [&](const limit_rule& l) {
      const bool in_its_place = l.id.text == limit.id.text || subject_of(l) == subject_of(limit);
      return (l.loosens && in_its_place) || at_least_as_tight(l, limit, base_.currency.text);
    });
    if (kept) return;
    loosening(next.name.at,
              fmt::format("playbook `{}` loses the limit `{}`", next.name.text, limit.id.text),
              limit.sentence.at);
  }

  bool remove_limit(const name& what, bool loosens) {
    const auto old = std::find_if(base_.limits.begin(), base_.limits.end(),
                                  [&](const limit_rule& r) { return r.id.text == what.text; });
    if (old == base_.limits.end()) return false;
    if (!loosens)
      loosening(what.at, fmt::format("this removes the limit `{}`", what.text), old->sentence.at);
    base_.limits.erase(old);
    return true;
  }

  bool remove_playbook(const name& what, bool loosens) {
    const auto old = std::find_if(base_.playbooks.begin(), base_.playbooks.end(),
                                  [&](const playbook_decl& p) { return p.name.text == what.text; });
    if (old == base_.playbooks.end()) return false;
    if (!loosens && !old->limits.empty()) {
      loosening(what.at, fmt::format("this removes the limits of the playbook `{}`", what.text),
                old->name.at);
    }
    base_.playbooks.erase(old);
    return true;
  }

  template <typename T>
  static bool erase(std::vector<T>& list, const std::string& what) {
    return std::erase_if(list, [&](const T& item) { return item.name.text == what; }) > 0;
  }

  [[nodiscard]] std::vector<std::string> names_of(std::string_view section) const {
    std::vector<std::string> names;
    const auto add = [&](std::string_view s, const auto& list) {
      if (!section.empty() && section != s) return;
      for (const auto& item : list) names.push_back(item.name.text);
    };
    add("facts", base_.facts);
    add("selectors", base_.selectors);
    add("offers", base_.offers);
    add("playbooks", base_.playbooks);
    if (section.empty() || section == "stacking") {
      for (const stacking_rule& r : base_.stacking) names.push_back(r.id.text);
    }
    if (section.empty() || section == "limits") {
      for (const limit_rule& r : base_.limits) names.push_back(r.id.text);
    }
    return names;
  }

  void loosening(span at, std::string message, span declared) {
    diagnostic& d =
        found_.error(codes::overlay_loosens, at, std::move(message),
                     "write the rule in long form with `loosens: true` if that is meant");
    d.related.push_back({declared, "declared here"});
  }

  pack& base_;
  diagnostics& found_;
};

/// One element of `remove:`: a name, `{limit: ID, loosens: true}`, or `{offers: [...], limits:
/// [...]}`.
void remove_element(node_reader& in, applying& apply, const yaml::node& element) {
  static constexpr std::string_view one_keys[] = {"limit", "playbook", "loosens"};
  static constexpr std::string_view group_keys[] = {"facts",    "classes", "selectors", "offers",
                                                    "stacking", "limits",  "playbooks"};
  if (element.kind == yaml::node_kind::scalar) {
    if (in.scalar(element, "an element of `remove`"))
      apply.remove(node_reader::name_of(element), "", false);
    return;
  }
  const auto entries = in.entries(element, "an element of `remove`");
  if (!entries) return;
  const yaml::node* limit = find(*entries, "limit");
  const yaml::node* playbook = find(*entries, "playbook");
  if (limit != nullptr || playbook != nullptr) {
    if (!in.only(*entries, "an element of `remove`", one_keys)) return;
    const yaml::node* flag = find(*entries, "loosens");
    const bool loosens = flag != nullptr && in.boolean(*flag, "`loosens`").value_or(false);
    if (limit != nullptr && in.scalar(*limit, "`limit`"))
      apply.remove(node_reader::name_of(*limit), "limits", loosens);
    if (playbook != nullptr && in.scalar(*playbook, "`playbook`"))
      apply.remove(node_reader::name_of(*playbook), "playbooks", loosens);
    return;
  }
  in.only(*entries, "an element of `remove`", group_keys);
  for (const entry& group : *entries) {
    if (std::find(std::begin(group_keys), std::end(group_keys), group.key->text) ==
        std::end(group_keys)) {
      continue;
    }
    for (const yaml::node* item : in.elements(*group.value)) {
      if (item->kind == yaml::node_kind::mapping) {
        remove_element(in, apply, *item);
      } else if (in.scalar(*item, "a name")) {
        apply.remove(node_reader::name_of(*item), group.key->text, false);
      }
    }
  }
}

}  // namespace

std::optional<overlay_head> parse_overlay_head(const yaml::document& document, diagnostics& found) {
  pack none;
  node_reader in{document, none, true, found};
  const auto entries = in.entries(document[document.root], "an overlay");
  if (!entries) return std::nullopt;
  in.only(*entries, "an overlay", overlay_keys);
  overlay_head head;
  const yaml::node* of = find(*entries, "overlay");
  if (of == nullptr || !in.scalar(*of, "`overlay`")) return std::nullopt;
  head.of = node_reader::name_of(*of);
  head.base = find(*entries, "base");
  if (head.base == nullptr) {
    in.wrong(codes::missing_key, of->at, "the overlay has no `base`",
             "write `base: FILE` with the file of that pack");
    return std::nullopt;
  }
  return head;
}

void apply_overlay(const yaml::document& document, pack& into, diagnostics& found) {
  pack change;
  node_reader in{document, change, true, found};
  node_reader base{document, into, true, found};
  const auto entries = in.entries(document[document.root], "an overlay");
  if (!entries) return;
  applying apply(into, found);
  // Removals first: an overlay may remove a name and declare it anew.
  if (const yaml::node* n = find(*entries, "remove")) {
    for (const yaml::node* element : in.elements(*n)) remove_element(in, apply, *element);
  }
  if (const yaml::node* n = find(*entries, "set")) {
    if (const auto sections = in.entries(*n, "`set`")) {
      in.only(*sections, "`set`", set_keys);
      for (const entry& e : *sections) {
        if (!parse_setting(base, *e.key, *e.value)) parse_section(in, *e.key, *e.value);
      }
    }
  }
  apply.set(change);
  if (const yaml::node* n = find(*entries, "version"))
    into.version = in.whole(*n, "`version`", 0, 0xFFFFFFFFFFFFFFFFU);
  if (const yaml::node* n = find(*entries, "pack")) {
    parse_pack_name(base, *n);
  }
}

}  // namespace parley::syntax
