#include "support/counted_allocations.hpp"

#include <cstdlib>
#include <new>

namespace parley::test {

std::atomic<std::size_t> allocations{0};
std::atomic<std::size_t> allocated_bytes{0};

namespace {

void* counted_allocation(std::size_t size) {
  ++allocations;
  allocated_bytes += size;
  void* memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace

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
