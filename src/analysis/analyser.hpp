// What the parts of the analysis share. Only `analyse` makes one.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "analysis/analyse.hpp"
#include "analysis/axes.hpp"
#include "analysis/boxes.hpp"
#include "analysis/order_dependence.hpp"
#include "analysis/scenario.hpp"
#include "check/checked_pack.hpp"
#include "parley/base/diagnostic.hpp"
#include "parley/graph/pack.hpp"

namespace parley::analysis {

using check::index;

/// A condition, read. Without one it always holds.
struct judged {
  const check::typed_condition* written = nullptr;
  formula read;
  std::optional<boxes> yes, no;

  [[nodiscard]] bool never() const { return yes && yes->empty(); }
  [[nodiscard]] bool always() const { return no && no->empty(); }
};

/// Where a condition stands.
struct site {
  enum class kind : std::uint8_t {
    selector,
    offer,
    stacking,
    limit,
    handoff,
    obligation,
    trigger
  } what = kind::offer;
  index row = no_index;
  index playbook = no_index;
  std::string name;  ///< "`FREESHIP`"
  span at;
  const judged* when = nullptr;
};

/// One pass over one pack. Every statement is proved over the axes; its witness is run by the
/// engine and left out when the engine doesn't agree. Not thread-safe.
class analyser {
 public:
  analyser(const check::checked_pack& checked, const pack& compiled, const source_set& sources,
           diagnostics& found, std::vector<claim>* claims, std::uint64_t steps_most);

  void conditions();  // find_conditions.cpp
  void stacking();    // find_stacking.cpp
  void duplicates();  // find_shadows.cpp
  void limits();      // find_limits.cpp
  void playbooks();   // find_playbooks.cpp
  void ladder();
  void facts();  // find_facts.cpp
  /// Says what the caps left out, if they did.
  void own_up();
  void orders();

 private:
  judged& read(const std::optional<check::typed_condition>& c);
  judged& read(const check::typed_condition* c);

  diagnostic& warn(const code_info& code, claim::subject what, index row, span at,
                   std::string message, std::string help, index other = no_index,
                   std::int64_t from = 0);
  /// Prints a test of these cases for a diagnostic.
  void show(diagnostic& d, const std::vector<scenario>& cases, bool with_missing = false,
            bool with_total = false);
  [[nodiscard]] bool spend(std::uint64_t steps) {
    spent_ += steps;
    return spent_ <= steps_most_;
  }
  [[nodiscard]] std::string money(std::int64_t minor) const;

  // --- offers and rules --------------------------------------------------------------------------
  [[nodiscard]] bool covers(const graph::subject_row& s, index offer) const;
  [[nodiscard]] bool covers(const std::vector<graph::subject_row>& list, index offer) const;
  [[nodiscard]] bool relates(const check::checked_stacking& r, index a, index b) const;
  [[nodiscard]] bool forbids(const check::checked_stacking& r, index a, index b) const;
  [[nodiscard]] std::vector<index> members(const graph::subject_row& s) const;
  [[nodiscard]] bool subset(const graph::subject_row& a, const graph::subject_row& b) const;
  [[nodiscard]] static bool from_lanes(const check::checked_stacking& r);
  [[nodiscard]] const judged& offer_when(index o) const { return *offer_when_[o]; }
  /// Rules about an offer.
  const std::vector<index>& rules_of(index offer);

  /// Why two offers can never be promised together.
  struct apart {
    enum class kind : std::uint8_t { no, not_permitted, forbidden, conditions } why = kind::no;
    index rule = no_index;
  };
  /// Through one permission, or any of them.
  apart kept_apart(index a, index b, index permission = no_index);
  apart judge_apart(index a, index b, index permission);
  void dead_permissions();
  void lonely_offers();
  void requirements();
  void requires_itself(index rule, index offer);
  void idle_caps();
  void idle_conditions();
  [[nodiscard]] bool must_hold(const judged& rule, const std::vector<index>& offers) const;
  [[nodiscard]] bool meet(const std::vector<const judged*>& hold) const;
  [[nodiscard]] bool stands_alone(index offer);
  std::optional<scenario> scene(const std::vector<const judged*>& hold,
                                const std::vector<index>& offers);

  // --- find_conditions.cpp -----------------------------------------------------------------------
  void judge_site(const site& s);
  void never_true(const site& s);
  void always_true(const site& s);
  void parts(const site& s);
  std::vector<scenario> tries(const site& s);
  [[nodiscard]] std::vector<index> offers_at(const site& s) const;
  [[nodiscard]] graph::index compiled_when(const site& s) const;
  [[nodiscard]] std::string source_of(const judged& j, std::uint32_t node) const;
  void declared_here(diagnostic& d, const judged& j) const;
  [[nodiscard]] std::vector<site> sites() const;

  // --- find_shadows.cpp --------------------------------------------------------------------------
  void same_rules();
  void wider_rules();
  void limit_shadows();
  [[nodiscard]] bool implied(const judged& narrow, const judged& wide) const;
  [[nodiscard]] bool shadows(const check::checked_limit& tight,
                             const check::checked_limit& loose) const;

  // --- find_limits.cpp ---------------------------------------------------------------------------
  /// The most that offers can take together, as a share (1e-8) of the subtotal or as money.
  struct most {
    bool bounded = true;
    std::int64_t share = 0;
    std::int64_t amount = 0;
    std::int64_t count = 0;
    std::vector<index> offers;
  };
  most most_of(const check::checked_limit& l);
  void idle_limit(index row);
  bool out_of_reach(index row);
  void always_broken(index row);
  void own_condition(index row);
  [[nodiscard]] bool targets(const check::checked_limit& l, index offer) const;
  [[nodiscard]] std::optional<std::int64_t> least_subtotal(index offer) const;
  [[nodiscard]] std::optional<std::int64_t> breaks_from(const check::checked_limit& l, index offer,
                                                        std::int64_t parameter) const;
  void unasked();  // find_facts.cpp
  std::vector<std::vector<index>> cliques(const std::vector<index>& offers);

  const check::checked_pack& checked_;
  const pack& compiled_;
  const source_set& sources_;
  diagnostics& found_;
  std::vector<claim>* claims_;
  axis_table axes_;
  std::vector<std::unique_ptr<judged>> judged_;
  judged* none_ = nullptr;
  std::vector<judged*> offer_when_, stacking_when_, limit_when_, selector_when_;
  std::vector<std::vector<judged*>> playbook_handoffs_, playbook_obligations_;
  std::vector<judged*> handoffs_, obligations_, triggers_;
  std::vector<std::vector<judged*>> offer_obligations_, limit_obligations_;
  std::vector<std::optional<boxes>> selector_boxes_;
  std::unique_ptr<stage_hand> hand_;
  std::map<index, std::vector<index>> rules_of_;
  std::map<std::uint64_t, apart> apart_;
  std::set<index> idle_limits_, idle_rules_;
  bool clamps_ = false;  ///< some limit grants less instead of refusing
  std::uint64_t spent_ = 0;
  std::uint64_t steps_most_ = 0;
  std::size_t witnesses_ = 0;
};

}  // namespace parley::analysis
