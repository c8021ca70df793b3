#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/exit_code.hpp"
#include "cli/files.hpp"
#include "cli/load_pack.hpp"
#include "cli/request.hpp"
#include "cli/verbs.hpp"
#include "parley/engine/best.hpp"
#include "parley/engine/eligible.hpp"
#include "parley/engine/validate.hpp"
#include "parley/graph/image.hpp"
#include "report/bench_report.hpp"
#include "report/decision_json.hpp"

namespace parley::cli {

namespace {

using steady = std::chrono::steady_clock;

struct bench_options : request_options {
  double seconds = 0.5;
};

double nanoseconds_since(steady::time_point from) {
  return std::chrono::duration<double, std::nano>(steady::now() - from).count();
}

/// Calls again and again for about `seconds`. Reading the clock costs tens of nanoseconds, so what
/// is shorter than 20 microseconds is timed in batches.
template <typename Call>
report::timing timed(std::string_view what, double seconds, Call&& call) {
  call();  // memory is there from now on
  std::uint64_t batch = 1;
  for (double lasted = 0; lasted < 20e3; batch *= 2) {
    const auto from = steady::now();
    for (std::uint64_t i = 0; i < batch; ++i) call();
    lasted = nanoseconds_since(from);
    if (lasted >= 20e3) break;
  }
  std::vector<double> means;
  const auto start = steady::now();
  do {
    const auto from = steady::now();
    for (std::uint64_t i = 0; i < batch; ++i) call();
    means.push_back(nanoseconds_since(from) / static_cast<double>(batch));
  } while (nanoseconds_since(start) < seconds * 1e9);
  std::sort(means.begin(), means.end());
  return {what, means.size() * batch, means[means.size() / 2],
          means[(means.size() - 1) * 99 / 100]};
}

int run_bench(const bench_options& options) {
  const console to = make_console(options.json);
  int exit = exit_yes;
  const std::optional<pack> rules = open_pack(options, to, exit);
  if (!rules) return exit;
  const std::optional<owned_proposal> asked = open_proposal(*rules, options, false, to, exit);
  if (!asked) return exit;

  std::vector<fact_set> requests;
  console quiet = to;
  quiet.json = false;
  exit = for_each_facts(*rules, options, quiet, [&](fact_set& facts, const console&) {
    requests.push_back(std::move(facts));
    return exit_yes;
  });
  if (exit != exit_yes) return exit;

  const std::vector<std::byte> image = image_of(*rules);
  report::bench_results made;
  made.requests = requests.size();
  made.offers_asked = asked->content.offers.size();
  made.image_bytes = image.size();
  const auto add = [&](std::string_view what, auto&& call) {
    made.timings.push_back(timed(what, options.seconds, call));
  };
  std::size_t turn = 0;
  const auto next = [&]() -> const fact_set& { return requests[turn++ % requests.size()]; };

  if (options.pack != "-") add("open", [&] { (void)load_pack(options.pack); });
  add("load", [&] { (void)pack_from_image(image); });
  question_workspace memory;
  decision decided;
  add("validate", [&] { validate(*rules, next(), asked->content, memory.work, decided); });
  eligibility offered;
  add("eligible", [&] { eligible(*rules, next(), asked->content, memory, offered); });
  best_request wanted;
  wanted.intent = asked->content.intent;
  wanted.accept_partial = asked->content.accept_partial;
  best_answer found;
  add("best", [&] { best(*rules, next(), wanted, memory, found); });

  print(options.json ? report::dump(report::to_json(made, *rules)) + "\n"
                     : report::to_text(made, *rules));
  return exit_yes;
}

}  // namespace

void add_bench(CLI::App& app, int& exit) {
  auto options = std::make_shared<bench_options>();
  CLI::App* const verb =
      app.add_subcommand("bench", "how long your pack takes on your facts, on this machine");
  add_pack_option(*verb, *options);
  add_facts_options(*verb, *options);
  add_proposal_options(*verb, *options);
  verb->add_option("--seconds", options->seconds, "how long each kind of call is repeated")
      ->option_text("S")
      ->check(CLI::Range(0.001, 600.0))
      ->check([](const std::string& text) {
        return text.find_first_not_of("0123456789.") == std::string::npos ? std::string()
                                                                          : "write it as 0.5";
      });
  verb->add_flag("--json", options->json, "answer as JSON, one line");
  verb->footer(R"(
Warm, on one thread: `open` reads the pack's file (and compiles it, if it is YAML), `load` checks an
image in memory; `validate` judges the offers named, `eligible` and `best` look at all of them. Many
facts (NDJSON) take turns. Calls below 20 us are timed in batches; median and p99 are of batches.
Times are of this machine and this hour: compare two packs side by side, not with last week.

  parley bench winter.yaml --facts facts.yaml --offer WELCOME10 --offer FREESHIP
  parley bench winter.parley --facts carts.ndjson --seconds 5 --json)");
  verb->callback([options, &exit] { exit = run_bench(*options); });
}

}  // namespace parley::cli
