#include "changes/compare_packs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "changes/description.hpp"
#include "changes/witness.hpp"
#include "parley/base/limits.hpp"
#include "parley/engine/stackable.hpp"

namespace parley::changes {

namespace {

using report::change_direction;
using report::change_kind;
using report::changed_field;
using report::pack_change;

/// One pack with what is known of it.
struct side {
  explicit side(const pack& p) : rules(p), keys(p), things(describe(p, keys)) {}
  const pack& rules;
  expression_keys keys;
  std::vector<thing> things;
};

change_direction of_more(tendency more, bool grew) {
  switch (more) {
    case tendency::words: return change_direction::neutral;
    case tendency::loosens: return grew ? change_direction::loosened : change_direction::tightened;
    case tendency::tightens: return grew ? change_direction::tightened : change_direction::loosened;
    case tendency::none: break;
  }
  return change_direction::changed;
}

change_direction direction_of(const side& before, const property& b, const side& after,
                              const property& a) {
  if (b.more == tendency::words) return change_direction::neutral;
  if (b.more != a.more) return change_direction::changed;
  switch (a.as) {
    case measure_of::number:
      if (a.scale != b.scale) return change_direction::changed;
      if (const auto order = compare(decimal(a.number, a.exponent), decimal(b.number, b.exponent));
          order != 0) {
        return of_more(a.more, order > 0);
      }
      return change_direction::changed;
    case measure_of::condition:
      switch (compare_conditions(before.keys, b.condition, after.keys, a.condition)) {
        case strength::weaker: return of_more(a.more, true);
        case strength::stronger: return of_more(a.more, false);
        default: return change_direction::changed;
      }
    case measure_of::set:
      if (std::includes(a.items.begin(), a.items.end(), b.items.begin(), b.items.end())) {
        return of_more(a.more, true);
      }
      if (std::includes(b.items.begin(), b.items.end(), a.items.begin(), a.items.end())) {
        return of_more(a.more, false);
      }
      return change_direction::changed;
    case measure_of::text: break;
  }
  return change_direction::changed;
}

change_direction joined(const std::vector<changed_field>& fields) {
  bool loosened = false, tightened = false, changed = false;
  for (const changed_field& f : fields) {
    loosened = loosened || f.direction == change_direction::loosened;
    tightened = tightened || f.direction == change_direction::tightened;
    changed = changed || f.direction == change_direction::changed;
  }
  if (changed || (loosened && tightened)) return change_direction::changed;
  if (loosened) return change_direction::loosened;
  return tightened ? change_direction::tightened : change_direction::neutral;
}

std::optional<report::changed_place> place_of(const pack& rules, const place_row& at) {
  if (at.line == 0) return std::nullopt;
  return report::changed_place{std::string(rules.text(at.file)), at.line, at.column};
}

/// Pairs things of the two packs: by name, then rules whose derived name changed by what they are
/// about.
class matcher {
 public:
  matcher(const std::vector<thing>& before, const std::vector<thing>& after)
      : before_(before), after_(after), taken_(after.size(), false), match_(before.size(), none) {
    pair_up([](const thing& t) { return t.name; }, [](const thing&) { return true; });
    const auto ruled = [](const thing& t) { return !t.subject.empty(); };
    pair_up([](const thing& t) { return t.subject + when_key(t); }, ruled);
    pair_up([](const thing& t) { return t.subject; }, ruled);
    pair_up([](const thing& t) { return t.wider_subject; },
            [](const thing& t) { return !t.wider_subject.empty(); });
  }

  static constexpr std::size_t none = static_cast<std::size_t>(-1);
  [[nodiscard]] std::size_t match_of(std::size_t before) const { return match_[before]; }
  [[nodiscard]] bool is_new(std::size_t after) const { return !taken_[after]; }

 private:
  static std::string when_key(const thing& t) {
    for (const property& p : t.properties) {
      if (p.name == "when") return '\n' + p.key;
    }
    return {};
  }

  template <typename Key, typename Fits>
  void pair_up(Key&& key, Fits&& fits) {
    std::map<std::pair<change_kind, std::string>, std::vector<std::size_t>> open;
    for (std::size_t i = after_.size(); i-- > 0;) {
      if (!taken_[i] && fits(after_[i])) open[{after_[i].kind, key(after_[i])}].push_back(i);
    }
    for (std::size_t i = 0; i < before_.size(); ++i) {
      if (match_[i] != none || !fits(before_[i])) continue;
      const auto found = open.find({before_[i].kind, key(before_[i])});
      if (found == open.end() || found->second.empty()) continue;
      match_[i] = found->second.back();
      found->second.pop_back();
      taken_[match_[i]] = true;
    }
  }

  const std::vector<thing>& before_;
  const std::vector<thing>& after_;
  std::vector<bool> taken_;
  std::vector<std::size_t> match_;
};

class comparer {
 public:
  comparer(const pack& before, const pack& after, const compare_options& options)
      : before_(before), after_(after), options_(options) {}

