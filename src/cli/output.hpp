// Answers that may go to a file: pictures, schemas, reports.
#pragma once

#include <string>
#include <string_view>

namespace parley::cli {

/// Whether an answer would overwrite the pack it is about, which is complained of.
[[nodiscard]] bool refuse_own_source(const std::string& output, const std::string& pack);

/// Writes an answer to a file, whole or not at all, or to standard output where `path` is empty or
/// `-`. Gives the exit code, after telling what went wrong.
[[nodiscard]] int write_answer(const std::string& path, std::string_view text);

}  // namespace parley::cli
