// ISO 4217 currencies with their minor units, and money written in major units.
// ISO, never CLDR: CLDR rounds some currencies to what cash there is, which is no basis for
// arithmetic.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace parley {

/// A currency as a number: three letters in base 26; 0xFFFF for none. Alphabetical order is numeric
/// order.
using currency_code = std::uint16_t;
inline constexpr currency_code no_currency = 0xFFFF;

namespace detail {

struct currency_row {
  std::array<char, 3> letters{};
  std::uint8_t digits = 0;
};

/// The codes by their number of minor digits. Withdrawn codes stay while old packs may name them.
/// Precious metals and funds without minor units count as whole pieces.
inline constexpr std::string_view currencies_with_0_digits =
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XAG XAU XBA XBB XBC XBD XDR XOF "
    "XPD "
    "XPF XPT XSU XTS XUA";
inline constexpr std::string_view currencies_with_2_digits =
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN "
    "BZD "
    "CAD CDF CHE CHF CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP "
    "GEL "
    "GHS GIP GMD GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP "
    "LKR "
    "LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD "
    "PAB "
    "PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC "
    "SYP "
    "SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG "
    "ZWL";
inline constexpr std::string_view currencies_with_3_digits = "BHD IQD JOD KWD LYD OMR TND";
inline constexpr std::string_view currencies_with_4_digits = "CLF UYW";

[[nodiscard]] constexpr std::size_t currencies_in(std::string_view codes) noexcept {
  return (codes.size() + 1) / 4;
}

inline constexpr auto currencies = [] {
  std::array<currency_row,
             currencies_in(currencies_with_0_digits) + currencies_in(currencies_with_2_digits) +
                 currencies_in(currencies_with_3_digits) + currencies_in(currencies_with_4_digits)>
      rows{};
  std::size_t filled = 0;
  const auto take = [&](std::string_view codes, std::uint8_t digits) {
    for (std::size_t at = 0; at < codes.size(); at += 4) {
      rows[filled++] = {{codes[at], codes[at + 1], codes[at + 2]}, digits};
    }
  };
  take(currencies_with_0_digits, 0);
  take(currencies_with_2_digits, 2);
  take(currencies_with_3_digits, 3);
  take(currencies_with_4_digits, 4);
  std::sort(rows.begin(), rows.end(),
            [](const currency_row& a, const currency_row& b) { return a.letters < b.letters; });
  return rows;
}();

[[nodiscard]] constexpr currency_code currency_number(const std::array<char, 3>& letters) noexcept {
  return static_cast<currency_code>(((letters[0] - 'A') * 26 + (letters[1] - 'A')) * 26 +
                                    letters[2] - 'A');
}

[[nodiscard]] constexpr const currency_row* currency_row_of(currency_code code) noexcept {
  const auto found = std::lower_bound(currencies.begin(), currencies.end(), code,
                                      [](const currency_row& row, currency_code wanted) {
                                        return currency_number(row.letters) < wanted;
                                      });
  const bool same = found != currencies.end() && currency_number(found->letters) == code;
  return same ? &*found : nullptr;
}

}  // namespace detail

/// The currency of an ISO 4217 code in upper case ("USD"), or `no_currency`.
[[nodiscard]] constexpr currency_code currency_named(std::string_view name) noexcept {
  if (name.size() != 3) return no_currency;
  for (const char letter : name) {
    if (letter < 'A' || letter > 'Z') return no_currency;
  }
  const currency_code code = detail::currency_number({name[0], name[1], name[2]});
  return detail::currency_row_of(code) != nullptr ? code : no_currency;
}

/// "USD"; empty when there is no such currency. The text lives for ever.
[[nodiscard]] constexpr std::string_view name_of_currency(currency_code code) noexcept {
  const detail::currency_row* row = detail::currency_row_of(code);
  return row == nullptr ? std::string_view{}
                        : std::string_view(row->letters.data(), row->letters.size());
}

/// Decimals of the minor unit: 2 for USD, 0 for JPY, 3 for KWD; 2 for a currency that isn't known.
[[nodiscard]] constexpr int minor_digits(currency_code code) noexcept {
  const detail::currency_row* row = detail::currency_row_of(code);
  return row == nullptr ? 2 : row->digits;
}

/// An amount of minor units in major ones: 6244 with 2 digits is "62.44", -5 is "-0.05".
[[nodiscard]] inline std::string money_text(std::int64_t minor, int digits) {
  const bool negative = minor < 0;
  std::uint64_t rest =
      negative ? 0 - static_cast<std::uint64_t>(minor) : static_cast<std::uint64_t>(minor);
  std::string made;
  for (int written = 0; rest != 0 || written <= digits; ++written) {
    if (written == digits && digits > 0) made.push_back('.');
    made.push_back(static_cast<char>('0' + rest % 10));
    rest /= 10;
  }
  if (negative) made.push_back('-');
  std::reverse(made.begin(), made.end());
  return made;
}

}  // namespace parley
