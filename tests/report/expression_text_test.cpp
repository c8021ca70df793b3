// Conditions as text: what is printed says what was compiled. Printed text is compiled into the
// same pack, where equal operations are one row, so the row it comes to must be the one it was
// printed from.
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "check/patterns.hpp"
#include "oracle/expression_subject.hpp"
#include "parley/compiler/matches.hpp"
#include "report/expression_text.hpp"
#include "support/catch.hpp"
#include "support/conditions.hpp"
#include "support/places.hpp"

namespace parley::test {
namespace {

check::scope_fact fact(std::string name, type_kind type, type_kind element = type_kind::null,
                       bool optional = false) {
  check::scope_fact made;
  made.name = std::move(name);
  made.type = type;
  made.element = element;
  made.optional = optional;
  made.max_size = 4;
  return made;
}

/// A pack with a fact of every type, attributes and a selector.
void declare(condition_bench& b) {
  b.fact(fact("channel", type_kind::string, type_kind::null, true));
  check::scope_fact zone = fact("recipient.zone", type_kind::string);
  zone.one_of = {"America/New_York", "Europe/Berlin", "Asia/Kolkata"};
  b.fact(zone);
  b.fact(fact("customer.tier", type_kind::string));
  b.fact(fact("customer.limits", type_kind::map, type_kind::integer));
  b.fact(fact("customer.note", type_kind::string, type_kind::null, true));
  b.fact(fact("customer.verified", type_kind::boolean));
  b.fact(fact("customer.orders", type_kind::integer));
  b.fact(fact("stock.left", type_kind::uinteger));
  b.fact(fact("mood", type_kind::decimal));
  b.fact(fact("share", type_kind::percent));
  b.fact(fact("rival.price", type_kind::money));
  b.fact(fact("rival.seen", type_kind::timestamp));
  b.fact(fact("rival.age", type_kind::duration));
  b.fact(fact("tags", type_kind::list, type_kind::string));
  b.fact(fact("counts", type_kind::list, type_kind::integer));
  // Variables would be called so.
  b.fact(fact("x", type_kind::integer)).fact(fact("y.z", type_kind::integer));
  b.fact(fact("line.map", type_kind::money)).fact(fact("line.clearance", type_kind::boolean));
  b.fact(fact("line.note", type_kind::string, type_kind::null, true));
  b.selector("tea", "line.category == \"tea\"").selector("z", "line.qty > 1");
}

/// What is printed of each text.
template <typename Declare>
std::vector<std::string> printed(const std::vector<std::string>& texts, Declare declare_facts) {
  condition_bench b;
  declare_facts(b);
  std::vector<std::uint32_t> rows;
  for (const std::string& text : texts) {
    rows.push_back(b.compile(text));
    INFO(text << ": " << (b.problems.empty() ? "" : b.problems.items()[0].message));
    REQUIRE(rows.back() != no_index);
  }
  // Rows move when a pack is finished, expressions don't.
  b.seal();
  std::vector<std::string> made;
  for (const std::uint32_t row : rows) made.push_back(report::expression_text(b.pack(), row));
  return made;
}

/// `fails`: a conversion may be of a text that the compiler chose and that nobody could write
/// there, because it can't be read.
template <typename Declare>
void check_round_trip(const std::vector<std::string>& texts, Declare declare_facts,
                      bool fails = false) {
  const std::vector<std::string> made = printed(texts, declare_facts);
  condition_bench b;
  declare_facts(b);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::uint32_t first = b.compile(texts[i]);
    const std::uint32_t second = b.compile(made[i]);
    const std::string said = b.problems.empty() ? "" : b.problems.items()[0].message;
    INFO(texts[i] << "\nis printed as\n" << made[i] << "\n" << said);
    if (fails && second == no_index && said.find("can't be read by") != std::string::npos) continue;
    REQUIRE(second != no_index);
    CHECK(first == second);
  }
}

struct example {
  std::string_view written;
  std::string_view shown = written;
};

/// Every form, and how it is shown: as a rule's author would write it. The pack has a fact `x`, a
/// group `y` and a selector `z`, so variables are called otherwise.
constexpr example examples[] = {
    // names
    {R"(has(channel) && channel == "sms")"},
    {"customer.tier == 'gold'", R"(customer.tier == "gold")"},
    {"customer.verified"},
    {"!customer.verified"},
    {"customer.verified == false", "!customer.verified"},
    {"customer.verified != false", "customer.verified"},
    {"!!customer.verified", "customer.verified"},
    {"!(!customer.verified)", "customer.verified"},
    {R"(has(customer.note) ? customer.note : "")"},
    {R"(has(customer.key) && customer.key == "c-1")"},
    {R"(intent == "price_match")"},
    {R"(now < timestamp("2026-12-24T00:00:00+01:00"))",
     R"(now < timestamp("2026-12-23T23:00:00Z"))"},
    {"line.clearance"},
    {"!line.clearance"},
    {"!!line.clearance", "line.clearance"},
    {R"(has(line.note) && line.note == "x")"},
    {R"(cart.quantity > 3 && cart.currency == "USD")"},
    {"so_far.subtotal + so_far.discount + so_far.shipping + so_far.total > 10"},
    {"tea.subtotal > 20 && tea.quantity >= 2 && size(tea.lines) > 0"},
    {"z.quantity == 1"},
    // money beside numbers
    {"cart.subtotal >= 50"},
    {"50 <= cart.subtotal", "cart.subtotal >= 50"},
    {"cart.subtotal >= 49.90USD", "cart.subtotal >= 49.90"},
    {"cart.subtotal - 5 < 10"},
    {"5 - cart.subtotal < -10"},
    {"rival.price < 5"},
    {"line.map <= 7.50"},
    {"rival.price + 5 > cart.subtotal", "cart.subtotal < rival.price + 5"},
    {"customer.verified ? 5USD : 6USD"},
    {R"(money(customer.orders, "EUR") == 5EUR)"},
    {"(-5USD).amount() < 0.5"},
    {R"(25.00USD.currency() == "USD")"},
    {"5USD in [rival.price, line.map]"},
    // operators, from weak to strong
    {"x > 1 && customer.verified || y.z < 2", "(x > 1 && customer.verified) || y.z < 2"},
    {"x > 1 && (customer.verified || y.z < 2)"},
    {"x > 1 && (y.z < 2 && customer.verified)"},
    {"!(x > 1 && customer.verified)"},
    {"!(x > 1)", "x <= 1"},
    {"customer.verified ? x : y.z > 2 ? 1 : 0"},
    {"(customer.verified ? x > 1 : y.z > 2) ? 1 : 0"},
    {"(customer.verified ? x : y.z) + 1 > 2"},
    {"(x > 1) == (y.z > 2)"},
    {"x in [1, 2]"},
    {R"(customer.tier == "a" || customer.tier == "b")", R"(customer.tier in ["a", "b"])"},
    {"line.qty == 1 || line.qty == 3 || line.qty == 2.5", "line.qty in [1, 3, 2.5]"},
    {"rival.price in [5, 7.50]"},
    {"x in [1, 2] || y.z > 1"},
    {"x == 1 || x > 2"},
    {"x == 1 || y.z == 1"},
    {R"("tea" in tags)"},
    {R"(2 in counts && "mug" in customer.limits)"},
    {"customer.orders + 1 * 2 == 3", "customer.orders + 2 == 3"},
    {"(customer.orders + 1) * 2 == 4"},
    {"customer.orders - (x - 1) == 0"},
    {"customer.orders - x - 1 == 0"},
    {"customer.orders / (x / 2) == 1"},
    {"customer.orders / x % 3 == 1"},
    {"customer.orders % 10 % 3 == 1"},
    {"-customer.orders < -3"},
    {"-(customer.orders + 1) < 0"},
    {"-(-customer.orders) == 1"},
    {"-(25USD.amount()) < 0.5"},
    // percentages and what stands behind them
    {"share * 10% > 1%"},
    {"share - 10% < 5%"},
    {"(10%) - share < 5%"},
    {"(share + share * 10%) - share > 0%"},
    {"(10%) in [share]"},
    {"cart.subtotal * 10% == 5"},
    {"250bp < share", "share > 2.50%"},
    // literals
    {"mood == 2.50"},
    {"mood == 1e3"},
    {"mood == -0.5"},
    {R"(mood == decimal("2"))"},
    {"stock.left > 5u"},
    {"stock.left == uint(7)", "stock.left == 7u"},
    {"stock.left == uint(x)"},
    {R"(customer.tier == "a\"b\\c 'd'")"},
    {R"(customer.tier == "a\nb\tc\u202Ed\U000E0041")",
     R"(customer.tier == "a\nb\x09c\u202ed\U000e0041")"},
    {R"(customer.tier == "Grün")"},
    {R"(bytes(customer.tier) == b"a\xff\"\x00")"},
    {"type(null) == null_type"},
    {"type(rival.price) == money"},
    {"type(customer.?note) == optional_type"},
    {R"(rival.age < duration("1h30m"))", R"(rival.age < duration("90m"))"},
    {R"(now - rival.seen > duration("-1.5s"))"},
    {"size([1, 2.5, x]) == 3"},
    {"counts[0] == 1"},
    {R"(customer.limits["tea"] == 5)"},
    {"customer.limits.tea == 5", R"(customer.limits["tea"] == 5)"},
    {R"({"a": x, "b": 2}["a"] == 1)"},
    {"has(customer.limits.tea)"},
    {"has(customer.limits.`big pot`)"},
    {"has(customer.limits.`in`)"},
    // macros
    {"cart.lines.all(l, l.qty >= 1)", "cart.lines.all(x_, x_.qty >= 1)"},
    {R"(cart.lines.exists(l, has(l.note) && l.note == "a"))",
     R"(cart.lines.exists(x_, has(x_.note) && x_.note == "a"))"},
    {"counts.exists_one(c, c == 1)", "counts.exists_one(x_, x_ == 1)"},
    {"counts.filter(c, c > 1).map(c, c * 2)[0] == 4",
     "counts.filter(x_, x_ > 1).map(x_, x_ * 2)[0] == 4"},
    {"counts.map(c, c > 1, c * 2)[0] == 4", "counts.map(x_, x_ > 1, x_ * 2)[0] == 4"},
    {"counts.exists(i, c, i == 0 && c == 3)", "counts.exists(x_, y_, x_ == 0 && y_ == 3)"},
    {"counts.transformList(i, c, i > 0, c * 10)[0] == 1",
     "counts.transformList(x_, y_, x_ > 0, y_ * 10)[0] == 1"},
    {"counts.transformMap(i, c, c * 10)[0] == 30", "counts.transformMap(x_, y_, y_ * 10)[0] == 30"},
    {"counts.transformMap(i, c, c > 1, i)[0] == 30",
     "counts.transformMap(x_, y_, y_ > 1, x_)[0] == 30"},
    {"counts.transformMapEntry(i, c, {c: i})[3] == 0",
     "counts.transformMapEntry(x_, y_, {y_: x_})[3] == 0"},
    {"customer.limits.all(k, v, v < 6)", "customer.limits.all(x_, y_, y_ < 6)"},
    {R"(cart.lines.sortBy(l, l.sku)[0].sku == "MUG")",
     R"(cart.lines.sortBy(x_, x_.sku)[0].sku == "MUG")"},
    {"cel.bind(s, cart.subtotal * 10%, s > 4 && s < 5)",
     "cel.bind(x_, cart.subtotal * 10%, x_ > 4 && x_ < 5)"},
    {"cart.lines.exists(l, counts.exists(c, c == l.qty))",
     "cart.lines.exists(x_, counts.exists(y_, y_ == x_.qty))"},
    {"counts.all(a, counts.all(b, counts.all(c, a == c)))",
     "counts.all(x_, counts.all(y_, counts.all(z_, x_ == z_)))"},
    {R"(cart.shipping.exists(s, s.method == "express" && s.price > 5 && has(s.cost) && s.tax_rate < 20%))",
     R"(cart.shipping.exists(x_, x_.method == "express" && x_.price > 5 && has(x_.cost) && x_.tax_rate < 20%))"},
    // optional values
    {R"(customer.?note.orValue("none") == "x")"},
    {"customer.?note.hasValue()"},
    {R"(customer.?note.or(customer.?tier).orValue("") == "a")"},
    {"customer.limits.?tea.orValue(0) == 1"},
    {R"(customer.limits[?"tea"].orValue(0) == 1)"},
    {"counts[?5].orValue(0) == 1"},
    {"counts.first().orValue(0) == 3"},
    {"optional.of(x).orValue(4) == 3"},
    {"optional.none().orValue(4) == 4"},
    {"optional.ofNonZeroValue(customer.tier).hasValue()"},
    {"customer.?note == optional.none()"},
    {R"(size([?customer.?note, "and"]) == 1)"},
    {"size([?optional.of(x)]) == 1"},
    {"size([optional.of(x)]) == 1"},
    {R"({?"tea": customer.limits.?tea, "pot": 1} == {"tea": 5})"},
    {R"({"pot": x, ?"tea": optional.of(1)} == {"tea": 5})"},
    {R"(cart.lines[0].?note.orValue("") == "a")"},
    {R"(cart.lines.map(l, l.?note).exists(n, n.orValue("") == "a"))",
     R"(cart.lines.map(x_, x_.?note).exists(x_, x_.orValue("") == "a"))"},
    {"cart.shipping[0].?cost.orValue(1) == 2", "cart.shipping[0].?cost.orValue(1USD) == 2"},
    {R"(line.?note.orValue("") == "a")"},
    {"counts.map(c, customer.limits.?tea).exists(o, o.hasValue())",
     "counts.map(x_, customer.limits.?tea).exists(x_, x_.hasValue())"},
    {"customer.limits.?tea.optMap(n, n * 2).orValue(0) == 1",
     "cel.bind(x_, customer.limits.?tea, x_.hasValue() ? optional.of(cel.bind(y_, x_.value(), y_ * "
     "2)) : optional.none()).orValue(0) == 1"},
    {"(has(channel) ? optional.of(channel) : optional.none()).hasValue()"},
    // functions: docs/conditions.md has each of them
    {"math.least(x, y.z, 3) == 1"},
    {R"(now.getHours("Europe/Berlin") >= 9)"},
    {"now.getHours(recipient.zone) >= 9"},
    {R"("%s: %d".format([customer.tier, x]) == "a")"},
    {R"(strings.quote(customer.tier) == "a")"},
    {R"(base64.encode(b"tea") == "a")"},
    {"lists.range(3)[x] == 1"},
};

}  // namespace

