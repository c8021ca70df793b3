// The schemas of what the verbs beyond `validate` and `check` answer with --json. Findings, quotes
// and decisions are those of decision_schema, whose definitions schemas.cpp adds.
#include "report/schema_texts.hpp"

namespace parley::report {

const std::string_view answer_definitions = R"json({
"names": {"type": "array", "items": {"type": "string"}},
"named_offers": {"type": "array", "items": {"type": "object", "required": ["offer"], "properties": {"offer": {"type": "string"}, "parameter": {"type": "string"}}}},
"rule": {"type": "object", "required": ["text"], "properties": {"rule": {"type": ["string", "null"]}, "id": {"type": ["string", "null"]}, "text": {"type": ["string", "null"]}, "because": {"type": ["string", "null"]}, "at": {"$ref": "#/definitions/at"}}},
"handoff": {"oneOf": [{"type": "null"}, {"type": "object", "required": ["to"], "properties": {"to": {"type": "string"}, "because": {"type": ["string", "null"]}, "at": {"$ref": "#/definitions/at"}}}]},
"missing_facts": {"type": "array", "items": {"$ref": "#/definitions/missing"}}
})json";

const std::string_view eligible_schema = R"json({
"title": "parley eligible",
"description": "The answer of `parley eligible --json`. Customers see neither findings nor headroom.",
"type": "object",
"required": ["pack", "eligible", "offers", "missing"],
"properties": {
  "pack": {"$ref": "#/definitions/pack"},
  "eligible": {"$ref": "#/definitions/names"},
  "offers": {"type": "array", "items": {
    "type": "object", "required": ["offer", "verdict", "requires"],
    "properties": {
      "offer": {"type": "string"},
      "verdict": {"enum": ["allow", "escalate", "need", "deny"]},
      "requires": {"type": "array", "items": {"$ref": "#/definitions/rule"}},
      "findings": {"type": "array", "items": {"$ref": "#/definitions/finding"}},
      "headroom": {"oneOf": [{"type": "null"}, {"type": "object", "properties": {"most": {"type": ["string", "null"]}, "least": {"type": ["string", "null"]}, "with_approval": {"type": ["string", "null"]}}}]},
      "saving": {"type": "integer"},
      "total": {"type": "integer"}
    }}},
  "missing": {"$ref": "#/definitions/missing_facts"},
  "message": {"description": "What may be said to the customer", "type": "string"}
}
})json";

const std::string_view stackable_schema = R"json({
"title": "parley stackable",
"description": "The answer of `parley stackable --json`.",
"type": "object",
"required": ["answer", "pack", "conflicts", "depends", "requirements"],
"properties": {
  "answer": {"enum": ["yes", "depends", "no"]},
  "pack": {"$ref": "#/definitions/pack"},
  "conflicts": {"type": "array", "items": {"$ref": "#/definitions/finding"}},
  "depends": {"type": "array"},
  "requirements": {"type": "array"},
  "message": {"description": "What may be said to the customer", "type": "string"}
}
})json";

const std::string_view best_schema = R"json({
"title": "parley best",
"description": "The answer of `parley best --json`. What it is worth, and the proof, are for the house.",
"type": "object",
"required": ["status", "pack"],
"properties": {
  "status": {"enum": ["found", "none", "objective", "proposal"]},
  "pack": {"$ref": "#/definitions/pack"},
  "message": {"type": "string"},
  "offers": {"$ref": "#/definitions/named_offers"},
  "saving": {"type": "integer"},
  "worth": {"type": "integer"},
  "concession": {"type": "integer"},
  "optimal": {"type": "boolean"},
  "bound": {"type": "integer"},
  "gap": {"type": "integer", "minimum": 0},
  "nodes": {"type": "integer", "minimum": 0},
  "decision": {"$ref": "#/definitions/decision"}
}
})json";

const std::string_view explain_schema = R"json({
"title": "parley explain",
"description": "The answer of `parley explain --json`.",
"type": "object",
"required": ["verdict", "conflict", "repairs", "searched_all", "decision"],
"properties": {
  "verdict": {"enum": ["allow", "escalate", "need", "deny"]},
  "conflict": {"$ref": "#/definitions/names"},
  "repairs": {"type": "array", "items": {
    "type": "object", "required": ["changes"],
    "properties": {
      "changes": {"type": "array", "minItems": 1, "items": {"type": "object", "required": ["kind", "text"], "properties": {"kind": {"type": "string"}, "text": {"type": "string"}, "offer": {"type": "string"}}}},
      "offers": {"$ref": "#/definitions/named_offers"},
      "total": {"type": ["integer", "null"]}
    }}},
  "searched_all": {"type": "boolean"},
  "decision": {"$ref": "#/definitions/decision"}
}
})json";

