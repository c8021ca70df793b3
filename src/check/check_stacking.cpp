// Stacking rules: subjects, ids, overrides.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "check/codes.hpp"
#include "check/pack_checker.hpp"
#include "parley/base/did_you_mean.hpp"
#include "syntax/print.hpp"
#include "syntax/rule_ids.hpp"

namespace parley::check {

namespace {

using graph::stacking_kind;
using rule_form = syntax::stacking_rule::kind;

static_assert(static_cast<int>(rule_form::before) == static_cast<int>(stacking_kind::before),
              "the kinds of the syntax tree and of the graph go by the same numbers");

}  // namespace

void pack_checker::stacking() {
  for (const syntax::stacking_rule& r : written_.stacking) {
    r.what == rule_form::lanes ? lanes(r) : stacking_rule(r);
  }
  overrides();
}

void pack_checker::stacking_rule(const syntax::stacking_rule& r) {
  checked_stacking made;
  made.id = rule_id(r.id, syntax::derived_id(r), r.sentence.at);
  made.text = r.sentence.text;
  made.because = r.because.text;
  made.at = r.sentence.at;
  made.kind = static_cast<stacking_kind>(r.what);
  made.count = r.count;

  const auto left = subject_of(r.left);
  if (left) made.left = *left;
  for (const syntax::subject& s : r.right) {
    const auto right = subject_of(s);
    if (!right) continue;
    const bool itself = left && left->what == graph::subject_row::kind::offer &&
                        right->what == left->what && right->which == left->which;
    if (itself) {
      found_.error(codes::relates_to_itself, s.which.at,
                   fmt::format("a rule relates `{}` to itself", s.which.text),
                   "name another offer; `repeat:` says how often one may be named");
      continue;
    }
    made.right.push_back(*right);
  }
  if (made.kind == stacking_kind::at_most && made.count == 0) {
    found_.error(codes::wrong_count, r.sentence.at, "`at most 0` forbids the offers altogether",
                 "count from 1, or drop the offers");
  }
  if (made.kind == stacking_kind::before && r.when) {
    found_.error(codes::before_when, r.when->at,
                 "the order of offers doesn't depend on a condition", "drop `when:`");
  } else {
    made.when = condition(r.when, {});
  }
  stacking_sources_.push_back({&r, left.has_value() && made.right.size() == r.right.size()});
  pack_.stacking.push_back(std::move(made));
}

// --- lanes ---------------------------------------------------------------------------------------

// A rule about lanes becomes plain rules: within a lane offers exclude each other, and each lane
// permits all others.
void pack_checker::lanes(const syntax::stacking_rule& r) {
  std::vector<const syntax::subject*> written{&r.left};
  for (const syntax::subject& s : r.right) written.push_back(&s);
  std::vector<graph::subject_row> subjects;
  for (const syntax::subject* s : written) {
    if (const auto subject = subject_of(*s)) subjects.push_back(*subject);
  }
  const std::optional<typed_condition> when = condition(r.when, {});
  if (subjects.size() != written.size()) return;
  lanes_overlap(r, subjects);

  const bool given = !r.id.text.empty() && r.id.text != syntax::derived_id(r);
  const std::string prefix = given ? r.id.text : "lane";
  const auto add = [&](stacking_kind kind, std::string id, std::size_t lane,
                       std::vector<graph::subject_row> right) {
    checked_stacking made;
    made.id = rule_id({}, std::move(id), r.sentence.at);
    made.text = r.sentence.text;
    made.because = r.because.text;
    made.at = r.sentence.at;
    made.kind = kind;
    made.left = subjects[lane];
    made.right = std::move(right);
    made.when = when;
    stacking_sources_.push_back({&r, true});
    pack_.stacking.push_back(std::move(made));
  };
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    const std::string id = fmt::format("{}-{}", prefix, written[i]->which.text);
    if (subjects[i].what == graph::subject_row::kind::offer_class)
      add(stacking_kind::excludes, id, i, {subjects[i]});
    std::vector<graph::subject_row> others = subjects;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
    add(stacking_kind::with, id + "-with-others", i, std::move(others));
  }
}

