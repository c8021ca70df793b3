#include "oracle/expression_generator.hpp"

#include <array>

namespace parley::oracle {
namespace {

using kind = any_value::kind;

const std::vector<std::string> integers = {"0",
                                           "1",
                                           "2",
                                           "3",
                                           "-1",
                                           "7",
                                           "10",
                                           "100",
                                           "-5",
                                           "9223372036854775807",
                                           "-9223372036854775808",
                                           "0x1F"};
const std::vector<std::string> unsigneds = {"0u", "1u", "2u", "5u", "18446744073709551615u"};
const std::vector<std::string> decimals = {"0.1",
                                           "0.2",
                                           "1.5",
                                           "2.50",
                                           "-0.5",
                                           "1e3",
                                           "3.0",
                                           "0.001",
                                           "12345678901234567890.5",
                                           "0.3333333333333333333333333333333333",
                                           "999999999999999999999999999999999.5",
                                           "1e-7"};
const std::vector<std::string> moneys = {"25.00USD", "0.01USD", "10USD",
                                         "-3.50USD", "0USD",    "99999999.99USD"};
const std::vector<std::string> percents = {"10%", "0%", "12.5%", "250bp", "100%", "-5%"};
const std::vector<std::string> texts_ = {
    "\"\"",   "\"a\"",    "\"tea\"",         "\"TEA-7\"", "\"Gr\u00fcner Tee\"",
    "'b'",    "\" x \"",  "\"a,b,c\"",       "r\"\\d\"",  "\"aXbXc\"",
    "\"42\"", "\"true\"", "\"\u65e5\u672c\""};
const std::vector<std::string> bytes_ = {"b\"\"", "b\"tea\"", "b\"\\xff\"", "b'a'"};
const std::vector<std::string> moments = {
    "timestamp(\"2026-11-22T10:00:00Z\")", "timestamp(\"2024-02-29T23:59:59.5Z\")",
    "timestamp(\"1969-12-31T23:59:59.25Z\")", "timestamp(\"2026-03-29T01:30:00+01:00\")"};
const std::vector<std::string> lengths = {"duration(\"1h30m\")", "duration(\"-1.5s\")",
                                          "duration(\"0s\")", "duration(\"90m\")",
                                          "duration(\"250ms\")"};
const std::vector<std::string> zones = {"\"UTC\"",
                                        "\"+05:30\"",
                                        "\"-08:00\"",
                                        "\"America/New_York\"",
                                        "\"Asia/Kolkata\"",
                                        "\"Europe/Berlin\"",
                                        "\"Australia/Lord_Howe\""};

}  // namespace

const std::vector<declared_fact>& declared_facts() {
  static const std::vector<declared_fact> all = {
      {"b", made_of::boolean},      {"c.flag", made_of::boolean}, {"d", made_of::decimal},
      {"i", made_of::integer},      {"j", made_of::integer},      {"l", made_of::integers},
      {"len", made_of::duration},   {"m", made_of::money},        {"o.i", made_of::integer, true},
      {"o.s", made_of::text, true}, {"p", made_of::percent},      {"s", made_of::text},
      {"t", made_of::timestamp},    {"w", made_of::texts},        {"z", made_of::map}};
  return all;
}

const std::vector<declared_fact>& declared_line_facts() {
  static const std::vector<declared_fact> all = {{"category", made_of::text},
                                                 {"cost", made_of::money},
                                                 {"qty", made_of::integer},
                                                 {"price", made_of::money},
                                                 {"tags", made_of::texts}};
  return all;
}

made_of expression_generator::some_type() {
  while (true) {
    const auto type = static_cast<made_of>(dice_.below(static_cast<std::size_t>(made_of::count)));
    const bool exact = type == made_of::decimal || type == made_of::money ||
                       type == made_of::percent || type == made_of::numbers;
    if (!shared() || !exact) return type;
  }
}

std::string expression_generator::any(int depth) {
  return of(roll(50) ? made_of::boolean : some_type(), depth);
}

std::string expression_generator::fresh(made_of type, bool line) {
  // A name that hides one further out now and then.
  std::string name = "v" + std::to_string(roll(15) ? 0 : names_++ % 7);
  variables_.push_back({name, type, line});
  return name;
}

std::string expression_generator::literal(made_of type) {
  switch (type) {
    case made_of::boolean: return roll(50) ? "true" : "false";
    case made_of::integer: return dice_.pick(integers);
    case made_of::uinteger: return dice_.pick(unsigneds);
    case made_of::decimal: return dice_.pick(decimals);
    case made_of::money: return dice_.pick(moneys);
    case made_of::percent: return "(" + dice_.pick(percents) + ")";
    case made_of::text: return dice_.pick(texts_);
    case made_of::bytes: return shared() ? "b\"tea\"" : dice_.pick(bytes_);
    case made_of::timestamp: return dice_.pick(moments);
    case made_of::duration: return dice_.pick(lengths);
    case made_of::integers: return roll(20) ? "[1].filter(e, false)" : "[3, 1, 2]";
    case made_of::texts: return "[\"a\", \"tea\"]";
    case made_of::numbers: return "[1.5, 0.1]";
    default: return "{\"a\": 1, \"tea\": 2}";
  }
}

std::string expression_generator::leaf(made_of type) {
  if (roll(40)) {
    for (std::size_t i = variables_.size(); i-- > 0;) {
      const variable& v = variables_[i];
      bool hidden = false;
      for (std::size_t k = i + 1; k < variables_.size(); ++k)
        hidden = hidden || variables_[k].name == v.name;
      if (hidden) continue;
      if (v.line) {
        for (const declared_fact& f : declared_line_facts()) {
          if (f.type == type) return v.name + "." + f.name;
        }
      } else if (v.type == type) {
        return v.name;
      }
    }
  }
  if (roll(65)) {
    std::vector<std::string> fitting;
    for (const declared_fact& f : declared_facts()) {
      if (f.type == type && !f.optional) fitting.push_back(f.name);
    }
    if (!shared() && type == made_of::timestamp) fitting.push_back("now");
    if (!shared() && type == made_of::money) fitting.push_back("cart.subtotal");
    if (!shared() && type == made_of::integer) fitting.push_back("cart.quantity");
    if (!fitting.empty()) return dice_.pick(fitting);
  }
  return literal(type);
}

std::string expression_generator::of(made_of type, int depth) {
  if (depth <= 0 || roll(8)) return leaf(type);
  if (roll(8)) {
    return "(" + boolean(depth - 1) + " ? " + of(type, depth - 1) + " : " + of(type, depth - 1) +
           ")";
  }
  if (!shared() && roll(6)) return optional(type, depth) + ".orValue(" + of(type, depth - 1) + ")";
  if (!shared() && roll(4)) {
    const made_of bound = some_type();
    const std::string content = of(bound, depth - 1);
    const std::string name = fresh(bound);
    const std::string body = of(type, depth - 1);
    variables_.pop_back();
    return "cel.bind(" + name + ", " + content + ", " + body + ")";
  }
  if (!shared() && roll(3)) {
    // Absent facts want a guard.
    if (type == made_of::integer) return "(has(o.i) ? o.i : " + integer(depth - 1) + ")";
    if (type == made_of::text) return "(has(o.s) ? o.s : " + text(depth - 1) + ")";
  }
  if (!shared() && roll(7)) {
    if (std::string made = library(type, depth); !made.empty()) return made;
  }
  switch (type) {
    case made_of::boolean: return boolean(depth);
    case made_of::integer: return integer(depth);
    case made_of::uinteger: return uinteger(depth);
    case made_of::decimal: return decimal(depth);
    case made_of::money: return money(depth);
    case made_of::percent: return percent(depth);
    case made_of::text: return text(depth);
    case made_of::bytes:
      return roll(50) ? "bytes(" + text(depth - 1) + ")"
                      : "(" + of(type, depth - 1) + " + " + of(type, depth - 1) + ")";
    case made_of::timestamp: return timestamp(depth);
    case made_of::duration: return duration(depth);
    case made_of::map: return map(depth);
    default: return list(type, depth);
  }
}

/// An optional value of this type.
std::string expression_generator::optional(made_of type, int depth) {
  switch (dice_.below(7)) {
    case 6:
      if (type == made_of::integer)
        return of(made_of::integers, depth - 1) + (roll(50) ? ".first()" : ".last()");
      if (type == made_of::text)
        return of(made_of::texts, depth - 1) + (roll(50) ? ".first()" : ".last()");
      [[fallthrough]];
    case 0: return "optional.of(" + of(type, depth - 1) + ")";
    case 1:
      if (type == made_of::integer) return "o.?i";
      if (type == made_of::text) return "o.?s";
      return "optional.of(" + of(type, depth - 1) + ")";
    case 2:
      if (type == made_of::integer)
        return of(made_of::map, depth - 1) + "[?" + text(depth - 1) + "]";
      [[fallthrough]];
    case 3:
      if (type == made_of::integer)
        return of(made_of::integers, depth - 1) + "[?" + integer(depth - 1) + "]";
      if (type == made_of::text)
        return of(made_of::texts, depth - 1) + "[?" + integer(depth - 1) + "]";
      [[fallthrough]];
    case 4: {
      if (depth < 2) return "optional.of(" + of(type, depth - 1) + ")";
      const std::string from = optional(made_of::integer, depth - 1);
      const std::string name = fresh(made_of::integer);
      const std::string body = of(type, depth - 1);
      variables_.pop_back();
      return from + ".optMap(" + name + ", " + body + ")";
    }
    default:
      if (depth < 2) return "optional.of(" + of(type, depth - 1) + ")";
      return optional(type, depth - 1) + ".or(" + optional(type, depth - 1) + ")";
  }
}

std::string expression_generator::macro(int depth) {
  const bool lines = !shared() && roll(25);
  const bool maps = !lines && roll(25);
  const made_of element = maps ? made_of::text : roll(50) ? made_of::integer : made_of::text;
  const std::string range =
      lines  ? "cart.lines"
      : maps ? of(made_of::map, depth - 1)
             : of(element == made_of::integer ? made_of::integers : made_of::texts, depth - 1);
  const std::array<std::string, 3> names = {"all", "exists", "exists_one"};
  const std::string which = dice_.pick(names);
  if (!shared() && !lines && roll(30)) {
    const std::string first = fresh(maps ? made_of::text : made_of::integer);
    std::string second = fresh(maps ? made_of::integer : element);
    if (second == first) second = variables_.back().name = first + "x";
    const std::string body = boolean(depth - 1);
    variables_.resize(variables_.size() - 2);
    return range + "." + which + "(" + first + ", " + second + ", " + body + ")";
  }
  const std::string name = fresh(element, lines);
  const std::string body = boolean(depth - 1);
  variables_.pop_back();
  return range + "." + which + "(" + name + ", " + body + ")";
}

std::string expression_generator::boolean(int depth) {
  if (depth <= 0) return leaf(made_of::boolean);
  const std::array<std::string, 6> orders = {" == ", " != ", " < ", " <= ", " > ", " >= "};
  const auto pair = [&](made_of type, const std::string& mark) {
    return "(" + of(type, depth - 1) + mark + of(type, depth - 1) + ")";
  };
  switch (dice_.below(shared() ? 12 : 16)) {
    case 0:
    case 1: return pair(made_of::boolean, " && ");
    case 2:
    case 3: return pair(made_of::boolean, " || ");
    case 4: return "!" + of(made_of::boolean, depth - 1);
    case 5: return macro(depth);
    case 6: {
      const std::array<made_of, 3> types = {made_of::integer, made_of::text, made_of::duration};
      return pair(dice_.pick(types), dice_.pick(orders));
    }
    case 7: return pair(some_type(), roll(50) ? " == " : " != ");
    case 8:
      return "(" + integer(depth - 1) + " in " +
             (roll(50) ? of(made_of::integers, depth - 1) : "[1, 2, -1]") + ")";
    case 9: {
      const std::array<std::string, 3> calls = {".contains(", ".startsWith(", ".endsWith("};
      return of(made_of::text, depth - 1) + dice_.pick(calls) + text(depth - 1) + ")";
    }
    case 10: return "(" + text(depth - 1) + " in " + of(made_of::map, depth - 1) + ")";
    case 11:
      return "(" + text(depth - 1) + " in " +
             (roll(50) ? of(made_of::texts, depth - 1) : "[\"a\", \"tea\", \"x\"]") + ")";
    case 12: {
      const std::array<made_of, 4> types = {made_of::decimal, made_of::money, made_of::percent,
                                            made_of::timestamp};
      return pair(dice_.pick(types), dice_.pick(orders));
    }
    case 13: {
      if (roll(50)) {
        const std::array<std::string, 3> sets = {"sets.contains(", "sets.equivalent(",
                                                 "sets.intersects("};
        const made_of list_type = roll(50) ? made_of::integers : made_of::texts;
        return dice_.pick(sets) + of(list_type, depth - 1) + ", " + of(list_type, depth - 1) + ")";
      }
      const std::array<std::string, 3> asks = {"has(o.i)", "has(z.tea)", "o.?s.hasValue()"};
      return dice_.pick(asks);
    }
    case 14:
      return "(" + of(made_of::money, depth - 1) + dice_.pick(orders) + dice_.pick(integers) + ")";
    default: return "(" + integer(depth - 1) + dice_.pick(orders) + decimal(depth - 1) + ")";
  }
}

std::string expression_generator::integer(int depth) {
  if (depth <= 0) return leaf(made_of::integer);
  const std::array<std::string, 5> marks = {" + ", " - ", " * ", " / ", " % "};
  switch (dice_.below(shared() ? 8 : 13)) {
    case 0:
    case 1:
    case 2:
      return "(" + of(made_of::integer, depth - 1) + dice_.pick(marks) +
             of(made_of::integer, depth - 1) + ")";
    case 3: return "-(" + of(made_of::integer, depth - 1) + ")";
    case 4: {
      const std::array<made_of, 4> sized = {made_of::text, made_of::integers, made_of::texts,
                                            made_of::map};
      return "size(" + of(dice_.pick(sized), depth - 1) + ")";
    }
    case 5: return of(made_of::integers, depth - 1) + "[" + integer(depth - 1) + "]";
    case 6: return of(made_of::map, depth - 1) + "[" + text(depth - 1) + "]";
    case 7: {
      const std::array<std::string, 4> parts = {".getHours()", ".getMinutes()", ".getSeconds()",
                                                ".getMilliseconds()"};
      return of(made_of::duration, depth - 1) + dice_.pick(parts);
    }
    case 8:
      return of(made_of::text, depth - 1) + (roll(50) ? ".indexOf(" : ".lastIndexOf(") +
             text(depth - 1) + (roll(70) ? ")" : ", " + integer(depth - 1) + ")");
    case 9: {
      const std::array<std::string, 10> parts = {"FullYear",  "Month",       "Date",  "DayOfMonth",
                                                 "DayOfWeek", "DayOfYear",   "Hours", "Minutes",
                                                 "Seconds",   "Milliseconds"};
      return of(made_of::timestamp, depth - 1) + ".get" + dice_.pick(parts) + "(" +
             (roll(50) ? "" : dice_.pick(zones)) + ")";
    }
    case 10: {
      const std::array<made_of, 4> from = {made_of::decimal, made_of::text, made_of::timestamp,
                                           made_of::uinteger};
      return "int(" + of(dice_.pick(from), depth - 1) + ")";
    }
    case 11: {
      const std::array<std::string, 2> names = {"math.least(", "math.greatest("};
      return dice_.pick(names) + integer(depth - 1) + ", " + integer(depth - 1) + ")";
    }
    default: return (roll(50) ? "math.abs(" : "math.sign(") + of(made_of::integer, depth - 1) + ")";
  }
}

std::string expression_generator::uinteger(int depth) {
  const std::array<std::string, 5> marks = {" + ", " - ", " * ", " / ", " % "};
  if (depth <= 0) return leaf(made_of::uinteger);
  if (roll(70)) {
    return "(" + of(made_of::uinteger, depth - 1) + dice_.pick(marks) +
           of(made_of::uinteger, depth - 1) + ")";
  }
  return "uint(" + of(roll(50) ? made_of::integer : made_of::text, depth - 1) + ")";
}

std::string expression_generator::decimal(int depth) {
  if (depth <= 0) return leaf(made_of::decimal);
  const std::array<std::string, 4> marks = {" + ", " - ", " * ", " / "};
  const std::array<std::string, 5> rounds = {"math.ceil(", "math.floor(", "math.round(",
                                             "math.trunc(", "math.abs("};
  switch (dice_.below(9)) {
    case 0:
    case 1:
    case 2:
      return "(" + of(made_of::decimal, depth - 1) + dice_.pick(marks) +
             of(made_of::decimal, depth - 1) + ")";
    case 3:
      return "(" + of(made_of::integer, depth - 1) + dice_.pick(marks) +
             of(made_of::decimal, depth - 1) + ")";
    case 4:
      return "(" + of(made_of::money, depth - 1) + " / " + of(made_of::money, depth - 1) + ")";
    case 5: return "(" + of(made_of::decimal, depth - 1) + " * " + percent(depth - 1) + ")";
    case 6: return dice_.pick(rounds) + of(made_of::decimal, depth - 1) + ")";
    case 7: return "decimal(" + of(roll(50) ? made_of::integer : made_of::percent, depth - 1) + ")";
    default: return "math.greatest(" + decimal(depth - 1) + ", " + decimal(depth - 1) + ")";
  }
}

std::string expression_generator::money(int depth) {
  if (depth <= 0) return leaf(made_of::money);
  const std::array<std::string, 2> sums = {" + ", " - "};
  const std::array<std::string, 2> scales = {" * ", " / "};
  switch (dice_.below(7)) {
    case 0:
      return "(" + of(made_of::money, depth - 1) + dice_.pick(sums) +
             of(made_of::money, depth - 1) + ")";
    case 1:
      return "(" + of(made_of::money, depth - 1) + dice_.pick(scales) +
             of(roll(50) ? made_of::decimal : made_of::integer, depth - 1) + ")";
    case 2:
      return "(" + of(made_of::money, depth - 1) + dice_.pick(scales) + percent(depth - 1) + ")";
    case 3: return "(" + dice_.pick(integers) + " + " + of(made_of::money, depth - 1) + ")";
    case 4: return "money(" + decimal(depth - 1) + ", \"USD\")";
    case 5: return "math.least(" + of(made_of::money, depth - 1) + ", 10)";
    default: return "math.round(" + of(made_of::money, depth - 1) + ")";
  }
}

std::string expression_generator::percent(int depth) {
  if (depth <= 0) return leaf(made_of::percent);
  switch (dice_.below(4)) {
    case 0:
      return "(" + of(made_of::percent, depth - 1) + " + " + of(made_of::percent, depth - 1) + ")";
    case 1:
      return "(" + of(made_of::percent, depth - 1) + " * " + of(made_of::percent, depth - 1) + ")";
    case 2:
      return "(" + of(made_of::percent, depth - 1) + " / " + of(made_of::integer, depth - 1) + ")";
    default: return "percent(" + decimal(depth - 1) + ")";
  }
}

std::string expression_generator::text(int depth) {
  if (depth <= 0) return leaf(made_of::text);
  switch (dice_.below(shared() ? 3 : 13)) {
    case 0: return "(" + of(made_of::text, depth - 1) + " + " + of(made_of::text, depth - 1) + ")";
    case 1: return of(made_of::texts, depth - 1) + "[" + integer(depth - 1) + "]";
    case 2: return "string(" + of(roll(70) ? made_of::integer : made_of::boolean, depth - 1) + ")";
    case 3: return of(made_of::text, depth - 1) + (roll(50) ? ".lowerAscii()" : ".upperAscii()");
    case 4: return of(made_of::text, depth - 1) + (roll(50) ? ".trim()" : ".reverse()");
    case 5:
      return of(made_of::text, depth - 1) + ".substring(" + integer(depth - 1) +
             (roll(50) ? ")" : ", " + integer(depth - 1) + ")");
    case 6: return of(made_of::text, depth - 1) + ".charAt(" + integer(depth - 1) + ")";
    case 7:
      return of(made_of::text, depth - 1) + ".replace(" + text(depth - 1) + ", " + text(depth - 1) +
             (roll(60) ? ")" : ", " + integer(depth - 1) + ")");
    case 8: return of(made_of::texts, depth - 1) + (roll(50) ? ".join()" : ".join(\"-\")");
    case 9: return "string(" + literal(roll(50) ? made_of::money : made_of::decimal) + ")";
    case 10:
      return of(made_of::texts, depth - 1) + (roll(50) ? ".first()" : ".last()") + ".orValue(" +
             text(depth - 1) + ")";
    case 11: return of(made_of::money, depth - 1) + ".currency()";
    default: return "math.least(" + of(made_of::money, depth - 1) + ", 1).currency()";
  }
}

std::string expression_generator::timestamp(int depth) {
  if (depth <= 0) return leaf(made_of::timestamp);
  if (roll(70)) {
    return "(" + of(made_of::timestamp, depth - 1) + (roll(50) ? " + " : " - ") +
           of(made_of::duration, depth - 1) + ")";
  }
  return "timestamp(" + integer(depth - 1) + ")";
}

std::string expression_generator::duration(int depth) {
  if (depth <= 0) return leaf(made_of::duration);
  const made_of type = roll(50) ? made_of::timestamp : made_of::duration;
  return "(" + of(type, depth - 1) + (type == made_of::timestamp || roll(50) ? " - " : " + ") +
         of(type, depth - 1) + ")";
}

std::string expression_generator::list(made_of type, int depth) {
  const made_of element = type == made_of::integers ? made_of::integer
                          : type == made_of::texts  ? made_of::text
                                                    : made_of::decimal;
  switch (dice_.below(shared() ? 5 : 9)) {
    case 0: {
      std::string made = "[";
      for (std::int64_t i = dice_.between(1, 3); i > 0; --i)
        made += of(element, depth - 1) + (i > 1 ? ", " : "");
      return made + "]";
    }
    case 1: {
      const std::string range = of(type, depth - 1);
      const std::string name = fresh(element);
      const std::string body = boolean(depth - 1);
      variables_.pop_back();
      return range + ".filter(" + name + ", " + body + ")";
    }
    case 2:
    case 3: {
      const made_of from = roll(50) ? made_of::integers : made_of::texts;
      const std::string range = of(from, depth - 1);
      const std::string name = fresh(from == made_of::integers ? made_of::integer : made_of::text);
      const std::string test = roll(40) ? boolean(depth - 1) + ", " : "";
      const std::string body = of(element, depth - 1);
      variables_.pop_back();
      return range + ".map(" + name + ", " + test + body + ")";
    }
    case 4: return "(" + of(type, depth - 1) + " + " + of(type, depth - 1) + ")";
    case 5:
      return of(type, depth - 1) + (roll(30) ? ".sort()" : roll(50) ? ".distinct()" : ".reverse()");
    case 6:
      return of(type, depth - 1) + ".slice(" + integer(depth - 1) + ", " + integer(depth - 1) + ")";
    case 7:
      if (type == made_of::texts)
        return of(made_of::text, depth - 1) + ".split(" + text(depth - 1) + ")";
      [[fallthrough]];
    default: {
      const std::string first = fresh(made_of::integer);
      std::string second = fresh(made_of::text);
      if (second == first) second = variables_.back().name = first + "x";
      const std::string test = roll(40) ? boolean(depth - 1) + ", " : "";
      const std::string body = of(element, depth - 1);
      variables_.resize(variables_.size() - 2);
      return of(made_of::texts, depth - 1) + ".transformList(" + first + ", " + second + ", " +
             test + body + ")";
    }
  }
}

std::string expression_generator::map(int depth) {
  if (shared() || roll(60)) {
    return "{" + of(made_of::text, depth - 1) + ": " + integer(depth - 1) +
           (roll(50) ? "}" : ", \"k\": " + integer(depth - 1) + "}");
  }
  const std::string first = fresh(made_of::text);
  std::string second = fresh(made_of::integer);
  if (second == first) second = variables_.back().name = first + "x";
  const std::string body = integer(depth - 1);
  variables_.resize(variables_.size() - 2);
  return of(made_of::map, depth - 1) + ".transformMap(" + first + ", " + second + ", " + body + ")";
}

}  // namespace parley::oracle
