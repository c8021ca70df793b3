// What the checks of a pack's sections share. Only check_pack makes one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "check/checked_pack.hpp"
#include "check/name_table.hpp"
#include "parley/base/diagnostic.hpp"
#include "syntax/ast.hpp"

namespace parley::check {

/// One pass over one pack. Sections are checked in the order of the member functions below, each
/// relying on the names that earlier ones entered. Not thread-safe; lives as long as one call of
/// check_pack.
class pack_checker {
 public:
  pack_checker(const syntax::pack& written, diagnostics& found)
      : written_(written), found_(found) {}

  void header();
  void facts();          // check_facts.cpp
  void declare_names();  // selectors, classes, offers, playbooks; then what is ambiguous among them
  void selectors();
  void offers();        // check_offers.cpp, check_effects.cpp
  void stacking();      // check_stacking.cpp
  void order_offers();  // order_offers.cpp
  void limits();        // check_limits.cpp
  void playbooks();     // check_playbooks.cpp
  void negotiation();   // check_negotiation.cpp
  void wording();       // check_wording.cpp
  void orphans();       // conditions of declarations that were left out
  void overview();      // check_overview.cpp: warnings over the whole pack

  [[nodiscard]] checked_pack& pack() noexcept { return pack_; }

 private:
  // --- amounts ---------------------------------------------------------------------------------
  /// Minor units; nothing, with an error, when it isn't money of this pack.
  std::optional<std::int64_t> money(const syntax::amount& a);
  /// Hundred-millionths; up to 100% unless `unbounded`.
  std::optional<std::int64_t> share(const syntax::amount& a, bool unbounded = false);
  std::optional<std::int64_t> whole(const syntax::amount& a);
  /// The amount in the unit it is written in: a percentage, or money.
  std::optional<std::int64_t> in_unit(const syntax::amount& a, graph::unit unit);
  [[nodiscard]] std::string written_money(std::int64_t minor) const;

  // --- names -----------------------------------------------------------------------------------
  [[nodiscard]] bool broken(std::string_view name) const { return broken_.count(name) != 0; }
  std::optional<index> offer_of(const syntax::name& n);
  std::optional<index> class_of(const syntax::name& n);
  std::optional<graph::subject_row> subject_of(const syntax::subject& s);
  /// Enters a rule id, given or derived, and returns what it came to.
  std::string rule_id(const syntax::name& given, std::string derived, span at);
  /// Reserves the given ids, so that derived ones step aside.
  void reserve_rule_ids();

  // --- parts -----------------------------------------------------------------------------------
  std::optional<typed_condition> condition(const syntax::condition& c, const condition_use& use);
  std::optional<typed_condition> condition(const std::optional<syntax::condition>& c,
                                           const condition_use& use);
  /// Lets `use` read without a guard what `first` has shown to be there when it holds.
  static void after(const typed_condition& first, condition_use& use);
  std::vector<checked_obligation> obligations(const std::vector<syntax::obligation>& list);
  std::vector<checked_handoff> handoffs(const std::vector<syntax::handoff_rule>& list);

  // check_facts.cpp
  checked_fact fact(const syntax::fact_decl& declared);
  std::optional<literal_value> literal(const syntax::literal& l, type_kind type,
                                       std::string_view fact_name);
  void fact_values(const syntax::fact_decl& declared, checked_fact& made);
  void fact_nesting();

  // check_effects.cpp
  checked_effect effect(const syntax::effect& e);
  void take_from_cart(const syntax::effect& e, checked_effect& made);
  void effect_value(const syntax::effect& e, checked_effect& made);
  bool effect_target(const syntax::target& t, graph::target_kind& kind, index& which,
                     std::string& text);
  void effect_tiers(const syntax::effect& e, checked_effect& made);

  // order_offers.cpp
  /// Decides between offers of one stage and rank before their place in the pack does.
  using tie = std::pair<int, int128>;
  [[nodiscard]] tie tie_of(index offer) const;

  // check_stacking.cpp
  void stacking_rule(const syntax::stacking_rule& r);
  void lanes(const syntax::stacking_rule& r);
  void lanes_overlap(const syntax::stacking_rule& r,
                     const std::vector<graph::subject_row>& subjects);
  void overrides();
  void override_rule(index permission, const syntax::name& id, index prohibition);
  [[nodiscard]] bool covers(const graph::subject_row& s, index offer) const;
  [[nodiscard]] bool concerns(const checked_stacking& prohibition, index a, index b) const;

  // check_limits.cpp
  void limit(const syntax::limit_rule& l, index playbook);
  bool limit_target(const syntax::limit_rule& l, checked_limit& made);
  bool limit_scopes(const syntax::limit_rule& l, checked_limit& made);
  bool limit_amount(const syntax::limit_rule& l, checked_limit& made);
  bool misspelt_base(const syntax::condition& c);
  bool limit_literal(const syntax::limit_rule& l, checked_limit& made);
  void limit_otherwise(const syntax::limit_rule& l, const checked_limit& made);
  std::optional<index> sku_selector(const syntax::name& sku);

  // check_negotiation.cpp
  std::optional<graph::step_item_row> step_item(const syntax::step_item& item);
  void ladder_falls(const checked_step& before, const checked_step& after);
  void issue(const syntax::subject& s, checked_negotiation& made);
  void strategy(const syntax::negotiation_decl& n, checked_negotiation& made);
  void evidence(const syntax::name& given, checked_negotiation& made);

  // check_wording.cpp
  [[nodiscard]] std::vector<std::string_view> wording_subjects() const;
  bool wording_key(const syntax::wording_decl& w, const std::vector<std::string_view>& known);
  void wording_text(const syntax::wording_decl& w);
  void wording_gaps();

  // check_overview.cpp
  void unused_facts();
  void costs();
  void one_sided_permissions();
  void requires_cycles();

  const syntax::pack& written_;
  diagnostics& found_;
  checked_pack pack_;
  condition_scope scope_;
  bool currency_known_ = false;

  std::unordered_set<std::string_view> broken_;
  name_table facts_{"fact"};
  name_table selectors_{"selector"};
  name_table classes_{"class"};
  name_table offers_{"offer"};
  name_table playbooks_{"playbook"};
  std::vector<const syntax::offer_decl*> offer_decls_;        // beside pack_.offers
  std::vector<const syntax::selector_decl*> selector_decls_;  // beside pack_.selectors
  struct stacking_source {
    const syntax::stacking_rule* written = nullptr;
    bool resolved = true;  ///< all that it names is known
  };
  std::vector<stacking_source> stacking_sources_;  // beside pack_.stacking
  std::unordered_map<std::string, span> rule_ids_;
  std::unordered_map<std::string, std::uint32_t> derived_ids_;  // next suffix to try
  std::unordered_map<std::string_view, index> sku_selectors_;
  std::vector<bool> used_facts_, used_line_facts_;
};

}  // namespace parley::check
