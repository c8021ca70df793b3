// Which offers, facts and rules of two packs bear on a change.
#pragma once

#include "changes/question.hpp"
#include "changes/witness.hpp"

namespace parley::changes {

/// What the questions in search of a change are made of: the offers it is about and a few more,
/// and whatever the conditions and limits around them read.
[[nodiscard]] question_scope scope_of(const pack& before, const pack& after,
                                      const witness_target& target);

}  // namespace parley::changes