  report::pack_diff run() {
    out_.before = identity(before_);
    out_.after = identity(after_);
    things();
    pairs();
    const auto rank = [](const pack_change& c) {
      return std::tuple(c.direction, c.kind, std::string_view(c.name));
    };
    std::stable_sort(targets_.begin(), targets_.end(),
                     [&](const auto& a, const auto& b) { return rank(a.change) < rank(b.change); });
    if (options_.witnesses && !out_.same_meaning()) witnesses();
    for (found_change& c : targets_) out_.changes.push_back(std::move(c.change));
    return std::move(out_);
  }

 private:
  struct found_change {
    pack_change change;
    witness_target target;
  };

  static report::pack_identity identity(const side& s) {
    return {std::string(s.rules.name()), s.rules.header().version, s.rules.digest(),
            meaning_of(s.rules, s.things)};
  }

  [[nodiscard]] bool in_both(std::string_view offer) const {
    return before_.rules.offer_named(offer) != no_index &&
           after_.rules.offer_named(offer) != no_index;
  }

  /// Offers in their order of application that both packs have.
  [[nodiscard]] std::string common(const std::string& lines) const {
    std::string out;
    std::size_t from = 0;
    while (from < lines.size()) {
      const std::size_t end = lines.find('\n', from);
      const std::string name = lines.substr(from, end - from);
      if (in_both(name)) out += out.empty() ? name : ", " + name;
      from = end + 1;
    }
    return out;
  }

  void things() {
    const matcher matched(before_.things, after_.things);
    for (std::size_t i = 0; i < before_.things.size(); ++i) {
      const thing& b = before_.things[i];
      const std::size_t k = matched.match_of(i);
      if (k == matcher::none) {
        lost(b);
      } else {
        altered(b, after_.things[k]);
      }
    }
    for (std::size_t k = 0; k < after_.things.size(); ++k) {
      if (matched.is_new(k)) gained(after_.things[k]);
    }
  }

  static bool told_elsewhere(const thing& t) {
    return t.kind == change_kind::offer_class;  // the offers say which classes they are in
  }

  /// What it does that a thing came or went. A pack without playbooks asks for no intent, so its
  /// first one, and the end of its last, is neither more nor less.
  static change_direction of_presence(const thing& t, const side& without, bool came) {
    const bool only = t.kind == change_kind::playbook && without.rules.tables().playbooks.empty();
    return only ? change_direction::changed : of_more(t.presence, came);
  }

  void lost(const thing& b) {
    if (told_elsewhere(b)) return;
    found_change c;
    c.change.kind = b.kind;
    c.change.name = b.name;
    c.change.direction = of_presence(b, after_, false);
    c.change.summary = fmt::format("{} is gone", b.headline);
    if (b.kind == change_kind::fact) c.change.summary += "; facts files that name it are refused";
    c.change.before_at = place_of(before_.rules, b.at);
    c.target = target_of(&b, nullptr);
    targets_.push_back(std::move(c));
  }

  void gained(const thing& a) {
    if (told_elsewhere(a)) return;
    found_change c;
    c.change.kind = a.kind;
    c.change.name = a.name;
    c.change.direction =
        a.kind == change_kind::fact ? change_direction::neutral : of_presence(a, before_, true);
    c.change.summary = fmt::format("{} is new", a.headline);
    c.change.after_at = place_of(after_.rules, a.at);
    c.target = target_of(nullptr, &a);
    targets_.push_back(std::move(c));
  }

  void altered(const thing& b, const thing& a) {
    if (told_elsewhere(a)) return;
    found_change c;
    for (const property& was : b.properties) {
      const auto is = std::find_if(a.properties.begin(), a.properties.end(),
                                   [&](const property& p) { return p.name == was.name; });
      if (is == a.properties.end()) {
        c.change.fields.push_back({was.name, was.shown, "", of_more(was.more, false)});
        continue;
      }
      if (is->key == was.key) continue;
      changed_field f{was.name, was.shown, is->shown, direction_of(before_, was, after_, *is)};
      if (was.name == "order") {
        f.before = common(was.shown);
        f.after = common(is->shown);
        if (f.before == f.after) continue;
      }
      c.change.fields.push_back(std::move(f));
    }
    for (const property& is : a.properties) {
      const bool known = std::any_of(b.properties.begin(), b.properties.end(),
                                     [&](const property& p) { return p.name == is.name; });
      if (!known) c.change.fields.push_back({is.name, "", is.shown, of_more(is.more, true)});
    }
    settle_range(c.change.fields);
    if (c.change.fields.empty()) return;
    c.change.kind = a.kind;
    c.change.name = a.name;
    c.change.direction = joined(c.change.fields);
    c.change.summary = a.headline;
    if (a.headline != b.headline) c.change.summary += fmt::format(" (was: {})", b.headline);
    c.change.before_at = place_of(before_.rules, b.at);
    c.change.after_at = place_of(after_.rules, a.at);
    c.target = target_of(&b, &a);
    targets_.push_back(std::move(c));
  }

