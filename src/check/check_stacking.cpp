// Stacking rules: subjects, ids, overrides.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "check/codes.hpp"
#include "check/pack_checker.hpp"
#include "parley/base/did_you_mean.hpp"
#include "syntax/rule_ids.hpp"

namespace parley::check {

namespace {

using graph::stacking_kind;
using written_kind = syntax::stacking_rule::kind;

static_assert(static_cast<int>(written_kind::before) == static_cast<int>(stacking_kind::before),
              "the kinds of the syntax tree and of the graph go by the same numbers");

}  // namespace

void pack_checker::stacking() {
  for (const syntax::stacking_rule& r : written_.stacking) stacking_rule(r);
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
  stacking_decls_.push_back(&r);
  pack_.stacking.push_back(std::move(made));
}

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
  if (prohibition.kind == stacking_kind::alone) {
    return covers(prohibition.left, a) || covers(prohibition.left, b);
  }
  return std::any_of(prohibition.right.begin(), prohibition.right.end(), [&](const auto& right) {
    return (covers(prohibition.left, a) && covers(right, b)) ||
           (covers(prohibition.left, b) && covers(right, a));
  });
}

void pack_checker::overrides() {
  std::unordered_map<std::string_view, index> by_id;
  std::vector<std::string_view> prohibitions;
  const auto prohibits = [](stacking_kind kind) {
    return kind == stacking_kind::excludes || kind == stacking_kind::alone;
  };
  bool any = false;
  for (const syntax::stacking_rule* r : stacking_decls_) any = any || !r->overrides.empty();
  if (!any) return;
  for (std::size_t i = 0; i < pack_.stacking.size(); ++i) {
    by_id.emplace(pack_.stacking[i].id, static_cast<index>(i));
    if (prohibits(pack_.stacking[i].kind)) prohibitions.push_back(pack_.stacking[i].id);
  }

  for (std::size_t i = 0; i < pack_.stacking.size(); ++i) {
    checked_stacking& made = pack_.stacking[i];
    const syntax::stacking_rule& r = *stacking_decls_[i];
    const auto named = [](const syntax::subject& s) {
      return s.what == syntax::subject::kind::offer;
    };
    const bool by_name = made.kind == stacking_kind::with && named(r.left) &&
                         std::all_of(r.right.begin(), r.right.end(), named);
    const bool resolved = made.right.size() == r.right.size() && made.left.which != no_index;
    for (const syntax::name& n : r.overrides) {
      const auto target = by_id.find(n.text);
      if (target == by_id.end()) {
        if (broken(n.text)) continue;
        std::string help = did_you_mean_help(n.text, prohibitions);
        found_.error(
            codes::unknown_rule, n.at, fmt::format("no stacking rule has the id `{}`", n.text),
            help.empty() ? "give the id of a rule with `excludes` or `alone`" : std::move(help));
        continue;
      }
      const checked_stacking& prohibition = pack_.stacking[target->second];
      if (!by_name) {
        found_.error(codes::wrong_override, n.at,
                     "only a permission that names its offers overrides a rule",
                     "write `A with B` with the two offers");
      } else if (!prohibits(prohibition.kind)) {
        found_
            .error(codes::wrong_override, n.at,
                   fmt::format("`{}` forbids no pair of offers", n.text),
                   "only `excludes` and `alone` can be overridden")
            .related.push_back({prohibition.at, "the rule stands here"});
      } else if (resolved &&
                 prohibition.right.size() == stacking_decls_[target->second]->right.size()) {
        for (const graph::subject_row& right : made.right) {
          if (concerns(prohibition, made.left.which, right.which)) continue;
          found_
              .error(
                  codes::wrong_override, n.at,
                  fmt::format("`{}` doesn't forbid `{}` with `{}`", n.text,
                              pack_.offers[made.left.which].name, pack_.offers[right.which].name),
                  "there is nothing to override")
              .related.push_back({prohibition.at, "the rule stands here"});
          break;
        }
        made.overrides.push_back(target->second);
      }
    }
  }
}

}  // namespace parley::check
