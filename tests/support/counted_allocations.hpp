// How often this program allocated: link parley_counted_allocations, which replaces the global
// allocator; under the thread sanitizer, which has one that can't be replaced, nothing is counted.
// The operators stand in a source file of their own: inlined into the code under test, they look
// like mismatched pairs to g++ 12.
#pragma once

#include <atomic>
#include <cstddef>

namespace parley::test {

extern std::atomic<std::size_t> allocations;
extern std::atomic<std::size_t> allocated_bytes;  ///< asked for in all; freeing doesn't lower it
/// Those that weren't given back yet.
extern std::atomic<std::ptrdiff_t> live_allocations;
/// The n-th allocation from now on throws std::bad_alloc, once; 0: none does.
extern std::atomic<std::size_t> fail_in;

}  // namespace parley::test
