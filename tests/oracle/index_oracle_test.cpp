// The condition index against asking one condition after the other: every matcher, on random packs
// and facts with missing, stale, withheld and absent ones. PARLEY_ORACLE_RUNS and
// PARLEY_ORACLE_SEED as elsewhere; a failure prints its seed and the condition.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "oracle/expression_subject.hpp"
#include "oracle/settings.hpp"
#include "parley/compiler/compile.hpp"
#include "parley/engine/condition_index.hpp"
#include "parley/facts/time_text.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"

using namespace parley;
using namespace parley::oracle;

namespace {

constexpr std::array tiers = {match_tier::direct, match_tier::rows,   match_tier::pivot,
                              match_tier::pair,   match_tier::blocks, match_tier::automatic};

constexpr const char* header =
    "pack: random\nversion: 1\ncurrency: USD\nfacts:\n"
    "  tier: {type: string, one_of: [bronze, silver, gold]}\n"
    "  region: {type: string}\n"
    "  channel: {type: string, default: web}\n"
    "  vip: {type: bool}\n"
    "  orders: {type: int}\n"
    "  days: {type: int, max_age: 15m}\n"
    "  score: {type: decimal, min: -1, max: 1}\n"
    "  spend: {type: money}\n"
    "  share: {type: percent}\n"
    "  since: {type: timestamp}\n"
    "  nick: {type: string, optional: true}\n"
    "  labels: {type: list, of: string}\n"
    "  codes: {type: list, of: int}\n"
    "  count: {type: uint}\n"
    "  pause: {type: duration}\n"
    "  price: {type: money, default: 5.00}\n"
    "  line.organic: {type: bool, default: false}\n"
    "  line.weight: {type: decimal}\n"
    "selectors:\n  tea: line.category == \"tea\"\n"
    "offers:\n";

class condition_maker {
 public:
  condition_maker(test::random& dice, int variety) : dice_(dice), variety_(variety) {}

  std::string condition(int depth) {
    if (depth == 0 || dice_.chance(25)) return atom();
    if (dice_.chance(15)) return "!(" + condition(depth - 1) + ")";
    const bool both = dice_.chance(60);
    std::string made = "(" + condition(depth - 1);
    for (std::size_t more = 1 + dice_.below(3); more > 0; --more)
      made += (both ? " && " : " || ") + condition(depth - 1);
    return made + ")";
  }

 private:
  std::string order() {
    static constexpr std::array all = {"==", "!=", "<", "<=", ">", ">="};
    return std::string(" ") + dice_.pick(all) + " ";
  }
  std::string same() { return dice_.chance(60) ? " == " : " != "; }
  std::string whole(int least = -2) { return std::to_string(dice_.between(least, variety_)); }
  std::string span() { return "duration(\"" + whole() + (dice_.chance(50) ? "s\")" : "ms\")"); }
  std::string moment() {
    return "timestamp(\"2026-01-0" + std::to_string(1 + dice_.below(9)) + "T00:00:00.5Z\")";
  }
  std::string edge() {
    static constexpr std::array all = {"9223372036854775807", "-9223372036854775807",
                                       "9223372036854775807.5", "18446744073709551616.0"};
    return dice_.pick(all);
  }
  std::string name(const char* stem) {
    return "\"" + std::string(stem) +
           std::to_string(dice_.below(static_cast<std::size_t>(variety_))) + "\"";
  }
  std::string names(const char* stem) {
    std::string made = "[" + name(stem);
    for (std::size_t more = dice_.below(4); more > 0; --more) made += ", " + name(stem);
    return made + "]";
  }

