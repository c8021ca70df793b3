#include "simulate/leak.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "parley/negotiate/ladder.hpp"
#include "simulate/asking.hpp"
#include "simulate/exact.hpp"

namespace parley::simulate {

namespace {

/// A ladder has at most 64 steps and 64 sweeteners, but what is told is told long before.
constexpr std::uint32_t probe_rounds_most = 48;

/// The tables that differ from the pack's own.
struct altered_tables {
  pack original;
  std::vector<graph::header_row> header;
  std::vector<graph::limit_row> limits;
  std::vector<graph::index> rule_refs;
};

}  // namespace

floor_family family_of(const pack& p, const market& opening, question_workspace& w) {
  std::int64_t deepest = 0;
  for (ladder_position at; advance(p, at);) {
    propose_step(p, at, w.trial);
    w.trial.intent = opening.intent;
    w.trial.accept_partial = false;
    const decision& d = w.judge(p, opening.facts);
    if (d.has_quote) deepest = std::max(deepest, d.quote.concession);
  }
  // Without a ladder, what the rules permit at most.
  if (p.header().ladder.count == 0) {
    for (const outcome& o : opening.outcomes) {
      if (o.permitted) deepest = std::max(deepest, o.concession);
    }
  }
  const std::int64_t most = deepest + deepest / 2;
  floor_family out;
  for (std::size_t i = 0; i < family_floors; ++i) {
    const auto floor = static_cast<std::int64_t>(int128{most} * static_cast<std::int64_t>(i) /
                                                 static_cast<std::int64_t>(family_floors - 1));
    if (out.floors.empty() || out.floors.back() != floor) out.floors.push_back(floor);
  }
  return out;
}

pack with_floor(const pack& p, std::int64_t most) {
  const auto kept = std::make_shared<altered_tables>(altered_tables{p, {}, {}, {}});
  const graph::table_views& from = p.tables();
  kept->header.assign(from.header.begin(), from.header.end());
  kept->limits.assign(from.limits.begin(), from.limits.end());
  kept->rule_refs.assign(from.rule_refs.begin(), from.rule_refs.end());
  graph::limit_row floor;
  floor.id = floor.text = p.header().name;
  floor.measure = graph::measure::concession;
  floor.comparison = graph::comparison::at_most;
  floor.otherwise = graph::otherwise::deny;
  floor.scope = graph::scope::order;
  floor.target = graph::target_kind::none;
  floor.amount_kind = graph::amount_kind::money;
  floor.amount = most;
  const row_range global = p.header().global_limits;
  const auto first = static_cast<std::uint32_t>(kept->rule_refs.size());
  for (const graph::index rule : pack::rows(from.rule_refs, global))
    kept->rule_refs.push_back(rule);
  kept->rule_refs.push_back(static_cast<graph::index>(kept->limits.size()));
  kept->limits.push_back(floor);
  kept->header[0].global_limits = {first, global.count + 1};
  graph::table_views views = from;
  views.header = kept->header;
  views.limits = kept->limits;
  views.rule_refs = kept->rule_refs;
  return pack(kept, views, p.digest());
}

leak measure_leak(const floor_family& family, const std::vector<std::vector<heard_reply>>& seen) {
  leak out;
  const std::size_t floors = family.floors.size();
  out.prior = millibits(floors);
  if (floors == 0 || seen.front().empty()) return out;
  std::vector<std::size_t> group(floors, 0);  // floors that look alike so far
  for (std::size_t reply = 0; reply < seen.front().size(); ++reply) {
    std::map<std::pair<std::size_t, std::string>, std::vector<std::size_t>> alike;
    for (std::size_t f = 0; f < floors; ++f) alike[{group[f], seen[f][reply].seen}].push_back(f);
    int128 sum = 0;
    std::uint32_t guessed = 0;
    std::size_t number = 0;
    for (const auto& [key, members] : alike) {
      sum += int128{static_cast<std::int64_t>(members.size())} * millibits(members.size());
      // The best guess is the middle of those that fit.
      const std::int64_t guess = family.floors[members[members.size() / 2]];
      for (const std::size_t f : members) {
        const std::int64_t floor = family.floors[f];
        if (std::max(guess, floor) - std::min(guess, floor) <= floor / 20) ++guessed;
        group[f] = number;
      }
      ++number;
    }
    out.width.push_back(static_cast<std::int64_t>(sum / static_cast<std::int64_t>(floors)));
    out.guessed.push_back(guessed);
  }
  // The most generous floor is the one that binds last: the others must look like it until they
  // bind.
  const std::vector<heard_reply>& open = seen.back();
  for (const std::vector<heard_reply>& one : seen) {
    std::size_t same = 0;
    while (same < one.size() && one[same].seen == open[same].seen) ++same;
    for (std::size_t i = same; i < one.size(); ++i) {
      const bool kept = i == 0 || one[i].terms == one[i - 1].terms;
      if (!one[i].last_form || !kept) out.same_until_bound = false;
    }
  }
  return out;
}

leak probe(const pack& p, const market& opening, seller_kind seller, const floor_family& family,
           question_workspace& w) {
  const std::int64_t step = raise_on(p, opening, w);
  const briefing usual = brief_for(p, opening);
  const std::uint32_t rounds = std::min(
      probe_rounds_most, p.header().rounds > 0 ? p.header().rounds + 1 : probe_rounds_most);
  std::vector<std::vector<heard_reply>> seen;
  for (const std::int64_t floor : family.floors) {
    const pack altered = with_floor(p, floor);
    const briefing told{opening.list_total - floor, opening.list_total, usual.deadline};
    const table at{altered, opening, opening.facts, w};
    const std::unique_ptr<simulate::seller> probed = open_seller(seller, at, told, "probe");
    std::vector<heard_reply>& replies = seen.emplace_back();
    for (std::uint32_t round = 0; round < rounds; ++round) {
      ask a;
      a.target_total = round * step;
      const said s = probed->answer(at, a);
      heard_reply made;
      made.seen = s.seen();
      made.last_form = s.outcome == negotiation_outcome::final;
      made.total = s.offers ? s.total : -1;
      made.terms = made.seen.substr(made.seen.find(' ', made.seen.find(' ') + 1) + 1);
      replies.push_back(std::move(made));
    }
  }
  return measure_leak(family, seen);
}

}  // namespace parley::simulate
