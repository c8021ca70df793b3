// Texts from values (`format`, `string` of lists, `strings.quote`), base64, bits, and what makes
// lists of lists flat; by their documentation.
#include <algorithm>
#include <bitset>
#include <optional>

#include "oracle/naive_expression.hpp"

namespace parley::oracle {
namespace {

using kind = any_value::kind;

constexpr const char* base64_letters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Digit by digit over a text of zeros and ones.
std::string encoded(const std::string& bytes) {
  std::string bits;
  for (const char c : bytes) bits += std::bitset<8>(static_cast<unsigned char>(c)).to_string();
  while (bits.size() % 6 != 0) bits += '0';
  std::string made;
  for (std::size_t i = 0; i < bits.size(); i += 6)
    made += base64_letters[std::bitset<6>(bits, i, 6).to_ulong()];
  while (made.size() % 4 != 0) made += '=';
  return made;
}

/// Padding may be left out, and bits that fill no byte are dropped.
std::optional<std::string> decoded(std::string text) {
  if (text.size() % 4 == 0) {
    for (int i = 0; i < 2 && text.ends_with('='); ++i) text.pop_back();
  }
  const std::string letters = base64_letters;
  std::string bits;
  for (const char c : text) {
    const std::size_t at = letters.find(c);
    if (at == std::string::npos) return std::nullopt;
    bits += std::bitset<6>(at).to_string();
  }
  if (bits.size() % 8 >= 6) return std::nullopt;
  std::string made;
  for (std::size_t i = 0; i + 8 <= bits.size(); i += 8)
    made += static_cast<char>(std::bitset<8>(bits, i, 8).to_ulong());
  return made;
}

std::vector<any_value> flat(const std::vector<any_value>& items, std::int64_t levels) {
  std::vector<any_value> made;
  for (const any_value& item : items) {
    if (item.what == kind::list && levels > 0) {
      const std::vector<any_value> inner = flat(item.items, levels - 1);
      made.insert(made.end(), inner.begin(), inner.end());
    } else {
      made.push_back(item);
    }
  }
  return made;
}

/// The 64 bits of an int or uint, the highest first.
std::bitset<64> bits_of(const any_value& v) {
  const std::string text = v.number.plain();
  return v.what == kind::integer
             ? std::bitset<64>(static_cast<unsigned long long>(std::stoll(text)))
             : std::bitset<64>(std::stoull(text));
}
any_value number_of(std::bitset<64> bits, const any_value& like) {
  any_value made;
  made.what = like.what;
  made.number = like.what == kind::integer
                    ? naive_number::of(static_cast<std::int64_t>(bits.to_ullong()))
                    : naive_number::of_unsigned(bits.to_ullong());
  return made;
}

any_outcome bit_function(const std::string& name, const std::vector<any_value>& given) {
  const any_value& a = given[0];
  const std::bitset<64> left = bits_of(a);
  if (name == "math.bitNot") return known(number_of(~left, a));
  if (name == "math.bitAnd") return known(number_of(left & bits_of(given[1]), a));
  if (name == "math.bitOr") return known(number_of(left | bits_of(given[1]), a));
  if (name == "math.bitXor") return known(number_of(left ^ bits_of(given[1]), a));
  if (given[1].number.negative) return failed();
  const bool all = compare(given[1].number, naive_number::of(64)) >= 0;
  const std::size_t by = all ? 64 : std::stoul(given[1].number.plain());
  return known(number_of(name == "math.bitShiftLeft" ? left << by : left >> by, a));
}

/// Rounded half-even to `places` behind the point.
std::string fixed(const naive_number& n, std::size_t places) {
  std::string digits = n.zero() ? "" : n.digits;
  std::int64_t have = -n.exponent;
  const auto want = static_cast<std::int64_t>(places);
  if (n.zero() || have <= want) {
    if (!n.zero()) digits.append(static_cast<std::size_t>(want - have), '0');
  } else {
    const auto cut = static_cast<std::size_t>(have - want);
    if (digits.size() < cut + 1) digits.insert(0, cut + 1 - digits.size(), '0');
    const std::string rest = digits.substr(digits.size() - cut);
    digits.resize(digits.size() - cut);
    const std::string half = "5" + std::string(cut - 1, '0');
    if (rest > half || (rest == half && (digits.back() - '0') % 2 != 0)) {
      std::size_t i = digits.size();
      while (i > 0 && digits[i - 1] == '9') digits[--i] = '0';
      if (i == 0)
        digits.insert(0, 1, '1');
      else
        ++digits[i - 1];
    }
  }
  if (digits.size() < places + 1) digits.insert(0, places + 1 - digits.size(), '0');
  while (digits.size() > places + 1 && digits.front() == '0') digits.erase(0, 1);
  if (places > 0) digits.insert(digits.size() - places, 1, '.');
  return (n.negative ? "-" : "") + digits;
}

std::string text_of(const any_value& v) {
  switch (v.what) {
    case kind::boolean: return v.yes ? "true" : "false";
    case kind::money: return v.number.plain() + v.text;
    case kind::text: return v.text;
    case kind::list: {
      std::string made = "[";
      for (std::size_t i = 0; i < v.items.size(); ++i)
        made += (i > 0 ? ", " : "") + text_of(v.items[i]);
      return made + "]";
    }
    case kind::map: {
      std::string made = "{";
      for (std::size_t i = 0; i + 1 < v.items.size(); i += 2)
        made += (i > 0 ? ", " : "") + text_of(v.items[i]) + ": " + text_of(v.items[i + 1]);
      return made + "}";
    }
    default: return v.number.plain();
  }
}

/// A whole number in another base: what its size is, after its sign.
std::string in_base(const any_value& v, unsigned base, bool capitals) {
  if (v.what == kind::boolean) return v.yes ? "1" : "0";
  const std::string letters = capitals ? "0123456789ABCDEF" : "0123456789abcdef";
  if (v.what == kind::text || v.what == kind::bytes) {
    std::string made;
    for (const char c : v.text) {
      made += letters[static_cast<unsigned char>(c) / 16];
      made += letters[static_cast<unsigned char>(c) % 16];
    }
    return made;
  }
  naive_number size = v.number;
  size.negative = false;
  std::string made;
  for (unsigned long long left = std::stoull(size.plain()); left > 0; left /= base)
    made.insert(0, 1, letters[left % base]);
  return (v.number.negative ? "-" : "") + (made.empty() ? "0" : made);
}

/// The clauses that the generator writes: %s, %d, %b, %o, %x, %X, %f and %.Nf.
std::string formatted(const std::string& form, const std::vector<any_value>& items) {
  std::string made;
  std::size_t next = 0;
  for (std::size_t i = 0; i < form.size(); ++i) {
    if (form[i] != '%') {
      made += form[i];
      continue;
    }
    if (form[++i] == '%') {
      made += '%';
      continue;
    }
    std::size_t places = 6;
    if (form[i] == '.') {
      places = 0;
      while (form[++i] >= '0' && form[i] <= '9')
        places = places * 10 + static_cast<std::size_t>(form[i] - '0');
    }
    const any_value& v = items[next++];
    switch (form[i]) {
      case 'b': made += in_base(v, 2, false); break;
      case 'o': made += in_base(v, 8, false); break;
      case 'x': made += in_base(v, 16, false); break;
      case 'X': made += in_base(v, 16, true); break;
      case 'f': made += fixed(v.number, places); break;
      default: made += text_of(v);
    }
  }
  return made;
}

std::string quoted(const std::string& text) {
  std::string made = "\"";
  for (const char c : text) {
    switch (c) {
      case '"': made += "\\\""; break;
      case '\\': made += "\\\\"; break;
      case '\n': made += "\\n"; break;
      case '\t': made += "\\t"; break;
      default: made += c;
    }
  }
  return made + '"';
}

}  // namespace

std::optional<any_outcome> library_function(const std::string& name,
                                            const std::vector<any_value>& given) {
  if (name == "base64.encode") return known(text_value(encoded(given[0].text)));
  if (name == "base64.decode") {
    const std::optional<std::string> made = decoded(given[0].text);
    if (!made) return failed();
    any_value v = text_value(*made);
    v.what = kind::bytes;
    return known(v);
  }
  if (name == "lists.range") {
    const naive_number& n = given[0].number;
    if (compare(n, naive_number::of(10'000)) > 0) return failed();
    std::vector<any_value> items;
    for (std::int64_t i = 0; i < std::stoll(n.plain()); ++i) items.push_back(whole(i));
    return known(list_value(items));
  }
  if (name == "flatten") {
    const std::int64_t levels = given.size() > 1 ? std::stoll(given[1].number.plain()) : 1;
    return known(list_value(flat(given[0].items, levels)));
  }
  if (name.starts_with("math.bit")) return bit_function(name, given);
  if (name == "format") return known(text_value(formatted(given[0].text, given[1].items)));
  if (name == "strings.quote") return known(text_value(quoted(given[0].text)));
  return std::nullopt;
}

}  // namespace parley::oracle
