// The schemas against the readers themselves: an unknown key makes a reader list those it knows.
#include "report/schemas.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "parley/compiler/compile.hpp"
#include "parley/compiler/read.hpp"
#include "support/catch.hpp"

using namespace parley;
using nlohmann::ordered_json;

namespace {

using words = std::set<std::string>;

/// "its keys are a, b, c" and "it is one of a, b" as sets.
words listed(const diagnostics& found, const std::string& lead) {
  for (const diagnostic& d : found.items()) {
    const std::size_t at = d.help.find(lead);
    if (at == std::string::npos) continue;
    words out;
    std::istringstream rest(d.help.substr(at + lead.size()));
    for (std::string word; std::getline(rest, word, ',');)
      out.insert(word.substr(word.find_first_not_of(' ')));
    return out;
  }
  FAIL("no list after `" << lead << "`");
  return {};
}

words keys_of(const ordered_json& object) {
  words out;
  for (const auto& [key, unused] : object["properties"].items()) out.insert(key);
  return out;
}

words values_of(const ordered_json& choice) {
  words out;
  for (const ordered_json& value : choice["enum"]) out.insert(value);
  return out;
}

diagnostics faults_of(const std::string& text) {
  return compile_text("p.yaml", text).found;
}

const ordered_json& definition(const ordered_json& schema, const char* name) {
  return schema["definitions"][name];
}

const std::string head = "pack: p\ncurrency: USD\n";

struct key_case {
  std::string text;     ///< a pack with the key `zzzzzzz` where the object stands
  std::string pointer;  ///< of the object in the schema
};

const key_case key_cases[] = {
    {"pack: p\nzzzzzzz: 1\n", "/definitions/pack"},
    {head + "rounding: {zzzzzzz: 1}\n", "/definitions/rounding"},
    {head + "defaults: {zzzzzzz: 1}\n", "/definitions/defaults"},
    {head + "tax: {zzzzzzz: 1}\n", "/definitions/pack/properties/tax/oneOf/1"},
    {"pack: p\ncurrency: {zzzzzzz: 1}\n", "/definitions/pack/properties/currency/oneOf/1"},
    {head + "facts: {a: {type: int, zzzzzzz: 1}}\n", "/definitions/fact/oneOf/1"},
    {head + "offers: {A: {give: 1% off order, zzzzzzz: 1}}\n", "/definitions/offer/oneOf/1"},
    {head + "offers: {A: {give: {zzzzzzz: 1}}}\n", "/definitions/give/oneOf/1"},
    {head + "offers: {A: {give: {tiers: {zzzzzzz: 1}}}}\n",
     "/definitions/give/oneOf/1/properties/tiers"},
    {head + "stacking: [{rule: A alone, zzzzzzz: 1}]\n", "/definitions/rule/oneOf/1"},
    {head + "limits: [{limit: margin >= 1%, zzzzzzz: 1}]\n", "/definitions/limit/oneOf/1"},
    {head + "obligations: [{kind: x, zzzzzzz: 1}]\n", "/definitions/obligation/oneOf/0"},
    {head + "handoff: [{to: human, zzzzzzz: 1}]\n", "/definitions/handoff"},
    {head + "playbooks: {m: {zzzzzzz: 1}}\n", "/definitions/playbook"},
    {head + "negotiation: {zzzzzzz: 1}\n", "/definitions/negotiation"},
};

const key_case choice_cases[] = {
    {head + "rounding: {mode: zzzzzzz}\n", "/definitions/rounding/properties/mode"},
    {head + "rounding: {remainder: zzzzzzz}\n", "/definitions/rounding/properties/remainder"},
    {head + "rounding: {at: zzzzzzz}\n", "/definitions/level"},
    {head + "profile: zzzzzzz\n", "/definitions/pack/properties/profile"},
    {head + "defaults: {basis: zzzzzzz}\n", "/definitions/defaults/properties/basis"},
    {head + "defaults: {stacking: zzzzzzz}\n", "/definitions/defaults/properties/stacking"},
    {head + "defaults: {ties: zzzzzzz}\n", "/definitions/defaults/properties/ties"},
    {head + "defaults: {intent: zzzzzzz}\n", "/definitions/defaults/properties/intent"},
    {head + "rounding: {lines: zzzzzzz}\n", "/definitions/rounding/properties/lines"},
    {head + "tax: {discount: zzzzzzz}\n",
     "/definitions/pack/properties/tax/oneOf/1/properties/discount"},
    {head + "tax: {round: zzzzzzz}\n", "/definitions/pack/properties/tax/oneOf/1/properties/round"},
    {head + "tax: zzzzzzz\n", "/definitions/pack/properties/tax/oneOf/0"},
    {head + "offers: {A: {give: 1% off order, basis: zzzzzzz}}\n",
     "/definitions/offer/oneOf/1/properties/basis"},
    {head + "offers: {A: {give: 1% off order, stage: zzzzzzz}}\n",
     "/definitions/offer/oneOf/1/properties/stage"},
    {head + "offers: {A: {give: 1% off order, consume: zzzzzzz}}\n",
     "/definitions/offer/oneOf/1/properties/consume"},
    {head + "offers: {A: {give: 1% off order, favour: zzzzzzz}}\n",
     "/definitions/offer/oneOf/1/properties/favour"},
};

}  // namespace

