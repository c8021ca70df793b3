// Net, tax and gross of what a quote charges, where the lines carry rates. Whether prices contain
// the tax, what it is taken of and where it is rounded is the pack's word; the rest is the host's.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "parley/engine/quote.hpp"
#include "parley/engine/tax_rounding.hpp"
#include "parley/facts/fact_set.hpp"
#include "parley/graph/pack.hpp"
#include "parley/money/allocation.hpp"

namespace parley {

/// All charges with one rate.
struct taxed_rate {
  std::int64_t rate = 0;  ///< 1e-8
  taxed_amount sum;
};

/// Everywhere gross = net + tax; lines and shipping entries sum to the rates, the rates to `total`.
struct tax_view {
  std::vector<std::optional<taxed_amount>> lines;     ///< nothing where a rate isn't known
  std::vector<std::optional<taxed_amount>> shipping;  ///< likewise
  std::vector<taxed_rate> rates;                      ///< ascending
  /// Nothing when something that is charged has no known rate, or nothing has one.
  std::optional<taxed_amount> total;
};

namespace engine {

/// One line or delivery on its way into the view.
struct tax_entry {
  std::optional<rational> rate;
  std::int64_t price = 0;
  std::int64_t taxed_of = 0;
  taxed_amount amount;
};

inline void add_to(taxed_amount& sum, const taxed_amount& part) noexcept {
  sum.net += part.net, sum.tax += part.tax, sum.gross += part.gross;
}

[[nodiscard]] inline std::int64_t rate_number(const rational& rate) noexcept {
  return static_cast<std::int64_t>(
      divide_rounded(rate.numerator * ratio_one, rate.denominator, rounding_mode::half_even));
}

/// Rounds the tax of all entries of one rate together and splits it over them: largest remainder.
inline void round_group(const graph::header_row& header, std::vector<tax_entry>& entries,
                        std::int64_t rate) {
  std::vector<std::int64_t> weights(entries.size()), parts(entries.size());
  std::int64_t sum = 0;
  const rational* exact = nullptr;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (!entries[i].rate || rate_number(*entries[i].rate) != rate) continue;
    exact = &*entries[i].rate;
    weights[i] = entries[i].taxed_of;
    sum += weights[i];
  }
  if (exact == nullptr) return;
  std::vector<std::int64_t> room(entries.size(), sum);
  allocation_scratch scratch;
  allocate(rounded_tax(header, sum, 1, *exact), weights, room, parts, remainder_policy::largest,
           scratch);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (!entries[i].rate || rate_number(*entries[i].rate) != rate) continue;
    entries[i].amount = with_tax(header, entries[i].price, parts[i]);
  }
}

[[nodiscard]] inline tax_entry entry_of(const graph::header_row& header, std::int64_t price,
                                        std::int64_t list, const std::optional<rational>& rate) {
  return {rate, price, header.tax_on_list != 0 ? list : price, {}};
}

/// The tax of a line's runs of equal units, or of the line as a whole.
[[nodiscard]] inline taxed_amount taxed_line(const graph::header_row& header, const fact_set& facts,
                                             const quote& priced, std::uint32_t line,
                                             const rational& rate) {
  const quoted_line& whole = priced.lines[line];
  if (header.tax_rounding != graph::tax_per_unit) {
    return taxed(header, {whole.price, whole.list, 1}, rate);
  }
  taxed_amount sum;
  for (std::uint32_t i = 0; i < whole.runs.count; ++i) {
    const unit_run& run = priced.runs[whole.runs.first + i];
    add_to(sum, taxed(header, {run.price, facts.lines()[line].price * run.count, run.count}, rate));
  }
  return sum;
}

}  // namespace engine

/// The tax of every line, delivery and rate, and of the whole. `priced` belongs to the cart of
/// `facts`.
[[nodiscard]] inline tax_view tax_of(const pack& rules, const fact_set& facts,
                                     const quote& priced) {
  const graph::header_row& header = rules.header();
  std::vector<engine::tax_entry> entries;
  for (std::uint32_t i = 0; i < priced.lines.size(); ++i) {
    const fact_slot& slot = facts.line_slot(i, line_tax_rate);
    std::optional<engine::rational> rate;
    if (slot.state == fact_state::known)
      rate = engine::scaled_rational(slot.content.as_decimal(), 0, true);
    entries.push_back(engine::entry_of(header, priced.lines[i].price, priced.lines[i].list, rate));
    if (rate) entries.back().amount = engine::taxed_line(header, facts, priced, i, *rate);
  }
  for (std::size_t i = 0; i < priced.shipping_entries.size(); ++i) {
    const quoted_shipping& way = priced.shipping_entries[i];
    const shipping_entry& entry = facts.shipping()[i];
    std::optional<engine::rational> rate;
    if (entry.has_tax_rate) rate = engine::rational{entry.tax_rate, ratio_one};
    const std::int64_t price = way.list - way.discount;
    entries.push_back(engine::entry_of(header, price, way.list, rate));
    if (rate) entries.back().amount = engine::taxed(header, {price, way.list, 1}, *rate);
  }
  tax_view made;
  for (const engine::tax_entry& e : entries) {
    if (e.rate) made.rates.push_back({engine::rate_number(*e.rate), {}});
  }
  const auto less = [](const taxed_rate& a, const taxed_rate& b) { return a.rate < b.rate; };
  std::sort(made.rates.begin(), made.rates.end(), less);
  made.rates.erase(std::unique(made.rates.begin(), made.rates.end(),
                               [](const auto& a, const auto& b) { return a.rate == b.rate; }),
                   made.rates.end());
  if (header.tax_rounding == graph::tax_per_group) {
    for (const taxed_rate& r : made.rates) engine::round_group(header, entries, r.rate);
  }
  taxed_amount total;
  bool whole = !made.rates.empty();
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const engine::tax_entry& e = entries[i];
    auto& list = i < priced.lines.size() ? made.lines : made.shipping;
    list.push_back(e.rate ? std::optional(e.amount) : std::nullopt);
    if (!e.rate) {
      whole = whole && e.price == 0;
      continue;
    }
    engine::add_to(total, e.amount);
    const taxed_rate wanted{engine::rate_number(*e.rate), {}};
    engine::add_to(std::lower_bound(made.rates.begin(), made.rates.end(), wanted, less)->sum,
                   e.amount);
  }
  if (whole) made.total = total;
  return made;
}

}  // namespace parley
