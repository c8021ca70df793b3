#include "cel/pipeline.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "compile/expression_emitter.hpp"
#include "compile/graph_builder.hpp"
#include "compile/write_zones.hpp"
#include "parley/facts/real_text.hpp"
#include "parley/facts/time_text.hpp"
#include "parley/graph/verify.hpp"
#include "parley/money/currency.hpp"
#include "syntax/condition_parser.hpp"

namespace parley::cel {
namespace {

/// The kinds of a type, each before those inside it; false when we have no such type.
bool append_shape(const json& type, std::vector<type_kind>& to) {
  const auto one = [&](type_kind kind) {
    to.push_back(kind);
    return true;
  };
  if (type.contains("primitive")) {
    const std::string name = type.at("primitive");
    if (name == "BOOL") return one(type_kind::boolean);
    if (name == "INT64") return one(type_kind::integer);
    if (name == "UINT64") return one(type_kind::uinteger);
    if (name == "DOUBLE") return one(type_kind::real);
    if (name == "STRING") return one(type_kind::string);
    if (name == "BYTES") return one(type_kind::bytes);
    return false;
  }
  if (type.contains("wellKnown")) {
    const std::string name = type.at("wellKnown");
    if (name == "TIMESTAMP") return one(type_kind::timestamp);
    if (name == "DURATION") return one(type_kind::duration);
    return false;
  }
  if (type.contains("dyn")) return one(type_kind::any);
  if (type.contains("null")) return one(type_kind::null);
  if (type.contains("type")) return one(type_kind::type);
  if (type.contains("listType")) {
    to.push_back(type_kind::list);
    return append_shape(type.at("listType").at("elemType"), to);
  }
  if (type.contains("mapType")) {
    to.push_back(type_kind::map);
    return append_shape(type.at("mapType").at("keyType"), to) &&
           append_shape(type.at("mapType").at("valueType"), to);
  }
  if (type.contains("abstractType") && type.at("abstractType").at("name") == "optional_type") {
    to.push_back(type_kind::optional);
    return append_shape(type.at("abstractType").at("parameterTypes").at(0), to);
  }
  return false;
}

double double_of(const json& written) {
  if (written.is_number()) return written.get<double>();
  return parse_real(written.get<std::string>()).value_or(0);
}

}  // namespace

std::string from_base64(std::string_view text) {
  constexpr std::string_view letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string made;
  unsigned group = 0;
  int bits = 0;
  for (const char c : text) {
    const std::size_t letter = letters.find(c);
    if (letter == std::string_view::npos) continue;
    group = (group << 6 | static_cast<unsigned>(letter)) & 0xFFFFU;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      made.push_back(static_cast<char>(group >> bits & 255U));
    }
  }
  return made;
}

std::string type_text(const json& type) {
  std::vector<type_kind> shape;
  if (type.contains("abstractType")) {
    const json& abstract = type.at("abstractType");
    std::string made = abstract.at("name");
    std::string inside;
    for (const json& parameter : abstract.value("parameterTypes", json::array()))
      inside += (inside.empty() ? "" : ", ") + type_text(parameter);
    return inside.empty() ? made : made + "(" + inside + ")";
  }
  if (type.contains("listType"))
    return "list(" + type_text(type.at("listType").at("elemType")) + ")";
  if (type.contains("mapType")) {
    return "map(" + type_text(type.at("mapType").at("keyType")) + ", " +
           type_text(type.at("mapType").at("valueType")) + ")";
  }
  if (type.contains("null")) return "null";
  if (!append_shape(type, shape)) return "?";
  if (shape[0] == type_kind::timestamp) return "timestamp";
  if (shape[0] == type_kind::duration) return "duration";
  return std::string(cel_name_of(shape[0]));
}

