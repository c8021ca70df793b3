// Every operation over every kind of operand, put together as an image might have it and no
// compiler would: what the types don't have is an error, an unknown operand beats an error, and
// nothing else happens.
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compile/graph_builder.hpp"
#include "parley/compiler/matches.hpp"
#include "parley/engine/evaluator.hpp"
#include "parley/facts/line_attributes.hpp"
#include "parley/graph/verify.hpp"
#include "parley/money/currency.hpp"
#include "support/catch.hpp"

namespace parley::test {
namespace {

using graph::function;
using graph::op;

/// One letter for each operand:
///   n null  b true  i 1  u 1  d 1.5  m 2.50 USD  e 1.00 EUR  p 10%  s "ab"  w "1"  c "USD"
///   y bytes  t moment  l span  L [1, 2]  S ["ab"]  P [["ab", 1]]  Z []  M {"ab": 1}  Q [{"ab": 1}]
///   T type  o none  O optional of 1  G optional of {"ab": 1}  r line  h delivery
///   X an unknown fact  E an error
constexpr std::string_view letters = "nbiudmepswcytlLSPZMQToOGrhXE";
const std::string everything = "nbiudmepswcytlLSPZMQToOGrh";

class graph_bench {
 public:
  graph_bench() {
    auto& t = b_.tables;
    t.header[0].name = b_.intern("bench");
    t.header[0].currency = currency_named("USD");
    for (const char* const name : {"absent", "unknown"}) {
      fact_row row;
      row.name = b_.intern(name);
      row.type = type_kind::integer;
      row.flags = fact_optional;
      t.facts.push_back(row);
    }
    for (const line_attribute_info& a : built_in_line_attributes) {
      fact_row row;
      row.name = b_.intern(a.name);
      row.type = a.type;
      row.element = a.element;
      t.line_facts.push_back(row);
    }
    add('n', value());
    add('b', value::boolean(true));
    add('i', value::integer(1));
    add('u', value::uinteger(1));
    add('d', value::number(decimal(15, -1)));
    add('m', value::money(decimal(250, -2), currency_named("USD")));
    add('e', value::money(decimal(100, -2), currency_named("EUR")));
    add('p', value::percent(decimal(1, -1)));
    add('s', value::string("ab"));
    add('w', value::string("1"));
    add('c', value::string("USD"));
    add('y', value::bytes("ab"));
    add('t', value::at({86'400, 0}));
    add('l', value::lasting({60, 0}));
    add('T', value::type(type_kind::integer));
    add('o', value::optional(nullptr));
    // Collections are made, never constants.
    at_['2'] = constant(value::integer(2));
    at_['L'] = listed(op::make_list, 0, "i2");
    at_['S'] = listed(op::make_list, 0, "s");
    at_['1'] = listed(op::make_list, 0, "si");
    at_['P'] = listed(op::make_list, 0, "1");
    at_['Z'] = listed(op::make_list, 0, "");
    at_['M'] = listed(op::make_map, 0, "si");
    at_['Q'] = listed(op::make_list, 0, "M");
    at_['O'] = call(function::optional_of, "i");
    at_['G'] = call(function::optional_of, "M");
    const graph::index zero = constant(value::integer(0));
    at_['r'] = node(op::at, 0, node(op::cart_lines, 0), zero);
    at_['h'] = node(op::at, 0, node(op::cart_shipping, 0), zero);
    at_['E'] = node(op::fact, 0, 0);
    at_['X'] = node(op::fact, 0, 1);
  }

  graph::index node(op which, std::uint16_t detail, graph::index a = no_index,
                    graph::index b = no_index, graph::index c = no_index) {
    auto& nodes = b_.tables.expression_nodes;
    nodes.push_back({static_cast<std::uint8_t>(which), 0, detail, a, b, c});
    return static_cast<graph::index>(nodes.size() - 1);
  }
  graph::index of(char letter) const { return at_.at(letter); }
  /// An operation over operands that stand in `expression_operands`.
  graph::index listed(op which, std::uint16_t detail, std::string_view operands) {
    auto& all = b_.tables.expression_operands;
    const auto first = static_cast<graph::index>(all.size());
    for (const char letter : operands) all.push_back(at_.at(letter));
    return node(which, detail, first, static_cast<graph::index>(operands.size()));
  }
  graph::index call(function f, std::string_view operands) {
    return listed(op::call, static_cast<std::uint16_t>(f), operands);
  }
  /// Asks about a node once the pack is sealed.
  void ask(graph::index root, std::string what, char expected) {
    graph::expression_row row;
    row.root = root;
    row.type = type_kind::any;
    row.reads = graph::reads_cart;
    b_.tables.expressions.push_back(row);
    asked_.push_back({std::move(what), expected});
  }

  /// Compares every answer: K known, E error, X unknown, ? either of the first two.
  void check() {
    const pack sealed = b_.seal();
    REQUIRE_FALSE(graph::verify(sealed.tables()).has_value());
    fact_set facts(sealed.schema());
    facts.set_state(0, fact_state::absent);
    facts.open_cart();
    facts.add_line({"a", "A", 1, 1'000});
    facts.add_shipping({"post", 100, 50, true, 0, false});
    evaluator e;
    std::string wrong;
    std::size_t count = 0;
    for (graph::index i = 0; i < asked_.size(); ++i) {
      // Each on its own: what many of them make together would fill a request's memory.
      if (i % 256 == 0) e.begin(sealed, facts, {});
      const outcome made = e.compute(i);
      const char seen = made.unknown() ? 'X' : made.failed() ? 'E' : 'K';
      const auto& [what, expected] = asked_[i];
      if (expected == '?' ? seen == 'X' : seen != expected) {
        wrong += what + " is " + seen + ", not " + expected + "\n";
        if (++count > 40) break;
      }
      std::vector<missing_fact> why;
      e.reasons(i, no_index, why);
      const bool told = !why.empty() && why.front().what == missing_fact::kind::fact &&
                        why.front().which == 1 && why.front().reason == fact_state::missing;
      if (seen == 'X' ? !told : !why.empty()) wrong += what + " gives other reasons\n";
    }
    CHECK(wrong == "");
    CHECK(asked_.size() > 20);
  }

 private:
  graph::index constant(const value& v) { return node(op::constant, 0, b_.constant_of(v)); }
  void add(char letter, const value& v) { at_[letter] = constant(v); }

  compile::graph_builder b_;
  std::map<char, graph::index> at_;
  std::vector<std::pair<std::string, char>> asked_;
};

/// What a strict operation comes to, `accepts` telling of operands that are known.
char strict(std::string_view operands, const std::function<char(std::string_view)>& accepts) {
  if (operands.find('X') != std::string_view::npos) return 'X';
  return operands.find('E') != std::string_view::npos ? 'E' : accepts(operands);
}
bool in(char letter, std::string_view set) {
  return set.find(letter) != std::string_view::npos;
}

struct unary_rule {
  function f;
  std::string known;  ///< letters that it takes
};

TEST_CASE("functions of one operand of every kind") {
  const std::string texts = "swc";
  const std::vector<unary_rule> rules = {
      {function::size, "swcyLSPZMQ"},
      {function::to_int, "iudtw"},
      {function::to_uint, "iudw"},
      {function::to_decimal, "iudpw"},
      {function::to_percent, "iudpw"},
      {function::to_string, "swcybiudmeptl"},
      {function::to_bytes, "swcy"},
      {function::to_bool, "bw"},
      {function::to_timestamp, "ti"},
      {function::to_duration, "l"},
      {function::to_money, ""},
      {function::type_of, everything},
      {function::lower_ascii, texts},
      {function::upper_ascii, texts},
      {function::trim, texts},
      {function::quote, texts},
      {function::reverse, texts + "LSPZQ"},
      {function::least, "biudmepswcytlLS"},
      {function::greatest, "biudmepswcytlLS"},
      {function::absolute, "iudmep"},
      {function::ceil, "dmep"},
      {function::floor, "dmep"},
      {function::round, "dmep"},
      {function::trunc, "dmep"},
      {function::sign, "iudmep"},
      {function::square_root, "iudmep"},
      {function::is_nan, "d"},
      {function::is_inf, "d"},
      {function::is_finite, "d"},
      {function::bit_not, "iu"},
      {function::bit_and, ""},
      {function::bit_or, ""},
      {function::bit_xor, ""},
      {function::bit_shift_left, ""},
      {function::bit_shift_right, ""},
      {function::slice, ""},
      {function::flatten, "LSPZQ"},
      {function::distinct, "LSPZQ"},
      {function::sort, "LSZ"},
      {function::range, "i"},
      {function::first, "LSPZQ"},
      {function::last, "LSPZQ"},
      {function::amount_of, "me"},
      {function::currency_of, "me"},
      {function::map_of_pairs, "PZ"},
      {function::map_of_maps, "QZ"},
      {function::sort_pairs, "PZ"},
      {function::set_contains, ""},
      {function::set_equivalent, ""},
      {function::set_intersects, ""},
      {function::optional_of, everything},
      {function::optional_of_non_zero, everything},
      {function::has_value, "oOG"},
      {function::value_of, "OG"},
      {function::optional_at, ""},
      {function::list_of_optionals, "oOG"},
      {function::map_of_optionals, ""},
      {function::get_full_year, "t"},
      {function::get_month, "t"},
      {function::get_date, "t"},
      {function::get_day_of_month, "t"},
      {function::get_day_of_week, "t"},
      {function::get_day_of_year, "t"},
      {function::get_hours, "tl"},
      {function::get_minutes, "tl"},
      {function::get_seconds, "tl"},
      {function::get_milliseconds, "tl"},
      {function::format, ""},
      {function::base64_encode, "y"},
      {function::base64_decode, "sc"},
  };
  graph_bench bench;
  for (const unary_rule& rule : rules) {
    for (const char letter : letters) {
      const std::string operands(1, letter);
      bench.ask(bench.call(rule.f, operands),
                std::to_string(static_cast<int>(rule.f)) + "(" + letter + ")",
                strict(operands, [&](std::string_view given) {
                  return in(given[0], rule.known) ? 'K' : 'E';
                }));
    }
  }
  bench.check();
}

TEST_CASE("functions of two operands of every kind") {
  const bool patterns = install_matches();
  const std::string texts = "swc";
  struct binary_rule {
    function f;
    std::function<char(char, char)> accepts;
  };
  const auto both = [](std::string first, std::string second) {
    return [first, second](char a, char b) { return in(a, first) && in(b, second) ? 'K' : 'E'; };
  };
  const auto ordered = [](char a, char b) {
    for (const std::string_view group : {"iud", "b", "m", "e", "p", "swc", "y", "t", "l"})
      if (in(a, group) && in(b, group)) return 'K';
    return 'E';
  };
  const auto bits = [](char a, char b) { return a == b && in(a, "iu") ? 'K' : 'E'; };
  const std::vector<binary_rule> rules = {
      {function::text_contains, both(texts, texts)},
      {function::starts_with, both(texts, texts)},
      {function::ends_with, both(texts, texts)},
      {function::matches, patterns ? both(texts, texts) : both("", "")},
      {function::index_of, both(texts, texts)},
      {function::last_index_of, both(texts, texts)},
      {function::split, both(texts, texts)},
      {function::join, both("SZ", texts)},
      {function::substring, both(texts, "i")},
      {function::char_at, both(texts, "i")},
      {function::least, ordered},
      {function::greatest, ordered},
      {function::bit_and, bits},
      {function::bit_or, bits},
      {function::bit_xor, bits},
      {function::bit_shift_left, both("iu", "i")},
      {function::bit_shift_right, both("iu", "i")},
      {function::to_money, both("iudw", "c")},
      {function::flatten, both("LSPZQ", "i")},
      {function::set_contains, both("LSPZQ", "LSPZQ")},
      {function::set_equivalent, both("LSPZQ", "LSPZQ")},
      {function::set_intersects, both("LSPZQ", "LSPZQ")},
      {function::get_full_year, both("t", "")},  // a text that names no zone
      // No value is none through an optional; a list takes whole numbers, a map any key.
      {function::optional_at,
       [](char a, char b) {
         if (a == 'o' || in(a, "MG")) return 'K';
         return in(a, "LSPZQ") && in(b, "iu") ? 'K' : 'E';
       }},
      {function::list_of_optionals, both("oOG", "oOG")},
      {function::map_of_optionals,
       [](char a, char b) {
         if (!in(b, "oOG")) return 'E';
         return b == 'o' || in(a, "biudswc") ? 'K' : 'E';
       }},
      {function::format, both(texts, "LSPZQ")},
  };
  graph_bench bench;
  for (const binary_rule& rule : rules) {
    for (const char a : letters) {
      for (const char b : letters) {
        const std::string operands{a, b};
        bench.ask(bench.call(rule.f, operands),
                  std::to_string(static_cast<int>(rule.f)) + "(" + a + ", " + b + ")",
                  strict(operands,
                         [&](std::string_view given) { return rule.accepts(given[0], given[1]); }));
      }
    }
  }
  bench.check();
}

// As the compiler never calls them: too few, too many, of any kind.
TEST_CASE("no function minds how many operands it gets") {
  graph_bench bench;
  for (std::uint16_t f = 0; f < static_cast<std::uint16_t>(function::to_real); ++f) {
    const auto which = static_cast<function>(f);
    bench.ask(bench.call(which, ""), std::to_string(f) + "()", 'E');
    for (const char a : everything) {
      for (const std::string more :
           {"", "i", "s", "L", "is", "si", "ii", "ss", "ssi", "LL", "iii", "ssss", "TTTT"}) {
        const std::string operands = a + more;
        bench.ask(bench.call(which, operands), std::to_string(f) + "(" + operands + ")", '?');
        bench.ask(bench.call(which, operands + "X"), std::to_string(f) + "(" + operands + "X)",
                  'X');
      }
    }
  }
  bench.check();
}

TEST_CASE("operators over two operands of every kind") {
  const std::string scales = "iudp";
  struct operator_rule {
    op which;
    std::function<char(char, char)> accepts;
  };
  const auto one_of = [](std::vector<std::pair<std::string, std::string>> pairs) {
    return [pairs](char a, char b) {
      for (const auto& [first, second] : pairs)
        if (in(a, first) && in(b, second)) return 'K';
      return 'E';
    };
  };
  using groups = std::vector<std::pair<std::string, std::string>>;
  const groups sums = {{"iud", "iud"}, {"m", "m"}, {"e", "e"}, {"p", "p"}, {"l", "l"}, {"t", "l"}};
  groups adds = sums;
  for (const auto& pair : groups{{"l", "t"}, {"swc", "swc"}, {"y", "y"}, {"LSPZQ", "LSPZQ"}})
    adds.push_back(pair);
  groups subtracts = sums;
  subtracts.push_back({"t", "t"});
  const std::vector<operator_rule> rules = {
      {op::add, one_of(adds)},
      {op::subtract, one_of(subtracts)},
      {op::multiply, one_of({{"me", scales}, {scales, "me"}, {scales, scales}})},
      {op::divide, one_of({{"m", "m"}, {"e", "e"}, {"me", scales}, {scales, scales}})},
      {op::modulo, one_of({{"i", "i"}, {"u", "u"}})},
      // An element that is no money of the same currency has no equality with money.
      {op::contains, [](char, char b) { return in(b, "LSPZMQ") ? 'K' : 'E'; }},
      {op::at,
       [](char a, char b) {
         if (in(a, "oOG")) return a == 'O' ? 'E' : 'K';
         if (a == 'M') return b == 's' ? 'K' : 'E';
         return a == 'L' && in(b, "iu") ? 'K' : 'E';  // the others have one element, number 0
       }},
      {op::has_key, [](char a, char) { return in(a, "MoG") ? 'K' : 'E'; }},
      {op::or_value, [](char a, char) { return in(a, "oOG") ? 'K' : 'E'; }},
      {op::or_other,
       [](char a, char b) {
         if (in(a, "OG")) return 'K';
         return a == 'o' && in(b, "oOG") ? 'K' : 'E';
       }},
  };
  graph_bench bench;
  for (const operator_rule& rule : rules) {
    const bool second_only_where_empty = rule.which == op::or_value || rule.which == op::or_other;
    for (const char a : letters) {
      for (const char b : letters) {
        char expected = strict(std::string{a, b}, [&](std::string_view given) {
          return rule.accepts(given[0], given[1]);
        });
        if (second_only_where_empty && a != 'o')
          expected = in(a, "XE") ? a : in(a, "OG") ? 'K' : 'E';
        bench.ask(bench.node(rule.which, 0, bench.of(a), bench.of(b)),
                  "op " + std::to_string(static_cast<int>(rule.which)) + " " + a + " " + b,
                  expected);
      }
    }
  }
  for (const char a : letters) {
    bench.ask(bench.node(op::negate, 0, bench.of(a)), std::string("-") + a,
              strict(std::string(1, a),
                     [](std::string_view g) { return in(g[0], "idmep") ? 'K' : 'E'; }));
    bench.ask(
        bench.node(op::logical_not, 0, bench.of(a)), std::string("!") + a,
        strict(std::string(1, a), [](std::string_view g) { return g[0] == 'b' ? 'K' : 'E'; }));
    for (const op field : {op::line_field, op::has_line_field}) {
      bench.ask(
          bench.node(field, 0, bench.of(a), line_sku), std::string("line field of ") + a,
          strict(std::string(1, a), [](std::string_view g) { return g[0] == 'r' ? 'K' : 'E'; }));
    }
    for (const op field : {op::shipping_field, op::has_shipping_field}) {
      for (std::uint16_t which = 0; which < 3; ++which) {
        bench.ask(
            bench.node(field, which, bench.of(a)), std::string("delivery field of ") + a,
            strict(std::string(1, a), [](std::string_view g) { return g[0] == 'h' ? 'K' : 'E'; }));
      }
    }
  }
  bench.check();
}

TEST_CASE("comparisons of two operands of every kind") {
  graph_bench bench;
  for (std::uint16_t how = 0; how < 6; ++how) {
    const bool equality = how < 2;
    for (const char a : letters) {
      for (const char b : letters) {
        const char expected = strict(std::string{a, b}, [&](std::string_view) {
          // Money of two currencies isn't even unequal.
          if (in(a, "me") && in(b, "me") && a != b) return 'E';
          if (equality) return 'K';
          for (const std::string_view group : {"iud", "b", "m", "e", "p", "swc", "y", "t", "l"})
            if (in(a, group) && in(b, group)) return 'K';
          return 'E';
        });
        bench.ask(bench.node(op::compare, how, bench.of(a), bench.of(b)),
                  "compare " + std::to_string(how) + " " + a + " " + b, expected);
      }
    }
  }
  bench.check();
}

TEST_CASE("junctions, choices and macros over operands of every kind") {
  graph_bench bench;
  for (const char a : letters) {
    for (const char b : letters) {
      const std::string operands{a, b};
      // The only boolean is true.
      const auto lenient = [&](bool decided) {
        if (decided) return 'K';
        if (in('X', operands)) return 'X';
        return operands == "bb" ? 'K' : 'E';
      };
      bench.ask(bench.listed(op::logical_and, 0, operands), operands + " &&", lenient(false));
      bench.ask(bench.listed(op::logical_or, 0, operands), operands + " ||",
                lenient(in('b', operands)));
      const char chosen = a == 'b' ? (in(b, "XE") ? b : 'K') : a == 'X' ? 'X' : 'E';
      bench.ask(bench.node(op::conditional, 0, bench.of(a), bench.of(b), bench.of('i')),
                operands + " ?", chosen);
      // A range that is empty never comes to its body.
      const bool empty = a == 'Z';
      const bool range = in(a, "LSPZMQ");
      const char body = in(b, "XE") ? b : b == 'b' ? 'K' : 'E';
      for (const op which : {op::all, op::exists, op::exists_one, op::filter}) {
        const char expected = a == 'X' ? 'X' : !range ? 'E' : empty ? 'K' : body;
        bench.ask(bench.node(which, 0, bench.of(a), bench.of(b)),
                  operands + " macro " + std::to_string(static_cast<int>(which)), expected);
      }
      const char mapped = a == 'X' ? 'X' : !range ? 'E' : empty || !in(b, "XE") ? 'K' : b;
      bench.ask(bench.node(op::map, 0, bench.of(a), bench.of(b)), operands + " map", mapped);
      bench.ask(bench.node(op::map, graph::two_variables, bench.of(a), bench.of('i'), bench.of(b)),
                operands + " map where",
                a == 'X' ? 'X'
                : !range ? 'E'
                : empty  ? 'K'
                         : body);
      bench.ask(bench.node(op::bind, 0, bench.of(a), bench.of(b)), operands + " bind",
                in(a, "XE")   ? a
                : in(b, "XE") ? b
                              : 'K');
      bench.ask(bench.listed(op::make_list, 0, operands), operands + " list",
                strict(operands, [](std::string_view) { return 'K'; }));
      bench.ask(
          bench.listed(op::make_map, 0, operands), operands + " map literal",
          strict(operands, [](std::string_view g) { return in(g[0], "biudswc") ? 'K' : 'E'; }));
    }
  }
  bench.check();
}

}  // namespace
}  // namespace parley::test
