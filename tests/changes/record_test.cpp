// Records of requests: what is refused and where, and that nothing changes on the way through one.
#include "changes/record.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "asked_again.hpp"
#include "changes/replay.hpp"
#include "edits.hpp"
#include "report/format.hpp"
#include "support/catch.hpp"

namespace {

using namespace parley;

/// "PL6002 at byte 3: ...", or "" for a record.
std::string fault(const std::string& line) {
  changes::request_record record;
  diagnostics found;
  if (record.read(line, found)) return {};
  REQUIRE(found.has_errors());
  const diagnostic& d = found.items().front();
  return d.code + " at byte " + std::to_string(d.at.offset + 1) + ": " + d.message + " (" + d.help +
         ")";
}

TEST_CASE("what is no record is refused, with the byte and what to do") {
  const auto [line, said] = GENERATE(table<const char*, const char*>({
      {"[]", "PL6001 at byte 1: a record must be a JSON object (docs/replay.md shows one)"},
      {"{}", "PL6009 at byte 1: the record has no `proposal` (add `proposal`)"},
      {R"({"proposal":[],"minor":1})",
       "PL6003 at byte 24: `minor` must be `true` or `false` (it says whether money is written in "
       "minor units)"},
      {R"({"proposal":[],"minor":[true]})", "PL6003 at byte 24: `minor` must be"},
      {R"({"proposal":[],"decision":[]})",
       "PL6009 at byte 27: the recorded decision has no `verdict` (write `{\"verdict\": "
       "\"allow\"}`, or leave it out)"},
      {R"({"proposal":[],"decision":{"verdikt":"allow"}})", "PL6009 at byte 27"},
      {R"({"proposal":[],"decision":{"verdict":["allow"]}})", "PL6009 at byte 27"},
      {R"({"proposal":[],"fact":{}})",
       "PL6002 at byte 17: key of a record `fact` isn't known (did you mean `facts`?)"},
      {R"({"proposal":[],"zzzzzzzz":{}})",
       "(known here: id, facts, now, cart, proposal, minor, decision)"},
      {R"({"proposal":[],"facts":{"vip":null}})", "PL6003 at byte 31: `null` is no value"},
      {R"({"proposal":null})", "PL6003 at byte 13: `null` is no value"},
      {R"({"proposal":[],"facts":[],"now":"2026-01-01T00:00:00Z"})",
       "PL6001 at byte 24: `facts` must be a mapping (write what a facts file has)"},
      {R"({"proposal":[],"facts":{"now":"2026-01-01T00:00:00Z"},"now":"2026-01-01T00:00:00Z"})",
       "`now` stands in `facts` and beside it (keep one of the two)"},
      {R"({"proposal":[],"proposal":[]})", "PL1"},
      {R"({"proposal":[})", "PL1"},
      {"{\"proposal\":[]}\xff", "PL1"},
  }));
  INFO(line);
  INFO(fault(line));
  CHECK(fault(line).find(said) != std::string::npos);
}

TEST_CASE("what may stand in a record") {
  CHECK(fault(R"({"proposal":[]})") == "");
  CHECK(fault(R"({"proposal":[],"decision":{"verdict":"allow","quote":null,"x":[null]}})") == "");
  CHECK(fault(R"({"proposal":[],"decision":"deny","id":7,"minor":false})") == "");
  CHECK(fault("{proposal: [], now: 2026-01-01T00:00:00Z}") == "");  // YAML will do
  changes::request_record record;
  diagnostics found;
  REQUIRE(record.read(
      R"({"id":"c/1","proposal":["A"],"decision":"deny","minor":true,"facts":{"orders":1}})",
      found));
  CHECK(record.id() == "c/1");
  CHECK(record.decided() == "deny");
  CHECK(record.minor());
  REQUIRE(record.read(R"({"proposal":["A"]})", found));
  CHECK(record.id().empty());
  CHECK(record.decided().empty());
  CHECK_FALSE(record.minor());
}

/// What a pack reads of facts: every fact and every attribute, as text.
std::string told(const pack& rules, const std::string& text) {
  source_set sources;
  diagnostics found;
  const auto facts = read_facts(rules, sources, sources.add("f", text), {}, found);
  if (!facts) return "refused: " + found.items().front().message;
  std::string out;
  for (std::uint32_t f = 0; f < rules.schema().facts(); ++f) {
    const fact_slot& slot = facts->slot(f);
    out += std::to_string(static_cast<int>(slot.state)) + " ";
    if (slot.state == fact_state::known) out += report::value_text(slot.content);
    out += "; ";
  }
  for (const cart_line& line : facts->lines()) {
    out += std::string(line.id) + "/" + std::string(line.sku) + "/" +
           std::to_string(line.quantity) + "/" + std::to_string(line.price) + "; ";
  }
  if (facts->now()) out += std::to_string(facts->now()->seconds);
  return out;
}

TEST_CASE("facts go through a record as they are written") {
  const pack rules = test::compiled(test::shop_with("rest", ""));
  const auto line = [](const std::string& fields) {
    return "cart:\n  currency: USD\n  lines:\n    - {" + fields + "}\n";
  };
  const std::string cart = line("id: l1, sku: M, qty: 1, price: 10.00");
  const std::string text = GENERATE_COPY(
      cart +
          "tier: gold\norders: 3\nvisits: 7\npaid: 12.10\nscore: -0.50\nshare: 12.5%\nvip: true\n",
      cart + "tier: 'gold'\npaid: \"12.10\"\nscore: 0.3333333333333333333333333333333333\n",
      cart + "since: 2026-01-01T00:00:00+01:00\nage: 1h30m\ntags: [a, '1', \"x\\\"y\"]\n",
      cart + "sizes: [1, -2]\nstock: {a: 1, '2': 3}\nnote: absent\n",
      cart + "note: \"absent\"\ntags: []\nstock: {}\n", cart + "note: {unknown: withheld}\n",
      cart + "tags: [absent]\nvip: absent\n",
      line("id: absent, sku: absent, qty: 1, price: 1.00, fresh: absent"), cart + "note: 'true'\n",
      cart + "note: '12'\n", cart + "note: 'null'\n",
      cart + "eta: {value: 3, as_of: 2026-01-01T00:00:00Z}\nnow: 2026-01-01T00:00:00Z\n",
      line("id: 7, sku: 12345, qty: 2, price: 5"), line("sku: '010', qty: 2, price: 0.10"),
      line("sku: 1.50, qty: 1, price: 5.00"), line("sku: 1e3, qty: 1, price: 5.00"),
      line("sku: A-1, qty: 1, price: 1.00, grade: 3, fresh: true, made: 2026-01-01T00:00:00Z"),
      line("sku: \"a\\tb\", qty: 1, price: 1.00"), "cart: {currency: USD, lines: []}\n");
  INFO(text);
  const std::string direct = told(rules, text);
  CHECK_FALSE(direct.starts_with("refused"));
  changes::recorded_request request;
  request.facts = text;
  request.offers = {"A", "R=2%"};
  request.intent = "none";
  request.accept_partial = true;
  decision made;
  const std::string record = changes::record_line(request, rules, made);
  INFO(record);
  const nlohmann::json json = nlohmann::json::parse(record);
  CHECK(json["proposal"]["offers"].size() == 2);
  CHECK(json["proposal"]["accept_partial"] == true);
  CHECK(json["decision"]["pack"]["name"] == "shop");
  const std::size_t from = record.find("\"facts\":") + 8;
  CHECK(told(rules, record.substr(from, record.find(",\"proposal\":") - from)) == direct);
}

TEST_CASE("a proposal file goes through a record as it is written") {
  const pack rules = test::compiled(test::shop_with("rest", ""));
  changes::recorded_request request;
  request.proposal = "offers:\n  - A\n  - R: 8%\n  - {offer: R, parameter: 3%}\nintent: none\n";
  request.minor = true;
  decision made;
  const nlohmann::json json = nlohmann::json::parse(changes::record_line(request, rules, made));
  CHECK(json["proposal"].dump() ==
        R"({"intent":"none","offers":["A",{"R":"8%"},{"offer":"R","parameter":"3%"}]})");
  CHECK(json["facts"].dump() == "{}");
  CHECK(json["minor"] == true);
  CHECK(fault(changes::record_line(request, rules, made)) == "");
}

// --- what is counted -----------------------------------------------------------------------------

constexpr const char* cart =
    R"("cart":{"currency":"USD","lines":[{"sku":"M","qty":1,"price":100.00}]})";

report::replay_summary replayed(const std::string& before, const std::string& after,
                                const std::string& records) {
  const pack b = test::compiled(before);
  const pack a = test::compiled(after);
  changes::replayer asks(b, a, {});
  return asks.run(records, 1);
}

TEST_CASE("money moves, handoffs change, and recorded decisions are compared") {
  const std::string before = test::shop_with(
      "rest", "handoff: {to: legal, when: vip}\nlimits: [discount <= 12% of subtotal]\n");
  const std::string after = test::shop_with(
      "rest", "handoff: {to: sales, when: orders > 2}\nlimits: [discount <= 8% of subtotal]\n");
  const std::string head = std::string("{") + cart + R"(,"facts":{"vip":)";
  const std::string records =
      head +
      "false,\"orders\":0},\"proposal\":[\"R=10%\"],\"decision\":\"allow\",\"id\":\"one\"}\n" +
      head +
      "true,\"orders\":0},\"proposal\":[\"R=5%\"],\"decision\":\"deny\"}\n" +  // legal -> nobody
      head + "false,\"orders\":3},\"proposal\":[\"R=5%\"]}\n" +                // nobody -> sales
      head + "true,\"orders\":3},\"proposal\":[\"R=5%\"]}\n" +                 // legal -> sales
      head + "false,\"orders\":0},\"proposal\":[\"R=5%\"]}\n\n";               // the same
  const report::replay_summary sum = replayed(before, after, records);
  CHECK(sum.records == 5);
  CHECK(sum.changed == 1);
  CHECK(sum.other_handoff == 3);
  CHECK(sum.other_quote == 0);
  CHECK(sum.recorded == 2);
  CHECK(sum.recorded_other == 1);
  REQUIRE(sum.recorded_lines.size() == 1);
  CHECK(sum.recorded_lines[0] == 2);
  CHECK(sum.conceded_before.at("USD") == 1000 + 4 * 500);
  CHECK(sum.conceded_after.at("USD") == 4 * 500);
  CHECK(sum.less.at("USD") == 1000);
  CHECK(sum.more.count("USD") == 0);
  std::string reasons;
  for (const auto& [key, group] : sum.groups) {
    reasons += std::get<2>(key) + " x" + std::to_string(group.count) + "\n";
  }
  CHECK(reasons ==
        "handoff to nobody instead of legal x1\nhandoff to sales instead of legal x1\n"
        "handoff to sales instead of nobody x1\n"
        "limit.exceeded by discount-max-8pct-of-subtotal x1\n");
}

TEST_CASE("other amounts under the same verdict, and in another currency") {
  const std::string record = std::string("{") + cart + R"(,"proposal":["A"]})" + "\n";
  const auto sum =
      replayed(test::shop_with("offers", "A: {give: 10% off order, class: order}"),
               test::shop_with("offers", "A: {give: 12% off order, class: order}"), record);
  CHECK(sum.changed == 0);
  CHECK(sum.other_quote == 1);
  CHECK(sum.more.at("USD") == 200);
  REQUIRE(sum.groups.size() == 1);
  CHECK(std::get<2>(sum.groups.begin()->first) == "other amounts");
  CHECK(sum.groups.begin()->second.moved.at("USD") == 200);
  // What was in dollars is no cart of a pack in euros.
  const auto other = replayed(
      test::shop_with("rest", ""),
      test::shop_with("head", "currency: EUR\ndefaults: {stacking: open, intent: optional}\n"),
      record);
  CHECK(other.changed == 1);
  CHECK(other.conceded_before.at("USD") == 1000);
  CHECK(other.less.at("USD") == 1000);
  CHECK(other.groups.begin()->second.moved.at("USD") == -1000);
  // The first thing that is wrong gives its code.
  const auto twice =
      replayed(test::shop_with("facts", "orders: {type: int}"),
               test::shop_with("facts", "orders: {type: int, max: 5}"),
               std::string("{") + cart + R"(,"facts":{"orders":9,"cart.tax":1},"proposal":["A"]})" +
                   "\n" + "{" + cart + R"(,"facts":{"orders":9},"proposal":["A"]})" + "\n");
  CHECK(twice.bad == 1);
  CHECK(std::get<2>(twice.groups.begin()->first) == "PL6004");
}

TEST_CASE("reach is how often an offer's condition holds, in blocks and across them") {
  const std::string before =
      test::shop_with("offers", "A: {give: 10% off order, when: orders < 50}");
  const std::string after =
      test::shop_with("offers", "A: {give: 10% off order, when: orders < 80}");
  std::string records;
  for (int i = 0; i < 100; ++i) {
    records += std::string("{") + cart + R"(,"facts":{"orders":)" + std::to_string(i) +
               R"(},"proposal":[]})" + "\n";
  }
  const pack b = test::compiled(before);
  const pack a = test::compiled(after);
  changes::replay_options options;
  options.reach = true;
  changes::replayer asks(b, a, options);
  const report::replay_summary sum = asks.run(records, 1);
  CHECK(sum.reach.at("A").before == 50);
  CHECK(sum.reach.at("A").after == 80);
  CHECK(sum.reach.at("B").before == 100);
}

}  // namespace
