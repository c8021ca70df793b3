#include "report/schemas.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string>

#include "report/format.hpp"
#include "report/schema_texts.hpp"

namespace parley::report {

namespace {

using nlohmann::ordered_json;

constexpr std::string_view names[] = {
    "pack",    "facts",     "proposal",   "ask",        "catalog", "test",
    "record",  "decision",  "eligible",   "stackable",  "best",    "explain",
    "suggest", "negotiate", "simulation", "matrix",     "diff",    "inspect",
    "bench",   "prove",     "results",    "diagnostics"};

/// Sections and settings are written once and stand in packs, overlays and parts alike.
ordered_json whole_pack() {
  ordered_json made = ordered_json::parse(pack_schema);
  ordered_json& definitions = made["definitions"];
  const ordered_json sections = definitions["sections"];
  const ordered_json settings = definitions["settings"];
  definitions.erase("sections");
  definitions.erase("settings");
  const ordered_json paths = ordered_json::parse(
      R"({"description":"Files of the pack's folder, relative to this one",)"
      R"("oneOf":[{"type":"string"},{"type":"array","items":{"type":"string"}}]})");
  const ordered_json pack_name{{"type", "string"}, {"pattern", "^[A-Za-z0-9_.-]+$"}};
  const ordered_json version{{"type", "integer"}, {"minimum", 0}};
  const auto closed = [](ordered_json properties, ordered_json required) {
    ordered_json out{{"type", "object"}, {"additionalProperties", false}};
    if (!required.empty()) out["required"] = std::move(required);
    out["properties"] = std::move(properties);
    return out;
  };

  ordered_json pack{
      {"pack", pack_name},
      {"version", version},
      {"profile",
       {{"enum",
         {"commercetools", "magento", "medusa", "sfcc", "shopify", "shopware", "sylius"}}}}};
  pack.update(settings);
  pack["include"] = paths;
  pack.update(sections);
  ordered_json part{{"include", paths}};
  part.update(sections);
  ordered_json set = settings;
  set.update(sections);
  ordered_json overlay{{"overlay", {{"description", "The pack it changes"}, {"type", "string"}}},
                       {"base", {{"description", "That pack's file"}, {"type", "string"}}},
                       {"pack", pack_name},
                       {"version", version},
                       {"set", closed(std::move(set), {})},
                       {"remove", {{"type", ordered_json::array({"array", "string", "object"})}}}};
  definitions["pack"] = closed(std::move(pack), {"pack", "currency"});
  definitions["overlay"] = closed(std::move(overlay), {"overlay"});
  definitions["part"] = closed(std::move(part), {});
  made.erase("anyOf");
  made["if"] = ordered_json::parse(R"({"required":["overlay"]})");
  made["then"] = ordered_json::parse(R"({"$ref":"#/definitions/overlay"})");
  made["else"] =
      ordered_json::parse(R"({"if":{"required":["pack"]},"then":{"$ref":"#/definitions/pack"},)"
                          R"("else":{"$ref":"#/definitions/part"}})");
  return made;
}

ordered_json value_of(type_kind type, type_kind element) {
  switch (type) {
    case type_kind::boolean: return {{"type", "boolean"}};
    case type_kind::integer:
    case type_kind::uinteger: return {{"type", "integer"}};
    case type_kind::decimal:
    case type_kind::money: return {{"type", ordered_json::array({"number", "string"})}};
    case type_kind::string: return {{"type", "string"}};
    case type_kind::list: return {{"type", "array"}, {"items", value_of(element, type_kind::null)}};
    case type_kind::map:
      return {{"type", "object"}, {"additionalProperties", value_of(element, type_kind::null)}};
    default: return {{"type", ordered_json::array({"string", "number"})}};
  }
}

/// What may stand for one fact: a value, one with its moment, or that there is none.
ordered_json fact_schema_of(const pack& rules, const fact_row& row) {
  ordered_json value = value_of(row.type, row.element);
  if (row.type == type_kind::string && row.one_of.count != 0) {
    value = {{"enum", ordered_json::array()}};
    for (std::uint32_t i = 0; i < row.one_of.count; ++i) {
      const constant& c = rules.tables().constants[row.one_of.first + i];
      value["enum"].push_back(value_text(rules.schema().scalar(c)));
    }
  }
  const ordered_json dated{{"type", "object"},
                           {"additionalProperties", false},
                           {"required", {"value"}},
                           {"properties", {{"value", value}, {"as_of", {{"type", "string"}}}}}};
  return {{"anyOf", ordered_json::array({value,
                                         {{"$ref", "#/definitions/absent"}},
                                         {{"$ref", "#/definitions/unknown"}},
                                         dated})}};
}

/// Adds a fact under its dotted name and, word by word, where mappings nest.
void add_fact(ordered_json& properties, std::string_view name, const ordered_json& schema) {
  properties[std::string(name)] = schema;
  for (std::size_t dot = name.find('.'); dot != std::string_view::npos;
       dot = name.find('.', dot + 1)) {
    ordered_json& outer = properties[std::string(name.substr(0, dot))];
    if (outer.is_null()) {
      outer = {{"type", "object"},
               {"additionalProperties", false},
               {"properties", {{"as_of", {{"type", "string"}}}}}};
    }
    if (outer.contains("properties")) add_fact(outer["properties"], name.substr(dot + 1), schema);
  }
}

void know_facts(ordered_json& made, const pack& rules) {
  const graph::table_views& t = rules.tables();
  made["title"] = fmt::format("facts of {}", rules.name());
  made["additionalProperties"] = false;
  ordered_json& properties = made["properties"];
  properties["as_of"] = {{"type", "string"}};
  add_fact(properties, "customer.key", {{"$ref", "#/definitions/id"}});
  for (const fact_row& row : t.facts)
    add_fact(properties, rules.text(row.name), fact_schema_of(rules, row));
  ordered_json counters{{"type", "object"}, {"additionalProperties", false}};
  counters["properties"] = ordered_json::object();
  for (const graph::counter_row& row : t.counters)
    counters["properties"][std::string(rules.text(row.key))] = {{"$ref", "#/definitions/value"}};
  properties["counters"] = std::move(counters);
  ordered_json& line = made["definitions"]["line"];
  line["additionalProperties"] = false;
  for (const fact_row& row : t.line_facts) {
    const std::string name(rules.text(row.name));
    if (!line["properties"].contains(name)) line["properties"][name] = fact_schema_of(rules, row);
  }
  ordered_json limits = ordered_json::array();
  for (const graph::limit_row& row : t.limits) limits.push_back(rules.text(row.id));
  if (!limits.empty())
    made["definitions"]["approval"]["properties"]["limit"] = {{"enum", std::move(limits)}};
}

/// Offers that the pack doesn't know may be proposed, and are denied: names are a hint to editors.
void know_offers(ordered_json& made, const pack& rules) {
  ordered_json offers = ordered_json::array();
  for (const graph::offer_row& row : rules.tables().offers) offers.push_back(rules.text(row.name));
  made["definitions"]["offer"]["oneOf"][0]["examples"] = std::move(offers);
  ordered_json intents = ordered_json::array();
  for (const graph::playbook_row& row : rules.tables().playbooks)
    intents.push_back(rules.text(row.name));
  if (!intents.empty()) made["definitions"]["intent"]["examples"] = std::move(intents);
}

/// The schema of a verb's answer by the verb's name; empty for any other.
std::string_view answer_named(std::string_view name) {
  if (name == "eligible") return eligible_schema;
  if (name == "stackable") return stackable_schema;
  if (name == "best") return best_schema;
  if (name == "explain") return explain_schema;
  if (name == "suggest") return suggest_schema;
  if (name == "negotiate") return negotiate_schema;
  if (name == "simulation") return simulation_schema;
  if (name == "matrix") return matrix_schema;
  if (name == "inspect") return inspect_schema;
  if (name == "bench") return bench_schema;
  if (name == "prove") return prove_schema;
  if (name == "results") return test_results_schema;
  return {};
}

/// An answer with the definitions it may refer to, a whole decision among them.
ordered_json answer_schema(std::string_view text) {
  ordered_json made{{"$schema", "http://json-schema.org/draft-07/schema#"}};
  made.update(ordered_json::parse(text));
  ordered_json decision = ordered_json::parse(decision_schema);
  made["definitions"] = decision["definitions"];
  made["definitions"].update(ordered_json::parse(answer_definitions));
  decision.erase("definitions");
  decision.erase("$schema");
  made["definitions"]["decision"] = std::move(decision);
  return made;
}

}  // namespace

std::span<const std::string_view> schema_names() noexcept {
  return names;
}

ordered_json schema_of(std::string_view name, const pack* rules) {
  if (name == "pack") return whole_pack();
  ordered_json made;
  if (name == "facts") {
    made = ordered_json::parse(facts_schema);
    if (rules != nullptr) know_facts(made, *rules);
  } else if (name == "proposal") {
    made = ordered_json::parse(proposal_schema);
    if (rules != nullptr) know_offers(made, *rules);
  } else if (name == "ask") {
    made = ordered_json::parse(ask_schema);
  } else if (name == "catalog") {
    made = ordered_json::parse(catalog_schema);
  } else if (name == "test") {
    made = ordered_json::parse(test_schema);
  } else if (name == "decision") {
    made = ordered_json::parse(decision_schema);
  } else if (name == "diagnostics") {
    made = ordered_json::parse(diagnostics_schema);
  } else if (name == "record") {
    made = ordered_json::parse(record_schema);
  } else if (name == "diff") {
    made = ordered_json::parse(diff_schema);
  } else if (const std::string_view answer = answer_named(name); !answer.empty()) {
    made = answer_schema(answer);
  }
  return made;
}

}  // namespace parley::report
