// The ladder, sweeteners and triggers.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "check/codes.hpp"
#include "check/pack_checker.hpp"
#include "parley/base/did_you_mean.hpp"
#include "parley/base/limits.hpp"
#include "syntax/amount_text.hpp"

namespace parley::check {

void pack_checker::negotiation() {
  if (!written_.negotiation) return;
  const syntax::negotiation_decl& n = *written_.negotiation;
  checked_negotiation& made = pack_.negotiation.emplace();
  bool whole_ladder = true;
  for (const syntax::ladder_step& step : n.ladder) {
    checked_step checked;
    checked.text = step.sentence.text;
    checked.at = step.sentence.at;
    bool sound = true;
    for (const syntax::step_item& item : step.items) {
      const auto row = step_item(item);
      if (!row) {
        sound = false;
        continue;
      }
      const auto named =
          static_cast<std::uint32_t>(1 + std::count_if(checked.items.begin(), checked.items.end(),
                                                       [&](const graph::step_item_row& other) {
                                                         return other.offer == row->offer;
                                                       }));
      if (named > pack_.offers[row->offer].repeat) {
        found_.error(codes::step_repeats, item.offer.at,
                     fmt::format("the step names `{}` {} times", item.offer.text, named),
                     "name it once, or give the offer `repeat:`");
        sound = false;
      }
      checked.items.push_back(*row);
    }
    whole_ladder = whole_ladder && sound;
    if (whole_ladder && !made.ladder.empty()) ladder_falls(made.ladder.back(), checked);
    made.ladder.push_back(std::move(checked));
  }
  for (const syntax::name& s : n.sweeteners) {
    const auto offer = offer_of(s);
    if (!offer) continue;
    if (pack_.offers[*offer].effect.row.step != 0) {
      found_.error(codes::sweetener_parameter, s.at,
                   fmt::format("the sweetener `{}` takes a parameter", s.text),
                   "name an offer whose value is fixed");
      continue;
    }
    made.sweeteners.push_back(*offer);
  }
  name_table names("trigger");
  for (const syntax::trigger_decl& t : n.triggers) {
    if (!names.declare(t.name, 0, found_)) continue;
    checked_trigger checked;
    checked.name = t.name.text;
    checked.at = t.name.at;
    if (auto when = condition(t.when, {})) checked.when = *std::move(when);
    if (t.worth) checked.worth = money(*t.worth).value_or(0);
    made.triggers.push_back(std::move(checked));
  }
  made.rounds = n.rounds.value_or(0);
  made.patience = n.patience.value_or(0);
  made.expires_seconds = n.expires_seconds.value_or(0);
  if (n.min_move) made.min_move = money(*n.min_move).value_or(0);
  made.resume_seconds = n.resume_seconds.value_or(0);
  for (const syntax::subject& s : n.issues) issue(s, made);
  if (n.strategy) strategy(n, made);
  if (n.evidence) evidence(*n.evidence, made);
}

// An issue is an offer, or a class of which one offer is given.
void pack_checker::issue(const syntax::subject& s, checked_negotiation& made) {
  const auto subject = subject_of(s);
  if (!subject) return;
  if (subject->what == graph::subject_row::kind::any) {
    found_.error(codes::issue_any, s.which.at, "`any` is no issue",
                 "name offers, or classes of which one offer is given");
    return;
  }
  const auto same = [&](const graph::subject_row& other) {
    return other.what == subject->what && other.which == subject->which;
  };
  if (std::any_of(made.issues.begin(), made.issues.end(), same)) {
    found_.error(codes::issue_any, s.which.at,
                 fmt::format("`{}` is an issue already", s.which.text), "name it once");
    return;
  }
  made.issues.push_back(*subject);
}

void pack_checker::strategy(const syntax::negotiation_decl& n, checked_negotiation& made) {
  static constexpr std::string_view names[] = {"ladder", "micro", "boulware", "linear", "conceder"};
  const syntax::name& given = *n.strategy;
  const auto named = std::find(std::begin(names), std::end(names), given.text);
  if (named == std::end(names)) {
    std::string help = did_you_mean_help(
        given.text, std::vector<std::string_view>(std::begin(names), std::end(names)));
    found_.error(
        codes::strategy_name, given.at, fmt::format("unknown strategy `{}`", given.text),
        help.empty() ? "it is ladder, micro, boulware, linear or conceder" : std::move(help));
    return;
  }
  made.strategy = static_cast<graph::strategy>(named - std::begin(names));
  if (made.strategy == graph::strategy::ladder) return;
  if (n.issues.empty()) {
    found_.error(codes::strategy_parts, given.at,
                 fmt::format("`{}` has no issues to search", given.text),
                 "list what may be given, as in `issues: [HAGGLE, class gift]`");
  }
  if (!n.ladder.empty() || !n.sweeteners.empty()) {
    found_.error(codes::strategy_parts, given.at,
                 fmt::format("`{}` takes its steps from `issues`, not from a ladder", given.text),
                 "drop `ladder:` and `sweeteners:`, or the strategy");
  }
  if (made.strategy == graph::strategy::micro) return;
  if (!n.rounds) {
    found_.error(
        codes::strategy_parts, given.at,
        fmt::format("`{}` is a curve over the rounds, and there is no number of them", given.text),
        "write `rounds: 8`, or the like");
  }
  found_.warning(codes::curve_leaks, given.at,
                 fmt::format("`{}` concedes by a formula: two counters tell a buyer where it ends",
                             given.text),
                 "that end is all of `issues`, never a limit; `ladder` and `micro` tell no more "
                 "than what was given");
}

void pack_checker::evidence(const syntax::name& given, checked_negotiation& made) {
  const auto fact = std::lower_bound(
      pack_.facts.begin(), pack_.facts.end(), given.text,
      [](const checked_fact& f, const std::string& name) { return f.name < name; });
  if (fact == pack_.facts.end() || fact->name != given.text) {
    if (broken(given.text)) return;
    found_.error(codes::unknown_needed_fact, given.at, fmt::format("unknown fact `{}`", given.text),
                 suggestion(found_, given.text, {&facts_}, "declare it under `facts:`"));
    return;
  }
  made.evidence = static_cast<index>(fact - pack_.facts.begin());
  used_facts_[made.evidence] = true;
  if (fact->type != type_kind::money) {
    found_.error(codes::strategy_parts, given.at,
                 fmt::format("`{}` isn't a sum of money", given.text),
                 "evidence of a competitor's price is a fact of `type: money`");
  }
}

std::optional<graph::step_item_row> pack_checker::step_item(const syntax::step_item& item) {
  const auto offer = offer_of(item.offer);
  if (!offer) return std::nullopt;
  const graph::effect_row& e = pack_.offers[*offer].effect.row;
  graph::step_item_row row;
  row.offer = *offer;
  const auto wrong = [&](const span& at, std::string message, std::string help) {
    found_.error(codes::step_parameter, at, std::move(message), std::move(help));
    return std::nullopt;
  };
  if (!item.parameter) {
    if (e.step == 0) return row;
    return wrong(item.offer.at, fmt::format("`{}` needs a parameter here", item.offer.text),
                 "write it after the name, as in `HAGGLE 5%`");
  }
  const syntax::amount& a = *item.parameter;
  if (e.step == 0) {
    return wrong(a.at, fmt::format("`{}` takes no parameter", item.offer.text),
                 fmt::format("drop `{}`", print(a)));
  }
  const auto given = in_unit(a, e.unit);
  if (!given) return std::nullopt;
  const auto shown = [&](std::int64_t v) {
    if (e.unit == graph::unit::share) return decimal(v, -6).reduced().text() + "%";
    return e.unit == graph::unit::money ? written_money(v) : fmt::format("{}", v);
  };
  if (*given < e.minimum || *given > e.maximum || (*given - e.minimum) % e.step != 0) {
    return wrong(a.at,
                 fmt::format("`{}` is no value that `{}` may have", print(a), item.offer.text),
                 fmt::format("it goes from {} to {} in steps of {}", shown(e.minimum),
                             shown(e.maximum), shown(e.step)));
  }
  row.has_parameter = 1;
  row.parameter = *given;
  return row;
}

// A lower fixed price is the better offer; of everything else more is better.
void pack_checker::ladder_falls(const checked_step& before, const checked_step& after) {
  for (const graph::step_item_row& had : before.items) {
    const checked_offer& offer = pack_.offers[had.offer];
    const auto now =
        std::find_if(after.items.begin(), after.items.end(),
                     [&](const graph::step_item_row& i) { return i.offer == had.offer; });
    const auto kind = offer.effect.row.kind;
    const bool price =
        kind == graph::effect_kind::unit_price || kind == graph::effect_kind::set_price ||
        kind == graph::effect_kind::bundle_price || kind == graph::effect_kind::shipping_price;
    std::string message;
    if (now == after.items.end()) {
      message = fmt::format("this step drops `{}`, which the one before gives", offer.name);
    } else if (price ? now->parameter > had.parameter : now->parameter < had.parameter) {
      message = fmt::format("this step gives less of `{}` than the one before", offer.name);
    } else {
      continue;
    }
    found_
        .warning(codes::ladder_falls, after.at, std::move(message),
                 "let every step give at least as much")
        .related.push_back({before.at, "the step before"});
    return;
  }
  const auto given = [](const checked_step& step) {
    std::vector<std::pair<index, std::int64_t>> made;
    for (const graph::step_item_row& i : step.items) made.emplace_back(i.offer, i.parameter);
    std::sort(made.begin(), made.end());
    return made;
  };
  if (given(before) != given(after)) return;
  found_
      .warning(codes::ladder_falls, after.at, "this step gives the same as the one before",
               "drop one of them; a negotiation passes over it")
      .related.push_back({before.at, "the step before"});
}

}  // namespace parley::check
