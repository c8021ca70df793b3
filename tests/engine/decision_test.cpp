// Verdicts and findings: proposal, conditions, stacking, limits, approvals, unknowns.
#include "engine/shop.hpp"
#include "support/catch.hpp"

using namespace parley;
using namespace parley::test;

namespace {

using kind = graph::stacking_kind;

std::vector<std::string> names(const shop& s, const decision& d, const finding& f) {
  std::vector<std::string> out;
  for (std::uint32_t i = 0; i < f.offers.count; ++i) {
    out.emplace_back(
        s.pack().text(s.pack().tables().offers[d.finding_offers[f.offers.first + i]].name));
  }
  return out;
}

std::vector<missing_fact> facts_of(const decision& d, const finding& f) {
  const auto from = d.finding_missing.begin() + f.missing.first;
  return {from, from + f.missing.count};
}

}  // namespace

TEST_CASE("an empty proposal is allowed") {
  shop s;
  s.limit("margin", graph::measure::margin, graph::comparison::at_least, graph::amount_kind::share,
          90 * percent);
  s.open();
  s.line("A", 1, 1000);
  CHECK(s.answer({}).verdict == verdict::allow);
  CHECK(s.answer({}).has_quote);
  CHECK(s.answer({}).quote.total == 1000);
}

TEST_CASE("unknown offers and wrong parameters are denied") {
  shop s;
  graph::effect_row range = percent_off(0);
  range.minimum = 1 * percent;
  range.maximum = 12 * percent;
  range.step = percent;
  s.offer("HAGGLE", range);
  s.offer("TEN", percent_off(10));
  s.gift("TOTE", 400);
  s.open();
  s.line("A", 1, 1000);
  const auto denied = [&](std::string_view offer, std::optional<std::int64_t> parameter) {
    s.asked().offers.clear();
    if (parameter) {
      s.ask(offer, *parameter);
    } else {
      s.ask(offer);
    }
    const decision& d = s.answer();
    return d.verdict == verdict::deny && find(d, finding_code::proposal_parameter) != nullptr &&
           !d.has_quote;
  };
  CHECK(denied("HAGGLE", std::nullopt));
  CHECK(denied("HAGGLE", 0));
  CHECK(denied("HAGGLE", 13 * percent));
  CHECK(denied("HAGGLE", percent / 2 * 3));
  CHECK_FALSE(denied("HAGGLE", 12 * percent));
  CHECK(denied("TEN", 9 * percent));
  CHECK_FALSE(denied("TEN", 10 * percent));
  CHECK(denied("TOTE", 1));
  const decision& d = s.answer({"FREEGOLD"});
  CHECK(d.verdict == verdict::deny);
  const finding* f = find(d, finding_code::proposal_unknown_offer);
  REQUIRE(f != nullptr);
  CHECK(f->text == "FREEGOLD");
  CHECK(s.answer({"TEN", "TEN"}).verdict == verdict::deny);
  CHECK(find(s.answer({"TEN", "TEN"}), finding_code::proposal_duplicate) != nullptr);
}

TEST_CASE("a condition that is false denies, one that is unknown needs") {
  shop s;
  s.offer("TEN", percent_off(10)).when = s.flag();
  s.open();
  s.line("A", 1, 1000);
  const decision& d = s.answer({"TEN"});
  CHECK(d.verdict == verdict::need);
  const finding* f = find(d, finding_code::offer_condition, verdict::need);
  REQUIRE(f != nullptr);
  CHECK(facts_of(d, *f) ==
        std::vector<missing_fact>{{missing_fact::kind::fact, 0, no_index, fact_state::missing}});
  CHECK(d.missing.size() == 1);
  CHECK(d.has_quote);
  s.facts().set(0, value::boolean(false));
  CHECK(s.answer({"TEN"}).verdict == verdict::deny);
  CHECK(s.answer({"TEN"}).quote.discount == 100);
  s.facts().set(0, value::boolean(true));
  CHECK(s.answer({"TEN"}).verdict == verdict::allow);
}

