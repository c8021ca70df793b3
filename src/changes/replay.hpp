// Recorded requests, asked of two packs.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "parley/graph/pack.hpp"
#include "report/replay_report.hpp"

namespace parley::changes {

struct replay_options {
  bool ignore_unknown = false;  ///< facts that the old pack doesn't declare are left out
  bool reach = true;            ///< count for each offer where its own condition holds
};

/// Asks records, one JSON object a line (docs/replay.md). The facts have to fit the old pack; the
/// new one is given those of them that it declares. Keeps its memory. One per thread; the packs
/// must outlive it.
class replayer {
 public:
  replayer(const pack& before, const pack& after, const replay_options& options);
  ~replayer();
  replayer(const replayer&) = delete;
  replayer& operator=(const replayer&) = delete;

  /// What whole lines come to, the first of which has this number. Depends on nothing that was
  /// asked before.
  [[nodiscard]] report::replay_summary run(std::string_view lines, std::uint64_t first_line);

 private:
  class worker;
  std::unique_ptr<worker> worker_;
};

}  // namespace parley::changes
