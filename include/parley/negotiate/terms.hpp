// What was offered to a shopper: a promise that can be checked at the till.
#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "parley/base/hash_text.hpp"
#include "parley/base/sha256.hpp"
#include "parley/facts/time.hpp"
#include "parley/graph/pack.hpp"

namespace parley {

/// One offer of the terms, by name: terms outlive the pack they were made with.
struct term_item {
  std::string offer;
  bool has_parameter = false;
  std::int64_t parameter = 0;  ///< share (1e-8), minor units or count

  friend bool operator==(const term_item&, const term_item&) = default;
};

/// A standing or agreed offer. A plain value that owns everything it says. Amounts are minor units
/// and obey total = subtotal - discount + shipping - shipping_discount.
struct terms {
  std::string id;              ///< derived from everything below; 32 hex digits
  std::uint32_t revision = 0;  ///< the n-th offer of its session, from 1
  std::string intent;
  std::vector<term_item> items;
  std::int64_t subtotal = 0;
  std::int64_t discount = 0;
  std::int64_t shipping = 0;
  std::int64_t shipping_discount = 0;
  std::int64_t total = 0;
  std::int64_t concession = 0;  ///< internal: all-in cost to the merchant
  std::int64_t worth = 0;       ///< internal: declared worth of gifts and perks
  timestamp made;
  timestamp expires;  ///< still good at this moment
  hash_text cart_hash;
  hash_text pack_digest;
  std::string voids_mark;                 ///< the facts declared `voids: true` as they were
  std::vector<graph::index> obligations;  ///< rows of the pack's obligations
  bool reserve = false;  ///< draws on counters: binds once the host has reserved it
  bool may_be_voided =
      false;  ///< the pack has facts that may end it early, and the customer should know

  friend bool operator==(const terms&, const terms&) = default;
};

namespace detail {

/// Writes the id of terms: a hash of all they say and of their session. `text` is scratch.
inline void write_id(const terms& t, std::string_view session_id, std::string& text,
                     std::string& id) {
  text.assign("parley terms 2");
  const auto add = [&](std::int64_t number) {
    char digits[24];
    text += '\n';
    text.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
  };
  const auto add_text = [&](std::string_view part) {
    add(static_cast<std::int64_t>(part.size()));
    text += ':';
    text += part;
  };
  const auto add_hash = [&](const hash_text& hash) {
    text += '\n';
    text.append(reinterpret_cast<const char*>(hash.bytes().data()), hash.bytes().size());
  };
  add_text(session_id), add_text(t.intent), add_hash(t.cart_hash), add_hash(t.pack_digest);
  add_text(t.voids_mark), add(t.revision);
  for (const std::int64_t amount :
       {t.subtotal, t.discount, t.shipping, t.shipping_discount, t.total, t.concession, t.worth}) {
    add(amount);
  }
  add(t.made.seconds), add(t.made.nanos), add(t.expires.seconds), add(t.expires.nanos);
  add(t.reserve ? 1 : 0), add(t.may_be_voided ? 1 : 0);
  for (const term_item& item : t.items) {
    add_text(item.offer);
    add(item.has_parameter ? 1 : 0);
    add(item.parameter);
  }
  for (const graph::index obligation : t.obligations) add(obligation);
  static constexpr std::string_view digits = "0123456789abcdef";
  const sha256_digest hash = sha256(text);
  id.clear();
  for (std::size_t i = 0; i < 16; ++i) {
    id += digits[hash[i] >> 4];
    id += digits[hash[i] & 15];
  }
}

}  // namespace detail

/// The id of these terms in their session: a hash of all they say, so that an altered promise
/// shows. 32 hex digits.
[[nodiscard]] inline std::string id_of(const terms& t, std::string_view session_id) {
  std::string text, id;
  detail::write_id(t, session_id, text, id);
  return id;
}

}  // namespace parley
