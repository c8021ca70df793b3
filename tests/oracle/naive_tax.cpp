#include "oracle/naive_tax.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace parley::oracle {
namespace {

using rounding_at = decltype(syntax::pack::tax_rounding);

/// A line or a delivery.
struct charge {
  std::optional<fraction> rate;
  std::int64_t paid = 0;
  std::int64_t list = 0;
  std::vector<naive_run> runs;  ///< of a line
};

class tax_collector {
 public:
  explicit tax_collector(const syntax::pack& pack) : pack_(pack) {}

  /// The tax of one amount, rounded once.
  [[nodiscard]] std::int64_t rounded(fraction amount, fraction rate) const {
    if (!pack_.tax_inclusive) return (amount * rate).rounded(pack_.rounding);
    const fraction net = amount / (fraction(1) + rate);
    return (amount - fraction(net.rounded(pack_.rounding))).rounded(rounding_mode::down);
  }

  /// Of units of equal price: each is rounded, which of a price that contains tax is its net.
  [[nodiscard]] std::int64_t of_units(std::int64_t amount, std::int64_t count,
                                      fraction rate) const {
    if (rate == fraction(0)) return 0;
    const fraction each(amount, count);
    if (!pack_.tax_inclusive) return (each * rate).rounded(pack_.rounding) * count;
    return amount - (each / (fraction(1) + rate)).rounded(pack_.rounding) * count;
  }

  [[nodiscard]] naive_tax joined(std::int64_t paid, std::int64_t tax) const {
    if (!pack_.tax_inclusive) return {paid, tax, paid + tax};
    tax = std::clamp<std::int64_t>(tax, 0, paid);
    return {paid - tax, tax, paid};
  }

  [[nodiscard]] naive_tax of(const charge& c, std::int64_t unit_list) const {
    if (pack_.tax_rounding != rounding_at::unit || c.runs.empty())
      return joined(c.paid, rounded(fraction(pack_.tax_on_list ? c.list : c.paid), *c.rate));
    naive_tax sum;
    for (const naive_run& run : c.runs) {
      const std::int64_t amount = pack_.tax_on_list ? unit_list * run.count : run.total;
      const naive_tax part = joined(run.total, of_units(amount, run.count, *c.rate));
      sum.net += part.net, sum.tax += part.tax, sum.gross += part.gross;
    }
    return sum;
  }

  [[nodiscard]] const syntax::pack& pack() const { return pack_; }

 private:
  const syntax::pack& pack_;
};

}  // namespace

naive_taxes taxes_of(const syntax::pack& pack, const naive_facts& facts, const naive_quote& quote,
                     const std::vector<std::int64_t>& shipping_left) {
  const tax_collector collector(pack);
  std::vector<charge> charges;
  std::vector<naive_tax> made;
  const auto add = [&](charge c, std::int64_t unit_list) {
    made.push_back(c.rate ? collector.of(c, unit_list) : naive_tax{});
    charges.push_back(std::move(c));
  };
  for (std::size_t i = 0; i < facts.lines.size(); ++i) {
    const naive_line& line = facts.lines[i];
    charge c{{}, 0, line.price * line.quantity, quote.lines[i]};
    c.paid = c.list - quote.line_discounts[i];
    const auto rate = line.attributes.find("tax_rate");
    if (rate != line.attributes.end()) c.rate = rate->second.value.number;
    add(std::move(c), line.price);
  }
  for (std::size_t i = 0; i < facts.shipping.size(); ++i)
    add({facts.shipping[i].tax_rate, shipping_left[i], facts.shipping[i].price, {}}, 0);

  if (pack.tax_rounding == rounding_at::group) {
    std::vector<bool> done(charges.size());
    for (std::size_t first = 0; first < charges.size(); ++first) {
      if (!charges[first].rate || done[first]) continue;
      std::vector<std::int64_t> weights(charges.size());
      std::int64_t sum = 0;
      for (std::size_t i = first; i < charges.size(); ++i) {
        if (!charges[i].rate || *charges[i].rate != *charges[first].rate) continue;
        weights[i] = pack.tax_on_list ? charges[i].list : charges[i].paid;
        sum += weights[i];
        done[i] = true;
      }
      const std::vector<std::int64_t> room(charges.size(), sum);
      const auto parts = split(collector.rounded(fraction(sum), *charges[first].rate), weights,
                               room, remainder::largest);
      for (std::size_t i = first; i < charges.size(); ++i) {
        if (charges[i].rate && *charges[i].rate == *charges[first].rate)
          made[i] = collector.joined(charges[i].paid, parts[i]);
      }
    }
  }

  naive_taxes told;
  naive_tax total;
  bool whole = false;
  bool blind = false;
  for (std::size_t i = 0; i < charges.size(); ++i) {
    auto& list = i < facts.lines.size() ? told.lines : told.shipping;
    list.push_back(charges[i].rate ? std::optional(made[i]) : std::nullopt);
    whole = whole || charges[i].rate;
    blind = blind || (!charges[i].rate && charges[i].paid != 0);
    total.net += made[i].net, total.tax += made[i].tax, total.gross += made[i].gross;
  }
  if (whole && !blind) told.total = total;
  return told;
}

}  // namespace parley::oracle
