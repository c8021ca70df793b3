// What would unlock more?
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "parley/engine/cart_edits.hpp"
#include "parley/engine/company.hpp"
#include "parley/engine/eligible.hpp"
#include "parley/engine/parameter_grid.hpp"
#include "parley/engine/question_workspace.hpp"
#include "parley/facts/catalog.hpp"

namespace parley {

/// An addition to the cart and what it makes possible.
struct suggestion {
  std::uint32_t item = no_index;  ///< line of catalog::items; no_index: any more spend
  std::int64_t quantity = 0;
  std::uint32_t second = no_index;  ///< another item to go with the first, where one isn't enough
  std::int64_t second_quantity = 0;
  std::int64_t spend = 0;  ///< list price of the addition, minor units

  /// An offer that the addition unlocks, and the proposal with it.
  struct unlocked_offer {
    graph::index offer = no_index;
    parley::proposal proposal;  ///< the promises, the offer at its most generous, what it requires
    std::int64_t total = 0;     ///< to pay for cart and addition with that proposal
    std::int64_t saving = 0;
  };
  std::vector<unlocked_offer> unlocked;  ///< greatest saving first
  std::int64_t total = 0;                ///< of the first of them
};

struct suggest_options {
  std::size_t answers = 5;  ///< items named at most; each item once
  bool spend = true;        ///< also say how much more spend would do, whatever it is spent on
};

/// Additions looked at in one answer, at most: the cheapest ones.
inline constexpr std::size_t most_additions = 4'096;
/// Pieces of one item tried at most.
inline constexpr std::int64_t most_pieces = 12;
/// Pairs of items tried at most, the cheapest ones, for offers that no single item unlocks.
inline constexpr std::size_t most_pairs = 512;

namespace detail {

/// One call of `suggest`.
class suggestion_search {
 public:
  suggestion_search(const pack& p, const fact_set& facts, const proposal& promised,
                    question_workspace& w)
      : p_(p), facts_(facts), promised_(promised), w_(w) {}

  void run(const catalog* items, const suggest_options& options, std::vector<suggestion>& out) {
    out.clear();
    if (!facts_.has_cart()) return;
    w_.conditions.begin(p_, facts_, promised_.intent);
    for (graph::index offer = 0; offer < p_.tables().offers.size(); ++offer) {
      if (engine::names(promised_, p_.text(p_.tables().offers[offer].name))) continue;
      if (!try_offer(facts_, offer)) locked_.push_back(offer);
    }
    if (locked_.empty()) return;
    if (items != nullptr) {
      const std::vector<addition> additions = additions_of(*items);
      if (facts_.lines().size() < caps::cart_lines) add_items(*items, additions, options, out);
      if (facts_.lines().size() + 1 < caps::cart_lines) add_pairs(*items, additions, options, out);
    }
    if (options.spend) add_spend(out);
    std::stable_sort(out.begin(), out.end(), [](const suggestion& a, const suggestion& b) {
      if (a.spend != b.spend) return a.spend < b.spend;
      if ((a.item == no_index) != (b.item == no_index)) return b.item == no_index;
      return a.total < b.total;
    });
  }

 private:
  [[nodiscard]] bool hopeless(graph::index offer) {
    const graph::index when = p_.tables().offers[offer].when;
    if (when == no_index || (p_.tables().expressions[when].reads & graph::reads_so_far) != 0)
      return false;
    return w_.conditions.test(when) == truth::no;
  }

  /// Whether the offer is permitted beside the promises and gives something; `w_.trial` and
  /// `w_.judged` then hold it at its most generous. `w_.conditions` has begun with these facts.
  bool try_offer(const fact_set& facts, graph::index offer) {
    if (hopeless(offer)) return false;
    w_.trial = promised_;
    if (w_.trial.offers.size() >= caps::proposal_offers) return false;
    const std::size_t slot = w_.trial.offers.size();
    w_.trial.offers.push_back(propose(p_, offer));
    grid_walk walk{p_, facts, w_, grid_of(p_, offer), slot};
    const grid_result found = walk.grid.points() <= whole_grid ? scan_whole(walk) : scan_long(walk);
    if (!found.some) return false;
    walk.at(found.last);
    if (engine::complete(p_, facts, w_)) return gives(offer);
    if (found.first == found.last) return false;
    walk.at(found.first);
    return engine::complete(p_, facts, w_) && gives(offer);
  }

