#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>

#include "changes/compare_packs.hpp"
#include "changes/prove.hpp"
#include "cli/exit_code.hpp"
#include "cli/files.hpp"
#include "cli/load_pack.hpp"
#include "cli/request.hpp"
#include "cli/verbs.hpp"
#include "cli/words.hpp"
#include "parley/base/limits.hpp"
#include "parley/compiler/overlaid.hpp"
#include "report/decision_json.hpp"
#include "report/proof_report.hpp"

namespace parley::cli {

namespace {

struct prove_options : request_options {
  std::vector<std::string> claims;
  std::string file;
  std::uint64_t effort = changes::compare_options{}.effort;
};

/// Where a claim was written: on the command line, or in a file.
struct claim_origin {
  std::string name;
  std::string text;
  std::uint32_t offset = 0;
};

struct claim_list {
  std::vector<changes::claim> claims;
  std::vector<claim_origin> origins;  ///< one for each claim
};

/// A limit compares; every other sentence is of stacking.
bool is_limit(std::string_view claim) {
  return claim.find("<=") != std::string_view::npos || claim.find(">=") != std::string_view::npos;
}

/// The claims as an overlay of the pack: claim N is the rule `claim-N`, on a line of its own.
std::string overlay_of(const pack& rules, const std::string& file,
                       const std::vector<changes::claim>& claims) {
  const auto quoted = [](std::string_view text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  };
  std::string limits;
  std::string stacking;
  for (const changes::claim& c : claims) {
    const bool limit = is_limit(c.text);
    (limit ? limits : stacking) += fmt::format("    - {{{}: {}, id: {}}}\n",
                                               limit ? "limit" : "rule", quoted(c.text), c.rule_id);
  }
  return fmt::format("overlay: {}\nbase: {}\nset:\n{}{}", quoted(rules.name()), quoted(file),
                     limits.empty() ? "" : "  limits:\n" + limits,
                     stacking.empty() ? "" : "  stacking:\n" + stacking);
}

/// The claims of the command line and of a file, one a line; `#` begins a comment.
std::optional<claim_list> claims_of(const prove_options& options, const console& to, int& exit) {
  claim_list made;
  const auto add = [&](std::string_view text, claim_origin from) {
    made.claims.push_back({std::string(text), fmt::format("claim-{}", made.claims.size() + 1)});
    made.origins.push_back(std::move(from));
  };
  for (const std::string& text : options.claims) {
    const std::string one(trimmed(text));
    add(one, {fmt::format("claim {}", made.claims.size() + 1), one, 0});
  }
  if (!options.file.empty()) {
    const result<std::string> text = read_whole(options.file, caps::file_bytes);
    if (!text.ok()) {
      tell(to, text.failure());
      exit = exit_file;
      return std::nullopt;
    }
    std::istringstream lines(text.value());
    std::size_t line_at = 0;
    for (std::string line; std::getline(lines, line);) {
      const std::string_view one = trimmed(std::string_view(line).substr(0, line.find('#')));
      if (!one.empty()) {
        const auto column = static_cast<std::size_t>(one.data() - line.data());
        add(one, {options.file == "-" ? "<standard input>" : options.file, text.value(),
                  static_cast<std::uint32_t>(line_at + column)});
      }
      line_at += line.size() + 1;
    }
  }
  if (!made.claims.empty()) return made;
  complain("there is nothing to prove", "name a claim, such as 'discount <= 25% of subtotal'");
  exit = exit_use;
  return std::nullopt;
}

/// Tells what is wrong with claims where they were written, not in the overlay made of them.
void tell_of_claims(const console& to, const compilation& bound, const std::string& overlay,
                    const claim_list& list) {
  source_set sources = bound.sources;
  diagnostics found;
  const auto moved = [&](span at) {
    if (!at.known() || sources[at.file].text() != overlay) return at;
    const std::size_t line = overlay.rfind('\n', at.offset) + 1;
    const std::size_t text = overlay.find(": \"", line) + 3;
    for (std::size_t i = 0; i < list.claims.size(); ++i) {
      const std::size_t id = overlay.find(fmt::format(", id: {}}}\n", list.claims[i].rule_id));
      if (overlay.rfind('\n', id) + 1 != line) continue;
      const claim_origin& from = list.origins[i];
      std::uint32_t file = 0;
      while (file < sources.size() && sources[file].name() != from.name) ++file;
      if (file == sources.size()) file = sources.add(from.name, from.text);
      const auto length = static_cast<std::uint32_t>(list.claims[i].text.size());
      const auto in =
          at.offset < text ? 0U : std::min(static_cast<std::uint32_t>(at.offset - text), length);
      return span{file, from.offset + in, std::min(at.length, length - in)};
    }
    return at;
  };
  for (diagnostic d : bound.found.items()) {
    d.at = moved(d.at);
    for (related_place& r : d.related) r.at = moved(r.at);
    found.add(std::move(d));
  }
  tell(to, found, sources);
}

/// Permissions and orders forbid nothing, so no decision could break them. Tells the first such
/// one.
bool refuse_permissions(const pack& bound, const std::vector<changes::claim>& claims) {
  for (const graph::stacking_row& row : bound.tables().stacking) {
    if (row.kind != graph::stacking_kind::with && row.kind != graph::stacking_kind::before)
      continue;
    for (const changes::claim& c : claims) {
      if (bound.text(row.id) != c.rule_id) continue;
      complain(fmt::format("`{}` forbids nothing, so nothing could break it", c.text),
               "claim a limit, or a rule with excludes, alone, at most or requires");
      return true;
    }
  }
  return false;
}

int proofs_exit(const std::vector<report::proof>& proofs) {
  const auto any = [&](report::proof_outcome outcome) {
    return std::any_of(proofs.begin(), proofs.end(),
                       [&](const report::proof& p) { return p.outcome == outcome; });
  };
  if (any(report::proof_outcome::refuted)) return exit_no;
  return any(report::proof_outcome::open) ? exit_need : exit_yes;
}

int run_prove(const prove_options& options) {
  const console to = make_console(options.json);
  int exit = exit_yes;
  const std::optional<pack> rules = open_pack(options, to, exit);
  if (!rules) return exit;
  if (options.pack == "-" || is_image(options.pack)) {
    complain("claims are laid over the text of a pack, which has to be a file",
             "give the YAML file of the pack");
    return exit_use;
  }
  const auto list = claims_of(options, to, exit);
  if (!list) return exit;
  const std::vector<changes::claim>* const claims = &list->claims;
  const std::string file = std::filesystem::path(options.pack).filename().string();
  const std::string overlay = overlay_of(*rules, file, *claims);
  const compilation bound = compile_overlaid(options.pack, "claims", overlay);
  if (!bound.compiled) {
    tell_of_claims(to, bound, overlay, *list);
    return exit_use;
  }
  if (refuse_permissions(*bound.compiled, *claims)) return exit_use;
  const std::vector<report::proof> proofs =
      changes::prove(*rules, *bound.compiled, *claims, options.effort);
  print(options.json ? report::dump(report::to_json(proofs, *rules)) + "\n"
                     : report::to_text(proofs, to.style));
  return proofs_exit(proofs);
}

}  // namespace

void add_prove(CLI::App& app, int& exit) {
  auto options = std::make_shared<prove_options>();
  CLI::App* const verb =
      app.add_subcommand("prove", "what a pack can never allow: proofs, or a cart that shows it");
  verb->add_option("PACK", options->pack, "a pack in YAML; an image has no text to add claims to")
      ->required();
  verb->add_option("CLAIM", options->claims, "a limit or a stacking rule, as a pack would say it");
  verb->add_option("--claims", options->file, "claims from a file, one a line; `#` is a comment")
      ->option_text("FILE");
  verb->add_option("--effort", options->effort, "questions asked in search of what breaks a claim")
      ->option_text("N");
  verb->add_flag("--json", options->json, "answer as JSON, one line");
  verb->footer(R"(
A claim is a rule that the pack doesn't have to have, but should never break: what it allows, the
claim would not deny. It is proved where rules of the pack say as much whatever the facts; refuted
by a question that the pack allows and the claim would deny, printed as a test; open otherwise.

  parley prove winter.yaml 'discount <= 15% of subtotal' 'WELCOME10 excludes HAGGLE'
  parley prove winter.yaml 'at most 1 of class coupon' 'discount of HAGGLE <= 8.00'
  parley prove winter.yaml --claims promises.txt --effort 100000

Exit code: 0 all are proved, 3 one is refuted, 4 one is open.)");
  verb->callback([options, &exit] { exit = run_prove(*options); });
}

}  // namespace parley::cli
