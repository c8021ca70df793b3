// The real thing under test: pack text through the compiler, facts through the reader, then the
// engine.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>

#include "oracle/naive_decision.hpp"
#include "parley/compiler/compile.hpp"
#include "parley/compiler/read.hpp"
#include "parley/engine/validate.hpp"
#include "parley/money/currency.hpp"

namespace parley::oracle {

/// A compiled pack with everything its views need. Not movable: the AST and the pack are one
/// text's.
struct compiled_pack {
  std::string faults;  ///< empty when it compiled
  compilation made;
  syntax::pack ast;  ///< the same text, for the naive evaluator

  explicit compiled_pack(const std::string& yaml);
};

/// What the engine decided, in the words of the naive evaluator.
struct engine_decision {
  std::string faults;  ///< of the facts file; empty when it could be read
  decision full;
  std::set<naive_finding> findings;
};

/// Tells the facts the digest of the pack and the hash of their cart, for their approvals.
void bind_approvals(const compiled_pack& pack, naive_facts& facts);

/// `yaml` is a facts file.
[[nodiscard]] engine_decision ask(const compiled_pack& pack, const std::string& yaml,
                                  const naive_proposal& asked, bool accept_partial = false);

/// Everything of a decision as text, places left out: equal for packs that differ in the order of
/// their rules.
[[nodiscard]] std::string describe(const compiled_pack& pack, const engine_decision& d);
[[nodiscard]] std::string describe(const naive_decision& d);
[[nodiscard]] std::string describe(const naive_proposal& asked);

}  // namespace parley::oracle
