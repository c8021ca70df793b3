// A compiled pack as text: stable, complete, for tests and for `parley graph --dump`.
#pragma once

#include <string>

#include "parley/graph/pack.hpp"

namespace parley::compile {

/// Every row of every table, one line each, names instead of numbers where there is one. Equal
/// packs have equal dumps; lines and columns are left out, so that moving a rule changes nothing.
[[nodiscard]] std::string dump(const pack& p);

/// The part of it that is about expressions.
[[nodiscard]] std::string dump_expressions(const pack& p);

/// A row of `constants` as a condition would write it.
[[nodiscard]] std::string dump_constant(const pack& p, graph::index row);

}  // namespace parley::compile
