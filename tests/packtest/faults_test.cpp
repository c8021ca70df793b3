// Test files that are wrong in every way there is: told with a place and what to do, and never
// taken for tests that pass.
#include <string>

#include "bench.hpp"
#include "parley/base/limits.hpp"
#include "support/catch.hpp"

using namespace parley;
using namespace parley::test;

namespace {

std::string faults(const std::string& text) {
  const test_bench bench(text);
  for (const diagnostic& d : bench.tests.found.items()) CHECK_FALSE(d.help.empty());
  return bench.faults();
}

std::string of_test(const std::string& rest) {
  return faults("tests:\n  - {name: t, " + rest + "}\n");
}

}  // namespace

TEST_CASE("what is wrong with a question is said") {
  const auto [text, said] = GENERATE(table<const char*, const char*>({
      {"propose: [], expect: [allow until 1%]",
       "PL8007 at 2:37: `until` needs a sweep over one thing (sweep one thing, or expect the same "
       "everywhere)\n"},
      {"stackable: some, expect: yes",
       "PL8004 at 2:26: `stackable` can't be `some` (write a list of offers, or `pairs` for each "
       "pair of the pack's offers)\n"},
      {"stackable: {a: b}, expect: yes", "PL6001 at 2:26: `stackable` must be a list"},
      {"stackable: [TOTE, [a]], expect: yes", "PL6003 at 2:33: an offer must be"},
      {"best: cheapest, expect: none",
       "PL8004 at 2:21: this is nothing that an offer can be best at (write `saving`, `worth`, "
       "`margin` or `fewest`)\n"},
      {"best: [[saving]], expect: none", "PL8004 at 2:22: this is nothing that an offer can be"},
      {"best: {objektive: saving}, expect: none",
       "key of `best` `objektive` isn't known (did you mean `objective`?)"},
      {"best: {objective: saving, reach: much}, expect: none", "PL6007 at 2:48"},
      {"best: {objective: saving, reach: -1.00}, expect: none",
       "PL6004 at 2:48: `reach` must be from 0.00"},
      {"must_fail: [a], expect: PL1001", "PL6003 at 2:26: `must_fail` must be"},
      {"must_fail: bad.yaml, table: [], expect: PL1001",
       "PL8004 at 2:43: this question has no `table` (write a test for each case)\n"},
      {"negotiate: [{say: 5%}], sweep: {HAGGLE: 1..2}",
       "PL8004 at 2:46: this question has no `sweep` (write a test for each case)\n"},
      {"negotiate: [{say: 5%}], expect: allow",
       "PL8004 at 2:47: this question has no `expect` (write a test for each case)\n"},
      {"negotiate: []", "PL8012 at 2:26: a negotiation without a step (write `- {say: 25%}`)\n"},
      {"negotiate: {say: 5%}", "PL6001 at 2:26: `negotiate` must be a list"},
      {"negotiate: [more]", "PL6001 at 2:27: a step must be a mapping"},
      {"negotiate: [{say: [a]}]", "PL6003 at 2:33: `say` must be"},
      {"negotiate: [{say: 5%, ask: {more: true}}]",
       "PL8012 at 2:27: a step says one thing, with `say` or `ask`"},
      {"negotiate: [{ask: {mor: true}}]", "(did you mean `more`?)"},
      {"negotiate: [{say: more, expekt: hold}]", "(did you mean `expect`?)"},
      {"negotiate: [{say: more, missing: {a: b}}]", "PL6001 at 2:48: `missing` must be a list"},
      {"negotiate: [{say: more, total: much}]", "PL6007 at 2:46"},
      {"eligible: [], golden: x", "only `propose` and `negotiate` have golden blocks"},
      {"propose: [], golden: [x]", "PL6001 at 2:36: `golden` must be"},
      {"propose: {offers: [HAGGLE=a lot]}, expect: allow", "PL6"},
      {"propose: [], intent: [a], expect: allow", "PL6003 at 2:36: `intent` must be"},
      {"propose: [], accept_partial: maybe, expect: allow", "PL6003 at 2:44"},
      {"propose: [], given: [[a]], expect: allow",
       "PL6001 at 2:36: an item of `given` must be a mapping"},
  }));
  INFO(text);
  const std::string told = of_test(text);
  INFO(told);
  CHECK(told.find(said) != std::string::npos);
}

