// The search behind `best`. Included by best.hpp.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "parley/engine/best.hpp"
#include "parley/engine/best_bounds.hpp"
#include "parley/engine/parameter_grid.hpp"
#include "parley/engine/stackable_relations.hpp"

namespace parley {

namespace detail {

/// One call of `best`. Depth is at most caps::proposal_offers.
class best_search {
 public:
  best_search(const pack& p, const fact_set& facts, const best_request& request,
              question_workspace& w, best_answer& out)
      : p_(p), facts_(facts), request_(request), w_(w), out_(out), objectives_(request.objectives) {
    if (objectives_.empty()) objectives_ = {objective::saving, objective::worth};
    if (objectives_.size() > best_value{}.size()) objectives_.resize(best_value{}.size());
  }

  void run() {
    out_ = best_answer{};
    if (!sensible()) {
      out_.status = best_status::objective;
      return;
    }
    if (!take_includes()) {
      out_.status = best_status::proposal;
      return;
    }
    w_.conditions.begin(p_, facts_, request_.intent);
    rules_.begin(p_, w_.conditions);
    survey();
    collect();
    force(0, 0);
    finish();
  }

 private:
  struct candidate {
    graph::index offer = no_index;
    parameter_grid grid;
    std::uint32_t copy = 0;  ///< the n-th naming of one offer in the search
    std::int64_t most = 0;   ///< upper bound on its saving at any point
    std::int64_t worth = 0;
    std::size_t clique = 0;
    std::vector<std::uint64_t> conflicts;  ///< candidates it can never be with
  };
  struct pick {
    graph::index offer = no_index;
    std::uint64_t point = 0;
    proposed_offer named;
  };
  struct score {
    best_value values{};
    std::int64_t saving = 0, worth = 0, concession = 0;
  };
  struct remaining {
    std::int64_t saving = 0, worth = 0;
  };

  [[nodiscard]] bool sensible() const {
    const bool anchored = !request_.include.empty() || request_.saving_to_reach.has_value();
    return anchored || objectives_.front() == objective::saving ||
           objectives_.front() == objective::worth;
  }

  bool take_includes() {
    std::vector<std::uint32_t> named(p_.tables().offers.size(), 0);
    for (const proposed_offer& o : request_.include) {
      const graph::index offer = p_.offer_named(o.name);
      if (offer == no_index || o.unit_mismatch || includes_.size() == caps::proposal_offers)
        return false;
      const parameter_grid grid = grid_of(p_, offer);
      if (o.has_parameter && !grid.contains(o.parameter)) return false;
      if (++named[offer] > std::max(p_.tables().offers[offer].repeat, 1U)) return false;
      includes_.push_back(o);
      included_.push_back(offer);
    }
    return true;
  }

  [[nodiscard]] bool reads_so_far(graph::index expression) const noexcept {
    return expression != no_index &&
           (p_.tables().expressions[expression].reads & graph::reads_so_far) != 0;
  }

  /// What may be concluded from the pack before looking at combinations.
  void survey() {
    for (const graph::stacking_row& row : p_.tables().stacking) {
      if (reads_so_far(row.when)) fixed_rules_ = false;
    }
    for (const graph::limit_row& limit : p_.tables().limits) {
      if (limit.otherwise == graph::otherwise::clamp ||
          limit.otherwise == graph::otherwise::redistribute) {
        tame_ = false;
      }
      if (reads_so_far(limit.when) || reads_so_far(limit.expression)) tame_ = false;
    }
    std::int64_t discount = facts_.subtotal();
    std::int64_t concession = caps::cart_total;
    for (const graph::limit_row& limit : p_.tables().limits) {
      const std::optional<std::int64_t> most = hard_cap(limit);
      if (!most) continue;
      std::int64_t& cap = limit.measure == graph::measure::discount ? discount : concession;
      cap = std::min(cap, *most);
    }
    most_total_ = discount;
    for (const shipping_entry& entry : facts_.shipping()) most_total_ += entry.price;
    most_total_ = std::min(most_total_, concession);
  }

