// Generated conditions and contexts, the same for the same seed, for every engine that is compared.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "parley/parley.hpp"

namespace parley::bench {

enum class attribute_kind : std::uint8_t { text, number, truth };

struct attribute {
  std::string name;
  attribute_kind kind = attribute_kind::text;
  std::uint32_t values = 2;  ///< distinct values; numbers run from 0
};

/// `attribute` is one of `values`, or lies between the two of them for a range; or the opposite.
struct atom {
  std::uint32_t attribute = 0;
  bool range = false;
  bool negated = false;
  std::vector<std::uint32_t> values;
};

/// All of the atoms, and of each group of alternatives all atoms of one.
struct rule {
  std::vector<atom> all;
  std::vector<std::vector<atom>> any;
};

inline constexpr std::uint32_t missing = 0xFFFFFFFF;

struct workload {
  std::vector<attribute> attributes;
  std::vector<rule> rules;
  std::vector<std::vector<std::uint32_t>> contexts;  ///< by context, by attribute
  std::vector<std::vector<std::string>> texts;       ///< by attribute, by value, where it has texts
};

/// 21 facts that are all known, conjunctions of 3.5 atoms, 4 to 5 in 100 true.
[[nodiscard]] workload workload_w1(std::size_t rules);
/// 60 facts of which about 42 are known, chosen by Zipf's law; 1 to 5 atoms, shared segments, a
/// third with alternatives, 2 to 3 in 100 true. `selective`: 4 to 8 atoms, less than 1 in 1000.
[[nodiscard]] workload workload_offers(std::size_t rules, bool selective);

/// The rules as the offers of a pack, without the compiler, so that there may be millions.
[[nodiscard]] pack pack_of(const workload& w);
/// The same rules as text of a pack.
[[nodiscard]] std::string pack_text_of(const workload& w);
[[nodiscard]] std::string condition_text(const workload& w, const rule& r);
/// Facts of a context. `w` must outlive it.
[[nodiscard]] fact_set facts_of(const workload& w, const pack& p, std::size_t context);
/// Whether a rule is true of a context; a missing fact makes its atoms false.
[[nodiscard]] bool holds(const workload& w, const rule& r, std::size_t context);

}  // namespace parley::bench
