// Facts as the naive evaluator sees them, and as the text of a facts file for the real reader.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "oracle/fraction.hpp"

namespace parley::oracle {

struct naive_value {
  enum class kind { boolean, number, money, text } what = kind::number;
  bool yes = false;
  fraction number;  ///< of money in major units
  std::string text;

  static naive_value of(bool v) { return {kind::boolean, v, {}, {}}; }
  static naive_value of(fraction v) { return {kind::number, false, v, {}}; }
  static naive_value money(fraction major) { return {kind::money, false, major, {}}; }
  static naive_value of(std::string v) { return {kind::text, false, {}, std::move(v)}; }
};

/// A fact: known, unknown (`missing`, `stale`), or known not to be there (`absent`).
struct naive_fact {
  enum class state { missing, known, absent, stale } what = state::missing;
  naive_value value;
  std::string text;  ///< as a facts file writes it
};

struct naive_line {
  std::string id;
  std::string sku;
  std::int64_t quantity = 1;
  std::int64_t price = 0;  ///< minor units
  std::optional<std::int64_t> cost;
  std::map<std::string, naive_fact> attributes;  ///< category and declared ones
};

struct naive_shipping {
  std::string method;
  std::int64_t price = 0;
  std::optional<std::int64_t> cost;
  std::optional<fraction> tax_rate = {};  ///< in whole percent
};

/// Leave to exceed a limit, and what is wrong with it.
struct naive_approval {
  std::string limit;
  std::string role = "boss";
  fraction up_to;  ///< minor units, pieces, or a ratio
  bool share = false;
  std::string text;  ///< `up_to` as a facts file writes it
  bool other_pack = false;
  bool other_cart = false;
  bool other_customer = false;
  bool expired = false;
};

struct naive_facts {
  bool has_cart = true;
  std::vector<naive_line> lines;
  std::vector<naive_shipping> shipping;
  std::map<std::string, naive_fact> facts;
  std::map<std::string, std::int64_t>
      counters;  ///< pieces or minor units; what isn't here is missing
  std::map<std::string, bool> counter_is_money;
  bool has_customer_key = true;
  std::vector<naive_approval> approvals;
  std::string pack_digest, cart_hash;  ///< of the real thing, for approvals

  [[nodiscard]] std::string yaml() const;
};

}  // namespace parley::oracle
