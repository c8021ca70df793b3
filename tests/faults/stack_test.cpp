// How much stack the deepest legal inputs take, at every door. An optimised build stays below
// 128 KB, so that a thread with so little will do; without optimisation and under sanitizers frames
// are larger, and only a figure of their own is held. PARLEY_FIGURES=1 prints what each takes.
#include <pthread.h>
#include <sys/mman.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

#include "parley/base/limits.hpp"
#include "parley/compiler/format.hpp"
#include "parley/compiler/read_negotiation.hpp"
#include "parley/engine/best.hpp"
#include "parley/engine/explain.hpp"
#include "parley/engine/suggest.hpp"
#include "parley/graph/image.hpp"
#include "parley/negotiate/negotiate.hpp"
#include "support/campaign.hpp"
#include "support/catch.hpp"
#include "support/sanitized.hpp"

using namespace parley;
using namespace parley::test;

namespace {

constexpr std::size_t room = 8 * 1024 * 1024;
constexpr unsigned char paint = 0xA5;

#if defined(__OPTIMIZE__)
constexpr bool optimised = true;
#else
constexpr bool optimised = false;
#endif
constexpr std::size_t allowed = (sanitized ? 4096 : optimised ? 128 : 1024) * std::size_t{1024};

struct errand {
  const std::function<void()>* work;
  std::exception_ptr failure;
};

void* run_errand(void* given) {
  auto* const one = static_cast<errand*>(given);
  try {
    (*one->work)();
  } catch (...) {
    one->failure = std::current_exception();
  }
  return nullptr;
}

/// Bytes of stack that `work` touched on a thread of its own.
std::size_t stack_of(const std::function<void()>& work) {
  void* const memory =
      mmap(nullptr, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
  REQUIRE(memory != MAP_FAILED);
  auto* const bytes = static_cast<unsigned char*>(memory);
  std::fill_n(bytes, room, paint);
  pthread_attr_t about;
  pthread_attr_init(&about);
  REQUIRE(pthread_attr_setstack(&about, memory, room) == 0);
  errand one{&work, nullptr};
  pthread_t thread{};
  REQUIRE(pthread_create(&thread, &about, run_errand, &one) == 0);
  pthread_join(thread, nullptr);
  pthread_attr_destroy(&about);
  const auto untouched = static_cast<std::size_t>(
      std::find_if(bytes, bytes + room, [](unsigned char b) { return b != paint; }) - bytes);
  munmap(memory, room);
  if (one.failure) std::rethrow_exception(one.failure);
  return room - untouched;
}

void hold(const std::string& what, const std::function<void()>& work) {
  const std::size_t used = stack_of(work);
  if (std::getenv("PARLEY_FIGURES") != nullptr) {
    std::cout << what << ": " << (used + 1023) / 1024 << " KB\n";
  }
  INFO(what << " took " << used << " bytes of stack");
  CHECK(used <= allowed);
}

std::string times(const std::string& text, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += text;
  return out;
}

std::string pack_with(const std::string& condition) {
  return "pack: p\nversion: 1\ncurrency: USD\nfacts:\n  a: bool\n  i: int\n  t: string\n  l: "
         "{type: list(int), "
         "max_size: 3}\noffers:\n  A:\n    give: 10% off order\n    when: '" +
         condition + "'\n";
}

}  // namespace

TEST_CASE("the deepest conditions fit the stack: compiled, evaluated, explained") {
  const std::size_t deep = caps::expression_depth;
  const std::vector<std::pair<const char*, std::string>> conditions = {
      {"brackets", times("(", deep) + "a" + times(")", deep)},
      {"calls", times("math.abs(", deep) + "i" + times(")", deep) + " == 3"},
      {"lists", times("[", deep - 1) + "i" + times("]", deep - 1) + " == " + times("[", deep - 1) +
                    "3" + times("]", deep - 1)},
      {"nots", times("!", caps::expression_height - 2) + "a"},
      {"minuses", times("- ", 60) + "i == 3"},
      {"sums", "i" + times(" + i", caps::expression_height - 3) + " > 0"},
      {"choices", "(" + times("a ? i : ", 20) + "i) == 3"},
      {"many choices", times("a ? a : ", caps::expression_choices) + "a"},
      {"equalities", "a" + times(" == a", caps::expression_height - 2)},
      {"methods", "t" + times(".trim()", caps::expression_height - 3) + " == \"t\""},
      {"macros", times("l.exists(x, ", 3) + "a" + times(")", 3)},
  };
  const std::string facts =
      "now: 2026-11-22T10:00:00Z\ncart: {currency: USD, lines: [{sku: A, qty: 2, price: 12.00}]}\n"
      "a: true\ni: 3\nt: t\nl: [1, 2, 3]\n";
  for (const auto& [name, condition] : conditions) {
    const std::string text = pack_with(condition);
    hold(std::string("compile ") + name, [&] {
      const compilation made = compile_text("p.yaml", text);
      if (!made.compiled) throw std::runtime_error(made.found.items().front().message);
    });
    campaign c(text, facts);
    const proposal asked = c.of({"A"});
    hold(std::string("explain ") + name, [&] {
      explanation why;
      explain(c.rules, *c.facts, asked, c.memory, why);
    });
  }
}

TEST_CASE("too deep is told with as little stack") {
  for (const char* opening : {"(", "[", "!", "- ", "a ? ", "math.abs(", "l.exists(x, "}) {
    hold(std::string("refuse ") + opening, [&] {
      // Compiled or refused, as the caps have it (`!!` is nothing); either way in this little.
      static_cast<void>(compile_text("p.yaml", pack_with(times(opening, 400) + "a")));
    });
  }
  for (const char* opening : {"[", "{a: ", "- "}) {
    const std::string text = times(opening, 100'000);
    hold(std::string("read ") + opening, [&] {
      const compilation made = compile_text("p.yaml", text);
      if (made.compiled) throw std::runtime_error("it compiles");
    });
  }
}

TEST_CASE("readers and layout fit the stack at the deepest files") {
  const std::string text =
      times("{a: ", caps::yaml_depth - 1) + "[1]" + times("}", caps::yaml_depth - 1) + "\n";
  const pack rules = pack_of(winter_pack());
  hold("layout", [&] {
    source_set sources;
    diagnostics found;
    if (!format_text(sources, sources.add("f.yaml", text), found)) throw std::runtime_error("?");
  });
  hold("facts that are nested", [&] {
    source_set sources;
    diagnostics found;
    static_cast<void>(read_facts(rules, sources, sources.add("f.yaml", text), {}, found));
  });
  hold("a session that is nested", [&] {
    source_set sources;
    diagnostics found;
    static_cast<void>(
        read_session(sources, sources.add("s.json", times("{\"a\":", 30'000)), {}, found));
  });
}

TEST_CASE("questions fit the stack") {
  campaign c(winter_pack(), winter_facts());
  const proposal asked = c.of({"WELCOME10", "HAGGLE=8%", "FREESHIP", "TOTE"});
  hold("image", [&] {
    if (!pack_from_image(image_of(c.rules)).ok()) throw std::runtime_error("no image");
  });
  hold("facts", [&] { c.learn(winter_facts()); });
  hold("validate", [&] {
    workspace memory;
    decision made;
    validate(c.rules, *c.facts, asked, memory, made);
  });
  hold("eligible", [&] {
    question_workspace memory;
    eligibility made;
    eligible(c.rules, *c.facts, {}, memory, made);
  });
  hold("best", [&] {
    question_workspace memory;
    best_answer made;
    best(c.rules, *c.facts, {}, memory, made);
  });
  hold("explain", [&] {
    question_workspace memory;
    explanation made;
    explain(c.rules, *c.facts, asked, memory, made);
  });
  hold("suggest", [&] {
    question_workspace memory;
    std::vector<suggestion> made;
    suggest(c.rules, *c.facts, {}, nullptr, memory, made);
  });
  hold("negotiate", [&] {
    question_workspace memory;
    ask wish;
    wish.more = true;
    const auto replied =
        negotiate(c.rules, *c.facts, open_session(c.rules, *c.facts, "s", ""), wish, memory);
    if (!replied.ok()) throw std::runtime_error("no reply");
    source_set files;
    diagnostics found;
    const auto file = files.add("s", write_session(replied.value().next, "key"));
    if (!read_session(files, file, {"key", 0}, found)) throw std::runtime_error("no session");
  });
}

TEST_CASE("the search fits the stack with as many offers as it looks at") {
  std::string text = "pack: p\nversion: 1\ncurrency: USD\ndefaults: {stacking: open}\noffers:\n";
  for (int i = 0; i < 250; ++i) {
    text += "  A" + std::to_string(i) + ": {give: 0." + std::to_string(10 + i % 89) +
            " off order, rank: " + std::to_string(i) + "}\n";
  }
  text += "stacking: [at most 60 of any]\nlimits: [discount <= 12.34]\n";
  campaign c(text,
             "now: 2026-11-22T10:00:00Z\ncart: {currency: USD, lines: [{sku: A, qty: 2, price: "
             "12.00}]}\n");
  hold("best of 250 offers", [&] {
    question_workspace memory;
    best_request request;
    request.nodes = 2'000;
    best_answer made;
    best(c.rules, *c.facts, request, memory, made);
  });
}