std::optional<value> pipeline::value_of(const json& written) {
  if (!written.is_object() || written.size() != 1) return std::nullopt;
  const std::string kind = written.begin().key();
  const json& content = written.begin().value();
  if (kind == "nullValue") return value();
  if (kind == "boolValue") return value::boolean(content.get<bool>());
  if (kind == "int64Value") return value::integer(std::stoll(content.get<std::string>()));
  if (kind == "uint64Value") return value::uinteger(std::stoull(content.get<std::string>()));
  if (kind == "doubleValue") return value::real(double_of(content));
  if (kind == "stringValue") return value::string(texts_.emplace_back(content.get<std::string>()));
  if (kind == "bytesValue")
    return value::bytes(texts_.emplace_back(from_base64(content.get<std::string>())));
  if (kind == "listValue") {
    std::vector<value> items;
    for (const json& item : content.value("values", json::array())) {
      const std::optional<value> made = value_of(item);
      if (!made) return std::nullopt;
      items.push_back(*made);
    }
    return value::list(lists_.emplace_back(std::move(items)));
  }
  if (kind == "mapValue") {
    std::vector<std::pair<value, value>> entries;
    for (const json& entry : content.value("entries", json::array())) {
      const std::optional<value> key = value_of(entry.at("key"));
      const std::optional<value> item = value_of(entry.at("value"));
      if (!key || !item) return std::nullopt;
      entries.emplace_back(*key, *item);
    }
    std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
      const auto order = order_of(a.first, b.first);
      return order ? *order < 0 : a.first.kind() < b.first.kind();
    });
    std::vector<value> flat;
    for (const auto& [key, item] : entries) flat.insert(flat.end(), {key, item});
    return value::map(lists_.emplace_back(std::move(flat)));
  }
  return std::nullopt;
}

