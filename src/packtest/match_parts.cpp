#include "packtest/match_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "report/decision_text.hpp"

namespace parley::packtest {

using report::answer_context;
using report::test_difference;

void differ(differences& out, std::string what, std::string wanted, std::string made) {
  test_difference d;
  d.what = std::move(what);
  if (!wanted.empty()) d.expected.push_back(std::move(wanted));
  if (!made.empty()) d.actual.push_back(std::move(made));
  out.push_back(std::move(d));
}

void match_set(std::string what, lines wanted, lines made, differences& out) {
  std::sort(wanted.begin(), wanted.end());
  std::sort(made.begin(), made.end());
  test_difference d;
  d.what = std::move(what);
  std::set_difference(wanted.begin(), wanted.end(), made.begin(), made.end(),
                      std::back_inserter(d.expected));
  std::set_difference(made.begin(), made.end(), wanted.begin(), wanted.end(),
                      std::back_inserter(d.actual));
  if (!d.expected.empty() || !d.actual.empty()) out.push_back(std::move(d));
}

void match_missing(const std::vector<std::string>& wanted, std::span<const missing_fact> made,
                   const answer_context& about, std::string what, differences& out) {
  lines names;
  for (const missing_fact& m : made) {
    const std::string whole = report::missing_text(m, about);
    const std::string bare = whole.substr(0, whole.rfind(" ("));
    const bool asked_bare = std::find(wanted.begin(), wanted.end(), bare) != wanted.end();
    names.push_back(asked_bare ? bare : whole);
  }
  match_set(std::move(what), wanted, std::move(names), out);
}

void match_amounts(const std::string& what, const std::vector<named_amount>& wanted,
                   const std::vector<named_amount>& made, const pack& rules, differences& out) {
  for (const auto& [name, amount] : wanted) {
    const auto found = std::find_if(made.begin(), made.end(),
                                    [&, n = name](const named_amount& m) { return m.first == n; });
    if (found != made.end() && found->second == amount) continue;
    differ(
        out, what + name, report::amount_text(rules, amount),
        found == made.end() ? std::string("nothing") : report::amount_text(rules, found->second));
  }
}

void match_all_amounts(const std::string& what, const std::vector<named_amount>& wanted,
                       const std::vector<named_amount>& made, const pack& rules, differences& out) {
  match_amounts(what, wanted, made, rules, out);
  for (const auto& [name, amount] : made) {
    const bool known = std::any_of(wanted.begin(), wanted.end(),
                                   [&, n = name](const named_amount& w) { return w.first == n; });
    if (!known) differ(out, what + name, {}, report::amount_text(rules, amount));
  }
}

namespace {

std::vector<named_amount> totals_of(const quote& q) {
  return {{"subtotal", q.subtotal},    {"discount", q.discount},
          {"shipping", q.shipping},    {"shipping_discount", q.shipping_discount},
          {"total", q.total},          {"concession", q.concession},
          {"gifts_cost", q.gifts_cost}};
}

void match_quote(const quote_check& wanted, const quote& q, const answer_context& about,
                 differences& out) {
  match_amounts("quote.", wanted.totals, totals_of(q), about.rules, out);
  const auto add_to = [](std::vector<named_amount>& list, std::string name, std::int64_t amount) {
    for (auto& [known, sum] : list) {
      if (known == name) {
        sum += amount;
        return;
      }
    }
    list.emplace_back(std::move(name), amount);
  };
  if (wanted.applied) {
    std::vector<named_amount> applied;
    for (const applied_offer& a : q.applied) {
      add_to(applied, std::string(report::offer_name(about.rules, a.offer)),
             a.amount + a.shipping_amount);
    }
    match_all_amounts("quote.applied.", *wanted.applied, applied, about.rules, out);
  }
  for (const line_check& line : wanted.lines) {
    const std::string what = fmt::format("quote.lines.{}", line.id);
    std::uint32_t at = 0;
    while (at < q.lines.size() && report::line_id(about, at) != line.id) ++at;
    if (at == q.lines.size()) {
      differ(out, what, "a line", "no such line");
      continue;
    }
    const quoted_line& made = q.lines[at];
    match_amounts(what + ".", line.amounts,
                  {{"list", made.list}, {"discount", made.discount}, {"price", made.price}},
                  about.rules, out);
    if (!line.allocations) continue;
    std::vector<named_amount> allocations;
    for (const allocation& part :
         pack::rows(std::span<const allocation>(q.allocations), made.allocations)) {
      add_to(allocations,
             std::string(report::offer_name(about.rules, q.applied[part.applied].offer)),
             part.amount);
    }
    match_all_amounts(what + ".allocations.", *line.allocations, allocations, about.rules, out);
  }
}

}  // namespace

void match_quote_of(const expectation& wanted, const decision& made, const answer_context& about,
                    differences& out) {
  if (!wanted.quote) return;
  if (made.has_quote) {
    match_quote(*wanted.quote, made.quote, about, out);
  } else {
    differ(out, "quote", "a quote", "none can be computed");
  }
}

void match_lines(std::string what, const lines& wanted, const lines& made, differences& out) {
  if (wanted == made) return;
  // Golden blocks are short: the longest common part by the plain table.
  const std::size_t n = wanted.size();
  const std::size_t m = made.size();
  std::vector<std::size_t> common((n + 1) * (m + 1), 0);
  const auto cell = [&](std::size_t i, std::size_t j) -> std::size_t& {
    return common[i * (m + 1) + j];
  };
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t j = m; j-- > 0;) {
      cell(i, j) =
          wanted[i] == made[j] ? cell(i + 1, j + 1) + 1 : std::max(cell(i + 1, j), cell(i, j + 1));
    }
  }
  test_difference d;
  d.what = std::move(what);
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < n || j < m) {
    if (i < n && j < m && wanted[i] == made[j]) {
      ++i, ++j;
    } else if (j < m && (i == n || cell(i, j + 1) >= cell(i + 1, j))) {
      d.actual.push_back(made[j++]);
    } else {
      d.expected.push_back(wanted[i++]);
    }
  }
  out.push_back(std::move(d));
}

}  // namespace parley::packtest
