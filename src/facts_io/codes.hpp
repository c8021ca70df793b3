// Diagnostics of facts, proposals, asks, catalogs and sessions.
#pragma once

#include "parley/base/diagnostic.hpp"

namespace parley::facts_io::codes {

inline constexpr code_info wrong_shape{
    "PL6001", "wrong shape",
    "A list stands where a mapping is expected, or the like. The message says what is expected;\n"
    "docs/facts.md shows each kind of file."};
inline constexpr code_info unknown_key{
    "PL6002", "unknown fact or key",
    "The pack declares no such fact, line attribute or key. Facts are declared under `facts:` in "
    "the\n"
    "pack; a misspelt fact would otherwise be missing without anybody noticing."};
inline constexpr code_info wrong_type{"PL6003", "wrong type",
                                      "The value isn't of the declared type. Numbers and booleans "
                                      "stand without quotes, percents carry\n"
                                      "`%` or `bp`, times are RFC 3339 (`2026-11-22T10:00:00Z`)."};
inline constexpr code_info out_of_range{
    "PL6004", "out of range",
    "The value lies outside the declared `min` and `max`, or outside what any cart may hold."};
inline constexpr code_info not_one_of{
    "PL6005", "not one of the declared values",
    "The fact is declared with `one_of`, and the value isn't among them."};
inline constexpr code_info too_many{
    "PL6006", "too many",
    "The list has more elements than its declared `max_size`, or than any request may have."};
inline constexpr code_info not_money{"PL6007", "not an amount of money",
                                     "Money is written in major units with at most as many "
                                     "decimals as the currency has: `12.00`. With\n"
                                     "--minor it is an integer of minor units: `1200`."};
inline constexpr code_info wrong_currency{
    "PL6008", "wrong currency",
    "A pack decides in one currency. `cart.currency` is required and must be the pack's, and an "
    "amount\n"
    "that names a currency must name that one. Convert on the host's side."};
inline constexpr code_info missing_key{"PL6009", "missing key",
                                       "This mapping needs a key that isn't there."};
inline constexpr code_info given_twice{
    "PL6010", "given twice",
    "The same fact, or the same line id, is given in two places. Keep one."};
inline constexpr code_info unknown_counter{
    "PL6011", "unknown counter",
    "No limit of the pack counts under this key. Keys are written as the pack's limits say them, "
    "such\n"
    "as `uses of WELCOME10 per customer`. A misspelt counter would let a budget be overspent."};
inline constexpr code_info not_a_time{
    "PL6012", "not a time",
    "Times are RFC 3339 with a zone: `2026-11-22T10:00:00Z` or `2026-11-22T11:00:00+01:00`."};
inline constexpr code_info total_too_large{
    "PL6013", "cart total too large",
    "The sum of the cart's lines is above the documented cap (docs/limits.md)."};
inline constexpr code_info unknown_limit{
    "PL6014", "unknown limit",
    "The approval names a limit that the pack doesn't have, so it would approve nothing."};
inline constexpr code_info not_an_offer{
    "PL6020", "not an offer",
    "An offer is written as its name, or as its name and a parameter: `WELCOME10`, `HAGGLE=8%`."};
inline constexpr code_info bad_ask{
    "PL6030", "not an ask", "The ask can't be understood; docs/facts.md shows what one may hold."};
inline constexpr code_info bad_session{
    "PL6040", "not a session",
    "The text isn't a session that parley wrote, or it was written by a version that isn't "
    "understood.\n"
    "Sessions are stored and passed back exactly as they were given."};

inline constexpr code_info broken_seal{
    "PL6041", "broken seal",
    "The session's seal doesn't fit its content and the host's key: it was altered, sealed with "
    "another\n"
    "key, or never sealed. Don't go on with it; use the session the host stored."};
inline constexpr code_info old_session{"PL6042", "old session",
                                       "The session has a lower revision than one the host has "
                                       "already seen: somebody replays an earlier\n"
                                       "state. Use the latest one."};

inline constexpr const code_info* all_codes[] = {
    &wrong_shape,     &unknown_key, &wrong_type,      &out_of_range,  &not_one_of,
    &too_many,        &not_money,   &wrong_currency,  &missing_key,   &given_twice,
    &unknown_counter, &not_a_time,  &total_too_large, &unknown_limit, &not_an_offer,
    &bad_ask,         &bad_session, &broken_seal,     &old_session};

}  // namespace parley::facts_io::codes