  /// What a limit on the whole cart's discount or concession surely allows at most, where nothing
  /// but the cart decides it.
  [[nodiscard]] std::optional<std::int64_t> hard_cap(const graph::limit_row& limit) {
    if ((limit.measure != graph::measure::discount &&
         limit.measure != graph::measure::concession) ||
        limit.comparison != graph::comparison::at_most ||
        limit.otherwise != graph::otherwise::deny || limit.scope != graph::scope::order ||
        limit.target != graph::target_kind::none || limit.counter != no_index ||
        limit.playbook != no_index || limit.amount < 0) {
      return std::nullopt;
    }
    const bool money = limit.amount_kind == graph::amount_kind::money;
    if (!money && limit.amount_kind != graph::amount_kind::share_of_subtotal) return std::nullopt;
    if (reads_so_far(limit.when) || w_.conditions.test(limit.when) != truth::yes)
      return std::nullopt;
    return money ? limit.amount : share_of(facts_.subtotal(), limit.amount, rounding_mode::floor);
  }

  /// Effects whose amounts never grow when other offers take something first.
  [[nodiscard]] static bool tame(graph::effect_kind kind) noexcept {
    using enum graph::effect_kind;
    switch (kind) {
      case percent_off:
      case amount_off:
      case amount_off_each:
      case unit_price:
      case shipping_percent:
      case shipping_amount:
      case shipping_price:
      case gift:
      case perk: return true;
      default: return false;
    }
  }

  void collect() {
    const auto offers = p_.tables().offers;
    for (const graph::index offer : included_) {
      if (!tame(offers[offer].effect.kind) || reads_so_far(offers[offer].when)) tame_ = false;
    }
    for (graph::index offer = 0; offer < offers.size(); ++offer) {
      const graph::offer_row& row = offers[offer];
      const auto used =
          static_cast<std::uint32_t>(std::count(included_.begin(), included_.end(), offer));
      const std::uint32_t repeats =
          std::min(std::max(row.repeat, 1U), std::max(most_repeats, used));
      if (used >= repeats) continue;
      if (!reads_so_far(row.when) && w_.conditions.test(row.when) != truth::yes) continue;
      if (fixed_rules_ && std::any_of(included_.begin(), included_.end(), [&](graph::index other) {
            return other != offer && barred(offer, other);
          })) {
        continue;
      }
      candidate c;
      c.offer = offer;
      c.grid = grid_of(p_, offer);
      for (std::uint64_t point : {std::uint64_t{0}, c.grid.points() - 1}) {
        c.most = std::max(c.most, most_saving(p_, facts_, w_.conditions, row, parameter(c, point)));
      }
      c.worth = row.worth;
      if (!tame(row.effect.kind) || reads_so_far(row.when)) tame_ = false;
      for (c.copy = used; c.copy < repeats; ++c.copy) candidates_.push_back(c);
    }
    std::stable_sort(candidates_.begin(), candidates_.end(),
                     [](const candidate& a, const candidate& b) { return a.most > b.most; });
    words_ = (candidates_.size() + 63) / 64;
    for (candidate& c : candidates_) c.conflicts.assign(words_, 0);
    if (fixed_rules_) {
      for (std::size_t i = 0; i < candidates_.size(); ++i) {
        for (std::size_t j = i + 1; j < candidates_.size(); ++j) {
          if (candidates_[i].offer == candidates_[j].offer) continue;
          if (!barred(candidates_[i].offer, candidates_[j].offer)) continue;
          mark(candidates_[i].conflicts, j);
          mark(candidates_[j].conflicts, i);
        }
      }
    }
    cover();
  }

  [[nodiscard]] std::int64_t parameter(const candidate& c, std::uint64_t point) const noexcept {
    return c.grid.ranged() ? c.grid.value(point) : p_.tables().offers[c.offer].effect.minimum;
  }