TEST_CASE("schemas: a pack has the keys that its reader knows") {
  const ordered_json schema = report::schema_of("pack", nullptr);
  for (const key_case& c : key_cases) {
    INFO(c.text);
    CHECK(keys_of(schema.at(ordered_json::json_pointer(c.pointer))) ==
          listed(faults_of(c.text), "its keys are "));
  }
}

TEST_CASE("schemas: a choice has the words that its reader knows") {
  const ordered_json schema = report::schema_of("pack", nullptr);
  for (const key_case& c : choice_cases) {
    INFO(c.text);
    CHECK(values_of(schema.at(ordered_json::json_pointer(c.pointer))) ==
          listed(faults_of(c.text), "it is one of "));
  }
}

TEST_CASE("schemas: facts and proposals have the keys that their readers know") {
  const compilation made = compile_text("p.yaml", head + "offers: {A: {give: 1% off order}}\n");
  REQUIRE(made.compiled);
  const ordered_json facts = report::schema_of("facts", nullptr);
  const ordered_json proposals = report::schema_of("proposal", nullptr);
  const auto known = [&](const std::string& text, bool proposal) {
    source_set sources;
    diagnostics found;
    const std::uint32_t file = sources.add("f.yaml", text);
    if (proposal) {
      (void)read_proposal(*made.compiled, sources, file, {}, found);
    } else {
      (void)read_facts(*made.compiled, sources, file, {}, found);
    }
    return listed(found, "known here: ");
  };
  CHECK(keys_of(definition(facts, "cart")) == known("cart: {currency: USD, zzzzzzz: 1}\n", false));
  CHECK(keys_of(definition(facts, "shipping")) ==
        known("cart: {currency: USD, shipping: [{method: a, price: 1.00, zzzzzzz: 1}]}\n", false));
  CHECK(keys_of(definition(facts, "approval")) == known("approvals: [{zzzzzzz: 1}]\n", false));
  CHECK(keys_of(proposals["oneOf"][1]) == known("{zzzzzzz: 1}\n", true));
  CHECK(keys_of(definition(proposals, "offer")["oneOf"][1]) ==
        known("[{offer: A, zzzzzzz: 1}]\n", true));
}

TEST_CASE("schemas: a pack makes a schema of its own facts") {
  const compilation made = compile_text(
      "p.yaml", head +
                    "facts:\n  customer.tier: {type: string, one_of: [gold, silver]}\n"
                    "  stock.days: {type: int, max_age: 1h}\n"
                    "offers: {A: {give: 1% off order, when: customer.tier == \"gold\" && "
                    "stock.days < 3}}\nlimits: [uses of A per customer <= 1]\n");
  REQUIRE(made.compiled);
  const ordered_json schema = report::schema_of("facts", &*made.compiled);
  const ordered_json& properties = schema["properties"];
  CHECK(properties["customer.tier"]["anyOf"][0]["enum"] == ordered_json({"gold", "silver"}));
  CHECK(properties["customer"]["properties"].contains("tier"));
  CHECK(properties["customer"]["properties"].contains("key"));
  CHECK(properties["stock"]["properties"]["days"]["anyOf"][0]["type"] == "integer");
  CHECK(properties["counters"]["properties"].contains("uses of A per customer"));
  CHECK(schema["additionalProperties"] == false);
}

TEST_CASE("schemas: every name has one, and no other") {
  for (const std::string_view name : report::schema_names()) {
    const ordered_json schema = report::schema_of(name, nullptr);
    CHECK(schema["$schema"] == "http://json-schema.org/draft-07/schema#");
  }
  CHECK(report::schema_of("nonsense", nullptr).is_null());
}