  /// Whether the judged proposal gets anything from the offer.
  [[nodiscard]] bool gives(graph::index offer) const {
    const graph::effect_kind kind = p_.tables().offers[offer].effect.kind;
    if (!w_.judged.has_quote) return false;
    if (kind == graph::effect_kind::gift || kind == graph::effect_kind::perk) return true;
    for (const applied_offer& a : w_.judged.quote.applied) {
      if (a.offer == offer && a.amount + a.shipping_amount + a.cost > 0) return true;
    }
    return false;
  }

  void collect_unlocked(const fact_set& facts, std::span<const graph::index> locked,
                        suggestion& made) {
    w_.conditions.begin(p_, facts, promised_.intent);
    for (const graph::index offer : locked) {
      if (!try_offer(facts, offer)) continue;
      suggestion::unlocked_offer& won = made.unlocked.emplace_back();
      won.offer = offer;
      won.proposal = w_.trial;
      won.total = w_.judged.quote.total;
      won.saving = w_.judged.quote.discount + w_.judged.quote.shipping_discount;
    }
    std::stable_sort(made.unlocked.begin(), made.unlocked.end(),
                     [](const auto& a, const auto& b) { return a.saving > b.saving; });
    if (!made.unlocked.empty()) made.total = made.unlocked.front().total;
  }

  struct addition {
    std::int64_t spend;
    std::uint32_t item;
    std::int64_t quantity;
  };

  /// Cheapest first.
  static std::vector<addition> additions_of(const catalog& items) {
    std::vector<addition> additions;
    const auto lines = items.items.lines();
    for (std::uint32_t i = 0; i < lines.size(); ++i) {
      const std::int64_t most = i < items.most.size() ? items.most[i] : 1;
      for (std::int64_t q = 1; q <= std::min(most, most_pieces); ++q) {
        additions.push_back({lines[i].price * q, i, q});
      }
    }
    std::sort(additions.begin(), additions.end(), [](const addition& a, const addition& b) {
      if (a.spend != b.spend) return a.spend < b.spend;
      return a.item != b.item ? a.item < b.item : a.quantity < b.quantity;
    });
    if (additions.size() > most_additions) additions.resize(most_additions);
    return additions;
  }

  void add_items(const catalog& items, std::span<const addition> additions,
                 const suggest_options& options, std::vector<suggestion>& out) {
    std::vector<std::uint8_t> named(items.items.lines().size(), 0);
    std::size_t answers = 0;
    for (const addition& a : additions) {
      if (answers == options.answers) break;
      if (named[a.item] != 0) continue;
      fact_set with = facts_;
      engine::add_line_like(with, items.items, a.item, a.quantity);
      suggestion made;
      made.item = a.item;
      made.quantity = a.quantity;
      made.spend = a.spend;
      collect_unlocked(with, locked_, made);
      if (made.unlocked.empty()) continue;
      named[a.item] = 1;
      ++answers;
      out.push_back(std::move(made));
    }
  }

