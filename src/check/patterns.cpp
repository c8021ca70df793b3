#include "check/patterns.hpp"

#if defined(PARLEY_WITH_RE2)
#include <re2/re2.h>

#include <map>
#include <memory>
#endif

namespace parley::check {

#if defined(PARLEY_WITH_RE2)

namespace {

/// A pack has a handful of patterns; more than this are compiled again and again.
constexpr std::size_t remembered = 64;
/// Bytes for the program and the states of one pattern.
constexpr std::int64_t pattern_memory = 1 << 20;

std::unique_ptr<re2::RE2> compiled(std::string_view pattern) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(pattern_memory);
  return std::make_unique<re2::RE2>(re2::StringPiece(pattern.data(), pattern.size()), options);
}

}  // namespace

bool has_patterns() noexcept {
  return true;
}

std::optional<std::string> pattern_fault(std::string_view pattern) {
  const std::unique_ptr<re2::RE2> made = compiled(pattern);
  if (made->ok()) return std::nullopt;
  return made->error();
}

int match_pattern(std::string_view text, std::string_view pattern) {
  thread_local std::map<std::string, std::unique_ptr<re2::RE2>, std::less<>> known;
  auto found = known.find(pattern);
  if (found == known.end()) {
    if (known.size() >= remembered) known.clear();
    found = known.emplace(std::string(pattern), compiled(pattern)).first;
  }
  if (!found->second->ok()) return -1;
  return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *found->second) ? 1 : 0;
}

#else

bool has_patterns() noexcept {
  return false;
}

std::optional<std::string> pattern_fault(std::string_view) {
  return std::nullopt;
}

int match_pattern(std::string_view, std::string_view) {
  return -1;
}

#endif

}  // namespace parley::check
