// The less common functions: base64, bits, format, regular expressions, lists of lists.
#include <array>

#include "oracle/expression_generator.hpp"

namespace parley::oracle {

std::string expression_generator::bits(made_of type, int depth) {
  const std::array<std::string, 3> pairs = {"math.bitAnd(", "math.bitOr(", "math.bitXor("};
  const std::array<std::string, 2> shifts = {"math.bitShiftLeft(", "math.bitShiftRight("};
  switch (dice_.below(3)) {
    case 0: return "math.bitNot(" + of(type, depth - 1) + ")";
    case 1: return dice_.pick(shifts) + of(type, depth - 1) + ", " + integer(depth - 1) + ")";
    default: return dice_.pick(pairs) + of(type, depth - 1) + ", " + of(type, depth - 1) + ")";
  }
}

std::string expression_generator::formatted(int depth) {
  struct clause {
    const char* written;
    made_of type;
  };
  const std::array<clause, 14> clauses = {{{"%s", made_of::text},
                                           {"%s", made_of::integer},
                                           {"%s", made_of::boolean},
                                           {"%s", made_of::texts},
                                           {"%s", made_of::map},
                                           {"%s", made_of::money},
                                           {"%d", made_of::integer},
                                           {"%d", made_of::uinteger},
                                           {"%b", made_of::integer},
                                           {"%o", made_of::integer},
                                           {"%x", made_of::text},
                                           {"%X", made_of::integer},
                                           {"%.2f", made_of::decimal},
                                           {"%f", made_of::integer}}};
  std::string form;
  std::string items;
  for (std::int64_t i = dice_.between(1, 3); i > 0; --i) {
    const clause& c = dice_.pick(clauses);
    form += std::string(roll(30) ? "%%" : roll(50) ? "a " : "") + c.written;
    items += (items.empty() ? "" : ", ") + of(c.type, depth - 1);
  }
  return "\"" + form + "\".format([" + items + "])";
}

std::string expression_generator::library_list(made_of type, int depth) {
  const std::string one = of(type, depth - 1);
  if (roll(50)) {
    const made_of element = type == made_of::integers ? made_of::integer
                            : type == made_of::texts  ? made_of::text
                                                      : made_of::decimal;
    const std::array<made_of, 3> ordered = {made_of::integer, made_of::text, made_of::boolean};
    const std::string name = fresh(element);
    const std::string key = of(dice_.pick(ordered), depth - 1);
    variables_.pop_back();
    return one + ".sortBy(" + name + ", " + key + ")";
  }
  const std::string rows = "[" + one + ", " + of(type, depth - 1) + "]";
  if (roll(30)) return "[" + rows + "].flatten(2)";
  return rows + (roll(50) ? ".flatten()" : ".flatten(1)");
}

std::string expression_generator::library(made_of type, int depth) {
  const std::array<std::string, 6> patterns = {"\"t.a\"",      "\"^[a-z]+$\"", "\"[0-9]+\"",
                                               "\"(te|x)a?\"", "\"^$\"",       "\"a|,\""};
  switch (type) {
    case made_of::boolean:
      return of(made_of::text, depth - 1) + ".matches(" + dice_.pick(patterns) + ")";
    case made_of::integer:
    case made_of::uinteger: return bits(type, depth);
    case made_of::text:
      switch (dice_.below(3)) {
        case 0: return "base64.encode(" + of(made_of::bytes, depth - 1) + ")";
        case 1: return "strings.quote(" + of(made_of::text, depth - 1) + ")";
        default: return formatted(depth);
      }
    case made_of::bytes:
      return "base64.decode(" +
             (roll(60) ? "base64.encode(" + of(made_of::bytes, depth - 1) + ")"
                       : of(made_of::text, depth - 1)) +
             ")";
    case made_of::integers:
      if (roll(25)) {
        const std::array<std::string, 4> counts = {"3", "0", "-1", "o.?i.orValue(2)"};
        return "lists.range(" + dice_.pick(counts) + ")";
      }
      return library_list(type, depth);
    case made_of::texts:
    case made_of::numbers: return library_list(type, depth);
    default: return "";
  }
}

}  // namespace parley::oracle
