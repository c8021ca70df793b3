#include "generated_combination.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>

namespace parley::bench {

namespace {

/// SplitMix64: the same numbers everywhere.
class dice {
 public:
  explicit dice(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
  }
  int below(int end) { return static_cast<int>(next() % static_cast<std::uint64_t>(end)); }

 private:
  std::uint64_t state_;
};

pack compiled(const std::string& text) {
  compilation made = compile_text("combination.yaml", text);
  if (!made.compiled) {
    for (const diagnostic& d : made.found.items()) std::fprintf(stderr, "%s\n", d.message.c_str());
    std::exit(1);
  }
  return *made.compiled;
}

fact_set cart_for(const pack& rules) {
  fact_set facts(rules.schema());
  facts.open_cart();
  static constexpr const char* ids[] = {"l1", "l2", "l3", "l4", "l5"};
  for (int i = 0; i < 5; ++i) {
    cart_line line;
    line.id = ids[i];
    line.sku = "SKU";
    line.quantity = 1 + i % 2;
    line.price = 4'999 + 1'250 * i;
    facts.add_line(line);
  }
  return facts;
}

}  // namespace

std::string combination::text(std::uint64_t seed, int offers, int conflict_percent, kind what,
                              limit bound) {
  dice random(seed * 1'000 + static_cast<std::uint64_t>(offers));
  std::string out =
      "pack: combination\nversion: 1\ncurrency: USD\ndefaults: {stacking: open}\noffers:\n";
  for (int i = 0; i < offers; ++i) {
    // Five classes; the first four hold one offer in six each.
    const int label = random.below(6);
    const bool percent = what == kind::compounding && random.below(10) < 6;
    out += fmt::format("  O{}: {{give: ", i);
    if (percent) {
      out += fmt::format("{}.{}% off order", 1 + random.below(9), random.below(10));
    } else {
      out += fmt::format("{}.{:02} off order", 2 + random.below(40), random.below(100));
    }
    out += fmt::format(", class: c{}, stage: order, rank: {}}}\n", std::min(label, 4), i);
  }
  out += "classes: [c0, c1, c2, c3, c4]\nstacking:\n";
  const int most[] = {1, 1, 2, 2, 3};
  for (int c = 0; c < 5; ++c) out += fmt::format("  - at most {} of class c{}\n", most[c], c);
  for (int i = 0; i < offers; ++i) {
    for (int k = i + 1; k < offers; ++k) {
      if (random.below(100) < conflict_percent) out += fmt::format("  - O{} excludes O{}\n", i, k);
    }
  }
  if (bound == limit::clip) out += "limits:\n  - discount <= 30% of subtotal else clamp\n";
  if (bound == limit::hard) out += "limits:\n  - discount <= 30% of subtotal\n";
  return out;
}

const char* combination::describe(kind what, limit bound) {
  static constexpr const char* names[2][3] = {
      {"compounding, no limit", "compounding, clipped at 30%", "compounding, at most 30%"},
      {"additive, no limit", "additive, clipped at 30%", "additive, at most 30%"}};
  return names[static_cast<int>(what)][static_cast<int>(bound)];
}

combination::combination(std::uint64_t seed, int offers, int conflict_percent, kind what,
                         limit bound)
    : rules(compiled(text(seed, offers, conflict_percent, what, bound))), facts(cart_for(rules)) {}

}  // namespace parley::bench