const std::string_view suggest_schema = R"json({
"title": "parley suggest",
"description": "The answer of `parley suggest --json`. An item that is null stands for spending more on anything.",
"type": "object",
"required": ["pack", "suggestions"],
"properties": {
  "pack": {"$ref": "#/definitions/pack"},
  "suggestions": {"type": "array", "items": {
    "type": "object", "required": ["item", "spend", "unlocks"],
    "properties": {
      "item": {"type": ["string", "null"]},
      "quantity": {"type": "integer", "minimum": 1},
      "spend": {"type": "integer"},
      "unlocks": {"type": "array", "items": {"type": "object", "required": ["offer"], "properties": {"offer": {"type": "string"}, "offers": {"$ref": "#/definitions/named_offers"}, "saving": {"type": "integer"}, "total": {"type": "integer"}}}},
      "message": {"description": "What may be said to the customer", "type": "string"}
    }}}
}
})json";

const std::string_view negotiate_schema = R"json({
"title": "parley negotiate",
"description": "The reply of `parley negotiate --json`. `internal` and `session` are for the house alone.",
"type": "object",
"required": ["outcome", "reason", "pack", "message", "terms", "missing", "handoff"],
"properties": {
  "outcome": {"enum": ["accept", "counter", "hold", "final", "decline", "handoff"]},
  "reason": {"type": "string"},
  "pack": {"$ref": "#/definitions/pack"},
  "message": {"type": "string"},
  "detail": {"description": "What is wrong with a bad ask", "type": "string"},
  "terms": {"oneOf": [{"type": "null"}, {
    "type": "object", "required": ["id", "revision", "offers", "currency", "total", "expires", "cart", "pack"],
    "properties": {
      "id": {"type": "string"},
      "revision": {"type": "integer", "minimum": 1},
      "offers": {"$ref": "#/definitions/named_offers"},
      "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
      "total": {"type": "integer"},
      "made": {"type": "string"},
      "expires": {"type": "string"},
      "cart": {"type": "string"},
      "pack": {"type": "string"},
      "may_be_voided": {"type": "boolean"}
    }}]},
  "missing": {"$ref": "#/definitions/missing_facts"},
  "handoff": {"$ref": "#/definitions/handoff"},
  "quote": {"oneOf": [{"type": "null"}, {"$ref": "#/definitions/quote"}]},
  "internal": {"type": "object"},
  "session": {"type": ["object", "null"]}
}
})json";

const std::string_view simulation_schema = R"json({
"title": "parley negotiate --simulate",
"description": "What many negotiations came to. Amounts are minor units, bits and means of rounds are texts. For the house alone.",
"type": "object",
"required": ["simulation", "pack", "space", "sellers", "buyers", "sound"],
"properties": {
  "simulation": {"type": "object", "required": ["negotiations", "seed", "currency", "list_total", "merchant_at_list", "surplus", "carts"],
    "properties": {
      "negotiations": {"type": "integer", "minimum": 1},
      "seed": {"type": "integer", "minimum": 0},
      "intent": {"type": ["string", "null"]},
      "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
      "list_total": {"type": "integer"},
      "merchant_at_list": {"type": "integer"},
      "surplus": {"enum": ["margin", "receipts"]},
      "carts": {"type": "integer", "minimum": 1}
    }},
  "pack": {"$ref": "#/definitions/pack"},
  "space": {"type": "object", "required": ["outcomes", "permitted", "complete", "least_total", "frontier"],
    "properties": {
      "outcomes": {"type": "integer"},
      "permitted": {"type": "integer"},
      "complete": {"type": "boolean"},
      "least_total": {"type": ["integer", "null"]},
      "frontier": {"type": "array", "items": {"type": "object", "required": ["customer_saving", "merchant_surplus"]}}
    }},
  "sellers": {"type": "array", "minItems": 1, "items": {"type": "object",
    "required": ["seller", "agreed", "merchant_surplus", "customer_surplus", "frontier_distance", "nash_distance", "rounds", "violations", "retractions", "leak", "best_response", "breaks_limits", "leaks", "loses_surplus", "faults"],
    "properties": {
      "seller": {"type": "string"},
      "violations": {"type": "integer", "minimum": 0},
      "leak": {"type": "object", "required": ["floors", "prior_bits", "told_bits", "left_bits", "alike_until_it_binds"]},
      "best_response": {"type": ["object", "null"]},
      "faults": {"type": "array", "items": {"type": "string"}}
    }}},
  "buyers": {"type": "array", "items": {"type": "object", "required": ["buyer", "agreed", "rounds", "violations"]}},
  "sound": {"type": "boolean"}
}
})json";

const std::string_view matrix_schema = R"json({
"title": "parley matrix",
"description": "The answer of `parley matrix --format json`: each pair of offers once, in pack order.",
"type": "object",
"required": ["pack", "offers", "pairs"],
"properties": {
  "pack": {"$ref": "#/definitions/pack"},
  "offers": {"$ref": "#/definitions/names"},
  "pairs": {"type": "array", "items": {
    "type": "object", "required": ["offers", "answer"],
    "properties": {
      "offers": {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2},
      "answer": {"enum": ["yes", "depends", "no"]},
      "code": {"type": ["string", "null"]},
      "rule": {"type": ["string", "null"]},
      "text": {"type": ["string", "null"]},
      "because": {"type": ["string", "null"]},
      "at": {"$ref": "#/definitions/at"}
    }}}
}
})json";

