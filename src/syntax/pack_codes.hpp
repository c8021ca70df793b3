// The diagnostic codes of packs' structure and sentences, with their pages.
#pragma once

#include "parley/base/diagnostic.hpp"

namespace parley::syntax::codes {

// --- structure ---------------------------------------------------------------------------------

inline constexpr code_info not_a_pack{"PL3001", "not a pack",
                                      "The file is YAML, but not a pack: a pack starts with `pack: "
                                      "NAME`, an overlay with `overlay: NAME`. "
                                      "The message says what the file looks like. A file that only "
                                      "holds sections belongs under `include:` "
                                      "of a pack."};
inline constexpr code_info unknown_key{
    "PL3002", "unknown key",
    "A mapping has a key that means nothing there. It is never ignored, because a misspelt rule "
    "that "
    "silently does nothing is worse than an error. docs/packs.md lists the keys of every section."};
inline constexpr code_info missing_key{"PL3003", "missing key",
                                       "A key that has no default is missing: `pack` and "
                                       "`currency` of a pack, `give` of an offer, `type` of a "
                                       "fact, and so on."};
inline constexpr code_info wrong_shape{
    "PL3004", "wrong shape",
    "A text stands where a list or a mapping is wanted, or the other way round. In flow style YAML "
    "reads "
    "`,`, `[`, `{` and `: ` inside a text as its own marks: quote such a text."};
inline constexpr code_info wrong_scalar{
    "PL3005", "wrong value",
    "A value doesn't read as what is wanted there: a whole number, `true` or `false`, an amount, a "
    "duration "
    "such as `15m`, or one of a few words. The message says which."};
inline constexpr code_info wrong_name{"PL3006", "wrong name",
                                      "Names of offers, classes, selectors, playbooks and rules "
                                      "have letters, digits, `_`, `-` and `.`, start "
                                      "with a letter or `_`, and aren't words of the sentences "
                                      "(`order`, `class`, `of` ...). Names of facts are "
                                      "dotted words without `-`, as conditions read them."};
inline constexpr code_info reserved_fact{"PL3007", "reserved fact",
                                         "`cart`, `so_far`, `now`, `intent` and `customer.key` are "
                                         "built in and aren't declared; of `line.` only "
                                         "attributes beyond the built-in ones are."};
inline constexpr code_info wrong_type{"PL3008", "unknown type",
                                      "Facts are string, bool, int, uint, decimal, money, percent, "
                                      "timestamp, duration, list(...) or map(...)."};
inline constexpr code_info too_many{
    "PL3009", "too many",
    "A section or a list has more entries than parley accepts. docs/limits.md lists the caps."};
inline constexpr code_info include_refused{
    "PL3010", "include refused",
    "`include:` and `base:` name files below the folder of the pack, by a relative path without "
    "`..` and "
    "without symbolic links. A pack from elsewhere must never read other files of the machine."};
inline constexpr code_info include_loop{
    "PL3011", "include loop",
    "A file includes itself, perhaps through others. The message shows the chain."};
inline constexpr code_info include_caps{"PL3012", "too many includes",
                                        "A pack may include 256 files, and files that files "
                                        "include lie at most 8 deep. Put what belongs together "
                                        "into one file: the number\nbounds what checking a pack "
                                        "costs, and a reviewer has to read them all."};
inline constexpr code_info include_header{
    "PL3013", "header in an included file",
    "An included file holds sections only. `pack`, `version`, `profile`, `currency`, `timezone`, "
    "`rounding`, `tax` and "
    "`defaults` stand in the pack itself, once."};
inline constexpr code_info overlay_base{
    "PL3014", "overlay of another pack",
    "`overlay: NAME` must be the name of the pack that `base:` leads to."};
inline constexpr code_info overlay_remove{
    "PL3015", "nothing to remove", "`remove:` names something that the base pack doesn't declare."};
inline constexpr code_info overlay_loosens{
    "PL3016", "a limit is loosened",
    "An overlay that removes a limit, replaces one by another that isn't provably at least as "
    "tight, or "
    "drops one from a playbook must say so with `loosens: true` on it, so that reviewers see it."};
inline constexpr code_info overlay_only{
    "PL3017", "only in an overlay",
    "`loosens: true` and `remove:` mean something only in an overlay."};

// --- sentences ---------------------------------------------------------------------------------

inline constexpr code_info effect_sentence{"PL4001", "not an effect",
                                           "What stands after `give:` isn't one of the effect "
                                           "sentences. docs/effects.md lists them with examples: "
                                           "`10% off order`, `5.00 off each tea`, `3 tea for "
                                           "25.00`, `buy 2 get 1 free of tea`, `free shipping`, "
                                           "`gift SKU-TOTE` ..."};
inline constexpr code_info effect_value{"PL4002", "wrong value of an effect",
                                        "The sentence is right, but a value in it isn't: a "
                                        "percentage where only money makes sense, a count of "
                                        "zero, a range without a step."};
inline constexpr code_info amount_text{"PL4003", "not an amount",
                                       "Amounts are digits with an optional fraction and unit: "
                                       "`10%`, `250bp`, `5.00`, `5.00USD`. Without a "
                                       "currency an amount of money is in the pack's. No thousands "
                                       "marks, no sign, at most 34 digits."};
inline constexpr code_info sentence_length{"PL4004", "sentence too long",
                                           "One sentence or expression has at most 4,096 bytes."};
inline constexpr code_info stacking_sentence{
    "PL4101", "not a stacking rule",
    "A stacking rule reads `A with B`, `A excludes B`, `A alone`, `at most N of A`, `A requires "
    "B`, "
    "`A requires one of B, C`, `A before B` or `lanes of A, B`, where each is an offer, `class "
    "NAME` or `any`."};
inline constexpr code_info stacking_value{"PL4102", "wrong value in a stacking rule",
                                          "The sentence is right, but a part of it makes no sense "
                                          "there: `any` in `requires`, `overrides` on a "
                                          "prohibition."};
inline constexpr code_info limit_sentence{"PL4201", "not a limit",
                                          "A limit reads `MEASURE [of TARGET] [per SCOPE] <= | >= "
                                          "AMOUNT [else deny | clamp | redistribute | escalate "
                                          "to ROLE]`. Measures are discount, concession, margin, "
                                          "price, offers, gifts, uses, spend and rounds."};
inline constexpr code_info limit_value{"PL4202", "wrong value in a limit",
                                       "The sentence is right, but a part of it isn't: two "
                                       "targets, an unknown scope, `else` said twice."};
inline constexpr code_info limit_id{"PL4203", "a limit that escalates needs an id",
                                    "An approval is granted for a limit by its id. A derived id "
                                    "changes with the sentence, and approvals would "
                                    "silently lose their limit, so the author gives one."};
inline constexpr code_info step_sentence{"PL4301", "not a ladder step",
                                         "A step of the ladder is a whole proposal: offers with "
                                         "their parameters, joined by `+`, such as "
                                         "`HAGGLE 5% + TOTE`."};
inline constexpr code_info negotiation_value{
    "PL4302", "wrong value in a negotiation",
    "A number of rounds, a patience or a move that makes no sense."};

inline constexpr code_info wording_language{
    "PL4401", "not a language",
    "Under `wording:` stand languages by their tags, such as `en`, `de` or `pt-BR`, and under each "
    "the sentences for customers."};

// --- files -------------------------------------------------------------------------------------

inline constexpr code_info file_missing{"PL7001", "no such file",
                                        "The file doesn't exist. Paths on the command line are "
                                        "relative to the current folder, those of `include:`, "
                                        "`base:` and `pack:`\nto the file that names them."};
inline constexpr code_info file_unreadable{
    "PL7002", "unreadable file", "The file exists, but can't be read: look at its permissions."};
inline constexpr code_info file_empty{"PL7003", "empty file",
                                      "The file has no content, or only comments."};
inline constexpr code_info file_directory{"PL7004", "a folder",
                                          "The path names a folder. Name the pack's file in it."};
inline constexpr code_info file_too_large{
    "PL7005", "file too large",
    "A file of a pack has at most 16 MiB, so that a wrong path (a log, a database dump) is refused "
    "before it "
    "is read. Packs are\nsplit with `include:`; recorded requests belong into NDJSON files, which "
    "have no such bound."};

inline constexpr const code_info* all_pack_codes[] = {
    &not_a_pack,      &unknown_key,       &missing_key,      &wrong_shape,       &wrong_scalar,
    &wrong_name,      &reserved_fact,     &wrong_type,       &too_many,          &include_refused,
    &include_loop,    &include_caps,      &include_header,   &overlay_base,      &overlay_remove,
    &overlay_loosens, &overlay_only,      &effect_sentence,  &effect_value,      &amount_text,
    &sentence_length, &stacking_sentence, &stacking_value,   &limit_sentence,    &limit_value,
    &limit_id,        &step_sentence,     &wording_language, &negotiation_value, &file_missing,
    &file_unreadable, &file_empty,        &file_directory,   &file_too_large};

}  // namespace parley::syntax::codes
