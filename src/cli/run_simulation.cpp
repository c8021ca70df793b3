#include "cli/run_simulation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <nlohmann/json.hpp>
#include <thread>
#include <vector>

#include "cli/exit_code.hpp"
#include "cli/files.hpp"
#include "cli/output.hpp"
#include "cli/progress.hpp"
#include "cli/run_cases.hpp"
#include "parley/base/did_you_mean.hpp"
#include "parley/base/limits.hpp"
#include "report/decision_json.hpp"
#include "report/simulation_report.hpp"
#include "simulate/simulation.hpp"

namespace parley::cli {

namespace {

/// The shoppers of `all` or `greedy,liar`; nothing after telling what is wrong.
std::optional<std::vector<simulate::buyer_kind>> buyers_of(std::string_view text) {
  std::vector<simulate::buyer_kind> out;
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < simulate::buyer_kinds; ++i) {
    const auto kind = static_cast<simulate::buyer_kind>(i);
    names.push_back(name_of(kind));
    if (text == "all") out.push_back(kind);
  }
  if (!out.empty()) return out;
  while (true) {
    const std::size_t comma = text.find(',');
    const std::string_view name = text.substr(0, comma);
    const auto kind = simulate::buyer_named(name);
    if (!kind) {
      const std::string near = did_you_mean_help(name, names);
      complain(fmt::format("there is no buyer `{}`", name),
               near.empty() ? fmt::format("`all`, or some of {}", fmt::join(names, ", ")) : near);
      return std::nullopt;
    }
    if (std::find(out.begin(), out.end(), *kind) == out.end()) out.push_back(*kind);
    if (comma == std::string_view::npos) return out;
    text.remove_prefix(comma + 1);
  }
}

/// What a simulation can't do without.
bool ready(const pack& rules, const fact_set& facts, const std::string& intent) {
  if (rules.header().has_negotiation == 0) {
    complain(fmt::format("`{}` doesn't negotiate", rules.name()),
             "declare `negotiation: {ladder: [...]}` in the pack (docs/negotiation.md)",
             "decline.no_ladder");
    return false;
  }
  if (!facts.now() || !facts.has_cart() || facts.lines().empty()) {
    const bool cart = facts.now().has_value();
    complain(cart ? "a simulation needs a cart with at least one line"
                  : "a simulation needs `now`, since offers expire",
             "add it to the facts", cart ? "facts.cart" : "facts.now");
    return false;
  }
  if (intent.empty() ? rules.header().intent_optional == 0 && !rules.tables().playbooks.empty()
                     : rules.playbook_named(intent) == no_index) {
    complain(intent.empty() ? std::string("this pack asks for an intent")
                            : fmt::format("the pack has no playbook `{}`", intent),
             "name a playbook of the pack with --intent", "ask.intent");
    return false;
  }
  return true;
}

std::vector<simulate::game> play_all(const simulate::simulation& all, unsigned jobs) {
  std::vector<simulate::game> out(all.games());
  progress bar(out.size(), "negotiations", "with a violation");
  std::atomic<std::size_t> next = 0;
  // Neighbours are played together, so that threads rarely meet.
  constexpr std::size_t together = 32;
  const auto work = [&] {
    simulate::player by(all.surroundings());
    for (std::size_t from = next.fetch_add(together); from < out.size();
         from = next.fetch_add(together)) {
      for (std::size_t i = from; i < std::min(from + together, out.size()); ++i) {
        out[i] = all.play(i, by);
        bar.one_more(out[i].seller == simulate::seller_kind::parley && out[i].violations != 0);
      }
    }
  };
  const unsigned wanted = jobs != 0 ? jobs : std::max(1U, std::thread::hardware_concurrency());
  std::vector<std::thread> threads;
  for (unsigned i = 1; i < std::min(wanted, most_jobs); ++i) threads.emplace_back(work);
  work();
  for (std::thread& t : threads) t.join();
  return out;
}

}  // namespace

int run_simulation(const pack& rules, const fact_set& facts, const request_options& request,
                   const simulate_options& options) {
  if (request.who() != report::audience::internal) {
    complain("a simulation shows floors and margins, so it is for the house",
             "leave --audience out");
    return exit_use;
  }
  const auto buyers = buyers_of(options.buyers);
  if (!buyers || !ready(rules, facts, request.intent)) return exit_use;
  const simulate::simulation all(rules, facts,
                                 {options.negotiations, options.seed, *buyers, request.intent});
  const report::simulation_results found = all.results(play_all(all, options.jobs));
  if (!options.svg.empty()) {
    const int wrote = write_answer(options.svg, report::simulation_svg(found, rules));
    if (wrote != exit_yes || options.svg == "-") return wrote;
  }
  const console to = make_console(request.json);
  print(to.json ? report::dump(report::to_json(found, rules)) + "\n"
                : report::to_text(found, rules, to.style));
  return found.sound() ? exit_yes : exit_pack;
}

}  // namespace parley::cli
