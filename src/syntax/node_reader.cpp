#include "syntax/node_reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "parley/base/did_you_mean.hpp"
#include "parley/base/limits.hpp"
#include "syntax/amount_text.hpp"
#include "syntax/condition_parser.hpp"
#include "syntax/pack_codes.hpp"
#include "syntax/sentences.hpp"

namespace parley::syntax {
namespace {

std::string_view kind_text(yaml::node_kind kind) {
  switch (kind) {
    case yaml::node_kind::scalar: return "a text";
    case yaml::node_kind::sequence: return "a list";
    case yaml::node_kind::mapping: return "a mapping";
  }
  return "?";
}

}  // namespace

const yaml::node* find(const std::vector<entry>& entries, std::string_view key) {
  for (const entry& e : entries) {
    if (e.key->text == key) return e.value;
  }
  return nullptr;
}

std::vector<const yaml::node*> node_reader::elements(const yaml::node& n) const {
  if (n.nothing) return {};
  if (n.kind != yaml::node_kind::sequence) return {&n};
  std::vector<const yaml::node*> result;
  result.reserve(n.count);
  for (const std::uint32_t child : document.children_of(n)) result.push_back(&document[child]);
  return result;
}

std::optional<std::vector<entry>> node_reader::entries(const yaml::node& n, std::string_view what) {
  if (n.nothing) return std::nullopt;
  if (n.kind != yaml::node_kind::mapping) {
    wrong(codes::wrong_shape, n.at, fmt::format("{} is a mapping, not {}", what, kind_text(n.kind)),
          "write `key: value` entries");
    return std::nullopt;
  }
  std::vector<entry> result;
  const auto children = document.children_of(n);
  result.reserve(children.size() / 2);
  for (std::size_t i = 0; i + 1 < children.size(); i += 2) {
    result.push_back({&document[children[i]], &document[children[i + 1]]});
  }
  return result;
}

bool node_reader::only(const std::vector<entry>& entries, std::string_view what,
                       std::span<const std::string_view> keys) {
  bool sound = true;
  for (const entry& e : entries) {
    if (std::find(keys.begin(), keys.end(), e.key->text) != keys.end()) continue;
    // A key without a value is a slip of YAML (`,` or `:`), and reported as that.
    if (e.value->nothing) continue;
    sound = false;
    const std::string_view near = did_you_mean(e.key->text, keys);
    found.error(codes::unknown_key, e.key->at,
                fmt::format("unknown key `{}` in {}", e.key->text, what),
                near.empty() ? fmt::format("its keys are {}", fmt::join(keys, ", "))
                             : fmt::format("did you mean `{}`?", near));
  }
  return sound;
}

bool node_reader::scalar(const yaml::node& n, std::string_view what) {
  if (n.nothing) return false;
  if (n.kind != yaml::node_kind::scalar) {
    wrong(codes::wrong_shape, n.at, fmt::format("{} is a text, not {}", what, kind_text(n.kind)),
          "in flow style, quote a text that has `,`, `[`, `{` or `: ` in it");
    return false;
  }
  if (n.text.empty()) {
    wrong(codes::wrong_scalar, n.at, fmt::format("{} is empty", what),
          "write a value, or drop the key");
    return false;
  }
  return true;
}

std::optional<bool> node_reader::boolean(const yaml::node& n, std::string_view what) {
  if (!scalar(n, what)) return std::nullopt;
  if (n.style == yaml::scalar_style::plain && n.text == "true") return true;
  if (n.style == yaml::scalar_style::plain && n.text == "false") return false;
  wrong(codes::wrong_scalar, n.at, fmt::format("{} is `true` or `false`, not `{}`", what, n.text),
        "write `true` or `false` without quotes");
  return std::nullopt;
}

std::optional<std::uint64_t> node_reader::whole(const yaml::node& n, std::string_view what,
                                                std::uint64_t least, std::uint64_t most) {
  if (!scalar(n, what)) return std::nullopt;
  const std::optional<std::uint64_t> value = read_whole(n.text);
  if (value && *value >= least && *value <= most) return value;
  wrong(codes::wrong_scalar, n.at,
        fmt::format("{} is a whole number from {} to {}, not `{}`", what, least, most, n.text),
        value ? "choose a number in that range" : "write digits only");
  return std::nullopt;
}

std::optional<std::int64_t> node_reader::seconds(const yaml::node& n, std::string_view what) {
  if (!scalar(n, what)) return std::nullopt;
  if (const auto value = read_seconds(n.text); value && *value > 0) return value;
  wrong(codes::wrong_scalar, n.at, fmt::format("{} is a duration, not `{}`", what, n.text),
        "write `90s`, `15m`, `1h30m`, `30d` or `2w`");
  return std::nullopt;
}

std::optional<amount> node_reader::money(const yaml::node& n, std::string_view what) {
  if (!scalar(n, what)) return std::nullopt;
  std::optional<amount> value = parse_amount(phrase_of(n), found);
  if (value && value->what == amount::kind::percent) {
    wrong(codes::wrong_scalar, n.at,
          fmt::format("{} is an amount of money, not `{}`", what, n.text),
          "write `5.00` or `5.00USD`");
    return std::nullopt;
  }
  return value;
}

std::optional<condition> node_reader::when(const yaml::node& n, std::string_view what) {
  if (!scalar(n, what)) return std::nullopt;
  return parse_condition(n.text, n.at, n.exact, found);
}

std::optional<words> node_reader::text(const yaml::node& n, std::string_view what) {
  if (!scalar(n, what)) return std::nullopt;
  if (n.text.size() > caps::expression_bytes) {
    wrong(codes::too_many, n.at, fmt::format("{} is {} bytes long", what, n.text.size()),
          "a text that is carried along has at most 4,096 bytes");
    return std::nullopt;
  }
  return name_of(n);
}

bool node_reader::name_fits(const yaml::node& n, std::string_view what) {
  if (n.text.size() <= caps::name_bytes) return true;
  wrong(codes::wrong_name, n.at, fmt::format("{} is {} bytes long", what, n.text.size()),
        "names have at most 128 bytes");
  return false;
}

std::optional<name> node_reader::rule_name(const yaml::node& n, std::string_view what) {
  if (!scalar(n, what) || !name_fits(n, what)) return std::nullopt;
  if (!is_name(n.text)) {
    wrong(codes::wrong_name, n.at, fmt::format("`{}` isn't a name", n.text),
          "names have letters, digits, `_`, `-` and `.`, and start with a letter or `_`");
    return std::nullopt;
  }
  if (is_reserved_word(n.text)) {
    wrong(codes::wrong_name, n.at, fmt::format("`{}` is a word of the sentences", n.text),
          "choose another name, such as one with a prefix");
    return std::nullopt;
  }
  return name_of(n);
}

std::optional<std::size_t> node_reader::one_of(const yaml::node& n, std::string_view what,
                                               std::span<const std::string_view> options) {
  if (!scalar(n, what)) return std::nullopt;
  for (std::size_t i = 0; i < options.size(); ++i) {
    if (options[i] == n.text) return i;
  }
  const std::string_view near = did_you_mean(n.text, options);
  found.error(codes::wrong_scalar, n.at, fmt::format("{} can't be `{}`", what, n.text),
              near.empty() ? fmt::format("it is one of {}", fmt::join(options, ", "))
                           : fmt::format("did you mean `{}`? it is one of {}", near,
                                         fmt::join(options, ", ")));
  return std::nullopt;
}

}  // namespace parley::syntax
