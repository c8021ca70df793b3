// The schema of packs, overlays and included files. tests/report/schemas_test.cpp asks the reader
// for its keys and holds every object here to them.
#include "report/schema_texts.hpp"

namespace parley::report {

const std::string_view pack_schema = R"json({
"$schema": "http://json-schema.org/draft-07/schema#",
"title": "parley pack",
"description": "Offers, which of them may be combined, and how much may be given away.",
"type": "object",
"anyOf": [{"$ref": "#/definitions/pack"}, {"$ref": "#/definitions/overlay"}, {"$ref": "#/definitions/part"}],
"definitions": {
  "text": {"type": ["string", "number", "boolean"]},
  "name": {"type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_.-]*$", "maxLength": 128},
  "fact_name": {"type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*$"},
  "condition": {"description": "A CEL condition: customer.orders == 0 && cart.subtotal >= 50", "type": ["string", "boolean"]},
  "money": {"description": "Major units: 4.00 or 4.00USD", "type": ["number", "string"]},
  "duration": {"type": "string", "pattern": "^([0-9]+[wdhms])+$"},
  "subject": {"description": "An offer, `class X`, or `any`", "type": "string"},
  "names": {"oneOf": [{"$ref": "#/definitions/name"}, {"type": "array", "items": {"$ref": "#/definitions/name"}}]},
  "sections": {
    "facts": {"description": "Facts beyond the built-in cart", "type": "object", "propertyNames": {"$ref": "#/definitions/fact_name"}, "additionalProperties": {"$ref": "#/definitions/fact"}},
    "classes": {"description": "Classes that have no members yet", "$ref": "#/definitions/names"},
    "selectors": {"description": "Named sets of cart lines", "type": "object", "propertyNames": {"$ref": "#/definitions/name"}, "additionalProperties": {"$ref": "#/definitions/condition"}},
    "offers": {"type": "object", "propertyNames": {"$ref": "#/definitions/name"}, "additionalProperties": {"$ref": "#/definitions/offer"}},
    "stacking": {"$ref": "#/definitions/rules"},
    "limits": {"$ref": "#/definitions/limits"},
    "playbooks": {"type": "object", "propertyNames": {"$ref": "#/definitions/name"}, "additionalProperties": {"$ref": "#/definitions/playbook"}},
    "handoff": {"$ref": "#/definitions/handoffs"},
    "obligations": {"$ref": "#/definitions/obligations"},
    "negotiation": {"$ref": "#/definitions/negotiation"},
    "wording": {"description": "What customers are told, by language and key", "type": "object", "additionalProperties": {"type": "object", "additionalProperties": {"$ref": "#/definitions/text"}}}
  },
  "rounding": {
    "type": "object", "additionalProperties": false,
    "properties": {
      "mode": {"enum": ["half_up", "half_away", "half_even", "half_down", "down", "up", "floor", "ceiling", "05up"]},
      "remainder": {"enum": ["largest", "spread", "first", "last", "carry"]},
      "at": {"oneOf": [{"$ref": "#/definitions/level"}, {"type": "object", "additionalProperties": false, "properties": {"item": {"$ref": "#/definitions/level"}, "order": {"$ref": "#/definitions/level"}, "shipping": {"$ref": "#/definitions/level"}}}]},
      "lines": {"enum": ["auto", "as_given", "sorted"]}
    }
  },
  "level": {"enum": ["order", "line", "unit"]},
  "defaults": {
    "type": "object", "additionalProperties": false,
    "properties": {
      "basis": {"enum": ["running", "list", "stage"]},
      "stacking": {"enum": ["closed", "open", "mutual"]},
      "ties": {"enum": ["pack", "percent", "amount", "greatest"]},
      "intent": {"enum": ["required", "optional"]}
    }
  },
  "type": {"type": "string", "pattern": "^(string|bool|int|uint|decimal|money|percent|timestamp|duration|list|map|(list|map)\\((string|bool|int|uint|decimal|money|percent|timestamp|duration)\\))$"},
  "fact": {
    "oneOf": [
      {"$ref": "#/definitions/type"},
      {"type": "object", "additionalProperties": false, "required": ["type"],
       "properties": {
         "type": {"$ref": "#/definitions/type"},
         "of": {"type": "string"},
         "one_of": {"description": "The only values it may have", "oneOf": [{"$ref": "#/definitions/text"}, {"type": "array", "minItems": 1, "items": {"$ref": "#/definitions/text"}}]},
         "min": {"$ref": "#/definitions/text"},
         "max": {"$ref": "#/definitions/text"},
         "max_age": {"description": "Older is stale, which is unknown", "$ref": "#/definitions/duration"},
         "optional": {"type": "boolean"},
         "default": {"description": "What `absent` stands for", "$ref": "#/definitions/text"},
         "voids": {"description": "May end a standing offer early", "type": "boolean"},
         "max_size": {"type": "integer", "minimum": 1}
       }}
    ]
  },
  "give": {
    "description": "10% off order, buy 2 get 1 free of tea, free shipping, gift SKU ...",
    "oneOf": [
      {"type": "string"},
      {"type": "object", "additionalProperties": false, "required": ["tiers"],
       "properties": {"tiers": {"type": "object", "additionalProperties": false, "required": ["of", "steps"],
         "properties": {"by": {"enum": ["quantity", "spend", "lines", "step", "spend step"]}, "of": {"type": "string"}, "steps": {"type": "object", "additionalProperties": {"$ref": "#/definitions/text"}}, "give": {"enum": ["off", "each", "price"]}}}}}
    ]
  },
  "offer": {
    "oneOf": [
      {"type": "string"},
      {"type": "object", "additionalProperties": false, "required": ["give"],
       "properties": {
         "give": {"$ref": "#/definitions/give"},
         "class": {"$ref": "#/definitions/names"},
         "when": {"$ref": "#/definitions/condition"},
         "rank": {"description": "Lower applies first", "type": "integer"},
         "basis": {"enum": ["running", "list", "stage"]},
         "stage": {"enum": ["item", "order", "shipping"]},
         "cost": {"description": "What it costs the merchant", "$ref": "#/definitions/money"},
         "worth": {"description": "What it is worth to the customer", "$ref": "#/definitions/money"},
         "repeat": {"type": "integer", "minimum": 1},
         "consume": {"enum": ["once", "shared"]},
         "favour": {"enum": ["customer", "merchant"]},
         "because": {"$ref": "#/definitions/text"},
         "obligations": {"$ref": "#/definitions/obligations"}
       }}
    ]
  },
  "rules": {"oneOf": [{"$ref": "#/definitions/rule"}, {"type": "array", "items": {"$ref": "#/definitions/rule"}}]},
  "rule": {
    "description": "A with B, A excludes B, at most 1 of class X, A requires [one of] B, A before B, A alone",
    "oneOf": [
      {"type": "string"},
      {"type": "object", "additionalProperties": false, "required": ["rule"],
       "properties": {
         "rule": {"type": "string"},
         "id": {"$ref": "#/definitions/name"},
         "when": {"$ref": "#/definitions/condition"},
         "because": {"$ref": "#/definitions/text"},
         "overrides": {"$ref": "#/definitions/names"}
       }}
    ]
  },
  "limits": {"oneOf": [{"$ref": "#/definitions/limit"}, {"type": "array", "items": {"$ref": "#/definitions/limit"}}]},
  "limit": {
    "description": "MEASURE [of TARGET] [per SCOPE] <= | >= AMOUNT [else deny | clamp | redistribute | escalate to ROLE]",
    "oneOf": [
      {"type": "string"},
      {"type": "object", "additionalProperties": false, "required": ["limit"],
       "properties": {
         "limit": {"type": "string"},
         "id": {"$ref": "#/definitions/name"},
         "when": {"$ref": "#/definitions/condition"},
         "else": {"type": "string", "pattern": "^(deny|clamp|redistribute|escalate( to .+)?)$"},
         "because": {"$ref": "#/definitions/text"},
         "obligations": {"$ref": "#/definitions/obligations"},
         "loosens": {"type": "boolean"}
       }}
    ]
  },
  "obligations": {"oneOf": [{"$ref": "#/definitions/obligation"}, {"type": "array", "items": {"$ref": "#/definitions/obligation"}}]},
  "obligation": {
    "oneOf": [
      {"type": "object", "additionalProperties": false, "required": ["kind"],
       "properties": {"kind": {"$ref": "#/definitions/name"}, "text": {"$ref": "#/definitions/text"}, "when": {"$ref": "#/definitions/condition"}}},
      {"type": "object", "minProperties": 1, "maxProperties": 1, "not": {"required": ["kind"]}, "additionalProperties": {"$ref": "#/definitions/text"}}
    ]
  },
  "handoffs": {"oneOf": [{"$ref": "#/definitions/handoff"}, {"type": "array", "items": {"$ref": "#/definitions/handoff"}}]},
  "handoff": {
    "type": "object", "additionalProperties": false, "required": ["to"],
    "properties": {"when": {"$ref": "#/definitions/condition"}, "to": {"$ref": "#/definitions/name"}, "because": {"$ref": "#/definitions/text"}}
  },
  "playbook": {
    "type": "object", "additionalProperties": false,
    "properties": {
      "offers": {"oneOf": [{"$ref": "#/definitions/subject"}, {"type": "array", "items": {"$ref": "#/definitions/subject"}}]},
      "needs": {"oneOf": [{"$ref": "#/definitions/fact_name"}, {"type": "array", "items": {"$ref": "#/definitions/fact_name"}}]},
      "limits": {"$ref": "#/definitions/limits"},
      "handoff": {"$ref": "#/definitions/handoffs"},
      "obligations": {"$ref": "#/definitions/obligations"},
      "loosens": {"type": "boolean"}
    }
  },
  "negotiation": {
    "type": "object", "additionalProperties": false,
    "properties": {
      "ladder": {"description": "Whole proposals, from the first counter-offer to the last", "oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
      "sweeteners": {"$ref": "#/definitions/names"},
      "triggers": {"type": "object", "propertyNames": {"$ref": "#/definitions/name"}, "additionalProperties": {"oneOf": [{"$ref": "#/definitions/condition"}, {"type": "object", "additionalProperties": false, "required": ["when"], "properties": {"when": {"$ref": "#/definitions/condition"}, "worth": {"$ref": "#/definitions/money"}}}]}},
      "strategy": {"enum": ["ladder", "micro", "boulware", "linear", "conceder"]},
      "issues": {"description": "Offers, or classes of which one offer is given", "oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
      "evidence": {"description": "The money fact that a claimed competitor's price is checked against", "$ref": "#/definitions/name"},
      "resume": {"$ref": "#/definitions/duration"},
      "rounds": {"type": "integer", "minimum": 1, "maximum": 1000},
      "expires": {"$ref": "#/definitions/duration"},
      "min_move": {"$ref": "#/definitions/money"},
      "patience": {"type": "integer", "minimum": 1, "maximum": 1000}
    }
  },
  "settings": {
    "currency": {"oneOf": [
      {"type": "string", "pattern": "^[A-Z]{3}$"},
      {"type": "object", "additionalProperties": false, "required": ["code"], "properties": {"code": {"type": "string", "pattern": "^[A-Z]{3}$"}, "digits": {"type": "integer", "minimum": 0, "maximum": 4}}}
    ]},
    "timezone": {"type": "string"},
    "rounding": {"$ref": "#/definitions/rounding"},
    "tax": {"oneOf": [
      {"enum": ["exclusive", "inclusive"]},
      {"type": "object", "additionalProperties": false, "properties": {"prices": {"enum": ["exclusive", "inclusive"]}, "discount": {"enum": ["before_tax", "after_tax"]}, "round": {"enum": ["line", "unit", "group"]}}}
    ]},
    "defaults": {"$ref": "#/definitions/defaults"}
  }
}
})json";

}  // namespace parley::report
