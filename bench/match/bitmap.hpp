// The plain bitmap index that the engine is measured against: a row of bits for each value of each
// attribute, ANDed. Conjunctions of values and ranges; no unknowns, no alternatives.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "workloads.hpp"

namespace parley::bench {

/// What a host has in its hands: texts as text, numbers as numbers.
struct plain_value {
  std::string_view text;
  std::int64_t number = 0;
};

class bitmap_index {
 public:
  explicit bitmap_index(const workload& w) : words_((w.rules.size() + 63) / 64) {
    columns_.resize(w.attributes.size());
    for (std::size_t a = 0; a < columns_.size(); ++a) {
      column& c = columns_[a];
      c.kind = w.attributes[a].kind;
      c.rows.assign((w.attributes[a].values + 1) * words_, ~std::uint64_t{0});
      if (c.kind == attribute_kind::text) {
        for (std::uint32_t v = 0; v < w.attributes[a].values; ++v) c.places[w.texts[a][v]] = v;
      }
    }
    for (std::size_t r = 0; r < w.rules.size(); ++r) {
      for (const atom& x : w.rules[r].all) {
        column& c = columns_[x.attribute];
        for (std::uint32_t v = 0; v <= w.attributes[x.attribute].values; ++v) {
          const bool in = x.range
                              ? v >= x.values[0] && v <= x.values[1]
                              : std::find(x.values.begin(), x.values.end(), v) != x.values.end();
          if (in == x.negated) c.rows[v * words_ + r / 64] &= ~(std::uint64_t{1} << (r % 64));
        }
      }
    }
    for (column& c : columns_) {
      c.asked = std::any_of(c.rows.begin(), c.rows.end(),
                            [](std::uint64_t row) { return row != ~std::uint64_t{0}; });
    }
    last_ = w.rules.size() % 64 == 0 ? ~std::uint64_t{0}
                                     : (std::uint64_t{1} << (w.rules.size() % 64)) - 1;
  }

  void match(const std::vector<plain_value>& context, std::vector<std::uint64_t>& out) const {
    const std::uint64_t* rows[64];
    std::size_t count = 0;
    for (std::size_t a = 0; a < columns_.size(); ++a) {
      const column& c = columns_[a];
      if (!c.asked) continue;
      std::size_t v = 0;
      if (c.kind == attribute_kind::text) {
        const auto at = c.places.find(context[a].text);
        v = at == c.places.end() ? c.rows.size() / words_ - 1 : at->second;
      } else {
        v = static_cast<std::size_t>(context[a].number);
      }
      rows[count++] = &c.rows[v * words_];
    }
    for (std::size_t w = 0; w < words_; ++w) {
      std::uint64_t bits = ~std::uint64_t{0};
      for (std::size_t r = 0; r < count; ++r) bits &= rows[r][w];
      out[w] = bits;
    }
    out[words_ - 1] &= last_;
  }
  [[nodiscard]] std::size_t words() const { return words_; }

 private:
  struct column {
    attribute_kind kind = attribute_kind::text;
    bool asked = false;
    std::unordered_map<std::string_view, std::uint32_t> places;
    std::vector<std::uint64_t> rows;
  };
  std::size_t words_;
  std::uint64_t last_ = 0;
  std::vector<column> columns_;
};

}  // namespace parley::bench
