// The functions of conditions by their documentation.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <regex>

#include "oracle/naive_expression.hpp"

namespace parley::oracle {
namespace {

using kind = any_value::kind;
constexpr __int128 second = 1'000'000'000;

bool is_number(const any_value& v) {
  return v.what == kind::integer || v.what == kind::uinteger || v.what == kind::decimal;
}
bool scales(const any_value& v) {
  return is_number(v) || v.what == kind::percent;
}

any_outcome maybe_known(const std::optional<naive_number>& number, any_value like) {
  if (!number) return failed();
  like.number = *number;
  return known(like);
}

/// A whole number of 64 bits, or an error.
any_outcome fitting(any_value v) {
  static const naive_number least = naive_number::parse("-9223372036854775808");
  static const naive_number most = naive_number::parse("9223372036854775807");
  static const naive_number most_unsigned = naive_number::parse("18446744073709551615");
  const bool is_int = v.what == kind::integer;
  if (compare(v.number, is_int ? least : naive_number{}) < 0) return failed();
  if (compare(v.number, is_int ? most : most_unsigned) > 0) return failed();
  v.number = naive_number::parse(v.number.plain());
  return known(v);
}

any_outcome in_time(any_value v) {
  const __int128 seconds = v.nanos / second - (v.nanos % second < 0 ? 1 : 0);
  const bool fits = v.what == kind::timestamp
                        ? seconds >= -62'135'596'800 && seconds <= 253'402'300'799
                        : seconds >= -315'576'000'000 && seconds <= 315'576'000'000;
  return fits ? known(v) : failed();
}

any_value kinded(kind what, naive_number number, std::string text = {}) {
  any_value v;
  v.what = what;
  v.number = std::move(number);
  v.text = std::move(text);
  return v;
}

std::vector<std::string> letters(const std::string& text) {
  std::vector<std::string> made;
  for (const char c : text) {
    if ((static_cast<unsigned char>(c) & 0xC0) == 0x80 && !made.empty())
      made.back() += c;
    else
      made.emplace_back(1, c);
  }
  return made;
}
std::string joined(const std::vector<std::string>& parts, std::size_t from, std::size_t to,
                   const std::string& mark = {}) {
  std::string made;
  for (std::size_t i = from; i < to; ++i) made += (i > from ? mark : "") + parts[i];
  return made;
}
std::int64_t number_in(const any_value& v) {
  return std::stoll(v.number.plain());
}

any_outcome position(const std::vector<std::string>& in, const std::vector<std::string>& part,
                     std::int64_t from, bool last) {
  const auto size = static_cast<std::int64_t>(in.size());
  if (from < 0 || from > size) return failed();
  const std::int64_t end = last ? -1 : size + 1;
  for (std::int64_t i = from; i != end; i += last ? -1 : 1) {
    if (i + static_cast<std::int64_t>(part.size()) > size) continue;
    if (std::equal(part.begin(), part.end(), in.begin() + i)) return known(whole(i));
  }
  return known(whole(-1));
}

any_outcome split(const std::vector<std::string>& in, const std::vector<std::string>& mark,
                  std::int64_t most) {
  std::vector<any_value> parts;
  if (most == 0) return known(list_value({}));
  std::string part;
  for (std::size_t i = 0; i < in.size();) {
    const bool room = most < 0 || static_cast<std::int64_t>(parts.size()) + 1 < most;
    const bool here = !mark.empty() && i + mark.size() <= in.size() &&
                      std::equal(mark.begin(), mark.end(), in.begin() + static_cast<long>(i));
    if (room && here) {
      parts.push_back(text_value(part));
      part.clear();
      i += mark.size();
      continue;
    }
    if (room && mark.empty() && !part.empty()) {
      parts.push_back(text_value(part));
      part.clear();
      continue;
    }
    part += in[i++];
  }
  if (!mark.empty() || !in.empty()) parts.push_back(text_value(part));
  return known(list_value(parts));
}

any_outcome replace(const std::vector<std::string>& in, const std::vector<std::string>& old,
                    const std::string& fresh, std::int64_t left) {
  std::string made;
  if (old.empty()) {  // between all letters
    for (std::size_t i = 0; i <= in.size(); ++i) {
      if (left != 0) made += fresh, --left;
      if (i < in.size()) made += in[i];
    }
    return known(text_value(made));
  }
  for (std::size_t i = 0; i < in.size();) {
    const bool here = left != 0 && i + old.size() <= in.size() &&
                      std::equal(old.begin(), old.end(), in.begin() + static_cast<long>(i));
    made += here ? fresh : in[i];
    i += here ? old.size() : 1;
    if (here) --left;
  }
  return known(text_value(made));
}

/// A number that is written as decimals are.
std::optional<naive_number> number_of_text(const std::string& text) {
  static const std::regex form(R"(-?\d+(\.\d+)?([eE][+-]?\d+)?)");
  if (!std::regex_match(text, form)) return std::nullopt;
  return naive_number::parse(text);
}

std::string type_name(const any_value& v) {
  switch (v.what) {
    case kind::null: return "null_type";
    case kind::boolean: return "bool";
    case kind::integer: return "int";
    case kind::uinteger: return "uint";
    case kind::decimal: return "decimal";
    case kind::money: return "money";
    case kind::percent: return "percent";
    case kind::text: return "string";
    case kind::bytes: return "bytes";
    case kind::timestamp: return "timestamp";
    case kind::duration: return "duration";
    case kind::list: return "list";
    case kind::map: return "map";
    default: return "type";
  }
}

any_outcome convert(const std::string& name, const std::vector<any_value>& given) {
  const any_value& v = given[0];
  if (name == "type") {
    any_value made = text_value(type_name(v));
    made.what = kind::type;
    return known(made);
  }
  if (name == "int" || name == "uint") {
    const kind to = name == "int" ? kind::integer : kind::uinteger;
    if (v.what == kind::timestamp) {
      const __int128 seconds = v.nanos / second - (v.nanos % second < 0 ? 1 : 0);
      return known(whole(static_cast<std::int64_t>(seconds)));
    }
    if (is_number(v)) return fitting(kinded(to, v.number.whole()));
    static const std::regex form(R"(-?\d+)");
    if (!std::regex_match(v.text, form)) return failed();
    if (to == kind::uinteger && v.text.front() == '-') return failed();
    return fitting(kinded(to, naive_number::parse(v.text)));
  }
  if (name == "decimal" || name == "double" || name == "money" || name == "percent") {
    std::optional<naive_number> number = v.number;
    if (v.what == kind::text) number = number_of_text(v.text);
    if (!number) return failed();
    if (name == "money") return known(kinded(kind::money, *number, given[1].text));
    if (name != "percent") return known(kinded(kind::decimal, *number));
    if (v.what != kind::percent) number->exponent -= 2;
    return known(kinded(kind::percent, *number));
  }
  if (name == "string") {
    if (v.what == kind::text || v.what == kind::bytes) return known(text_value(v.text));
    if (v.what == kind::boolean) return known(text_value(v.yes ? "true" : "false"));
    if (is_number(v)) return known(text_value(v.number.plain()));
    if (v.what == kind::money) return known(text_value(v.number.plain() + v.text));
    return failed();
  }
  if (name == "bytes") return known(kinded(kind::bytes, {}, v.text));
  if (name == "bool") {
    if (v.what == kind::boolean) return known(v);
    for (const char* yes : {"true", "TRUE", "True", "t", "1"})
      if (v.text == yes) return known(truth(true));
    for (const char* no : {"false", "FALSE", "False", "f", "0"})
      if (v.text == no) return known(truth(false));
    return failed();
  }
  if (name == "timestamp") {
    if (v.what == kind::timestamp) return known(v);
    if (v.what == kind::integer) {
      any_value made;
      made.what = kind::timestamp;
      made.nanos = static_cast<__int128>(number_in(v)) * second;
      return in_time(made);
    }
    const auto made = moment_of(v.text);
    return made ? in_time(*made) : failed();
  }
  if (v.what == kind::duration) return known(v);
  const auto made = length_of(v.text);
  return made ? in_time(*made) : failed();
}

/// Ties go away from zero.
any_outcome rounded(const std::string& name, any_value v) {
  if (v.number.exponent >= 0 || v.what == kind::integer || v.what == kind::uinteger)
    return known(v);
  const naive_number cut = v.number.whole();
  const auto rest = add(v.number, cut.negated());
  naive_number step = naive_number::of(v.number.negative ? -1 : 1);
  naive_number half = naive_number::parse(v.number.negative ? "-0.5" : "0.5");
  bool away = false;
  if (name == "math.ceil") away = !v.number.negative && !rest->zero();
  if (name == "math.floor") away = v.number.negative && !rest->zero();
  if (name == "math.round") {
    const auto order = compare(*rest, half);
    away = v.number.negative ? order <= 0 : order >= 0;
  }
  any_value as_int = kinded(kind::integer, away ? *add(cut, step) : cut);
  if (!fitting(as_int).known()) return failed();
  v.number = as_int.number;
  return known(v);
}

any_outcome list_function(const std::string& name, const std::vector<any_value>& given) {
  const std::vector<any_value>& items = given[0].items;
  if (name == "first" || name == "last") {
    any_value made;
    made.what = kind::optional;
    made.yes = !items.empty();
    if (made.yes) made.items = {name == "first" ? items.front() : items.back()};
    return known(made);
  }
  if (name == "reverse") return known(list_value({items.rbegin(), items.rend()}));
  if (name == "slice") {
    const std::int64_t from = number_in(given[1]);
    const std::int64_t to = number_in(given[2]);
    if (from < 0 || to < from || to > static_cast<std::int64_t>(items.size())) return failed();
    return known(list_value({items.begin() + from, items.begin() + to}));
  }
  if (name == "sort") {
    std::vector<any_value> sorted = items;
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const any_value& a, const any_value& b) { return order(a, b) < 0; });
    return known(list_value(sorted));
  }
  std::vector<any_value> once;
  for (const any_value& item : items) {
    if (std::none_of(once.begin(), once.end(), [&](const any_value& v) { return same(v, item); }))
      once.push_back(item);
  }
  return known(list_value(once));
}

