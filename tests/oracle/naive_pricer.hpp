// The inside of the naive pricer, in three files: what all effects share, sets of units, and steps.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "oracle/naive_pricing.hpp"

namespace parley::oracle {

/// A run that an effect takes from, and what it is worth by the offer's basis.
struct portion {
  std::size_t line = 0;
  std::size_t run = 0;
  std::int64_t base = 0;
  std::int64_t part = 0;
};

/// One unit of the target: which run it is in and what it costs.
struct unit {
  std::size_t line = 0;
  std::size_t run = 0;
  fraction price;
  bool chosen = false;
  bool consumed = false;
};

class pricer {
 public:
  pricer(const syntax::pack& pack, const naive_facts& facts);
  naive_quote run(const std::vector<naive_instance>& instances);

 private:
  using basis = decltype(syntax::pack::basis);
  using level = syntax::pack::level;

  [[nodiscard]] std::int64_t total_of(std::size_t line) const;
  [[nodiscard]] naive_so_far so_far() const;
  [[nodiscard]] basis basis_of(const syntax::offer_decl& offer) const;
  [[nodiscard]] level level_of(const syntax::offer_decl& offer) const;
  /// What stands when a stage begins is what its offers may be computed on.
  void enter_stage(int stage);
  [[nodiscard]] std::int64_t base_of(const syntax::offer_decl& offer, std::size_t line,
                                     std::size_t run) const;
  [[nodiscard]] naive_run& run_of(const portion& p) { return quote_.lines[p.line][p.run]; }
  [[nodiscard]] const naive_run& run_of(const portion& p) const {
    return quote_.lines[p.line][p.run];
  }
  /// Whether a run's units may serve a set of the offer.
  [[nodiscard]] static bool may_serve(const syntax::offer_decl& offer, const naive_run& run);
  /// Whether a target has a line; notes what isn't known.
  bool holds(const syntax::target& target, std::size_t line);
  std::vector<portion> portions_of(const syntax::offer_decl& offer, bool for_sets = false);

  /// Takes each portion's part off and returns the sum.
  std::int64_t take(const std::vector<portion>& portions);
  /// Splits an amount over lines by their bases, then within each line over its runs.
  std::int64_t land(std::vector<portion> portions, std::int64_t amount);
  void split_line(std::vector<portion>& portions, std::size_t line, std::int64_t amount) const;
  /// Lands parts that were rounded one by one, within the effect's cap.
  std::int64_t land_parts(std::vector<portion> portions, const syntax::effect& effect);
  [[nodiscard]] static std::int64_t cap_of(const syntax::effect& effect, std::int64_t amount);

  void apply(const naive_instance& what);
  std::int64_t take_merchandise(const naive_instance& what);
  std::int64_t take_share(const syntax::offer_decl& offer, std::vector<portion> portions,
                          fraction share);
  /// A share of which no unit loses more than the cap: those that would lose more lose just that.
  std::int64_t take_capped_share(const syntax::offer_decl& offer, std::vector<portion> portions,
                                 fraction share);
  /// An amount off each unit, or a price of each.
  std::int64_t take_fixed(const syntax::effect& effect, std::vector<portion> portions,
                          std::int64_t each, bool is_price);
  /// Unit prices as an expression says, line by line, where that is lower.
  std::int64_t take_match(const naive_instance& what, std::vector<portion> portions);
  std::int64_t take_shipping(const naive_instance& what);
  [[nodiscard]] std::int64_t cost_of(const naive_instance& what) const;

  // Tiers.
  std::int64_t take_tiers(const naive_instance& what, const std::vector<portion>& portions);
  std::int64_t take_unit_steps(const naive_instance& what);
  /// Cuts the runs so that the units of one tier stand alone; the tiers, from 1, go to `tiers`.
  std::vector<portion> slices_of(const naive_instance& what, std::vector<std::size_t>& tiers);

  // Sets.
  std::vector<unit> units_of(const syntax::offer_decl& offer, bool falling);
  /// By price; units of one price by sku and id, so that the order of lines never decides.
  void sort(std::vector<unit>& made, bool falling) const;
  std::int64_t take_sets(const naive_instance& what, std::int64_t buy, std::int64_t get,
                         bool per_group);
  [[nodiscard]] std::int64_t share_of_chosen(const syntax::offer_decl& offer,
                                             const std::vector<unit>& units,
                                             fraction parameter) const;
  std::int64_t take_picked(const naive_instance& what);
  std::int64_t take_gift(const naive_instance& what);
  std::int64_t take_set_price(const naive_instance& what);
  bool find_place(std::size_t u, const std::vector<std::vector<bool>>& fits,
                  std::vector<std::size_t>& places, std::vector<bool>& tried) const;
  [[nodiscard]] std::optional<std::vector<std::size_t>> bundled(
      const syntax::effect& effect, const std::vector<unit>& units,
      const std::vector<std::vector<bool>>& in_part, std::int64_t sets) const;
  /// The units that serve any part, and which parts by line.
  std::vector<unit> units_of_parts(const syntax::offer_decl& offer, bool falling,
                                   std::vector<std::vector<bool>>& in_part);
  std::int64_t take_bundle(const naive_instance& what);
  std::int64_t take_cross(const naive_instance& what);
  static void choose(std::vector<unit>& units, std::int64_t count, bool from_back, bool chosen);
  /// Cuts `count` units off a run; they keep its place, the rest goes behind the line's runs.
  void cut(std::size_t line, std::size_t run, std::int64_t count);
  /// Cuts the runs so that consumed units stand alone, marks them, and gives them as portions.
  std::vector<portion> consume(const syntax::offer_decl& offer, const std::vector<unit>& units);

  const syntax::pack& pack_;
  const naive_facts& facts_;
  naive_quote quote_;
  std::vector<std::int64_t> shipping_, staged_shipping_;
  int stage_ = 0;
};

}  // namespace parley::oracle
