// The schemas of what parley answers.
#include "report/schema_texts.hpp"

namespace parley::report {

const std::string_view decision_schema = R"json({
"$schema": "http://json-schema.org/draft-07/schema#",
"title": "parley decision",
"description": "The answer of `parley validate --json`. Amounts are integers of minor units. Fields may be added.",
"type": "object",
"required": ["verdict", "pack"],
"properties": {
  "verdict": {"enum": ["allow", "escalate", "need", "deny"]},
  "pack": {"$ref": "#/definitions/pack"},
  "findings": {"type": "array", "items": {"$ref": "#/definitions/finding"}},
  "missing": {"type": "array", "items": {"$ref": "#/definitions/missing"}},
  "handoff": {"oneOf": [{"type": "null"}, {"type": "object", "required": ["to"], "properties": {"to": {"type": "string"}, "because": {"type": ["string", "null"]}, "at": {"$ref": "#/definitions/at"}}}]},
  "obligations": {"type": "array", "items": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}, "text": {"type": ["string", "null"]}, "offer": {"type": "string"}, "amount": {"type": "integer"}}}},
  "approvals": {"type": "array", "items": {"type": "object", "required": ["role", "limit"], "properties": {"role": {"type": "string"}, "limit": {"type": ["string", "null"]}}}},
  "notes": {"type": "array", "items": {"$ref": "#/definitions/finding"}},
  "quote": {"oneOf": [{"type": "null"}, {"$ref": "#/definitions/quote"}]}
},
"definitions": {
  "pack": {"type": "object", "required": ["name", "version", "digest"], "properties": {"name": {"type": "string"}, "version": {"type": "integer"}, "digest": {"type": "string"}}},
  "at": {"oneOf": [{"type": "null"}, {"type": "object", "required": ["file", "line", "column"], "properties": {"file": {"type": "string"}, "line": {"type": "integer", "minimum": 1}, "column": {"type": "integer", "minimum": 1}}}]},
  "missing": {"type": "object", "required": ["reason"], "properties": {"fact": {"type": "string"}, "counter": {"type": "string"}, "line": {"type": ["string", "integer"]}, "reason": {"enum": ["missing", "stale", "withheld"]}}},
  "finding": {
    "type": "object", "required": ["code", "offers"],
    "properties": {
      "code": {"type": "string", "pattern": "^[a-z]+\\.[a-z_]+$"},
      "verdict": {"enum": ["allow", "escalate", "need", "deny"]},
      "rule": {"type": ["string", "null"]},
      "text": {"type": ["string", "null"]},
      "at": {"$ref": "#/definitions/at"},
      "because": {"type": ["string", "null"]},
      "offers": {"type": "array", "items": {"type": "string"}},
      "actual": {"type": ["integer", "null"]},
      "bound": {"type": ["integer", "null"]},
      "unit": {"enum": ["money", "share", "count"]}
    }
  },
  "allocation": {"type": "object", "required": ["offer", "amount"], "properties": {"offer": {"type": "string"}, "amount": {"type": "integer"}}},
  "quote": {
    "type": "object",
    "required": ["currency", "subtotal", "discount", "shipping", "shipping_discount", "total", "applied", "lines"],
    "properties": {
      "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
      "subtotal": {"type": "integer"},
      "discount": {"type": "integer"},
      "shipping": {"type": "integer"},
      "shipping_discount": {"type": "integer"},
      "total": {"type": "integer"},
      "applied": {"type": "array", "items": {"$ref": "#/definitions/allocation"}},
      "lines": {"type": "array", "items": {
        "type": "object", "required": ["id", "list", "discount", "price", "allocations"],
        "properties": {"id": {"type": "string"}, "list": {"type": "integer"}, "discount": {"type": "integer"}, "price": {"type": "integer"}, "allocations": {"type": "array", "items": {"$ref": "#/definitions/allocation"}}}}}
    }
  }
}
})json";

const std::string_view diagnostics_schema = R"json({
"$schema": "http://json-schema.org/draft-07/schema#",
"title": "parley diagnostics",
"description": "What `parley check --json` answers for one pack, and every verb when it is asked wrong.",
"type": "object",
"required": ["errors", "warnings", "diagnostics"],
"properties": {
  "ok": {"type": "boolean"},
  "pack": {"type": ["object", "null"]},
  "errors": {"type": "integer", "minimum": 0},
  "warnings": {"type": "integer", "minimum": 0},
  "more": {"type": "integer", "minimum": 1},
  "diagnostics": {"type": "array", "items": {"$ref": "#/definitions/diagnostic"}},
  "suppressed": {"type": "array", "items": {"allOf": [{"$ref": "#/definitions/diagnostic"}, {"required": ["because"]}]}}
},
"definitions": {
  "at": {"oneOf": [{"type": "null"}, {"type": "object", "required": ["file", "line", "column", "end_line", "end_column"], "properties": {"file": {"type": "string"}, "line": {"type": "integer", "minimum": 1}, "column": {"type": "integer", "minimum": 1}, "end_line": {"type": "integer", "minimum": 1}, "end_column": {"type": "integer", "minimum": 1}}}]},
  "diagnostic": {
    "type": "object", "required": ["code", "severity", "at", "message", "help", "related"],
    "properties": {
      "code": {"type": "string"},
      "severity": {"enum": ["error", "warning", "note"]},
      "at": {"$ref": "#/definitions/at"},
      "message": {"type": "string"},
      "help": {"type": "string"},
      "related": {"type": "array", "items": {"type": "object", "required": ["at", "message"], "properties": {"at": {"$ref": "#/definitions/at"}, "message": {"type": "string"}}}},
      "witness": {"type": "string", "description": "a whole test file of the pack that shows the finding"},
      "because": {"type": "string"}
    }
  }
}
})json";

}  // namespace parley::report
