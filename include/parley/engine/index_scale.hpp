// The scale of one fact in a condition index: the constants that conditions compare it with cut its
// values into cells, and every comparison is a set of cells. Internal to condition_index.hpp.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "parley/engine/outcome.hpp"
#include "parley/graph/pack.hpp"
#include "parley/money/currency.hpp"
#include "parley/money/decimal_arithmetic.hpp"

namespace parley::engine {

/// Where the value of a scale comes from.
enum class scale_source : std::uint8_t {
  fact,           ///< `which`: facts row
  presence,       ///< whether a fact is there; cells: no, yes
  subtotal,       ///< of the cart
  node,           ///< `which`: an expression node that depends on the facts alone
  elements,       ///< of the list that is the fact `which`
  line_elements,  ///< what the lines of the cart have for the attribute `which`
};

/// What its constants are.
enum class scale_family : std::uint8_t { truth, text, number, money, percent, instant, period };

/// How far a value is along a scale of numbers: `whole`, and whether something comes on top.
struct scaled_number {
  std::int64_t whole = 0;
  bool rest = false;
};

/// Beyond every constant of a scale.
inline constexpr std::int64_t beyond_scale = std::int64_t{1} << 62;

/// coefficient * 10^exponent in units of 10^unit, rounded down, clamped to +-beyond_scale.
[[nodiscard]] inline scaled_number scale_number(int128 coefficient, std::int32_t exponent,
                                                std::int32_t unit) noexcept {
  const std::int32_t shift = exponent - unit;
  int128 whole = coefficient;
  bool rest = false;
  if (shift > 0) {
    if (coefficient != 0 &&
        (shift > 18 || coefficient > beyond_scale || coefficient < -beyond_scale))
      whole = coefficient < 0 ? -int128{beyond_scale} : int128{beyond_scale};
    else
      whole = coefficient == 0
                  ? int128{0}
                  : coefficient * static_cast<int128>(parley::detail::power_of_ten(shift));
  } else if (shift < 0) {
    if (shift >= -9 && coefficient < beyond_scale && coefficient > -beyond_scale) {
      const auto by = static_cast<std::int64_t>(parley::detail::power_of_ten(-shift));
      const auto small = static_cast<std::int64_t>(coefficient);
      const std::int64_t part = small % by;
      return {small / by - (part < 0 ? 1 : 0), part != 0};
    }
    if (shift < -38) {
      whole = coefficient < 0 ? -1 : 0;
      rest = coefficient != 0;
    } else {
      const auto by = static_cast<int128>(parley::detail::power_of_ten(-shift));
      whole = coefficient / by;
      rest = coefficient % by != 0;
      if (rest && coefficient < 0) --whole;
    }
  }
  if (whole >= beyond_scale) return {beyond_scale, false};
  if (whole <= -int128{beyond_scale}) return {-beyond_scale, false};
  return {static_cast<std::int64_t>(whole), rest};
}

/// A text as two words, which are the whole of it up to 16 bytes, and its size.
struct text_key {
  std::uint64_t head = 0, tail = 0;
  std::uint32_t size = 0;

  [[nodiscard]] static text_key of(std::string_view text) noexcept {
    text_key made;
    const char* const at = text.data();
    const std::size_t size = text.size();
    made.size = static_cast<std::uint32_t>(size);
    if (size >= 8) {
      std::memcpy(&made.head, at, 8);
      std::memcpy(&made.tail, at + size - 8, 8);
    } else if (size >= 4) {
      std::uint32_t low = 0, high = 0;
      std::memcpy(&low, at, 4);
      std::memcpy(&high, at + size - 4, 4);
      made.head = (std::uint64_t{high} << 32) | low;
    } else if (size > 0) {
      made.head = static_cast<std::uint64_t>(static_cast<unsigned char>(at[0])) |
                  static_cast<std::uint64_t>(static_cast<unsigned char>(at[size / 2])) << 8 |
                  static_cast<std::uint64_t>(static_cast<unsigned char>(at[size - 1])) << 16;
    }
    return made;
  }
  [[nodiscard]] bool operator==(const text_key&) const = default;
  [[nodiscard]] std::uint64_t hash() const noexcept {
    std::uint64_t h = (head ^ size) * 0xD6E8FEB86659FD93U;
    h ^= (tail ^ (h >> 32)) * 0x9E3779B97F4A7C15U;
    return h ^ (h >> 29);
  }
};

/// Of an open hash table; cell 0: free.
struct text_slot {
  text_key key;
  std::uint32_t cell = 0;
};

struct index_scale {
  static constexpr std::uint32_t nowhere = 0xFFFFFFFF;