TEST_CASE("closed stacking wants every pair permitted; a prohibition beats a permission") {
  shop s;
  s.header().stacking_open = 0;
  const graph::index coupon = s.offer_class("coupon");
  const graph::index haggle = s.offer_class("negotiated");
  s.offer("A", percent_off(1), {coupon});
  s.offer("B", percent_off(1), {haggle});
  s.offer("C", percent_off(1));
  s.rule("A-with-C", kind::with, shop::named(0), {shop::named(2)});
  s.rule("coupon-x-negotiated", kind::excludes, shop::of_class(coupon), {shop::of_class(haggle)});
  s.rule("A-with-any", kind::with, shop::named(0), {shop::any()});
  s.open();
  s.line("X", 1, 1000);
  CHECK(s.answer({"A"}).verdict == verdict::allow);
  CHECK(s.answer({"C", "A"}).verdict == verdict::allow);
  const decision& d = s.answer({"B", "A"});
  CHECK(d.verdict == verdict::deny);
  REQUIRE(d.findings.size() == 1);
  CHECK(d.findings[0].code == finding_code::stacking_excluded);
  CHECK(names(s, d, d.findings[0]) == std::vector<std::string>{"A", "B"});
  const decision& e = s.answer({"B", "C"});
  REQUIRE(e.findings.size() == 1);
  CHECK(e.findings[0].code == finding_code::stacking_not_permitted);
}

TEST_CASE("only a permission that names both offers lifts a prohibition, and only for that pair") {
  for (const bool named : {true, false}) {
    shop s;
    const graph::index order = s.offer_class("order");
    s.offer("A", percent_off(1), {order});
    s.offer("B", percent_off(1), {order});
    s.offer("C", percent_off(1), {order});
    s.rule("order-x-order", kind::excludes, shop::of_class(order), {shop::of_class(order)});
    const auto lifted =
        compile::graph_builder::append(s.builder().tables.rule_refs, std::vector<graph::index>{0});
    s.rule("lift", kind::with, named ? shop::named(0) : shop::of_class(order), {shop::named(1)})
        .overrides = lifted;
    s.open();
    s.line("X", 1, 1000);
    CHECK(s.answer({"A", "B"}).verdict == (named ? verdict::allow : verdict::deny));
    CHECK(s.answer({"A", "B", "C"}).findings.size() == (named ? 2 : 3));
    CHECK(s.answer({"A"}).verdict == verdict::allow);  // no rule relates an offer to itself
  }
}

TEST_CASE("alone, at most and requires") {
  shop s;
  const graph::index order = s.offer_class("order");
  s.offer("A", percent_off(1), {order});
  s.offer("B", percent_off(1), {order}).repeat = 2;
  s.offer("SOLO", percent_off(20));
  s.gift("TOTE", 400);
  s.rule("SOLO-alone", kind::alone, shop::named(2));
  s.rule("at-most-1-of-order", kind::at_most, shop::of_class(order)).count = 1;
  s.rule("TOTE-requires", kind::requires_any, shop::named(3), {shop::named(0), shop::named(1)});
  s.rule("SOLO-requires", kind::requires_all, shop::named(2), {});
  s.open();
  s.line("X", 1, 10000);
  CHECK(s.answer({"SOLO"}).verdict == verdict::allow);
  CHECK(s.answer({"SOLO"}).quote.total == 8000);
  CHECK(find(s.answer({"SOLO", "A"}), finding_code::stacking_alone) != nullptr);
  const decision& d = s.answer({"A", "B"});
  const finding* f = find(d, finding_code::stacking_at_most);
  REQUIRE(f != nullptr);
  CHECK(f->actual.numerator == 2);
  CHECK(find(s.answer({"B", "B"}), finding_code::stacking_at_most) != nullptr);
  CHECK(find(s.answer({"TOTE"}), finding_code::stacking_requires) != nullptr);
  CHECK(s.answer({"TOTE", "A"}).verdict == verdict::allow);
  CHECK(s.answer({"TOTE", "A"}).quote.concession == 500);
}

