// Six questions, asked as often as one says, for counting instructions: scripts/guard.sh.
//
//   parley_guard NAME TIMES
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "../match/workloads.hpp"
#include "parley/graph/image.hpp"

namespace {

using namespace parley;

void fill_cart(fact_set& facts) {
  facts.open_cart();
  static constexpr const char* ids[] = {"l1", "l2", "l3", "l4"};
  for (int i = 0; i < 4; ++i) {
    cart_line line;
    line.id = ids[i];
    line.sku = "SKU";
    line.quantity = i + 1;
    line.price = 1000 + 250 * i;
    facts.add_line(line);
  }
}

struct subject {
  explicit subject(bench::workload made, match_tier tier = match_tier::automatic)
      : w(std::move(made)), p(bench::pack_of(w)) {
    for (const graph::offer_row& o : p.tables().offers) conditions.push_back(o.when);
    index.emplace_back(p, conditions, tier);
    for (std::size_t c = 0; c < 16; ++c) {
      facts.push_back(bench::facts_of(w, p, c));
      fill_cart(facts.back());
    }
  }
  bench::workload w;
  pack p;
  std::vector<graph::index> conditions;
  std::vector<condition_index> index;
  std::vector<fact_set> facts;
  question_workspace memory;
  matched_conditions found;
  eligibility offers;

  void match(std::size_t i) {
    memory.conditions.begin(p, facts[i % 16], {});
    index[0].match(p, facts[i % 16], memory.conditions, memory.matching, found);
  }
};

std::function<void(std::size_t)> question(const std::string& name) {
  const auto matches = [](bench::workload w, match_tier tier) {
    auto s = std::make_shared<subject>(std::move(w), tier);
    return [s](std::size_t i) { s->match(i); };
  };
  if (name == "match_w1_1000") return matches(bench::workload_w1(1000), match_tier::rows);
  if (name == "match_offers_1000")
    return matches(bench::workload_offers(1000, false), match_tier::rows);
  if (name == "match_offers_10000_pivot")
    return matches(bench::workload_offers(10'000, false), match_tier::pivot);
  auto s = std::make_shared<subject>(bench::workload_w1(name == "validate_three" ? 1000 : 100));
  if (name == "validate_three") {
    proposal asked;
    for (const char* const offer : {"O10", "O20", "O30"}) {
      proposed_offer o;
      o.name = offer;
      asked.offers.push_back(o);
    }
    return [s, asked](std::size_t i) { s->memory.judge(s->p, s->facts[i % 16], asked); };
  }
  if (name == "eligible_100") {
    return [s](std::size_t i) { eligible(s->p, s->facts[i % 16], {}, s->memory, s->offers); };
  }
  if (name == "index_100") {
    return [s](std::size_t) { condition_index made(s->p, s->conditions); };
  }
  return {};
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) return 2;
  const std::function<void(std::size_t)> ask = question(arguments[1]);
  if (!ask) return 2;
  const std::size_t times = std::strtoull(arguments[2], nullptr, 10);
  for (std::size_t i = 0; i < times + 32; ++i) ask(i);
  return 0;
}
