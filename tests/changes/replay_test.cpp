#include "changes/replay.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "changes/record.hpp"
#include "parley/base/limits.hpp"
#include "parley/compiler/compile.hpp"
#include "parley/compiler/read.hpp"
#include "parley/engine/validate.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"

namespace {

using namespace parley;

pack shop(const std::string& cap, const std::string& orders) {
  compilation made = compile_text("shop.yaml", R"(
pack: shop
version: 1
currency: USD
facts:
  orders: {type: int, min: 0}
  tier: {type: string, one_of: [bronze, gold]}
offers:
  TEN: {give: 10% off order, when: orders <= )" + orders +
                                                   R"(}
  HAGGLE: {give: 1%..20% step 1% off order, when: tier == "gold"}
stacking: [TEN with HAGGLE]
limits:
  - limit: discount <= )" + cap + R"( of subtotal
    id: cap
)");
  REQUIRE(made.compiled.has_value());
  return *std::move(made.compiled);
}

std::string records(std::size_t count) {
  test::random pick(20261122);
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    out += R"({"facts":{"cart":{"currency":"USD","lines":[{"id":"l1","sku":"MUG","qty":)" +
           std::to_string(pick.between(1, 3)) + R"(,"price":)" +
           std::to_string(pick.between(10, 90)) + ".25}]}";
    if (!pick.chance(10)) out += R"(,"orders":)" + std::to_string(pick.between(0, 3));
    if (!pick.chance(10))
      out += std::string(R"(,"tier":")") + (pick.chance(50) ? "gold" : "bronze") + '"';
    out += R"(},"proposal":[)";
    out += pick.chance(50) ? R"("TEN"])"
                           : R"("HAGGLE=)" + std::to_string(pick.between(1, 20)) + "%\"]";
    out += pick.chance(5) ? R"(,"oops":1})"
                            "\n"
                          : "}\n";
  }
  return out;
}

std::size_t lines_of(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

TEST_CASE("a file in parts comes to the same as the whole") {
  const pack before = shop("12%", "1");
  const pack after = shop("15%", "0");
  const std::string text = records(500);
  changes::replayer whole(before, after, {});
  const std::string expected = report::to_json(whole.run(text, 1)).dump();

  changes::replayer one(before, after, {});
  changes::replayer other(before, after, {});
  report::replay_summary sum;
  std::size_t from = 0;
  for (std::size_t part = 0; from < text.size(); ++part) {
    const std::size_t wanted = std::min(text.size() - 1, from + 1 + part * 977);
    const std::size_t end = text.find('\n', wanted) + 1;
    const std::uint64_t line = lines_of(std::string_view(text).substr(0, from)) + 1;
    sum.add(
        (part % 2 == 0 ? one : other).run(std::string_view(text).substr(from, end - from), line));
    from = end;
  }
  CHECK(report::to_json(sum).dump() == expected);
  CHECK(sum.records + sum.bad == 500);
  CHECK(sum.bad > 5);
  CHECK(sum.changed > 20);
}

TEST_CASE("bad lines are told up to the cap, and all of them counted") {
  const pack rules = shop("12%", "1");
  for (const std::size_t more : {0UL, 1UL}) {
    std::string text;
    for (std::size_t i = 0; i < caps::replay_bad_lines + more; ++i) text += "not a record\n";
    changes::replayer asks(rules, rules, {});
    report::replay_summary sum = asks.run(text, 1);
    CHECK(sum.bad == caps::replay_bad_lines + more);
    CHECK(sum.bad_records.size() == caps::replay_bad_lines);
    sum.add(asks.run(text, 1 + lines_of(text)));
    CHECK(sum.bad == 2 * (caps::replay_bad_lines + more));
    CHECK(sum.bad_records.size() == caps::replay_bad_lines);
  }
}

TEST_CASE("the counts are those of asking one by one") {
  const pack before = shop("12%", "1");
  const pack after = shop("15%", "0");
  std::uint64_t changed = 0, records_read = 0;
  std::int64_t gave = 0, gives = 0;
  const std::string text = records(300);
  std::string good;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t end = text.find('\n', from);
    const std::string line = text.substr(from, end - from);
    from = end + 1;
    if (line.find("oops") != std::string::npos) continue;
    good += line + '\n';
    ++records_read;
    const nlohmann::json record = nlohmann::json::parse(line);
    verdict made[2];
    std::int64_t conceded[2] = {};
    for (int i = 0; i < 2; ++i) {
      const pack& p = i == 0 ? before : after;
      source_set sources;
      diagnostics found;
      const auto facts =
          read_facts(p, sources, sources.add("f", record["facts"].dump()), {}, found);
      const auto asked =
          read_proposal(p, sources, sources.add("p", record["proposal"].dump()), {}, found);
      REQUIRE(facts.has_value());
      REQUIRE(asked.has_value());
      workspace memory;
      decision out;
      validate(p, *facts, asked->content, memory, out);
      made[i] = out.verdict;
      if (out.verdict == verdict::allow) conceded[i] = out.quote.concession;
    }
    changed += made[0] != made[1] ? 1 : 0;
    gave += conceded[0];
    gives += conceded[1];
  }
  changes::replayer asks(before, after, {});
  const report::replay_summary sum = asks.run(good, 1);
  CHECK(sum.records == records_read);
  CHECK(sum.bad == 0);
  CHECK(sum.changed == changed);
  CHECK(sum.conceded_before.at("USD") == gave);
  CHECK(sum.conceded_after.at("USD") == gives);
}

