#include "report/proof_report.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "report/decision_json.hpp"
#include "report/decision_text.hpp"
#include "report/format.hpp"

namespace parley::report {

namespace {

std::string ground_place(const std::optional<changed_place>& at) {
  if (!at) return {};
  return fmt::format(" at {}:{}:{}", printable(at->file), at->line, at->column);
}

std::string ground_text(const proof_ground& g) {
  return fmt::format("  by {}{}{}\n", printable(g.rule), ground_place(g.at),
                     g.about.empty() ? std::string() : fmt::format(", for {}", printable(g.about)));
}

std::string refutation_text(const change_witness& w) {
  std::string out = fmt::format("  allowed: {}{}", printable(w.asked),
                                w.intent.empty() ? "" : " for " + printable(w.intent));
  if (w.after.total) out += fmt::format(", total {}", *w.after.total);
  out += '\n';
  for (const std::string& reason : w.before.reasons)
    out += fmt::format("  but {}\n", printable(reason));
  std::size_t from = 0;
  while (from < w.test.size()) {
    const std::size_t end = std::min(w.test.find('\n', from), w.test.size());
    out += fmt::format("    {}\n", printable(std::string_view(w.test).substr(from, end - from)));
    from = end + 1;
  }
  return out;
}

}  // namespace

std::string_view name_of(proof_outcome outcome) noexcept {
  switch (outcome) {
    case proof_outcome::proved: return "proved";
    case proof_outcome::refuted: return "refuted";
    case proof_outcome::open: return "open";
  }
  return "?";
}

nlohmann::ordered_json to_json(const std::vector<proof>& proofs, const pack& about) {
  nlohmann::ordered_json out{{"pack", pack_json(about)}};
  out["claims"] = nlohmann::ordered_json::array();
  for (const proof& p : proofs) {
    nlohmann::ordered_json one{{"claim", p.claim}, {"outcome", name_of(p.outcome)}};
    one["grounds"] = nlohmann::ordered_json::array();
    for (const proof_ground& g : p.grounds) {
      nlohmann::ordered_json ground{{"rule", g.rule}};
      ground["about"] = nullptr;
      if (!g.about.empty()) ground["about"] = g.about;
      ground["at"] = nullptr;
      if (g.at)
        ground["at"] = {{"file", g.at->file}, {"line", g.at->line}, {"column", g.at->column}};
      one["grounds"].push_back(std::move(ground));
    }
    one["witness"] = nullptr;
    if (p.witness) {
      one["witness"] = {{"asked", p.witness->asked},
                        {"intent", p.witness->intent},
                        {"facts", p.witness->facts},
                        {"reasons", p.witness->before.reasons},
                        {"test", p.witness->test}};
    }
    one["tried"] = p.tried;
    out["claims"].push_back(std::move(one));
  }
  return out;
}

std::string to_text(const std::vector<proof>& proofs, text_style style) {
  std::string out;
  for (const proof& p : proofs) {
    out += painted(name_of(p.outcome), p.outcome == proof_outcome::proved,
                   p.outcome == proof_outcome::refuted, style);
    out += fmt::format(": {}\n", printable(p.claim));
    for (const proof_ground& g : p.grounds) out += ground_text(g);
    if (p.witness) out += refutation_text(*p.witness);
    if (p.outcome == proof_outcome::open) {
      out += fmt::format(
          "  no rule of the pack says as much, and none of {} questions breaks it: that proves "
          "nothing\n",
          p.tried);
    }
  }
  return out;
}

}  // namespace parley::report
