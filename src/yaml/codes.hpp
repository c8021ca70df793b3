// Diagnostics of the YAML reader: what a file must be before anything in it is understood.
#pragma once

#include "parley/base/diagnostic.hpp"

namespace parley::yaml::codes {

inline constexpr code_info not_yaml{
    "PL1001", "not YAML",
    "The text doesn't follow YAML's own grammar. Most often a text needs quotes: YAML gives a "
    "meaning\n"
    "to `,` `[` `{` and `: ` inside flow style, and to a leading `!` `%` `@` `&` `*` or "
    "backtick.\n\n"
    "  when: !line.clearance      # wrong: YAML reads `!line.clearance` as a tag\n"
    "  when: '!line.clearance'    # right\n\n"
    "Other causes: a tab in the indentation, a missing colon, a bracket that isn't closed."};
inline constexpr code_info not_utf8{"PL1002", "not UTF-8",
                                    "Files are UTF-8. The byte shown isn't part of any valid "
                                    "character: the file was probably saved as\n"
                                    "Latin-1 or UTF-16. Save it as UTF-8."};
inline constexpr code_info control_character{
    "PL1003", "control character",
    "Files hold text: besides line ends (LF or CRLF) and tabs no control characters are allowed. "
    "Some of\n"
    "them change what a reader sees or what YAML understands. Remove the character."};
inline constexpr code_info hidden_character{
    "PL1004", "hidden character",
    "Characters that turn the direction of text around, break lines invisibly or take no room can "
    "make\n"
    "a rule look different from what it is. Remove the character."};
inline constexpr code_info directive{
    "PL1005", "directive",
    "A line that starts with `%` is an instruction to YAML itself, and YAML drops what surrounds "
    "it.\n"
    "Packs and facts need none. Indent the line, or put the text in quotes."};
inline constexpr code_info second_document{
    "PL1006", "more than one document",
    "A file holds one document. Something follows after its end: a second `---`, or text after "
    "the\n"
    "closing bracket, or a line that is indented less than it should be."};
inline constexpr code_info duplicate_key{
    "PL1007", "duplicate key",
    "The same key stands twice in one mapping, so one of the two values would be lost. Keep one."};
inline constexpr code_info anchor_or_alias{
    "PL1008", "anchor or alias",
    "`&name` and `*name` (YAML's own copy and paste) aren't supported: a rule says everything "
    "where it\n"
    "stands. If the text only happens to start with `&` or `*`, put it in quotes."};
inline constexpr code_info tag{"PL1009", "tag",
                               "A leading `!` is a YAML tag, and tags aren't supported. A "
                               "condition that starts with `!` needs\n"
                               "quotes: `when: '!line.clearance'`."};
inline constexpr code_info merge_key{
    "PL1010", "merge key",
    "`<<` (merge) isn't supported: a mapping says everything where it stands."};
inline constexpr code_info no_value{"PL1011", "no value",
                                    "A key, or an item of a list, has no value. Often a colon is "
                                    "missing, or the value is indented less\n"
                                    "than it should be. `null` and `~` aren't values either: in a "
                                    "facts file `absent` says that there is\n"
                                    "none, and what isn't known is left out."};
inline constexpr code_info open_quote{
    "PL1012", "quoted text over several lines",
    "Quoted text must close on its own line: a forgotten quote would swallow the rules that "
    "follow.\n"
    "Longer text goes into a block: write `|` after the key and indent the lines below it."};
inline constexpr code_info folded_text{
    "PL1013", "plain text over several lines",
    "Text without quotes must end on its own line; the next line is indented as if it belonged to "
    "it.\n"
    "Longer text goes into a block: write `|` after the key and indent the lines below it."};
inline constexpr code_info too_deep{"PL1014", "nested too deeply",
                                    "Lists and mappings nest at most 32 levels deep."};
inline constexpr code_info too_large{
    "PL1015", "too large",
    "The file, a text or a key in it is larger than the documented cap (docs/limits.md)."};
inline constexpr code_info empty_file{
    "PL1016", "empty file", "The file has no content: it is empty or holds nothing but comments."};
inline constexpr code_info odd_key{"PL1017", "key isn't text",
                                   "A key is a plain or quoted text. A list or mapping can't be "
                                   "one; a text with brackets needs quotes."};

inline constexpr const code_info* all_codes[] = {
    &not_yaml,    &not_utf8,        &control_character, &hidden_character,
    &directive,   &second_document, &duplicate_key,     &anchor_or_alias,
    &tag,         &merge_key,       &no_value,          &open_quote,
    &folded_text, &too_deep,        &too_large,         &empty_file,
    &odd_key};

}  // namespace parley::yaml::codes
