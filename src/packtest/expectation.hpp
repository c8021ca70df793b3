// What a test expects of an answer. Parts that aren't given aren't compared.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "facts_io/input.hpp"
#include "parley/base/source.hpp"
#include "parley/engine/decision.hpp"

namespace parley::packtest {

enum class question : std::uint8_t {
  propose,
  eligible,
  stackable,
  pairs,  ///< `stackable: pairs`
  best,
  negotiate,
  must_fail
};

/// Minor units under a name: "total", an offer, a line.
using named_amount = std::pair<std::string, std::int64_t>;

struct finding_check {
  std::string code;  ///< "limit.exceeded"; empty: any
  std::string rule;  ///< id of the rule, or the offer
  std::string because;
  std::string line;
  std::string actual;
  std::string bound;
  std::optional<parley::verdict> verdict;
  std::optional<std::vector<std::string>> offers;
  std::string text;  ///< as it was written, for reports
};

struct line_check {
  std::string id;
  std::vector<named_amount> amounts;                     ///< list, discount, price
  std::optional<std::vector<named_amount>> allocations;  ///< all of them
};

struct quote_check {
  std::vector<named_amount> totals;
  std::optional<std::vector<named_amount>> applied;  ///< all of them: offer and amount
  std::vector<line_check> lines;
};

/// One offer in an answer of `eligible`.
struct offer_check {
  std::string name;
  std::string answer;  ///< a verdict
  std::string most;    ///< headroom as text
  std::string least;
  std::string binding;  ///< the rule that ends it
};

struct diagnostic_check {
  std::string code;
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::string message;  ///< a part of it
  std::string text;     ///< as it was written
};

struct expectation {
  span at;
  std::string answer;  ///< verdict, stack answer, outcome; empty: any
  std::optional<std::vector<finding_check>> findings;  ///< all of them
  std::vector<finding_check> some;                     ///< these at least
  std::optional<std::vector<std::string>> missing;
  std::optional<std::vector<std::string>> obligations;
  std::optional<std::string> handoff;                                         ///< "none" or a role
  std::optional<std::vector<std::pair<std::string, std::string>>> approvals;  ///< limit, up to
  std::optional<quote_check> quote;
  std::optional<std::vector<std::vector<std::string>>> repairs;  ///< these at least
  std::vector<offer_check> offers;                               ///< eligible
  std::string others = "deny";  ///< eligible, stackable pairs: what isn't listed; "any": don't care
  std::optional<std::vector<std::string>> terms;  ///< best, negotiate: the offers, all of them
  std::vector<named_amount> amounts;              ///< best: total, saving ...; negotiate: total
  std::optional<bool> optimal;
  std::string reason;
  std::string role;
  std::vector<std::pair<std::vector<std::string>, std::string>> pairs;  ///< with their answers
  std::optional<std::vector<std::vector<std::string>>> conflicts;       ///< stackable: all of them
  std::vector<diagnostic_check> diagnostics;                            ///< must_fail
};

/// Reads what is expected of an answer to this kind of question. Faults become diagnostics; what
/// could be understood comes back.
[[nodiscard]] expectation read_expectation(facts_io::input& in, const yaml::node& n,
                                           question asked);
/// Of one step of a negotiation: its own keys beside those in `also`.
[[nodiscard]] expectation read_step_expectation(facts_io::input& in, const yaml::node& step,
                                                const std::vector<std::string_view>& also);

}  // namespace parley::packtest
