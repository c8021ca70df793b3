// Decimal arithmetic with pencil and paper: strings of digits, rounded half-even to 34 of them.
#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>

namespace parley::oracle {

/// (-1)^negative * digits * 10^exponent. `digits` has no leading zeros; zero has none at all.
struct naive_number {
  bool negative = false;
  std::string digits;
  std::int64_t exponent = 0;

  static naive_number of(std::int64_t whole) { return parse(std::to_string(whole)); }
  static naive_number of_unsigned(std::uint64_t whole) { return parse(std::to_string(whole)); }
  /// Precondition: a number as conditions write it.
  static naive_number parse(std::string text) {
    naive_number made;
    if (!text.empty() && text.front() == '-') made.negative = true, text.erase(0, 1);
    if (const std::size_t e = text.find_first_of("eE"); e != std::string::npos) {
      made.exponent = std::stoll(text.substr(e + 1));
      text.erase(e);
    }
    if (const std::size_t dot = text.find('.'); dot != std::string::npos) {
      made.exponent -= static_cast<std::int64_t>(text.size() - dot - 1);
      text.erase(dot, 1);
    }
    made.digits = text;
    return made.trimmed();
  }

  [[nodiscard]] bool zero() const { return digits.empty(); }
  [[nodiscard]] naive_number trimmed() const {
    naive_number made = *this;
    made.digits.erase(0, std::min(made.digits.find_first_not_of('0'), made.digits.size()));
    if (made.digits.empty()) made.negative = false;
    return made;
  }
  /// The digits with the exponent brought down to `to`, which isn't above the present one.
  [[nodiscard]] std::string at_exponent(std::int64_t to) const {
    return zero() ? "" : digits + std::string(static_cast<std::size_t>(exponent - to), '0');
  }
  [[nodiscard]] naive_number negated() const {
    naive_number made = *this;
    made.negative = !zero() && !negative;
    return made;
  }
  /// One text for each value: 1.50 and 1.5 are both "15e-1".
  [[nodiscard]] std::string canonical() const {
    if (zero()) return "0";
    naive_number made = *this;
    while (made.digits.back() == '0') made.digits.pop_back(), ++made.exponent;
    return (negative ? "-" : "") + made.digits + "e" + std::to_string(made.exponent);
  }
  /// Plain notation with the trailing zeros the number has.
  [[nodiscard]] std::string plain() const {
    std::string made = zero() ? "0" : digits;
    if (exponent > 0 && !zero()) made.append(static_cast<std::size_t>(exponent), '0');
    if (exponent < 0) {
      const auto places = static_cast<std::size_t>(-exponent);
      if (made.size() <= places) made.insert(0, places + 1 - made.size(), '0');
      made.insert(made.size() - places, 1, '.');
    }
    return (negative ? "-" : "") + made;
  }
  /// The part before the point, cut off towards zero.
  [[nodiscard]] naive_number whole() const {
    if (exponent >= 0) return *this;
    naive_number made = *this;
    const auto cut = static_cast<std::size_t>(-exponent);
    made.digits = cut >= digits.size() ? "" : digits.substr(0, digits.size() - cut);
    made.exponent = 0;
    return made.trimmed();
  }
};

namespace pencil {

inline std::string trimmed(std::string digits) {
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
  return digits;
}
inline std::strong_ordering order(const std::string& a, const std::string& b) {
  if (a.size() != b.size()) return a.size() <=> b.size();
  return a.compare(b) <=> 0;
}
inline std::string sum(std::string a, std::string b) {
  const std::size_t size = std::max(a.size(), b.size()) + 1;
  a.insert(0, size - a.size(), '0');
  b.insert(0, size - b.size(), '0');
  int carry = 0;
  for (std::size_t i = size; i-- > 0;) {
    const int column = a[i] - '0' + b[i] - '0' + carry;
    a[i] = static_cast<char>('0' + column % 10);
    carry = column / 10;
  }
  return trimmed(a);
}
/// Precondition: `a` is not below `b`.
inline std::string difference(std::string a, std::string b) {
  b.insert(0, a.size() - b.size(), '0');
  int borrow = 0;
  for (std::size_t i = a.size(); i-- > 0;) {
    int column = a[i] - b[i] - borrow;
    borrow = column < 0 ? 1 : 0;
    a[i] = static_cast<char>('0' + (column + 10) % 10);
  }
  return trimmed(a);
}
inline std::string product(const std::string& a, const std::string& b) {
  std::string made(a.size() + b.size(), 0);
  for (std::size_t i = a.size(); i-- > 0;) {
    int carry = 0;
    for (std::size_t k = b.size(); k-- > 0;) {
      const int cell = made[i + k + 1] + (a[i] - '0') * (b[k] - '0') + carry;
      made[i + k + 1] = static_cast<char>(cell % 10);
      carry = cell / 10;
    }
    made[i] = static_cast<char>(made[i] + carry);
  }
  for (char& c : made) c = static_cast<char>(c + '0');
  return trimmed(made);
}

}  // namespace pencil

/// Half-even to 34 digits; `more` says that something below the last digit is left out already.
/// Nothing when the exponent leaves [-6143, 6144] and no zeros at the end can help.
inline std::optional<naive_number> in_34_digits(naive_number v, bool more = false) {
  v = v.trimmed();
  if (v.digits.size() > 34) {
    const std::string rest = v.digits.substr(34);
    v.exponent += static_cast<std::int64_t>(rest.size());
    v.digits.resize(34);
    const std::string half = "5" + std::string(rest.size() - 1, '0');
    const bool odd = (v.digits.back() - '0') % 2 != 0;
    if (rest > half || (rest == half && (more || odd))) v.digits = pencil::sum(v.digits, "1");
    if (v.digits.size() > 34) v.digits.pop_back(), ++v.exponent;
  }
  if (v.zero()) v.exponent = std::clamp<std::int64_t>(v.exponent, -6143, 6144);
  while (v.exponent < -6143 && v.digits.back() == '0') v.digits.pop_back(), ++v.exponent;
  while (v.exponent > 6144 && v.digits.size() < 34) v.digits += '0', --v.exponent;
  if (v.exponent < -6143 || v.exponent > 6144) return std::nullopt;
  return v;
}

inline std::strong_ordering compare(const naive_number& a, const naive_number& b) {
  if (a.negative != b.negative)
    return a.negative ? std::strong_ordering::less : std::strong_ordering::greater;
  const std::int64_t low = std::min(a.exponent, b.exponent);
  const std::strong_ordering order = pencil::order(a.at_exponent(low), b.at_exponent(low));
  return a.negative ? 0 <=> order : order;
}

inline std::optional<naive_number> add(const naive_number& a, const naive_number& b) {
  naive_number made;
  made.exponent = std::min(a.exponent, b.exponent);
  const std::string x = a.at_exponent(made.exponent);
  const std::string y = b.at_exponent(made.exponent);
  if (a.negative == b.negative) {
    made.digits = pencil::sum(x, y);
    made.negative = a.negative;
  } else {
    const bool swap = pencil::order(x, y) < 0;
    made.digits = swap ? pencil::difference(y, x) : pencil::difference(x, y);
    made.negative = swap ? b.negative : a.negative;
  }
  return in_34_digits(made.trimmed());
}

inline std::optional<naive_number> multiply(const naive_number& a, const naive_number& b) {
  return in_34_digits(
      {a.negative != b.negative, pencil::product(a.digits, b.digits), a.exponent + b.exponent});
}

inline std::optional<naive_number> divide(const naive_number& a, const naive_number& b) {
  if (b.zero()) return std::nullopt;
  naive_number made{a.negative != b.negative, "", a.exponent - b.exponent};
  if (a.zero()) return in_34_digits({false, "", made.exponent});
  const std::int64_t ideal = made.exponent;
  std::string rest;
  const auto bring_down = [&](char digit) {
    rest = pencil::trimmed(rest + digit);
    char times = '0';
    while (pencil::order(rest, b.digits) >= 0) rest = pencil::difference(rest, b.digits), ++times;
    made.digits = pencil::trimmed(made.digits + times);
  };
  for (const char digit : a.digits) bring_down(digit);
  while (!rest.empty() && made.digits.size() < 36) bring_down('0'), --made.exponent;
  while (rest.empty() && made.exponent < ideal && !made.digits.empty() &&
         made.digits.back() == '0') {
    made.digits.pop_back(), ++made.exponent;
  }
  // Two digits more than are kept, so a rest can only decide a tie.
  return in_34_digits(made, !rest.empty());
}

}  // namespace parley::oracle
