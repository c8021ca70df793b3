// Every field of the other tables of an image, out of its range in turn; offers and effects stand
// in verify_effects_test.cpp.
#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "support/catch.hpp"
#include "verify_cases.hpp"

namespace {

using namespace parley;
using namespace parley::graph;
using namespace parley::testing;

TEST_CASE("fields of the header") {
  const auto with = [](auto set) { return [=](wide_tables& t) { set(t.header[0]); }; };
  refused("header", 0,
          {
              with([](header_row& h) { h.name = nowhere; }),
              with([](header_row& h) { h.timezone = nowhere; }),
              with([](header_row& h) {
                h.digest = {0, 1};
              }),
              with([](header_row& h) { h.currency = no_currency; }),
              with([](header_row& h) { h.currency_digits = 5; }),
              with([](header_row& h) { h.rounding = static_cast<rounding_mode>(8); }),
              with([](header_row& h) { h.rounding_level[0] = 3; }),
              with([](header_row& h) { h.rounding_level[1] = 3; }),
              with([](header_row& h) { h.rounding_level[2] = 3; }),
              with([](header_row& h) { h.remainder = 5; }),
              with([](header_row& h) { h.stacking_open = 2; }),
              with([](header_row& h) { h.intent_optional = 2; }),
              with([](header_row& h) { h.has_negotiation = 2; }),
              with([](header_row& h) { h.tax_inclusive = 2; }),
              with([](header_row& h) { h.stacking_mutual = 2; }),
              with([](header_row& h) { h.stacking_mutual = h.stacking_open = 1; }),
              with([](header_row& h) { h.line_order = 3; }),
              with([](header_row& h) { h.tax_rounding = 3; }),
              with([](header_row& h) { h.tax_on_list = 2; }),
              with([](header_row& h) { h.ladder = beyond; }),
              with([](header_row& h) { h.sweeteners = beyond; }),
              with([](header_row& h) { h.triggers = beyond; }),
              with([](header_row& h) { h.expires_seconds = -1; }),
              with([](header_row& h) { h.min_move = -1; }),
              with([](header_row& h) { h.min_move = most_money + 1; }),
              with([](header_row& h) { h.issues = beyond; }),
              with([](header_row& h) { h.evidence = 10; }),
              with([](header_row& h) { h.evidence = 3; }),  // no money
              with([](header_row& h) { h.strategy = static_cast<strategy>(5); }),
              with([](header_row& h) { h.strategy = strategy::micro; }),  // without issues
              with([](header_row& h) { h.unused[2] = 1; }),
              with([](header_row& h) { h.resume_seconds = -1; }),
              with([](header_row& h) { h.global_limits = beyond; }),
              with([](header_row& h) { h.handoffs = beyond; }),
              with([](header_row& h) { h.obligations = beyond; }),
              with([](header_row& h) { h.any_stacking = beyond; }),
              [](wide_tables& t) {  // a limit that is none
                t.rule_refs[t.header[0].global_limits.first] =
                    static_cast<graph::index>(t.limits.size());
              },
              [](wide_tables& t) {  // limits that don't rise
                const row_range run = t.header[0].global_limits;
                std::swap(t.rule_refs[run.first], t.rule_refs[run.first + 1]);
              },
              [](wide_tables& t) { t.offer_refs[t.header[0].sweeteners.first] = 99; },
              [](wide_tables& t) {
                t.header[0].ladder = {static_cast<std::uint32_t>(t.steps.size()), 65};
                t.steps.resize(t.steps.size() + 65, t.steps[0]);
              },
          });
  sound({
      with([](header_row& h) { h.currency_digits = 4, h.rounding = rounding_mode::up_05; }),
      with([](header_row& h) { h.remainder = 4, h.stacking_mutual = 1, h.stacking_open = 0; }),
      with([](header_row& h) { h.line_order = h.tax_rounding = 2; }),
      with([](header_row& h) { h.rounding_level[0] = h.rounding_level[2] = 2; }),
      with([](header_row& h) { h.min_move = most_money, h.evidence = no_index; }),
      with([](header_row& h) { h.expires_seconds = h.resume_seconds = 0; }),
      [](wide_tables& t) {
        t.header[0].ladder = {static_cast<std::uint32_t>(t.steps.size()), 64};
        t.steps.resize(t.steps.size() + 64, t.steps[0]);
      },
      [](wide_tables& t) {
        t.header[0].issues = {static_cast<std::uint32_t>(t.subjects.size()), 1};
        t.subjects.push_back({subject_row::kind::offer, {}, 0});
        t.header[0].strategy = strategy::conceder;
      },
  });
  // What is negotiated are offers and classes, never just anything.
  const auto subjects = testing::every_row().tables().subjects.size();
  refused("subjects", subjects, {[](wide_tables& t) {
            t.header[0].issues = {static_cast<std::uint32_t>(t.subjects.size()), 1};
            t.subjects.push_back({});
          }});
}

TEST_CASE("fields of facts and of attributes of lines") {
  const auto& facts = testing::every_row().tables().facts;
  const auto fact = [&](std::string_view name, auto set) {
    std::size_t at = 0;
    while (testing::every_row().text(facts[at].name) != name) ++at;
    return std::pair<std::size_t, change>{at, [=](wide_tables& t) { set(t.facts[at]); }};
  };
  const auto kind_at = [](const wide_tables& t, type_kind kind) {
    graph::index at = 0;
    while (t.constants[at].kind != kind) ++at;
    return at;
  };
  const std::pair<std::size_t, change> broken[] = {
      fact("vat", [](fact_row& f) { f.name = {}; }),
      fact("vat", [](fact_row& f) { f.at.file = nowhere; }),
      fact("vat", [](fact_row& f) { f.unused = 1; }),
      fact("vat", [](fact_row& f) { f.unused2 = 1; }),
      fact("vat", [](fact_row& f) { f.flags = 4; }),
      fact("vat", [](fact_row& f) { f.max_age_seconds = -2; }),
      fact("vat", [](fact_row& f) { f.max_size = 10'001; }),
      fact("vat", [](fact_row& f) { f.default_value = 0xFFFF; }),
      fact("vat", [](fact_row& f) { f.element = type_kind::string; }),
      fact("vat", [](fact_row& f) { f.type = type_kind::null; }),
      fact("vat", [](fact_row& f) { f.type = type_kind::bytes; }),
      fact("vat", [](fact_row& f) { f.type = type_kind::real; }),
      fact("vat", [](fact_row& f) { f.type = type_kind::object; }),
      fact("vat", [](fact_row& f) { f.type = type_kind::integer; }),  // and a default of percent
      fact("customer.orders", [](fact_row& f) { f.maximum = 0xFFFF; }),
      fact("customer.orders", [](fact_row& f) { f.type = type_kind::decimal; }),
      fact("customer.orders", [](fact_row& f) { f.minimum = no_index, f.type = type_kind::money; }),
      fact("customer.tier", [](fact_row& f) { f.one_of = too_many; }),
      fact("customer.tier", [](fact_row& f) { f.type = type_kind::integer; }),
      fact("customer.tags", [](fact_row& f) { f.element = type_kind::integer; }),
      fact("customer.tags", [](fact_row& f) { f.element = type_kind::null; }),
      fact("customer.tags", [](fact_row& f) { f.element = type_kind::list; }),
      fact("customer.points", [](fact_row& f) { f.element = type_kind::optional; }),
      fact("customer.points", [](fact_row& f) { f.default_value = 0; }),
      fact("customer.points", [](fact_row& f) { f.minimum = 0; }),
      fact("customer.points", [](fact_row& f) { f.maximum = 0; }),
  };
  std::size_t number = 0;
  for (const auto& [row, c] : broken) {
    INFO("case " << number++);
    CHECK(verdict_after(c) == row_of("facts", row));
  }
  sound({
      fact("vat", [](fact_row& f) { f.flags = 3, f.max_size = 10'000; }).second,
      fact("vat", [](fact_row& f) { f.max_age_seconds = 0; }).second,
      fact("customer.points", [](fact_row& f) { f.element = type_kind::duration; }).second,
  });
  // By name, each once.
  refused("facts", 1,
          {[](wide_tables& t) { std::swap(t.facts[0], t.facts[1]); },
           [](wide_tables& t) { t.facts[1].name = t.facts[0].name; }});
  refused("line_facts", 7, {[](wide_tables& t) { t.line_facts.resize(7); }});
  refused("line_facts", line_sku,
          {[](wide_tables& t) { t.line_facts[line_sku].name = t.line_facts[line_id].name; },
           [](wide_tables& t) { t.line_facts[line_sku].type = type_kind::integer; },
           [](wide_tables& t) { t.line_facts[line_sku].flags = 4; }});
  refused("line_facts", line_tags,
          {[](wide_tables& t) { t.line_facts[line_tags].element = type_kind::integer; }});
  refused("line_facts", line_built_in_count + 1, {[](wide_tables& t) {
            std::swap(t.line_facts[line_built_in_count], t.line_facts[line_built_in_count + 1]);
          }});
  // A default of the type of the attribute, not of another.
  refused("line_facts", line_built_in_count, {[&](wide_tables& t) {
            t.line_facts[line_built_in_count].default_value = kind_at(t, type_kind::string);
          }});
}

TEST_CASE("as many facts as there may be, and one more") {
  const auto filled = [](bool of_lines, std::size_t size) {
    return [=](wide_tables& t) {
      auto& rows = of_lines ? t.line_facts : t.facts;
      // Names that follow all others: z0000, z0001 ...
      for (std::size_t i = 0; rows.size() < size; ++i) {
        fact_row row;
        row.type = type_kind::integer;
        row.name = {static_cast<std::uint32_t>(t.texts.size()), 5};
        t.texts.push_back('z');
        for (std::size_t unit = 1000; unit > 0; unit /= 10)
          t.texts.push_back(static_cast<char>('0' + i / unit % 10));
        rows.push_back(row);
      }
    };
  };
  sound({filled(false, 4'096), filled(true, 4'096)});
  const std::size_t lines = testing::every_row().tables().line_facts.size();
  refused("line_facts", lines, {filled(false, 4'097)});
  refused("line_facts", 4'097, {filled(true, 4'097)});
}

TEST_CASE("fields of selectors, classes and obligations") {
  const graph::index plain = condition();
  const graph::index of_number = expression_of(type_kind::money, false);
  refused("selectors", 1,
          {
              [](wide_tables& t) { t.selectors[1].name = {}; },
              [](wide_tables& t) { t.selectors[1].when = no_index; },
              [=](wide_tables& t) { t.selectors[1].when = of_number; },
              [](wide_tables& t) { t.selectors[1].at.file = nowhere; },
          });
  sound({[=](wide_tables& t) { t.selectors[1].when = plain; },
         [](wide_tables& t) { t.selectors.resize(4'096, t.selectors[1]); },
         [](wide_tables& t) { t.classes.resize(4'096, t.classes[1]); }});
  refused("selectors", 4'096, {[](wide_tables& t) { t.selectors.resize(4'097, t.selectors[1]); }});
  refused("classes", 4'096, {[](wide_tables& t) { t.classes.resize(4'097, t.classes[1]); }});
  refused("classes", 1,
          {
              [](wide_tables& t) { t.classes[1].name = {}; },
              [](wide_tables& t) { t.classes[1].members = beyond; },
              [](wide_tables& t) {
                t.classes[1].members = {static_cast<std::uint32_t>(t.offer_refs.size()), 1};
                t.offer_refs.push_back(11);
              },
              [](wide_tables& t) {
                t.classes[1].members = {static_cast<std::uint32_t>(t.offer_refs.size()), 2};
                t.offer_refs.insert(t.offer_refs.end(), {1, 1});
              },
          });
  const graph::index line = expression_of(type_kind::boolean, true);
  refused("obligations", 1,
          {
              [](wide_tables& t) { t.obligations[1].kind = {}; },
              [](wide_tables& t) { t.obligations[1].text = nowhere; },
              [=](wide_tables& t) { t.obligations[1].when = line; },
              [](wide_tables& t) { t.obligations[1].at.file = nowhere; },
          });
}

TEST_CASE("fields of stacking rules") {
  const auto with = [](auto set) { return [=](wide_tables& t) { set(t.stacking[1]); }; };
  const graph::index line = expression_of(type_kind::boolean, true);
  refused("stacking", 1,
          {
              with([](stacking_row& r) { r.id = {}; }),
              with([](stacking_row& r) { r.text = nowhere; }),
              with([](stacking_row& r) { r.because = nowhere; }),
              with([](stacking_row& r) { r.at.file = nowhere; }),
              with([](stacking_row& r) { r.kind = static_cast<stacking_kind>(7); }),
              with([](stacking_row& r) { r.unused[1] = 1; }),
              with([=](stacking_row& r) { r.when = line; }),
              with([](stacking_row& r) { r.left.what = static_cast<subject_row::kind>(3); }),
              with([](stacking_row& r) {
                r.left = {subject_row::kind::offer, {}, 11};
              }),
              with([](stacking_row& r) {
                r.left = {subject_row::kind::offer_class, {}, 99};
              }),
              with([](stacking_row& r) {
                r.left = {subject_row::kind::any, {}, 0};
              }),
              with([](stacking_row& r) { r.left.unused[0] = 1; }),
              with([](stacking_row& r) { r.right = beyond; }),
              with([](stacking_row& r) { r.right = {}; }),
              with([](stacking_row& r) { r.kind = stacking_kind::alone; }),
              with([](stacking_row& r) { r.kind = stacking_kind::at_most; }),
              with([](stacking_row& r) { r.overrides = beyond; }),
              [](wide_tables& t) { t.rule_refs[t.stacking[1].overrides.first] = 0x7FFF'FFFF; },
          });
  refused("subjects", 2,
          {[](wide_tables& t) { t.subjects[2].unused[1] = 1; },
           [](wide_tables& t) { t.subjects[2].what = subject_row::kind(3); }});
  sound({with([](stacking_row& r) { r.left = {}; }),
         with([](stacking_row& r) { r.kind = stacking_kind::alone, r.right = {}; }),
         with([](stacking_row& r) { r.kind = stacking_kind::before, r.overrides = {}; }),
         [](wide_tables& t) { t.stacking.resize(200'000, t.stacking[0]); }});
  refused("stacking", 200'000, {[](wide_tables& t) { t.stacking.resize(200'001, t.stacking[0]); }});
}

TEST_CASE("fields of limits and counters") {
  const auto with = [](auto set) { return [=](wide_tables& t) { set(t.limits[0]); }; };
  const graph::index line = expression_of(type_kind::boolean, true);
  const graph::index money = expression_of(type_kind::money, true);
  const auto target = [=](target_kind to, graph::index which) {
    return with([=](limit_row& l) { l.target = to, l.target_index = which; });
  };
  const auto amount = [=](amount_kind kind, graph::index expression, std::int64_t value) {
    return with(
        [=](limit_row& l) { l.amount_kind = kind, l.expression = expression, l.amount = value; });
  };
  refused("limits", 0,
          {
              with([](limit_row& l) { l.id = {}; }),
              with([](limit_row& l) { l.text = nowhere; }),
              with([](limit_row& l) { l.because = nowhere; }),
              with([](limit_row& l) { l.role = nowhere; }),
              with([](limit_row& l) { l.at.file = nowhere; }),
              with([](limit_row& l) { l.measure = static_cast<measure>(9); }),
              with([](limit_row& l) { l.comparison = static_cast<comparison>(2); }),
              with([](limit_row& l) { l.otherwise = static_cast<otherwise>(4); }),
              with([](limit_row& l) { l.scope = static_cast<scope>(4); }),
              with([](limit_row& l) { l.amount_kind = static_cast<amount_kind>(8); }),
              with([](limit_row& l) { l.unused[1] = 1; }),
              with([](limit_row& l) { l.unused2 = 1; }),
              with([](limit_row& l) { l.otherwise = otherwise::escalate; }),  // to nobody
              with([](limit_row& l) { l.role = l.id; }),                      // for nothing
              with([](limit_row& l) { l.counter = 99, l.scope = scope::counter; }),
              with([](limit_row& l) { l.counter = 0; }),
              with([](limit_row& l) { l.scope = scope::counter; }),
              with([=](limit_row& l) { l.when = line; }),
              with([](limit_row& l) { l.playbook = 1; }),
              with([](limit_row& l) { l.obligations = beyond; }),
              target(target_kind::offer, 11),
              target(target_kind::offer_class, 99),
              target(target_kind::selector, 2),
              target(target_kind::none, 0),
              target(target_kind::order, 0),
              target(target_kind::shipping, 0),
              target(target_kind::sku, no_index),
              target(static_cast<target_kind>(7), no_index),
              amount(amount_kind::expression, no_index, 0),
              amount(amount_kind::share_of_expression, no_index, 0),
              amount(amount_kind::money, money, 0),
              amount(amount_kind::expression, 0xFFFF, 0),
              amount(amount_kind::expression, line, 0),
              amount(amount_kind::money, no_index, most_money + 1),
              amount(amount_kind::money, no_index, -most_money - 1),
          });
  sound({
      target(target_kind::offer, 10),
      target(target_kind::offer_class, 0),
      target(target_kind::selector, 1),
      target(target_kind::shipping, no_index),
      amount(amount_kind::share_of_expression, money, most_money),
      amount(amount_kind::count, no_index, -most_money),
      with([](limit_row& l) { l.role = l.id, l.otherwise = otherwise::escalate; }),
      with([](limit_row& l) { l.scope = scope::counter, l.counter = 1; }),
      with([](limit_row& l) {
        l.playbook = 0, l.obligations = {0, 2};
      }),
      [](wide_tables& t) { t.limits.resize(200'000, t.limits[0]); },
  });
  refused("limits", 200'000, {[](wide_tables& t) { t.limits.resize(200'001, t.limits[0]); }});
  refused("counters", 1,
          {
              [](wide_tables& t) { t.counters[1].key = {}; },
              [](wide_tables& t) { t.counters[1].measure = static_cast<measure>(9); },
              [](wide_tables& t) { t.counters[1].is_money = 2; },
              [](wide_tables& t) { t.counters[1].per_customer = 2; },
              [](wide_tables& t) { t.counters[1].unused = 1; },
              [](wide_tables& t) { t.counters[1].key = t.counters[0].key; },
          });
}

TEST_CASE("fields of playbooks and handoffs") {
  const auto with = [](auto set) { return [=](wide_tables& t) { set(t.playbooks[0]); }; };
  refused("playbooks", 0,
          {
              with([](playbook_row& p) { p.name = {}; }),
              with([](playbook_row& p) { p.at.file = nowhere; }),
              with([](playbook_row& p) { p.offers = beyond; }),
              with([](playbook_row& p) { p.needs = beyond; }),
              with([](playbook_row& p) { p.limits = beyond; }),
              with([](playbook_row& p) { p.handoffs = beyond; }),
              with([](playbook_row& p) { p.obligations = beyond; }),
              [](wide_tables& t) { t.fact_refs[t.playbooks[0].needs.first] = 10; },
              [](wide_tables& t) {
                t.rule_refs.push_back(0x7FFF'FFFF);
                t.playbooks[0].limits = {static_cast<std::uint32_t>(t.rule_refs.size() - 1), 1};
              },
          });
  const graph::index line = expression_of(type_kind::boolean, true);
  refused("handoffs", 1,
          {
              [=](wide_tables& t) { t.handoffs[1].when = line; },
              [](wide_tables& t) { t.handoffs[1].to = nowhere; },
              [](wide_tables& t) { t.handoffs[1].because = nowhere; },
              [](wide_tables& t) { t.handoffs[1].at.file = nowhere; },
          });
}

TEST_CASE("fields of a negotiation") {
  refused("step_items", 1,
          {
              [](wide_tables& t) { t.step_items[1].offer = 11; },
              [](wide_tables& t) { t.step_items[1].has_parameter = 2; },
              [](wide_tables& t) { t.step_items[1].unused[2] = 1; },
          });
  const auto items = [](std::uint32_t count) {
    return [=](wide_tables& t) {
      t.steps[1].items = {static_cast<std::uint32_t>(t.step_items.size()), count};
      t.step_items.resize(t.step_items.size() + count, t.step_items[0]);
    };
  };
  sound({items(64), [](wide_tables& t) { t.triggers[1].worth = most_money; }});
  refused("steps", 1,
          {
              items(65),
              [](wide_tables& t) { t.steps[1].items = beyond; },
              [](wide_tables& t) { t.steps[1].text = nowhere; },
              [](wide_tables& t) { t.steps[1].at.file = nowhere; },
          });
  const graph::index line = expression_of(type_kind::boolean, true);
  refused("triggers", 1,
          {
              [](wide_tables& t) { t.triggers[1].name = {}; },
              [](wide_tables& t) { t.triggers[1].when = no_index; },
              [=](wide_tables& t) { t.triggers[1].when = line; },
              [](wide_tables& t) { t.triggers[1].at.file = nowhere; },
              [](wide_tables& t) { t.triggers[1].unused = 1; },
              [](wide_tables& t) { t.triggers[1].worth = -1; },
              [](wide_tables& t) { t.triggers[1].worth = most_money + 1; },
          });
}

TEST_CASE("sentences stand in order of language and key") {
  const auto& rows = testing::every_row().tables().wording;
  REQUIRE(rows.size() == 3);  // de allow, de deny, en deny
  refused("wording", 1,
          {
              [](wide_tables& t) { t.wording[1].language = {}; },
              [](wide_tables& t) { t.wording[1].key = {}; },
              [](wide_tables& t) { t.wording[1].text = nowhere; },
              [](wide_tables& t) { t.wording[1].at.file = nowhere; },
              [](wide_tables& t) { t.wording[1].key = t.wording[0].key; },
              [](wide_tables& t) { std::swap(t.wording[0], t.wording[1]); },
          });
  refused("wording", 2, {[](wide_tables& t) { std::swap(t.wording[1], t.wording[2]); }});
  sound({[](wide_tables& t) { t.wording[0].text = {}; }});
  // Keys that rise: t0, t1 ... of as many bytes each.
  const auto filled = [](std::size_t size) {
    return [=](wide_tables& t) {
      for (std::size_t i = 0; t.wording.size() < size; ++i) {
        wording_row row = t.wording[2];
        row.key = {static_cast<std::uint32_t>(t.texts.size()), 6};
        t.texts.push_back('t');
        for (std::size_t unit = 10'000; unit > 0; unit /= 10)
          t.texts.push_back(static_cast<char>('0' + i / unit % 10));
        t.wording.push_back(row);
      }
    };
  };
  sound({filled(20'000)});
  refused("wording", 20'000, {filled(20'001)});
}

TEST_CASE("cells of time zones") {
  const auto& data = testing::every_row().tables().zone_data;
  REQUIRE(data.size() > 9);
  REQUIRE(data[0] == 1);
  const auto size = static_cast<std::int64_t>(data.size());
  const auto with = [](std::size_t cell, std::int64_t v) {
    return [=](wide_tables& t) { t.zone_data[cell] = v; };
  };
  refused("zone_data", 0, {with(0, 0), with(0, -1), with(0, size)});
  refused("zone_data", 1,
          {with(1, 0), with(1, std::int64_t{0x7FFF'FFFF} << 32 | 1), with(2, 6), with(3, 0),
           with(3, size)});
  refused("zone_data", 5, {with(5, 0), with(6, 93'601), with(6, -93'601)});
  refused("zone_data", 7, {with(7, beginning_of_time), with(7, data[4]), with(8, 93'601)});
  // A cell that belongs to no zone.
  refused("zone_data", data.size(), {[](wide_tables& t) { t.zone_data.push_back(0); }});
  sound({with(6, 93'600), with(6, -93'600), [](wide_tables& t) { t.zone_data.clear(); }});
  // Two zones of one name.
  refused("zone_data", 5, {[=](wide_tables& t) {
            std::vector<std::int64_t> twice = {2};
            for (int copy = 0; copy < 2; ++copy)
              twice.insert(twice.end(), t.zone_data.begin() + 1, t.zone_data.begin() + 5);
            for (int copy = 0; copy < 2; ++copy)
              twice.insert(twice.end(), t.zone_data.begin() + 5, t.zone_data.end());
            twice[2] = 9;
            twice[6] = 9 + size - 5;
            t.zone_data = twice;
          }});
}

}  // namespace
