#include "report/bench_report.hpp"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "report/decision_json.hpp"

namespace parley::report {

namespace {

std::string time_text(double nanoseconds) {
  if (nanoseconds < 1e3) return fmt::format("{:.0f} ns", nanoseconds);
  if (nanoseconds < 1e6) return fmt::format("{:.2f} us", nanoseconds / 1e3);
  if (nanoseconds < 1e9) return fmt::format("{:.2f} ms", nanoseconds / 1e6);
  return fmt::format("{:.2f} s", nanoseconds / 1e9);
}

}  // namespace

nlohmann::ordered_json to_json(const bench_results& made, const pack& about) {
  nlohmann::ordered_json out;
  out["pack"] = pack_json(about);
  out["offers"] = about.tables().offers.size();
  out["requests"] = made.requests;
  out["offers_asked"] = made.offers_asked;
  out["image_bytes"] = made.image_bytes;
  out["timings"] = nlohmann::ordered_json::array();
  for (const timing& t : made.timings) {
    out["timings"].push_back({{"what", t.what},
                              {"calls", t.calls},
                              {"p50_ns", std::llround(t.median)},
                              {"p99_ns", std::llround(t.p99)}});
  }
  return out;
}

std::string to_text(const bench_results& made, const pack& about) {
  std::string out = fmt::format(
      "{} version {}: {} offers, an image of {} bytes; {} request{}, {} offer{} asked for\n\n",
      about.name(), about.header().version, about.tables().offers.size(), made.image_bytes,
      made.requests, made.requests == 1 ? "" : "s", made.offers_asked,
      made.offers_asked == 1 ? "" : "s");
  out += fmt::format("{:<10} {:>12} {:>12} {:>10}\n", "", "median", "p99", "calls");
  for (const timing& t : made.timings) {
    out += fmt::format("{:<10} {:>12} {:>12} {:>10}\n", t.what, time_text(t.median),
                       time_text(t.p99), t.calls);
  }
  return out;
}

}  // namespace parley::report