TEST_CASE("a conditional rule whose fact is unknown is a need only where it matters") {
  shop s;
  s.header().stacking_open = 0;
  s.offer("A", percent_off(1));
  s.offer("B", percent_off(1));
  s.offer("C", percent_off(1));
  s.rule("with", kind::with, shop::named(0), {shop::named(1)}).when = s.flag();
  s.rule("A-with-C", kind::with, shop::named(0), {shop::named(2)});
  s.rule("x", kind::excludes, shop::named(0), {shop::named(2)}).when = s.flag();
  s.open();
  s.line("X", 1, 1000);
  CHECK(find(s.answer({"A", "B"}), finding_code::stacking_not_permitted, verdict::need) != nullptr);
  CHECK(find(s.answer({"A", "C"}), finding_code::stacking_excluded, verdict::need) != nullptr);
  CHECK(s.answer({"A"}).verdict == verdict::allow);
  s.facts().set(0, value::boolean(true));
  CHECK(s.answer({"A", "B"}).verdict == verdict::allow);
  CHECK(s.answer({"A", "C"}).verdict == verdict::deny);
  s.facts().set(0, value::boolean(false));
  CHECK(s.answer({"A", "B"}).verdict == verdict::deny);
  CHECK(s.answer({"A", "C"}).verdict == verdict::allow);
}

TEST_CASE("ratios are compared exactly, without rounding") {
  shop s;
  s.offer("OFF", amount_off(1000));
  s.offer("MORE", amount_off(1001));
  s.limit("cap", graph::measure::discount, graph::comparison::at_most,
          graph::amount_kind::share_of_subtotal, 33'333'333);
  s.open();
  s.line("A", 1, 3000);
  // A third of 30.00 is 9.9999999 at eight digits: ten is above it.
  CHECK(s.answer({"OFF"}).verdict == verdict::deny);
  const finding* f = find(s.answer({"OFF"}), finding_code::limit_exceeded);
  REQUIRE(f != nullptr);
  CHECK(f->actual.numerator == 1000);
  CHECK(f->bound.numerator == 99999999);
  CHECK(f->bound.denominator == 100000);
}

TEST_CASE("margin counts everything, and no payment against costs breaks it") {
  shop s;
  s.offer("HALF", percent_off(50));
  s.offer("ALL", percent_off(100));
  s.gift("TOTE", 400);
  s.limit("margin", graph::measure::margin, graph::comparison::at_least, graph::amount_kind::share,
          20 * percent);
  s.open();
  s.line("A", 2, 1000, -1, 400);
  CHECK(s.answer({"HALF"}).verdict == verdict::allow);  // (1000 - 800) / 1000
  CHECK(s.answer({"HALF", "TOTE"}).verdict == verdict::deny);
  CHECK(s.answer({"ALL"}).verdict == verdict::deny);
  CHECK(s.answer({"TOTE"}).verdict == verdict::allow);  // (2000 - 1200) / 2000
  s.line("B", 1, 100);
  const decision& d = s.answer({"HALF"});
  CHECK(d.verdict == verdict::need);
  const finding* f = find(d, finding_code::limit_exceeded, verdict::need);
  REQUIRE(f != nullptr);
  CHECK(facts_of(d, *f) ==
        std::vector<missing_fact>{{missing_fact::kind::line, line_cost, 1, fact_state::missing}});
}

TEST_CASE("what the bare cart breaks already is a note unless the proposal makes it worse") {
  shop s;
  s.offer("OFF", percent_off(10));
  s.gift("FREE", 0);
  s.limit("margin", graph::measure::margin, graph::comparison::at_least, graph::amount_kind::share,
          90 * percent);
  s.floor_price("floor", graph::otherwise::deny);
  s.open();
  s.line("A", 1, 1000, 2000, 500);
  CHECK(s.answer({"OFF"}).verdict == verdict::deny);
  CHECK(s.answer({"OFF"}).findings.size() == 2);
  const decision& d = s.answer({"FREE"});
  CHECK(d.verdict == verdict::allow);
  CHECK(d.notes.size() == 1);
}

TEST_CASE("a limit whose condition is unknown is nothing while its bound holds") {
  shop s;
  s.offer("OFF", percent_off(10));
  s.limit("cap", graph::measure::discount, graph::comparison::at_most,
          graph::amount_kind::share_of_subtotal, 10 * percent)
      .when = s.flag();
  s.limit("tight", graph::measure::discount, graph::comparison::at_most,
          graph::amount_kind::share_of_subtotal, 5 * percent);
  s.open();
  s.line("A", 1, 1000);
  const decision& d = s.answer({"OFF"});
  CHECK(d.findings.size() == 1);
  CHECK(d.missing.size() == 1);
}

