// What docs/performance.md reports of the condition index: time for a context, by number of rules,
// beside a plain bitmap index in the same run; answers are compared. Fixed seeds.
//
//   parley_match_bench [w1 | offers | selective] [RULES...] [--tier direct|rows|pivot|pair]
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "bitmap.hpp"
#include "timing.hpp"
#include "workloads.hpp"

namespace {

using namespace parley;
using bench::measure;
using bench::now;
using bench::timing;

constexpr const char* tier_names[] = {"automatic", "direct", "rows", "pivot", "pair", "blocks"};

bool run(const std::string& kind, std::size_t rules, match_tier wanted) {
  const bench::workload w =
      kind == "w1" ? bench::workload_w1(rules) : bench::workload_offers(rules, kind == "selective");
  const pack p = bench::pack_of(w);
  std::vector<graph::index> conditions;
  for (const graph::offer_row& o : p.tables().offers) conditions.push_back(o.when);
  const double start = now();
  const condition_index index(p, conditions, wanted);
  const double built = (now() - start) / 1e3;

  std::vector<fact_set> facts;
  std::vector<std::vector<bench::plain_value>> plain;
  for (std::size_t c = 0; c < w.contexts.size(); ++c) {
    facts.push_back(bench::facts_of(w, p, c));
    std::vector<bench::plain_value>& values = plain.emplace_back();
    for (std::size_t a = 0; a < w.attributes.size(); ++a) {
      const std::uint32_t v = w.contexts[c][a];
      bench::plain_value made;
      made.number = v;
      if (v != bench::missing && w.attributes[a].kind == bench::attribute_kind::text)
        made.text = w.texts[a][v];
      values.push_back(made);
    }
  }
  evaluator evaluate;
  match_memory memory;
  matched_conditions found;
  const auto ask = [&](std::size_t c, bool open) {
    evaluate.begin(p, facts[c], {});
    index.match(p, facts[c], evaluate, memory, found, open);
  };
  std::unique_ptr<bench::bitmap_index> bitmap;
  std::vector<std::uint64_t> bits;
  if (kind == "w1") {
    bitmap = std::make_unique<bench::bitmap_index>(w);
    bits.resize(bitmap->words());
  }
  std::uint64_t matches = 0, open = 0, wrong = 0;
  for (std::size_t c = 0; c < w.contexts.size(); ++c) {
    ask(c, true);
    if (bitmap) {
      bitmap->match(plain[c], bits);
      if (bits != found.holds) ++wrong;
    }
    for (std::size_t r = 0; r < rules; ++r) {
      matches += matched_conditions::has(found.holds, r) ? 1U : 0U;
      open += matched_conditions::has(found.open, r) ? 1U : 0U;
    }
    if (c % 16 == 0) {
      for (std::size_t r = 0; r < rules; ++r) {
        if (matched_conditions::has(found.holds, r) != bench::holds(w, w.rules[r], c)) ++wrong;
      }
    }
  }
  const timing all = measure(w.contexts.size(), [&](std::size_t c) { ask(c, true); });
  const timing yes = measure(w.contexts.size(), [&](std::size_t c) { ask(c, false); });
  timing reference;
  if (bitmap)
    reference = measure(w.contexts.size(), [&](std::size_t c) { bitmap->match(plain[c], bits); });
  const double share =
      100.0 / (static_cast<double>(rules) * static_cast<double>(w.contexts.size()));
  std::printf(
      "%-9s %8zu %-7s %8.0f %8.0f %8.0f  %8.0f %8.0f  %8.0f %5.2f  %6.2f%% %6.2f%%  "
      "%6.1f B  %6.2f us%s\n",
      kind.c_str(), rules, tier_names[static_cast<int>(index.tier())], all.median, all.high,
      all.least, yes.median, yes.high, reference.median,
      bitmap ? all.median / reference.median : 0.0, static_cast<double>(matches) * share,
      static_cast<double>(open) * share,
      static_cast<double>(index.bytes()) / static_cast<double>(rules),
      built / static_cast<double>(rules), wrong == 0 ? "" : "  WRONG ANSWERS");
  std::fflush(stdout);
  return wrong == 0;
}

}  // namespace

int main(int count, char** arguments) {
  std::vector<std::string> kinds;
  std::vector<std::size_t> sizes;
  match_tier wanted = match_tier::automatic;
  for (int i = 1; i < count; ++i) {
    const std::string a = arguments[i];
    if (a == "--tier" && i + 1 < count) {
      const std::string name = arguments[++i];
      for (int t = 0; t < 6; ++t) {
        if (name == tier_names[t]) wanted = static_cast<match_tier>(t);
      }
    } else if (a[0] >= '0' && a[0] <= '9') {
      sizes.push_back(std::strtoull(a.c_str(), nullptr, 10));
    } else {
      kinds.push_back(a);
    }
  }
  if (kinds.empty()) kinds = {"w1", "offers", "selective"};
  std::printf(
      "workload     rules matcher   median      p99    least   yes:med      p99    bitmap "
      "ratio    true    open    rule    build\n");
  bool good = true;
  for (const std::string& kind : kinds) {
    std::vector<std::size_t> all = sizes;
    if (all.empty()) {
      all = {10, 100, 200, 1'000, 10'000};
      if (kind == "offers") all = {100, 1'000, 10'000, 100'000};
      if (kind == "selective") all = {10'000, 100'000, 1'000'000};
    }
    for (const std::size_t rules : all) good = run(kind, rules, wanted) && good;
  }
  return good ? 0 : 1;
}