TEST_CASE("conditions are shown as their authors would write them") {
  std::vector<std::string> texts;
  for (const example& e : examples) texts.emplace_back(e.written);
  // Each in a pack of its own: what others share would stand first in sums.
  for (std::size_t i = 0; i < texts.size(); ++i) {
    INFO(texts[i]);
    CHECK(printed({texts[i]}, declare)[0] == examples[i].shown);
  }
  check_round_trip(texts, declare);
}

TEST_CASE("every example of docs/conditions.md is printed as what it says") {
  install_matches();
  std::vector<std::string> texts;
  std::ifstream in(source_dir() + "/docs/conditions.md");
  bool inside = false;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("```")) inside = line == "```cel";
    const std::size_t arrow = line.find(" => ");
    if (!inside || arrow == std::string::npos) continue;
    if (!check::has_patterns() && line.find("matches(") < arrow) continue;
    texts.push_back(line.substr(0, line.find_last_not_of(' ', arrow) + 1));
  }
  CHECK(texts.size() > 100);
  check_round_trip(texts, declare);
}

TEST_CASE("a name comes to the same whatever the same name holds elsewhere") {
  const auto flag_and_number = [](condition_bench& b) {
    b.fact("flag", type_kind::boolean).fact("number", type_kind::integer);
  };
  check_round_trip({"cel.bind(n, number, n + n) == 2", "cel.bind(f, flag, f || f) == flag"},
                   flag_and_number);
}

