// The sentences of a pack: `10% off order`, `A excludes B`, `discount <= 15% of subtotal`, `HAGGLE
// 5% + TOTE`. Each function parses one phrase whole; what is wrong with it goes to `found`, and
// then there is no value. All are pure and may run in parallel on different `found`.
#pragma once

#include <cstdint>
#include <optional>

#include "parley/base/diagnostic.hpp"
#include "syntax/ast.hpp"
#include "syntax/phrase.hpp"

namespace parley::syntax {

/// `10% off order`, `buy 2 get 1 free of tea`, `gift SKU-TOTE` ... (docs/effects.md lists all of
/// them).
[[nodiscard]] std::optional<effect> parse_effect(const phrase& sentence, diagnostics& found);

/// `A with B`, `A excludes B`, `A alone`, `at most 1 of class x`, `A requires [one of] B`, `A
/// before B`.
[[nodiscard]] std::optional<stacking_rule> parse_stacking(const phrase& sentence,
                                                          diagnostics& found);

/// `MEASURE [of TARGET] [per SCOPE] <= | >= AMOUNT [else ...]`.
[[nodiscard]] std::optional<limit_rule> parse_limit(const phrase& sentence, diagnostics& found);

/// `deny`, `clamp`, `redistribute`, `escalate to ROLE`: the `else:` of a limit in long form.
bool parse_otherwise(const phrase& sentence, limit_rule& into, diagnostics& found);

/// `HAGGLE 5% + TOTE`: a whole proposal.
[[nodiscard]] std::optional<ladder_step> parse_step(const phrase& sentence, diagnostics& found);

/// `WELCOME10`, `class coupon`, `any`.
[[nodiscard]] std::optional<subject> parse_subject(const phrase& text, diagnostics& found);

/// `order`, `shipping`, `sku TEA-1`, or a selector's name.
[[nodiscard]] std::optional<target> parse_target(const phrase& text, diagnostics& found);

/// `10%`, `250bp`, `5.00`, `5.00USD`.
[[nodiscard]] std::optional<amount> parse_amount(const phrase& text, diagnostics& found);

/// Whether a sentence can't tell such a name from its own words: `of`, `class`, `order` ...
[[nodiscard]] bool is_reserved_word(std::string_view word) noexcept;
/// Letters, digits, `_`, `-` and `.`, not starting with a digit or mark, not ending with `.`.
[[nodiscard]] bool is_name(std::string_view text) noexcept;

}  // namespace parley::syntax
