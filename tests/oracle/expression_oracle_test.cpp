// Expressions of the whole exact dialect: the compiled graph against the naive evaluator, answers
// and reasons, under complete and incomplete facts. PARLEY_ORACLE_RUNS sets how many packs of 20
// expressions, PARLEY_ORACLE_SEED where to start; a failure prints its seed and the whole case.
#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "oracle/expression_subject.hpp"
#include "oracle/settings.hpp"
#include "support/catch.hpp"

using namespace parley;
using namespace parley::oracle;

namespace {

constexpr std::size_t in_a_pack = 20;
constexpr int worlds = 6;

struct totals {
  std::uint64_t expressions = 0, refused = 0, unreadable = 0, known = 0, unknown = 0, error = 0;
};

/// A pack full of expressions; what the checker refuses is left out.
void fill(expression_pack& pack, expression_generator& make, totals& sum) {
  std::size_t tries = 0;
  while (pack.size() < in_a_pack && ++tries < 400) {
    const std::string text = make.any(2 + static_cast<int>(make.dice().below(4)));
    ++sum.expressions;
    if (pack.add(text)) continue;
    ++sum.refused;
    // Only what is too big may be refused, and a constant that can't be read, which would fail
    // whenever it is asked: everything else is a mistake of ours.
    const bool too_big = pack.refusal_code == "PL2008" || pack.refusal_code == "PL2201" ||
                         pack.refusal_code == "PL2202";
    const bool unreadable = pack.refusal_code == "PL2114";
    sum.unreadable += unreadable ? 1 : 0;
    if (!too_big && !unreadable) FAIL(pack.refusal_code << " " << pack.refusal << ": " << text);
  }
  pack.seal();
}

std::string told(const std::set<std::string>& reasons) {
  std::string made;
  for (const std::string& r : reasons) made += r + "; ";
  return made;
}

}  // namespace

TEST_CASE("compiled expressions agree with the naive evaluator") {
  const std::uint64_t first = first_seed();
  const std::uint64_t count = runs(60);
  totals sum;
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    expression_generator make(seed);
    expression_pack pack;
    fill(pack, make, sum);
    for (int w = 0; w < worlds; ++w) {
      const any_world world = make.world(w < 2);
      pack.put(world);
      for (std::size_t i = 0; i < pack.size(); ++i) {
        const any_outcome naive = evaluate(pack.parsed(i), world);
        const std::string wanted = answer_of(naive);
        const std::string got = pack.answer(i);
        if (got != wanted) {
          FAIL("seed " << seed << ": " << pack.parsed(i).text << "\nis " << got << ", should be "
                       << wanted << "\nwith\n"
                       << shown(world));
        }
        const std::set<std::string> reasons = pack.reasons(i);
        // What an optional falls back on counts as a reason only where it may be asked for.
        const bool exact = pack.parsed(i).text.find(".or") == std::string::npos;
        const bool fits = exact ? reasons == naive.reasons
                                : std::includes(naive.reasons.begin(), naive.reasons.end(),
                                                reasons.begin(), reasons.end());
        if (!fits && wanted == "unknown") {
          FAIL("seed " << seed << ": " << pack.parsed(i).text << "\nis unknown for "
                       << told(reasons) << "\nshould be " << told(naive.reasons) << "\nwith\n"
                       << shown(world));
        }
        if (wanted != "unknown" && !reasons.empty()) FAIL("reasons of " << pack.parsed(i).text);
        sum.known += naive.known() ? 1 : 0;
        sum.unknown += wanted == "unknown" ? 1 : 0;
        sum.error += wanted == "error" ? 1 : 0;
      }
    }
    if (std::getenv("PARLEY_ORACLE_PROGRESS") != nullptr && (seed - first + 1) % 1000 == 0) {
      std::printf("%llu expressions\n", static_cast<unsigned long long>(sum.expressions));
      std::fflush(stdout);
    }
  }
  if (std::getenv("PARLEY_ORACLE_PROGRESS") != nullptr) {
    std::printf(
        "expressions: %llu agreed, %llu too big, %llu with a constant that can't be read; answers: "
        "%llu known, %llu unknown, %llu errors\n",
        static_cast<unsigned long long>(sum.expressions - sum.refused),
        static_cast<unsigned long long>(sum.refused - sum.unreadable),
        static_cast<unsigned long long>(sum.unreadable), static_cast<unsigned long long>(sum.known),
        static_cast<unsigned long long>(sum.unknown), static_cast<unsigned long long>(sum.error));
  }
  if (count < 50) return;
  CHECK(sum.refused * 5 < sum.expressions);
  CHECK(sum.unreadable * 50 < sum.expressions);
  CHECK(sum.known > sum.error);
  CHECK(sum.unknown > sum.error / 4);
}

