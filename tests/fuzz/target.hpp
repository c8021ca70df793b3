// What fuzz targets share. Each target is one function over bytes: libFuzzer drives it in the
// `fuzz` preset, and replay_test.cpp runs it over tests/fuzz/corpus in every build.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

/// Stops where a property doesn't hold, so that the fuzzer keeps the input.
#define PARLEY_HOLDS(condition)                                            \
  do {                                                                     \
    if (!(condition)) {                                                    \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      std::abort();                                                        \
    }                                                                      \
  } while (false)

#ifdef PARLEY_FUZZER
#define PARLEY_FUZZ_ENTRY(name)                                                       \
  extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) { \
    name({reinterpret_cast<const char*>(data), size});                                \
    return 0;                                                                         \
  }
#else
#define PARLEY_FUZZ_ENTRY(name)
#endif

namespace parley::fuzz {

// Whether the input was taken: where it is refused at the door, what stands behind isn't tried.
bool condition_parse(std::string_view input);
bool condition(std::string_view input);
bool pack_text(std::string_view input);
bool facts(std::string_view input);
bool image(std::string_view input);
bool session(std::string_view input);
bool differential(std::string_view input);
bool arguments(std::string_view input);

}  // namespace parley::fuzz