  std::string atom() {
    switch (dice_.below(46)) {
      case 0: return "tier" + same() + "\"gold\"";
      case 1: return "tier in [\"bronze\", \"gold\"]";
      case 2: return "region" + same() + name("r");
      case 3: return "region in " + names("r");
      case 4: return "channel" + same() + (dice_.chance(50) ? "\"web\"" : "\"sms\"");
      case 5: return dice_.chance(50) ? "vip" : "!vip";
      case 6: return "orders" + order() + whole();
      case 7: return "days" + order() + whole();
      case 8: return "score" + order() + "0." + std::to_string(dice_.below(100));
      case 9: return "spend" + order() + whole() + (dice_.chance(50) ? ".50" : "") + "USD";
      case 10: return "share" + order() + "percent(\"" + whole() + "\")";
      case 11:
        return "since" + order() + "timestamp(\"2026-01-0" + std::to_string(1 + dice_.below(9)) +
               "T00:00:00Z\")";
      case 12: return "has(nick)";
      case 13: return "has(nick) && nick" + same() + name("n");
      case 14: return name("l") + " in labels";
      case 15: return whole() + " in codes";
      case 16: return "cart.subtotal" + order() + whole() + "0";
      case 17: return "cart.quantity" + order() + whole();
      case 18: return "cart.lines.exists(l, l.sku == " + name("S") + ")";
      case 19: return "cart.lines.all(l, l.category != " + name("c") + ")";
      case 20: return "cart.lines.exists(l, l.category in " + names("c") + ")";
      case 21: return "orders * 2 + 1" + order() + whole();
      case 22: return "tea.quantity" + order() + whole();
      case 23: return "orders in [" + whole() + ", " + whole() + "]";
      case 24: return dice_.chance(50) ? "size(labels)" + order() + "2" : "customer.key == \"k\"";
      case 25: return "(vip ? orders > 1 : region == " + name("r") + ")";
      case 26: return "count" + order() + whole(0) + "u";
      case 27: return "count in [" + whole(0) + "u, " + whole(0) + "u]";
      case 28: return "count" + order() + whole() + ".5";
      case 29: return "pause" + order() + span();
      case 30: return "pause in [" + span() + ", " + span() + "]";
      case 31: return "orders" + order() + whole() + ".5";
      case 32: return "orders" + order() + edge();
      case 33: return "score" + order() + whole();
      case 34: return "score" + order() + "0." + std::string(30, '1') + whole(0);
      case 35: return "spend" + order() + whole() + ".005USD";
      case 36: return "spend" + order() + "99999999999999999999.00USD";
      case 37: return "price" + order() + whole() + ".00USD";
      case 38: return "!has(price) || price" + same() + whole(0) + ".00USD";
      case 39: return "vip" + same() + (dice_.chance(50) ? "true" : "false");
      case 40: return "since in [" + moment() + ", " + moment() + "]";
      case 41: return "now" + order() + moment();
      case 42: return "cart.lines.exists(l, l.price" + order() + whole() + ".00USD)";
      case 43: return "cart.lines.all(l, l.qty" + order() + whole() + ")";
      case 44: return "cart.lines.exists(l, l.organic && l.weight" + order() + whole() + ".25)";
      default: return whole() + order() + "orders";
    }
  }

