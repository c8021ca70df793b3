#include "oracle/naive_facts.hpp"

#include "parley/money/currency.hpp"

namespace parley::oracle {

std::string naive_facts::yaml() const {
  std::string out = "now: 2026-11-22T10:00:00Z\n";
  if (has_cart) {
    out += "cart:\n  currency: USD\n  lines: [";
    for (const naive_line& line : lines) {
      out += "\n    {id: " + line.id + ", sku: " + line.sku +
             ", qty: " + std::to_string(line.quantity) + ", price: " + money_text(line.price, 2);
      if (line.cost) out += ", cost: " + money_text(*line.cost, 2);
      for (const auto& [name, fact] : line.attributes) {
        if (fact.what != naive_fact::state::missing) out += ", " + name + ": " + fact.text;
      }
      out += "},";
    }
    out += "]\n  shipping: [";
    for (const naive_shipping& entry : shipping) {
      out += "\n    {method: " + entry.method + ", price: " + money_text(entry.price, 2);
      if (entry.cost) out += ", cost: " + money_text(*entry.cost, 2);
      if (entry.tax_rate) {
        const std::int64_t percent = (*entry.tax_rate * fraction(100)).rounded(rounding_mode::down);
        out += ", tax_rate: " + std::to_string(percent) + "%";
      }
      out += "},";
    }
    out += "]\n";
  }
  if (has_customer_key) out += "customer.key: c1\n";
  for (const auto& [name, fact] : facts) {
    if (fact.what == naive_fact::state::missing) continue;
    // Names of facts have two words, the first one their own, so that `as_of` binds nothing else.
    const std::size_t dot = name.find('.');
    out += name.substr(0, dot) + ": {" + name.substr(dot + 1) + ": " + fact.text;
    if (name.ends_with(".dated")) {
      out += fact.what == naive_fact::state::stale ? ", as_of: 2026-11-22T09:00:00Z"
                                                   : ", as_of: 2026-11-22T09:50:00Z";
    }
    out += "}\n";
  }
  if (!counters.empty()) out += "counters:\n";
  for (const auto& [key, count] : counters) {
    out += "  \"" + key + "\": ";
    out += counter_is_money.at(key) ? money_text(count, 2) : std::to_string(count);
    out += "\n";
  }
  if (!approvals.empty()) out += "approvals:\n";
  for (const naive_approval& a : approvals) {
    out += "  - {role: " + a.role + ", limit: " + a.limit + ", up_to: " + a.text +
           ", customer: " + (a.other_customer ? "c2" : "c1") +
           ", pack: " + (a.other_pack ? "X" : pack_digest) +
           ", cart: " + (a.other_cart ? "X" : cart_hash) + ", until: 2026-11-22T" +
           (a.expired ? "09:59:59Z" : "10:00:00Z") + "}\n";
  }
  return out;
}

}  // namespace parley::oracle
