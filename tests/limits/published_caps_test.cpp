// Every cap of base/limits.hpp at its number and one beyond. `tried` says for each where: here, or
// in the test file that names it; a cap that stands nowhere fails the last test.
#include "parley/base/limits.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "changes/compare_packs.hpp"
#include "packtest/batch.hpp"
#include "packtest/suite.hpp"
#include "parley/compiler/compile.hpp"
#include "parley/compiler/read.hpp"
#include "parley/engine/best.hpp"
#include "parley/negotiate/outcome_space.hpp"
#include "support/campaign.hpp"
#include "support/catch.hpp"
#include "support/places.hpp"
#include "yaml/reader.hpp"

using namespace parley;

namespace {

const std::string head = "pack: p\nversion: 1\ncurrency: USD\n";

/// The errors of a pack: "PL3009 4097 facts; at most 4096". Empty: it compiles.
std::string errors(const std::string& text) {
  const compilation made = compile_text("p.yaml", text);
  std::string out;
  for (const diagnostic& d : made.found.items()) {
    if (d.severity != severity::error) continue;
    out += (out.empty() ? "" : "\n") + d.code + " " + d.message;
    CHECK(d.at.known());
  }
  return out;
}

/// `count` times a text in which `#` is the number.
std::string rows(std::size_t count, const std::string& row) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string number = std::to_string(i);
    for (const char c : row) {
      if (c == '#') {
        out += number;
      } else {
        out += c;
      }
    }
  }
  return out;
}

/// Good at the cap; one more has exactly one error, which names a number.
void holds(const std::function<std::string(std::size_t)>& pack_text, std::size_t cap,
           const std::string& code) {
  CHECK(errors(pack_text(cap)) == "");
  const std::string refused = errors(pack_text(cap + 1));
  INFO(refused);
  CHECK(refused.starts_with(code + " "));
  CHECK((refused.find(std::to_string(cap)) != std::string::npos ||
         refused.find(std::to_string(cap + 1)) != std::string::npos));
  CHECK(refused.find('\n') == std::string::npos);
}

std::string facts_errors(const pack& rules, const std::string& text) {
  source_set files;
  diagnostics found;
  static_cast<void>(read_facts(rules, files, files.add("f.yaml", text), {}, found));
  std::string out;
  for (const diagnostic& d : found.items()) out += (out.empty() ? "" : "\n") + d.code;
  return out;
}

/// Where each cap is tried at its number and beyond; "" means in this file.
const std::map<std::string, std::string> tried = {
    {"file_bytes", "tests/yaml/reader_test.cpp"},
    {"yaml_depth", "tests/yaml/reader_test.cpp"},
    {"yaml_nodes", ""},
    {"scalar_bytes", "tests/yaml/reader_test.cpp"},
    {"key_bytes", "tests/yaml/reader_test.cpp"},
    {"include_files", "tests/syntax/load_test.cpp"},
    {"include_depth", "tests/syntax/load_test.cpp"},
    {"name_bytes", ""},
    {"facts", ""},
    {"offers", ""},
    {"rules", ""},
    {"classes", ""},
    {"selectors", ""},
    {"ladder_steps", ""},
    {"tiers", ""},
    {"wordings", ""},
    {"errors_searched", ""},
    {"order_pairs", ""},
    {"analysis_boxes", "tests/analysis/findings_test.cpp"},
    {"analysis_steps", "tests/analysis/findings_test.cpp"},
    {"analysis_witnesses", "tests/analysis/findings_test.cpp"},
    {"bundle_parts", ""},
    {"expression_bytes", "tests/check/condition_caps_test.cpp"},
    {"expression_depth", "tests/check/condition_caps_test.cpp"},
    {"expression_choices", "tests/check/condition_caps_test.cpp"},
    {"expression_height", "tests/check/condition_caps_test.cpp"},
    {"expression_nodes", "tests/check/condition_caps_test.cpp"},
    {"expression_cost", "tests/check/condition_caps_test.cpp"},
    {"macro_names", ""},
    {"collection_default", ""},
    {"collection_most", ""},
    {"pattern_bytes", ""},
    {"format_precision", ""},
    {"arena_bytes", "tests/engine/evaluator_budget_test.cpp"},
    {"cart_lines", "tests/facts_io/cart_reader_test.cpp"},
    {"shipping_methods", "tests/facts_io/cart_reader_test.cpp"},
    {"proposal_offers", "tests/facts_io/proposal_reader_test.cpp"},
    {"quantity", "tests/facts_io/cart_reader_test.cpp"},
    {"unit_price", ""},
    {"cart_total", "tests/facts_io/cart_reader_test.cpp"},
    {"approvals", ""},
    {"session_bytes", "tests/facts_io/session_json_test.cpp"},
    {"catalog_items", ""},
    {"outcomes", ""},
    {"outcome_sums", "tests/negotiate/outcome_space_test.cpp"},
    {"diff_pair_offers", ""},
    {"negotiation_rounds", ""},
    {"replay_bad_lines", "tests/changes/replay_test.cpp"},
    {"simulated_states", "tests/simulate/best_response_test.cpp"},
    {"simulated_outcomes", "tests/simulate/market_test.cpp"},
    {"best_nodes", ""},
    {"test_cases", ""},
    {"test_files", ""},
};

