#include "oracle/expression_subject.hpp"

#include "parley/compiler/matches.hpp"

namespace parley::oracle {
namespace {

using kind = any_value::kind;

type_kind type_of(made_of m) {
  switch (m) {
    case made_of::boolean: return type_kind::boolean;
    case made_of::integer: return type_kind::integer;
    case made_of::uinteger: return type_kind::uinteger;
    case made_of::decimal: return type_kind::decimal;
    case made_of::money: return type_kind::money;
    case made_of::percent: return type_kind::percent;
    case made_of::text: return type_kind::string;
    case made_of::bytes: return type_kind::bytes;
    case made_of::timestamp: return type_kind::timestamp;
    case made_of::duration: return type_kind::duration;
    case made_of::map: return type_kind::map;
    default: return type_kind::list;
  }
}

type_kind element_of(made_of m) {
  return m == made_of::texts                           ? type_kind::string
         : m == made_of::numbers                       ? type_kind::decimal
         : m == made_of::integers || m == made_of::map ? type_kind::integer
                                                       : type_kind::null;
}

fact_state state_of(any_fact::state s) {
  switch (s) {
    case any_fact::state::missing: return fact_state::missing;
    case any_fact::state::stale: return fact_state::stale;
    case any_fact::state::withheld: return fact_state::withheld;
    case any_fact::state::known: return fact_state::known;
    case any_fact::state::absent: return fact_state::absent;
  }
  return fact_state::missing;
}

std::string word_of(fact_state s) {
  return s == fact_state::stale ? "stale" : s == fact_state::withheld ? "withheld" : "missing";
}

std::uint32_t attribute_named(const std::string& name) {
  for (std::uint32_t i = 0; i < line_built_in_count; ++i) {
    if (built_in_line_attributes[i].name == name) return i;
  }
  throw std::logic_error(name);
}

decimal exact(const naive_number& n) {
  return *decimal::parse((n.negative ? "-" : "") + (n.zero() ? "0" : n.digits) + "e" +
                         std::to_string(n.exponent));
}

/// Digits without zeros at the end, as naive_number::canonical() writes them.
std::string canonical(const decimal& d) {
  const decimal least = d.reduced();
  if (least.zero()) return "0";
  return decimal(least.coefficient(), 0).text() + "e" + std::to_string(least.exponent());
}

std::string shown_real(const value& v) {
  switch (v.kind()) {
    case type_kind::null: return "null";
    case type_kind::boolean: return v.as_bool() ? "true" : "false";
    case type_kind::integer: return std::to_string(v.as_int());
    case type_kind::uinteger: return std::to_string(v.as_uint()) + "u";
    case type_kind::decimal: return "decimal " + canonical(v.as_decimal());
    case type_kind::money:
      return "money " + canonical(v.as_decimal()) + std::string(name_of_currency(v.currency()));
    case type_kind::percent: return "percent " + canonical(v.as_decimal());
    case type_kind::string: return "\"" + std::string(v.as_text()) + "\"";
    case type_kind::bytes: return "b\"" + std::string(v.as_text()) + "\"";
    case type_kind::timestamp:
      return "at " + std::to_string(v.as_timestamp().seconds) + " " +
             std::to_string(v.as_timestamp().nanos);
    case type_kind::duration:
      return "lasting " + std::to_string(v.as_duration().seconds) + " " +
             std::to_string(v.as_duration().nanos);
    case type_kind::list:
    case type_kind::map: {
      std::string made = v.is(type_kind::list) ? "[" : "{";
      for (const value& item : v.items()) made += shown_real(item) + ", ";
      return made + (v.is(type_kind::list) ? "]" : "}");
    }
    case type_kind::object: return "line " + std::to_string(v.object_row());
    case type_kind::type: return "type " + std::string(name_of(v.as_type()));
    default: return "?";
  }
}

}  // namespace

check::scope_fact scope_fact_of(const declared_fact& f) {
  check::scope_fact made;
  made.name = f.name;
  made.type = type_of(f.type);
  made.element = element_of(f.type);
  made.optional = f.optional;
  if (made.element != type_kind::null) made.max_size = 4;
  return made;
}

expression_pack::expression_pack() {
  install_matches();
  for (const declared_fact& f : declared_facts()) bench_.fact(scope_fact_of(f));
}

std::optional<std::size_t> expression_pack::add(const std::string& text) {
  const std::uint32_t row = bench_.compile(text);
  if (row == no_index) {
    const diagnostic& first = bench_.problems.items().front();
    refusal = first.message;
    refusal_code = first.code;
    return std::nullopt;
  }
  diagnostics none;
  parsed_.push_back(
      *syntax::parse_condition(text, {0, 0, static_cast<std::uint32_t>(text.size())}, true, none));
  rows_.push_back(row);
  return rows_.size() - 1;
}

value expression_pack::real(const any_value& v) {
  fact_set& facts = bench_.facts();
  switch (v.what) {
    case kind::boolean: return value::boolean(v.yes);
    case kind::integer: return value::integer(std::stoll(v.number.plain()));
    case kind::decimal: return value::number(exact(v.number));
    case kind::money: return value::money(exact(v.number), currency_named("USD"));
    case kind::percent: return value::percent(exact(v.number));
    case kind::text: return value::string(facts.keep(v.text));
    case kind::timestamp:
    case kind::duration: {
      const bool below = v.nanos % 1'000'000'000 < 0;
      const auto seconds = static_cast<std::int64_t>(v.nanos / 1'000'000'000) - (below ? 1 : 0);
      const auto rest =
          static_cast<std::int32_t>(v.nanos - static_cast<__int128>(seconds) * 1'000'000'000);
      return v.what == kind::timestamp ? value::at({seconds, rest})
                                       : value::lasting({seconds, rest});
    }
    default: {
      std::vector<value> items;
      for (const any_value& item : v.items) items.push_back(real(item));
      const std::span<const value> kept = facts.keep(items);
      return v.what == kind::map ? value::map(kept) : value::list(kept);
    }
  }
}

void expression_pack::put(const any_world& world) {
  fact_set& facts = bench_.facts();
  facts.clear();
  for (const auto& [name, fact] : world.facts) {
    if (fact.what == any_fact::state::known)
      bench_.set(name, real(fact.value));
    else
      bench_.set_state(name, state_of(fact.what));
  }
  if (world.now.what == any_fact::state::known) facts.set_now(real(world.now.value).as_timestamp());
  if (world.has_cart) facts.open_cart();
  for (std::size_t i = 0; i < world.lines.size(); ++i) {
    const auto& line = world.lines[i];
    const std::int64_t price = *exact(line.at("price").value.number).scaled_exactly(2);
    const std::uint32_t row =
        facts.add_line({facts.keep("l" + std::to_string(i)), "SKU",
                        std::stoll(line.at("qty").value.number.plain()), price});
    for (const auto& [name, fact] : line) {
      if (name == "qty" || name == "price") continue;
      if (fact.what == any_fact::state::known)
        facts.set_line(row, attribute_named(name), real(fact.value));
      else
        facts.set_line_state(row, attribute_named(name), state_of(fact.what));
    }
  }
  bench_.begin();
}

std::string expression_pack::answer(std::size_t which) {
  const outcome made = bench_.evaluator().compute(rows_[which]);
  if (made.unknown()) return "unknown";
  return made.failed() ? "error" : shown_real(made.content);
}

std::set<std::string> expression_pack::reasons(std::size_t which) {
  std::vector<missing_fact> found;
  bench_.evaluator().reasons(rows_[which], no_index, found);
  std::set<std::string> made;
  const fact_schema& schema = bench_.pack().schema();
  for (const missing_fact& m : found) {
    switch (m.what) {
      case missing_fact::kind::fact:
        made.insert("fact " + std::string(schema.text(schema.fact(m.which).name)) + " " +
                    word_of(m.reason));
        break;
      case missing_fact::kind::line:
        made.insert("line " + std::string(schema.text(schema.line_fact(m.which).name)) + " " +
                    std::to_string(m.line) + " " + word_of(m.reason));
        break;
      case missing_fact::kind::now: made.insert("now missing"); break;
      case missing_fact::kind::cart: made.insert("cart missing"); break;
      default: made.insert("?");
    }
  }
  return made;
}

std::string answer_of(const any_outcome& o) {
  if (o.known()) return shown(o.value);
  return o.what == any_outcome::kind::unknown ? "unknown" : "error";
}

std::string shown(const any_world& world) {
  const auto one = [](const any_fact& f) {
    switch (f.what) {
      case any_fact::state::known: return shown(f.value);
      case any_fact::state::absent: return std::string("absent");
      default: return word_of(state_of(f.what));
    }
  };
  std::string made;
  for (const auto& [name, fact] : world.facts) made += "  " + name + " = " + one(fact) + "\n";
  made += "  now = " + one(world.now) + "\n";
  if (!world.has_cart) return made + "  no cart\n";
  for (const auto& line : world.lines) {
    made += "  line:";
    for (const auto& [name, fact] : line) made += " " + name + " = " + one(fact) + ",";
    made += "\n";
  }
  return made;
}

}  // namespace parley::oracle
