// The `facts:` section: declarations of typed facts.
#include <fmt/format.h>

#include "parley/base/did_you_mean.hpp"
#include "parley/base/limits.hpp"
#include "syntax/condition_cst.hpp"
#include "syntax/lexical.hpp"
#include "syntax/pack_codes.hpp"
#include "syntax/parse_pack.hpp"

namespace parley::syntax {
namespace {

constexpr std::string_view fact_keys[] = {"type",    "of",       "one_of",  "min",   "max",
                                          "max_age", "optional", "default", "voids", "max_size"};
constexpr std::string_view type_names[] = {"string",   "bool",  "int",     "uint",
                                           "decimal",  "money", "percent", "timestamp",
                                           "duration", "list",  "map"};
constexpr type_kind types[] = {type_kind::string,   type_kind::boolean,   type_kind::integer,
                               type_kind::uinteger, type_kind::decimal,   type_kind::money,
                               type_kind::percent,  type_kind::timestamp, type_kind::duration,
                               type_kind::list,     type_kind::map};
constexpr std::string_view line_built_in[] = {"id",   "sku",      "qty",  "price",
                                              "cost", "category", "tags", "tax_rate"};

/// `a.b_c.d`, as conditions read it.
bool is_fact_name(std::string_view text) {
  bool start = true;
  for (const char c : text) {
    if (start ? !lexemes::is_letter(c) : c != '.' && !lexemes::is_word(c)) return false;
    start = c == '.';
  }
  return !start;
}

bool check_fact_name(node_reader& in, const yaml::node& key) {
  if (!in.name_fits(key, "the name of a fact")) return false;
  const std::string_view text = key.text;
  if (!is_fact_name(text)) {
    in.wrong(codes::wrong_name, key.at, fmt::format("`{}` isn't the name of a fact", text),
             "names of facts are words of letters, digits and `_`, joined by dots, such as "
             "`customer.tier`");
    return false;
  }
  const std::string_view root = text.substr(0, text.find('.'));
  if (root == "cart" || root == "so_far" || root == "now" || root == "intent" ||
      text == "customer.key" || text == "line") {
    in.wrong(codes::reserved_fact, key.at, fmt::format("`{}` is built in and isn't declared", text),
             text == "line" ? "declare attributes of lines, such as `line.map`"
                            : "drop it, or choose another name");
    return false;
  }
  if (detail::is_reserved(root)) {
    in.wrong(codes::wrong_name, key.at,
             fmt::format("`{}` is a reserved word, which no condition can read", root),
             "choose another name, such as one with a prefix");
    return false;
  }
  if (root == "line") {
    const std::string_view attribute = text.substr(5);
    for (const std::string_view built_in : line_built_in) {
      if (attribute == built_in) {
        in.wrong(codes::reserved_fact, key.at,
                 fmt::format("`{}` is built in and isn't declared", text),
                 "every line has id, sku, qty, price, cost, category, tags and tax_rate");
        return false;
      }
    }
    if (attribute.find('.') != std::string_view::npos) {
      in.wrong(codes::wrong_name, key.at, fmt::format("`{}` has too many dots", text),
               "attributes of lines are `line.` and one word");
      return false;
    }
  }
  return true;
}

std::optional<type_kind> type_named(node_reader& in, std::string_view text, span at) {
  for (std::size_t i = 0; i < std::size(types); ++i) {
    if (type_names[i] == text) return types[i];
  }
  const std::string_view near = did_you_mean(text, type_names);
  in.found.error(
      codes::wrong_type, at, fmt::format("unknown type `{}`", text),
      near.empty()
          ? std::string("types are string, bool, int, uint, decimal, money, percent, timestamp, "
                        "duration, list(...) and map(...)")
          : fmt::format("did you mean `{}`?", near));
  return std::nullopt;
}

/// `money`, `list(string)`, or `list` with the element from `of:`.
bool parse_type(node_reader& in, const yaml::node& node, const yaml::node* of, fact_decl& fact) {
  if (!in.scalar(node, "`type`")) return false;
  std::string_view text = node.text;
  std::string_view element;
  span element_at = node.at;
  if (const std::size_t open = text.find('(');
      open != std::string_view::npos && text.ends_with(')')) {
    element = text.substr(open + 1, text.size() - open - 2);
    element_at = yaml::document::inside(node, static_cast<std::uint32_t>(open + 1),
                                        static_cast<std::uint32_t>(element.size()));
    text = text.substr(0, open);
  } else if (of != nullptr) {
    if (!in.scalar(*of, "`of`")) return false;
    element = of->text;
    element_at = of->at;
  }
  const std::optional<type_kind> type = type_named(
      in, text, yaml::document::inside(node, 0, static_cast<std::uint32_t>(text.size())));
  if (!type) return false;
  fact.type = *type;
  const bool collection = *type == type_kind::list || *type == type_kind::map;
  if (!collection) {
    if (element.empty()) return true;
    in.wrong(codes::wrong_type, element_at, fmt::format("`{}` has no elements", text),
             "`of` belongs to list and map");
    return false;
  }
  if (element.empty()) {
    in.wrong(codes::wrong_type, node.at, fmt::format("a {} of what?", text),
             fmt::format("write `{}(string)`", text));
    return false;
  }
  const std::optional<type_kind> inner = type_named(in, element, element_at);
  if (!inner) return false;
  if (*inner == type_kind::list || *inner == type_kind::map) {
    in.wrong(codes::wrong_type, element_at, "collections of collections aren't facts",
             "declare several facts, or supply the elements flat");
    return false;
  }
  fact.element = *inner;
  return true;
}

std::optional<literal> literal_of(node_reader& in, const yaml::node& node, std::string_view what) {
  if (node.nothing) return std::nullopt;
  if (node.kind != yaml::node_kind::scalar) {
    in.wrong(codes::wrong_shape, node.at, fmt::format("{} is a single value", what),
             "write one value; lists and maps can't be given here");
    return std::nullopt;
  }
  return literal{node.text, node.style != yaml::scalar_style::plain, node.exact, node.at};
}

/// The keys besides the type: a fact that is wrong in one of them can still be read.
void parse_fact_keys(node_reader& in, const std::vector<entry>& entries, fact_decl& fact) {
  in.only(entries, "a fact", fact_keys);
  const auto single = [&](std::string_view key, std::optional<literal>& into) {
    if (const yaml::node* n = find(entries, key)) {
      into = literal_of(in, *n, fmt::format("`{}`", key));
    }
  };
  single("min", fact.minimum);
  single("max", fact.maximum);
  single("default", fact.default_value);
  if (const yaml::node* n = find(entries, "one_of")) {
    for (const yaml::node* element : in.elements(*n)) {
      if (auto value = literal_of(in, *element, "an element of `one_of`")) {
        fact.one_of.push_back(std::move(*value));
      }
    }
    if (n->count == 0 && n->kind != yaml::node_kind::scalar) {
      in.wrong(codes::wrong_scalar, n->at, "`one_of` lists no value",
               "list the values, or drop the key");
    }
  }
  if (const yaml::node* n = find(entries, "max_age")) {
    fact.max_age_seconds = in.seconds(*n, "`max_age`");
  }
  if (const yaml::node* n = find(entries, "max_size")) {
    const auto size = in.whole(*n, "`max_size`", 1, caps::collection_most);
    if (size) fact.max_size = static_cast<std::uint32_t>(*size);
  }
  const auto flag = [&](std::string_view key, bool& into) {
    if (const yaml::node* n = find(entries, key)) {
      into = in.boolean(*n, fmt::format("`{}`", key)).value_or(false);
    }
  };
  flag("optional", fact.optional);
  flag("voids", fact.voids);
}

std::optional<fact_decl> parse_fact(node_reader& in, const entry& e) {
  fact_decl fact;
  fact.name = node_reader::name_of(*e.key);
  bool sound = check_fact_name(in, *e.key);
  if (e.value->kind == yaml::node_kind::scalar) {
    sound = parse_type(in, *e.value, nullptr, fact) && sound;
  } else {
    const auto entries = in.entries(*e.value, "a fact");
    if (!entries) return std::nullopt;
    parse_fact_keys(in, *entries, fact);
    if (const yaml::node* type = find(*entries, "type")) {
      sound = parse_type(in, *type, find(*entries, "of"), fact) && sound;
    } else {
      in.wrong(codes::missing_key, e.key->at, fmt::format("fact `{}` has no `type`", e.key->text),
               "write `type: string`, or another type");
      sound = false;
    }
  }
  if (!sound) return std::nullopt;
  return fact;
}

}  // namespace

void parse_facts(node_reader& in, const yaml::node& node) {
  const auto entries = in.entries(node, "`facts`");
  if (!entries) return;
  for (const entry& e : *entries) {
    if (auto fact = parse_fact(in, e)) {
      in.into.facts.push_back(std::move(*fact));
    } else {
      in.drop(*e.key, broken_name::kind::fact);
    }
  }
  if (in.into.facts.size() > caps::facts) {
    in.wrong(codes::too_many, node.at,
             fmt::format("{} facts; at most {}", in.into.facts.size(), caps::facts),
             "split the pack");
  }
}

}  // namespace parley::syntax