TEST_CASE("what is wrong with a table or a sweep is said") {
  const auto [text, said] = GENERATE(table<const char*, const char*>({
      {"propose: [], expect: allow, table: 5", "PL6001 at 2:50: `table` must be a list"},
      {"propose: [], expect: allow, table: []",
       "PL8005 at 2:50: the table has no rows (write a row for each case)\n"},
      {"propose: [], expect: allow, table: {columns: [now], rows: []}",
       "PL8005 at 2:50: the table has no rows (write a row for each case)\n"},
      {"propose: [], expect: allow, table: [a]", "PL6001 at 2:51: a row must be a mapping"},
      {"propose: [], expect: allow, table: {columns: [now]}", "PL6009 at 2:50"},
      {"propose: [], expect: allow, table: {rows: [[1]]}", "PL6009 at 2:50"},
      {"propose: [], expect: allow, table: {columns: now, rows: [[1]]}",
       "PL6001 at 2:60: `columns` must be a list"},
      {"propose: [], expect: allow, table: {columns: [now], rows: 1}",
       "PL6001 at 2:73: `rows` must be a list"},
      {"propose: [], expect: allow, table: {columns: [now], rows: [1]}",
       "PL6001 at 2:74: a row must be a list"},
      {"propose: [], expect: allow, table: {columns: [now, channel, now], rows: []}",
       "PL8006 at 2:75: there are two columns `now` (keep one of them)\n"},
      {"propose: [], expect: allow, table: {colums: [now], rows: [[1]]}",
       "(did you mean `columns`?)"},
      {"propose: [], table: [{case: [a], expect: allow}]", "PL6003 at 2:43: `case` must be"},
      {"propose: [], table: [{HAGGLE: [1%], expect: allow}]",
       "PL8007 at 2:45: `HAGGLE` takes one value (write its parameter, or `true` or `false`)\n"},
      {"propose: [], table: [{HAGGLE: a lot, expect: allow}]", "PL6"},
      {"propose: [], table: [{nothing: 1, expect: allow}]", "the pack has no fact `nothing`"},
      {"expect: allow, sweep: 5", "PL6001 at 2:37: `sweep` must be a mapping"},
      {"expect: allow, sweep: {HAGGLE: []}",
       "PL8007 at 2:46: a sweep without a value (write `1%..20% step 1%`)\n"},
      {"expect: allow, sweep: {HAGGLE: [[1%]]}", "PL6001 at 2:47: a value of a sweep must be"},
      {"expect: allow, sweep: {HAGGLE: {a: b}}",
       "PL8007 at 2:46: a sweep is a range or a list of values (write `1%..20% step 1%`)\n"},
      {"sweep: {HAGGLE: [1%, 2%]}, expect: [{until: 1%}]", "PL6009 at 2:51"},
      {"sweep: {HAGGLE: [1%, 2%]}, expect: [{until: 1%, expekt: allow}]", "PL"},
      {"sweep: {HAGGLE: [1%], FREESHIP: [true]}, expect: [allow until 1%]",
       "PL8007 at 2:65: `until` needs a sweep over one thing"},
  }));
  INFO(text);
  const std::string told = of_test(text);
  INFO(told);
  CHECK(told.find(said) != std::string::npos);
}

