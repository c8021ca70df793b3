// The schemas of what a host asks with.
#include "report/schema_texts.hpp"

namespace parley::report {

const std::string_view facts_schema = R"json({
"$schema": "http://json-schema.org/draft-07/schema#",
"title": "parley facts",
"description": "What is known now. `parley schema facts PACK` knows the facts of a pack too.",
"type": "object",
"properties": {
  "now": {"type": "string"},
  "cart": {"$ref": "#/definitions/cart"},
  "customer.key": {"$ref": "#/definitions/id"},
  "counters": {"type": "object", "additionalProperties": {"$ref": "#/definitions/value"}},
  "approvals": {"oneOf": [{"$ref": "#/definitions/approval"}, {"type": "array", "items": {"$ref": "#/definitions/approval"}}]},
  "session": {"$ref": "#/definitions/id"}
},
"definitions": {
  "id": {"type": ["string", "number"]},
  "money": {"description": "Major units, read from the text", "type": ["number", "string"]},
  "unknown": {"type": "object", "additionalProperties": false, "required": ["unknown"], "properties": {"unknown": {"enum": ["missing", "stale", "withheld"]}}},
  "absent": {"anyOf": [{"const": "absent"}, {"type": "object", "additionalProperties": false, "required": ["absent"], "properties": {"absent": {"const": true}}}]},
  "value": {"type": ["string", "number", "boolean", "array", "object"]},
  "cart": {
    "type": "object", "additionalProperties": false, "required": ["currency"],
    "properties": {
      "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
      "lines": {"type": "array", "items": {"$ref": "#/definitions/line"}},
      "shipping": {"type": "array", "items": {"$ref": "#/definitions/shipping"}}
    }
  },
  "line": {
    "type": "object", "required": ["id", "qty", "price"],
    "properties": {
      "id": {"$ref": "#/definitions/id"},
      "sku": {"$ref": "#/definitions/id"},
      "qty": {"type": "integer", "minimum": 1},
      "price": {"$ref": "#/definitions/money"},
      "cost": {"anyOf": [{"$ref": "#/definitions/money"}, {"$ref": "#/definitions/unknown"}]},
      "category": {"$ref": "#/definitions/value"},
      "tags": {"$ref": "#/definitions/value"},
      "tax_rate": {"$ref": "#/definitions/value"}
    },
    "additionalProperties": {"$ref": "#/definitions/value"}
  },
  "shipping": {
    "type": "object", "additionalProperties": false, "required": ["method", "price"],
    "properties": {
      "method": {"$ref": "#/definitions/id"},
      "price": {"$ref": "#/definitions/money"},
      "cost": {"anyOf": [{"$ref": "#/definitions/money"}, {"$ref": "#/definitions/unknown"}]},
      "tax_rate": {"$ref": "#/definitions/value"}
    }
  },
  "approval": {
    "type": "object", "additionalProperties": false, "required": ["role", "limit", "up_to"],
    "properties": {
      "role": {"type": "string"},
      "limit": {"type": "string"},
      "customer": {"$ref": "#/definitions/id"},
      "session": {"$ref": "#/definitions/id"},
      "pack": {"type": "string"},
      "cart": {"type": "string"},
      "up_to": {"$ref": "#/definitions/money"},
      "until": {"type": "string"}
    }
  }
}
})json";

const std::string_view proposal_schema = R"json({
"$schema": "http://json-schema.org/draft-07/schema#",
"title": "parley proposal",
"description": "What somebody wants to promise.",
"oneOf": [
  {"$ref": "#/definitions/offers"},
  {"type": "object", "additionalProperties": false,
   "properties": {
     "offers": {"$ref": "#/definitions/offers"},
     "intent": {"$ref": "#/definitions/intent"},
     "accept_partial": {"type": "boolean"}
   }}
],
"definitions": {
  "intent": {"type": "string"},
  "offers": {"oneOf": [{"type": "string"}, {"type": "array", "items": {"$ref": "#/definitions/offer"}}]},
  "offer": {
    "oneOf": [
      {"type": "string"},
      {"type": "object", "additionalProperties": false, "required": ["offer"],
       "properties": {"offer": {"type": "string"}, "parameter": {"type": ["string", "number"]}}},
      {"type": "object", "minProperties": 1, "maxProperties": 1, "not": {"required": ["offer"]}, "additionalProperties": {"type": ["string", "number"]}}
    ]
  }
}
})json";

