// What a test file may hold, and what is said of one that is wrong.
#include "bench.hpp"
#include "support/catch.hpp"

using namespace parley;
using namespace parley::test;

TEST_CASE("fixtures extend each other and tests change them") {
  test_bench bench(R"(
fixtures:
  base: {file: facts.yaml}
  twice: {extends: base, customer: {orders: 2}}
  web: {channel: web, customer.verified: false}
tests:
  - {name: as it is, given: base, propose: [WELCOME10], expect: allow}
  - {name: extended, given: twice, propose: [WELCOME10], expect: {verdict: deny, findings: [offer.condition]}}
  - {name: the later wins, given: [twice, {customer.orders: 0}], propose: [WELCOME10], expect: allow}
  - {name: two at once, given: [base, web], propose: [HAGGLE=9%], expect: escalate}
  - {name: a dotted key and a mapping are the same, given: [base, {customer: {verified: false}}], propose: [HAGGLE=9%], expect: deny}
  - {name: as_of stays, given: [base, {inventory.eta_days: 1}], propose: [EXPRESS], expect: allow}
  - {name: one line of the cart, given: [base, {cart.lines.l2.price: 12.99}], propose: [FREESHIP], expect: deny}
  - {name: the same as a mapping, given: [base, {cart: {lines: {l2: {price: 13.00}}}}], propose: [FREESHIP], expect: allow}
  - {name: taken away, given: [base, {now: {unknown: missing}}], propose: [EXPRESS], expect: {verdict: need, findings: [offer.condition]}}
  - {name: no cart, given: [base, {cart: {unknown: missing}}], propose: [WELCOME10], expect: {verdict: need, missing: [cart]}}
)");
  CHECK(bench.failures() == "");
}