  /// A constant that became a range, or the other way round, is one change of what may be named.
  static void settle_range(std::vector<changed_field>& fields) {
    const auto has = [&](std::string_view name, bool before) {
      return std::any_of(fields.begin(), fields.end(), [&](const changed_field& f) {
        return f.name == name && (before ? f.after.empty() : f.before.empty());
      });
    };
    const bool widened = has("value", true) && has("most", false);
    const bool narrowed = has("value", false) && has("most", true);
    if (!widened && !narrowed) return;
    for (changed_field& f : fields) {
      if (f.name == "value" || f.name == "most" || f.name == "least" || f.name == "step") {
        f.direction = change_direction::changed;
      }
    }
  }

  static witness_target target_of(const thing* before, const thing* after) {
    witness_target out;
    const thing& any = after != nullptr ? *after : *before;
    out.kind = any.kind;
    if (before != nullptr) out.before_row = before->row;
    if (after != nullptr) out.after_row = after->row;
    if (any.kind == change_kind::offer) out.offers = {any.name};
    if (any.kind == change_kind::playbook) out.intent = any.name;
    return out;
  }

  void pairs() {
    std::vector<graph::index> b, a;
    const auto& t = after_.rules.tables();
    for (graph::index i = 0; i < t.offers.size(); ++i) {
      const graph::index there = before_.rules.offer_named(after_.rules.text(t.offers[i].name));
      if (there == no_index) continue;
      a.push_back(i);
      b.push_back(there);
    }
    if (a.size() > caps::diff_pair_offers) {
      out_.pairs_left_out = true;
      return;
    }
    const fact_set before_facts(before_.rules.schema());
    const fact_set after_facts(after_.rules.schema());
    question_workspace memory;
    stack_matrix was, is;
    stackable_pairs(before_.rules, before_facts, b, {}, memory, was);
    stackable_pairs(after_.rules, after_facts, a, {}, memory, is);
    for (std::size_t x = 0; x < a.size(); ++x) {
      for (std::size_t y = x + 1; y < a.size(); ++y) {
        const stack_matrix::cell& old = was.at(x, y);
        const stack_matrix::cell& now = is.at(x, y);
        if (old.answer != now.answer) pair(a[x], a[y], old, now);
      }
    }
  }

  static std::string cell_text(const side& s, const stack_matrix::cell& cell) {
    if (cell.answer == stack_answer::yes) return "yes";
    const bool no = cell.answer == stack_answer::no;
    const std::string_view why = cell.rule != no_index
                                     ? s.rules.text(s.rules.tables().stacking[cell.rule].text)
                                 : no ? "nothing permits it"
                                      : "what permits it has a condition";
    return fmt::format("{} ({})", no ? "no" : "depends", why);
  }

  std::optional<report::changed_place> rule_place(const side& s,
                                                  const stack_matrix::cell& cell) const {
    if (cell.rule == no_index || cell.answer == stack_answer::yes) return std::nullopt;
    return place_of(s.rules, s.rules.tables().stacking[cell.rule].at);
  }

  void pair(graph::index x, graph::index y, const stack_matrix::cell& old,
            const stack_matrix::cell& now) {
    const auto name = [&](graph::index i) {
      return std::string(after_.rules.text(after_.rules.tables().offers[i].name));
    };
    found_change c;
    c.change.kind = change_kind::pair;
    c.change.name = fmt::format("{} + {}", name(x), name(y));
    c.change.direction =
        now.answer < old.answer ? change_direction::loosened : change_direction::tightened;
    const auto verb = [](stack_answer answer) {
      return answer == stack_answer::yes  ? "may be combined"
             : answer == stack_answer::no ? "may not be combined"
                                          : "may be combined under a condition";
    };
    c.change.summary = fmt::format("{} and {} {} (before: {})", name(x), name(y), verb(now.answer),
                                   old.answer == stack_answer::yes  ? "yes"
                                   : old.answer == stack_answer::no ? "no"
                                                                    : "under a condition");
    c.change.fields.push_back(
        {"stackable", cell_text(before_, old), cell_text(after_, now), c.change.direction});
    c.change.before_at = rule_place(before_, old);
    c.change.after_at = rule_place(after_, now);
    c.target.kind = change_kind::pair;
    c.target.offers = {name(x), name(y)};
    targets_.push_back(std::move(c));
  }

  void witnesses() {
    witness_search search(before_.rules, after_.rules);
    for (found_change& c : targets_) {
      if (!search.can_show(c.target) || c.change.direction == change_direction::neutral) continue;
      if (out_.tried >= options_.effort_in_all) break;
      const std::uint64_t most = std::min(options_.effort, options_.effort_in_all - out_.tried);
      c.change.searched = true;
      c.change.witness = search.find(c.target, most, c.change.tried);
      out_.tried += c.change.tried;
    }
  }

  side before_;
  side after_;
  const compare_options& options_;
  report::pack_diff out_;
  std::vector<found_change> targets_;
};

}  // namespace

report::pack_diff compare_packs(const pack& before, const pack& after,
                                const compare_options& options) {
  return comparer(before, after, options).run();
}

}  // namespace parley::changes