TEST_CASE("partial answers hold, and reasons say what could change an unknown") {
  const std::uint64_t first = first_seed() + 500'000;
  const std::uint64_t count = runs(40);
  std::uint64_t early = 0;
  std::uint64_t still = 0;
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    expression_generator make(seed);
    expression_pack pack;
    totals sum;
    fill(pack, make, sum);
    // One complete world, then every subset of five of its facts withdrawn.
    const any_world whole_world = make.world(true);
    const any_world other_world = make.world(true);
    pack.put(whole_world);
    std::vector<std::string> whole;
    for (std::size_t i = 0; i < pack.size(); ++i) whole.push_back(pack.answer(i));
    std::vector<std::string> names;
    while (names.size() < 5) {
      const std::string name = make.dice().pick(declared_facts()).name;
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
    for (unsigned subset = 1; subset < 32; ++subset) {
      any_world partial = whole_world;
      any_world completed = whole_world;
      for (std::size_t k = 0; k < names.size(); ++k) {
        if ((subset >> k & 1U) == 0) continue;
        partial.facts[names[k]].what = any_fact::state::missing;
        completed.facts[names[k]] = other_world.facts.at(names[k]);
      }
      pack.put(partial);
      std::vector<std::string> answers;
      std::vector<std::set<std::string>> reasons;
      for (std::size_t i = 0; i < pack.size(); ++i) {
        answers.push_back(pack.answer(i));
        reasons.push_back(pack.reasons(i));
        if (answers[i] == "unknown") {
          if (reasons[i].empty()) FAIL("seed " << seed << ": " << pack.parsed(i).text);
        } else {
          ++early;
          if (answers[i] != whole[i]) {
            FAIL("seed " << seed << ": " << pack.parsed(i).text << "\nis " << answers[i]
                         << " and then " << whole[i] << "\nwith\n"
                         << shown(whole_world));
          }
        }
      }
      // Another completion of the same facts can't change what was known either.
      pack.put(completed);
      for (std::size_t i = 0; i < pack.size(); ++i) {
        if (answers[i] != "unknown" && pack.answer(i) != answers[i])
          FAIL("seed " << seed << ": " << pack.parsed(i).text);
      }
      // Facts that are no reason leave an unknown unknown, for the same reasons.
      for (std::size_t i = 0; i < pack.size(); ++i) {
        if (answers[i] != "unknown") continue;
        any_world rest = partial;
        for (std::size_t k = 0; k < names.size(); ++k) {
          const std::string& name = names[k];
          if ((subset >> k & 1U) == 0) continue;
          if (reasons[i].count("fact " + name + " missing") == 0)
            rest.facts[name] = other_world.facts.at(name);
        }
        pack.put(rest);
        ++still;
        if (pack.reasons(i) != reasons[i]) {
          FAIL("seed " << seed << ": " << pack.parsed(i).text << "\nis unknown for "
                       << told(reasons[i]) << "\nthen " << pack.answer(i) << " for "
                       << told(pack.reasons(i)) << "\nwith\n"
                       << shown(rest));
        }
      }
    }
  }
  if (count < 40) return;
  CHECK(early > 5'000);
  CHECK(still > 1'000);
}

namespace {

std::string json_text(const std::string& text) {
  std::string made = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') made += '\\';
    if (byte >= 0x20) {
      made += c;
      continue;
    }
    constexpr char digits[] = "0123456789abcdef";
    made += std::string("\\u00") + digits[byte >> 4] + digits[byte & 15];
  }
  return made + "\"";
}

/// A value with its type, so that nothing goes through a double: {"int": "5"}.
std::string json_value(const any_value& v) {
  using kind = any_value::kind;
  switch (v.what) {
    case kind::boolean: return v.yes ? "true" : "false";
    case kind::integer: return "{\"int\":\"" + shown(v) + "\"}";
    case kind::text: return json_text(v.text);
    case kind::timestamp:
    case kind::duration: return "{\"time\":" + json_text(shown(v)) + "}";
    default: {
      std::string made = v.what == kind::map ? "{\"map\":[" : "[";
      for (std::size_t i = 0; i < v.items.size(); ++i)
        made += (i > 0 ? "," : "") + json_value(v.items[i]);
      return made + (v.what == kind::map ? "]}" : "]");
    }
  }
}

}  // namespace

// Run by scripts/soak.sh, which lets two other evaluators answer the same.
TEST_CASE("expressions of plain CEL are written out with our answers", "[.cross]") {
  const char* path = std::getenv("PARLEY_ORACLE_OUT");
  REQUIRE(path != nullptr);
  std::FILE* out = std::fopen(path, "w");
  REQUIRE(out != nullptr);
  const std::uint64_t first = first_seed();
  for (std::uint64_t seed = first; seed < first + runs(50); ++seed) {
    expression_generator make(seed, dialect::shared);
    expression_pack pack;
    totals sum;
    fill(pack, make, sum);
    const any_world world = make.world(true);
    pack.put(world);
    std::string bindings;
    for (const declared_fact& f : declared_facts()) {
      const any_fact& fact = world.facts.at(f.name);
      const bool plain = f.type != made_of::decimal && f.type != made_of::money &&
                         f.type != made_of::percent && !f.optional;
      if (plain && fact.what == any_fact::state::known)
        bindings +=
            (bindings.empty() ? "" : ",") + json_text(f.name) + ":" + json_value(fact.value);
    }
    for (std::size_t i = 0; i < pack.size(); ++i) {
      const std::string line = "{\"expr\":" + json_text(pack.parsed(i).text) + ",\"bindings\":{" +
                               bindings + "},\"result\":" + json_text(pack.answer(i)) + "}\n";
      std::fputs(line.c_str(), out);
    }
  }
  CHECK(std::fclose(out) == 0);
}
