#include "determinism/decisions.hpp"

#include <array>
#include <atomic>
#include <deque>
#include <functional>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

#include "oracle/generator.hpp"
#include "parley/base/sha256.hpp"
#include "parley/compiler/compile.hpp"
#include "parley/compiler/read.hpp"
#include "parley/engine/decision_digest.hpp"
#include "parley/engine/validate.hpp"
#include "support/random.hpp"

namespace parley::determinism {

namespace {

using oracle::generated;
using oracle::naive_facts;

struct shop {
  generated made;
  std::optional<pack> rules;
  std::deque<fact_set> facts;  // a copy views what its original kept
};

/// `work` runs once for every number below `count`, in any order.
void in_parallel(std::size_t threads, std::size_t count,
                 const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next{0};
  std::vector<std::thread> running;
  for (std::size_t t = 0; t < threads; ++t) {
    running.emplace_back([&] {
      for (std::size_t i = next++; i < count; i = next++) work(i);
    });
  }
  for (std::thread& one : running) one.join();
}

/// The same facts, with one of them withdrawn.
naive_facts with_less(naive_facts facts, test::random& random) {
  if (random.chance(30) && !facts.counters.empty()) {
    facts.counters.erase(facts.counters.begin());
  } else if (!facts.facts.empty()) {
    auto chosen = std::next(facts.facts.begin(),
                            static_cast<std::ptrdiff_t>(random.below(facts.facts.size())));
    chosen->second.what = oracle::naive_fact::state::missing;
  }
  return facts;
}

void open_shop(std::size_t number, shop& to) {
  const std::uint64_t seed = 1'000'003 * number + 17;
  to.made = oracle::generate(seed, number % 3 == 0);
  compilation compiled = compile_text("pack.yaml", to.made.pack.yaml());
  if (!compiled.compiled) throw std::runtime_error("a generated pack doesn't compile");
  to.rules = std::move(compiled.compiled);
  test::random random(seed ^ 0x5A17);
  naive_facts known = to.made.facts;
  for (std::size_t i = 0; i < facts_a_pack; ++i) {
    source_set sources;
    diagnostics found;
    std::optional<fact_set> read =
        read_facts(*to.rules, sources, sources.add("facts.yaml", known.yaml()), {}, found);
    if (!read) throw std::runtime_error("generated facts don't fit");
    to.facts.push_back(std::move(*read));
    known = with_less(std::move(known), random);
  }
}

/// The first is the generated one, the others ask for some of the offers.
oracle::naive_proposal asked_of(const shop& from, std::size_t which, test::random& random) {
  if (which == 0) return from.made.proposal;
  oracle::naive_proposal asked;
  asked.intent = from.made.proposal.intent;
  for (const oracle::offer_form& form : from.made.offers) {
    if (!random.chance(35)) continue;
    const std::int64_t steps = form.ranged ? (form.to - form.from) / form.step : 0;
    asked.offers.push_back(
        {form.name, form.ranged, form.from + random.between(0, steps) * form.step});
  }
  return asked;
}

}  // namespace

std::string digest_of_decisions(std::size_t threads) {
  std::vector<shop> shops(packs);
  in_parallel(threads, packs, [&](std::size_t i) { open_shop(i, shops[i]); });

  std::vector<std::string> digests(packs * facts_a_pack * proposals_a_facts);
  std::array<std::atomic<std::size_t>, 4> verdicts{};
  in_parallel(threads, packs * facts_a_pack, [&](std::size_t task) {
    const shop& from = shops[task / facts_a_pack];
    const fact_set& facts = from.facts[task % facts_a_pack];
    test::random random(task);
    workspace memory;
    decision made;
    for (std::size_t i = 0; i < proposals_a_facts; ++i) {
      const oracle::naive_proposal asked = asked_of(from, i, random);
      proposal real;
      for (const auto& offer : asked.offers) {
        real.offers.push_back({offer.name, offer.parameter, offer.has_parameter, false});
      }
      real.intent = asked.intent;
      real.accept_partial = i % 2 == 1;
      validate(*from.rules, facts, real, memory, made);
      digests[task * proposals_a_facts + i] = decision_digest(*from.rules, made);
      ++verdicts[static_cast<std::size_t>(made.verdict)];
    }
  });

  std::string all;
  for (const std::string& one : digests) all += one + "\n";
  std::string out = std::to_string(digests.size()) + " decisions:";
  for (const verdict v : {verdict::allow, verdict::escalate, verdict::need, verdict::deny}) {
    out += " " + std::to_string(verdicts[static_cast<std::size_t>(v)]) + " ";
    out += name_of(v);
  }
  return out + " " + sha256_hex(all);
}

}  // namespace parley::determinism