any_outcome text_function(const std::string& name, const std::vector<any_value>& given) {
  const std::string& s = given[0].text;
  const std::vector<std::string> all = letters(s);
  const auto text = [&](std::size_t i) { return i < given.size() ? given[i].text : std::string(); };
  const auto number = [&](std::size_t i, std::int64_t otherwise) {
    return i < given.size() ? number_in(given[i]) : otherwise;
  };
  const auto size = static_cast<std::int64_t>(all.size());
  if (name == "contains") return known(truth(s.find(text(1)) != std::string::npos));
  if (name == "startsWith") return known(truth(s.rfind(text(1), 0) == 0));
  if (name == "endsWith") {
    const std::string end = text(1);
    return known(truth(s.size() >= end.size() && s.substr(s.size() - end.size()) == end));
  }
  if (name == "matches") return known(truth(std::regex_search(s, std::regex(text(1)))));
  if (name == "lowerAscii" || name == "upperAscii") {
    std::string made = s;
    for (char& c : made) {
      if (name == "lowerAscii" && c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
      if (name == "upperAscii" && c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return known(text_value(made));
  }
  if (name == "trim") {
    const std::size_t from = s.find_first_not_of(" \t\n\v\f\r");
    if (from == std::string::npos) return known(text_value(""));
    return known(text_value(s.substr(from, s.find_last_not_of(" \t\n\v\f\r") - from + 1)));
  }
  if (name == "reverse")
    return known(text_value(joined({all.rbegin(), all.rend()}, 0, all.size())));
  if (name == "substring") {
    const std::int64_t from = number(1, 0);
    const std::int64_t to = number(2, size);
    if (from < 0 || to < from || to > size) return failed();
    return known(
        text_value(joined(all, static_cast<std::size_t>(from), static_cast<std::size_t>(to))));
  }
  if (name == "charAt") {
    const std::int64_t at = number(1, 0);
    if (at < 0 || at > size) return failed();
    return known(text_value(at == size ? "" : all[static_cast<std::size_t>(at)]));
  }
  if (name == "indexOf") return position(all, letters(text(1)), number(2, 0), false);
  if (name == "lastIndexOf") return position(all, letters(text(1)), number(2, size), true);
  if (name == "replace") return replace(all, letters(text(1)), text(2), number(3, -1));
  if (name == "split") return split(all, letters(text(1)), number(2, -1));
  std::vector<std::string> parts;
  for (const any_value& item : given[0].items) parts.push_back(item.text);
  return known(text_value(joined(parts, 0, parts.size(), text(1))));
}

}  // namespace

any_outcome known(any_value v) {
  return {any_outcome::kind::known, std::move(v), {}};
}
any_outcome failed() {
  return {any_outcome::kind::error, {}, {}};
}
any_value truth(bool yes) {
  any_value v;
  v.what = kind::boolean;
  v.yes = yes;
  return v;
}
any_value whole(std::int64_t n) {
  return kinded(kind::integer, naive_number::of(n));
}
any_value text_value(std::string text) {
  return kinded(kind::text, {}, std::move(text));
}
any_value list_value(std::vector<any_value> items) {
  any_value v;
  v.what = kind::list;
  v.items = std::move(items);
  return v;
}

any_outcome map_value(std::vector<any_value> given) {
  std::vector<std::pair<any_value, any_value>> entries;
  for (std::size_t i = 0; i + 1 < given.size(); i += 2)
    entries.emplace_back(given[i], given[i + 1]);
  std::stable_sort(entries.begin(), entries.end(),
                   [](const auto& a, const auto& b) { return order(a.first, b.first) < 0; });
  any_value v;
  v.what = kind::map;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (i > 0 && same(entries[i - 1].first, entries[i].first)) return failed();
    v.items.push_back(entries[i].first);
    v.items.push_back(entries[i].second);
  }
  return known(v);
}

bool same(const any_value& a, const any_value& b) {
  if (is_number(a) && is_number(b)) return compare(a.number, b.number) == 0;
  if (a.what != b.what) return false;
  if (a.what == kind::list || a.what == kind::map) {
    return std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(), same);
  }
  if (a.what == kind::type) return a.text == b.text;
  if (a.what == kind::line) return a.row == b.row;
  return order(a, b) == 0;
}

