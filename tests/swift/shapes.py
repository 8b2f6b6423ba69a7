"""A document of 3.1 with every shape a value can have: recursion, unions, maps, null in every way."""

from tests.swift.writing import TEXT, WHOLE, Document, document, json_reply, ref

__all__ = ["SHAPES"]

NULL: Document = {"type": "null"}
NUMBERS: Document = {"type": "array", "items": {"type": "number"}}

SHAPES = document(
    "Shapes",
    {
        "/trees": {
            "post": {
                "operationId": "plant",
                "requestBody": {"required": True, "content": {"application/json": {"schema": ref("Tree")}}},
                "responses": {"200": json_reply(ref("Tree"))},
            }
        },
        "/values": {"get": {"operationId": "values", "responses": {"200": json_reply(ref("Everything"))}}},
        "/unions": {
            "post": {
                "operationId": "unite",
                "requestBody": {"required": True, "content": {"application/json": {"schema": ref("Payload")}}},
                "responses": {"200": json_reply({"type": "array", "items": ref("Payload")})},
            }
        },
        "/matrix": {
            "get": {
                "operationId": "matrix",
                "responses": {
                    "200": json_reply({"type": "array", "items": {"type": "array", "items": {"type": "number"}}})
                },
            }
        },
        "/maybe": {
            "get": {
                "operationId": "maybe",
                "responses": {"200": json_reply({"oneOf": [ref("Leaf"), {"type": "null"}]})},
            }
        },
    },
    {
        "Tree": {
            "type": "object",
            "required": ["name"],
            "properties": {
                "name": {"type": "string", "minLength": 1},
                "parent": ref("Tree"),
                "children": {"type": "array", "items": ref("Tree")},
                "byName": {"type": "object", "additionalProperties": ref("Tree")},
                "twin": {"anyOf": [ref("Branch"), {"type": "null"}]},
            },
        },
        "Branch": {"type": "object", "properties": {"tree": ref("Tree"), "leaf": ref("Leaf")}},
        "Leaf": {"type": "object", "required": ["green"], "properties": {"green": {"type": ["boolean", "null"]}}},
        "Everything": {
            "type": "object",
            "required": ["when", "nothing"],
            "properties": {
                "when": {"type": "string", "format": "date-time"},
                "day": {"type": "string", "format": "date"},
                "id": {"type": "string", "format": "uuid"},
                "bytes": {"type": "string", "contentEncoding": "base64"},
                "oldBytes": {"type": "string", "format": "byte"},
                "nothing": {"type": ["string", "null"]},
                "anything": {},
                "anyObject": {"type": "object"},
                "open": {"type": "object", "additionalProperties": True},
                "counts": {"type": "object", "additionalProperties": {"type": "integer"}},
                "lists": {
                    "type": "object",
                    "additionalProperties": {"type": "array", "items": {"type": ["string", "null"]}},
                },
                "mixed": {"type": ["string", "integer", "boolean"]},
                "constant": {"const": "always"},
                "level": {"type": "integer", "enum": [-1, 0, 1, None]},
                "colour": {"anyOf": [{"type": "string", "enum": ["red", "green"]}, {"type": "string"}]},
                "extended": {
                    "type": "object",
                    "required": ["a"],
                    "properties": {"a": WHOLE},
                    "additionalProperties": {"type": "number"},
                },
                "loose": {"type": "object", "properties": {"b": TEXT}, "additionalProperties": True},
                "patterned": {"type": "object", "patternProperties": {"^x-": {"type": "boolean"}}},
                "inline": {
                    "type": "object",
                    "properties": {"deep": {"type": "object", "properties": {"deeper": TEXT}}},
                },
                "ratio": {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
                "pair": {
                    "oneOf": [
                        {"type": "object", "required": ["x"], "properties": {"x": WHOLE}},
                        {"type": "object", "required": ["x", "y"], "properties": {"x": WHOLE, "y": WHOLE}},
                    ]
                },
                "either": {
                    "type": "object",
                    "properties": {"p": TEXT, "q": TEXT},
                    "anyOf": [{"required": ["p"]}, {"required": ["q"]}],
                },
            },
        },
        "Payload": {
            "oneOf": [ref("TextPart"), ref("ImagePart"), ref("GroupPart")],
            "discriminator": {
                "propertyName": "kind",
                "mapping": {"text": "#/components/schemas/TextPart", "image": "ImagePart"},
            },
        },
        "TextPart": {
            "type": "object",
            "required": ["kind", "text"],
            "properties": {"kind": {"const": "text"}, "text": {"type": "string", "maxLength": 100}},
        },
        "ImagePart": {
            "type": "object",
            "required": ["kind", "url"],
            "properties": {"kind": TEXT, "url": {"type": "string", "format": "uri"}},
        },
        "GroupPart": {
            "type": "object",
            "required": ["kind", "parts"],
            "properties": {"kind": TEXT, "parts": {"type": "array", "items": ref("Payload")}},
        },
        "Implicit": {
            "anyOf": [
                {"type": "object", "required": ["t"], "properties": {"t": {"const": "a"}, "a": WHOLE}},
                {"type": "object", "required": ["t"], "properties": {"t": {"enum": ["b", "c"]}, "b": TEXT}},
            ]
        },
        "Alias": {"type": "array", "items": ref("Leaf")},
        "AliasUser": {"type": "object", "properties": {"leaves": ref("Alias"), "implicit": ref("Implicit")}},
    },
)