  /// Whether no permitted set holds both, whatever else it holds.
  bool barred(graph::index a, graph::index b) {
    if (rules_.relate(a, b).together != truth::yes) return true;
    const graph::index pair[] = {a, b};
    rules_.rules_of(pair, scratch_rules_);
    for (const graph::index rule : scratch_rules_) {
      const graph::stacking_row& row = p_.tables().stacking[rule];
      if (row.kind != graph::stacking_kind::at_most) continue;
      const std::uint32_t counted =
          (rules_.concerns(row.left, a) ? 1U : 0U) + (rules_.concerns(row.left, b) ? 1U : 0U);
      if (counted > row.count && rules_.holds(rule) != truth::no) return true;
    }
    return false;
  }

  static void mark(std::vector<std::uint64_t>& bits, std::size_t i) {
    bits[i / 64] |= std::uint64_t{1} << (i % 64);
  }
  static bool has(const std::vector<std::uint64_t>& bits, std::size_t i) {
    return (bits[i / 64] >> (i % 64) & 1) != 0;
  }

  /// A greedy cover by sets of which at most one member can be chosen: only the best of each
  /// counts.
  void cover() {
    std::vector<std::vector<std::size_t>> cliques;
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      std::size_t into = 0;
      for (; into < cliques.size(); ++into) {
        if (std::all_of(cliques[into].begin(), cliques[into].end(), [&](std::size_t member) {
              return has(candidates_[i].conflicts, member);
            })) {
          break;
        }
      }
      if (into == cliques.size()) cliques.emplace_back();
      cliques[into].push_back(i);
      candidates_[i].clique = into;
    }
    cliques_ = cliques.size();
  }

  /// Tries every value of the offers that have to be included, then extends.
  void force(std::size_t k, std::int64_t most) {
    if (k == includes_.size()) {
      visit(0, most);
      return;
    }
    const graph::index offer = included_[k];
    const parameter_grid grid = grid_of(p_, offer);
    const graph::offer_row& row = p_.tables().offers[offer];
    const auto with = [&](std::uint64_t point) {
      if (exhausted_) return;
      pick chosen{offer, point, propose(p_, offer, grid, point)};
      const std::int64_t value = grid.ranged() ? grid.value(point) : row.effect.minimum;
      chosen_.push_back(chosen);
      force(k + 1, most + most_saving(p_, facts_, w_.conditions, row, value));
      chosen_.pop_back();
    };
    if (includes_[k].has_parameter) {
      with(grid.point_within(includes_[k].parameter));
      return;
    }
    for (std::uint64_t point = grid.points(); point-- > 0;) {
      if (exhausted_) {
        // Values that nobody looked at leave everything open.
        open(std::numeric_limits<std::int64_t>::max());
        return;
      }
      with(point);
    }
  }