std::strong_ordering order(const any_value& a, const any_value& b) {
  switch (a.what) {
    case kind::boolean: return a.yes <=> b.yes;
    case kind::text:
    case kind::bytes: return a.text.compare(b.text) <=> 0;
    case kind::timestamp:
    case kind::duration:
      return a.nanos < b.nanos   ? std::strong_ordering::less
             : a.nanos > b.nanos ? std::strong_ordering::greater
                                 : std::strong_ordering::equal;
    case kind::null: return std::strong_ordering::equal;
    default: return compare(a.number, b.number);
  }
}

any_outcome arithmetic(char mark, const any_value& a, const any_value& b) {
  const bool sum = mark == '+' || mark == '-';
  if (a.what == kind::timestamp || a.what == kind::duration) {
    any_value v;
    const bool both_moments = a.what == kind::timestamp && b.what == kind::timestamp;
    const bool any_moment = a.what == kind::timestamp || b.what == kind::timestamp;
    v.what = any_moment && !both_moments ? kind::timestamp : kind::duration;
    v.nanos = mark == '+' ? a.nanos + b.nanos : a.nanos - b.nanos;
    // Between two moments lie 292 years at most, what 64 bits of nanoseconds hold.
    constexpr __int128 most = 9'223'372'036 * second;
    if (both_moments && (v.nanos >= most || v.nanos < second - most)) return failed();
    return in_time(v);
  }
  if (a.what == kind::text || a.what == kind::bytes) {
    any_value v = a;
    v.text += b.text;
    return known(v);
  }
  if (a.what == kind::list) {
    any_value v = a;
    v.items.insert(v.items.end(), b.items.begin(), b.items.end());
    return known(v);
  }
  const bool whole_numbers =
      a.what == b.what && (a.what == kind::integer || a.what == kind::uinteger);
  if (whole_numbers) {
    if ((mark == '/' || mark == '%') && b.number.zero()) return failed();
    any_value v = a;
    if (sum) {
      v.number = *add(a.number, mark == '+' ? b.number : b.number.negated());
    } else if (mark == '*') {
      v.number = {a.number.negative != b.number.negative,
                  pencil::product(a.number.plain().substr(a.number.negative ? 1 : 0),
                                  b.number.plain().substr(b.number.negative ? 1 : 0)),
                  0};
      v.number = v.number.trimmed();
    } else {
      // Towards zero; the remainder has the sign of the dividend.
      const __int128 x = std::strtoll(a.number.plain().c_str(), nullptr, 10);
      const __int128 y = std::strtoll(b.number.plain().c_str(), nullptr, 10);
      const __int128 ux = std::strtoull(a.number.plain().c_str(), nullptr, 10);
      const __int128 uy = std::strtoull(b.number.plain().c_str(), nullptr, 10);
      const bool is_int = a.what == kind::integer;
      const __int128 left = is_int ? x : ux;
      const __int128 right = is_int ? y : uy;
      if (left / right > INT64_MAX && is_int) return failed();
      const __int128 made = mark == '/' ? left / right : left % right;
      v.number = made < 0 ? naive_number::of(static_cast<std::int64_t>(made))
                          : naive_number::of_unsigned(static_cast<std::uint64_t>(made));
    }
    return fitting(v);
  }
  any_value like;
  like.what = kind::decimal;
  const bool a_money = a.what == kind::money;
  const bool b_money = b.what == kind::money;
  const bool both_percent = a.what == kind::percent && b.what == kind::percent;
  if ((a_money || b_money) && a.what == b.what && a.text != b.text) return failed();
  if (mark != '/' && (a_money || b_money)) like = a_money ? a : b;
  if (mark == '/' && a_money && !b_money) like = a;
  if (mark != '/' && both_percent) like = a;
  if (mark == '/' && a.what == kind::percent && is_number(b)) like = a;
  if (sum) return maybe_known(add(a.number, mark == '+' ? b.number : b.number.negated()), like);
  if (!scales(a) && !a_money) return failed();
  return maybe_known(mark == '*' ? multiply(a.number, b.number) : divide(a.number, b.number), like);
}

