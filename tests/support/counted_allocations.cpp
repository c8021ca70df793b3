#include "support/counted_allocations.hpp"

#include <cstdlib>
#include <new>

namespace parley::test {

std::atomic<std::size_t> allocations{0};
std::atomic<std::size_t> allocated_bytes{0};
std::atomic<std::ptrdiff_t> live_allocations{0};
std::atomic<std::size_t> fail_in{0};

}  // namespace parley::test

#if !defined(PARLEY_COUNTS_NOTHING)

namespace parley::test {
namespace {

void* counted_allocation(std::size_t size) {
  ++allocations;
  allocated_bytes += size;
  if (fail_in != 0 && --fail_in == 0) throw std::bad_alloc();
  void* memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) throw std::bad_alloc();
  ++live_allocations;
  return memory;
}

void counted_release(void* memory) noexcept {
  if (memory == nullptr) return;
  --live_allocations;
  std::free(memory);
}

}  // namespace
}  // namespace parley::test

void* operator new(std::size_t size) {
  return parley::test::counted_allocation(size);
}
void* operator new[](std::size_t size) {
  return parley::test::counted_allocation(size);
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  try {
    return parley::test::counted_allocation(size);
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}
void operator delete(void* memory) noexcept {
  parley::test::counted_release(memory);
}
void operator delete[](void* memory) noexcept {
  parley::test::counted_release(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  parley::test::counted_release(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
  parley::test::counted_release(memory);
}
void operator delete(void* memory, const std::nothrow_t&) noexcept {
  parley::test::counted_release(memory);
}

#endif