  /// Judges the chosen set and everything beyond it. `first` is the first candidate that may be
  /// added, `most` the sum of bounds of what is chosen.
  void visit(std::size_t first, std::int64_t most) {
    if (out_.nodes >= request_.nodes) {
      exhausted_ = true;
      open(std::numeric_limits<std::int64_t>::max());
      return;
    }
    ++out_.nodes;
    arrange();
    const decision& d = w_.judge(p_, facts_);
    if (d.verdict == verdict::allow && d.has_quote) offer_solution(d);
    if (chosen_.size() >= caps::proposal_offers || hopeless(d)) return;

    std::int64_t base = most;
    std::int64_t least_concession = 0;
    if (tame_ && d.has_quote) {
      const std::int64_t slack = rounding_slack();
      base = std::min(base, d.quote.discount + d.quote.shipping_discount + slack);
      least_concession = std::max<std::int64_t>(0, d.quote.concession - slack);
    }
    std::int64_t worth = 0;
    for (const pick& c : chosen_) worth += p_.tables().offers[c.offer].worth;

    std::vector<std::uint64_t> barred_here(words_, 0);
    std::vector<remaining> beyond = remaining_after(first, barred_here);
    for (std::size_t i = first; i < candidates_.size(); ++i) {
      const candidate& c = candidates_[i];
      if (has(barred_here, i)) continue;
      std::uint64_t points = c.grid.points();
      if (c.copy > 0 && !previous_copy(c, points)) continue;
      if (prunable(base + c.most + beyond[i + 1].saving, worth + c.worth + beyond[i + 1].worth,
                   least_concession)) {
        continue;
      }
      for (std::uint64_t point = points; point-- > 0;) {
        const std::int64_t bound = most_saving(p_, facts_, w_.conditions,
                                               p_.tables().offers[c.offer], parameter(c, point));
        const std::int64_t saving_bound = base + bound + beyond[i + 1].saving;
        if (prunable(saving_bound, worth + c.worth + beyond[i + 1].worth, least_concession)) {
          // Less generous points save no more, but they may cost less.
          if (objectives_.front() == objective::saving && !request_.saving_to_reach) break;
          continue;
        }
        if (exhausted_) {
          open(
              primary_bound(saving_bound, worth + c.worth + beyond[i + 1].worth, least_concession));
          continue;
        }
        chosen_.push_back({c.offer, point, propose(p_, c.offer, c.grid, point)});
        visit(i + 1, most + bound);
        chosen_.pop_back();
      }
    }
  }

  /// Bounds of what candidates from each place on may add to the chosen set.
  std::vector<remaining> remaining_after(std::size_t first,
                                         std::vector<std::uint64_t>& barred_here) {
    if (fixed_rules_) {
      for (std::size_t i = 0; i < candidates_.size(); ++i) {
        for (const pick& chosen : chosen_) {
          if (chosen.offer == candidates_[i].offer) continue;
          const std::size_t at = position_of(chosen.offer);
          if (at != candidates_.size() && has(candidates_[at].conflicts, i)) mark(barred_here, i);
        }
      }
    }
    std::vector<remaining> beyond(candidates_.size() + 1);
    std::vector<remaining> in_clique(cliques_);
    for (std::size_t i = candidates_.size(); i-- > first;) {
      beyond[i] = beyond[i + 1];
      if (has(barred_here, i)) continue;
      const candidate& c = candidates_[i];
      remaining& best_there = in_clique[c.clique];
      if (c.most > best_there.saving) {
        beyond[i].saving += c.most - best_there.saving;
        best_there.saving = c.most;
      }
      if (c.worth > best_there.worth) {
        beyond[i].worth += c.worth - best_there.worth;
        best_there.worth = c.worth;
      }
    }
    return beyond;
  }

  [[nodiscard]] std::size_t position_of(graph::index offer) const noexcept {
    std::size_t i = 0;
    while (i < candidates_.size() && candidates_[i].offer != offer) ++i;
    return i;
  }

  /// Later copies come after earlier ones and give no more, so that no set is tried twice.
  bool previous_copy(const candidate& c, std::uint64_t& points) const {
    const auto fixed =
        static_cast<std::uint32_t>(std::count(included_.begin(), included_.end(), c.offer));
    if (c.copy == fixed) return true;
    std::uint32_t chosen = 0;
    for (std::size_t i = includes_.size(); i < chosen_.size(); ++i) {
      if (chosen_[i].offer != c.offer) continue;
      ++chosen;
      points = std::min(points, chosen_[i].point + 1);
    }
    return chosen == c.copy - fixed;
  }

  /// The chosen offers as a proposal, in pack order.
  void arrange() {
    order_ = chosen_;
    std::stable_sort(order_.begin(), order_.end(),
                     [](const pick& a, const pick& b) { return a.offer < b.offer; });
    w_.trial.offers.clear();
    for (const pick& c : order_) w_.trial.offers.push_back(c.named);
    w_.trial.intent = request_.intent;
    w_.trial.accept_partial = false;
  }

