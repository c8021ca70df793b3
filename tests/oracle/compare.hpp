// What the engine and the naive evaluator must have in common.
#pragma once

#include <string>

#include "oracle/naive_decision.hpp"
#include "oracle/subject.hpp"

namespace parley::oracle {

/// What is different: "verdict", "findings", "limits", "quote"; empty where they agree.
[[nodiscard]] std::string difference(const naive_decision& naive, const engine_decision& real);

}  // namespace parley::oracle
