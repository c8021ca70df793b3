// Asks from YAML or JSON, and sessions to JSON and back. Apart from read.hpp, which most hosts need
// alone.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "parley/base/diagnostic.hpp"
#include "parley/base/sha256.hpp"
#include "parley/base/source.hpp"
#include "parley/compiler/export.hpp"
#include "parley/compiler/read.hpp"
#include "parley/graph/pack.hpp"
#include "parley/negotiate/ask.hpp"
#include "parley/negotiate/session.hpp"

namespace parley {

/// An ask together with the texts its views point into. Movable, not copyable.
struct owned_ask {
  ask content;
  std::deque<std::string> texts;

  owned_ask() = default;
  owned_ask(owned_ask&&) = default;
  owned_ask& operator=(owned_ask&&) = default;
  owned_ask(const owned_ask&) = delete;
  owned_ask& operator=(const owned_ask&) = delete;

  std::string_view keep(std::string_view text) { return texts.emplace_back(text); }
};

/// Reads an ask file. What a shopper may say but nobody can grant (unknown offers, a negative
/// total, another currency) is kept for the negotiation to decline; only what can't be understood
/// is a fault.
[[nodiscard]] PARLEY_API std::optional<owned_ask> read_ask(const pack& p, const source_set& sources,
                                                           std::uint32_t file,
                                                           const read_options& options,
                                                           diagnostics& found);

/// Reads what a shopper says as one line: `25%` (off), `50.00` (in all), `budget 60`,
/// `competitor 49`, `HAGGLE 8% + TOTE`, `give TRIGGER`, `more`, `accept`, `reject`, or several of
/// these with `;` between them. Nothing, and `why`, when it is none of these.
[[nodiscard]] PARLEY_API std::optional<owned_ask> parse_ask_line(const pack& p,
                                                                 std::string_view line,
                                                                 const read_options& options,
                                                                 std::string& why);

/// HMAC-SHA256 of a text under a key. A host injects the one of its cryptographic library, or of a
/// module that holds the secret (`key` is then its name there). Called with the call's arguments
/// only; it must not throw. Empty: parley's own, which gives the same bytes.
using session_mac = std::function<sha256_digest(std::string_view key, std::string_view text)>;

/// What a session text is checked against when it comes back.
struct session_check {
  std::string_view key;  ///< the host's secret; empty: no seal is written or checked
  std::uint64_t last_revision =
      0;  ///< the latest revision the host has seen; older texts are refused
  session_mac mac = {};
};

/// The session as one line of JSON, the same bytes for the same session; with a key it carries an
/// HMAC-SHA256 seal. Precondition: its texts are UTF-8.
[[nodiscard]] PARLEY_API std::string write_session(const session& s, std::string_view key = {},
                                                   const session_mac& mac = {});

/// Reads what `write_session` wrote: strict, every field once, integers only. A text that was
/// altered, sealed with another key, not sealed although a key is given, or older than the last
/// revision seen is a diagnostic (PL604x). `refuse_session` judges whether the session fits pack
/// and customer.
[[nodiscard]] PARLEY_API std::optional<session> read_session(const source_set& sources,
                                                             std::uint32_t file,
                                                             const session_check& check,
                                                             diagnostics& found);

}  // namespace parley
