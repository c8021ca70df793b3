// The X3 grammar of conditions. It yields rows of operands and operators; precedence, literals and
// names are settled in condition_lower.cpp, which keeps this the only slow file to compile, and its
// stack shallow.
#include <boost/fusion/include/adapt_struct.hpp>
#include <boost/spirit/home/x3.hpp>

#include "syntax/condition_cst.hpp"

BOOST_FUSION_ADAPT_STRUCT(parley::syntax::detail::cst, kind, text, parts)

namespace parley::syntax::detail {
namespace {

namespace x3 = boost::spirit::x3;
namespace ascii = boost::spirit::x3::ascii;
using ascii::char_;
using x3::lexeme, x3::lit, x3::raw, x3::repeat, x3::attr;
using parts = std::vector<cst>;

/// Writes the extent of what a rule matched into its node.
struct marks_extent {
  template <typename Iterator, typename Context>
  void on_success(const Iterator& first, const Iterator& last, cst& made, const Context&) {
    made.begin = first;
    made.end = last;
  }
};
struct row_tag : marks_extent {};
struct entry_tag : marks_extent {};
struct tail_tag : marks_extent {};
struct operand_tag : marks_extent {};
struct number_tag : marks_extent {};
struct string_tag : marks_extent {};
struct name_tag : marks_extent {};
struct list_tag : marks_extent {};
struct map_tag : marks_extent {};
struct group_tag : marks_extent {};
struct select_tag : marks_extent {};
struct index_tag : marks_extent {};
struct arguments_tag : marks_extent {};

const x3::rule<row_tag, cst> row = "an expression";
const x3::rule<tail_tag, cst> tail = "an operator";
const x3::rule<operand_tag, cst> operand = "an operand";
const x3::rule<number_tag, cst> number = "a number";
const x3::rule<string_tag, cst> string = "a string";
const x3::rule<name_tag, cst> name = "a name";
const x3::rule<list_tag, cst> list = "a list";
const x3::rule<map_tag, cst> map = "a map";
const x3::rule<group_tag, cst> group = "a group";
const x3::rule<select_tag, cst> select = "a field";
const x3::rule<index_tag, cst> index = "an index";
const x3::rule<arguments_tag, cst> arguments = "arguments";
const x3::rule<struct row_parts_tag, parts> row_parts = "an operand";
const x3::rule<struct operand_parts_tag, parts> operand_parts = "an operand";
const x3::rule<struct one_operand_tag, parts> one_operand = "an operand";
const x3::rule<struct one_row_tag, parts> one_row = "an expression";
const x3::rule<struct rows_tag, parts> rows = "expressions";
const x3::rule<entry_tag, cst> entry = "an expression";
const x3::rule<struct entries_tag, parts> entries = "expressions";
const x3::rule<struct maybe_arguments_tag, parts> maybe_arguments = "arguments";
const x3::rule<struct primary_tag, cst> primary = "an operand";
const x3::rule<struct suffix_tag, cst> suffix = "a field or index";
const x3::rule<struct field_tag, slice> field = "a field";
const x3::rule<struct gap_tag> space = "a blank";

// Strings and comments may hold any byte; everything else is ASCII.
const auto any_char = x3::char_('\0', '\x7f') | x3::char_('\x80', '\xff');
const auto any_escaped = (lit('\\') >> any_char) | any_char;
const auto space_def = ascii::space | ("//" >> *(any_char - '\n'));

const auto word_char = char_("a-zA-Z0-9_");
const auto in_word = lit("in") >> !word_char;

// `10%` is a percentage only where no operand follows; elsewhere `%` stays CEL's modulo.
const auto operand_start = !in_word >>
                           (char_("a-zA-Z0-9_.\"'([{`") | lit('-') | (lit('!') >> !lit('=')));
const auto percent_sign = lit('%') >> !(*ascii::space >> operand_start);

const auto fraction = lit('.') >> +ascii::digit;
const auto exponent = char_("eE") >> -char_("+-") >> +ascii::digit;
const auto number_text =
    ((+ascii::digit >> -fraction) | fraction) >> -exponent >> *word_char >> -percent_sign;
const auto number_def = attr(cst_kind::number) >> raw[lexeme[number_text]] >> attr(parts{});

template <typename Character>
auto quoted(Character character) {
  return (lit("\"\"\"") >> *(character - "\"\"\"") >> "\"\"\"") |
         (lit("'''") >> *(character - "'''") >> "'''") | (lit('"') >> *(character - '"') >> '"') |
         (lit('\'') >> *(character - '\'') >> '\'');
}

const auto raw_prefix = (char_("rR") >> -char_("bB")) | (char_("bB") >> char_("rR"));
const auto string_text = (raw_prefix >> quoted(any_char)) | (-char_("bB") >> quoted(any_escaped));
const auto string_def = attr(cst_kind::string) >> raw[lexeme[string_text]] >> attr(parts{});

const auto word = lexeme[char_("a-zA-Z_") >> *word_char];
const auto quoted_word = lexeme[lit('`') >> +(char_ - '`' - '\n') >> '`'];
const auto name_def = attr(cst_kind::name) >> raw[-lit('.') >> word] >> maybe_arguments;

const auto operator_text =
    lit("||") | "&&" | "==" | "!=" | "<=" | ">=" | char_("<>+*/%?:-") | lexeme[in_word];

const auto row_def = attr(cst_kind::row) >> attr(slice{}) >> row_parts;
const auto row_parts_def = operand >> *tail;
const auto tail_def = (attr(cst_kind::tail) >> raw[operator_text]) > one_operand;
const auto one_operand_def = repeat(1)[operand];
const auto one_row_def = repeat(1)[row];
const auto rows_def = -(row % ',') >> -lit(',');
const auto entry_def = attr(cst_kind::row) >> raw[-lit('?')] >> row_parts;
const auto entries_def = -(entry % ',') >> -lit(',');
const auto operand_def = attr(cst_kind::operand) >> raw[*char_("!-")] >> operand_parts;
const auto operand_parts_def = primary >> *suffix;
const auto primary_def = number | string | name | list | map | group;
const auto suffix_def = select | index;
const auto list_def = attr(cst_kind::list) >> attr(slice{}) >> ('[' > entries > ']');
const auto map_def = attr(cst_kind::map) >> attr(slice{}) >> ('{' > entries > '}');
const auto group_def = attr(cst_kind::group) >> attr(slice{}) >> ('(' > one_row > ')');
const auto arguments_def = attr(cst_kind::arguments) >> attr(slice{}) >> ('(' > rows > ')');
const auto maybe_arguments_def = repeat(0, 1)[arguments];
const auto field_def = raw[-lit('?') >> (word | quoted_word)];
const auto select_def = attr(cst_kind::select) >> ('.' > field) >> maybe_arguments;
const auto index_def = (attr(cst_kind::index) >> ('[' >> raw[-lit('?')])) > one_row > ']';

BOOST_SPIRIT_DEFINE(space, row, row_parts, tail, one_operand, one_row, rows, entry, entries,
                    operand, operand_parts, primary, suffix, number, string, name, list, map, group,
                    arguments, maybe_arguments, select, field, index)

}  // namespace

std::optional<cst> parse_rows(std::string_view text, grammar_failure& failure) {
  const char* at = text.data();
  const char* const end = at + text.size();
  cst made;
  try {
    if (!x3::phrase_parse(at, end, row, space, made)) {
      failure = {at, "an operand"};
      return std::nullopt;
    }
  } catch (const x3::expectation_failure<const char*>& e) {
    failure = {e.where(), e.which()};
    return std::nullopt;
  }
  if (at != end) {
    failure = {at, "an operator"};
    return std::nullopt;
  }
  return made;
}

}  // namespace parley::syntax::detail