  /// Two items for what no single one unlocks: the cheapest pair for each such offer.
  void add_pairs(const catalog& items, std::span<const addition> additions,
                 const suggest_options& options, std::vector<suggestion>& out) {
    std::vector<graph::index> locked = locked_;
    std::erase_if(locked, [&](graph::index offer) {
      return std::any_of(out.begin(), out.end(), [&](const suggestion& s) {
        return std::any_of(s.unlocked.begin(), s.unlocked.end(),
                           [&](const auto& won) { return won.offer == offer; });
      });
    });
    if (locked.empty()) return;
    struct pair {
      std::int64_t spend;
      std::size_t first, second;  // in additions
    };
    const std::size_t heads = std::min<std::size_t>(additions.size(), most_pairs);
    std::vector<pair> pairs;
    for (std::size_t i = 0; i < heads; ++i) {
      for (std::size_t j = i + 1; j < heads; ++j) {
        if (additions[i].item == additions[j].item) continue;
        pairs.push_back({additions[i].spend + additions[j].spend, i, j});
      }
    }
    const auto cheaper = [](const pair& a, const pair& b) {
      if (a.spend != b.spend) return a.spend < b.spend;
      return a.first != b.first ? a.first < b.first : a.second < b.second;
    };
    const std::size_t tried = std::min(pairs.size(), most_pairs);
    std::partial_sort(pairs.begin(), pairs.begin() + static_cast<std::ptrdiff_t>(tried),
                      pairs.end(), cheaper);
    pairs.resize(tried);
    std::size_t answers = 0;
    for (const pair& both : pairs) {
      if (answers == options.answers || locked.empty()) break;
      const addition& a = additions[both.first];
      const addition& b = additions[both.second];
      fact_set with = facts_;
      engine::add_line_like(with, items.items, a.item, a.quantity);
      engine::add_line_like(with, items.items, b.item, b.quantity);
      suggestion made;
      made.item = a.item;
      made.quantity = a.quantity;
      made.second = b.item;
      made.second_quantity = b.quantity;
      made.spend = both.spend;
      collect_unlocked(with, locked, made);
      if (made.unlocked.empty()) continue;
      for (const auto& won : made.unlocked) std::erase(locked, won.offer);
      ++answers;
      out.push_back(std::move(made));
    }
  }

  /// For each offer the least spend that unlocks it, on more of what is in the cart.
  void add_spend(std::vector<suggestion>& out) {
    if (facts_.lines().empty() || facts_.lines().size() >= caps::cart_lines) return;
    const auto thresholds = engine::spend_thresholds(p_, facts_);
    for (const graph::index offer : locked_) {
      const graph::index when = p_.tables().offers[offer].when;
      if (when == no_index || (p_.tables().expressions[when].reads & graph::reads_cart) == 0)
        continue;
      std::optional<std::int64_t> least;
      std::uint32_t like = 0;
      for (std::uint32_t line = 0; line < facts_.lines().size() && line < 4; ++line) {
        const auto amount = engine::least_spend(thresholds, [&](std::int64_t spend) {
          fact_set with = facts_;
          engine::add_line_like(with, facts_, line, 1, spend);
          w_.conditions.begin(p_, with, promised_.intent);
          return try_offer(with, offer);
        });
        if (amount && (!least || *amount < *least)) {
          least = amount;
          like = line;
        }
      }
      if (!least) continue;
      fact_set with = facts_;
      engine::add_line_like(with, facts_, like, 1, *least);
      suggestion made;
      made.quantity = 1;
      made.spend = *least;
      const graph::index only[] = {offer};
      collect_unlocked(with, only, made);
      if (!made.unlocked.empty()) out.push_back(std::move(made));
    }
  }

  const pack& p_;
  const fact_set& facts_;
  const proposal& promised_;
  question_workspace& w_;
  std::vector<graph::index> locked_;
};

}  // namespace detail

/// Names the cheapest additions to the cart that make a further offer permitted beside `promised`:
/// items of the host's catalogue (nullptr: none), two of them where one isn't enough, and plain
/// spend. Every total is what `validate`
/// says of a cart with the addition in it. Cheapest first. A pure function of its inputs.
inline void suggest(const pack& p, const fact_set& facts, const proposal& promised,
                    const catalog* items, question_workspace& w, std::vector<suggestion>& out,
                    suggest_options options = {}) {
  detail::suggestion_search(p, facts, promised, w).run(items, options, out);
}

}  // namespace parley
