// `diff` says that no decision changes where the descriptions of two packs are equal, so a
// description must leave nothing out that decides.
#include "changes/description.hpp"

#include <cstddef>
#include <string>

#include "parley/compiler/compile.hpp"
#include "support/catch.hpp"

namespace {

using namespace parley;

// A row that grew has a new field: teach src/changes/description.cpp what it means, or see that it
// decides nothing, and then put the new size here.
TEST_CASE("every field of a pack is described") {
  CHECK(sizeof(fact_row) == 64);
  CHECK(sizeof(graph::header_row) == 152);
  CHECK(sizeof(graph::offer_row) == 208);
  CHECK(sizeof(graph::effect_row) == 104);
  CHECK(static_cast<int>(graph::offer_field::count_of_fields) == 8);
  CHECK(static_cast<int>(graph::effect_field::count_of_fields) == 13);
  CHECK(sizeof(graph::stacking_row) == 76);
  CHECK(sizeof(graph::limit_row) == 96);
  CHECK(sizeof(graph::playbook_row) == 64);
  CHECK(sizeof(graph::step_row) == 32);
  CHECK(sizeof(graph::step_item_row) == 16);
  CHECK(sizeof(graph::trigger_row) == 40);
  std::size_t tables = 0;
  graph::table_views views;
  graph::for_each_table(views, [&](const auto&) { ++tables; });
  CHECK(tables == 36);
}

std::string meaning(const std::string& text) {
  const compilation made = compile_text("t.yaml", text);
  REQUIRE(made.compiled.has_value());
  const changes::expression_keys keys(*made.compiled);
  return changes::meaning_of(*made.compiled, changes::describe(*made.compiled, keys));
}

TEST_CASE("the meaning of a pack is in its rules, not in its words") {
  const std::string head = "pack: a\nversion: 1\ncurrency: USD\n";
  const std::string offers = "offers:\n  A: {give: 10% off order}\n  B: {give: 5% off order}\n";
  const std::string one =
      meaning(head + offers + "stacking: [A with B]\nlimits: [discount <= 20% of subtotal]\n");
  CHECK(one == meaning("# comment\npack: b\nversion: 2\ncurrency: USD\n" + offers +
                       "limits: [discount <= 20% of subtotal]\nstacking:\n  - rule: A with B\n    "
                       "because: why\n"));
  CHECK(one !=
        meaning(head + offers + "stacking: [A with B]\nlimits: [discount <= 21% of subtotal]\n"));
  CHECK(one != meaning(head + offers + "limits: [discount <= 20% of subtotal]\n"));
  CHECK(one != meaning("pack: a\nversion: 1\ncurrency: EUR\n" + offers +
                       "stacking: [A with B]\nlimits: [discount <= 20% of subtotal]\n"));
  CHECK(one != meaning(head + "offers:\n  B: {give: 5% off order}\n  A: {give: 10% off order}\n" +
                       "stacking: [A with B]\nlimits: [discount <= 20% of subtotal]\n"));
}

}  // namespace
