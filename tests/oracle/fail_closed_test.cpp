// Fail closed, measured: over generated packs no decision moves towards allow when something is
// known less, when a prohibition is added or when any limit is tightened. PARLEY_FIGURES=1 prints
// how many decisions were compared.
#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "oracle/generator.hpp"
#include "oracle/settings.hpp"
#include "oracle/subject.hpp"
#include "support/catch.hpp"

using namespace parley;
using namespace parley::oracle;

namespace {

std::optional<engine_decision> decided(const compiled_pack& pack, const naive_facts& facts,
                                       const naive_proposal& asked) {
  if (!pack.faults.empty()) return std::nullopt;
  engine_decision made = ask(pack, facts.yaml(), asked);
  if (!made.faults.empty()) return std::nullopt;
  return made;
}

void tell(const char* what, std::size_t compared) {
  if (std::getenv("PARLEY_FIGURES") != nullptr) {
    std::cout << what << ": " << compared << " decisions compared\n";
  }
}

/// The first amount behind `<= ` halved, behind `>= ` raised by half; nothing where none stands
/// there.
std::optional<std::string> tightened(const std::string& row) {
  const std::size_t most = row.find("<= ");
  const std::size_t sign = most == std::string::npos ? row.find(">= ") : most;
  if (sign == std::string::npos) return std::nullopt;
  const std::size_t from = sign + 3;
  const std::size_t end = std::min(row.find_first_not_of("0123456789.", from), row.size());
  const std::string number = row.substr(from, end - from);
  if (number.empty()) return std::nullopt;
  std::string digits;
  std::size_t behind = 0;
  bool point = false;
  for (const char c : number) {
    if (c == '.') {
      point = true;
    } else {
      digits += c;
      behind += point ? 1 : 0;
    }
  }
  long long value = std::stoll(digits);
  value = most == std::string::npos ? value + (value + 1) / 2 : value / 2;
  std::string text = std::to_string(value);
  if (behind != 0) {
    while (text.size() <= behind) text.insert(0, "0");
    text.insert(text.size() - behind, ".");
  }
  if (most == std::string::npos && row.substr(end, 1) == "%" && value >= 100 && behind == 0) {
    return std::nullopt;  // a margin of more than everything is no bound
  }
  return row.substr(0, from) + text + row.substr(end);
}

}  // namespace

TEST_CASE("tightening any limit never moves towards allow") {
  const std::uint64_t count = runs(200);
  std::size_t compared = 0;
  for (std::uint64_t seed = first_seed(); seed < first_seed() + count; ++seed) {
    const generated made = generate(seed, seed % 2 == 0);
    const compiled_pack pack(made.pack.yaml());
    const auto before = decided(pack, made.facts, made.proposal);
    if (!before) continue;
    for (std::size_t i = 0; i < made.pack.limits.size(); ++i) {
      const std::optional<std::string> row = tightened(made.pack.limits[i]);
      if (!row) continue;
      pack_text text = made.pack;
      text.limits[i] = *row;
      const compiled_pack other(text.yaml());
      INFO("seed " << seed << "\n" << text.yaml() << made.facts.yaml() << describe(made.proposal));
      if (!other.faults.empty()) continue;
      const auto after = decided(other, made.facts, made.proposal);
      REQUIRE(after);
      INFO("before " << describe(pack, *before) << "after " << describe(other, *after));
      CHECK(after->full.verdict >= before->full.verdict);
      ++compared;
    }
  }
  tell("a limit tightened", compared);
  if (count >= 200) CHECK(compared > 200);
}

TEST_CASE("forbidding any pair, or any offer company, never moves towards allow") {
  const std::uint64_t count = runs(60);
  std::size_t compared = 0;
  for (std::uint64_t seed = first_seed(); seed < first_seed() + count; ++seed) {
    const generated made = generate(seed, seed % 2 == 0);
    const compiled_pack pack(made.pack.yaml());
    const auto before = decided(pack, made.facts, made.proposal);
    if (!before) continue;
    std::vector<std::string> rules;
    for (std::size_t i = 0; i < made.offers.size(); ++i) {
      rules.push_back("{rule: " + made.offers[i].name + " alone, id: more}");
      rules.push_back("{rule: at most 1 of " + made.offers[i].name + ", id: more}");
      for (std::size_t j = i + 1; j < made.offers.size(); ++j) {
        rules.push_back("{rule: " + made.offers[i].name + " excludes " + made.offers[j].name +
                        ", id: more}");
      }
    }
    for (const std::string& rule : rules) {
      pack_text text = made.pack;
      text.stacking.push_back(rule);
      const compiled_pack other(text.yaml());
      INFO("seed " << seed << "\n" << text.yaml() << made.facts.yaml() << describe(made.proposal));
      REQUIRE(other.faults == "");
      const auto after = decided(other, made.facts, made.proposal);
      REQUIRE(after);
      INFO("before " << describe(pack, *before) << "after " << describe(other, *after));
      CHECK(after->full.verdict >= before->full.verdict);
      ++compared;
    }
  }
  tell("a prohibition added", compared);
}

TEST_CASE("ageing or withdrawing any fact leaves the verdict or makes it need") {
  const std::uint64_t count = runs(100);
  std::size_t compared = 0;
  for (std::uint64_t seed = first_seed(); seed < first_seed() + count; ++seed) {
    const generated made = generate(seed, seed % 2 == 0);
    const compiled_pack pack(made.pack.yaml());
    const auto before = decided(pack, made.facts, made.proposal);
    if (!before) continue;
    std::vector<naive_facts> worse;
    for (const auto& [name, fact] : made.facts.facts) {
      for (const auto state : {naive_fact::state::missing, naive_fact::state::stale}) {
        if (fact.what == naive_fact::state::missing || fact.what == state) continue;
        // Only what has a `max_age` can be too old, and only a value has an age.
        if (state == naive_fact::state::stale &&
            (name != "stock.dated" || fact.what != naive_fact::state::known)) {
          continue;
        }
        worse.push_back(made.facts);
        worse.back().facts[name].what = state;
      }
    }
    for (const auto& [key, number] : made.facts.counters) {
      worse.push_back(made.facts);
      worse.back().counters.erase(key);
    }
    for (const naive_facts& less : worse) {
      const auto after = decided(pack, less, made.proposal);
      INFO("seed " << seed << "\n" << made.pack.yaml() << less.yaml() << describe(made.proposal));
      REQUIRE(after);
      INFO("before " << describe(pack, *before) << "after " << describe(pack, *after));
      CHECK((after->full.verdict == before->full.verdict || after->full.verdict == verdict::need));
      ++compared;
    }
  }
  tell("a fact aged or withdrawn", compared);
}
