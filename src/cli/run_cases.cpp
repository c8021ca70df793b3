#include "cli/run_cases.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include "cli/progress.hpp"

namespace parley::cli {

namespace {

std::vector<std::unique_ptr<packtest::rule_coverage>> new_counts(const packtest::batch& loaded) {
  std::vector<std::unique_ptr<packtest::rule_coverage>> out;
  for (const packtest::tested_pack& p : loaded.packs) {
    out.push_back(p.opened.made.compiled
                      ? std::make_unique<packtest::rule_coverage>(*p.opened.made.compiled)
                      : nullptr);
  }
  return out;
}

}  // namespace

gathered_cases run_cases(const packtest::batch& loaded, const packtest::surroundings& around,
                         const run_options& options) {
  gathered_cases out;
  out.outcomes.resize(loaded.cases.size());
  if (options.coverage) out.counts = new_counts(loaded);
  progress bar(loaded.cases.size(), "cases", "failed");
  std::atomic<std::size_t> next = 0;
  std::mutex merging;
  const auto work = [&] {
    auto counts = options.coverage ? new_counts(loaded)
                                   : std::vector<std::unique_ptr<packtest::rule_coverage>>{};
    std::vector<std::unique_ptr<packtest::case_runner>> runners(loaded.suites.size());
    for (std::size_t i = next++; i < loaded.cases.size(); i = next++) {
      const packtest::chosen_case& chosen = loaded.cases[i];
      auto& runner = runners[chosen.suite];
      if (!runner) {
        packtest::rule_coverage* const own =
            counts.empty() ? nullptr : counts[loaded.pack_of[chosen.suite]].get();
        runner = std::make_unique<packtest::case_runner>(*loaded.suites[chosen.suite], around, own);
      }
      out.outcomes[i] = runner->run(chosen.which);
      bar.one_more(!out.outcomes[i].result.passed());
    }
    const std::lock_guard<std::mutex> guard(merging);
    for (std::size_t p = 0; p < counts.size(); ++p) {
      if (counts[p]) out.counts[p]->merge(*counts[p]);
    }
  };
  const unsigned wanted =
      options.jobs != 0 ? options.jobs : std::max(1U, std::thread::hardware_concurrency());
  const auto jobs = static_cast<unsigned>(
      std::min<std::size_t>({wanted, most_jobs, std::max<std::size_t>(1, loaded.cases.size())}));
  std::vector<std::thread> threads;
  for (unsigned i = 1; i < jobs; ++i) threads.emplace_back(work);
  work();
  for (std::thread& t : threads) t.join();
  return out;
}

}  // namespace parley::cli
