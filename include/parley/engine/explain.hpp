// Why not, and what is the smallest change that would make it right?
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "parley/engine/decision.hpp"
#include "parley/engine/explain_change.hpp"
#include "parley/engine/question_workspace.hpp"

namespace parley {

/// Changes that together make the proposal allowed; leaving one out doesn't.
struct repair {
  std::vector<change> changes;
  parley::proposal proposal;  ///< as it would be asked then
  bool has_total = false;
  std::int64_t total = 0;  ///< of that proposal, with those facts
};

/// The answer to `explain`. The findings with their rules stand in `decision`.
struct explanation {
  parley::decision decision;  ///< of the proposal as it was asked
  /// Places of offers in the proposal that together aren't permitted, though without any one of
  /// them they are. Requirements are left aside unless nothing else is wrong. Empty when it is
  /// allowed, or when the fault isn't with any offer.
  std::vector<std::uint32_t> conflict;
  std::vector<repair> repairs;  ///< the smallest, best first
  bool searched_all = true;     ///< false: the budget ended the search for repairs
};

struct explain_options {
  std::size_t repairs = 16;   ///< given at most
  std::uint32_t changes = 3;  ///< tried together at most
  std::uint64_t judgements =
      20'000;  ///< proposals judged at most: the answer never depends on time
};

/// Explains a proposal. Every repair was judged `allow` by `validate`: approvals and facts as if
/// they had been given, more spend as one more line like one in the cart. Repairs all have the
/// same, smallest number of changes (where `changes` of them don't suffice, only dropping offers is
/// tried); those that only need facts come first, then less generous parameters, then additions,
/// approvals, spend, and dropped offers; among equals the lower total. A pure function of its
/// inputs.
void explain(const pack& p, const fact_set& facts, const proposal& asked, question_workspace& w,
             explanation& out, explain_options options = {});

/// The words of the rule behind a finding.
struct rule_words {
  std::string_view id;
  std::string_view text;  ///< the sentence as written; empty for offers and playbooks
  std::string_view because;
  place_row at;
};

[[nodiscard]] inline rule_words words_of(const pack& p, const finding& f) noexcept {
  const auto& t = p.tables();
  if (f.rule == no_index) return {};
  switch (f.rule_kind) {
    case finding::rule_kind::offer: {
      const graph::offer_row& row = t.offers[f.rule];
      return {p.text(row.name), {}, p.text(row.because), row.at};
    }
    case finding::rule_kind::stacking: {
      const graph::stacking_row& row = t.stacking[f.rule];
      return {p.text(row.id), p.text(row.text), p.text(row.because), row.at};
    }
    case finding::rule_kind::limit: {
      const graph::limit_row& row = t.limits[f.rule];
      return {p.text(row.id), p.text(row.text), p.text(row.because), row.at};
    }
    case finding::rule_kind::playbook: {
      const graph::playbook_row& row = t.playbooks[f.rule];
      return {p.text(row.name), {}, {}, row.at};
    }
    case finding::rule_kind::none: break;
  }
  return {};
}

}  // namespace parley

#include "parley/engine/explain_search.hpp"