void pack_checker::lanes_overlap(const syntax::stacking_rule& r,
                                 const std::vector<graph::subject_row>& subjects) {
  const auto written = [&](std::size_t i) -> const syntax::subject& {
    return i == 0 ? r.left : r.right[i - 1];
  };
  std::vector<std::pair<std::size_t, std::size_t>> told;
  for (const checked_offer& o : pack_.offers) {
    const auto offer = static_cast<index>(&o - pack_.offers.data());
    std::optional<std::size_t> first;
    for (std::size_t i = 0; i < subjects.size(); ++i) {
      if (!covers(subjects[i], offer)) continue;
      if (!first) {
        first = i;
        continue;
      }
      if (std::find(told.begin(), told.end(), std::pair(*first, i)) != told.end()) continue;
      told.emplace_back(*first, i);
      found_.error(codes::lanes_overlap, written(i).which.at,
                   fmt::format("`{}` stands in two lanes, `{}` and `{}`", o.name,
                               syntax::print(written(*first)), syntax::print(written(i))),
                   "each offer competes in one lane: leave it out of one of them");
    }
  }
}

// --- overrides -----------------------------------------------------------------------------------

bool pack_checker::covers(const graph::subject_row& s, index offer) const {
  switch (s.what) {
    case graph::subject_row::kind::any: return true;
    case graph::subject_row::kind::offer: return s.which == offer;
    case graph::subject_row::kind::offer_class: {
      const auto& classes = pack_.offers[offer].classes;
      return std::binary_search(classes.begin(), classes.end(), s.which);
    }
  }
  return false;
}

bool pack_checker::concerns(const checked_stacking& prohibition, index a, index b) const {
  switch (prohibition.kind) {
    case stacking_kind::alone: return covers(prohibition.left, a) || covers(prohibition.left, b);
    case stacking_kind::at_most: return covers(prohibition.left, a) && covers(prohibition.left, b);
    default: break;
  }
  return std::any_of(prohibition.right.begin(), prohibition.right.end(), [&](const auto& right) {
    return (covers(prohibition.left, a) && covers(right, b)) ||
           (covers(prohibition.left, b) && covers(right, a));
  });
}

namespace {

/// Whether a rule forbids pairs of offers: those can be overridden for one pair.
bool prohibits(const checked_stacking& rule) {
  return rule.kind == stacking_kind::excludes || rule.kind == stacking_kind::alone ||
         (rule.kind == stacking_kind::at_most && rule.count == 1);
}

}  // namespace

void pack_checker::override_rule(index permission, const syntax::name& id, index prohibition) {
  const checked_stacking& made = pack_.stacking[permission];
  const checked_stacking& lifted = pack_.stacking[prohibition];
  const syntax::stacking_rule& r = *stacking_sources_[permission].written;
  const auto named = [](const syntax::subject& s) {
    return s.what == syntax::subject::kind::offer;
  };
  const auto wrong = [&](std::string message, std::string help) {
    found_.error(codes::wrong_override, id.at, std::move(message), std::move(help))
        .related.push_back({lifted.at, "the rule stands here"});
  };
  if (made.kind != stacking_kind::with || !named(r.left) ||
      !std::all_of(r.right.begin(), r.right.end(), named)) {
    found_.error(codes::wrong_override, id.at,
                 "only a permission that names its offers overrides a rule",
                 "write `A with B` with the two offers");
    return;
  }
  if (!prohibits(lifted)) {
    return wrong(fmt::format("`{}` forbids no pair of offers", id.text),
                 "only `excludes`, `alone`, `at most 1 of` and lanes can be overridden");
  }
  if (!stacking_sources_[permission].resolved || !stacking_sources_[prohibition].resolved) return;
  for (const graph::subject_row& right : made.right) {
    if (concerns(lifted, made.left.which, right.which)) continue;
    wrong(fmt::format("`{}` doesn't forbid `{}` with `{}`", id.text,
                      pack_.offers[made.left.which].name, pack_.offers[right.which].name),
          "there is nothing to override");
    break;
  }
  if (lifted.kind == stacking_kind::at_most) {
    for (const checked_offer& o : pack_.offers) {
      const auto offer = static_cast<index>(&o - pack_.offers.data());
      if (o.repeat < 2 || !covers(lifted.left, offer)) continue;
      return wrong(
          fmt::format("`{}` counts `{}`, which may be named {} times", id.text, o.name, o.repeat),
          "drop its `repeat:`, or write the prohibition with `excludes`");
    }
  }
  pack_.stacking[permission].overrides.push_back(prohibition);
}

