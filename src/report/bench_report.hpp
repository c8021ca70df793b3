// What `parley bench` measured, as text and JSON.
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "parley/graph/pack.hpp"

namespace parley::report {

/// How long one kind of call takes: of batches of calls, the mean of each.
struct timing {
  std::string_view what;
  std::uint64_t calls = 0;
  double median = 0;  ///< nanoseconds a call
  double p99 = 0;     ///< nanoseconds a call
};

struct bench_results {
  std::size_t requests = 0;  ///< records of facts
  std::size_t offers_asked = 0;
  std::size_t image_bytes = 0;
  std::vector<timing> timings;
};

/// {"pack","requests","offers_asked","image_bytes","timings":[{"what","calls","p50_ns","p99_ns"}]}
[[nodiscard]] nlohmann::ordered_json to_json(const bench_results& made, const pack& about);
[[nodiscard]] std::string to_text(const bench_results& made, const pack& about);

}  // namespace parley::report
