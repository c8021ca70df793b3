// The schemas of records of requests, and of what changed between two packs.
#include "report/schema_texts.hpp"

namespace parley::report {

const std::string_view record_schema = R"json({
"$schema": "http://json-schema.org/draft-07/schema#",
"title": "parley record",
"description": "A recorded request, one a line, for `parley diff --replay`.",
"type": "object",
"additionalProperties": false,
"required": ["proposal"],
"properties": {
  "id": {"type": ["string", "integer"]},
  "facts": {"type": "object"},
  "now": {"type": "string"},
  "cart": {"type": "object"},
  "proposal": {"type": ["object", "array"]},
  "minor": {"type": "boolean"},
  "decision": {"oneOf": [
    {"enum": ["allow", "escalate", "need", "deny"]},
    {"type": "object", "required": ["verdict"], "properties": {"verdict": {"enum": ["allow", "escalate", "need", "deny"]}}}
  ]}
}
})json";

const std::string_view diff_schema = R"json({
"$schema": "http://json-schema.org/draft-07/schema#",
"title": "parley diff",
"description": "The answer of `parley diff --json`. Amounts of a replay are integers of minor units, by currency; a text where an integer might not hold them.",
"type": "object",
"required": ["same", "old", "new", "counts", "questions", "pairs_compared", "conclusion", "changes"],
"definitions": {
  "identity": {"type": "object", "required": ["name", "version", "digest", "meaning"], "properties": {
    "name": {"type": "string"}, "version": {"type": "integer"},
    "digest": {"type": "string", "pattern": "^[0-9a-f]{64}$"}, "meaning": {"type": "string", "pattern": "^[0-9a-f]{64}$"}}},
  "direction": {"enum": ["loosened", "changed", "tightened", "neutral"]},
  "side": {"type": "object", "required": ["verdict", "total", "handoff", "reasons"], "properties": {
    "verdict": {"enum": ["allow", "escalate", "need", "deny"]},
    "total": {"type": ["string", "null"]},
    "handoff": {"type": ["string", "null"]},
    "reasons": {"type": "array", "items": {"type": "string"}}}},
  "place": {"oneOf": [{"type": "null"}, {"type": "object", "required": ["file", "line", "column"], "properties": {
    "file": {"type": "string"}, "line": {"type": "integer"}, "column": {"type": "integer"}}}]},
  "sums": {"type": "object", "additionalProperties": {"type": ["integer", "string"]}}
},
"properties": {
  "same": {"type": "boolean"},
  "old": {"$ref": "#/definitions/identity"},
  "new": {"$ref": "#/definitions/identity"},
  "counts": {"type": "object", "additionalProperties": {"type": "integer"}},
  "questions": {"type": "integer"},
  "pairs_compared": {"type": "boolean"},
  "conclusion": {"type": "string"},
  "changes": {"type": "array", "items": {
    "type": "object",
    "required": ["direction", "kind", "name", "summary", "old_at", "new_at", "fields", "searched", "tried", "witness"],
    "properties": {
      "direction": {"$ref": "#/definitions/direction"},
      "kind": {"enum": ["pack", "limit", "pair", "stacking", "offer", "playbook", "handoff", "obligation", "negotiation", "selector", "class", "fact", "wording"]},
      "name": {"type": "string"},
      "summary": {"type": "string"},
      "old_at": {"$ref": "#/definitions/place"},
      "new_at": {"$ref": "#/definitions/place"},
      "fields": {"type": "array", "items": {"type": "object", "required": ["name", "old", "new", "direction"], "properties": {
        "name": {"type": "string"}, "old": {"type": "string"}, "new": {"type": "string"}, "direction": {"$ref": "#/definitions/direction"}}}},
      "searched": {"type": "boolean"},
      "tried": {"type": "integer"},
      "witness": {"oneOf": [{"type": "null"}, {"type": "object", "required": ["asked", "intent", "facts", "old", "new", "test"], "properties": {
        "asked": {"type": "string"}, "intent": {"type": "string"}, "facts": {"type": "string"}, "test": {"type": "string"},
        "old": {"$ref": "#/definitions/side"}, "new": {"$ref": "#/definitions/side"}}}]}
    }}},
  "replay": {
    "type": "object",
    "required": ["records", "changed", "other_amounts", "other_handoff", "matrix", "conceded", "more", "less", "groups", "reach", "recorded", "bad"],
    "properties": {
      "records": {"type": "integer"}, "changed": {"type": "integer"}, "other_amounts": {"type": "integer"}, "other_handoff": {"type": "integer"},
      "matrix": {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": {"type": "integer"}}},
      "conceded": {"type": "object", "required": ["old", "new"], "properties": {"old": {"$ref": "#/definitions/sums"}, "new": {"$ref": "#/definitions/sums"}}},
      "more": {"$ref": "#/definitions/sums"},
      "less": {"$ref": "#/definitions/sums"},
      "groups": {"type": "array", "items": {"type": "object", "required": ["old", "new", "reason", "count", "moved", "examples"]}},
      "reach": {"type": "object", "additionalProperties": {"type": "object", "required": ["old", "new"]}},
      "recorded": {"type": "object", "required": ["records", "otherwise"]},
      "bad": {"type": "object", "required": ["count", "lines", "gave_up"]}
    }}
}
})json";

}  // namespace parley::report