  scale_source source = scale_source::fact;
  scale_family family = scale_family::truth;
  bool usable = true;
  bool whole = false;  ///< its values are whole numbers
  currency_code currency = no_currency;
  std::uint32_t which = 0;
  std::int32_t unit = 0;  ///< numbers are counted in 10^unit
  std::uint32_t cells = 0;
  std::uint32_t literals = 0;  ///< conjunctions that ask for this scale

  std::vector<std::int64_t> numbers;   ///< ascending
  std::vector<std::uint8_t> cuts;      ///< by number: 1 below it, 2 above it
  std::vector<std::uint32_t> cell_of;  ///< by position: 2i between numbers i-1 and i, 2i+1 at i
  std::vector<std::uint32_t> dense;   ///< the cell below the first number, of each number up to the
                                      ///< last, and above; empty where that would be long
  std::vector<std::uint32_t> starts;  ///< by bucket: the first number that isn't below it
  int shift = 0;
  std::vector<text_ref> texts;  ///< in the order of their cells, from cell 1
  std::vector<text_slot> slots;

  [[nodiscard]] bool many() const noexcept {
    return source == scale_source::elements || source == scale_source::line_elements;
  }

  [[nodiscard]] static bool fits(scale_family family, type_kind kind) noexcept {
    switch (family) {
      case scale_family::truth: return kind == type_kind::boolean;
      case scale_family::text: return kind == type_kind::string;
      case scale_family::number: return is_number(kind);
      case scale_family::money: return kind == type_kind::money;
      case scale_family::percent: return kind == type_kind::percent;
      case scale_family::instant: return kind == type_kind::timestamp;
      case scale_family::period: return kind == type_kind::duration;
    }
    return false;
  }

  [[nodiscard]] static scaled_number number(const value& v, std::int32_t in) noexcept {
    if (v.is(type_kind::integer)) {
      if (in == 0 && v.as_int() < beyond_scale && v.as_int() > -beyond_scale)
        return {v.as_int(), false};
      return scale_number(v.as_int(), 0, in);
    }
    if (v.is(type_kind::timestamp) || v.is(type_kind::duration)) {
      const auto at = v.as_timestamp();
      return scale_number(int128{at.seconds} * 1'000'000'000 + at.nanos, 0, 0);
    }
    const decimal d = number_of(v);
    if (d.exponent() == in && d.coefficient() < beyond_scale && d.coefficient() > -beyond_scale)
      return {static_cast<std::int64_t>(d.coefficient()), false};
    return scale_number(d.coefficient(), d.exponent(), in);
  }

  /// Where a number stands among the constants: 2i between i-1 and i, 2i+1 at the i-th.
  [[nodiscard]] std::uint32_t position(scaled_number at) const noexcept {
    const auto size = static_cast<std::uint32_t>(numbers.size());
    const std::int64_t wanted = at.whole + (at.rest ? 1 : 0);
    std::uint32_t i = 0;
    if (wanted > numbers.front()) {
      if (wanted > numbers.back()) return 2 * size;
      const auto bucket = static_cast<std::uint64_t>(wanted - numbers.front()) >> shift;
      i = starts[bucket];
      const std::uint32_t end = starts[bucket + 1];
      if (end - i > 8) {
        i = static_cast<std::uint32_t>(
            std::lower_bound(numbers.begin() + i, numbers.begin() + end, wanted) - numbers.begin());
      } else {
        while (i < size && numbers[i] < wanted) ++i;
      }
    }
    return 2 * i + (!at.rest && i < size && numbers[i] == at.whole ? 1 : 0);
  }

  [[nodiscard]] std::uint32_t number_cell(scaled_number at) const noexcept {
    if (dense.empty() || at.rest) return cell_of[position(at)];
    const std::int64_t below = numbers.front() - 1;
    const std::int64_t above = below + static_cast<std::int64_t>(dense.size()) - 1;
    return dense[static_cast<std::size_t>(std::clamp(at.whole, below, above) - below)];
  }

  [[nodiscard]] std::uint32_t text_cell(std::string_view text, const char* pool) const noexcept {
    const text_key key = text_key::of(text);
    const std::size_t mask = slots.size() - 1;
    for (std::size_t at = key.hash() & mask;; at = (at + 1) & mask) {
      const text_slot& slot = slots[at];
      if (slot.cell == 0) return 0;
      if (slot.key != key) continue;
      if (text.size() <= 16 ||
          std::memcmp(pool + texts[slot.cell - 1].offset, text.data(), text.size()) == 0)
        return slot.cell;
    }
  }

  /// The cell of a value; `nowhere` for one that this scale can't place.
  [[nodiscard]] std::uint32_t locate(const value& v, const char* pool) const noexcept {
    if (!fits(family, v.kind())) return nowhere;
    switch (family) {
      case scale_family::truth: return v.as_bool() ? 1 : 0;
      case scale_family::text: return text_cell(v.as_text(), pool);
      case scale_family::money:
        if (v.currency() != currency) return nowhere;
        [[fallthrough]];
      default: return number_cell(number(v, unit));
    }
  }

  /// Takes a constant in before `settle`; false when the scale can't hold it.
  bool note(const value& v, text_ref text, std::uint8_t cut) {
    if (!fits(family, v.kind())) return false;
    if (family == scale_family::truth) return true;
    if (family == scale_family::text) {
      texts.push_back(text);
      return true;
    }
    if (family == scale_family::money) {
      if (currency == no_currency) currency = v.currency();
      if (currency != v.currency()) return false;
    }
    noted.push_back(v);
    cuts.push_back(cut);
    return true;
  }

  /// Lays the cells out once every constant has been noted.
  void settle(const char* pool) {
    if (!usable) return;
    if (family == scale_family::truth) {
      cells = 2;
    } else if (family == scale_family::text) {
      settle_texts(pool);
    } else {
      settle_numbers();
    }
    noted = {};
  }

  std::vector<value> noted;  ///< beside `cuts`, until settled

 private:
  void settle_texts(const char* pool) {
    const auto view = [&](text_ref r) { return std::string_view(pool + r.offset, r.size); };
    std::sort(texts.begin(), texts.end(),
              [&](text_ref a, text_ref b) { return view(a) < view(b); });
    texts.erase(std::unique(texts.begin(), texts.end(),
                            [&](text_ref a, text_ref b) { return view(a) == view(b); }),
                texts.end());
    std::size_t size = 4;
    while (size < texts.size() + texts.size() / 3 + 1) size *= 2;
    slots.assign(size, {});
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const text_key key = text_key::of(view(texts[i]));
      std::size_t at = key.hash() & (size - 1);
      while (slots[at].cell != 0) at = (at + 1) & (size - 1);
      slots[at] = {key, static_cast<std::uint32_t>(i + 1)};
    }
    cells = static_cast<std::uint32_t>(texts.size() + 1);
  }

