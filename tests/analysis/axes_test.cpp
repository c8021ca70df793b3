// Conditions over every type there is and everything a condition can read: that one is never or
// always true is said exactly where going through all values beside its constants finds it so.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "../packtest/bench.hpp"
#include "analysis/codes.hpp"
#include "parley/engine/validate.hpp"
#include "parley/facts/line_attributes.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"
#include "tiny_packs.hpp"

using namespace parley;
using namespace parley::test;
using analysis::claim;

namespace {

/// Something a condition reads, constants to compare it with, and values on, beside and between
/// them: one of every kind that a condition could tell apart.
struct reading {
  std::string what;
  std::vector<std::string> constants;
  std::vector<value> grid;
  bool of_cart = false;
};

std::vector<value> whole(std::initializer_list<std::int64_t> values) {
  std::vector<value> out;
  for (const std::int64_t v : values) out.push_back(value::integer(v));
  return out;
}
std::vector<value> natural(std::initializer_list<std::uint64_t> values) {
  std::vector<value> out;
  for (const std::uint64_t v : values) out.push_back(value::uinteger(v));
  return out;
}
std::vector<value> thousandths(std::initializer_list<std::int64_t> values) {
  std::vector<value> out;
  for (const std::int64_t v : values) out.push_back(value::number(decimal(v, -3)));
  return out;
}
std::vector<value> shares(std::initializer_list<std::int64_t> thousandths) {
  std::vector<value> out;
  for (const std::int64_t v : thousandths) out.push_back(value::percent(decimal(v, -3)));
  return out;
}
std::vector<value> dollars(std::initializer_list<std::int64_t> cents) {
  std::vector<value> out;
  const pack usd = pack_of("pack: p\nversion: 1\ncurrency: USD\noffers: {A: 1% off order}\n");
  for (const std::int64_t v : cents) {
    out.push_back(value::money_minor(v, 2, usd.header().currency));
  }
  return out;
}
std::vector<value> texts(std::initializer_list<std::string_view> values) {
  std::vector<value> out;
  for (const std::string_view v : values) out.push_back(value::string(v));
  return out;
}
std::vector<value> moments(std::initializer_list<std::int64_t> seconds) {
  std::vector<value> out;
  for (const std::int64_t v : seconds) out.push_back(value::at({v, 0}));
  return out;
}
std::vector<value> spans(std::initializer_list<std::int64_t> seconds) {
  std::vector<value> out;
  for (const std::int64_t v : seconds) out.push_back(value::lasting({v, 0}));
  return out;
}
std::vector<value> truths() {
  return {value::boolean(false), value::boolean(true)};
}

constexpr std::int64_t january = 1'767'225'600;  // 2026-01-01T00:00:00Z
constexpr std::int64_t march = january + 59 * 86'400;

const char* const declared_facts =
    "facts:\n  i: {type: int}\n  j: {type: int, min: 0, max: 10}\n  u: {type: uint}\n"
    "  d: {type: decimal}\n  e: {type: decimal, min: 0, max: 1}\n  m: {type: money}\n"
    "  n: {type: money, min: 1.00, max: 50.00}\n  p: {type: percent}\n  s: {type: string}\n"
    "  t: {type: string, one_of: [a, b, c]}\n  k: {type: int, one_of: [1, 3]}\n"
    "  at: {type: timestamp}\n  du: {type: duration}\n  b: {type: bool}\n"
    "  o: {type: int, optional: true}\n  tags: {type: list, of: string}\n";

std::vector<reading> readings() {
  const std::vector<std::string> days = {"timestamp(\"2026-01-01T00:00:00Z\")",
                                         "timestamp(\"2026-03-01T00:00:00Z\")"};
  return {
      {"i", {"-3", "0", "5", "5.5"}, whole({-9, -4, -3, -2, -1, 0, 1, 4, 5, 6, 90})},
      {"j", {"-1", "0", "3", "10", "12"}, whole({0, 1, 2, 3, 4, 9, 10})},
      {"u", {"0u", "4u"}, natural({0, 1, 3, 4, 5, 100})},
      {"d", {"-0.5", "0", "0.125"}, thousandths({-900, -500, -200, 0, 50, 125, 126, 4000})},
      {"e", {"0", "0.5", "1", "2"}, thousandths({0, 200, 500, 700, 1000})},
      {"m", {"0", "49.99", "50"}, dollars({-100, 0, 20, 4998, 4999, 5000, 5001, 90'000})},
      {"n", {"0.50", "1", "20.00", "50"}, dollars({100, 101, 1999, 2000, 2001, 4999, 5000})},
      {"p", {"percent(\"10\")", "12.5%"}, shares({-100, 50, 100, 110, 125, 130, 2000})},
      {"s", {"\"a\"", "\"m\"", "\"zz\""}, texts({"", "A", "a", "aa", "m", "mm", "z", "zz", "zzz"})},
      {"t", {"\"a\"", "\"b\"", "\"c\""}, texts({"a", "b", "c"})},
      {"k", {"1", "3"}, whole({1, 3})},
      {"at", days, moments({january - 1, january, january + 9, march - 1, march, march + 1})},
      {"now", days, moments({january - 1, january, january + 9, march - 1, march, march + 1})},
      {"du", {"duration(\"60s\")", "duration(\"2h\")"}, spans({-5, 59, 60, 61, 7199, 7200, 7201})},
      {"b", {"true", "false"}, truths()},
      {"has(o)", {"true", "false"}, truths()},
      {"customer.key", {"\"c-1\"", "\"c-2\""}, texts({"", "a", "c-1", "c-15", "c-2", "d"})},
      {"size(tags)", {"0", "2", "-1"}, whole({0, 1, 2, 3, 9})},
      {"cart.subtotal", {"0", "50", "50.01"}, dollars({0, 1, 4999, 5000, 5001, 5002}), true},
      {"cart.quantity", {"0", "3", "4"}, whole({0, 1, 2, 3, 4, 5}), true},
      {"tea.subtotal", {"0", "20"}, dollars({0, 1, 1999, 2000, 2001}), true},
      {"tea.quantity", {"0", "2"}, whole({0, 1, 2, 3}), true},
      {"size(tea.lines)", {"0", "2"}, whole({0, 1, 2, 3}), true},
  };
}

std::vector<reading> line_readings() {
  const std::vector<std::string> days = {"timestamp(\"2026-01-01T00:00:00Z\")",
                                         "timestamp(\"2026-03-01T00:00:00Z\")"};
  return {
      {"line.qty", {"0", "1", "5"}, whole({1, 2, 4, 5, 6})},
      {"line.price", {"0", "12.50", "12.51"}, dollars({0, 1, 1249, 1250, 1251, 1252})},
      {"line.sku", {"\"a\"", "\"TEA\""}, texts({"A", "TEA", "U", "a", "b"})},
      {"line.category", {"\"tea\"", "\"mug\""}, texts({"a", "mug", "nut", "tea", "z"})},
      {"line.cost", {"0", "5", "-1.00"}, dollars({0, 1, 499, 500, 501})},
      {"line.tax_rate", {"-1%", "0%", "19%", "100%"}, shares({0, 50, 190, 200, 1000})},
      {"line.grade", {"1", "3"}, whole({-7, 0, 1, 2, 3, 4})},
      {"line.weight", {"0", "1.5"}, thousandths({-1, 0, 900, 1500, 1501})},
      {"line.map", {"7.50"}, dollars({0, 749, 750, 751})},
      {"line.made", days,
       moments({january - 1, january, january + 9, march - 1, march, march + 1})},
      {"line.kept", {"duration(\"48h\")"}, spans({0, 172'799, 172'800, 172'801})},
      {"line.kind", {"\"x\"", "\"y\""}, texts({"x", "y"})},
      {"line.fresh", {"true", "false"}, truths()},
      {"has(line.note)", {"true", "false"}, truths()},
  };
}

std::string atom(test::random& any, const reading& r) {
  static const std::vector<std::string> signs{"<", "<=", "==", "!=", ">=", ">"};
  static const std::vector<std::string> equal{"==", "!="};
  const std::string c = any.pick(r.constants);
  const bool truth = r.grid.front().is(type_kind::boolean);
  const std::string sign = any.pick(truth ? equal : signs);
  switch (any.below(6)) {
    case 0: return c + " " + sign + " " + r.what;
    case 1: return "!(" + r.what + " " + sign + " " + c + ")";
    case 2: return "(" + r.what + " " + sign + " " + c + ") " + any.pick(equal) + " true";
    case 3:
      return truth ? r.what
                   : r.what + " in [" + any.pick(r.constants) + ", " + any.pick(r.constants) + "]";
    default: return r.what + " " + sign + " " + c;
  }
}

std::string condition(test::random& any, const std::vector<const reading*>& of, int depth = 0) {
  const auto part = [&] {
    return depth < 2 && any.chance(40) ? "(" + condition(any, of, depth + 1) + ")"
                                       : atom(any, *any.pick(of));
  };
  const std::string a = part(), b = part();
  switch (any.below(5)) {
    case 0:
    case 1: return a + " && " + b;
    case 2:
    case 3: return a + " || " + b;
    default: return a + " ? " + b + " : " + part();
  }
}

/// Asks the engine what a condition comes to.
class asker {
 public:
  explicit asker(const pack& rules) : rules_(rules), facts_(rules.schema()) {}

  truth of_facts(const std::vector<const reading*>& of, const std::vector<value>& values) {
    open();
    for (std::size_t i = 0; i < of.size(); ++i) set(of[i]->what, values[i]);
    return test();
  }
  truth of_line(const std::vector<const reading*>& of, const std::vector<value>& values) {
    open();
    cart_line line{"l1", "TEA", 1, 1000};
    for (std::size_t i = 0; i < of.size(); ++i) {
      if (of[i]->what == "line.sku") line.sku = values[i].as_text();
      if (of[i]->what == "line.qty") line.quantity = values[i].as_int();
      if (of[i]->what == "line.price") line.price = minor(values[i]);
    }
    const std::uint32_t at = facts_.add_line(line);
    for (std::size_t i = 0; i < of.size(); ++i) {
      const std::string& what = of[i]->what;
      if (what.starts_with("has(")) {
        const auto row = rules_.schema().line_fact_named("note");
        if (values[i].as_bool()) {
          facts_.set_line(at, row, value::integer(1));
        } else {
          facts_.set_line_state(at, row, fact_state::absent);
        }
        continue;
      }
      const auto row = rules_.schema().line_fact_named(what.substr(5));
      if (row != line_sku && row != line_qty && row != line_price) {
        facts_.set_line(at, row, values[i]);
      }
    }
    return test();
  }

 private:
  static std::int64_t minor(const value& v) { return v.as_decimal().scaled_exactly(2).value(); }
  void open() {
    facts_.clear();
    facts_.set_now({january, 0});
    facts_.open_cart();
  }
  void line(std::string_view category, std::int64_t count, std::int64_t price) {
    static constexpr std::string_view ids[] = {"l1", "l2", "l3", "l4", "l5"};
    const std::uint32_t at = facts_.add_line({ids[lines_++ % 5], "SKU", count, price});
    facts_.set_line(at, line_category, value::string(category));
  }
  void set(const std::string& what, const value& v) {
    if (what == "now") return facts_.set_now(v.as_timestamp());
    if (what == "customer.key") return facts_.set_customer_key(v.as_text());
    if (what == "has(o)") {
      const auto row = rules_.schema().fact_named("o");
      if (v.as_bool()) return facts_.set(row, value::integer(1));
      return facts_.set_state(row, fact_state::absent);
    }
    if (what == "size(tags)") {
      items_.assign(static_cast<std::size_t>(v.as_int()), value::string("x"));
      return facts_.set(rules_.schema().fact_named("tags"), value::list(items_));
    }
    if (what == "cart.subtotal") return line("mug", 1, minor(v));
    if (what == "tea.subtotal") {
      line("mug", 1, 100);
      if (minor(v) != 0) line("tea", 1, minor(v));
      return;
    }
    if (what == "cart.quantity" || what == "tea.quantity") {
      if (v.as_int() != 0) line("tea", v.as_int(), 100);
      return;
    }
    if (what == "size(tea.lines)") {
      for (std::int64_t i = 0; i < v.as_int(); ++i) line("tea", 7, 100);
      return;
    }
    facts_.set(rules_.schema().fact_named(what), v);
  }
  truth test() {
    const graph::index when = rules_.tables().offers[0].when;
    if (when == no_index) return truth::yes;
    decision_.findings.clear();
    work_.begin(rules_, facts_, {}, decision_);
    return work_.evaluator.test(when);
  }

  const pack& rules_;
  fact_set facts_;
  workspace work_;
  decision decision_;
  std::vector<value> items_;
  std::size_t lines_ = 0;
};

/// Every combination of the values that readings may have.
template <typename Each>
void combinations(const std::vector<const reading*>& of, Each&& each) {
  std::vector<value> values(of.size());
  std::vector<std::size_t> at(of.size(), 0);
  for (;;) {
    for (std::size_t i = 0; i < of.size(); ++i) values[i] = of[i]->grid[at[i]];
    each(values);
    std::size_t i = 0;
    while (i < of.size() && ++at[i] == of[i]->grid.size()) at[i++] = 0;
    if (i == of.size()) return;
  }
}

bool told(const analysed& it, claim::subject what, std::string_view code) {
  return std::any_of(it.claims.begin(), it.claims.end(), [&](const claim& c) {
    return c.what == what && c.row == 0 && c.code->code == code;
  });
}

struct tally {
  std::size_t never = 0, always = 0, witnesses = 0, findings = 0;
};

void check_findings(const analysed& it, const std::string& text, tally& sum) {
  for (const diagnostic& d : it.found.items()) {
    if (!d.code.starts_with("PL51") || d.code == "PL5116") continue;
    ++sum.findings;
    if (d.witness.empty()) continue;
    ++sum.witnesses;
    INFO(d.code << " " << d.message << "\n" << d.witness);
    CHECK(test_bench(d.witness, text).failures() == "");
  }
}

void check_claims(const analysed& it, claim::subject what, bool yes, bool other, tally& sum) {
  CHECK(told(it, what, "PL5102") == !yes);
  CHECK(told(it, what, "PL5103") == (yes && !other));
  sum.never += yes ? 0 : 1;
  sum.always += yes && !other ? 1 : 0;
}

using answer_of = truth (asker::*)(const std::vector<const reading*>&, const std::vector<value>&);

/// What is said of the condition of `what` in a pack, against its answer for all combinations.
void check_pack(const std::string& text, const std::vector<const reading*>& of, claim::subject what,
                answer_of answer, tally& sum) {
  INFO(text);
  const analysed it(text);
  INFO(it.told());
  REQUIRE(it.compiled.has_value());
  asker ask(*it.compiled);
  bool yes = false, other = false;
  combinations(of, [&](const std::vector<value>& values) {
    ((ask.*answer)(of, values) == truth::yes ? yes : other) = true;
  });
  check_claims(it, what, yes, other, sum);
  check_findings(it, text, sum);
}

std::vector<const reading*> some_of(test::random& any, const std::vector<reading>& all) {
  std::vector<const reading*> out{&any.pick(all)};
  if (!any.chance(35)) return out;
  const reading* const second = &any.pick(all);
  const bool apart = second != out.front() && !(second->of_cart && out.front()->of_cart);
  if (apart) out.push_back(second);
  return out;
}

}  // namespace

TEST_CASE("analysis: never and always of conditions over facts of every type") {
  const std::vector<reading> all = readings();
  test::random any(20261123);
  tally sum;
  for (int run = 0; run < 400; ++run) {
    const std::vector<const reading*> of = some_of(any, all);
    const std::string text = "pack: p\nversion: 1\ncurrency: USD\n" + std::string(declared_facts) +
                             "selectors: {tea: line.category == \"tea\"}\n"
                             "offers:\n  A: {give: 5% off order, when: '" +
                             condition(any, of) + "'}\n";
    check_pack(text, of, claim::subject::offer, &asker::of_facts, sum);
  }
  CHECK(sum.never > 40);
  CHECK(sum.always > 40);
  CHECK(sum.witnesses * 10 > sum.findings * 9);
}

TEST_CASE("analysis: never and always of selectors over attributes of every type") {
  const std::vector<reading> all = line_readings();
  test::random any(20261124);
  tally sum;
  for (int run = 0; run < 400; ++run) {
    const std::vector<const reading*> of = some_of(any, all);
    const std::string text =
        "pack: p\nversion: 1\ncurrency: USD\nfacts:\n  line.grade: {type: int}\n"
        "  line.weight: {type: decimal}\n  line.map: {type: money}\n"
        "  line.made: {type: timestamp}\n  line.kept: {type: duration}\n"
        "  line.kind: {type: string, one_of: [x, y]}\n  line.fresh: {type: bool}\n"
        "  line.note: {type: int, optional: true}\nselectors:\n  sel: '" +
        condition(any, of) + "'\noffers:\n  A: {give: 5% off sel, when: sel.quantity > 0}\n";
    check_pack(text, of, claim::subject::selector, &asker::of_line, sum);
  }
  CHECK(sum.never > 40);
  CHECK(sum.always > 40);
}
