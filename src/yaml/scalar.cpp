#include "yaml/scalar.hpp"

#include <fmt/format.h>

#include <charconv>
#include <limits>
#include <system_error>
#include <type_traits>

namespace parley::yaml {

namespace {

bool digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

std::string_view without_sign(std::string_view text) noexcept {
  return text.starts_with('-') ? text.substr(1) : text;
}

template <typename T>
scalar_result<T> read_whole(std::string_view text) {
  T value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  const std::string_view digits = without_sign(text);
  bool all_digits = !digits.empty();
  for (const char c : digits) all_digits = all_digits && digit(c);
  if (all_digits && digits.size() > 1 && digits.front() == '0') {
    const std::size_t first = std::min(digits.find_first_not_of('0'), digits.size() - 1);
    return scalar_fault{
        fmt::format("`{}` has a leading zero", text),
        fmt::format("write `{}`, or put it in quotes if it is a text", digits.substr(first))};
  }
  if (std::is_unsigned_v<T> && all_digits && text.starts_with('-')) {
    return scalar_fault{fmt::format("`{}` is below 0", text), "write a whole number of at least 0"};
  }
  if (fault == std::errc::result_out_of_range) {
    return scalar_fault{fmt::format("`{}` is too large", text), "use a smaller number"};
  }
  if (!all_digits || fault != std::errc{} || end != text.data() + text.size()) {
    return scalar_fault{fmt::format("`{}` is no whole number", text),
                        "write digits only, such as `12`"};
  }
  return value;
}

}  // namespace

scalar_result<std::int64_t> read_integer(std::string_view text) {
  return read_whole<std::int64_t>(text);
}

scalar_result<std::uint64_t> read_unsigned(std::string_view text) {
  return read_whole<std::uint64_t>(text);
}

scalar_result<bool> read_bool(std::string_view text) {
  if (text == "true") return true;
  if (text == "false") return false;
  return scalar_fault{fmt::format("`{}` is neither `true` nor `false`", text),
                      "write `true` or `false` without quotes"};
}

scalar_result<std::string_view> read_decimal_text(std::string_view text) {
  const std::string_view number = without_sign(text);
  std::size_t i = 0;
  const auto digits = [&] {
    const std::size_t from = i;
    while (i < number.size() && digit(number[i])) ++i;
    return i - from;
  };
  const std::size_t whole = digits();
  if (whole > 1 && number.front() == '0') {
    return scalar_fault{fmt::format("`{}` has a leading zero", text),
                        "remove the zero, or put it in quotes if it is a text"};
  }
  bool good = whole != 0;
  if (good && i < number.size() && number[i] == '.') {
    ++i;
    good = digits() != 0;
  }
  if (good && i < number.size() && (number[i] == 'e' || number[i] == 'E')) {
    ++i;
    if (i < number.size() && (number[i] == '+' || number[i] == '-')) ++i;
    good = digits() != 0;
  }
  if (!good || i != number.size()) {
    return scalar_fault{fmt::format("`{}` is no number", text),
                        "write digits with a point, such as `12.50`"};
  }
  return text;
}

scalar_result<std::int64_t> read_seconds(std::string_view text) {
  constexpr std::string_view units = "wdhms";
  constexpr std::int64_t seconds[] = {604'800, 86'400, 3'600, 60, 1};
  const scalar_fault fault{fmt::format("`{}` is no length of time", text),
                           "write it like `90s`, `15m`, `1h30m` or `30d`"};
  std::int64_t total = 0;
  std::size_t next_unit = 0;
  std::size_t i = 0;
  while (i < text.size()) {
    std::int64_t count = 0;
    const std::size_t from = i;
    while (i < text.size() && digit(text[i])) {
      if (__builtin_mul_overflow(count, 10, &count) ||
          __builtin_add_overflow(count, text[i] - '0', &count)) {
        return fault;
      }
      ++i;
    }
    if (i == from || i == text.size()) return fault;
    const std::size_t unit = units.find(text[i], next_unit);
    if (unit == std::string_view::npos) return fault;
    std::int64_t part = 0;
    if (__builtin_mul_overflow(count, seconds[unit], &part) ||
        __builtin_add_overflow(total, part, &total)) {
      return fault;
    }
    next_unit = unit + 1;
    ++i;
  }
  if (text.empty()) return fault;
  return total;
}

}  // namespace parley::yaml
