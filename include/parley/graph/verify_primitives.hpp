// The small questions that verifying an image is made of. Internal to verify.hpp.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "parley/base/result.hpp"
#include "parley/base/utf8.hpp"
#include "parley/graph/pack.hpp"

namespace parley::graph::detail {

/// Collects the first fault of a set of tables. Every question returns whether all is well so far,
/// so that questions chain with `&&`. Not thread-safe.
class inspection {
 public:
  explicit inspection(const table_views& tables, bool with_doubles = false)
      : t(tables), doubles(with_doubles) {
    survey_texts();
  }

  const table_views& t;
  /// Whether these are expressions of CEL's own dialect, not a pack.
  const bool doubles;

  /// Notes a fault of row `row` of `table`; the first one stands.
  bool fail(std::string_view table, std::size_t row) {
    if (!failure_) {
      failure_ = error{"image.content", "row " + std::to_string(row) + " of table " +
                                            std::string(table) + " is not sound"};
    }
    return false;
  }
  [[nodiscard]] std::optional<error> failure() && { return std::move(failure_); }
  [[nodiscard]] bool sound() const noexcept { return !failure_; }

  /// Whether the text lies in the pool and is valid UTF-8.
  [[nodiscard]] bool text(text_ref ref) const noexcept {
    const std::uint64_t end = std::uint64_t{ref.offset} + ref.size;
    if (end > t.texts.size()) return false;
    if (ref.size == 0) return true;
    const auto inside = [&](std::uint64_t at) {
      return at < t.texts.size() && (static_cast<unsigned char>(t.texts[at]) & 0xC0) == 0x80;
    };
    if (inside(ref.offset)) return false;
    const auto bad = std::lower_bound(bad_bytes_.begin(), bad_bytes_.end(), ref.offset);
    if (bad != bad_bytes_.end() && *bad < end) return false;
    return !inside(end) || std::binary_search(bad_bytes_.begin(), bad_bytes_.end(),
                                              static_cast<std::uint32_t>(end));
  }
  [[nodiscard]] bool named(text_ref ref) const noexcept { return ref.size != 0 && text(ref); }
  [[nodiscard]] bool place(const place_row& at) const noexcept { return text(at.file); }
  [[nodiscard]] std::string_view view(text_ref ref) const noexcept {
    return {t.texts.data() + ref.offset, ref.size};
  }

  template <typename Table>
  [[nodiscard]] static bool row(index which, const Table& table) noexcept {
    return which < table.size();
  }
  template <typename Table>
  [[nodiscard]] static bool row_or_none(index which, const Table& table) noexcept {
    return which == no_index || which < table.size();
  }
  template <typename Table>
  [[nodiscard]] static bool rows(row_range r, const Table& table) noexcept {
    return std::uint64_t{r.first} + r.count <= table.size();
  }
  /// Whether a run of references stands in `refs` and each leads into `table`. Overlapping runs
  /// could make this quadratic, so that all runs together have a cap.
  template <typename Ref, typename Table>
  [[nodiscard]] bool refs(row_range r, std::span<const Ref> refs, const Table& table,
                          bool ascending = false) noexcept {
    if (!rows(r, refs) || r.count > visits_left_) return false;
    visits_left_ -= r.count;
    for (std::uint32_t i = 0; i < r.count; ++i) {
      if (refs[r.first + i] >= table.size()) return false;
      if (ascending && i > 0 && refs[r.first + i] <= refs[r.first + i - 1]) return false;
    }
    return true;
  }
  /// Spends `count` visits of the cap that `refs` shares.
  [[nodiscard]] bool visit(std::uint64_t count) noexcept {
    if (count > visits_left_) return false;
    visits_left_ -= count;
    return true;
  }

  [[nodiscard]] static bool flag(std::uint8_t v) noexcept { return v <= 1; }
  template <typename Enum>
  [[nodiscard]] static bool one_of(Enum v, Enum last) noexcept {
    return static_cast<std::underlying_type_t<Enum>>(v) <=
           static_cast<std::underlying_type_t<Enum>>(last);
  }
  /// Whether the bytes that are kept for later are zero: nothing hides in an image.
  template <std::size_t N>
  [[nodiscard]] static bool blank(const std::uint8_t (&bytes)[N]) noexcept {
    return std::all_of(bytes, bytes + N, [](std::uint8_t b) { return b == 0; });
  }

  /// Whether `which` is a condition, or none where that is allowed. A line is at hand only if
  /// `lines`.
  [[nodiscard]] bool condition(index which, bool lines = false) const noexcept {
    return which == no_index || required_condition(which, lines);
  }
  [[nodiscard]] bool required_condition(index which, bool lines = false) const noexcept {
    return which < t.expressions.size() && t.expressions[which].type == type_kind::boolean &&
           (lines || (t.expressions[which].reads & reads_line) == 0);
  }
  /// Whether `which` computes a number: money, a count or a decimal.
  [[nodiscard]] bool number(index which) const noexcept {
    if (which >= t.expressions.size()) return false;
    const type_kind type = t.expressions[which].type;
    return type == type_kind::integer || type == type_kind::uinteger ||
           type == type_kind::decimal || type == type_kind::money || type == type_kind::percent;
  }

 private:
  // Notes every byte that is no part of a valid UTF-8 sequence. UTF-8 synchronises itself, so one
  // walk over the whole pool is right for each text in it.
  void survey_texts() {
    const std::span<const char> pool = t.texts;
    for (std::size_t i = 0; i < pool.size();) {
      std::uint64_t eight = 0;
      if (pool.size() - i >= sizeof eight) {
        std::memcpy(&eight, pool.data() + i, sizeof eight);
        if ((eight & 0x8080808080808080) == 0) {
          i += sizeof eight;
          continue;
        }
      }
      const std::size_t size = utf8_sequence(pool.subspan(i));
      if (size == 0) bad_bytes_.push_back(static_cast<std::uint32_t>(i));
      i += size == 0 ? 1 : size;
    }
  }

  std::vector<std::uint32_t> bad_bytes_;
  std::uint64_t visits_left_ = std::uint64_t{1} << 26;
  std::optional<error> failure_;
};

/// Whether the number of a constant is one that `decimal` can hold.
[[nodiscard]] inline bool decimal_fits(const constant& c) noexcept {
  uint128 most = 1;
  for (int i = 0; i < decimal::max_digits; ++i) most *= 10;
  const auto bits = (static_cast<uint128>(c.high) << 64) | c.low;
  const auto coefficient = static_cast<int128>(bits);
  const uint128 size = coefficient < 0 ? ~bits + 1 : bits;
  return size < most && c.extra >= -6176 && c.extra <= 6144;
}

/// Whether the seconds of a moment or a span of time stay inside the years 0001 to 9999.
[[nodiscard]] inline bool seconds_fit(const constant& c) noexcept {
  const auto seconds = static_cast<std::int64_t>(c.low);
  const std::int64_t most = c.kind == type_kind::timestamp ? 253'402'300'799 : 315'576'000'000;
  const std::int64_t least = c.kind == type_kind::timestamp ? -62'135'596'800 : -most - 1;
  return seconds >= least && seconds <= most;
}

}  // namespace parley::graph::detail
