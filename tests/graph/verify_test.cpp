#include "parley/graph/verify.hpp"

#include <functional>
#include <string>

#include "parley/graph/image.hpp"
#include "small_pack.hpp"
#include "support/catch.hpp"

namespace {

using namespace parley;
using tables = decltype(compile::graph_builder::tables);

/// What the verifier says of the small pack after one change.
std::string fault(const std::function<void(tables&)>& change) {
  compile::graph_builder builder = testing::small_tables();
  change(builder.tables);
  const std::optional<error> failure = graph::verify(builder.seal().tables());
  return failure ? failure->message : std::string("sound");
}

TEST_CASE("the small pack is sound") {
  CHECK(fault([](tables&) {}) == "sound");
}

TEST_CASE("doubles, and what makes them, stand in no image") {
  const auto verdict = [](const std::function<void(tables&)>& change, bool doubles) {
    compile::graph_builder builder = testing::small_tables();
    change(builder.tables);
    const auto failure = graph::verify(builder.seal().tables(), doubles);
    return failure ? failure->message : std::string("sound");
  };
  const auto node = [](graph::op which, std::uint16_t detail) {
    return [=](tables& t) {
      graph::expression_node& n = t.expression_nodes[1];
      n = {static_cast<std::uint8_t>(which), n.aux, detail, 0, 0, no_index};
      t.expressions[1].type = type_kind::any;
    };
  };
  const std::pair<const char*, std::function<void(tables&)>> cases[] = {
      {"row 0 of table constants is not sound",
       [](tables& t) { t.constants[0].kind = type_kind::real; }},
      {"row 1 of table expression_nodes is not sound", node(graph::op::add, 1)},
      {"row 1 of table expression_nodes is not sound",
       node(graph::op::call, static_cast<std::uint16_t>(graph::function::to_real))},
      {"row 1 of table expressions is not sound",
       [](tables& t) { t.expressions[1].type = type_kind::real; }},
  };
  for (const auto& [message, change] : cases) {
    CHECK(verdict(change, false) == message);
    CHECK(verdict(change, true).find("expression") == std::string::npos);
    CHECK(verdict(change, true).find("constants") == std::string::npos);
  }
  const auto optional = [](std::uint64_t high) {
    return [=](tables& t) {
      t.constants.push_back({type_kind::optional, 0, no_currency, 0, 0, high});
    };
  };
  CHECK(verdict(optional(0), false) == "sound");
  CHECK(verdict(optional(1), false).find("constants") != std::string::npos);
}

TEST_CASE("every kind of fault is found in its table") {
  const std::pair<const char*, std::function<void(tables&)>> cases[] = {
      {"row 0 of table header is not sound", [](tables& t) { t.header[0].rounding_level[1] = 3; }},
      {"row 0 of table header is not sound", [](tables& t) { t.header[0].ladder.count = 2; }},
      {"row 0 of table header is not sound", [](tables& t) { t.header[0].tax_on_list = 2; }},
      {"row 2 of table header is not sound", [](tables& t) { t.header.emplace_back(); }},
      {"row 0 of table constants is not sound", [](tables& t) { t.constants[0].low = 1 << 20; }},
      {"row 0 of table constants is not sound",
       [](tables& t) { t.constants[0].kind = type_kind::object; }},
      {"row 0 of table constants is not sound",
       [](tables& t) { t.constants[0] = {type_kind::list, 0, no_currency, 0, 0, 1}; }},
      {"row 0 of table constants is not sound",
       [](tables& t) { t.constants[0] = {type_kind::decimal, 0, no_currency, 9'000, 1, 0}; }},
      {"row 0 of table facts is not sound", [](tables& t) { t.facts[0].type = type_kind::list; }},
      {"row 0 of table facts is not sound", [](tables& t) { t.facts[0].minimum = 900; }},
      {"row 1 of table facts is not sound", [](tables& t) { t.facts.push_back(t.facts[0]); }},
      {"row 3 of table line_facts is not sound",
       [](tables& t) { t.line_facts[line_price].type = type_kind::string; }},
      {"row 2 of table line_facts is not sound", [](tables& t) { t.line_facts.resize(2); }},
      {"row 0 of table expression_nodes is not sound",
       [](tables& t) { t.expression_nodes[0].op = 255; }},
      {"row 0 of table expression_nodes is not sound",
       [](tables& t) { t.expression_nodes[0].a = 7; }},
      {"row 0 of table expression_nodes is not sound",
       [](tables& t) {
         t.expression_nodes[0] = {static_cast<std::uint8_t>(graph::op::logical_not), 0, 0, 0, 0, 0};
       }},
      {"row 1 of table expression_nodes is not sound",
       [](tables& t) { t.expression_nodes[1].aux = 0; }},
      {"row 1 of table expressions is not sound", [](tables& t) { t.expressions[1].reads = 0; }},
      {"row 0 of table expressions is not sound", [](tables& t) { t.expressions[0].root = 9; }},
      {"row 0 of table selectors is not sound",
       [](tables& t) {
         t.expression_nodes[1] = {
             static_cast<std::uint8_t>(graph::op::selector_sum), 1, 0, 0, 0, 0};
       }},
      {"row 0 of table selectors is not sound", [](tables& t) { t.selectors[0].when = no_index; }},
      {"row 1 of table offers is not sound", [](tables& t) { t.offers[1].position = 1; }},
      {"row 0 of table offers is not sound",
       [](tables& t) { t.offers[0].effect.target_index = 1; }},
      {"row 0 of table offers is not sound",
       [](tables& t) { t.offers[0].effect.maximum = ratio_one + 1; }},
      {"row 1 of table offers is not sound", [](tables& t) { t.offers[1].effect.step = 0; }},
      {"row 0 of table offers is not sound",
       [](tables& t) {
         t.offers[0].effect.kind = graph::effect_kind::per_spend;
         t.offers[0].effect.unit = graph::unit::money;
       }},
      {"row 0 of table offers is not sound", [](tables& t) { t.offers[0].repeat = 0; }},
      {"row 0 of table offers is not sound", [](tables& t) { t.offers[0].when = 1; }},
      {"row 1 of table offers_by_name is not sound", [](tables& t) { t.offers_by_name[1] = 1; }},
      {"row 0 of table classes is not sound", [](tables& t) { t.offer_refs[1] = 0; }},
      {"row 0 of table subjects is not sound", [](tables& t) { t.subjects[0].which = 5; }},
      {"row 0 of table stacking is not sound", [](tables& t) { t.stacking[0].right.count = 0; }},
      {"row 0 of table limits is not sound", [](tables& t) { t.limits[0].counter = no_index; }},
      {"row 0 of table limits is not sound",
       [](tables& t) { t.limits[0].otherwise = graph::otherwise::escalate; }},
      {"row 0 of table counters is not sound", [](tables& t) { t.counters[0].is_money = 2; }},
      {"row 0 of table playbooks is not sound", [](tables& t) { t.fact_refs[2] = 1; }},
      {"row 0 of table handoffs is not sound", [](tables& t) { t.handoffs[0].when = 2; }},
      {"row 0 of table obligations is not sound", [](tables& t) { t.obligations[0].kind = {}; }},
      {"row 0 of table steps is not sound", [](tables& t) { t.steps[0].items.first = 1; }},
      {"row 0 of table step_items is not sound", [](tables& t) { t.step_items[0].offer = 2; }},
      {"row 0 of table triggers is not sound", [](tables& t) { t.triggers[0].when = no_index; }},
  };
  std::size_t number = 0;
  for (const auto& [message, change] : cases) {
    INFO("case " << number++);
    CHECK(fault(change) == message);
  }
}

TEST_CASE("texts are whole UTF-8 or refused") {
  const auto with_name = [](std::string_view bytes) {
    return fault([&](tables& t) {
      const auto at = static_cast<std::uint32_t>(t.texts.size());
      t.texts.insert(t.texts.end(), bytes.begin(), bytes.end());
      t.header[0].name = {at, static_cast<std::uint32_t>(bytes.size())};
    });
  };
  CHECK(with_name("caf\xC3\xA9") == "sound");
  CHECK(with_name("\xF0\x9F\x8D\xB5") == "sound");
  for (const std::string_view bad :
       {"\xC3", "\xA9", "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "a\xFF"}) {
    CHECK(with_name(bad) == "row 0 of table header is not sound");
  }
  // A text that ends in the middle of a character.
  CHECK(fault([](tables& t) {
          const auto at = static_cast<std::uint32_t>(t.texts.size());
          for (const char c : {'x', '\xC3', '\xA9'}) t.texts.push_back(c);
          t.header[0].name = {at, 2};
        }) == "row 0 of table header is not sound");
}

}  // namespace
