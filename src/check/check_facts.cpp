// Declarations of facts: types, bounds, defaults.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "check/codes.hpp"
#include "check/pack_checker.hpp"
#include "parley/base/limits.hpp"
#include "parley/facts/line_attributes.hpp"
#include "parley/facts/time_text.hpp"
#include "parley/money/currency.hpp"
#include "syntax/amount_text.hpp"

namespace parley::check {

namespace {

constexpr std::string_view line_prefix = "line.";

bool is_collection(type_kind type) {
  return type == type_kind::list || type == type_kind::map;
}

bool is_ordered(type_kind type) {
  switch (type) {
    case type_kind::integer:
    case type_kind::uinteger:
    case type_kind::decimal:
    case type_kind::money:
    case type_kind::percent:
    case type_kind::timestamp:
    case type_kind::duration: return true;
    default: return false;
  }
}

/// -1, 0, 1. Precondition: both are of the same ordered type.
int order_of(const value& a, const value& b) {
  const auto sign = [](const auto& x, const auto& y) { return x < y ? -1 : y < x ? 1 : 0; };
  switch (a.kind()) {
    case type_kind::integer: return sign(a.as_int(), b.as_int());
    case type_kind::uinteger: return sign(a.as_uint(), b.as_uint());
    case type_kind::timestamp: return sign(a.as_timestamp(), b.as_timestamp());
    case type_kind::duration: return sign(a.as_duration(), b.as_duration());
    default: {
      const auto order = compare(a.as_decimal(), b.as_decimal());
      return order < 0 ? -1 : order > 0 ? 1 : 0;
    }
  }
}

bool same(const literal_value& a, const literal_value& b) {
  if (a.is_text || b.is_text) return a.is_text && b.is_text && a.text == b.text;
  if (a.content.kind() == type_kind::boolean) return a.content.as_bool() == b.content.as_bool();
  return order_of(a.content, b.content) == 0;
}

literal_value plain(const value& v) {
  return {v, {}, false};
}

}  // namespace

void pack_checker::facts() {
  for (const line_attribute_info& attribute : built_in_line_attributes) {
    checked_fact made;
    made.name = attribute.name;
    made.type = attribute.type;
    made.element = attribute.element;
    if (attribute.type == type_kind::list) {
      made.max_size = static_cast<std::uint32_t>(caps::collection_default);
    }
    pack_.line_facts.push_back(std::move(made));
  }
  std::vector<checked_fact> declared_of_lines;
  for (const syntax::fact_decl& declared : written_.facts) {
    if (!facts_.declare(declared.name, 0, found_)) continue;
    checked_fact made = fact(declared);
    if (std::string_view(declared.name.text).starts_with(line_prefix)) {
      made.name.erase(0, line_prefix.size());
      declared_of_lines.push_back(std::move(made));
    } else {
      pack_.facts.push_back(std::move(made));
    }
  }
  const auto by_name = [](const checked_fact& a, const checked_fact& b) { return a.name < b.name; };
  std::sort(pack_.facts.begin(), pack_.facts.end(), by_name);
  std::sort(declared_of_lines.begin(), declared_of_lines.end(), by_name);
  std::move(declared_of_lines.begin(), declared_of_lines.end(),
            std::back_inserter(pack_.line_facts));
  fact_nesting();

  const auto as_scope = [](const checked_fact& f) {
    scope_fact made;
    made.name = f.name;
    made.type = f.type;
    made.element = f.element;
    for (const literal_value& v : f.one_of) {
      if (v.is_text) made.one_of.push_back(v.text);
    }
    made.optional = f.optional;
    made.has_default = f.default_value.has_value();
    made.max_size = f.max_size;
    return made;
  };
  for (const checked_fact& f : pack_.facts) scope_.facts.push_back(as_scope(f));
  scope_.line_facts = built_in_line_facts();
  for (std::size_t i = built_in_line_attributes.size(); i < pack_.line_facts.size(); ++i) {
    scope_.line_facts.push_back(as_scope(pack_.line_facts[i]));
  }
  used_facts_.resize(pack_.facts.size());
  used_line_facts_.resize(pack_.line_facts.size());
}

checked_fact pack_checker::fact(const syntax::fact_decl& declared) {
  checked_fact made;
  made.name = declared.name.text;
  made.type = declared.type;
  made.element = is_collection(declared.type) ? declared.element : type_kind::null;
  made.optional = declared.optional;
  made.voids = declared.voids;
  made.max_age_seconds = declared.max_age_seconds.value_or(-1);
  made.at = declared.name.at;
  if (is_collection(made.type)) {
    made.max_size =
        declared.max_size.value_or(static_cast<std::uint32_t>(caps::collection_default));
    if (made.max_size > caps::collection_most) {
      found_.error(codes::fact_bounds, made.at,
                   fmt::format("`{}` may have {} elements", made.name, made.max_size),
                   fmt::format("collections have at most {} elements", caps::collection_most));
    }
  } else if (declared.max_size) {
    found_.error(codes::fact_bounds, made.at,
                 fmt::format("`max_size` of `{}`, which is no list or map", made.name), "drop it");
  }
  fact_values(declared, made);
  return made;
}

std::optional<literal_value> pack_checker::literal(const syntax::literal& l, type_kind type,
                                                   std::string_view fact_name) {
  const auto wrong = [&](std::string help) -> std::optional<literal_value> {
    found_.error(codes::fact_value, l.at,
                 fmt::format("`{}` is no {}, which `{}` is", l.text, name_of(type), fact_name),
                 std::move(help));
    return std::nullopt;
  };
  if (type == type_kind::string) return literal_value{{}, l.text, true};
  if (l.quoted && type != type_kind::timestamp && type != type_kind::duration) {
    return wrong("drop the quotes");
  }
  switch (type) {
    case type_kind::boolean:
      if (l.text == "true") return plain(value::boolean(true));
      if (l.text == "false") return plain(value::boolean(false));
      return wrong("write `true` or `false`");
    case type_kind::integer: {
      const auto number = decimal::parse(l.text);
      const auto exact = number ? number->scaled_exactly(0) : std::nullopt;
      return exact ? plain(value::integer(*exact)) : wrong("write a whole number");
    }
    case type_kind::uinteger: {
      const auto number = syntax::read_whole(l.text);
      return number ? plain(value::uinteger(*number)) : wrong("write a whole number of at least 0");
    }
    case type_kind::decimal: {
      const auto number = decimal::parse(l.text);
      return number ? plain(value::number(*number)) : wrong("write a number");
    }
    case type_kind::percent: {
      const bool negative = l.text.starts_with('-');
      const auto read =
          syntax::read_amount(std::string_view(l.text).substr(negative ? 1 : 0), l.at);
      if (!read || read->what != syntax::amount::kind::percent) {
        return wrong("write a percentage such as `10%`");
      }
      const decimal share(read->value.coefficient(), read->value.exponent() - 2);
      return plain(value::percent(negative ? -share : share));
    }
    case type_kind::money: {
      const bool negative = l.text.starts_with('-');
      const auto read =
          syntax::read_amount(std::string_view(l.text).substr(negative ? 1 : 0), l.at);
      if (!read || read->what == syntax::amount::kind::percent)
        return wrong("write an amount such as `5.00`");
      const auto minor = money(*read);
      if (!minor) return std::nullopt;
      return plain(value::money_minor(negative ? -*minor : *minor, pack_.digits, pack_.currency));
    }
    case type_kind::timestamp: {
      const auto moment = parse_timestamp(l.text);
      return moment ? plain(value::at(*moment))
                    : wrong("write a moment such as `2026-11-22T10:00:00Z`");
    }
    case type_kind::duration: {
      const auto seconds = syntax::read_seconds(l.text);
      return seconds ? plain(value::lasting({*seconds, 0}))
                     : wrong("write a duration such as `15m`");
    }
    default: return std::nullopt;
  }
}

void pack_checker::fact_values(const syntax::fact_decl& declared, checked_fact& made) {
  const std::string& name = declared.name.text;
  const auto misplaced = [&](std::string_view key, const span& at, std::string_view why) {
    found_.error(codes::fact_bounds, at, fmt::format("`{}` of `{}`, {}", key, name, why),
                 "drop it");
  };
  const type_kind scalar = is_collection(declared.type) ? declared.element : declared.type;

  for (const syntax::literal& l : declared.one_of) {
    if (scalar == type_kind::boolean) {
      misplaced("one_of", l.at, "which is true or false anyway");
      break;
    }
    std::optional<literal_value> v = literal(l, scalar, name);
    if (!v) continue;
    const bool twice = std::any_of(made.one_of.begin(), made.one_of.end(),
                                   [&](const literal_value& other) { return same(other, *v); });
    if (twice) {
      found_.error(codes::fact_value, l.at,
                   fmt::format("`{}` stands twice in `one_of` of `{}`", l.text, name),
                   "drop one of them");
      continue;
    }
    made.one_of.push_back(*std::move(v));
  }

  const auto bound = [&](const std::optional<syntax::literal>& l,
                         std::string_view key) -> std::optional<literal_value> {
    if (!l) return std::nullopt;
    if (is_collection(declared.type) || !is_ordered(declared.type)) {
      misplaced(key, l->at, fmt::format("which is a {}", name_of(declared.type)));
      return std::nullopt;
    }
    return literal(*l, declared.type, name);
  };
  made.minimum = bound(declared.minimum, "min");
  made.maximum = bound(declared.maximum, "max");
  if (made.minimum && made.maximum && order_of(made.minimum->content, made.maximum->content) > 0) {
    found_.error(codes::fact_bounds, declared.maximum->at,
                 fmt::format("`max` of `{}` is less than its `min`", name), "swap them");
    made.minimum.reset();
    made.maximum.reset();
  }
  if (!declared.default_value) return;
  const syntax::literal& written = *declared.default_value;
  if (is_collection(declared.type)) {
    return misplaced("default", written.at, fmt::format("which is a {}", name_of(declared.type)));
  }
  made.default_value = literal(written, declared.type, name);
  if (!made.default_value) return;
  const literal_value& v = *made.default_value;
  const bool listed = made.one_of.empty() || made.one_of.size() < declared.one_of.size() ||
                      std::any_of(made.one_of.begin(), made.one_of.end(),
                                  [&](const literal_value& other) { return same(other, v); });
  const bool inside = (!made.minimum || order_of(made.minimum->content, v.content) <= 0) &&
                      (!made.maximum || order_of(v.content, made.maximum->content) <= 0);
  if (!listed || !inside) {
    found_.error(codes::fact_value, written.at,
                 fmt::format("the default `{}` is none of the values that `{}` may have",
                             written.text, name),
                 "choose one that `one_of`, `min` and `max` allow");
  }
}

// `customer` and `customer.tier` can't both be values of one facts file.
void pack_checker::fact_nesting() {
  for (const syntax::fact_decl& declared : written_.facts) {
    const std::string_view name = declared.name.text;
    for (std::size_t dot = name.find('.'); dot != std::string_view::npos;
         dot = name.find('.', dot + 1)) {
      const std::string_view outer = name.substr(0, dot);
      if (!facts_.find(outer)) continue;
      found_
          .error(codes::fact_nesting, declared.name.at,
                 fmt::format("`{}` stands inside the fact `{}`", name, outer),
                 "rename one of them, or make the outer one a map")
          .related.push_back({facts_.declared_at(outer), "the outer fact is declared here"});
      break;
    }
  }
}

}  // namespace parley::check
