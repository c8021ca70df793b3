// What the verbs that ask about a proposal have in common: their options, and reading what they
// name.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/console.hpp"
#include "parley/compiler/read.hpp"
#include "parley/graph/pack.hpp"
#include "report/format.hpp"

namespace CLI {
class App;
}

namespace parley::cli {

/// The options as given; a verb adds those it understands.
struct request_options {
  std::string pack;
  std::string facts;
  std::string proposal;
  std::vector<std::string> offers;
  std::string intent;
  std::string audience = "internal";
  std::string language = "en";
  bool accept_partial = false;
  bool why = false;
  bool json = false;
  bool minor = false;
  bool ignore_unknown = false;

  [[nodiscard]] read_options reading() const { return {minor, ignore_unknown}; }
  [[nodiscard]] report::audience who() const;
};

void add_pack_option(CLI::App& verb, request_options& options);
void add_facts_options(CLI::App& verb, request_options& options);
void add_proposal_options(CLI::App& verb, request_options& options);
void add_output_options(CLI::App& verb, request_options& options);
void add_why_option(CLI::App& verb, request_options& options);
void add_language_option(CLI::App& verb, request_options& options);

/// Loads the pack; tells what is wrong with it. `exit` is set when there is none.
[[nodiscard]] std::optional<pack> open_pack(const request_options& options, const console& to,
                                            int& exit);

/// Reads the proposal of --proposal or --offer. An empty one when neither is given and `required`
/// is false.
[[nodiscard]] std::optional<owned_proposal> open_proposal(const pack& rules,
                                                          const request_options& options,
                                                          bool required, const console& to,
                                                          int& exit);

/// Answers for one set of facts, which it may move away; speaks to the console it is given, and
/// returns an exit code.
using facts_answer = std::function<int(fact_set&, const console&)>;

/// Calls `answer` with the facts of --facts, once for each record; gives the greatest exit code.
/// Without
/// --facts it is called once with no facts at all. Facts that don't fit are told and count as wrong
/// use. Many records are answered as JSON, and places in them are shown as FILE#LINE.
[[nodiscard]] int for_each_facts(const pack& rules, const request_options& options,
                                 const console& to, const facts_answer& answer);

/// The same with the text that the facts were read from; empty without --facts.
using facts_text_answer = std::function<int(fact_set&, const console&, std::string_view text)>;
[[nodiscard]] int for_each_facts_text(const pack& rules, const request_options& options,
                                      const console& to, const facts_text_answer& answer);

/// The same for verbs whose answer is about one set of facts: where there is another, says `one`
/// ("a graph shows one set of facts") and counts as wrong use.
[[nodiscard]] int for_one_set(const pack& rules, const request_options& options, const console& to,
                              std::string_view one, const facts_answer& answer);

/// Reads a text file whole and adds it to the sources.
[[nodiscard]] std::optional<std::uint32_t> add_source(const std::string& path, source_set& sources,
                                                      const console& to, int& exit);

}  // namespace parley::cli
