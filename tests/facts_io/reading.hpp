// Reads a text with one of the readers and tells its faults with their places.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "facts_io/test_pack.hpp"
#include "parley/base/diagnostic.hpp"
#include "parley/base/source.hpp"
#include "parley/compiler/read.hpp"
#include "parley/compiler/read_negotiation.hpp"
#include "support/catch.hpp"

namespace parley::test {

inline const pack& shared_pack() {
  static const pack made = reading_pack();
  return made;
}

template <typename T>
struct read_result {
  source_set sources;
  diagnostics found;
  std::optional<T> content;

  /// "2:5 PL6003" for each fault, in the order of the text, separated by blanks.
  [[nodiscard]] std::string faults() const {
    diagnostics sorted = found;
    sorted.sort();
    std::string all;
    for (const diagnostic& d : sorted.items()) {
      const place at = sources[0].at(d.at.offset);
      if (!all.empty()) all += ' ';
      all += std::to_string(at.line) + ":" + std::to_string(at.column) + " " + d.code;
    }
    return all;
  }
  [[nodiscard]] std::string message() const {
    return found.empty() ? std::string() : found.items().front().message;
  }
  [[nodiscard]] std::string help() const {
    return found.empty() ? std::string() : found.items().front().help;
  }
};

inline read_result<fact_set> facts_of(std::string text, const read_options& options = {},
                                      const pack& p = shared_pack()) {
  read_result<fact_set> made;
  made.sources.add("facts.yaml", std::move(text));
  made.content = read_facts(p, made.sources, 0, options, made.found);
  CHECK(made.content.has_value() == made.found.empty());
  return made;
}

inline read_result<owned_proposal> proposal_of(std::string text, const read_options& options = {}) {
  read_result<owned_proposal> made;
  made.sources.add("proposal.yaml", std::move(text));
  made.content = read_proposal(shared_pack(), made.sources, 0, options, made.found);
  CHECK(made.content.has_value() == made.found.empty());
  return made;
}

inline read_result<owned_ask> ask_of(std::string text, const read_options& options = {}) {
  read_result<owned_ask> made;
  made.sources.add("ask.yaml", std::move(text));
  made.content = read_ask(shared_pack(), made.sources, 0, options, made.found);
  CHECK(made.content.has_value() == made.found.empty());
  return made;
}

inline read_result<catalog> catalog_of(std::string text, const read_options& options = {}) {
  read_result<catalog> made;
  made.sources.add("catalog.yaml", std::move(text));
  made.content = read_catalog(shared_pack(), made.sources, 0, options, made.found);
  CHECK(made.content.has_value() == made.found.empty());
  return made;
}

}  // namespace parley::test