TEST_CASE("what is wrong with an expectation is said") {
  const auto [text, said] = GENERATE(table<const char*, const char*>({
      {"propose: [], expect: {verdict: [deny]}", "PL8006 at 2:46: `verdict` can't be"},
      {"propose: [], expect: {findings: {a: b}}",
       "PL6002 at 2:48: key of a finding `a` isn't known"},
      {"propose: [], expect: {findings: [[a]]}", "PL6001 at 2:48: a finding must be a mapping"},
      {"propose: [], expect: {findings: [{verdict: no}]}", "`verdict` can't be `no`"},
      {"propose: [], expect: {findings: [{offers: {a: b}}]}",
       "PL6001 at 2:57: `offers` must be a list"},
      {"propose: [], expect: {missing: {a: b}}", "PL6001 at 2:46: `missing` must be a list"},
      {"propose: [], expect: {missing: [[a]]}", "PL6003 at 2:47: `missing` must be"},
      {"propose: [], expect: {approvals: [a]}", "PL6001 at 2:48: `approvals` must be a mapping"},
      {"propose: [], expect: {approvals: {unverified-cap: [1]}}", "PL6003 at 2:65"},
      {"propose: [], expect: {repairs: drop TOTE}", "PL6001 at 2:46: `repairs` must be a list"},
      {"propose: [], expect: {quote: 5}", "PL6001 at 2:44: `quote` must be a mapping"},
      {"propose: [], expect: {quote: {totl: 5.00}}", "(did you mean `total`?)"},
      {"propose: [], expect: {quote: {applied: [A]}}", "PL6001 at 2:54: `applied` must be"},
      {"propose: [], expect: {quote: {lines: [l1]}}", "PL6001 at 2:52: `lines` must be a mapping"},
      {"propose: [], expect: {quote: {lines: {l1: [1]}}}", "PL6001 at 2:57: a line must be"},
      {"propose: [], expect: {quote: {lines: {l1: {prise: 1.00}}}}", "(did you mean `price`?)"},
      {"eligible: [], expect: {offers: [TOTE]}", "PL6001 at 2:46: `offers` must be a mapping"},
      {"eligible: [], expect: {offers: {TOTE: [allow]}}", "an offer's verdict can't be"},
      {"eligible: [], expect: {offers: {TOTE: {verdict: yes}}}", "`verdict` can't be `yes`"},
      {"eligible: [], expect: {offers: {TOTE: {mots: 1%}}}", "(did you mean `most`?)"},
      {"eligible: [], expect: {others: maybe}", "`others` can't be `maybe`"},
      {"eligible: [], expect: allow", "PL6001 at 2:37: `expect` must be a mapping"},
      {"stackable: [TOTE], expect: allow", "the answer can't be `allow`"},
      {"stackable: [TOTE], expect: {answer: allow}", "`answer` can't be `allow`"},
      {"stackable: [TOTE], expect: {conflicts: TOTE}", "PL6001 at 2:54: `conflicts` must be"},
      {"stackable: [TOTE, TEA3], expect: {yes: [TOTE with TEA3]}",
       "expectation of `stackable` `yes` isn't known (known here: answer, conflicts)"},
      {"stackable: pairs, expect: yes", "PL6001 at 2:41: `expect` must be a mapping"},
      {"stackable: pairs, expect: {answer: yes}", "PL6002 at 2:42"},
      {"stackable: pairs, expect: {yes: TOTE with TEA3}", "PL6001 at 2:47: `yes` must be a list"},
      {"stackable: pairs, expect: {yes: [TOTE with TOTE]}",
       "PL8006 at 2:48: a pair names two offers of the pack (write `WELCOME10 with FREESHIP`)\n"},
      {"stackable: pairs, expect: {yes: [[TOTE, TEA3, HAGGLE]]}",
       "PL8006 at 2:48: a pair names two offers of the pack"},
      {"stackable: pairs, expect: {yes: [TOTE with TEA3], no: [TEA3 with TOTE]}",
       "PL8006 at 2:70: `TEA3 with TOTE` is listed twice (expect one answer of a pair)\n"},
      {"stackable: pairs, expect: {others: deny}", "`others` can't be `deny`"},
      {"best: saving, expect: {optimal: maybe}", "PL6003 at 2:47"},
      {"best: saving, expect: {total: a}", "PL6007 at 2:45"},
      {"must_fail: bad.yaml, expect: {at: '1:2'}", "PL6009 at 2:44"},
      {"must_fail: bad.yaml, expect: {code: PL1, wo: '1'}", "PL6002 at 2:56"},
      {"must_fail: bad.yaml, expect: PL1001 at a:b:c",
       "PL8006 at 2:44: `a:b:c` is no place (write `PL2103 at 14:22` or `PL2103 at 14`)\n"},
  }));
  INFO(text);
  const std::string told = of_test(text);
  INFO(told);
  CHECK(told.find(said) != std::string::npos);
}

TEST_CASE("what is wrong with a fixture is said") {
  const auto [text, said] = GENERATE(table<const char*, const char*>({
      {"fixtures: [a]\ntests: []\n", "PL6001 at 1:11: `fixtures` must be a mapping"},
      {"fixtures: {a: 5}\ntests: []\n", "PL6001 at 1:15: a fixture must be a mapping"},
      {"fixtures: {a: {extends: {b: c}}}\ntests: []\n", "PL6001 at 1:25: `extends` must be a list"},
      {"fixtures: {a: {extends: [b]}, c: {}}\ntests: []\n", "PL8002 at 1:26: there is no fixture"},
      {"fixtures: {a: {extends: [b, b]}, b: {extends: a}}\ntests: []\n",
       "PL8003 at 1:12: fixture `a` extends itself (it goes a -> b -> a)\n"},
      {"fixtures: {a: {file: [x]}}\ntests: []\n", "PL6003 at 1:22: `file` must be"},
      {"fixtures: {b: {file: facts.yaml, cart.shipping.slow.price: 2.00}}\ntests: []\n",
       "PL8010 at 1:34: the cart has no line `slow`"},
      {"fixtures: {b: {file: facts.yaml, channel: {a: {b: c}}}}\ntests: []\n", "PL6"},
      {"[a]\n", "PL6001 at 1:1: a test file must be a mapping"},
      {"tests: [a]\n", "PL6001 at 1:9: a test must be a mapping"},
      {"tests:\n  - {name: [a], propose: [], expect: allow}\n", "PL6003 at 2:12: `name` must be"},
  }));
  INFO(text);
  const std::string told = faults(text);
  INFO(told);
  CHECK(told.find(said) != std::string::npos);
}