  /// Rounding may move this much between offers when others come before them.
  [[nodiscard]] std::int64_t rounding_slack() const noexcept {
    const auto& levels = p_.header().rounding_level;
    const auto pieces = std::max({levels[0], levels[1], levels[2]}) == 2
                            ? facts_.quantity()
                            : static_cast<std::int64_t>(facts_.lines().size());
    return static_cast<std::int64_t>(chosen_.size() + 1) * (pieces + 1) * 2;
  }

  /// Whether some finding stays whatever is added.
  [[nodiscard]] bool hopeless(const decision& d) const {
    for (const finding& f : d.findings) {
      switch (f.code) {
        case finding_code::proposal_unknown_offer:
        case finding_code::proposal_parameter:
        case finding_code::proposal_duplicate:
        case finding_code::proposal_intent:
        case finding_code::playbook_offer:
        case finding_code::playbook_needs: return true;
        case finding_code::stacking_excluded:
        case finding_code::stacking_alone:
        case finding_code::stacking_at_most:
        case finding_code::stacking_not_permitted:
          if (fixed_rules_) return true;
          break;
        case finding_code::offer_condition:
          if (!reads_so_far(p_.tables().offers[f.rule].when)) return true;
          break;
        case finding_code::limit_exceeded:
        case finding_code::limit_approval:
          if (only_worsens(p_.tables().limits[f.rule], f)) return true;
          break;
        default: break;
      }
    }
    return false;
  }

  [[nodiscard]] bool only_worsens(const graph::limit_row& limit, const finding& f) const {
    if (f.verdict == verdict::need || limit.comparison != graph::comparison::at_most) return false;
    if (reads_so_far(limit.when) || reads_so_far(limit.expression)) return false;
    if (limit.measure == graph::measure::offers || limit.measure == graph::measure::gifts ||
        limit.measure == graph::measure::uses) {
      return true;
    }
    const bool total =
        limit.measure == graph::measure::discount || limit.measure == graph::measure::concession;
    if (!tame_ || !total || limit.target != graph::target_kind::none ||
        limit.scope != graph::scope::order || f.actual.what != quantity::kind::money ||
        f.bound.what != quantity::kind::money || f.actual.denominator < 1 ||
        f.bound.denominator < 1) {
      return false;
    }
    return int128{f.actual.numerator} * f.bound.denominator >
           (int128{f.bound.numerator} + int128{rounding_slack()} * f.bound.denominator) *
               f.actual.denominator;
  }

  [[nodiscard]] std::int64_t primary_bound(std::int64_t saving, std::int64_t worth,
                                           std::int64_t concession) const {
    switch (objectives_.front()) {
      case objective::saving: return std::min(saving, most_total_);
      case objective::worth: return worth;
      case objective::margin: return -concession;
      case objective::fewest: break;
    }
    return -static_cast<std::int64_t>(chosen_.size() + 1);
  }

  /// Whether nothing with one more offer and these bounds can be better than the incumbent.
  [[nodiscard]] bool prunable(std::int64_t saving, std::int64_t worth,
                              std::int64_t concession) const {
    saving = std::min(saving, most_total_);
    if (request_.saving_to_reach && saving < *request_.saving_to_reach) return true;
    if (!found_) return false;
    const auto count = static_cast<std::int64_t>(chosen_.size() + 1);
    for (std::size_t i = 0; i < objectives_.size(); ++i) {
      std::int64_t bound = 0;
      switch (objectives_[i]) {
        case objective::saving: bound = saving; break;
        case objective::worth: bound = worth; break;
        case objective::margin: bound = -concession; break;
        case objective::fewest: bound = -count; break;
      }
      if (bound != incumbent_.values[i]) return bound < incumbent_.values[i];
    }
    return count > static_cast<std::int64_t>(best_picks_.size());
  }