bool pipeline::declare(const test_case& c) {
  const auto shaped = [&](const std::string& name, const std::vector<type_kind>& shape) {
    check::scope_fact f;
    f.name = name;
    f.type = shape[0];
    f.shape = shape;
    if (shape.size() > 1) f.element = shape.back();
    scope_.facts.push_back(std::move(f));
  };
  for (const json& declared : c.type_env) {
    if (!declared.contains("ident")) return false;
    std::vector<type_kind> shape;
    if (!append_shape(declared.at("ident").at("type"), shape)) return false;
    shaped(declared.at("name"), shape);
  }
  for (const auto& [name, bound] : c.bindings.items()) {
    const bool known = std::any_of(scope_.facts.begin(), scope_.facts.end(),
                                   [&name = name](const auto& f) { return f.name == name; });
    if (!known) shaped(name, {type_kind::any});
  }
  std::sort(scope_.facts.begin(), scope_.facts.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return true;
}

answer pipeline::run(const test_case& c, check::dialect dialect) {
  answer made;
  texts_.clear();
  lists_.clear();
  diagnostics problems;
  const auto stopped = [&](answer::stage at) {
    made.reached = at;
    if (!problems.empty()) made.message = problems.items()[0].message;
    return std::move(made);
  };
  const span whole{0, 0, static_cast<std::uint32_t>(c.expr.size())};
  made.tree = syntax::parse_condition(c.expr, whole, true, problems);
  if (!made.tree) return stopped(answer::stage::not_parsed);

  scope_ = {};
  scope_.currency = "USD";
  scope_.line_facts = check::built_in_line_facts();
  scope_.dialect = dialect;
  scope_.container = c.container;
  scope_.unchecked = c.unchecked && dialect == check::dialect::standard;
  check::condition_use use;
  use.expected = check::condition_use::expect::any;
  if (!declare(c)) {
    made.message = no_counterpart;
    return stopped(answer::stage::not_checked);
  }
  const auto typed = check::check_condition(*made.tree, scope_, use, problems);
  if (!typed) return stopped(answer::stage::not_checked);
  made.type = typed->type_text;

  compile::graph_builder builder;
  builder.tables.header[0].name = builder.intern("conformance");
  builder.tables.header[0].version = 1;
  builder.tables.header[0].currency = currency_named("USD");
  const auto fill = [&](const std::vector<check::scope_fact>& from, std::vector<fact_row>& to) {
    for (const check::scope_fact& f : from) {
      fact_row row;
      row.name = builder.intern(f.name);
      row.type = f.type;
      row.element = f.element;
      row.max_size = static_cast<std::uint32_t>(caps::collection_default);
      to.push_back(row);
    }
  };
  fill(scope_.facts, builder.tables.facts);
  fill(scope_.line_facts, builder.tables.line_facts);
  compile::expression_emitter emitter(builder);
  const std::uint32_t row = emitter.emit(*typed);
  compile::write_zones(compile::load_zones(typed->zones, problems), builder);
  if (problems.has_errors()) return stopped(answer::stage::not_checked);
  pack_ = builder.seal();
  if (const auto fault = graph::verify(pack_->tables(), dialect == check::dialect::standard)) {
    made.message = fault->message;
    return stopped(answer::stage::not_checked);
  }

  facts_ = std::make_unique<fact_set>(pack_->schema());
  for (const auto& [name, bound] : c.bindings.items()) {
    const std::optional<value> content = value_of(bound.at("value"));
    if (content) facts_->set(pack_->schema().fact_named(name), *content);
  }
  evaluator_.begin(*pack_, *facts_, {});
  const outcome result = evaluator_.compute(row);
  made.content = result.content;
  return stopped(result.known()     ? answer::stage::known
                 : result.unknown() ? answer::stage::unknown
                                    : answer::stage::error);
}

bool equals(const value& made, const json& expected) {
  const std::string kind = expected.begin().key();
  const json& content = expected.begin().value();
  switch (made.kind()) {
    case type_kind::null: return kind == "nullValue";
    case type_kind::boolean: return kind == "boolValue" && content == made.as_bool();
    case type_kind::integer:
      return kind == "int64Value" && content == std::to_string(made.as_int());
    case type_kind::uinteger:
      return kind == "uint64Value" && content == std::to_string(made.as_uint());
    case type_kind::real: {
      if (kind != "doubleValue") return false;
      const double wanted = double_of(content);
      return std::isnan(wanted) ? std::isnan(made.as_real()) : wanted == made.as_real();
    }
    case type_kind::string: return kind == "stringValue" && content == std::string(made.as_text());
    case type_kind::bytes:
      return kind == "bytesValue" && from_base64(content.get<std::string>()) == made.as_text();
    case type_kind::type:
      return kind == "typeValue" && content == std::string(cel_name_of(made.as_type()));
    case type_kind::list: {
      if (kind != "listValue") return false;
      const json items = content.value("values", json::array());
      if (items.size() != made.items().size()) return false;
      for (std::size_t i = 0; i < items.size(); ++i) {
        if (!equals(made.items()[i], items[i])) return false;
      }
      return true;
    }
    case type_kind::map: {
      if (kind != "mapValue") return false;
      const json entries = content.value("entries", json::array());
      if (2 * entries.size() != made.items().size()) return false;
      return std::all_of(entries.begin(), entries.end(), [&](const json& entry) {
        for (std::size_t i = 0; i < made.items().size(); i += 2) {
          if (equals(made.items()[i], entry.at("key")))
            return equals(made.items()[i + 1], entry.at("value"));
        }
        return false;
      });
    }
    default: return false;
  }
}

std::string shown(const value& v) {
  switch (v.kind()) {
    case type_kind::null: return "null";
    case type_kind::boolean: return v.as_bool() ? "true" : "false";
    case type_kind::integer: return std::to_string(v.as_int());
    case type_kind::uinteger: return std::to_string(v.as_uint()) + "u";
    case type_kind::real: return print_real(v.as_real());
    case type_kind::decimal: return v.as_decimal().text();
    case type_kind::string: return "\"" + std::string(v.as_text()) + "\"";
    case type_kind::bytes: return "b\"" + std::string(v.as_text()) + "\"";
    case type_kind::timestamp: return print(v.as_timestamp());
    case type_kind::duration: return print(v.as_duration());
    case type_kind::type: return std::string(cel_name_of(v.as_type()));
    case type_kind::optional:
    case type_kind::list:
    case type_kind::map: {
      std::string text(name_of(v.kind()));
      for (const value& item : v.items()) text += " " + shown(item);
      return "(" + text + ")";
    }
    default: return std::string(name_of(v.kind()));
  }
}

}  // namespace parley::cel
