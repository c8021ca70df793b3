#include "changes/record.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "facts_io/codes.hpp"
#include "parley/base/did_you_mean.hpp"
#include "parley/base/source.hpp"
#include "report/decision_json.hpp"
#include "yaml/json_reader.hpp"
#include "yaml/prescan.hpp"
#include "yaml/reader.hpp"
#include "yaml/scalar.hpp"

namespace parley::changes {

namespace {

namespace codes = facts_io::codes;
using yaml::node;
using yaml::node_kind;

constexpr std::array<std::string_view, 7> keys = {"id",       "facts", "now",     "cart",
                                                  "proposal", "minor", "decision"};

/// Whether `KEY: absent` says that there is none: not of names, which are texts whatever they are.
bool names_state(std::string_view key) {
  constexpr std::array<std::string_view, 6> names = {"id",      "sku",   "method",
                                                     "session", "value", "approvals"};
  return std::find(names.begin(), names.end(), key) == names.end();
}

/// The JSON of a node. Numbers keep their digits; what JSON can't say becomes a text, which the
/// readers take as well. With `states`, a plain `absent` isn't that text.
void append_json(const yaml::document& document, const node& n, std::string& out, bool states) {
  if (n.kind == node_kind::scalar) {
    const bool plain = n.style == yaml::scalar_style::plain;
    if (plain && states && n.text == "absent") {
      out += "{\"absent\":true}";
    } else if (plain && (n.text == "true" || n.text == "false")) {
      out += n.text;
    } else if (const auto whole = yaml::read_integer(n.text); plain && whole) {
      out += fmt::format("{}", whole.value());
    } else if (plain && nlohmann::json::accept(n.text) && n.text.find('"') == std::string::npos &&
               n.text != "null") {
      out += n.text;  // a number, digit by digit
    } else {
      out += report::dump(nlohmann::ordered_json(n.text));
    }
    return;
  }
  const bool mapping = n.kind == node_kind::mapping;
  out += mapping ? '{' : '[';
  bool first = true;
  const auto children = document.children_of(n);
  for (std::size_t i = 0; i < children.size(); ++i) {
    if (!first) out += ',';
    first = false;
    bool below = states && !mapping && document[children[i]].kind != node_kind::scalar;
    if (mapping) {
      const std::string& key = document[children[i]].text;
      out += report::dump(nlohmann::ordered_json(key)) + ':';
      below = states && names_state(key);
      ++i;
    }
    append_json(document, document[children[i]], out, below);
  }
  out += mapping ? '}' : ']';
}

std::string json_of(std::string_view text, bool facts) {
  source_set sources;
  diagnostics found;
  const std::uint32_t file = sources.add("request", std::string(text));
  const auto document = yaml::read(sources, file, found);
  std::string out;
  if (document) append_json(*document, (*document)[document->root], out, facts);
  return out.empty() ? "{}" : out;
}

}  // namespace

const node* request_record::find(const node& mapping, std::string_view key) const {
  const auto entries = document_.children_of(mapping);
  for (std::size_t i = 0; i + 1 < entries.size(); i += 2) {
    if (document_[entries[i]].text == key) return &document_[entries[i + 1]];
  }
  return nullptr;
}

bool request_record::read(std::string_view line, diagnostics& found) {
  beside_.clear(), id_.clear(), decided_.clear();
  minor_ = false;
  facts_ = proposal_ = no_index;
  if (!yaml::prescan(line, 0, found)) return false;
  auto read = yaml::read_json(line, 0, yaml::json_nulls::kept);
  if (!read) {
    // The YAML reader knows what is wrong, or takes what JSON's short way doesn't.
    source_set sources;
    const std::uint32_t file = sources.add("record", std::string(line));
    read = yaml::read(sources, file, found);
    if (!read || found.has_errors()) return false;
  }
  document_ = std::move(*read);
  const node root = document_[document_.root];
  if (root.kind != node_kind::mapping) {
    found.error(codes::wrong_shape, root.at, "a record must be a JSON object",
                "docs/replay.md shows one");
    return false;
  }
  std::optional<std::uint32_t> facts;
  std::uint32_t decision_from = 0, decision_to = 0;  // nodes of the decision, which may hold nulls
  const auto entries = document_.children_of(root);
  for (std::size_t i = 0; i + 1 < entries.size(); i += 2) {
    const std::string& key = document_[entries[i]].text;
    if (key == "facts") facts = entries[i + 1];
    if (key == "decision") {
      decision_from = entries[i];
      decision_to = entries[i + 1] + 1;
    }
    if (!take(document_[entries[i]], entries[i + 1], found)) return false;
  }
  for (std::uint32_t i = 0; i < document_.nodes.size(); ++i) {
    if (!document_[i].nothing || (i >= decision_from && i < decision_to)) continue;
    found.error(codes::wrong_type, document_[i].at, "`null` is no value",
                "leave out what isn't known; `absent` says that there is none");
    return false;
  }
  if (proposal_ == no_index) {
    found.error(codes::missing_key, root.at, "the record has no `proposal`", "add `proposal`");
    return false;
  }
  return gather_facts(facts, found);
}

bool request_record::take(const node& key, std::uint32_t value, diagnostics& found) {
  const node& content = document_[value];
  const auto is = [&](std::string_view name) { return key.text == name; };
  if (is("facts")) return true;
  if (is("now") || is("cart")) {
    beside_.push_back(value);
  } else if (is("proposal")) {
    proposal_ = value;
  } else if (is("minor")) {
    const auto flag = yaml::read_bool(content.text);
    if (content.kind != node_kind::scalar || !flag) {
      found.error(codes::wrong_type, content.at, "`minor` must be `true` or `false`",
                  "it says whether money is written in minor units");
      return false;
    }
    minor_ = flag.value();
  } else if (is("id")) {
    id_ = content.text;
  } else if (is("decision")) {
    const node* verdict = content.kind == node_kind::mapping ? find(content, "verdict") : &content;
    if (verdict == nullptr || verdict->kind != node_kind::scalar) {
      found.error(codes::missing_key, content.at, "the recorded decision has no `verdict`",
                  "write `{\"verdict\": \"allow\"}`, or leave it out");
      return false;
    }
    decided_ = verdict->text;
  } else {
    const std::string near = did_you_mean_help(key.text, keys);
    found.error(
        codes::unknown_key, key.at, fmt::format("key of a record `{}` isn't known", key.text),
        near.empty() ? "known here: id, facts, now, cart, proposal, minor, decision" : near);
    return false;
  }
  return true;
}

/// The facts with what stands beside them as one mapping.
bool request_record::gather_facts(std::optional<std::uint32_t> facts, diagnostics& found) {
  if (facts && beside_.empty()) {
    facts_ = *facts;
    return true;
  }
  node made;
  made.kind = node_kind::mapping;
  made.at = document_[document_.root].at;
  std::vector<std::uint32_t> children;
  if (facts) {
    if (document_[*facts].kind != node_kind::mapping) {
      found.error(codes::wrong_shape, document_[*facts].at, "`facts` must be a mapping",
                  "write what a facts file has");
      return false;
    }
    const auto own = document_.children_of(document_[*facts]);
    children.assign(own.begin(), own.end());
  }
  const auto root = document_.children_of(document_[document_.root]);
  for (std::size_t i = 0; i + 1 < root.size(); i += 2) {
    if (std::find(beside_.begin(), beside_.end(), root[i + 1]) == beside_.end()) continue;
    if (facts && find(document_[*facts], document_[root[i]].text) != nullptr) {
      found.error(codes::given_twice, document_[root[i]].at,
                  fmt::format("`{}` stands in `facts` and beside it", document_[root[i]].text),
                  "keep one of the two");
      return false;
    }
    children.push_back(root[i]);
    children.push_back(root[i + 1]);
  }
  made.first = static_cast<std::uint32_t>(document_.children.size());
  made.count = static_cast<std::uint32_t>(children.size());
  document_.children.insert(document_.children.end(), children.begin(), children.end());
  facts_ = static_cast<std::uint32_t>(document_.nodes.size());
  document_.nodes.push_back(std::move(made));
  return true;
}

std::string record_line(const recorded_request& request, const pack& rules, const decision& made) {
  nlohmann::ordered_json decided{
      {"verdict", name_of(made.verdict)},
      {"pack",
       {{"name", rules.name()}, {"version", rules.header().version}, {"digest", rules.digest()}}}};
  if (made.has_quote) {
    decided["quote"] = {{"discount", made.quote.discount},
                        {"shipping_discount", made.quote.shipping_discount},
                        {"total", made.quote.total}};
  }
  std::string proposal;
  if (!request.proposal.empty()) {
    proposal = json_of(request.proposal, false);
  } else {
    nlohmann::ordered_json asked{{"offers", request.offers}};
    if (!request.intent.empty()) asked["intent"] = request.intent;
    if (request.accept_partial) asked["accept_partial"] = true;
    proposal = report::dump(asked);
  }
  return fmt::format("{{\"facts\":{},\"proposal\":{}{},\"decision\":{}}}\n",
                     request.facts.empty() ? std::string("{}") : json_of(request.facts, true),
                     proposal, request.minor ? ",\"minor\":true" : "", report::dump(decided));
}

}  // namespace parley::changes
