// A witness's question, asked of one pack as a host would ask it: facts and proposal from text.
#pragma once

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string>

#include "parley/compiler/read.hpp"
#include "parley/engine/validate.hpp"
#include "report/pack_diff.hpp"

namespace parley::test {

/// Facts that the pack doesn't declare are left out. The pack must outlive it.
struct asked_again {
  asked_again(const pack& rules, const std::string& facts_text, const std::string& offers,
              const std::string& intent_text)
      : intent(intent_text) {
    source_set sources;
    diagnostics found;
    facts = read_facts(rules, sources, sources.add("facts", facts_text), {false, true}, found);
    for (std::size_t from = 0; from < offers.size();) {
      const std::size_t end = std::min(offers.find(" + ", from), offers.size());
      static_cast<void>(
          parse_offer_argument(rules, offers.substr(from, end - from), {}, asked, found));
      from = end + 3;
    }
    if (!facts || found.has_errors()) {
      std::string all = "the question can't be read: " + facts_text + " " + offers;
      for (const diagnostic& d : found.items()) all += "\n" + d.code + " " + d.message;
      throw std::runtime_error(all);
    }
    asked.content.intent = intent;
    validate(rules, *facts, asked.content, memory, made);
  }
  asked_again(const pack& rules, const report::change_witness& w)
      : asked_again(rules, w.facts, w.asked, w.intent) {}

  std::string intent;
  std::optional<fact_set> facts;
  owned_proposal asked;
  workspace memory;
  decision made;
};

}  // namespace parley::test