const std::string_view ask_schema = R"json({
"$schema": "http://json-schema.org/draft-07/schema#",
"title": "parley ask",
"description": "What a shopper asks for in a negotiation.",
"type": "object", "additionalProperties": false,
"properties": {
  "want": {"type": ["array", "string", "object"]},
  "target_total": {"$ref": "#/definitions/money"},
  "target_percent": {"type": ["string", "number"]},
  "budget": {"$ref": "#/definitions/money"},
  "competitor_price": {"$ref": "#/definitions/money"},
  "more": {"type": "boolean"},
  "accept": {"type": ["boolean", "string"]},
  "reject": {"type": "boolean"},
  "give": {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
  "intent": {"type": "string"},
  "accept_partial": {"type": "boolean"}
},
"definitions": {"money": {"type": ["number", "string"]}}
})json";

const std::string_view catalog_schema = R"json({
"$schema": "http://json-schema.org/draft-07/schema#",
"title": "parley catalog",
"description": "Items that may be suggested.",
"oneOf": [
  {"$ref": "#/definitions/items"},
  {"type": "object", "additionalProperties": false,
   "properties": {"currency": {"type": "string", "pattern": "^[A-Z]{3}$"}, "items": {"$ref": "#/definitions/items"}}}
],
"definitions": {
  "items": {"type": "array", "maxItems": 10000, "items": {
    "type": "object", "required": ["sku", "price"],
    "properties": {"sku": {"type": ["string", "number"]}, "price": {"type": ["number", "string"]}, "max_qty": {"type": "integer", "minimum": 1}}}}
}
})json";

const std::string_view test_schema = R"json({
"$schema": "http://json-schema.org/draft-07/schema#",
"title": "parley tests",
"description": "Tests of a pack: NAME_test.yaml beside NAME.yaml.",
"type": "object", "additionalProperties": false, "required": ["tests"],
"properties": {
  "pack": {"description": "The pack they are about, if not the one they are named after", "type": "string"},
  "fixtures": {"type": "object", "additionalProperties": {"$ref": "#/definitions/fixture"}},
  "tests": {"type": "array", "items": {"$ref": "#/definitions/test"}}
},
"definitions": {
  "fixture": {"type": "object", "properties": {"extends": {"$ref": "#/definitions/names"}, "file": {"type": "string"}}},
  "names": {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
  "given": {"oneOf": [{"type": "string"}, {"type": "object"}, {"type": "array", "items": {"type": ["string", "object"]}}]},
  "offers": {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": ["string", "object"]}}]},
  "expect": {"type": ["string", "object", "array"]},
  "test": {
    "type": "object", "additionalProperties": false, "required": ["name"],
    "properties": {
      "name": {"type": "string"},
      "given": {"$ref": "#/definitions/given"},
      "intent": {"type": "string"},
      "accept_partial": {"type": "boolean"},
      "propose": {"$ref": "#/definitions/offers"},
      "eligible": {"$ref": "#/definitions/offers"},
      "stackable": {"$ref": "#/definitions/offers"},
      "best": {"oneOf": [{"$ref": "#/definitions/names"}, {"type": "object", "additionalProperties": false, "properties": {"objective": {"$ref": "#/definitions/names"}, "include": {"$ref": "#/definitions/offers"}, "reach": {"type": ["number", "string"]}}}]},
      "negotiate": {"type": "array", "items": {"type": "object"}},
      "must_fail": {"type": "string"},
      "table": {"oneOf": [{"type": "array", "items": {"type": "object"}}, {"type": "object", "additionalProperties": false, "required": ["columns", "rows"], "properties": {"columns": {"type": "array", "items": {"type": "string"}}, "rows": {"type": "array", "items": {"type": "array"}}}}]},
      "sweep": {"type": "object", "minProperties": 1},
      "expect": {"$ref": "#/definitions/expect"},
      "golden": {"type": "string"}
    }
  }
}
})json";

}  // namespace parley::report