  void open(std::int64_t bound) {
    if (objectives_.front() == objective::saving) bound = std::min(bound, most_total_);
    open_bound_ = any_open_ ? std::max(open_bound_, bound) : bound;
    any_open_ = true;
  }

  void offer_solution(const decision& d) {
    score s;
    s.saving = d.quote.discount + d.quote.shipping_discount;
    s.concession = d.quote.concession;
    for (const pick& c : order_) s.worth += p_.tables().offers[c.offer].worth;
    if (request_.saving_to_reach && s.saving < *request_.saving_to_reach) return;
    for (std::size_t i = 0; i < objectives_.size(); ++i) {
      switch (objectives_[i]) {
        case objective::saving: s.values[i] = s.saving; break;
        case objective::worth: s.values[i] = s.worth; break;
        case objective::margin: s.values[i] = -s.concession; break;
        case objective::fewest: s.values[i] = -static_cast<std::int64_t>(order_.size()); break;
      }
    }
    if (found_ && !beats(s)) return;
    found_ = true;
    incumbent_ = s;
    best_picks_ = order_;
    out_.decision = d;
  }

  [[nodiscard]] bool beats(const score& s) const {
    if (s.values != incumbent_.values) return s.values > incumbent_.values;
    if (order_.size() != best_picks_.size()) return order_.size() < best_picks_.size();
    for (std::size_t i = 0; i < order_.size(); ++i) {
      if (order_[i].offer != best_picks_[i].offer) return order_[i].offer < best_picks_[i].offer;
    }
    for (std::size_t i = 0; i < order_.size(); ++i) {
      if (order_[i].point != best_picks_[i].point) return order_[i].point < best_picks_[i].point;
    }
    return false;
  }

  void finish() {
    if (!found_) {
      out_.status = best_status::none;
      out_.optimal = !exhausted_;
      out_.bound = any_open_ ? open_bound_ : 0;
      return;
    }
    out_.status = best_status::found;
    out_.saving = incumbent_.saving;
    out_.worth = incumbent_.worth;
    out_.concession = incumbent_.concession;
    out_.proposal.intent = request_.intent;
    for (const pick& c : best_picks_) out_.proposal.offers.push_back(c.named);
    const std::int64_t reached = incumbent_.values[0];
    out_.optimal = !any_open_ || open_bound_ < reached;
    const std::int64_t bound = any_open_ ? std::max(open_bound_, reached) : reached;
    const bool negated =
        objectives_.front() == objective::margin || objectives_.front() == objective::fewest;
    const std::int64_t known =
        negated ? std::max<std::int64_t>(0, -std::min<std::int64_t>(bound, 0)) : bound;
    out_.bound = known;
    out_.gap = negated ? -reached - known : known - reached;
  }

  const pack& p_;
  const fact_set& facts_;
  const best_request& request_;
  question_workspace& w_;
  best_answer& out_;
  std::vector<objective> objectives_;
  std::vector<proposed_offer> includes_;
  std::vector<graph::index> included_;
  stacking_relations rules_;
  std::vector<graph::index> scratch_rules_;
  std::vector<candidate> candidates_;
  std::size_t words_ = 0;
  std::size_t cliques_ = 0;
  bool fixed_rules_ = true;  // no stacking rule depends on what earlier offers left
  bool tame_ = true;         // amounts never grow when more is taken first, up to rounding
  std::int64_t most_total_ = 0;
  std::vector<pick> chosen_;
  std::vector<pick> order_;
  bool exhausted_ = false;
  bool any_open_ = false;
  std::int64_t open_bound_ = 0;
  bool found_ = false;
  score incumbent_;
  std::vector<pick> best_picks_;
};

}  // namespace detail

inline void best(const pack& p, const fact_set& facts, const best_request& request,
                 question_workspace& w, best_answer& out) {
  detail::best_search(p, facts, request, w, out).run();
}

}  // namespace parley