TEST_CASE("random expressions are printed as what they say") {
  install_matches();
  const auto declare_all = [](condition_bench& b) {
    for (const oracle::declared_fact& f : oracle::declared_facts())
      b.fact(oracle::scope_fact_of(f));
  };
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    oracle::expression_generator make(seed);
    std::vector<std::string> texts;
    condition_bench b;
    declare_all(b);
    for (int i = 0; i < 30; ++i) {
      std::string text = make.any(2 + static_cast<int>(make.dice().below(4)));
      if (b.compile(text) != no_index) texts.push_back(std::move(text));
    }
    INFO("seed " << seed);
    check_round_trip(texts, declare_all, true);
  }
}

TEST_CASE("what no author could have written is cut") {
  // Each operation uses the one before twice: written out, 2^200 names.
  compile::graph_builder builder;
  auto& t = builder.tables;
  fact_row fact;
  fact.name = builder.intern("a");
  fact.type = type_kind::integer;
  t.facts.push_back(fact);
  graph::expression_node n;
  n.op = static_cast<std::uint8_t>(graph::op::fact);
  n.a = 0;
  t.expression_nodes.push_back(n);
  n.op = static_cast<std::uint8_t>(graph::op::add);
  for (std::uint32_t i = 0; i < 200; ++i) {
    n.a = n.b = i;
    t.expression_nodes.push_back(n);
  }
  for (const std::uint32_t root : {2U, 200U}) {
    graph::expression_row row;
    row.root = root;
    t.expressions.push_back(row);
  }
  const pack made = builder.seal();
  CHECK(report::expression_text(made, 0) == "a + a + (a + a)");
  const std::string cut = report::expression_text(made, 1);
  CHECK(cut.size() < 20'000);
  CHECK(cut.find("...") != std::string::npos);
  CHECK(report::expression_text(made, no_index).empty());
}

}  // namespace parley::test
