#include "facts_io/value_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <compare>
#include <string>
#include <utility>
#include <vector>

#include "facts_io/codes.hpp"
#include "parley/base/did_you_mean.hpp"
#include "parley/base/limits.hpp"
#include "parley/money/currency.hpp"
#include "yaml/scalar.hpp"

namespace parley::facts_io {

namespace {

using yaml::node_kind;
using yaml::scalar_style;

/// Order of two values of one scalar type.
std::strong_ordering order(const value& a, const value& b) {
  switch (a.kind()) {
    case type_kind::boolean: return a.as_bool() <=> b.as_bool();
    case type_kind::integer: return a.as_int() <=> b.as_int();
    case type_kind::uinteger: return a.as_uint() <=> b.as_uint();
    case type_kind::decimal:
    case type_kind::percent:
    case type_kind::money: return compare(a.as_decimal(), b.as_decimal());
    case type_kind::string: return a.as_text() <=> b.as_text();
    case type_kind::timestamp: return a.as_timestamp() <=> b.as_timestamp();
    case type_kind::duration: return a.as_duration() <=> b.as_duration();
    default: return std::strong_ordering::equal;
  }
}

std::string text_of(const value& v, const pack& p) {
  switch (v.kind()) {
    case type_kind::boolean: return v.as_bool() ? "true" : "false";
    case type_kind::integer: return fmt::format("{}", v.as_int());
    case type_kind::uinteger: return fmt::format("{}", v.as_uint());
    case type_kind::decimal: return v.as_decimal().text();
    case type_kind::percent: {
      const decimal share = v.as_decimal();
      return decimal(share.coefficient(), share.exponent() + 2).text() + "%";
    }
    case type_kind::money: {
      const auto minor = v.as_decimal().scaled_exactly(p.header().currency_digits);
      return minor ? money_text(*minor, p.header().currency_digits) : v.as_decimal().text();
    }
    case type_kind::string: return std::string(v.as_text());
    case type_kind::timestamp: return print(v.as_timestamp());
    case type_kind::duration: return print(v.as_duration());
    default: return std::string(name_of(v.kind()));
  }
}

/// Reads values of one fact.
class value_reader {
 public:
  value_reader(input& in, const fact_row& declared, std::string_view name, fact_set& keeper)
      : in_(in), declared_(declared), name_(name), keeper_(keeper) {}

  std::optional<value> read(const input::node& n) {
    if (declared_.type == type_kind::list) return list(n);
    if (declared_.type == type_kind::map) return map(n);
    return checked(n, declared_.type);
  }

 private:
  std::optional<value> wrong(const input::node& n, type_kind wanted, std::string help) {
    in_.fail(codes::wrong_type, n,
             fmt::format("`{}` must be {}{}, found {}", name_,
                         wanted == type_kind::integer ? "an "
                         : wanted == type_kind::money ? ""
                                                      : "a ",
                         name_of(wanted), describe(n)),
             std::move(help));
    return std::nullopt;
  }

  std::optional<value> string(const input::node& n) {
    if (n.style == scalar_style::plain) {
      const bool digits =
          !n.text.empty() && n.text.find_first_not_of("0123456789") == std::string::npos;  // `010`
      if (digits || yaml::read_bool(n.text) || yaml::read_decimal_text(n.text)) {
        return wrong(n, type_kind::string, "put it in quotes if it is a text");
      }
    }
    return value::string(keeper_.keep(n.text));
  }

  template <typename Read>
  std::optional<value> plain(const input::node& n, type_kind type, Read&& read) {
    const auto made = read(n.text);
    if (!made) {
      in_.fail(codes::wrong_type, n,
               fmt::format("`{}` must be {} {}: {}", name_, type == type_kind::integer ? "an" : "a",
                           name_of(type), made.failure().message),
               made.failure().help);
      return std::nullopt;
    }
    if (n.style != scalar_style::plain) return wrong(n, type, "write it without quotes");
    if constexpr (std::is_same_v<std::decay_t<decltype(made.value())>, bool>) {
      return value::boolean(made.value());
    } else if constexpr (std::is_same_v<std::decay_t<decltype(made.value())>, std::int64_t>) {
      return value::integer(made.value());
    } else {
      return value::uinteger(made.value());
    }
  }

