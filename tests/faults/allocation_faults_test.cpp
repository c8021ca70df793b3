// The n-th allocation fails, for one n after the other, in every question and every reader: what
// comes out is std::bad_alloc and nothing else, and nothing leaks. PARLEY_EVERY_ALLOCATION=1 tries
// every n of compiling, too; otherwise the first of them and then each seventh.
#include <cstdlib>
#include <functional>
#include <memory>
#include <new>
#include <string>

#include "parley/compiler/format.hpp"
#include "parley/compiler/read_negotiation.hpp"
#include "parley/engine/best.hpp"
#include "parley/engine/decision_digest.hpp"
#include "parley/engine/explain.hpp"
#include "parley/engine/stackable.hpp"
#include "parley/engine/suggest.hpp"
#include "parley/engine/validate.hpp"
#include "parley/graph/image.hpp"
#include "parley/negotiate/negotiate.hpp"
#include "support/campaign.hpp"
#include "support/catch.hpp"
#include "support/counted_allocations.hpp"

using namespace parley;
using namespace parley::test;

namespace {

/// How many allocations failed before `work` got through without.
std::size_t fail_each(const std::function<void()>& work, std::size_t every_after = SIZE_MAX) {
  work();  // what is made once for the process is made now
  std::size_t failed = 0;
  for (std::size_t n = 1;; n += n >= every_after ? 7 : 1) {
    const std::ptrdiff_t before = live_allocations;
    fail_in = n;
    try {
      work();
    } catch (const std::bad_alloc&) {
      // As it should be. Where nobody says so, memory was a mere help (std::stable_sort sorts
      // without it), and `work` itself has looked at the answer.
    }
    const bool fired = fail_in == 0;
    fail_in = 0;
    if (live_allocations != before) {
      INFO("allocation " << n);
      CHECK(live_allocations == before);
    }
    if (!fired) return failed;
    ++failed;
  }
}

const char* const small_pack = R"(pack: p
version: 1
currency: USD
facts:
  tier: {type: string, one_of: [silver, gold]}
selectors: {tea: line.sku == "TEA"}
offers:
  TEN: {give: 10% off order, class: coupon, when: tier == "gold"}
  HAGGLE: {give: 1%..9% step 1% off tea, class: negotiated}
stacking: [class coupon excludes class negotiated]
limits:
  - discount <= 8% of subtotal
  - {limit: price per unit of tea >= 5.00, else: clamp}
negotiation: {ladder: [HAGGLE 3%, HAGGLE 5%], rounds: 3}
)";

std::size_t quick() {
  return std::getenv("PARLEY_EVERY_ALLOCATION") != nullptr ? SIZE_MAX : 60;
}

}  // namespace

TEST_CASE("compiling runs out of memory cleanly") {
  CHECK(fail_each(
            [] {
              const compilation made = compile_text("p.yaml", small_pack);
              if (!made.compiled) throw std::runtime_error("it doesn't compile");
            },
            quick()) > 100);
}

TEST_CASE("diagnostics run out of memory cleanly") {
  CHECK(fail_each(
            [] {
              const compilation made = compile_text(
                  "p.yaml", "pack: p\ncurency: USD\noffers: {A: 10% of order, B: [}\n");
              if (made.compiled) throw std::runtime_error("it compiles");
            },
            quick()) > 20);
}

TEST_CASE("layout runs out of memory cleanly") {
  CHECK(fail_each(
            [] {
              source_set sources;
              diagnostics found;
              const auto text = format_text(sources, sources.add("p.yaml", small_pack), found);
              if (!text) throw std::runtime_error("no layout");
            },
            quick()) > 50);
}

TEST_CASE("images run out of memory cleanly") {
  const pack rules = pack_of(small_pack);
  CHECK(fail_each([&] {
          const auto bytes = image_of(rules);
          if (!pack_from_image(bytes).ok()) throw std::runtime_error("no image");
        }) > 3);
}

