// Conditions that are never or always true, and parts of them that decide nothing.
#include <fmt/format.h>

#include <algorithm>

#include "analysis/analyser.hpp"
#include "analysis/codes.hpp"

namespace parley::analysis {

namespace {

claim::subject subject_of(site::kind what) {
  switch (what) {
    case site::kind::selector: return claim::subject::selector;
    case site::kind::offer: return claim::subject::offer;
    case site::kind::stacking: return claim::subject::stacking;
    case site::kind::limit: return claim::subject::limit;
    case site::kind::handoff: return claim::subject::handoff;
    case site::kind::obligation: return claim::subject::obligation;
    case site::kind::trigger: return claim::subject::trigger;
  }
  return claim::subject::offer;
}

std::string_view never_means(site::kind what) {
  switch (what) {
    case site::kind::selector: return "it holds no line, ever";
    case site::kind::offer: return "it can never be given";
    case site::kind::stacking:
    case site::kind::limit: return "it is never in force";
    case site::kind::handoff: return "nobody ever takes over because of it";
    case site::kind::obligation: return "it never becomes due";
    case site::kind::trigger: return "it never fires";
  }
  return "";
}

}  // namespace

std::vector<site> analyser::sites() const {
  std::vector<site> made;
  using kind = site::kind;
  const auto add = [&](kind what, index row, index playbook, std::string name, span at,
                       const judged* when) {
    if (when->written == nullptr) return;
    made.push_back({what, row, playbook, std::move(name),
                    when->written->at.known() ? when->written->at : at, when});
  };
  const auto duties = [&](const std::vector<check::checked_obligation>& list,
                          const std::vector<judged*>& when, index playbook) {
    for (std::size_t i = 0; i < list.size(); ++i) {
      add(kind::obligation, static_cast<index>(i), playbook,
          fmt::format("the obligation `{}`", list[i].kind), list[i].at, when[i]);
    }
  };
  const auto leaves = [&](const std::vector<check::checked_handoff>& list,
                          const std::vector<judged*>& when, index playbook) {
    for (std::size_t i = 0; i < list.size(); ++i) {
      add(kind::handoff, static_cast<index>(i), playbook,
          fmt::format("the handoff to `{}`", list[i].to), list[i].at, when[i]);
    }
  };
  for (index i = 0; i < checked_.selectors.size(); ++i) {
    const auto& s = checked_.selectors[i];
    add(kind::selector, i, no_index, fmt::format("the selector `{}`", s.name), s.at,
        selector_when_[i]);
  }
  for (index i = 0; i < checked_.offers.size(); ++i) {
    const auto& o = checked_.offers[i];
    add(kind::offer, i, no_index, fmt::format("`{}`", o.name), o.at, offer_when_[i]);
    duties(o.obligations, offer_obligations_[i], no_index);
  }
  for (index i = 0; i < checked_.stacking.size(); ++i) {
    const auto& r = checked_.stacking[i];
    // Several rules of one sentence have one condition.
    if (i > 0 && from_lanes(r) && checked_.stacking[i - 1].at == r.at) continue;
    add(kind::stacking, i, no_index, fmt::format("the rule `{}`", r.id), r.at, stacking_when_[i]);
  }
  for (index i = 0; i < checked_.limits.size(); ++i) {
    const auto& l = checked_.limits[i];
    add(kind::limit, i, l.row.playbook, fmt::format("the limit `{}`", l.id), l.at, limit_when_[i]);
    duties(l.obligations, limit_obligations_[i], no_index);
  }
  for (index i = 0; i < checked_.playbooks.size(); ++i) {
    leaves(checked_.playbooks[i].handoffs, playbook_handoffs_[i], i);
    duties(checked_.playbooks[i].obligations, playbook_obligations_[i], i);
  }
  leaves(checked_.handoffs, handoffs_, no_index);
  duties(checked_.obligations, obligations_, no_index);
  if (checked_.negotiation) {
    for (index i = 0; i < triggers_.size(); ++i) {
      const auto& t = checked_.negotiation->triggers[i];
      add(kind::trigger, i, no_index, fmt::format("the trigger `{}`", t.name), t.at, triggers_[i]);
    }
  }
  return made;
}

void analyser::conditions() {
  for (const site& s : sites()) judge_site(s);
}

void analyser::judge_site(const site& s) {
  if (!spend(s.when->read.nodes.size())) return;
  // `when: "true"` is meant.
  if (s.when->written->nodes.size() == 1 && s.when->always()) return;
  if (s.when->never()) {
    never_true(s);
  } else if (s.when->always()) {
    always_true(s);
  } else {
    parts(s);
  }
}

std::string analyser::source_of(const judged& j, std::uint32_t node) const {
  const check::typed_condition& c = *j.written;
  const check::typed_node& n = c.nodes[node];
  if (n.length == 0 || n.offset + n.length > c.source.size()) return c.source;
  return c.source.substr(n.offset, n.length);
}

/// The facts a condition reads, where they are declared.
void analyser::declared_here(diagnostic& d, const judged& j) const {
  std::set<std::pair<bool, std::uint32_t>> told;
  for (const check::typed_node& n : j.written->nodes) {
    const bool fact = n.op == graph::op::fact || n.op == graph::op::has_fact;
    const bool line = n.op == graph::op::line_fact || n.op == graph::op::has_line_fact;
    if (!fact && !line) continue;
    const check::checked_fact& f =
        line ? checked_.line_facts[n.reference] : checked_.facts[n.reference];
    if (!f.at.known() || !told.emplace(line, n.reference).second || told.size() > 4) continue;
    d.related.push_back(
        {f.at, fmt::format("`{}{}` is declared here", line ? "line." : "", f.name)});
  }
}

/// Whether conditions have facts in common, as far as their boxes tell.
bool analyser::meet(const std::vector<const judged*>& hold) const {
  boxes left{box{}};
  for (const judged* j : hold) {
    if (!j->yes) continue;
    const auto both = common(left, *j->yes);
    if (!both) continue;
    left = *both;
    if (left.empty()) return false;
  }
  return true;
}

/// Offers whose proposal brings a site into play: of a rule about pairs the first one that may be
/// promised while the rule is in force, else the first.
std::vector<index> analyser::offers_at(const site& s) const {
  if (s.what == site::kind::offer) return {s.row};
  if (s.what == site::kind::stacking) {
    const check::checked_stacking& r = checked_.stacking[s.row];
    const bool requires_others = r.kind == graph::stacking_kind::requires_all ||
                                 r.kind == graph::stacking_kind::requires_any;
    constexpr std::size_t pairs_most = 64;
    std::vector<index> first;
    std::size_t tried = 0;
    for (const index a : members(r.left)) {
      if (requires_others) {
        if (first.empty()) first = {a};
        if (meet({s.when, offer_when_[a]})) return {a};
        continue;
      }
      const auto others = r.right.empty() ? std::vector<graph::subject_row>{r.left} : r.right;
      for (const graph::subject_row& other : others) {
        for (const index b : members(other)) {
          if (b == a) continue;
          if (first.empty()) first = {a, b};
          if (meet({s.when, offer_when_[a], offer_when_[b]})) return {a, b};
          if (++tried == pairs_most) return first;
        }
      }
      if (first.empty()) first = {a};
    }
    return first;
  }
  if (s.what == site::kind::limit) {
    std::vector<index> first;
    for (index o = 0; o < checked_.offers.size(); ++o) {
      if (!targets(checked_.limits[s.row], o)) continue;
      if (first.empty()) first = {o};
      if (meet({s.when, offer_when_[o]})) return {o};
    }
    return first;
  }
  if (checked_.offers.empty()) return {};
  return {0};
}

graph::index analyser::compiled_when(const site& s) const {
  const auto& t = compiled_.tables();
  switch (s.what) {
    case site::kind::offer: return t.offers[s.row].when;
    case site::kind::stacking: return t.stacking[s.row].when;
    case site::kind::limit: return t.limits[s.row].when;
    default: return no_index;
  }
}

/// Facts that go through the cells of a condition: those under which its operands hold, then each
/// axis in turn.
std::vector<scenario> analyser::tries(const site& s) {
  constexpr std::size_t rows_most = 8;
  std::vector<box> wanted;
  const formula& f = s.when->read;
  const auto add = [&](box b) {
    if (std::find(wanted.begin(), wanted.end(), b) == wanted.end()) wanted.push_back(std::move(b));
  };
  for (const formula_node& n : f.nodes) {
    if (n.what != formula_node::kind::atom) continue;
    const axis& a = axes_[n.axis];
    for (const cell_range& r : a.full.ranges()) {
      for (std::uint32_t cell = r.first; cell <= r.last; ++cell) {
        if (wanted.size() == rows_most) break;
        cell_set one;
        one.append({cell, cell});
        add({{{n.axis, one}}});
      }
    }
  }
  if (wanted.empty()) wanted.push_back({});
  std::vector<scenario> out;
  std::vector<scenario_offer> asked;
  for (const index o : offers_at(s)) asked.push_back(hand_->plain(o));
  for (const box& b : wanted) {
    auto made = hand_->make(b, asked);
    if (!made) continue;
    if (s.playbook != no_index) made->intent = checked_.playbooks[s.playbook].name;
    out.push_back(*std::move(made));
  }
  return out;
}

void analyser::never_true(const site& s) {
  std::string help = "no facts make it true; mend it, or drop the rule";
  const formula& f = s.when->read;
  const formula_node& root = f.nodes.back();
  if (root.what == formula_node::kind::all) {
    for (std::uint32_t i = 0; i < root.count; ++i) {
      const std::uint32_t a = f.operands[root.first + i];
      const auto yes = boxes_of(axes_, f, a, true);
      if (yes && yes->empty()) {
        help = fmt::format("`{}` is never true", source_of(*s.when, f.nodes[a].node));
        break;
      }
      bool found = false;
      for (std::uint32_t k = 0; k < i && yes && !found; ++k) {
        const std::uint32_t b = f.operands[root.first + k];
        const auto other = boxes_of(axes_, f, b, true);
        const auto both = other ? common(*yes, *other) : std::nullopt;
        if (!both || !both->empty()) continue;
        help =
            fmt::format("`{}` and `{}` are never true together",
                        source_of(*s.when, f.nodes[b].node), source_of(*s.when, f.nodes[a].node));
        found = true;
      }
      if (found) break;
    }
  }
  diagnostic& d =
      warn(codes::never_true, subject_of(s.what), s.row, s.at,
           fmt::format("the condition of {} is never true: {}", s.name, never_means(s.what)),
           std::move(help), s.playbook);
  declared_here(d, *s.when);
  std::vector<scenario> cases = tries(s);
  const graph::index compiled = compiled_when(s);
  std::erase_if(cases, [&](const scenario& c) {
    return compiled != no_index && hand_->test(c, compiled) == truth::yes;
  });
  show(d, cases);
}

void analyser::always_true(const site& s) {
  const formula_node& root = s.when->read.nodes.back();
  diagnostic& d = warn(codes::always_true, subject_of(s.what), s.row, s.at,
                       fmt::format("the condition of {} is always true", s.name),
                       root.what == formula_node::kind::constant
                           ? "drop it"
                           : "drop it: it never says no, and only asks for facts to be known",
                       s.playbook);
  declared_here(d, *s.when);
  std::vector<scenario> cases = tries(s);
  const graph::index compiled = compiled_when(s);
  std::erase_if(cases, [&](const scenario& c) {
    return compiled != no_index && hand_->test(c, compiled) != truth::yes;
  });
  show(d, cases);
}

void analyser::parts(const site& s) {
  const formula& f = s.when->read;
  const formula_node& root = f.nodes.back();
  const bool all = root.what == formula_node::kind::all;
  constexpr std::uint32_t operands_most = 16;
  if ((!all && root.what != formula_node::kind::any) || root.count > operands_most) return;
  std::vector<std::optional<boxes>> yes, no;
  for (std::uint32_t i = 0; i < root.count; ++i) {
    yes.push_back(boxes_of(axes_, f, f.operands[root.first + i], true));
    no.push_back(boxes_of(axes_, f, f.operands[root.first + i], false));
    if (!yes.back() || !no.back()) return;
  }
  const auto place = [&](std::uint32_t i) {
    return s.when->written->place_of(
        s.when->written->nodes[f.nodes[f.operands[root.first + i]].node]);
  };
  const auto text = [&](std::uint32_t i) {
    return source_of(*s.when, f.nodes[f.operands[root.first + i]].node);
  };
  const auto guard = [&](std::uint32_t i) {
    return !no[i]->empty() && std::all_of(no[i]->begin(), no[i]->end(), [&](const box& b) {
      return std::all_of(b.sides.begin(), b.sides.end(), [&](const auto& side) {
        const axis_kind what = axes_[side.first].what;
        return what == axis_kind::present || what == axis_kind::line_present;
      });
    });
  };
  std::set<std::uint32_t> idle;
  const auto tell = [&](std::uint32_t i, std::string message, std::string help) -> diagnostic& {
    idle.insert(i);
    return warn(codes::idle_part, subject_of(s.what), s.row, place(i), std::move(message),
                std::move(help), i);
  };
  for (std::uint32_t i = root.count; i-- > 0;) {
    diagnostic* told = nullptr;
    if (all) {
      if (no[i]->empty() && !guard(i)) {
        told = &tell(i, fmt::format("`{}` is always true", text(i)), "drop this part");
      } else if (!no[i]->empty() && !guard(i)) {
        std::optional<boxes> rest = boxes{box{}};
        for (std::uint32_t k = 0; k < root.count && rest; ++k) {
          if (k != i && !idle.contains(k)) rest = common(*rest, *yes[k]);
        }
        const auto left = rest ? common(*rest, *no[i]) : std::nullopt;
        if (!left || !left->empty() || rest->empty()) continue;
        told =
            &tell(i, fmt::format("`{}` is true whenever the rest is", text(i)), "drop this part");
        for (std::uint32_t k = 0; k < root.count; ++k) {
          if (k == i || idle.contains(k)) continue;
          const auto both = common(*yes[k], *no[i]);
          if (!both || !both->empty()) continue;
          told->related.push_back({place(k), fmt::format("`{}` says more", text(k))});
          break;
        }
      }
    } else if (yes[i]->empty()) {
      told = &tell(i, fmt::format("`{}` is never true", text(i)), "drop this part, or mend it");
    } else {
      for (std::uint32_t k = 0; k < root.count; ++k) {
        if (k == i || idle.contains(k) || !inside(*yes[i], *yes[k])) continue;
        told =
            &tell(i, fmt::format("`{}` adds nothing to `{}`", text(i), text(k)), "drop this part");
        told->related.push_back({place(k), "this is true already"});
        break;
      }
    }
    if (told == nullptr) continue;
    std::vector<scenario> cases = tries(s);
    if (cases.size() > 4) cases.resize(4);
    show(*told, cases);
  }
}

}  // namespace parley::analysis
