// Limits against a priced proposal: measure, bound, and whether the bare cart was any better.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "oracle/naive_pricing.hpp"
#include "parley/engine/decision.hpp"

namespace parley::oracle {

class limit_judge {
 public:
  using finding = std::tuple<finding_code, std::string, verdict>;

  /// `quote` is null where the proposal could not be priced; then only counts are judged.
  limit_judge(const syntax::pack& pack, const naive_facts& facts,
              const std::vector<naive_instance>& instances, const naive_quote* quote)
      : pack_(pack),
        facts_(facts),
        instances_(instances),
        quote_(quote),
        scope_{&pack, &facts, nullptr, nullptr} {}

  void judge(const syntax::limit_rule& limit, std::set<finding>& findings) const;

 private:
  /// A number, or why there is none.
  struct number {
    naive_outcome::kind what = naive_outcome::kind::known;
    fraction value;
  };
  /// What is measured with the offers and without them. Numbers that the offers don't change are
  /// not their fault.
  struct pair {
    number now;
    fraction bare;
    bool touched = false;
  };

  [[nodiscard]] bool concerns(const syntax::limit_rule& limit,
                              const syntax::offer_decl& offer) const;
  [[nodiscard]] bool of_offers(const syntax::limit_rule& limit) const;
  [[nodiscard]] bool of_selector(const syntax::limit_rule& limit) const;
  [[nodiscard]] std::string counter_key(const syntax::limit_rule& limit) const;
  [[nodiscard]] bool has_counter(const syntax::limit_rule& limit) const;
  [[nodiscard]] number bound(const syntax::limit_rule& limit, const naive_line* line, fraction list,
                             fraction total) const;
  [[nodiscard]] pair counted(const syntax::limit_rule& limit) const;
  [[nodiscard]] pair taken(const syntax::limit_rule& limit) const;
  [[nodiscard]] pair margin(const syntax::limit_rule& limit) const;
  static void count_from_zero(pair& measured, const number& bound);
  void weigh(const syntax::limit_rule& limit, const naive_outcome& when, const pair& measured,
             const number& bound, const number& bare_bound, std::set<finding>& findings) const;
  [[nodiscard]] std::vector<const syntax::limit_rule*> higher_rungs(
      const syntax::limit_rule& limit) const;
  [[nodiscard]] fraction bound_of_rung(const syntax::limit_rule& limit,
                                       const syntax::limit_rule& rung, fraction bound) const;
  [[nodiscard]] bool covered(const syntax::limit_rule& limit, const naive_approval& a,
                             const fraction& now, const fraction& bound) const;
  void judge_lines(const syntax::limit_rule& limit, const naive_outcome& when,
                   std::set<finding>& findings) const;

  const syntax::pack& pack_;
  const naive_facts& facts_;
  const std::vector<naive_instance>& instances_;
  const naive_quote* quote_;
  naive_scope scope_;
};

}  // namespace parley::oracle
