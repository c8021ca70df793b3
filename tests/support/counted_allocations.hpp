// Counts what this program allocates, by replacing its global allocator. In one source file of a
// test program only.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>

namespace parley::test {

inline std::atomic<std::size_t> allocations{0};

inline void* counted_allocation(std::size_t size) {
  ++allocations;
  void* memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace parley::test

void* operator new(std::size_t size) {
  return parley::test::counted_allocation(size);
}
void* operator new[](std::size_t size) {
  return parley::test::counted_allocation(size);
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete[](void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
  std::free(memory);
}
