// Asks the library the question of a case. What a binding in another language does, in C++.
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>

#include "conformance/case_file.hpp"
#include "facts_io/input.hpp"
#include "parley/compiler/compile.hpp"
#include "parley/compiler/read.hpp"
#include "parley/compiler/read_negotiation.hpp"
#include "parley/engine/best.hpp"
#include "parley/engine/explain.hpp"
#include "parley/engine/suggest.hpp"
#include "parley/engine/validate.hpp"
#include "parley/facts/cart_hash.hpp"
#include "parley/negotiate/negotiate.hpp"
#include "report/best_report.hpp"
#include "report/diagnostic_text.hpp"
#include "report/explain_report.hpp"
#include "report/negotiation_report.hpp"
#include "report/pack_report.hpp"
#include "report/stacking_report.hpp"
#include "report/suggest_report.hpp"

namespace parley::suite {

namespace {

using json = nlohmann::ordered_json;

/// Errors only: warnings are advice, and a later version may have more of it.
json told(const diagnostics& found, const source_set& sources) {
  json list = json::array();
  for (const diagnostic& d : found.items()) {
    if (d.severity == severity::error) list.push_back(report::to_json(d, sources));
  }
  return {{"ok", list.empty()}, {"diagnostics", list}};
}

void replace_all(std::string& text, std::string_view from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
    text.replace(at, from.size(), to);
    at += to.size();
  }
}

class asking {
 public:
  asking(const case_file& one, pack rules) : one_(one), rules_(std::move(rules)) {}

  json answer() {
    diagnostics found;
    source_set sources;
    if (!read_all(sources, found)) {
      found.sort();
      return told(found, sources);
    }
    about_.emplace(report::answer_context{rules_, *facts_, who(), cart_, "en", &asked_.content});
    if (one_.ask == "validate") {
      decision made;
      validate(rules_, *facts_, asked_.content, memory_.work, made);
      return report::to_json(made, *about_);
    }
    if (one_.ask == "eligible") {
      eligibility made;
      eligible(rules_, *facts_, asked_.content, memory_, made, {.only_relevant = true});
      return report::to_json(made, *about_);
    }
    if (one_.ask == "stackable") {
      stackability made;
      std::vector<graph::index> rows;
      for (const auto& o : asked_.content.offers) rows.push_back(rules_.offer_named(o.name));
      stackable(rules_, *facts_, rows, one_.intent, memory_, made);
      return report::to_json(made, *about_);
    }
    if (one_.ask == "best") return best_of();
    if (one_.ask == "explain") {
      explanation made;
      explain(rules_, *facts_, asked_.content, memory_, made);
      return report::to_json(made, asked_.content, *about_);
    }
    if (one_.ask == "suggest") {
      std::vector<suggestion> made;
      const catalog* const items = items_ ? &*items_ : nullptr;
      suggest(rules_, *facts_, asked_.content, items, memory_, made);
      return report::to_json(made, items, *about_);
    }
    if (one_.ask == "negotiate") return talk();
    throw std::runtime_error("unknown question " + one_.ask);
  }

 private:
  report::audience who() const {
    if (one_.audience == "customer") return report::audience::customer;
    return one_.audience == "agent" ? report::audience::agent : report::audience::internal;
  }

  bool read_all(source_set& sources, diagnostics& found) {
    if (one_.facts.empty()) {
      facts_.emplace(rules_.schema());
    } else {
      // Approvals name the pack and the cart they were given for: DIGEST and CART stand for these.
      std::string text = one_.facts;
      replace_all(text, "DIGEST", rules_.digest());
      if (text.find("CART") != std::string::npos) {
        source_set early;
        diagnostics ignored;
        const std::size_t approvals = text.find("\napprovals:");
        const auto file = early.add("facts.yaml", text.substr(0, approvals) + "\n");
        const auto cart = read_facts(rules_, early, file, {}, ignored);
        if (cart) replace_all(text, "CART", cart_hash(*cart));
      }
      facts_ = read_facts(rules_, sources, sources.add("facts.yaml", text), {}, found);
      if (!facts_) return false;
      cart_ = cart_hash(*facts_);
    }
    bool good = true;
    for (const std::string& offer : one_.offers) {
      good = parse_offer_argument(rules_, asked_.keep(offer), {}, asked_, found) && good;
    }
    asked_.content.intent = one_.intent;
    asked_.content.accept_partial = one_.accept_partial;
    if (!one_.catalog.empty()) {
      items_ = read_catalog(rules_, sources, sources.add("catalog.yaml", one_.catalog), {}, found);
      good = good && items_.has_value();
    }
    return good;
  }

  json best_of() {
    static const std::map<std::string, objective> names = {{"saving", objective::saving},
                                                           {"worth", objective::worth},
                                                           {"margin", objective::margin},
                                                           {"fewest", objective::fewest}};
    best_request request;
    for (const std::string& name : one_.objective) request.objectives.push_back(names.at(name));
    request.include = asked_.content.offers;
    request.intent = one_.intent;
    request.accept_partial = one_.accept_partial;
    if (!one_.saving.empty()) request.saving_to_reach = std::stoll(one_.saving);
    best_answer made;
    best(rules_, *facts_, request, memory_, made);
    return report::to_json(made, *about_);
  }

  /// One reply a line; the session passes through its written form each time.
  json talk() {
    json replies = json::array();
    session state = open_session(rules_, *facts_, "suite", one_.intent);
    for (const std::string& line : one_.say) {
      std::string why;
      const std::optional<owned_ask> asked = parse_ask_line(rules_, line, {}, why);
      if (!asked) throw std::runtime_error(line + ": " + why);
      auto replied = negotiate(rules_, *facts_, state, asked->content, memory_);
      if (!replied.ok()) {
        replies.push_back({{"error", replied.failure().code}});
        continue;
      }
      replies.push_back(report::to_json(replied.value(), *about_));
      source_set stored;
      diagnostics found;
      const auto file = stored.add("session.json", write_session(replied.value().next, "key"));
      auto again = read_session(stored, file, {"key", 0}, found);
      if (!again) throw std::runtime_error("a session that was written can't be read");
      state = std::move(*again);
    }
    return replies;
  }

  const case_file& one_;
  pack rules_;
  std::optional<fact_set> facts_;
  owned_proposal asked_;
  std::optional<catalog> items_;
  std::string cart_;
  std::optional<report::answer_context> about_;
  question_workspace memory_;
};

}  // namespace

json answer_to(const case_file& one) {
  compilation made = compile_text("pack.yaml", one.pack);
  if (one.ask == "check" || !made.compiled) return told(made.found, made.sources);
  return asking(one, std::move(*made.compiled)).answer();
}

}  // namespace parley::suite
