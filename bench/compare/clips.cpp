// The rules of a workload in CLIPS: a rule for each, facts asserted and the engine run for each
// context, the working memory emptied before. Prints as parley_compare does.
//
//   parley_clips KIND RULES
extern "C" {
#include <clips/clips.h>
}

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "../match/timing.hpp"
#include "../match/workloads.hpp"

namespace {

using namespace parley::bench;

std::vector<std::uint64_t> found;

void hit(void* environment) {
  const auto rule = static_cast<std::size_t>(EnvRtnLong(environment, 1));
  found[rule / 64] |= std::uint64_t{1} << (rule % 64);
}

std::string value_text(const workload& w, std::uint32_t a, std::uint32_t v) {
  if (w.attributes[a].kind == attribute_kind::text) return "\"" + w.texts[a][v] + "\"";
  if (w.attributes[a].kind == attribute_kind::truth) return v != 0 ? "TRUE" : "FALSE";
  return std::to_string(v);
}

std::string rule_text(const workload& w, const rule& r, std::size_t number) {
  int variable = 0;
  const auto pattern = [&](const atom& a) {
    std::string made = "(" + w.attributes[a.attribute].name + " ";
    if (a.range) {
      const std::string x = "?x" + std::to_string(variable++);
      const std::string low = std::to_string(a.values[0]), high = std::to_string(a.values[1]);
      made += x + "&:(";
      made += a.negated ? "or (< " : "and (>= ";
      made += x + " " + low + ")";
      made += a.negated ? " (> " : " (<= ";
      return made + x + " " + high + ")))";
    }
    for (std::size_t i = 0; i < a.values.size(); ++i) {
      if (i > 0) made += a.negated ? "&" : "|";
      if (a.negated) made += "~";
      made += value_text(w, a.attribute, a.values[i]);
    }
    return made + ")";
  };
  std::string made = "(defrule r" + std::to_string(number);
  for (const atom& a : r.all) made += " " + pattern(a);
  if (!r.any.empty()) {
    made += " (or";
    for (const auto& group : r.any) {
      made += " (and";
      for (const atom& a : group) made += " " + pattern(a);
      made += ")";
    }
    made += ")";
  }
  return made + " => (hit " + std::to_string(number) + "))";
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) return 2;
  const std::string kind = arguments[1];
  const std::size_t rules = std::strtoull(arguments[2], nullptr, 10);
  const workload w =
      kind == "w1" ? workload_w1(rules) : workload_offers(rules, kind == "selective");
  found.resize((rules + 63) / 64);

  const double begin = now();
  void* const clips = CreateEnvironment();
  EnvDefineFunction2(clips, "hit", 'v', PTIEF hit, "hit", "11i");
  for (std::size_t r = 0; r < rules; ++r) {
    if (EnvBuild(clips, rule_text(w, w.rules[r], r).c_str()) == 0) {
      std::fprintf(stderr, "CLIPS: rule %zu\n", r);
      return 1;
    }
  }
  const double load_ms = (now() - begin) / 1e6;

  std::vector<std::vector<std::string>> facts;
  for (const auto& values : w.contexts) {
    facts.emplace_back();
    for (std::uint32_t a = 0; a < values.size(); ++a) {
      if (values[a] != missing) {
        facts.back().push_back("(" + w.attributes[a].name + " " + value_text(w, a, values[a]) +
                               ")");
      }
    }
  }
  const auto ask = [&](std::size_t c) {
    found.assign(found.size(), 0);
    EnvReset(clips);
    for (const std::string& fact : facts[c]) EnvAssertString(clips, fact.c_str());
    EnvRun(clips, -1);
  };
  for (std::size_t c = 0; c < w.contexts.size(); ++c) {
    ask(c);
    for (std::size_t r = 0; r < rules; ++r) {
      if ((found[r / 64] >> (r % 64) & 1U) != (holds(w, w.rules[r], c) ? 1U : 0U)) {
        std::fprintf(stderr, "CLIPS: another answer in context %zu\n", c);
        return 3;
      }
    }
  }
  const timing t = measure(w.contexts.size(), ask);
  std::printf(
      "{\"engine\":\"CLIPS\",\"workload\":\"%s\",\"rules\":%zu,\"load_ms\":%.3f,"
      "\"us\":%.5f,\"p99\":%.5f,\"least\":%.5f,\"compared\":%zu}\n",
      kind.c_str(), rules, load_ms, t.median / 1e3, t.high / 1e3, t.least / 1e3, w.contexts.size());
  return 0;
}