  test::random& dice_;
  int variety_;
};

/// Facts of a random request; `unknown` percent of them aren't known.
void fill(fact_set& facts, test::random& dice, int unknown, int variety) {
  facts.clear();
  const fact_schema schema = facts.schema();
  const auto name = [&](const char* stem) {
    return value::string(
        facts.keep(stem + std::to_string(dice.below(static_cast<std::size_t>(variety) + 2))));
  };
  facts.set_now({1'800'000'000, 0});
  const auto give = [&](const char* fact, const value& v) {
    const std::uint32_t row = schema.fact_named(fact);
    if (!dice.chance(unknown)) return facts.set(row, v);
    static constexpr std::array states = {fact_state::missing, fact_state::withheld,
                                          fact_state::stale};
    facts.set_state(row, dice.pick(states));
  };
  static constexpr std::array tier_names = {"bronze", "silver", "gold"};
  give("tier", value::string(dice.pick(tier_names)));
  give("region", name("r"));
  give("channel", value::string(dice.chance(50) ? "web" : "sms"));
  if (dice.chance(20)) facts.set_state(schema.fact_named("channel"), fact_state::absent);
  give("vip", value::boolean(dice.chance(50)));
  give("orders", value::integer(dice.between(-3, variety + 1)));
  give("days", value::integer(dice.between(-3, variety + 1)));
  if (dice.chance(80)) facts.set_as_of(schema.fact_named("days"), {1'800'000'000 - 600, 0});
  give("score", value::number(decimal(dice.between(-1000, 1000), -3)));
  give("spend",
       value::money(decimal(dice.between(-300, 100 * variety), -2), currency_named("USD")));
  give("share", value::percent(decimal(dice.between(-30, 10 * variety), -3)));
  give("since", value::at({1'767'225'600 + dice.between(0, 20) * 43'200, 0}));
  give("count",
       value::uinteger(dice.chance(5) ? UINT64_MAX
                                      : static_cast<std::uint64_t>(dice.between(0, variety))));
  give("pause",
       value::lasting(
           {dice.between(-2, variety),
            dice.chance(50) ? 0 : static_cast<std::int32_t>(dice.between(0, 20)) * 1'000'000}));
  give("price", value::money(decimal(dice.between(-1, variety), 0), currency_named("USD")));
  if (dice.chance(30)) facts.set_state(schema.fact_named("price"), fact_state::absent);
  if (dice.chance(5)) give("orders", value::integer(dice.chance(50) ? INT64_MAX : INT64_MIN));
  give("nick", name("n"));
  if (dice.chance(30)) facts.set_state(schema.fact_named("nick"), fact_state::absent);
  std::vector<value> items;
  for (std::size_t n = dice.below(4); n > 0; --n) items.push_back(name("l"));
  give("labels", value::list(facts.keep(items)));
  items.clear();
  for (std::size_t n = dice.below(4); n > 0; --n)
    items.push_back(value::integer(dice.between(-2, variety)));
  give("codes", value::list(facts.keep(items)));
  if (!dice.chance(unknown)) facts.set_customer_key(dice.chance(50) ? "k" : "other");
  if (dice.chance(unknown / 2)) return;
  facts.open_cart();
  for (std::size_t n = dice.below(4); n > 0; --n) {
    cart_line line;
    line.id = facts.keep("l" + std::to_string(n));
    line.sku = name("S").as_text();
    line.quantity = dice.between(1, 3);
    line.price = dice.between(0, 2000);
    const std::uint32_t row = facts.add_line(line);
    if (dice.chance(unknown)) continue;
    facts.set_line(row, line_category, dice.chance(30) ? value::string("tea") : name("c"));
    if (dice.chance(70))
      facts.set_line(row, schema.line_fact_named("organic"), value::boolean(dice.chance(50)));
    if (dice.chance(70))
      facts.set_line(row, schema.line_fact_named("weight"),
                     value::number(decimal(dice.between(-100, 100 * variety), -2)));
  }
}

struct asked {
  evaluator evaluate;
  match_memory memory;
  matched_conditions found, certain;
};

/// Compares every index with the evaluator; returns how many conditions were yes, no and open.
std::array<std::uint64_t, 3> compare_all(const pack& p, std::span<const graph::index> conditions,
                                         const std::vector<condition_index>& indexes,
                                         const fact_set& facts, asked& w, std::uint64_t seed,
                                         const std::vector<std::string>& texts) {
  std::array<std::uint64_t, 3> sum{};
  for (std::size_t t = 0; t < indexes.size(); ++t) {
    w.evaluate.begin(p, facts, {});
    indexes[t].match(p, facts, w.evaluate, w.memory, w.found);
    indexes[t].match(p, facts, w.evaluate, w.memory, w.certain, false);
    for (std::size_t i = 0; i < conditions.size(); ++i) {
      const graph::index c = conditions[i];
      const bool staged =
          c != no_index && (p.tables().expressions[c].reads & graph::reads_so_far) != 0;
      const parley::truth wanted = staged ? parley::truth::unknown : w.evaluate.test(c);
      const bool holds = matched_conditions::has(w.found.holds, i);
      const bool open = matched_conditions::has(w.found.open, i);
      const bool right =
          holds == (wanted == parley::truth::yes) &&
          open == (wanted == parley::truth::unknown || wanted == parley::truth::error) &&
          matched_conditions::has(w.certain.holds, i) == holds;
      if (!right) {
        FAIL("seed " << seed << ", matcher " << static_cast<int>(indexes[t].tier())
                     << ", condition " << i << ": " << texts[i] << "\nis "
                     << static_cast<int>(wanted) << ", the index says holds " << holds << " open "
                     << open);
      }
      if (t == 0) ++sum[wanted == parley::truth::yes ? 0 : wanted == parley::truth::no ? 1 : 2];
    }
  }
  return sum;
}

}  // namespace

TEST_CASE("every matcher gives what asking one condition after the other gives") {
  const std::uint64_t first = first_seed();
  const std::uint64_t count = runs(40);
  std::array<std::uint64_t, 3> sum{};
  std::uint64_t contexts = 0;
  asked w;
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    test::random dice(seed);
    const int variety = dice.chance(50) ? 4 : dice.chance(50) ? 12 : 90;
    condition_maker make(dice, variety);
    std::string text = header;
    std::vector<std::string> texts;
    const std::size_t offers = 1 + dice.below(dice.chance(20) ? 200 : 30);
    for (std::size_t i = 0; i < offers; ++i) {
      texts.push_back(dice.chance(5) ? "" : make.condition(static_cast<int>(dice.below(4))));
      text += "  O" + std::to_string(i) + ": {give: 1% off order";
      if (!texts[i].empty()) text += ", when: '" + texts[i] + "'";
      text += "}\n";
    }
    const compilation made = compile_text("random.yaml", text);
    if (!made.compiled) FAIL("seed " << seed << ": " << made.found.items().front().message << text);
    const pack& p = *made.compiled;
    std::vector<graph::index> conditions;
    for (const graph::offer_row& o : p.tables().offers) conditions.push_back(o.when);
    std::vector<condition_index> indexes;
    for (const match_tier tier : tiers) indexes.emplace_back(p, conditions, tier);
    fact_set facts(p.schema());
    for (int world = 0; world < 12; ++world) {
      fill(facts, dice, world < 3 ? 0 : world < 9 ? 25 : 70, variety);
      const auto part = compare_all(p, conditions, indexes, facts, w, seed, texts);
      for (std::size_t i = 0; i < 3; ++i) sum[i] += part[i];
      ++contexts;
    }
    if (std::getenv("PARLEY_ORACLE_PROGRESS") != nullptr && (seed - first + 1) % 1000 == 0) {
      std::printf("%llu contexts\n", static_cast<unsigned long long>(contexts));
      std::fflush(stdout);
    }
  }
  if (std::getenv("PARLEY_ORACLE_PROGRESS") != nullptr) {
    std::printf(
        "contexts: %llu; conditions: %llu yes, %llu no, %llu open, each with %zu matchers\n",
        static_cast<unsigned long long>(contexts), static_cast<unsigned long long>(sum[0]),
        static_cast<unsigned long long>(sum[1]), static_cast<unsigned long long>(sum[2]),
        tiers.size());
  }
  if (count < 30) return;
  CHECK(sum[0] > 0);
  CHECK(sum[1] > 0);
  CHECK(sum[2] > 0);
}

TEST_CASE("blocks in several sections, asked with and without what is open") {
  // The same conditions over and over, so that there are enough of them: a section is 32,768.
  test::random dice(first_seed() + 800'000);
  condition_maker make(dice, 12);
  std::string text = header;
  constexpr std::size_t offers = 90;
  for (std::size_t i = 0; i < offers; ++i) {
    text += "  O" + std::to_string(i) + ": {give: 1% off order, when: '" +
            make.condition(1 + static_cast<int>(i % 3)) + "'}\n";
  }
  const compilation made = compile_text("random.yaml", text);
  REQUIRE(made.compiled);
  const pack& p = *made.compiled;
  std::vector<graph::index> conditions;
  for (std::size_t i = 0; i < 40'000; ++i)
    conditions.push_back(p.tables().offers[i * 7 % offers].when);
  const condition_index index(p, conditions, match_tier::blocks);
  CHECK(index.conjunctions() > 40'000);
  fact_set facts(p.schema());
  asked w;
  for (int world = 0; world < 12; ++world) {
    fill(facts, dice, world < 4 ? 0 : world < 10 ? 25 : 70, 12);
    w.evaluate.begin(p, facts, {});
    index.match(p, facts, w.evaluate, w.memory, w.found);
    index.match(p, facts, w.evaluate, w.memory, w.certain, false);
    std::array<parley::truth, offers> wanted{};
    for (std::size_t i = 0; i < offers; ++i)
      wanted[i] = w.evaluate.test(p.tables().offers[i * 7 % offers].when);
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < conditions.size(); ++i) {
      const parley::truth is = wanted[i % offers];
      const bool open = is == parley::truth::unknown || is == parley::truth::error;
      wrong += matched_conditions::has(w.found.holds, i) != (is == parley::truth::yes) ? 1 : 0;
      wrong += matched_conditions::has(w.found.open, i) != open ? 1 : 0;
      wrong += w.found.holds[i / 64] != w.certain.holds[i / 64] ? 1 : 0;
    }
    INFO("world " << world);
    CHECK(wrong == 0);
  }
}

TEST_CASE("marks of a section in which nothing is left don't reach the next one") {
  // All that ask for vip stand first and fill a section; what asks for the region alone comes next.
  // Where vip is false, what stands in the same place of the first section stays there.
  const auto region = [](std::size_t i) { return "region == \"r" + std::to_string(i % 70) + "\""; };
  std::string text = header;
  for (std::size_t i = 0; i < 70; ++i) {
    text +=
        "  V" + std::to_string(i) + ": {give: 1% off order, when: 'vip && " + region(i) + "'}\n";
    text += "  R" + std::to_string(i) + ": {give: 1% off order, when: '" + region(i + 1) + "'}\n";
  }
  const compilation made = compile_text("sections.yaml", text);
  REQUIRE(made.compiled);
  const pack& p = *made.compiled;
  std::vector<graph::index> conditions;
  for (std::size_t i = 0; i < 32'768; ++i) conditions.push_back(p.tables().offers[i % 70 * 2].when);
  for (std::size_t i = 0; i < 70; ++i) conditions.push_back(p.tables().offers[i * 2 + 1].when);
  const condition_index index(p, conditions, match_tier::blocks);
  fact_set facts(p.schema());
  facts.set(p.schema().fact_named("vip"), value::boolean(false));
  facts.set(p.schema().fact_named("region"), value::string("r5"));
  asked w;
  w.evaluate.begin(p, facts, {});
  for (const bool open : {true, false}) {
    index.match(p, facts, w.evaluate, w.memory, w.found, open);
    for (std::size_t i = 0; i < conditions.size(); ++i) {
      const bool holds = w.evaluate.test(conditions[i]) == parley::truth::yes;
      if (matched_conditions::has(w.found.holds, i) != holds) FAIL(i);
    }
  }
}

TEST_CASE("the index agrees on conditions of the whole language") {
  const std::uint64_t first = first_seed() + 900'000;
  const std::uint64_t count = runs(30);
  asked w;
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    expression_generator make(seed);
    expression_pack made;
    std::vector<std::string> texts;
    for (int tries = 0; texts.size() < 20 && tries < 400; ++tries) {
      const std::string text =
          make.of(made_of::boolean, 2 + static_cast<int>(make.dice().below(4)));
      if (made.add(text)) texts.push_back(text);
    }
    made.seal();
    std::vector<graph::index> conditions;
    for (std::size_t i = 0; i < made.size(); ++i) conditions.push_back(made.row(i));
    std::vector<condition_index> indexes;
    for (const match_tier tier : tiers) indexes.emplace_back(made.pack(), conditions, tier);
    for (int world = 0; world < 6; ++world) {
      made.put(make.world(world < 2));
      compare_all(made.pack(), conditions, indexes, made.facts(), w, seed, texts);
    }
  }
}