TEST_CASE("facts that don't fit the new pack are refused there, not in the old one") {
  const pack before = shop("12%", "1");
  compilation made = compile_text("other.yaml", R"(
pack: other
version: 2
currency: USD
facts:
  tier: {type: string, one_of: [silver, gold]}
offers:
  TEN: {give: 10% off order}
)");
  REQUIRE(made.compiled.has_value());
  changes::replayer asks(before, *made.compiled, {});
  const std::string cart =
      R"("cart":{"currency":"USD","lines":[{"id":"l","sku":"M","qty":1,"price":10}]})";
  const report::replay_summary sum =
      asks.run("{" + cart + R"(,"facts":{"tier":"bronze","orders":0},"proposal":["TEN"]})" + "\n{" +
                   cart + R"(,"facts":{"tier":"gold","orders":5},"proposal":["TEN"]})" + "\n{" +
                   cart + R"(,"facts":{"tier":"silver"},"proposal":["TEN"]})" + "\n",
               1);
  const auto at = [&](report::replay_verdict b, report::replay_verdict a) {
    return sum.matrix[static_cast<std::size_t>(b)][static_cast<std::size_t>(a)];
  };
  CHECK(at(report::replay_verdict::allow, report::replay_verdict::refused) == 1);
  CHECK(at(report::replay_verdict::deny, report::replay_verdict::allow) == 1);
  REQUIRE(sum.bad == 1);
  CHECK(sum.bad_records[0].line == 3);
}

TEST_CASE("what is recorded is what is read again") {
  const pack rules = shop("12%", "1");
  changes::recorded_request request;
  request.facts =
      "now: 2026-11-22T10:00:00Z\ncart:\n  currency: USD\n  lines:\n"
      "    - {id: l1, sku: '010', qty: 2, price: 12.10}\norders: 0\n";
  request.offers = {"TEN"};
  decision made;
  const std::string line = changes::record_line(request, rules, made);
  CHECK(line.find(R"("sku":"010","qty":2,"price":12.10)") != std::string::npos);
  changes::replayer asks(rules, rules, {});
  const report::replay_summary sum = asks.run(line, 1);
  CHECK(sum.records == 1);
  CHECK(sum.recorded == 1);
  CHECK(sum.recorded_other == 0);
  CHECK(sum.changed == 0);
  CHECK(sum.conceded_before.at("USD") == 242);
}

}  // namespace