  void settle_numbers() {
    constexpr std::int64_t most = beyond_scale / 2;
    unit = 0;
    if (family != scale_family::instant && family != scale_family::period) {
      // Values mostly come with the places of the constants, and money with those of its currency.
      constexpr std::int32_t places_most = -9;
      if (family == scale_family::money) unit = -minor_digits(currency);
      for (const value& v : noted) {
        const std::int32_t given = number_of(v).exponent();
        unit = std::min(unit, given >= places_most ? given : number_of(v).reduced().exponent());
      }
    }
    std::vector<std::pair<std::int64_t, std::uint8_t>> all;
    for (std::size_t i = 0; i < noted.size(); ++i) {
      const scaled_number at = number(noted[i], unit);
      usable = usable && !at.rest && at.whole > -most && at.whole < most;
      all.emplace_back(at.whole, cuts[i]);
    }
    if (!usable) return;
    std::sort(all.begin(), all.end());
    cuts.clear();
    for (const auto& [at, cut] : all) {
      if (numbers.empty() || numbers.back() != at) {
        numbers.push_back(at);
        cuts.push_back(0);
      }
      cuts.back() = static_cast<std::uint8_t>(cuts.back() | cut);
    }
    cell_of.push_back(0);
    for (std::size_t i = 0; i < cuts.size(); ++i) {
      // No whole number stands between 3 and 4: above the one is below the other.
      const bool cut_before = i > 0 && whole && unit == 0 && numbers[i] == numbers[i - 1] + 1 &&
                              (cuts[i - 1] & 2U) != 0;
      cell_of.push_back(cell_of.back() + (cut_before ? 0 : cuts[i] & 1U));
      cell_of.push_back(cell_of.back() + (cuts[i] >> 1U & 1U));
    }
    cells = cell_of.back() + 1;
    const auto width = static_cast<std::uint64_t>(numbers.back() - numbers.front());
    const std::uint64_t buckets = std::min<std::uint64_t>(4 * numbers.size(), 1U << 16);
    while (width >> shift > buckets) ++shift;
    std::uint32_t i = 0;
    for (std::uint64_t b = 0; b <= (width >> shift) + 1; ++b) {
      while (i < numbers.size() &&
             static_cast<std::uint64_t>(numbers[i] - numbers.front()) < b << shift) {
        ++i;
      }
      starts.push_back(i);
    }
    if (width > 8 * numbers.size() + 64) return;
    std::vector<std::uint32_t> all_cells = {0};
    for (std::uint64_t at = 0; at <= width; ++at) {
      all_cells.push_back(
          cell_of[position({numbers.front() + static_cast<std::int64_t>(at), false})]);
    }
    all_cells.push_back(cells - 1);
    dense = std::move(all_cells);
  }
};

}  // namespace parley::engine