TEST_CASE("readers run out of memory cleanly") {
  const pack rules = pack_of(winter_pack());
  CHECK(fail_each(
            [&] {
              source_set files;
              diagnostics found;
              const auto read =
                  read_facts(rules, files, files.add("facts.yaml", winter_facts()), {}, found);
              if (!read) throw std::runtime_error("no facts");
            },
            quick()) > 50);
  CHECK(fail_each([&] {
          source_set files;
          diagnostics found;
          const auto read = read_proposal(
              rules, files, files.add("p.yaml", "offers: [WELCOME10, HAGGLE=3%]\n"), {}, found);
          if (!read) throw std::runtime_error("no proposal");
        }) > 5);
  CHECK(fail_each([&] {
          source_set files;
          diagnostics found;
          const auto read =
              read_ask(rules, files, files.add("a.yaml", "target_percent: 20%\n"), {}, found);
          if (!read) throw std::runtime_error("no ask");
        }) > 5);
}

TEST_CASE("questions run out of memory cleanly") {
  campaign c(winter_pack(), winter_facts());
  const proposal asked = c.of({"WELCOME10", "HAGGLE=8%", "FREESHIP"});
  SECTION("validate") {
    CHECK(fail_each([&] {
            workspace memory;
            decision made;
            validate(c.rules, *c.facts, asked, memory, made);
          }) > 5);
  }
  SECTION("after a failure the same memory answers right") {
    workspace memory;
    decision made;
    validate(c.rules, *c.facts, asked, memory, made);
    const std::string right = decision_digest(c.rules, made);
    for (std::size_t n = 1; n < 40; ++n) {
      workspace used;
      decision other;
      fail_in = n;
      try {
        validate(c.rules, *c.facts, asked, used, other);
      } catch (const std::bad_alloc&) {
      }
      fail_in = 0;
      validate(c.rules, *c.facts, asked, used, other);
      CHECK(decision_digest(c.rules, other) == right);
    }
  }
  SECTION("eligible") {
    CHECK(fail_each([&] {
            question_workspace memory;
            eligibility made;
            eligible(c.rules, *c.facts, {}, memory, made);
          }) > 5);
  }
  SECTION("stackable") {
    CHECK(fail_each([&] {
            question_workspace memory;
            stackability made;
            const std::vector<graph::index> offers = {c.offer("WELCOME10"), c.offer("HAGGLE"),
                                                      c.offer("FREESHIP")};
            stackable(c.rules, *c.facts, offers, "", memory, made);
          }) > 5);
  }
  SECTION("best") {
    CHECK(fail_each(
              [&] {
                question_workspace memory;
                best_answer made;
                best(c.rules, *c.facts, {}, memory, made);
              },
              quick()) > 5);
  }
  SECTION("explain") {
    CHECK(fail_each(
              [&] {
                question_workspace memory;
                explanation made;
                explain(c.rules, *c.facts, asked, memory, made);
              },
              quick()) > 5);
  }
  SECTION("suggest") {
    CHECK(fail_each(
              [&] {
                question_workspace memory;
                std::vector<suggestion> made;
                suggest(c.rules, *c.facts, {}, nullptr, memory, made);
              },
              quick()) > 5);
  }
  SECTION("negotiate, with the session written and read") {
    CHECK(fail_each(
              [&] {
                question_workspace memory;
                const session opened = open_session(c.rules, *c.facts, "s", "");
                ask wish;
                wish.target_percent = 20 * ratio_one / 100;
                auto replied = negotiate(c.rules, *c.facts, opened, wish, memory);
                if (!replied.ok()) throw std::runtime_error("no reply");
                source_set files;
                diagnostics found;
                const auto file = files.add("s", write_session(replied.value().next, "key"));
                if (!read_session(files, file, {"key", 0}, found)) {
                  throw std::runtime_error("no session");
                }
              },
              quick()) > 20);
  }
}