std::string text_of(const std::string& file) {
  std::ifstream in(parley::test::source_dir() + "/" + file);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace

TEST_CASE("declarations of a pack") {
  const std::string offer = "offers: {A: 10% off order}\n";
  holds(
      [&](std::size_t n) { return head + "offers: {" + std::string(n, 'N') + ": 1% off order}\n"; },
      caps::name_bytes, "PL3006");
  holds([&](std::size_t n) { return head + offer + "facts:\n" + rows(n, "  f#: int\n"); },
        caps::facts, "PL3009");
  holds([&](std::size_t n) { return head + offer + "classes:\n" + rows(n, "  - c#\n"); },
        caps::classes, "PL3009");
  holds(
      [&](std::size_t n) {
        return head + offer + "selectors:\n" + rows(n, "  s#: line.qty == #\n");
      },
      caps::selectors, "PL3009");
  holds(
      [&](std::size_t n) {
        std::string text = head + offer + "wording:\n";
        for (std::size_t i = 0; i < n; ++i) {
          const std::size_t l = i / 2;
          if (i % 2 == 0) {
            text += std::string("  ") + static_cast<char>('a' + l / 676 % 26) +
                    static_cast<char>('a' + l / 26 % 26) + static_cast<char>('a' + l % 26) + ":\n";
          }
          text += i % 2 == 0 ? "    allow: yes\n" : "    deny: no\n";
        }
        return text;
      },
      caps::wordings, "PL3009");
}

TEST_CASE("offers and their parts") {
  const auto tiers = [](std::size_t n) {
    std::string text;
    for (std::size_t i = 0; i < n; ++i) {
      text += (i == 0 ? "" : ", ") + std::to_string(i + 1) + "% from " + std::to_string(i + 2);
    }
    return head + "offers: {A: '" + text + " off order'}\n";
  };
  holds(tiers, caps::tiers, "PL4002");
  const auto parts = [](std::size_t n) {
    std::string text = "sku A0";
    for (std::size_t i = 1; i < n; ++i) text += " + sku A" + std::to_string(i);
    return head + "offers: {A: 'bundle " + text + " for 5.00'}\n";
  };
  holds(parts, caps::bundle_parts, "PL4002");
  const auto ladder = [](std::size_t n) {
    std::string text =
        head + "offers: {A: 0.01..5.00 step 0.01 off order}\nnegotiation: {ladder: [";
    for (std::size_t i = 0; i < n; ++i) {
      text += (i == 0 ? "A 0." : ", A 0.") + std::to_string(i + 11);
    }
    return text + "], rounds: 3}\n";
  };
  holds(ladder, caps::ladder_steps, "PL3009");
}

TEST_CASE("errors that are searched for what was meant") {
  std::string text = head + "offers:\n";
  for (std::size_t i = 0; i <= caps::errors_searched; ++i) {
    text += "  offer" + std::to_string(i) + ": {give: 5% off order, when: cart.subtotl > 1}\n";
  }
  std::size_t helped = 0;
  const compilation made = compile_text("p.yaml", text);
  for (const diagnostic& d : made.found.items()) {
    CHECK(d.code == "PL2103");
    helped += d.help == "did you mean `cart.subtotal`?" ? 1 : 0;
  }
  CHECK(made.found.items().size() == caps::errors_searched + 1);
  CHECK(helped == caps::errors_searched);
}

TEST_CASE("pairs whose order is looked at") {
  std::string text = head + "defaults: {stacking: open}\noffers:\n";
  for (int i = 0; i < 24; ++i) {
    text += "  P" + std::to_string(i) + ": " + std::to_string(i + 5) + "% off order\n  M" +
            std::to_string(i) + ": " + std::to_string(i + 5) + ".00 off order\n";
  }
  const compilation made = compile_text("p.yaml", text);
  std::size_t told = 0;
  for (const diagnostic& d : made.found.items()) told += d.code == "PL5101" ? 1 : 0;
  CHECK(told > 0);
  CHECK(told <= caps::order_pairs);
}

TEST_CASE("collections, patterns and formats") {
  const auto list = [](const std::string& declared) {
    return head + "facts: {l: " + declared + "}\noffers: {A: {give: 1% off order, when: 1 in l}}\n";
  };
  const auto given = [](std::size_t n) { return "l: [" + rows(n - 1, "#, ") + "7]\n"; };
  const pack usual = test::pack_of(list("list(int)"));
  CHECK(facts_errors(usual, given(caps::collection_default)) == "");
  CHECK(facts_errors(usual, given(caps::collection_default + 1)) == "PL6006");
  const auto sized = [&](std::size_t n) {
    return list("{type: list(int), max_size: " + std::to_string(n) + "}");
  };
  CHECK(errors(sized(caps::collection_most)) == "");
  CHECK(errors(sized(caps::collection_most + 1)).starts_with("PL3005"));
  const pack largest = test::pack_of(sized(caps::collection_most));
  CHECK(facts_errors(largest, given(caps::collection_most)) == "");
  CHECK(facts_errors(largest, given(caps::collection_most + 1)) == "PL6006");

  const auto condition = [](const std::string& text) {
    return head +
           "facts: {s: string, a: bool}\noffers:\n  A:\n    give: 1% off order\n    when: '" +
           text + "'\n";
  };
  const auto pattern = [&](std::size_t n) {
    return condition("s.matches(\"" + std::string(n, 'x') + "\")");
  };
  CHECK(errors(pattern(caps::pattern_bytes)) == "");
  CHECK(errors(pattern(caps::pattern_bytes + 1)).find("1025 bytes, more than 1024") !=
        std::string::npos);
  const auto precision = [&](std::size_t n) {
    return condition("\"%." + std::to_string(n) + "f\".format([1.5]) == s");
  };
  CHECK(errors(precision(caps::format_precision)) == "");
  CHECK(errors(precision(caps::format_precision + 1)) != "");

  const auto names = [&](std::size_t count) {
    // Two names a macro, and one for the odd one.
    std::string open, close;
    for (std::size_t k = 0; k < count / 2; ++k) {
      const std::string n = std::to_string(k);
      open += "[1].all(i" + n + ", x" + n + ", ";
      close += ")";
    }
    if (count % 2 == 1) open += "[1].all(z, ", close += ")";
    return condition(open + "a" + close);
  };
  CHECK(errors(names(caps::macro_names + 1)).find("PL22") != std::string::npos);
}

TEST_CASE("what a request may hold") {
  const pack rules = test::pack_of(
      head +
      "offers: {A: 10% off order}\nlimits: [{limit: discount <= 1.00, id: cap, else: escalate to "
      "boss}]\n");
  const auto approvals = [](std::size_t n) {
    return "approvals:\n" +
           rows(n,
                "  - {role: boss, limit: cap, customer: c#, pack: d, cart: h, up_to: 5.00, until: "
                "2026-11-22T10:00:00Z}\n");
  };
  CHECK(facts_errors(rules, approvals(caps::approvals)) == "");
  CHECK(facts_errors(rules, approvals(caps::approvals + 1)) == "PL6006");
  const auto price = [](const std::string& text) {
    return "cart: {currency: USD, lines: [{sku: A, qty: 1, price: " + text + "}]}\n";
  };
  CHECK(caps::unit_price == 1'000'000'000'000);
  CHECK(facts_errors(rules, price("10000000000.00")) == "");
  CHECK(facts_errors(rules, price("10000000000.01")) == "PL6004");
  const auto catalog = [&](std::size_t n) {
    source_set files;
    diagnostics found;
    const auto file = files.add("c.yaml", "items:\n" + rows(n, "  - {sku: S#, price: 1.00}\n"));
    const auto read = read_catalog(rules, files, file, {}, found);
    return read ? std::string() : found.items().front().code;
  };
  CHECK(catalog(caps::catalog_items) == "");
  CHECK(catalog(caps::catalog_items + 1) == "PL6006");
}

TEST_CASE("values of one file") {
  // A list of N scalars is N + 1 values.
  const auto read = [](std::size_t values) {
    source_set files;
    diagnostics found;
    std::string text = "[1";
    for (std::size_t i = 2; i < values; ++i) text += ",1";
    static_cast<void>(yaml::read(files, files.add("v.json", text + "]"), found));
    return found.empty() ? std::string() : found.items().front().code;
  };
  CHECK(read(caps::yaml_nodes) == "");
  CHECK(read(caps::yaml_nodes + 1) == "PL1015");
}

TEST_CASE("tests of packs") {
  const pack rules = test::pack_of(head + "facts: {n: int}\noffers: {A: 10% off order}\n");
  packtest::surroundings nothing;
  nothing.read = [](const std::string&) -> result<std::string> { return error{"PL7001", "none"}; };
  nothing.open = [](const std::string&) { return packtest::opened_pack{}; };
  const auto sweep = [&](std::size_t n) {
    const packtest::suite made =
        packtest::read_suite("p_test.yaml",
                             "tests:\n  - name: t\n    propose: [A]\n    sweep: {n: 1.." +
                                 std::to_string(n) + "}\n    expect: allow\n",
                             rules, nothing);
    std::string out;
    for (const diagnostic& d : made.found.items()) {
      if (d.severity == severity::error) out += d.code + " " + d.message + "\n";
    }
    return out;
  };
  CHECK(sweep(caps::test_cases) == "");
  CHECK(sweep(caps::test_cases + 1) != "");
}

TEST_CASE("test files of one run") {
  namespace fs = std::filesystem;
  const fs::path folder = fs::temp_directory_path() / ("parley-caps-" + std::to_string(getpid()));
  fs::create_directories(folder);
  const auto add = [&](std::size_t i) {
    std::ofstream(folder / ("t" + std::to_string(i) + "_test.yaml")) << "tests: []\n";
  };
  for (std::size_t i = 0; i < caps::test_files; ++i) add(i);
  CHECK(packtest::find_tests({folder.string()}, {}).failures.empty());
  add(caps::test_files);
  const packtest::found_tests refused = packtest::find_tests({folder.string()}, {});
  fs::remove_all(folder);
  REQUIRE(refused.failures.size() == 1);
  CHECK(refused.failures[0].message.find("more than 10000 test files") != std::string::npos);
}

TEST_CASE("what a search looks at") {
  // tests/engine/best_test.cpp spends a budget; this is the one that counts where none is given.
  CHECK(best_request().nodes == caps::best_nodes);
  const auto enumerated = [](const std::string& first, const std::string& second) {
    const test::campaign c(head + "offers:\n  A: 1.." + first + " step 1 off order\n  B: 1.." +
                               second +
                               " step 1 off order\nstacking: [A with B]\n"
                               "negotiation: {ladder: [A 1, B 1]}\n",
                           "cart: {currency: USD, lines: [{sku: S, qty: 1, price: 90000.00}]}\n");
    question_workspace memory;
    outcome_space space;
    enumerate_outcomes(c.rules, *c.facts, {}, outcome_limits::ignored, memory, space);
    return space;
  };
  // Each offer may be left out, too: 100 by 1,000, and 11 by 9,091.
  const outcome_space most = enumerated("99", "999");
  CHECK(most.size == caps::outcomes);
  CHECK(most.whole);
  CHECK(most.results.size() == caps::outcomes);
  const outcome_space beyond = enumerated("10", "9090");
  CHECK(beyond.size == caps::outcomes + 1);
  CHECK_FALSE(beyond.whole);
  CHECK(beyond.results.empty());
}

TEST_CASE("negotiation_rounds") {
  const auto rounds = [](std::size_t n) {
    return head + "offers: {A: 1..9 step 1 off order}\nnegotiation: {ladder: [A 1], rounds: " +
           std::to_string(n) + "}\n";
  };
  CHECK(errors(rounds(caps::negotiation_rounds)).empty());
  CHECK_FALSE(errors(rounds(caps::negotiation_rounds + 1)).empty());
}

TEST_CASE("packs of so many offers are compared pair by pair") {
  const auto left_out = [](std::size_t n) {
    const auto text = [&](const char* amount) {
      return head + "offers:\n" + rows(n, std::string("  A#: ") + amount + " off order\n");
    };
    const changes::compare_options without{false, 0, 0};
    return changes::compare_packs(test::pack_of(text("1%")), test::pack_of(text("2%")), without)
        .pairs_left_out;
  };
  CHECK_FALSE(left_out(caps::diff_pair_offers));
  CHECK(left_out(caps::diff_pair_offers + 1));
}

// A minute without optimisation; `parley_test_limits "[.slow]"` runs it.
TEST_CASE("the most offers and rules", "[.slow]") {
  const auto offers = [](std::size_t n) {
    return head + "offers:\n" + rows(n, "  A#: 1% off order\n");
  };
  holds(offers, caps::offers, "PL3009");
  const auto limits = [](std::size_t n) {
    return head + "offers: {A: 1% off order}\nlimits:\n" + rows(n, "  - discount <= #.00\n");
  };
  holds(limits, caps::rules, "PL3009");
}

TEST_CASE("every cap is tried somewhere, and the table names no other") {
  const std::string declared = text_of("include/parley/base/limits.hpp");
  const std::regex pattern("inline constexpr [a-z_0-9:]+ ([a-z_]+) =");
  std::set<std::string> names;
  for (std::sregex_iterator i(declared.begin(), declared.end(), pattern), end; i != end; ++i) {
    names.insert((*i)[1]);
  }
  const std::string here = text_of("tests/limits/published_caps_test.cpp");
  // Played to its end it takes minutes: that it is taken, and one more refused, is in
  // tests/cli/golden/simulate.txt.
  CHECK(names.erase("simulated_negotiations") == 1);
  for (const std::string& name : names) {
    INFO(name);
    REQUIRE(tried.contains(name));
    const std::string& file = tried.at(name);
    const std::string where = file.empty() ? here : text_of(file);
    CHECK((where.find("caps::" + name) != std::string::npos ||
           where.find("TEST_CASE(\"" + name) != std::string::npos));
  }
  for (const auto& [name, file] : tried) CHECK(names.contains(name));
}