  std::optional<value> scalar(const input::node& n, type_kind type) {
    if (n.kind == node_kind::sequence) return wrong(n, type, "write one value, without a list");
    if (n.kind == node_kind::mapping) {
      return wrong(n, type, "write one value, or `{value: ..., as_of: ...}`");
    }
    switch (type) {
      case type_kind::string: return string(n);
      case type_kind::bytes: return value::bytes(keeper_.keep(n.text));
      case type_kind::boolean: return plain(n, type, yaml::read_bool);
      case type_kind::integer: return plain(n, type, yaml::read_integer);
      case type_kind::uinteger: return plain(n, type, yaml::read_unsigned);
      case type_kind::decimal: {
        const auto number =
            yaml::read_decimal_text(n.text) ? decimal::parse(n.text) : std::optional<decimal>{};
        if (!number) return wrong(n, type, "write digits with a point, such as `0.25`");
        return value::number(*number);
      }
      case type_kind::percent: {
        const auto share = in_.percent(n, fmt::format("`{}`", name_));
        if (!share) return std::nullopt;
        return value::percent(*share);
      }
      case type_kind::money: {
        const auto minor =
            in_.money(n, fmt::format("`{}`", name_), -caps::cart_total, caps::cart_total);
        if (!minor) return std::nullopt;
        const auto& header = in_.pack().header();
        return value::money_minor(*minor, header.currency_digits, header.currency);
      }
      case type_kind::timestamp: {
        const auto at = in_.time(n, fmt::format("`{}`", name_));
        if (!at) return std::nullopt;
        return value::at(*at);
      }
      case type_kind::duration: {
        const auto length = parse_duration(n.text, true);
        if (!length) return wrong(n, type, "write it like `90s`, `15m`, `1h30m` or `30d`");
        return value::lasting(*length);
      }
      default: return wrong(n, type, "write one value");
    }
  }

  /// A scalar inside the declared range and among the declared values.
  std::optional<value> checked(const input::node& n, type_kind type) {
    const auto made = scalar(n, type);
    if (!made) return std::nullopt;
    const fact_schema schema = in_.pack().schema();
    const auto bound = [&](std::uint32_t row, bool least) {
      if (row == no_index) return true;
      const value limit = schema.scalar(row);
      if (limit.kind() != made->kind()) return true;
      const auto c = order(*made, limit);
      if (least ? c >= 0 : c <= 0) return true;
      in_.fail(codes::out_of_range, n,
               fmt::format("`{}` must be at {} {}, found {}", name_, least ? "least" : "most",
                           text_of(limit, in_.pack()), describe(n)),
               "check the value, or the declaration in the pack");
      return false;
    };
    const bool inside = bound(declared_.minimum, true) && bound(declared_.maximum, false);
    if (!inside || !among(n, *made)) return std::nullopt;
    return made;
  }

  bool among(const input::node& n, const value& made) {
    if (declared_.one_of.count == 0) return true;
    const fact_schema schema = in_.pack().schema();
    std::vector<std::string> names;
    for (const constant& c : schema.constants(declared_.one_of)) {
      const value allowed = schema.scalar(c);
      if (allowed.kind() == made.kind() && order(allowed, made) == 0) return true;
      names.push_back(text_of(allowed, in_.pack()));
    }
    std::string help = did_you_mean_help(n.text, names);
    if (help.empty()) help = "write one of them, as the pack spells it";
    in_.fail(
        codes::not_one_of, n,
        fmt::format("`{}` must be one of {}, found {}", name_, fmt::join(names, ", "), describe(n)),
        std::move(help));
    return false;
  }

  [[nodiscard]] std::size_t most() const noexcept {
    return declared_.max_size != 0 ? declared_.max_size : caps::collection_default;
  }