TEST_CASE("counters are never taken as zero") {
  shop s;
  s.offer("OFF", percent_off(10));
  s.offer("OTHER", percent_off(5));
  graph::limit_row& once = s.limit("once", graph::measure::uses, graph::comparison::at_most,
                                   graph::amount_kind::count, 1);
  once.target = target_kind::offer;
  once.target_index = 0;
  once.scope = graph::scope::counter;
  once.counter = s.counter("uses of OFF per customer", false);
  s.builder().tables.counters[0].per_customer = 1;
  s.open();
  s.line("A", 1, 1000);
  const decision& d = s.answer({"OFF"});
  CHECK(d.verdict == verdict::need);
  CHECK(d.missing.size() == 2);
  CHECK(s.answer({"OTHER"}).verdict == verdict::allow);
  s.facts().set_counter(0, 0);
  CHECK(s.answer({"OFF"}).verdict == verdict::need);
  s.facts().set_customer_key("c-1");
  CHECK(s.answer({"OFF"}).verdict == verdict::allow);
  s.facts().set_counter(0, 1);
  CHECK(s.answer({"OFF"}).verdict == verdict::deny);
}

TEST_CASE("an approval lifts the one escalation it is for") {
  shop s;
  s.offer("OFF", percent_off(10));
  graph::limit_row& cap = s.limit("cap", graph::measure::discount, graph::comparison::at_most,
                                  graph::amount_kind::share_of_subtotal, 8 * percent);
  cap.otherwise = graph::otherwise::escalate;
  cap.role = s.text("supervisor");
  s.open();
  s.line("A", 1, 10000);
  const decision& d = s.answer({"OFF"});
  CHECK(d.verdict == verdict::escalate);
  REQUIRE(d.approvals.size() == 1);
  CHECK(d.approvals[0].up_to.numerator == 1000);
  const std::string hash = cart_hash(s.facts());
  approval a;
  a.role = "supervisor";
  a.limit = "cap";
  a.customer = "c-1";
  a.pack_digest = s.pack().digest();
  a.cart_hash = hash;
  a.until = {1000, 0};
  a.has_until = true;
  a.up_to = 1000;
  const auto with = [&](const approval& given) {
    fact_set& facts = s.facts();
    facts.clear();
    facts.open_cart();
    s.line("A", 1, 10000);
    facts.set_customer_key("c-1");
    facts.set_now({1000, 0});
    facts.add_approval(given);
    return s.answer({"OFF"}).verdict;
  };
  CHECK(with(a) == verdict::allow);
  approval b = a;
  b.up_to = 999;
  CHECK(with(b) == verdict::escalate);
  b = a;
  b.up_to = 10 * percent;
  b.up_to_is_share = true;
  CHECK(with(b) == verdict::allow);
  b.up_to -= 1;
  CHECK(with(b) == verdict::escalate);
  b = a;
  b.role = "agent";
  CHECK(with(b) == verdict::escalate);
}

TEST_CASE("without a cart, limits on lines need it") {
  shop s;
  s.offer("OFF", percent_off(10));
  s.gift("TOTE", 400);
  s.limit("cap", graph::measure::discount, graph::comparison::at_most,
          graph::amount_kind::share_of_subtotal, 50 * percent);
  s.open();
  const decision& d = s.answer({"OFF"});
  CHECK(d.verdict == verdict::need);
  REQUIRE(d.missing.size() == 1);
  CHECK(d.missing[0].what == missing_fact::kind::cart);
  CHECK(s.answer({"TOTE"}).verdict == verdict::allow);
}

TEST_CASE("an unknown price in a floor is a need") {
  shop s;
  s.offer("OFF", percent_off(10));
  s.floor_price("floor", graph::otherwise::deny);
  s.open();
  s.line("A", 1, 1000, 900);
  s.line("B", 1, 1000);
  const decision& d = s.answer({"OFF"});
  CHECK(d.verdict == verdict::need);
  CHECK(d.findings.size() == 1);
}

TEST_CASE("per unit tests every run of equal units, per line the average") {
  for (const bool per_unit : {true, false}) {
    shop s;
    graph::effect_row pick = effect(effect_kind::pick_off, graph::unit::share, 50 * percent);
    pick.buy = 1;
    s.offer("PICK", pick);
    s.floor_price("floor", graph::otherwise::deny).scope =
        per_unit ? graph::scope::unit : graph::scope::line;
    s.open();
    s.line("A", 4, 1000, 800);
    CHECK(s.answer({"PICK"}).verdict == (per_unit ? verdict::deny : verdict::allow));
  }
}