TEST_CASE("a table and a sweep make a case of each row and value") {
  test_bench bench(with_base(R"(
  - name: table
    given: base
    propose: [WELCOME10]
    table:
      - {customer.orders: 0, expect: allow}
      - {case: one before, customer.orders: 1, expect: deny}
      - {propose: [FREESHIP], expect: allow}
  - name: columns
    given: base
    table:
      columns: [customer.orders, HAGGLE, FREESHIP, expect]
      rows:
        - [0, 12%, true, allow]
        - [0, 13%, false, deny]
  - name: sweep
    given: base
    sweep: {HAGGLE: 1%..15% step 1%}
    expect: [allow until 12%]
  - name: two things
    given: base
    propose: [WELCOME10]
    sweep: {customer.orders: 0..1, channel: [email, web]}
    table:
      - {customer.verified: true, expect: {missing: none}}
)"));
  CHECK(bench.failures() == "");
  std::vector<std::string> labels;
  for (const auto& one : bench.tests.cases) labels.push_back(one.label);
  CHECK(labels.size() == 3 + 2 + 15 + 4);
  CHECK(labels[0] == "customer.orders=0");
  CHECK(labels[1] == "one before");
  CHECK(labels[2] == "FREESHIP");
  CHECK(labels[4] == "customer.orders=0, HAGGLE=13%, FREESHIP=false");
  CHECK(labels[5] == "HAGGLE=1%");
  CHECK(labels.back() == "customer.verified=true, customer.orders=1, channel=web");
}

TEST_CASE("values of a sweep beyond the last stage are expected to be denied") {
  test_bench bench(with_base(R"(
  - name: too generous
    given: base
    sweep: {HAGGLE: 10%..13% step 1%}
    expect: [allow until 11%]
)"));
  CHECK(bench.failures() == "too generous [HAGGLE=12%]: verdict: -deny +allow\n");
}

TEST_CASE("every fault of a test file has its place and help") {
  const auto [text, wanted] = GENERATE(table<const char*, const char*>({
      {"test: []\n",
       "PL6002 at 1:1: key of a test file `test` isn't known (did you mean `tests`?)\nPL6009"},
      {"tests: {}\n", "PL6001 at 1:8: `tests` must be a list"},
      {"tests:\n  - {given: {}, propose: [], expect: allow}\n", "PL6009 at 2:5"},
      {"tests:\n  - {name: a, propos: [], expect: allow}\n", "(did you mean `propose`?)"},
      {"tests:\n  - {name: a, expect: allow}\n", "PL8004 at 2:5: the test asks nothing"},
      {"tests:\n  - {name: a, propose: [], eligible: [], expect: allow}\n",
       "PL8004 at 2:38: a test asks one"},
      {"tests:\n  - {name: a, propose: []}\n", "PL8005 at 2:5: test `a` expects nothing"},
      {"tests:\n  - {name: a, propose: [], expect: alow}\n", "PL8006 at 2:36: a verdict can't be"},
      {"tests:\n  - {name: a, propose: [], expect: {verdct: allow}}\n",
       "(did you mean `verdict`?)"},
      {"tests:\n  - {name: a, propose: [], given: bas, expect: allow}\nfixtures: {base: {}}\n",
       "PL8002 at 2:35: there is no fixture `bas` (did you mean `base`?)"},
      {"fixtures: {a: {extends: b}, b: {extends: a}}\ntests: []\n",
       "PL8003 at 1:12: fixture `a` extends itself"},
      {"fixtures: {a: {file: nowhere.yaml}}\ntests: []\n",
       "PL7001 at 1:22: `nowhere.yaml` doesn't exist"},
      {"fixtures: {a: {custmer: {orders: 1}}}\ntests: []\n",
       "PL6002 at 1:16: the pack has no fact `custmer`"},
      {"fixtures: {a: {customer.orders: many}}\ntests: []\n", "PL6003 at 1:33"},
      {"fixtures: {b: {file: facts.yaml, cart.lines.l9.qty: 2}}\ntests: []\n",
       "PL8010 at 1:34: the cart has no line `l9`"},
      {"tests:\n  - {name: a, propose: [], expect: allow}\n  - {name: a, propose: [], expect: "
       "allow}\n",
       "PL8008 at 3:12: there are two tests `a`"},
      {"tests:\n  - {name: a, sweep: {HAGGLE: 1%}, expect: allow}\n",
       "PL8007 at 2:31: `1%`: this is no range"},
      {"tests:\n  - {name: a, sweep: {HAGGLE: 1%..3% step 1%}, expect: [allow until 9%]}\n",
       "PL8007 at 2:57: `9%` is no value of the sweep"},
      {"tests:\n  - {name: a, sweep: {HAGGLE: 1%..3% step 1%}, expect: [allow until 2%, deny until "
       "1%]}\n",
       "comes before the stage above it"},
      {"tests:\n  - {name: a, sweep: {HAGGLE: 0..20000}, expect: allow}\n", "PL8007"},
      {"tests:\n  - {name: a, sweep: {customer.orders: 0..200, HAGGLE: 0..200}, expect: allow}\n",
       "PL8009 at 2:5: the test has more than 10000 cases"},
      {"tests:\n  - {name: a, sweep: {HAGGEL: 1%..3% step 1%}, expect: allow}\n",
       "the pack has no fact `HAGGEL`"},
      {"tests:\n  - {name: a, stackable: [TOTE, TOTEM], expect: yes}\n", "(did you mean `TOTE`?)"},
      {"tests:\n  - {name: a, eligible: [], expect: {offers: {WELCOM10: allow}}}\n",
       "(did you mean `WELCOME10`?)"},
      {"tests:\n  - {name: a, stackable: pairs, expect: {yes: [TOTE and HAGGLE]}}\n",
       "PL8006 at 2:48: a pair names two"},
      {"tests:\n  - {name: a, negotiate: [{say: hm hm hm hm, expect: hold}]}\n", "PL8012 at 2:33"},
      {"tests:\n  - {name: a, negotiate: [{expect: hold}]}\n",
       "PL8012 at 2:27: a step says one thing"},
      {"tests:\n  - {name: a, negotiate: [{say: more, expect: holt}]}\n", "an outcome can't be"},
      {"tests:\n  - {name: a, must_fail: bad.yaml, expect: [PL1 at x]}\n",
       "PL8006 at 2:45: `x` is no place"},
      {"tests:\n  - {name: a, propose: [], golden: new}\n", "PL8011 at 2:28"},
      {"tests:\n  - {name: a, propose: [], expect: {total: 12.345}}\n", "PL6007 at 2:44"},
      {"tests:\n  - {name: a, propose: [], expect: {findings: [{code: limit.exceded}]}}\n",
       "there is no finding `limit.exceded`"},
      {"tests:\n  - name: a\n    propose: []\n    table: {columns: [now, expect], rows: [[1]]}\n",
       "the row has 1 values for 2 columns"},
  }));
  INFO(text);
  const test_bench bench(text);
  INFO(bench.faults());
  CHECK(bench.faults().find(wanted) != std::string::npos);
  for (const diagnostic& d : bench.tests.found.items()) CHECK_FALSE(d.help.empty());
}

TEST_CASE("a fault in a fixture is told once, however many tests use it") {
  const test_bench bench(R"(
fixtures: {base: {file: facts.yaml, chanel: web}}
tests:
  - {name: a, given: base, propose: [], expect: allow}
  - {name: b, given: base, propose: [], expect: allow}
)");
  CHECK(bench.tests.found.error_count() == 1);
}

TEST_CASE("the pack of a test file is named in it or by it") {
  using packtest::pack_of;
  CHECK(pack_of("a/winter_test.yaml", "tests: []\n") == "a/winter.yaml");
  CHECK(pack_of("winter_test.yml", "tests: []\n") == "winter.yml");
  CHECK(pack_of("a/b_test.yaml", "pack: ../winter.yaml\n") == "winter.yaml");
  CHECK(pack_of("a/b_test.yaml", "not: [yaml") == "a/b.yaml");
  CHECK(pack_of("tests.yaml", "tests: []\n").empty());
}
