// Which symbols of the compiler a shared library shows.
#pragma once

#if defined(_WIN32)
#if defined(PARLEY_COMPILER_BUILD)
#define PARLEY_API __declspec(dllexport)
#elif defined(PARLEY_COMPILER_SHARED)
#define PARLEY_API __declspec(dllimport)
#else
#define PARLEY_API
#endif
#else
#define PARLEY_API __attribute__((visibility("default")))
#endif
