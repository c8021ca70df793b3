#include "facts_io/input.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "facts_io/codes.hpp"
#include "parley/base/did_you_mean.hpp"
#include "parley/money/currency.hpp"
#include "yaml/scalar.hpp"

namespace parley::facts_io {

using yaml::node_kind;
using yaml::scalar_style;

std::string describe(const yaml::node& n) {
  if (n.kind == node_kind::sequence) return "a list";
  if (n.kind == node_kind::mapping) return "a mapping";
  constexpr std::size_t most = 60;
  const std::string text = n.text.size() <= most ? n.text : n.text.substr(0, most) + "...";
  return n.style == scalar_style::plain ? fmt::format("`{}`", text) : fmt::format("`\"{}\"`", text);
}

split_money split_currency(std::string_view text) noexcept {
  const auto letter = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (text.size() > 3 && std::all_of(text.end() - 3, text.end(), letter)) {
    std::string_view number = text.substr(0, text.size() - 3);
    if (number.ends_with(' ')) number.remove_suffix(1);
    return {number, text.substr(text.size() - 3)};
  }
  return {text, {}};
}

std::optional<decimal> parse_percent(std::string_view text) {
  std::int32_t places = 0;
  if (text.ends_with('%')) {
    places = 2;
    text.remove_suffix(1);
  } else if (text.ends_with("bp")) {
    places = 4;
    text.remove_suffix(2);
  } else {
    return std::nullopt;
  }
  if (!yaml::read_decimal_text(text)) return std::nullopt;
  const auto number = decimal::parse(text);
  if (!number) return std::nullopt;
  return decimal(number->coefficient(), number->exponent() - places);
}

bool looks_like_another(input& in, std::string_view wanted) {
  const input::node& root = in.root();
  if (root.kind != node_kind::mapping) return false;
  const auto has = [&](std::string_view key) { return in.find(root, key) != nullptr; };
  const bool pack = (has("pack") || has("overlay")) && !has("cart") && !has("now");
  const bool facts = wanted != "a facts file" && has("cart") && !has("offers");
  if (!pack && !facts) return false;
  in.fail(codes::wrong_shape, in.at(in.children(root)[0]),
          fmt::format("this looks like {}, not {}", pack ? "a pack" : "a facts file", wanted),
          pack ? "packs come first on the command line, facts follow `--facts`"
               : "give it with `--facts`");
  return true;
}

diagnostic& input::fail(const code_info& code, const node& n, std::string message,
                        std::string help) {
  if (n.nothing) return nowhere_ = {};
  return found_.error(code, n.at, std::move(message), std::move(help));
}

const input::node* input::find(const node& mapping, std::string_view key) const {
  const auto entries = children(mapping);
  for (std::size_t i = 0; i + 1 < entries.size(); i += 2) {
    if (at(entries[i]).text == key) return &at(entries[i + 1]);
  }
  return nullptr;
}

const input::node* input::require(const node& mapping, std::string_view key,
                                  std::string_view where) {
  const node* value = find(mapping, key);
  if (value == nullptr) {
    fail(codes::missing_key, mapping, fmt::format("{} has no `{}`", where, key),
         fmt::format("add `{}`", key));
  }
  return value;
}

bool input::expect(const node& n, node_kind kind, std::string_view what) {
  if (n.kind == kind) return true;
  const std::string_view wanted = kind == node_kind::mapping    ? "a mapping"
                                  : kind == node_kind::sequence ? "a list"
                                                                : "a single value";
  fail(codes::wrong_shape, n, fmt::format("{} must be {}, found {}", what, wanted, describe(n)),
       kind == node_kind::sequence  ? "write `- ` before each entry, or `[a, b]`"
       : kind == node_kind::mapping ? "write `key: value` entries"
                                    : "write one value");
  return false;
}

void input::unknown(const node& key, std::string_view what,
                    const std::vector<std::string_view>& known) {
  std::string help = did_you_mean_help(key.text, known);
  if (help.empty()) {
    const std::size_t shown = std::min<std::size_t>(known.size(), 12);
    help = fmt::format(
        "known here: {}{}",
        fmt::join(known.begin(), known.begin() + static_cast<std::ptrdiff_t>(shown), ", "),
        known.size() > shown ? ", ..." : "");
  }
  fail(codes::unknown_key, key, fmt::format("{} `{}` isn't known", what, key.text),
       std::move(help));
}

void input::only(const node& mapping, std::string_view what,
                 const std::vector<std::string_view>& known) {
  const auto entries = children(mapping);
  for (std::size_t i = 0; i + 1 < entries.size(); i += 2) {
    const node& key = at(entries[i]);
    if (at(entries[i + 1]).nothing) continue;  // a slip of YAML, and reported as that
    if (std::find(known.begin(), known.end(), key.text) == known.end()) unknown(key, what, known);
  }
}

std::optional<std::string_view> input::name(const node& n, std::string_view what) {
  const bool plain_bool = n.style == scalar_style::plain && (n.text == "true" || n.text == "false");
  if (n.kind != node_kind::scalar || n.text.empty() || plain_bool) {
    fail(codes::wrong_type, n,
         fmt::format("{} must be a text, found {}", what,
                     n.kind == node_kind::scalar && n.text.empty() ? "an empty one" : describe(n)),
         plain_bool                      ? "put it in quotes if it is a text"
         : n.kind == node_kind::sequence ? "write one text, without brackets or `- `"
                                         : "write one text");
    return std::nullopt;
  }
  return n.text;
}

std::optional<bool> input::boolean(const node& n, std::string_view what) {
  if (n.kind == node_kind::scalar && n.style == scalar_style::plain) {
    if (const auto read = yaml::read_bool(n.text)) return read.value();
  }
  fail(codes::wrong_type, n, fmt::format("{} must be a bool, found {}", what, describe(n)),
       "write `true` or `false` without quotes");
  return std::nullopt;
}

std::optional<std::int64_t> input::integer(const node& n, std::string_view what, std::int64_t least,
                                           std::int64_t most) {
  if (n.kind != node_kind::scalar || n.style != scalar_style::plain) {
    fail(codes::wrong_type, n, fmt::format("{} must be an int, found {}", what, describe(n)),
         n.kind == node_kind::scalar ? "write it without quotes" : "write one number");
    return std::nullopt;
  }
  const auto read = yaml::read_integer(n.text);
  if (!read) {
    fail(codes::wrong_type, n, fmt::format("{} must be an int: {}", what, read.failure().message),
         read.failure().help);
    return std::nullopt;
  }
  if (read.value() < least || read.value() > most) {
    fail(codes::out_of_range, n,
         fmt::format("{} must be from {} to {}, found `{}`", what, least, most, n.text),
         "check the number");
    return std::nullopt;
  }
  return read.value();
}

std::optional<std::int64_t> input::money(const node& n, std::string_view what, std::int64_t least,
                                         std::int64_t most) {
  const int digits = pack_.header().currency_digits;
  const std::string_view own = name_of_currency(pack_.header().currency);
  if (n.kind != node_kind::scalar) {
    fail(codes::not_money, n, fmt::format("{} must be money, found {}", what, describe(n)),
         "write one amount");
    return std::nullopt;
  }
  const split_money parts = split_currency(n.text);
  const auto number = yaml::read_decimal_text(parts.number) ? decimal::parse(parts.number)
                                                            : std::optional<decimal>{};
  if (!number) {
    fail(codes::not_money, n, fmt::format("{} must be money, found {}", what, describe(n)),
         options_.minor_units ? "write minor units, such as `1200`"
                              : fmt::format("write it like `{}`", money_text(1200, digits)));
    return std::nullopt;
  }
  if (!parts.currency.empty() && parts.currency != own) {
    fail(codes::wrong_currency, n,
         fmt::format("{} is in {}, but the pack decides in {}", what, parts.currency, own),
         "convert it before asking");
    return std::nullopt;
  }
  std::optional<std::int64_t> minor;
  if (options_.minor_units) {
    const bool whole = parts.currency.empty() && yaml::read_integer(parts.number).ok();
    if (!whole) {
      fail(codes::not_money, n,
           fmt::format("{} must be an integer of minor units, found {}", what, describe(n)),
           "write `1200` for 12.00, or leave out --minor");
      return std::nullopt;
    }
    minor = number->scaled_exactly(0);
  } else {
    minor = number->scaled_exactly(digits);
    if (!minor && number->scaled(digits, rounding_mode::down)) {
      fail(codes::not_money, n,
           fmt::format("{} has more decimals than {}, which has {}", what, own, digits),
           "round it on the host's side; a computed binary number often shows up like this");
      return std::nullopt;
    }
  }
  if (!minor || *minor < least || *minor > most) {
    fail(codes::out_of_range, n,
         fmt::format("{} must be from {} to {}, found `{}`", what, money_text(least, digits),
                     money_text(most, digits), n.text),
         minor && *minor < 0 ? "an amount here can't be negative" : "check the amount");
    return std::nullopt;
  }
  return minor;
}

std::optional<decimal> input::percent(const node& n, std::string_view what) {
  if (n.kind == node_kind::scalar) {
    if (const auto share = parse_percent(n.text)) return share;
  }
  fail(codes::wrong_type, n, fmt::format("{} must be a percent, found {}", what, describe(n)),
       "write it like `19%` or `250bp`");
  return std::nullopt;
}

std::optional<timestamp> input::time(const node& n, std::string_view what) {
  if (n.kind == node_kind::scalar) {
    if (const auto read = parse_timestamp(n.text)) return read;
  }
  fail(codes::not_a_time, n, fmt::format("{} must be a timestamp, found {}", what, describe(n)),
       "write it like `2026-11-22T10:00:00Z`");
  return std::nullopt;
}

}  // namespace parley::facts_io