any_outcome call_function(const std::string& name, const std::vector<any_value>& given) {
  const any_value& v = given[0];
  if (name.starts_with("sets.")) {
    const auto holds = [](const any_value& in, const any_value& what) {
      return std::any_of(in.items.begin(), in.items.end(),
                         [&](const any_value& item) { return same(item, what); });
    };
    const auto all_in = [&](const any_value& parts, const any_value& in) {
      return std::all_of(parts.items.begin(), parts.items.end(),
                         [&](const any_value& item) { return holds(in, item); });
    };
    const any_value& other = given[1];
    if (name == "sets.contains") return known(truth(all_in(other, v)));
    if (name == "sets.equivalent") return known(truth(all_in(other, v) && all_in(v, other)));
    return known(truth(std::any_of(other.items.begin(), other.items.end(),
                                   [&](const any_value& item) { return holds(v, item); })));
  }
  if (auto made = library_function(name, given)) return *made;
  for (const char* conversion : {"int", "uint", "decimal", "double", "string", "bytes", "bool",
                                 "timestamp", "duration", "money", "percent", "type"}) {
    if (name == conversion) return convert(name, given);
  }
  if (name == "size") {
    if (v.what == kind::text)
      return known(whole(static_cast<std::int64_t>(letters(v.text).size())));
    if (v.what == kind::bytes) return known(whole(static_cast<std::int64_t>(v.text.size())));
    const std::size_t step = v.what == kind::map ? 2 : 1;
    return known(whole(static_cast<std::int64_t>(v.items.size() / step)));
  }
  if (name == "amount") return known(kinded(kind::decimal, v.number));
  if (name == "currency") return known(text_value(v.text));
  if (name.starts_with("get")) {
    if (v.what == kind::timestamp) return civil(name, v, given.size() > 1 ? given[1].text : "");
    const std::int64_t unit = name == "getHours"     ? 3'600'000'000'000
                              : name == "getMinutes" ? 60'000'000'000
                              : name == "getSeconds" ? 1'000'000'000
                                                     : 1'000'000;
    __int128 made = v.nanos / unit;
    if (name == "getMilliseconds") made %= 1'000;
    return known(whole(static_cast<std::int64_t>(made)));
  }
  if (name == "math.least" || name == "math.greatest") {
    any_value best = v;
    for (const any_value& other : given) {
      if (name == "math.least" ? order(other, best) < 0 : order(other, best) > 0) best = other;
    }
    return known(best);
  }
  if (name == "math.abs") {
    any_value made = v;
    made.number.negative = false;
    return made.what == kind::integer ? fitting(made) : known(made);
  }
  if (name == "math.sign") {
    const std::int64_t s = v.number.zero() ? 0 : v.number.negative ? -1 : 1;
    any_value made = is_number(v) ? v : kinded(kind::decimal, {});
    made.number = naive_number::of(s);
    return known(made);
  }
  if (name.starts_with("math.")) return rounded(name, v);
  if (v.what == kind::list && name != "join") return list_function(name, given);
  return text_function(name, given);
}

}  // namespace parley::oracle
