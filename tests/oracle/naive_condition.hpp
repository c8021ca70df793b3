// A slow and plain evaluator of conditions, written from the description of the language alone.
#pragma once

#include "oracle/naive_facts.hpp"
#include "syntax/ast.hpp"

namespace parley::oracle {

struct naive_outcome {
  enum class kind { known, unknown, error } what = kind::known;
  naive_value value;

  [[nodiscard]] bool is(bool wanted) const {
    return what == kind::known && value.what == naive_value::kind::boolean && value.yes == wanted;
  }
  [[nodiscard]] bool known() const { return what == kind::known; }
};

/// What earlier offers left, in minor units; only offers of the order and shipping stages read it.
struct naive_so_far {
  std::int64_t subtotal = 0, discount = 0, shipping = 0, total = 0;
};

struct naive_scope {
  const syntax::pack* pack = nullptr;
  const naive_facts* facts = nullptr;
  const naive_line* line = nullptr;
  const naive_so_far* so_far = nullptr;
};

[[nodiscard]] naive_outcome evaluate(const syntax::condition& what, const naive_scope& scope);

/// A condition that may be left out: then it holds.
[[nodiscard]] naive_outcome evaluate(const std::optional<syntax::condition>& what,
                                     const naive_scope& scope);

/// Whether a line is in a selector.
[[nodiscard]] naive_outcome in_selector(const std::string& selector, const naive_line& line,
                                        const naive_scope& scope);

}  // namespace parley::oracle