const std::string_view inspect_schema = R"json({
"title": "parley inspect",
"description": "The answer of `parley inspect --json`.",
"type": "object",
"required": ["name", "version", "digest", "currency", "facts", "offers", "stacking", "limits", "counters", "playbooks", "ladder", "conditions", "image"],
"properties": {
  "name": {"type": "string"},
  "version": {"type": "integer"},
  "digest": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
  "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
  "timezone": {"type": ["string", "null"]},
  "facts": {"type": "array", "items": {"type": "object", "required": ["fact", "type"], "properties": {"fact": {"type": "string"}, "type": {"type": "string"}}}},
  "offers": {"type": "array", "items": {"type": "object", "required": ["offer", "effect"], "properties": {"offer": {"type": "string"}, "effect": {"type": "string"}, "classes": {"$ref": "#/definitions/names"}, "at": {"$ref": "#/definitions/at"}}}},
  "stacking": {"type": "array", "items": {"$ref": "#/definitions/rule"}},
  "limits": {"type": "array", "items": {"$ref": "#/definitions/rule"}},
  "counters": {"$ref": "#/definitions/names"},
  "playbooks": {"$ref": "#/definitions/names"},
  "ladder": {"$ref": "#/definitions/names"},
  "conditions": {"type": "object", "required": ["expressions", "operations", "atoms"]},
  "image": {"description": "What the image takes; bytes_a_rule is for each offer, stacking rule and limit, beside texts and the places of offers", "type": "object", "required": ["bytes", "bytes_a_rule", "tables"], "properties": {"bytes": {"type": "integer"}, "bytes_a_rule": {"type": "integer"}, "tables": {"type": "array", "items": {"type": "object", "required": ["table", "rows", "bytes"], "properties": {"table": {"type": "string"}, "rows": {"type": "integer"}, "bytes": {"type": "integer"}}}}}}
}
})json";

const std::string_view bench_schema = R"json({
"title": "parley bench",
"description": "The answer of `parley bench --json`: nanoseconds a call, of batches.",
"type": "object",
"required": ["pack", "offers", "requests", "offers_asked", "image_bytes", "timings"],
"properties": {
  "pack": {"$ref": "#/definitions/pack"},
  "offers": {"type": "integer", "minimum": 0},
  "requests": {"type": "integer", "minimum": 1},
  "offers_asked": {"type": "integer", "minimum": 0},
  "image_bytes": {"type": "integer", "minimum": 1},
  "timings": {"type": "array", "items": {"type": "object", "required": ["what", "calls", "p50_ns", "p99_ns"], "properties": {"what": {"enum": ["open", "load", "validate", "eligible", "best"]}, "calls": {"type": "integer", "minimum": 1}, "p50_ns": {"type": "integer", "minimum": 0}, "p99_ns": {"type": "integer", "minimum": 0}}}}
}
})json";

const std::string_view prove_schema = R"json({
"title": "parley prove",
"description": "The answer of `parley prove --json`.",
"type": "object",
"required": ["pack", "claims"],
"properties": {
  "pack": {"$ref": "#/definitions/pack"},
  "claims": {"type": "array", "items": {
    "type": "object", "required": ["claim", "outcome", "grounds", "witness", "tried"],
    "properties": {
      "claim": {"type": "string"},
      "outcome": {"enum": ["proved", "refuted", "open"]},
      "grounds": {"type": "array", "items": {"type": "object", "required": ["rule", "about", "at"], "properties": {"rule": {"type": "string"}, "about": {"type": ["string", "null"]}, "at": {"$ref": "#/definitions/at"}}}},
      "witness": {"oneOf": [{"type": "null"}, {"type": "object", "required": ["asked", "facts", "reasons", "test"]}]},
      "tried": {"type": "integer", "minimum": 0}
    }}}
}
})json";

const std::string_view test_results_schema = R"json({
"title": "parley test",
"description": "The answer of `parley test --json`.",
"type": "object",
"required": ["passed", "failed", "left_out", "tests"],
"properties": {
  "passed": {"type": "integer", "minimum": 0},
  "failed": {"type": "integer", "minimum": 0},
  "left_out": {"type": "integer", "minimum": 0},
  "tests": {"type": "array", "items": {
    "type": "object", "required": ["file", "name", "case", "at", "result", "differences"],
    "properties": {
      "file": {"type": "string"},
      "name": {"type": "string"},
      "case": {"type": "string"},
      "at": {"type": ["object", "null"], "required": ["file"]},
      "result": {"enum": ["pass", "fail"]},
      "asked": {"type": "string"},
      "differences": {"type": "array"}
    }}},
  "coverage": {"type": "object", "required": ["packs", "total", "fired", "not_fired", "unknown", "boundary"]}
}
})json";

}  // namespace parley::report
