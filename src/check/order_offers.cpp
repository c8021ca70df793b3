// The order in which offers apply: stage, then `before`, then rank, then pack order.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <queue>
#include <tuple>
#include <utility>
#include <vector>

#include "check/codes.hpp"
#include "check/pack_checker.hpp"

namespace parley::check {

namespace {

constexpr std::array<std::string_view, 3> stage_names = {"item", "order", "shipping"};

/// Offers come first, then one node for each `before` rule: left side -> rule -> right side. So a
/// rule between two classes costs as many edges as they have members, not their product.
struct precedence {
  std::vector<std::vector<index>> after;  // by node
  std::vector<std::uint32_t> waiting;     // by node: predecessors that haven't come yet

  explicit precedence(std::size_t nodes) : after(nodes), waiting(nodes) {}
  void edge(index from, index to) {
    after[from].push_back(to);
    ++waiting[to];
  }
};

/// Percentages, amounts and fixed prices are told apart where the pack says what goes first.
enum class sort_of_value : int { price, amount, percent, other };

sort_of_value sort_of(const graph::effect_row& row, bool percent) {
  switch (row.kind) {
    case graph::effect_kind::unit_price:
    case graph::effect_kind::set_price:
    case graph::effect_kind::bundle_price:
    case graph::effect_kind::match_price:
    case graph::effect_kind::shipping_price: return sort_of_value::price;
    case graph::effect_kind::gift:
    case graph::effect_kind::perk:
    case graph::effect_kind::shipping_upgrade: return sort_of_value::other;
    default: break;
  }
  return percent ? sort_of_value::percent : sort_of_value::amount;
}

}  // namespace

pack_checker::tie pack_checker::tie_of(index offer) const {
  using ties = decltype(syntax::pack::ties);
  const checked_effect& effect = pack_.offers[offer].effect;
  const bool tiered = !effect.tiers.empty();
  const graph::unit unit = tiered ? effect.tiers.back().unit : effect.row.unit;
  const bool percent = unit == graph::unit::share;
  const sort_of_value sort = sort_of(effect.row, percent);
  // The number as written: 10 for 10% and for 10.00, in millionths.
  int128 value = tiered ? effect.tiers.back().value : effect.row.maximum;
  if (!percent) {
    value *= 1'000'000;
    for (int i = 0; i < pack_.digits; ++i) value /= 10;
  }
  switch (written_.ties) {
    case ties::pack: return {};
    case ties::percent:
      return {sort == sort_of_value::percent ? -1 : static_cast<int>(sort), -value};
    case ties::amount: return {static_cast<int>(sort), -value};
    case ties::greatest: return {sort == sort_of_value::other ? 1 : 0, -value};
  }
  return {};
}

void pack_checker::order_offers() {
  const auto offers = static_cast<index>(pack_.offers.size());
  std::vector<index> rules;  // in stacking
  for (std::size_t i = 0; i < pack_.stacking.size(); ++i) {
    if (pack_.stacking[i].kind == graph::stacking_kind::before)
      rules.push_back(static_cast<index>(i));
  }
  precedence order(offers + rules.size());
  const auto members = [&](const graph::subject_row& s, auto&& visit) {
    if (s.what == graph::subject_row::kind::offer && s.which != no_index) visit(s.which);
    if (s.what == graph::subject_row::kind::offer_class && s.which != no_index) {
      for (const index o : pack_.classes[s.which].members) visit(o);
    }
  };

  for (std::size_t k = 0; k < rules.size(); ++k) {
    const checked_stacking& rule = pack_.stacking[rules[k]];
    const auto node = static_cast<index>(offers + k);
    index latest = no_index, earliest = no_index;  // by stage, on the left and on the right
    members(rule.left, [&](index o) {
      if (latest == no_index || pack_.offers[o].stage > pack_.offers[latest].stage) latest = o;
    });
    for (const graph::subject_row& right : rule.right) {
      members(right, [&](index o) {
        if (earliest == no_index || pack_.offers[o].stage < pack_.offers[earliest].stage)
          earliest = o;
      });
    }
    if (latest == no_index || earliest == no_index) continue;
    const checked_offer& first = pack_.offers[latest];
    const checked_offer& second = pack_.offers[earliest];
    if (first.stage > second.stage) {
      found_.error(codes::before_stage, rule.at,
                   fmt::format("`{}` applies in the stage {}, after `{}` in the stage {}",
                               first.name, stage_names[static_cast<std::size_t>(first.stage)],
                               second.name, stage_names[static_cast<std::size_t>(second.stage)]),
                   "drop the rule, or move one of them with `stage:`");
      continue;
    }
    members(rule.left, [&](index o) { order.edge(o, node); });
    for (const graph::subject_row& right : rule.right) {
      members(right, [&](index o) { order.edge(node, o); });
    }
  }

  // Among all that may come next, the one of the earliest stage, rank, tie and place in the pack.
  // Rules come at once, so that they never hold back an offer for longer than needed.
  using key = std::tuple<int, std::int32_t, tie, index>;
  std::priority_queue<key, std::vector<key>, std::greater<>> ready;
  const auto enter = [&](index node) {
    if (node >= offers) return ready.push({-1, 0, {}, node});
    const checked_offer& o = pack_.offers[node];
    ready.push({static_cast<int>(o.stage), o.rank, tie_of(node), node});
  };
  for (index node = 0; node < order.after.size(); ++node) {
    if (order.waiting[node] == 0) enter(node);
  }
  std::map<std::tuple<graph::stage, std::int32_t, tie>, std::uint32_t> groups;
  for (index o = 0; o < offers; ++o) {
    checked_offer& made = pack_.offers[o];
    const auto next = static_cast<std::uint32_t>(groups.size());
    made.order_group = groups.try_emplace({made.stage, made.rank, tie_of(o)}, next).first->second;
  }
  std::uint32_t position = 0;
  while (!ready.empty()) {
    const index node = std::get<3>(ready.top());
    ready.pop();
    if (node < offers) pack_.offers[node].position = position++;
    for (const index next : order.after[node]) {
      if (--order.waiting[next] == 0) enter(next);
    }
  }
  if (position == offers) return;

  // What is left waits for itself: walk forward from any of it, among what is left, until a node
  // repeats.
  std::vector<std::vector<index>> back(order.after.size());
  for (index node = 0; node < order.after.size(); ++node) {
    for (const index next : order.after[node]) {
      if (order.waiting[node] != 0 && order.waiting[next] != 0) back[next].push_back(node);
    }
  }
  index at = 0;
  while (order.waiting[at] == 0) ++at;
  std::vector<index> path;
  std::vector<std::uint32_t> seen(order.after.size(), 0);
  while (seen[at] == 0) {
    seen[at] = static_cast<std::uint32_t>(path.size() + 1);
    path.push_back(at);
    at = back[at].front();  // everything left has a predecessor that is left too
  }
  path.erase(path.begin(), path.begin() + (seen[at] - 1));
  path.push_back(at);
  std::reverse(path.begin(), path.end());
  std::string chain;
  index rule = no_index;
  for (const index node : path) {
    if (node >= offers) {
      rule = std::min(rule, rules[node - offers]);
    } else {
      chain += chain.empty() ? fmt::format("`{}`", pack_.offers[node].name)
                             : fmt::format(" before `{}`", pack_.offers[node].name);
    }
  }
  diagnostic& item =
      found_.error(codes::before_cycle, pack_.stacking[rule].at,
                   "rules with `before` go in a circle: " + chain, "drop one of them");
  for (const index node : path) {
    if (node < offers || rules[node - offers] == rule) continue;
    item.related.push_back({pack_.stacking[rules[node - offers]].at, "with this rule"});
  }
}

}  // namespace parley::check
