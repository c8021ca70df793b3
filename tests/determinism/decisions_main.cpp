// Prints the digest of the decisions: scripts/determinism.sh compares those of several builds and
// surroundings. `parley_decisions THREADS`; PARLEY_HASH_SEED changes every hash of a text that the
// standard library makes, and LC_ALL counts.
#include <clocale>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <locale>
#include <string>

#include "determinism/decisions.hpp"

namespace std {

// Stands in for libstdc++'s own, which takes its seed from a constant: FNV-1a from another start.
// Its name is the library's.
size_t _Hash_bytes(const void* bytes, size_t length, size_t seed) {  // NOLINT
  static const char* const wanted = getenv("PARLEY_HASH_SEED");
  static const uint64_t start = wanted == nullptr ? 0 : strtoull(wanted, nullptr, 10);
  uint64_t hash = 14695981039346656037ULL ^ seed ^ (start * 0x9E3779B97F4A7C15ULL);
  for (size_t i = 0; i < length; ++i) {
    hash = (hash ^ static_cast<const unsigned char*>(bytes)[i]) * 1099511628211ULL;
  }
  return hash ^ (hash >> 29);
}

}  // namespace std

int main(int argc, char** argv) {
  try {
    std::setlocale(LC_ALL, "");
    std::locale::global(std::locale(""));
  } catch (const std::exception&) {
    std::fputs("this locale isn't installed\n", stderr);
    return 2;
  }
  const unsigned long threads = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 1;
  std::printf("%s\n", parley::determinism::digest_of_decisions(threads).c_str());
  return 0;
}
