// Limits that never bind, limits that always do, and offers at odds with their own condition.
#include <fmt/format.h>

#include <algorithm>

#include "analysis/analyser.hpp"
#include "analysis/codes.hpp"
#include "parley/facts/value_compare.hpp"
#include "parley/money/rounding.hpp"

namespace parley::analysis {

using check::checked_limit;
using check::checked_offer;
using graph::amount_kind;
using graph::effect_kind;
using graph::measure;

namespace {

std::int64_t divided_up(int128 a, int128 b) {
  return static_cast<std::int64_t>((a + b - 1) / b);
}

}  // namespace

bool analyser::targets(const checked_limit& l, index offer) const {
  switch (l.row.target) {
    case graph::target_kind::offer: return l.row.target_index == offer;
    case graph::target_kind::offer_class: {
      const auto& classes = checked_.offers[offer].classes;
      return std::binary_search(classes.begin(), classes.end(), l.row.target_index);
    }
    default: break;
  }
  if (l.row.playbook == no_index) return true;
  const auto& listed = checked_.playbooks[l.row.playbook].offers;
  return listed.empty() || covers(listed, offer);
}

/// The least subtotal under which an offer's condition can hold, in minor units.
std::optional<std::int64_t> analyser::least_subtotal(index offer) const {
  const judged& when = offer_when(offer);
  if (when.written == nullptr || !when.yes || when.yes->empty()) return std::nullopt;
  std::optional<std::int64_t> least;
  for (const box& b : *when.yes) {
    const cell_set* cells = nullptr;
    std::uint32_t which = 0;
    for (const auto& side : b.sides) {
      if (axes_[side.first].what == axis_kind::subtotal) which = side.first, cells = &side.second;
    }
    if (cells == nullptr) return std::nullopt;
    const std::uint32_t cell = cells->ranges().front().first;
    // From a point itself, or from the minor unit behind the point before a gap.
    if (cell == 0) return std::nullopt;
    const value& point = axes_[which].points[(cell - 1) / 2];
    const auto minor = number_of(point).scaled(checked_.digits, rounding_mode::floor);
    if (!minor) return std::nullopt;
    const std::int64_t from = cell % 2 == 1 ? *minor : *minor + 1;
    least = least ? std::min(*least, from) : from;
  }
  return least && *least > 0 ? least : std::nullopt;
}

/// What the offers that a limit measures can take together at most.
analyser::most analyser::most_of(const checked_limit& l) {
  most sum;
  std::vector<index> offers;
  for (index o = 0; o < checked_.offers.size(); ++o) {
    const bool in_playbook = l.row.playbook == no_index ||
                             checked_.playbooks[l.row.playbook].offers.empty() ||
                             covers(checked_.playbooks[l.row.playbook].offers, o);
    if (targets(l, o) && in_playbook && !offer_when(o).never()) offers.push_back(o);
  }
  if (offers.empty() || !spend(offers.size())) {
    sum.bounded = false;
    return sum;
  }
  const bool all_in = l.row.measure == measure::concession;
  const bool gifts_only = l.row.measure == measure::gifts;
  for (const auto& group : cliques(offers)) {
    most top;
    top.bounded = true;
    index which = group.front();
    for (const index o : group) {
      const checked_offer& offer = checked_.offers[o];
      const graph::effect_row& e = offer.effect.row;
      std::int64_t share = 0;
      std::int64_t amount = -1;
      switch (e.kind) {
        case effect_kind::percent_off:
          share = e.maximum;
          amount = e.cap;
          break;
        case effect_kind::amount_off: amount = e.maximum; break;
        case effect_kind::shipping_percent:
        case effect_kind::shipping_amount:
        case effect_kind::shipping_price:
          amount = 0;
          if (all_in) top.bounded = false;
          break;
        case effect_kind::gift:
        case effect_kind::shipping_upgrade:
        case effect_kind::perk:
          amount = all_in ? offer.cost : 0;
          if (e.from_cart != 0 || (all_in && e.unit != graph::unit::none)) amount = -1;
          if (amount < 0) share = ratio_one;
          break;
        default: share = ratio_one; break;
      }
      const auto repeat = static_cast<std::int64_t>(offer.repeat);
      const bool gift = e.kind == effect_kind::gift || e.from_cart != 0;
      top.count = std::max(top.count, gifts_only && !gift ? 0 : repeat);
      if (amount > 0 && share == 0) {
        const auto least = least_subtotal(o);
        share = least ? divided_up(int128{amount} * ratio_one, *least) : ratio_one;
      } else if (amount == 0) {
        share = 0;
      }
      share = std::min<std::int64_t>(share * repeat, ratio_one * 64);
      if (share > top.share) which = o;
      top.share = std::max(top.share, share);
      if (amount < 0) {
        top.amount = -1;
      } else if (top.amount >= 0) {
        top.amount = std::max(top.amount, amount * repeat);
      }
    }
    sum.bounded = sum.bounded && top.bounded;
    sum.share += top.share;
    sum.count += top.count;
    sum.amount = top.amount < 0 || sum.amount < 0 ? -1 : sum.amount + top.amount;
    sum.offers.push_back(which);
  }
  return sum;
}

void analyser::limits() {
  for (index i = 0; i < checked_.limits.size(); ++i) {
    if (!spend(1)) return;
    if (limit_when_[i]->never() || idle_limits_.contains(i) || out_of_reach(i)) continue;
    idle_limit(i);
    if (idle_limits_.contains(i)) continue;
    always_broken(i);
    own_condition(i);
  }
}

// The condition of a limit against those of all the offers it is about.
bool analyser::out_of_reach(index row) {
  const checked_limit& l = checked_.limits[row];
  // Rounds are counted whatever is promised.
  if (l.row.measure == measure::rounds || limit_when_[row]->written == nullptr) return false;
  std::vector<index> offers;
  for (index o = 0; o < checked_.offers.size(); ++o) {
    if (targets(l, o) && !offer_when(o).never()) offers.push_back(o);
  }
  if (offers.empty() || !spend(offers.size())) return false;
  for (const index o : offers) {
    if (meet({limit_when_[row], offer_when_[o]})) return false;
  }
  idle_limits_.insert(row);
  const checked_offer& first = checked_.offers[offers.front()];
  diagnostic& d =
      warn(codes::never_binds, claim::subject::limit, row, l.at,
           fmt::format("`{}` never binds: its condition is never true together with that of `{}`{}",
                       l.text, first.name, offers.size() > 1 ? ", nor of the others" : ""),
           "mend one of the conditions, or drop the limit");
  if (first.when) d.related.push_back({first.when->at, "this condition"});
  std::vector<scenario> cases;
  if (auto s = scene({limit_when_[row]}, {offers.front()})) cases.push_back(*std::move(s));
  if (auto s = scene({offer_when_[offers.front()]}, {offers.front()}))
    cases.push_back(*std::move(s));
  for (scenario& s : cases) {
    if (l.row.playbook != no_index) s.intent = checked_.playbooks[l.row.playbook].name;
  }
  show(d, cases);
  return true;
}

void analyser::idle_limit(index row) {
  const checked_limit& l = checked_.limits[row];
  if (l.row.scope != graph::scope::order || l.row.target == graph::target_kind::selector ||
      l.row.target == graph::target_kind::shipping)
    return;
  const measure m = l.row.measure;
  const bool upper = l.row.comparison == graph::comparison::at_most;
  std::string why;
  std::int64_t from = 0;
  most top;
  if (!upper) {
    if (m != measure::price || l.row.amount_kind != amount_kind::money || l.row.amount > 0) return;
    why = "prices never go below zero";
  } else if (m == measure::offers || m == measure::gifts || m == measure::uses) {
    if (l.row.amount_kind != amount_kind::count || l.row.amount < 1) return;
    top = most_of(l);
    if (!top.bounded || top.count > l.row.amount) return;
    why = fmt::format("no proposal has more than {}", top.count);
  } else if (m == measure::discount || m == measure::concession) {
    const bool share = l.row.amount_kind == amount_kind::share_of_subtotal ||
                       l.row.amount_kind == amount_kind::share_of_list;
    top = most_of(l);
    if (m == measure::discount && share && l.row.amount >= ratio_one) {
      why = "nothing is reduced by more than all of it";
    } else if (!top.bounded) {
      return;
    } else if (share) {
      if (top.share >= l.row.amount) return;
      const auto roundings = static_cast<std::int64_t>(top.offers.size());
      from =
          top.share == 0 ? 0 : divided_up(int128{roundings} * ratio_one, l.row.amount - top.share);
      std::int64_t unit = 1;
      for (int i = 0; i < checked_.digits; ++i) unit *= 10;
      // Rounding may break any bound on goods of a few cents; far more than that proves nothing.
      if (from > 10 * unit) return;
      const auto percent = decimal(top.share, -6).reduced().text();
      why = fmt::format("what may be combined takes {}% at most{}", percent,
                        from > 1 ? fmt::format(" of goods of {} or more each", money(from)) : "");
    } else if (l.row.amount_kind == amount_kind::money) {
      if (top.amount < 0 || top.amount > l.row.amount) return;
      why = fmt::format("what may be combined takes {} at most", money(top.amount));
    } else {
      return;
    }
  } else {
    return;
  }
  idle_limits_.insert(row);
  diagnostic& d = warn(codes::never_binds, claim::subject::limit, row, l.at,
                       fmt::format("`{}` never binds: {}", l.text, why), "tighten it, or drop it",
                       no_index, from);
  std::vector<index> offers = top.offers;
  if (offers.empty()) {
    for (index o = 0; o < checked_.offers.size() && offers.empty(); ++o) {
      if (targets(l, o)) offers.push_back(o);
    }
  }
  if (offers.size() > 8) offers.resize(8);
  for (std::size_t i = 0; i < offers.size() && i < 4; ++i) {
    const checked_offer& o = checked_.offers[offers[i]];
    d.related.push_back({o.at, fmt::format("`{}` is one of them", o.name)});
  }
  std::vector<const judged*> hold;
  for (const index o : offers) hold.push_back(offer_when_[o]);
  std::vector<scenario> cases;
  auto s = scene(hold, offers);
  if (!s && !offers.empty()) s = scene({hold.front()}, {offers.front()});
  if (s) {
    for (scenario_offer& o : s->offers) {
      if (o.has_parameter) o.parameter = checked_.offers[o.offer].effect.row.maximum;
    }
    if (l.row.playbook != no_index) s->intent = checked_.playbooks[l.row.playbook].name;
    const decision& answer = hand_->run(*s);
    const bool bound = std::any_of(
        answer.findings.begin(), answer.findings.end(),
        [&](const auto& f) { return f.rule_kind == finding::rule_kind::limit && f.rule == row; });
    if (!bound) cases.push_back(*std::move(s));
  }
  show(d, cases);
}

/// Whether nothing that changes prices can stand beside an offer.
bool analyser::stands_alone(index offer) {
  for (index o = 0; o < checked_.offers.size(); ++o) {
    const effect_kind kind = checked_.offers[o].effect.row.kind;
    const bool prices = kind != effect_kind::gift && kind != effect_kind::perk &&
                        kind != effect_kind::shipping_upgrade;
    if (o != offer && prices && kept_apart(offer, o).why == apart::kind::no) return false;
  }
  return true;
}

/// From which price of goods on a limit refuses an offer given alone, whatever the facts are.
std::optional<std::int64_t> analyser::breaks_from(const checked_limit& l, index offer,
                                                  std::int64_t parameter) const {
  const bool of_offers =
      l.row.target == graph::target_kind::none || l.row.target == graph::target_kind::order ||
      l.row.target == graph::target_kind::offer || l.row.target == graph::target_kind::offer_class;
  if (l.row.comparison != graph::comparison::at_most || !of_offers || !targets(l, offer))
    return std::nullopt;
  const graph::effect_row& e = checked_.offers[offer].effect.row;
  const measure m = l.row.measure;
  // Counters only add to what this proposal counts.
  if (l.row.scope != graph::scope::order &&
      (l.row.scope != graph::scope::counter || m != measure::uses))
    return std::nullopt;
  if (m == measure::offers || m == measure::uses ||
      (m == measure::gifts && e.kind == effect_kind::gift)) {
    if (l.row.amount_kind != amount_kind::count || l.row.amount > 0) return std::nullopt;
    return 0;
  }
  // Another limit may cut the amount down before this one looks at it.
  if ((m != measure::discount && m != measure::concession) || clamps_ ||
      e.target != graph::target_kind::order)
    return std::nullopt;
  const bool share = l.row.amount_kind == amount_kind::share_of_subtotal ||
                     l.row.amount_kind == amount_kind::share_of_list;
  if (share && e.kind == effect_kind::percent_off && e.cap < 0 && e.cap_each < 0) {
    if (parameter <= l.row.amount) return std::nullopt;
    return divided_up(ratio_one, parameter - l.row.amount) + 1;
  }
  // Of what permits nothing, the first cent is too much.
  if (l.row.amount_kind == amount_kind::money && l.row.amount <= 0 &&
      e.kind == effect_kind::percent_off && parameter > 0)
    return divided_up(ratio_one, parameter) + 1;
  if (l.row.amount_kind == amount_kind::money && e.kind == effect_kind::amount_off) {
    if (parameter <= l.row.amount) return std::nullopt;
    return l.row.amount + 1;
  }
  return std::nullopt;
}

void analyser::always_broken(index row) {
  const checked_limit& l = checked_.limits[row];
  if (l.row.otherwise != graph::otherwise::deny) return;
  std::size_t told = 0;
  for (index o = 0; o < checked_.offers.size() && told < 3; ++o) {
    if (!spend(1)) return;
    const checked_offer& offer = checked_.offers[o];
    if (offer_when(o).never() || !must_hold(*limit_when_[row], {o})) continue;
    const auto from = breaks_from(l, o, offer.effect.row.minimum);
    if (!from) continue;
    ++told;
    // What came before it may have left it less to take.
    const bool about_some = l.row.target == graph::target_kind::offer ||
                            l.row.target == graph::target_kind::offer_class;
    const bool counts = l.row.amount_kind == amount_kind::count;
    const bool first_only = about_some && !counts && !stands_alone(o);
    std::string where;
    if (l.row.playbook != no_index)
      where += fmt::format(" under `{}`", checked_.playbooks[l.row.playbook].name);
    if (first_only) where += " where no other offer comes before it";
    if (*from > 1) where += fmt::format(" (of goods of {} or more each)", money(*from));
    diagnostic& d = warn(codes::always_binds, claim::subject::limit, row, l.at,
                         fmt::format("`{}` always refuses `{}`{}", l.text, offer.name, where),
                         fmt::format("loosen the limit, or drop `{}`", offer.name), o, *from);
    d.related.push_back({offer.at, fmt::format("`{}` is declared here", offer.name)});
    std::vector<scenario> cases;
    auto s = scene({offer_when_[o], limit_when_[row]}, {o});
    if (!s) s = scene({offer_when_[o]}, {o});
    if (s && l.row.playbook != no_index) s->intent = checked_.playbooks[l.row.playbook].name;
    if (s && hand_->run(*s).verdict == verdict::deny) cases.push_back(*std::move(s));
    show(d, cases);
  }
}

// At the very order that its condition asks for, the offer breaks a limit: by its own doing, as the
// cart alone wouldn't.
void analyser::own_condition(index row) {
  const checked_limit& l = checked_.limits[row];
  if (l.row.scope != graph::scope::order || l.row.otherwise != graph::otherwise::deny ||
      l.row.target == graph::target_kind::selector || l.row.target == graph::target_kind::shipping)
    return;
  const bool upper = l.row.comparison == graph::comparison::at_most;
  const measure m = l.row.measure;
  const bool price = m == measure::price && !upper && l.row.amount_kind == amount_kind::money;
  const bool share = (m == measure::discount || m == measure::concession) && upper &&
                     (l.row.amount_kind == amount_kind::share_of_subtotal ||
                      l.row.amount_kind == amount_kind::share_of_list);
  if (!price && !share) return;
  for (index o = 0; o < checked_.offers.size(); ++o) {
    if (!spend(1)) return;
    const checked_offer& offer = checked_.offers[o];
    const graph::effect_row& e = offer.effect.row;
    const auto least = least_subtotal(o);
    if (!least || !targets(l, o) || !must_hold(*limit_when_[row], {o})) continue;
    // Only what surely takes the same from any such order.
    if (e.target != graph::target_kind::order ||
        (e.kind != effect_kind::percent_off && e.kind != effect_kind::amount_off))
      continue;
    if (price && *least < l.row.amount) continue;
    if (share && breaks_from(l, o, e.minimum)) continue;
    int128 taken = e.minimum;
    if (e.kind == effect_kind::percent_off) {
      taken = int128{e.minimum} * *least / ratio_one;
      if (e.cap >= 0) taken = std::min<int128>(taken, e.cap);
    }
    const bool broken =
        price ? *least - taken < l.row.amount : taken * ratio_one > int128{l.row.amount} * *least;
    if (!broken) continue;
    auto s = scene({offer_when_[o], limit_when_[row]}, {o});
    if (!s) continue;
    s->lines.resize(1);
    s->lines[0].quantity = 1;
    s->lines[0].price = *least;
    if (l.row.playbook != no_index) s->intent = checked_.playbooks[l.row.playbook].name;
    const decision& answer = hand_->run(*s);
    const bool own = std::any_of(answer.findings.begin(), answer.findings.end(), [](const auto& f) {
      return f.code == finding_code::offer_condition;
    });
    const bool refused = std::any_of(
        answer.findings.begin(), answer.findings.end(),
        [&](const auto& f) { return f.rule_kind == finding::rule_kind::limit && f.rule == row; });
    if (own || !refused) continue;
    diagnostic& d = warn(codes::own_condition, claim::subject::offer, o, offer.when->at,
                         fmt::format("an order of {} is enough for `{}`, and then `{}` refuses it",
                                     money(*least), offer.name, l.text),
                         "ask for a larger order, give less, or loosen the limit", row, *least);
    d.related.push_back({l.at, "the limit"});
    show(d, {*s});
  }
}

}  // namespace parley::analysis