void pack_checker::overrides() {
  const bool any =
      std::any_of(stacking_sources_.begin(), stacking_sources_.end(),
                  [](const stacking_source& s) { return !s.written->overrides.empty(); });
  if (!any) return;
  std::unordered_map<std::string_view, index> by_id;
  std::vector<std::string_view> prohibitions;
  for (std::size_t i = 0; i < pack_.stacking.size(); ++i) {
    by_id.emplace(pack_.stacking[i].id, static_cast<index>(i));
    if (prohibits(pack_.stacking[i])) prohibitions.push_back(pack_.stacking[i].id);
  }
  for (std::size_t i = 0; i < pack_.stacking.size(); ++i) {
    for (const syntax::name& n : stacking_sources_[i].written->overrides) {
      const auto target = by_id.find(n.text);
      if (target != by_id.end()) {
        override_rule(static_cast<index>(i), n, target->second);
        continue;
      }
      if (broken(n.text)) continue;
      std::string help = did_you_mean_help(n.text, prohibitions);
      found_.error(codes::unknown_rule, n.at,
                   fmt::format("no stacking rule has the id `{}`", n.text),
                   help.empty() ? "give the id of a rule with `excludes`, `alone` or `at most 1 of`"
                                : std::move(help));
    }
  }
  // With exceptions, a cap of one is judged pair by pair.
  for (std::size_t i = 0; i < pack_.stacking.size(); ++i) {
    for (const index lifted : pack_.stacking[i].overrides) {
      checked_stacking& rule = pack_.stacking[lifted];
      if (rule.kind != stacking_kind::at_most) continue;
      rule.kind = stacking_kind::excludes;
      rule.count = 0;
      rule.right = {rule.left};
    }
  }
}

// Where both sides have to agree, a permission whose other side permits nobody is a half-written
// one.
void pack_checker::one_sided_permissions() {
  if (!pack_.stacking_mutual) return;
  std::vector<bool> permits(pack_.offers.size(), false);
  const auto each = [&](const graph::subject_row& s, auto&& visit) {
    switch (s.what) {
      case graph::subject_row::kind::any:
        for (index o = 0; o < pack_.offers.size(); ++o) visit(o);
        break;
      case graph::subject_row::kind::offer: visit(s.which); break;
      case graph::subject_row::kind::offer_class:
        for (const index o : pack_.classes[s.which].members) visit(o);
        break;
    }
  };
  for (const checked_stacking& r : pack_.stacking) {
    if (r.kind == stacking_kind::with) each(r.left, [&](index o) { permits[o] = true; });
  }
  for (std::size_t i = 0; i < pack_.stacking.size(); ++i) {
    const checked_stacking& r = pack_.stacking[i];
    if (r.kind != stacking_kind::with) continue;
    for (const graph::subject_row& right : r.right) {
      bool answered = false, asked = false;
      each(right, [&](index o) { asked = true, answered = answered || permits[o]; });
      if (answered || !asked) continue;
      const syntax::stacking_rule& written = *stacking_sources_[i].written;
      found_.warning(
          codes::one_sided_permission, r.at,
          fmt::format("`{}` permits a pair that the other side never does", syntax::print(written)),
          "under `stacking: mutual` each side permits the other: write the rule the "
          "other way round as well");
      break;
    }
  }
}

}  // namespace parley::check
