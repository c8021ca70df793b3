// Looks for a question that two packs answer differently because of one change.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "parley/graph/pack.hpp"
#include "report/pack_diff.hpp"

namespace parley::changes {

/// What the search is after.
struct witness_target {
  report::change_kind kind = report::change_kind::offer;
  graph::index before_row = no_index;  ///< of the changed row, where the old pack has it
  graph::index after_row = no_index;
  std::vector<std::string> offers;  ///< that have to be proposed
  std::string intent;               ///< that has to be given
  bool breaks = false;              ///< only where the old pack denies what the new one allows
};

/// Tries questions made of the boundary values of both packs: what their conditions compare facts
/// with and one step beside it, grid points of the offers, amounts around the limits. Goes from
/// random starts (of a fixed seed) to better neighbours, so it is deterministic, and finding
/// nothing proves nothing. The packs must outlive it. Not thread-safe.
class witness_search {
 public:
  witness_search(const pack& before, const pack& after);
  ~witness_search();
  witness_search(const witness_search&) = delete;
  witness_search& operator=(const witness_search&) = delete;

  /// Whether decisions can show a change of this kind at all.
  [[nodiscard]] bool can_show(const witness_target& target) const;

  /// A witness, made small, or nothing after `most` questions. `tried` is how many were asked.
  [[nodiscard]] std::optional<report::change_witness> find(const witness_target& target,
                                                           std::uint64_t most,
                                                           std::uint64_t& tried);

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace parley::changes