  bool fits(const input::node& n, std::size_t count) {
    if (count <= most()) return true;
    in_.fail(codes::too_many, n,
             fmt::format("`{}` has {} elements, at most {} are declared", name_, count, most()),
             "declare a larger `max_size` in the pack, or send fewer");
    return false;
  }

  std::optional<value> list(const input::node& n) {
    if (n.kind != node_kind::sequence) {
      return wrong(n, type_kind::list, "write it like `[a, b]`");
    }
    if (!fits(n, n.count)) return std::nullopt;
    std::vector<value> items;
    bool good = true;
    for (const std::uint32_t child : in_.children(n)) {
      const auto item = checked(in_.at(child), declared_.element);
      good = good && item.has_value();
      if (good) items.push_back(*item);
    }
    if (!good) return std::nullopt;
    return value::list(keeper_.keep(items));
  }

  std::optional<value> map(const input::node& n) {
    if (n.kind != node_kind::mapping) return wrong(n, type_kind::map, "write it like `{a: 1}`");
    if (!fits(n, n.count / 2)) return std::nullopt;
    std::vector<std::pair<value, value>> entries;
    bool good = true;
    const auto nodes = in_.children(n);
    for (std::size_t i = 0; i + 1 < nodes.size(); i += 2) {
      const auto item = checked(in_.at(nodes[i + 1]), declared_.element);
      good = good && item.has_value();
      if (good) {
        entries.emplace_back(value::string(keeper_.keep(in_.at(nodes[i]).text)), *item);
      }
    }
    if (!good) return std::nullopt;
    std::sort(entries.begin(), entries.end(),
              [](const auto& a, const auto& b) { return a.first.as_text() < b.first.as_text(); });
    std::vector<value> flat;
    flat.reserve(entries.size() * 2);
    for (const auto& [key, item] : entries) {
      flat.push_back(key);
      flat.push_back(item);
    }
    return value::map(keeper_.keep(flat));
  }

  input& in_;
  const fact_row& declared_;
  std::string_view name_;
  fact_set& keeper_;
};

}  // namespace

std::optional<fact_state> read_state(const input& in, const input::node& n, bool free_text) {
  if (n.kind == node_kind::scalar && n.text == "absent" &&
      (n.style == scalar_style::plain || !free_text)) {
    return fact_state::absent;
  }
  if (n.kind != node_kind::mapping || n.count != 2) return std::nullopt;
  const input::node& key = in.at(in.children(n)[0]);
  const input::node& content = in.at(in.children(n)[1]);
  if (content.kind != node_kind::scalar) return std::nullopt;
  if (key.text == "absent" && content.text == "true") return fact_state::absent;
  if (key.text != "unknown") return std::nullopt;
  if (content.text == "withheld") return fact_state::withheld;
  if (content.text == "missing") return fact_state::missing;
  if (content.text == "stale") return fact_state::stale;
  return std::nullopt;
}

std::optional<reading> read_fact(input& in, const input::node& n, const fact_row& declared,
                                 std::string_view name, fact_set& keeper) {
  // A text with declared values can't be called "absent" by accident, so quotes don't matter there.
  const bool free_text = declared.type == type_kind::string && declared.one_of.count == 0;
  reading made;
  if (const auto state = read_state(in, n, free_text)) {
    made.state = *state;
    return made;
  }
  const input::node* content = &n;
  if (n.kind == node_kind::mapping && declared.type != type_kind::map) {
    const input::node* inner = in.find(n, "value");
    if (inner != nullptr) {
      in.only(n, "key", {"value", "as_of"});
      if (const input::node* dated = in.find(n, "as_of")) {
        made.as_of = in.time(*dated, "`as_of`");
      }
      content = inner;
    } else if (in.find(n, "unknown") != nullptr) {
      in.fail(codes::wrong_type, n,
              fmt::format("`{}` is unknown for a reason that isn't known", name),
              "write `{unknown: withheld}`, `{unknown: stale}` or `{unknown: missing}`");
      return std::nullopt;
    }
  }
  const auto read = value_reader(in, declared, name, keeper).read(*content);
  if (!read) return std::nullopt;
  made.content = *read;
  return made;
}

}  // namespace parley::facts_io