TEST_CASE("facts files that are none, and files that are named twice") {
  const auto read = [](const std::string& file, const std::string& content) {
    files_in_memory disk;
    disk.files[file] = content;
    const pack rules = pack_of(winter_pack());
    const packtest::suite made = packtest::read_suite(
        "winter_test.yaml",
        "fixtures: {a: {file: " + file + "}, b: {extends: a, file: " + file + "}}\ntests: []\n",
        rules, disk.around());
    std::string out;
    for (const diagnostic& d : made.found.items()) out += d.code + " " + d.message + "\n";
    return out;
  };
  CHECK(read("list.yaml", "[a, b]\n") == "PL6001 a facts file must be a mapping\n");
  CHECK(read("open.yaml", "a: [b\n").starts_with("PL1"));
  CHECK(read("good.yaml", "channel: web\n") == "");
}

TEST_CASE("fixtures extend each other so deep and no deeper") {
  const auto chain = [](std::size_t depth) {
    std::string text = "fixtures:\n  f0: {channel: web}\n";
    for (std::size_t i = 1; i < depth; ++i) {
      text += "  f" + std::to_string(i) + ": {extends: f" + std::to_string(i - 1) + "}\n";
    }
    return faults(text + "tests: []\n");
  };
  CHECK(chain(caps::yaml_depth) == "");
  CHECK(chain(caps::yaml_depth + 1).find("PL8003") == 0);
}

TEST_CASE("a sweep or a table names offers and facts of any form") {
  test_bench bench(with_base(R"(
  - name: offers come and go
    given: base
    propose: [WELCOME10, FREESHIP]
    table:
      - {WELCOME10: false, expect: {quote: {applied: {FREESHIP: 5.99}}}}
      - {WELCOME10: false, FREESHIP: false, expect: {quote: {applied: {}}}}
      - {HAGGLE: false, expect: {quote: {applied: {WELCOME10: 6.40, FREESHIP: 5.99}}}}
      - {WELCOME10: true, TOTE: true, expect: {quote: {applied: {WELCOME10: 6.40, FREESHIP: 5.99, TOTE: 0.00}}}}
      - {propose: [HAGGLE=2%], HAGGLE: 3%, expect: {quote: {applied: {HAGGLE: 1.92}}}}
  - name: other words of a row
    given: base
    propose: [HAGGLE=3%]
    table:
      - {intent: price_match, expect: allow}
      - {intent: none, accept_partial: true, expect: allow}
      - {intent: none, propose: [], expect: {quote: {applied: {}}}}
      - {cart.lines: [{id: x, sku: X, qty: 1, price: 10.00, tags: [a, b]}], expect: {quote: {subtotal: 10.00}}}
      - {cart: {currency: USD, lines: [{id: a-very-long-name-of-a-line-of-this-cart, sku: A-VERY-LONG-SKU-OF-THIS-LINE, qty: 1, price: 20.00}]}, expect: {quote: {subtotal: 20.00}}}
      - {case: named, customer.orders: 1, expect: allow}
)"));
  CHECK(bench.failures() == "");
  std::string labels;
  for (const auto& one : bench.tests.cases) labels += one.label + "\n";
  CHECK(labels ==
        "WELCOME10=false\nWELCOME10=false, FREESHIP=false\nHAGGLE=false\n"
        "WELCOME10=true, TOTE=true\nHAGGLE=2%, HAGGLE=3%\n"
        "intent=price_match\nintent=none\nnothing, intent=none\n"
        "cart.lines=[{id: x, sku: X, qty: 1, price: 10.00, tags: [a, b]}]\nrow 5\nnamed\n");
}

TEST_CASE("a layer changes what is there, adds what isn't, and takes away") {
  test_bench bench(with_base(R"(
  - {name: a leaf becomes a mapping, given: [base, {customer: {orders: 2}}], propose: [WELCOME10], expect: {finding: offer.condition}}
  - {name: one delivery, given: [base, {cart.shipping.standard.price: 4.00}], propose: [FREESHIP], expect: {quote: {shipping: 4.00}}}
  - {name: a line gains an attribute, given: [base, {cart.lines.l1.map: 7.50}], propose: [], expect: {quote: {subtotal: 64.00}}}
  - {name: a counter is taken away, given: [base, {counters: {"uses of WELCOME10 per customer": {unknown: missing}}}], propose: [WELCOME10], expect: need}
  - {name: a counter is given, given: [base, {counters: {"uses of WELCOME10 per customer": 1}}], propose: [WELCOME10], expect: deny}
  - {name: nothing of the cart, given: [base, {cart.lines: []}], propose: [], expect: {quote: {subtotal: 0.00}}}
  - {name: no delivery, given: [base, {cart.shipping: {unknown: missing}}], propose: [], expect: {quote: {shipping: 0.00}}}
)"));
  CHECK(bench.failures() == "");
}
