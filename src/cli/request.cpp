#include "cli/request.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "cli/exit_code.hpp"
#include "cli/files.hpp"
#include "cli/load_pack.hpp"
#include "parley/base/limits.hpp"

namespace parley::cli {

report::audience request_options::who() const {
  if (audience == "agent") return report::audience::agent;
  if (audience == "customer") return report::audience::customer;
  return report::audience::internal;
}

void add_pack_option(CLI::App& verb, request_options& options) {
  verb.add_option("PACK", options.pack, "a pack in YAML, or an image that `parley build` wrote")
      ->required()
      ->option_text(" ");
}

void add_facts_options(CLI::App& verb, request_options& options) {
  verb.add_option("--facts", options.facts,
                  "what is known now, YAML or JSON; `-` is standard input; NDJSON asks once a line")
      ->option_text("FILE");
  verb.add_flag("--minor", options.minor, "money in files and options is integers of minor units");
  verb.add_flag("--ignore-unknown", options.ignore_unknown,
                "leave out facts that the pack doesn't declare instead of refusing them");
}

void add_proposal_options(CLI::App& verb, request_options& options) {
  auto* const file = verb.add_option("--proposal", options.proposal, "a proposal, YAML or JSON")
                         ->option_text("FILE");
  verb.add_option("--offer", options.offers, "an offer of the proposal; may be given many times")
      ->option_text("NAME[=PARAMETER]")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->excludes(file);
  verb.add_option("--intent", options.intent, "what the promise is for: a playbook of the pack")
      ->option_text("NAME");
  verb.add_flag("--accept-partial", options.accept_partial,
                "a smaller grant than proposed is fine where a floor or budget cuts it");
}

void add_output_options(CLI::App& verb, request_options& options) {
  verb.add_option("--audience", options.audience,
                  "who will read the answer: only `internal` shows bounds and headroom")
      ->option_text("internal|agent|customer")
      ->check(CLI::IsMember({"internal", "agent", "customer"}));
  verb.add_flag("--json", options.json, "answer as JSON, one line");
}

void add_why_option(CLI::App& verb, request_options& options) {
  verb.add_flag("--explain", options.why,
                "tell what each offer takes off each line and why; JSON always does");
}

void add_language_option(CLI::App& verb, request_options& options) {
  verb.add_option("--language", options.language,
                  "what customers are told is said in this language, where the pack has `wording`")
      ->option_text("TAG");
}

std::optional<pack> open_pack(const request_options& options, const console& to, int& exit) {
  loaded_pack loaded = load_pack(options.pack);
  if (!loaded.made.compiled) {
    exit = loaded.exit;
    if (!loaded.failure.empty()) {
      complain(loaded.failure, "build the image again, or name the pack it was built from",
               loaded.code);
      return std::nullopt;
    }
    tell(to, loaded.made.found, loaded.made.sources);
  }
  return std::move(loaded.made.compiled);
}

std::optional<std::uint32_t> add_source(const std::string& path, source_set& sources,
                                        const console& to, int& exit) {
  result<std::string> text = read_whole(path, caps::file_bytes);
  if (!text.ok()) {
    tell(to, text.failure());
    exit = exit_file;
    return std::nullopt;
  }
  return sources.add(path == "-" ? "<standard input>" : path, std::move(text).value());
}

std::optional<owned_proposal> open_proposal(const pack& rules, const request_options& options,
                                            bool required, const console& to, int& exit) {
  source_set sources;
  diagnostics found;
  std::optional<owned_proposal> out;
  if (options.proposal == "-" && options.facts == "-") {
    complain("--facts and --proposal can't both be standard input", "put one of them in a file");
    exit = exit_use;
    return std::nullopt;
  }
  if (!options.proposal.empty()) {
    const auto file = add_source(options.proposal, sources, to, exit);
    if (!file) return std::nullopt;
    out = read_proposal(rules, sources, *file, options.reading(), found);
  } else if (required && options.offers.empty()) {
    complain("no proposal given", "name offers with --offer, or a file with --proposal");
    exit = exit_use;
    return std::nullopt;
  } else {
    out.emplace();
    for (const std::string& text : options.offers) {
      if (!parse_offer_argument(rules, out->keep(text), options.reading(), *out, found))
        exit = exit_use;
    }
  }
  if (!out || found.has_errors()) {
    found.sort();
    tell(to, found, sources);
    exit = exit_use;
    return std::nullopt;
  }
  if (out->content.offers.size() > caps::proposal_offers) {
    complain(fmt::format("a proposal has at most {} offers", caps::proposal_offers));
    exit = exit_use;
    return std::nullopt;
  }
  if (!options.intent.empty()) out->content.intent = out->keep(options.intent);
  if (options.accept_partial) out->content.accept_partial = true;
  return out;
}

int for_each_facts(const pack& rules, const request_options& options, const console& to,
                   const facts_answer& answer) {
  return for_each_facts_text(
      rules, options, to,
      [&](fact_set& facts, const console& out, std::string_view) { return answer(facts, out); });
}

int for_each_facts_text(const pack& rules, const request_options& options, const console& to,
                        const facts_text_answer& answer) {
  if (options.facts.empty()) {
    fact_set none(rules.schema());
    return answer(none, to, {});
  }
  record_reader records(options.facts);
  const std::string shown = options.facts == "-" ? "<standard input>" : options.facts;
  console many = to;
  if (records.many()) many.json = true;
  int greatest = exit_yes;
  while (const std::optional<std::string> text = records.next()) {
    source_set sources;
    diagnostics found;
    const std::uint32_t file =
        sources.add(records.many() ? fmt::format("{}#{}", shown, records.line()) : shown, *text);
    std::optional<fact_set> facts = read_facts(rules, sources, file, options.reading(), found);
    if (facts) {
      greatest = greater(greatest, answer(*facts, many, *text));
    } else {
      found.sort();
      tell(many, found, sources);
      greatest = greater(greatest, exit_use);
    }
    if (output_failure()) break;
  }
  if (records.failure()) {
    tell(many, *records.failure());
    return exit_file;
  }
  return greatest;
}

int for_one_set(const pack& rules, const request_options& options, const console& to,
                std::string_view one, const facts_answer& answer) {
  int sets = 0;
  return for_each_facts(rules, options, to, [&](fact_set& facts, const console& out) {
    if (++sets == 1) return answer(facts, out);
    if (sets == 2) complain(one, "name a file with one of them");
    return int{exit_use};
  });
}

}  // namespace parley::cli
