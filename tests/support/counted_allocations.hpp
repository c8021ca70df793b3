// How often this program allocated: link parley_counted_allocations, which replaces the global
// allocator. The operators stand in a source file of their own: inlined into the code under test,
// they look like mismatched pairs to g++ 12.
#pragma once

#include <atomic>
#include <cstddef>

namespace parley::test {

extern std::atomic<std::size_t> allocations;
extern std::atomic<std::size_t> allocated_bytes;  ///< asked for in all; freeing doesn't lower it

}  // namespace parley::test
