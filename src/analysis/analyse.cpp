#include "analysis/analyse.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "analysis/analyser.hpp"
#include "analysis/codes.hpp"
#include "analysis/order_dependence.hpp"
#include "parley/base/limits.hpp"
#include "parley/money/currency.hpp"

namespace parley::analysis {

using check::checked_stacking;
using check::typed_condition;

analyser::analyser(const check::checked_pack& checked, const pack& compiled,
                   const source_set& sources, diagnostics& found, std::vector<claim>* claims,
                   std::uint64_t steps_most)
    : checked_(checked),
      compiled_(compiled),
      sources_(sources),
      found_(found),
      claims_(claims),
      axes_(checked),
      steps_most_(steps_most) {
  const auto obligations = [&](const std::vector<check::checked_obligation>& list) {
    std::vector<judged*> made;
    for (const check::checked_obligation& o : list) made.push_back(&read(o.when));
    return made;
  };
  const auto handoffs = [&](const std::vector<check::checked_handoff>& list) {
    std::vector<judged*> made;
    for (const check::checked_handoff& h : list) made.push_back(&read(h.when));
    return made;
  };
  for (const auto& s : checked.selectors) selector_when_.push_back(&read(&s.when));
  for (const auto& o : checked.offers) {
    offer_when_.push_back(&read(o.when));
    offer_obligations_.push_back(obligations(o.obligations));
  }
  for (const auto& r : checked.stacking) stacking_when_.push_back(&read(r.when));
  for (const auto& l : checked.limits) {
    clamps_ = clamps_ || l.row.otherwise == graph::otherwise::clamp ||
              l.row.otherwise == graph::otherwise::redistribute;
    limit_when_.push_back(&read(l.when));
    limit_obligations_.push_back(obligations(l.obligations));
  }
  for (const auto& p : checked.playbooks) {
    playbook_handoffs_.push_back(handoffs(p.handoffs));
    playbook_obligations_.push_back(obligations(p.obligations));
  }
  handoffs_ = handoffs(checked.handoffs);
  obligations_ = obligations(checked.obligations);
  if (checked.negotiation) {
    for (const auto& t : checked.negotiation->triggers) triggers_.push_back(&read(&t.when));
  }
  hand_ = std::make_unique<stage_hand>(checked, compiled, axes_, selector_boxes_);
  if (sources.size() != 0) {
    hand_->file_name(std::filesystem::path(sources[0].name()).filename().generic_string());
  }
  axes_.settle();
  for (const auto& j : judged_) {
    j->yes = boxes_of(axes_, j->read, true);
    j->no = boxes_of(axes_, j->read, false);
  }
  for (const judged* j : selector_when_) selector_boxes_.push_back(j->yes);
}

judged& analyser::read(const typed_condition* c) {
  if (c == nullptr || c->nodes.empty()) {
    if (none_ == nullptr) none_ = judged_.emplace_back(std::make_unique<judged>()).get();
    return *none_;
  }
  judged& made = *judged_.emplace_back(std::make_unique<judged>());
  made.written = c;
  made.read = axes_.read(*c);
  return made;
}

judged& analyser::read(const std::optional<typed_condition>& c) {
  return read(c ? &*c : nullptr);
}

diagnostic& analyser::warn(const code_info& code, claim::subject what, index row, span at,
                           std::string message, std::string help, index other, std::int64_t from) {
  if (claims_ != nullptr) claims_->push_back({what, &code, row, other, from});
  return found_.warning(code, at, std::move(message), std::move(help));
}

void analyser::show(diagnostic& d, const std::vector<scenario>& cases, bool with_missing,
                    bool with_total) {
  if (cases.empty() || witnesses_ == caps::analysis_witnesses) return;
  ++witnesses_;
  const std::uint32_t line =
      d.at.known() ? sources_[d.at.file].at(d.at.offset).line : std::uint32_t{0};
  d.witness = hand_->print(fmt::format("{} line {}: {}", d.code, line, d.message), cases,
                           with_missing, with_total);
}

std::string analyser::money(std::int64_t minor) const {
  return money_text(minor, checked_.digits);
}

// --- offers and rules ----------------------------------------------------------------------------

bool analyser::covers(const graph::subject_row& s, index offer) const {
  using kind = graph::subject_row::kind;
  if (s.what == kind::offer) return s.which == offer;
  if (s.what == kind::any) return true;
  const auto& classes = checked_.offers[offer].classes;
  return std::binary_search(classes.begin(), classes.end(), s.which);
}

bool analyser::covers(const std::vector<graph::subject_row>& list, index offer) const {
  return std::any_of(list.begin(), list.end(), [&](const auto& s) { return covers(s, offer); });
}

bool analyser::relates(const checked_stacking& r, index a, index b) const {
  return (covers(r.left, a) && covers(r.right, b)) || (covers(r.left, b) && covers(r.right, a));
}

bool analyser::forbids(const checked_stacking& r, index a, index b) const {
  using graph::stacking_kind;
  switch (r.kind) {
    case stacking_kind::excludes: return relates(r, a, b);
    case stacking_kind::alone: return covers(r.left, a) || covers(r.left, b);
    case stacking_kind::at_most: return r.count == 1 && covers(r.left, a) && covers(r.left, b);
    default: return false;
  }
}

std::vector<index> analyser::members(const graph::subject_row& s) const {
  using kind = graph::subject_row::kind;
  if (s.what == kind::offer) return {s.which};
  if (s.what == kind::offer_class) return checked_.classes[s.which].members;
  std::vector<index> all(checked_.offers.size());
  for (index i = 0; i < all.size(); ++i) all[i] = i;
  return all;
}

bool analyser::subset(const graph::subject_row& a, const graph::subject_row& b) const {
  using kind = graph::subject_row::kind;
  if (b.what == kind::any) return true;
  if (a.what == b.what && a.which == b.which) return true;
  if (a.what == kind::any) return false;
  if (a.what == kind::offer) return covers(b, a.which);
  const auto& inner = checked_.classes[a.which].members;
  return std::all_of(inner.begin(), inner.end(), [&](index o) { return covers(b, o); });
}

bool analyser::from_lanes(const checked_stacking& r) {
  return r.text.starts_with("lanes of");
}

const std::vector<index>& analyser::rules_of(index offer) {
  const auto [at, fresh] = rules_of_.try_emplace(offer);
  if (!fresh) return at->second;
  const auto& t = compiled_.tables();
  for (const index r : pack::rows(t.rule_refs, t.offers[offer].stacking)) at->second.push_back(r);
  for (const index r : pack::rows(t.rule_refs, compiled_.header().any_stacking))
    at->second.push_back(r);
  std::sort(at->second.begin(), at->second.end());
  at->second.erase(std::unique(at->second.begin(), at->second.end()), at->second.end());
  return at->second;
}

std::optional<scenario> analyser::scene(const std::vector<const judged*>& hold,
                                        const std::vector<index>& offers) {
  boxes wanted{box{}};
  for (const judged* j : hold) {
    if (!j->yes) continue;
    const std::optional<boxes> both = common(wanted, *j->yes);
    if (!both || both->empty()) return std::nullopt;
    wanted = *both;
  }
  std::vector<scenario_offer> asked;
  for (const index o : offers) asked.push_back(hand_->plain(o));
  for (std::size_t i = 0; i < wanted.size() && i < 4; ++i) {
    if (auto s = hand_->make(wanted[i], asked)) return s;
  }
  return std::nullopt;
}

void analyser::own_up() {
  std::string left_out;
  std::size_t cut = 0;
  span at;
  for (const auto& j : judged_) {
    if (j->written == nullptr || (j->yes && j->no)) continue;
    if (++cut == 1) at = j->written->at;
  }
  if (cut != 0) {
    left_out = fmt::format("{} of more than {} cases {} left alone",
                           cut == 1 ? "a condition" : fmt::format("{} conditions", cut),
                           caps::analysis_boxes, cut == 1 ? "was" : "were");
  }
  if (spent_ > steps_most_) {
    if (!left_out.empty()) left_out += ", and ";
    left_out += fmt::format("it ended after {} comparisons", steps_most_);
  }
  if (left_out.empty()) return;
  found_.add({std::string(codes::cut_short.code),
              severity::note,
              at,
              "the analysis doesn't cover all of the pack: " + left_out,
              "what was found holds; nothing is said of the rest",
              {}});
}

void analyse(const check::checked_pack& checked, const pack& compiled, const source_set& sources,
             diagnostics& found, std::vector<claim>* claims, std::uint64_t steps_most) {
  analyser a(checked, compiled, sources, found, claims, steps_most);
  a.orders();
  a.conditions();
  a.stacking();
  a.duplicates();
  a.limits();
  a.playbooks();
  a.ladder();
  a.facts();
  a.own_up();
}

}  // namespace parley::analysis
