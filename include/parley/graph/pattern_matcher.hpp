// The engine behind `matches`: regular expressions aren't part of the standard library's
// guarantees, so somebody brings them.
#pragma once

#include <atomic>
#include <string_view>

namespace parley {

/// Whether `text` contains a match of `pattern` (RE2 syntax). Must take time linear in the text,
/// and be safe to call from any thread. Returns 1 for yes, 0 for no, -1 for a pattern that is none.
using pattern_matcher = int (*)(std::string_view text, std::string_view pattern);

namespace detail {

// One for the process, also where the compiler half is a shared library.
#if defined(__GNUC__)
__attribute__((visibility("default")))
#endif
inline std::atomic<pattern_matcher>
    process_matcher{nullptr};

}  // namespace detail

/// What every evaluator of this process uses that has no matcher of its own. Thread-safe. The
/// compiler half installs RE2 where there is nothing yet; a program with the engine alone brings
/// its own, or `matches` is an error value there.
inline void install_matcher(pattern_matcher matcher) noexcept {
  detail::process_matcher.store(matcher, std::memory_order_release);
}

/// The installed matcher, or null. Thread-safe.
[[nodiscard]] inline pattern_matcher installed_matcher() noexcept {
  return detail::process_matcher.load(std::memory_order_acquire);
}

}  // namespace parley
