// Warnings about a pack that is right as far as each rule goes.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "check/codes.hpp"
#include "check/pack_checker.hpp"
#include "parley/facts/line_attributes.hpp"

namespace parley::check {

void pack_checker::overview() {
  unused_facts();
  costs();
  one_sided_permissions();
  wording_gaps();
  requires_cycles();
}

void pack_checker::unused_facts() {
  const auto warn = [&](const checked_fact& f, std::string_view prefix) {
    found_.warning(codes::unused_fact, f.at,
                   fmt::format("nothing reads the fact `{}{}`", prefix, f.name),
                   "drop it, or look for a rule that should read it");
  };
  for (std::size_t i = 0; i < pack_.facts.size(); ++i) {
    // A fact that voids standing offers does its work by being supplied.
    if (!used_facts_[i] && !pack_.facts[i].voids) warn(pack_.facts[i], "");
  }
  for (std::size_t i = built_in_line_attributes.size(); i < pack_.line_facts.size(); ++i) {
    if (!used_line_facts_[i] && !pack_.line_facts[i].voids) warn(pack_.line_facts[i], "line.");
  }
}

void pack_checker::costs() {
  const bool all_in =
      std::any_of(pack_.limits.begin(), pack_.limits.end(), [](const checked_limit& l) {
        return l.row.measure == graph::measure::concession ||
               l.row.measure == graph::measure::margin;
      });
  const checked_offer* first = nullptr;
  for (const checked_offer& o : pack_.offers) {
    const auto kind = o.effect.row.kind;
    const bool costs_more =
        kind == graph::effect_kind::gift || o.effect.row.target == graph::target_kind::shipping;
    const bool needs_cost = kind == graph::effect_kind::gift ||
                            kind == graph::effect_kind::shipping_upgrade ||
                            kind == graph::effect_kind::perk;
    if (costs_more && first == nullptr) first = &o;
    if (all_in && needs_cost && !o.has_cost) {
      found_.warning(codes::missing_cost, o.at,
                     fmt::format("`{}` has no `cost:`, so limits count it as free", o.name),
                     "say what it costs, or `cost: 0`");
    }
  }
  if (first == nullptr || all_in) return;
  found_.warning(codes::no_all_in_limit, first->at,
                 fmt::format("no limit bounds what `{}` and its kin give away", first->name),
                 "add a limit such as `concession <= 30% of subtotal` or `margin >= 10%`");
}

// Only rules that surely pull in each other matter: `A requires B` between single offers.
void pack_checker::requires_cycles() {
  const std::size_t offers = pack_.offers.size();
  struct need {
    index offer;
    index rule;
  };
  std::vector<std::vector<need>> needs(offers);
  for (std::size_t i = 0; i < pack_.stacking.size(); ++i) {
    const checked_stacking& r = pack_.stacking[i];
    const bool must = r.kind == graph::stacking_kind::requires_all ||
                      (r.kind == graph::stacking_kind::requires_any && r.right.size() == 1);
    if (!must || r.left.what != graph::subject_row::kind::offer) continue;
    for (const graph::subject_row& right : r.right) {
      if (right.what != graph::subject_row::kind::offer) continue;
      needs[r.left.which].push_back({right.which, static_cast<index>(i)});
    }
  }
  // Depth first with a stack of our own; an edge to an offer that is still open closes a circle.
  enum class mark : std::uint8_t { fresh, open, done };
  std::vector<mark> marks(offers, mark::fresh);
  struct visit {
    index offer;
    std::size_t next;
  };
  std::vector<visit> path;
  for (index start = 0; start < offers; ++start) {
    if (marks[start] != mark::fresh) continue;
    path.push_back({start, 0});
    marks[start] = mark::open;
    while (!path.empty()) {
      visit& top = path.back();
      if (top.next == needs[top.offer].size()) {
        marks[top.offer] = mark::done;
        path.pop_back();
        continue;
      }
      const need step = needs[top.offer][top.next++];
      if (marks[step.offer] == mark::fresh) {
        marks[step.offer] = mark::open;
        path.push_back({step.offer, 0});
      } else if (marks[step.offer] == mark::open) {
        auto from = std::find_if(path.begin(), path.end(),
                                 [&](const visit& v) { return v.offer == step.offer; });
        std::string chain;
        for (; from != path.end(); ++from)
          chain += fmt::format("`{}` requires ", pack_.offers[from->offer].name);
        found_.warning(
            codes::requires_cycle, pack_.stacking[step.rule].at,
            fmt::format("offers require each other: {}`{}`", chain, pack_.offers[step.offer].name),
            "drop one of the rules, or make the offers one");
      }
    }
  }
}

}  // namespace parley::check