TEST_CASE("the order of the proposal changes nothing") {
  shop s;
  s.header().stacking_open = 0;
  s.offer("A", percent_off(7));
  s.offer("B", amount_off(333));
  s.offer("C", percent_off(3)).when = s.flag();
  s.limit("cap", graph::measure::discount, graph::comparison::at_most, graph::amount_kind::money,
          300);
  s.rule("A-with-B", kind::with, shop::named(0), {shop::named(1)});
  s.rule("A-x-C", kind::excludes, shop::named(0), {shop::named(2)});
  s.open();
  s.line("X", 3, 777);
  s.line("Y", 1, 1234);
  std::vector<std::string_view> offers = {"A", "B", "C", "NOPE"};
  std::vector<int> codes;
  std::int64_t total = -1;
  do {
    const decision& d = s.answer({offers[0], offers[1], offers[2], offers[3]});
    std::vector<int> found;
    for (const finding& f : d.findings) {
      found.push_back(static_cast<int>(f.code));
      found.push_back(static_cast<int>(f.rule));
      for (std::uint32_t i = 0; i < f.offers.count; ++i) {
        found.push_back(static_cast<int>(d.finding_offers[f.offers.first + i]));
      }
    }
    if (total < 0) codes = found;
    total = d.quote.total;
    CHECK(found == codes);
  } while (std::next_permutation(offers.begin(), offers.end()));
  CHECK(codes.size() > 6);
}

TEST_CASE("an effect that can't be computed leaves no quote") {
  shop s;
  graph::effect_row match = effect(effect_kind::match_price, graph::unit::none, 0);
  match.expression = s.line_map();
  s.offer("MATCH", match);
  s.offer("OFF", percent_off(10));
  s.limit("cap", graph::measure::discount, graph::comparison::at_most,
          graph::amount_kind::share_of_subtotal, percent);
  s.open();
  const std::uint32_t line = s.line("A", 1, 1000);
  const decision& d = s.answer({"OFF", "MATCH"});
  CHECK(d.verdict == verdict::need);
  CHECK_FALSE(d.has_quote);
  const finding* f = find(d, finding_code::effect_unknown, verdict::need);
  REQUIRE(f != nullptr);
  CHECK(names(s, d, *f) == std::vector<std::string>{"MATCH"});
  CHECK(facts_of(d, *f).size() == 1);
  s.facts().set_line_state(line, line_built_in_count, fact_state::absent);
  const decision& e = s.answer({"MATCH"});
  CHECK(e.verdict == verdict::deny);
  CHECK(find(e, finding_code::rule_error) != nullptr);
}

TEST_CASE("a selector that doesn't know a line leaves effects and limits on it unknown") {
  shop s;
  const graph::index tea = s.selector("tea", "TEA");
  s.offer("OFF", percent_off(10, target_kind::selector, tea));
  s.offer("ALL", percent_off(10));
  graph::limit_row& floor = s.floor_price("floor", graph::otherwise::deny);
  floor.target = target_kind::selector;
  floor.target_index = tea;
  s.open();
  s.line("TEA", 1, 1000, 500);
  const std::uint32_t odd = s.line("MUG", 1, 1000);
  CHECK(s.answer({"ALL"}).verdict == verdict::allow);
  s.facts().set_line_state(odd, line_sku, fact_state::withheld);
  CHECK(find(s.answer({"OFF"}), finding_code::effect_unknown, verdict::need) != nullptr);
  CHECK(find(s.answer({"ALL"}), finding_code::limit_exceeded, verdict::need) != nullptr);
}

TEST_CASE("a clamping budget that isn't known is a need, never a deny") {
  shop s;
  s.offer("OFF", amount_off(1500));
  graph::limit_row& budget = s.limit("budget", graph::measure::spend, graph::comparison::at_most,
                                     graph::amount_kind::money, 1000);
  budget.scope = graph::scope::counter;
  budget.otherwise = graph::otherwise::clamp;
  budget.counter = s.counter("spend per campaign", true);
  s.open();
  s.line("A", 1, 5000);
  s.asked().accept_partial = true;
  CHECK(s.answer({"OFF"}).verdict == verdict::need);
  s.facts().set_counter(0, 400);
  CHECK(s.answer({"OFF"}).verdict == verdict::allow);
  CHECK(s.answer({"OFF"}).quote.discount == 600);
}
