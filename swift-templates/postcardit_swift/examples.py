"""Examples: what a reply or a body looks like, by the document's own words or made of its schemas. Always the same."""

import json
from typing import Any

from .document import Document, Node, list_in, object_in
from .shapes import members_of, shape_of, types_of

__all__ = ["example_of", "to_json"]

_TEXTS = {
    "username": "alice",
    "senderName": "Alice",
    "recipientName": "Bob",
    "fullName": "Alice Rossi",
    "name": "Venice",
    "bio": "Postcards from everywhere.",
    "email": "alice@example.com",
    "newEmail": "alice@example.org",
    "city": "Venice",
    "country": "Italy",
    "address": "Piazza San Marco 1",
    "message": "Ciao from Venice!",
    "password": "correct horse",
    "newPassword": "battery staple",
    "code": "123456",
    "contentType": "image/jpeg",
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "thumbHash": "1QcSHQRnh493V4dIh4eXh1h4kJUI",
    "nextCursor": "eyJzZXEiOjQyfQ",
    "deviceName": "Alice's phone",
    "searchTerm": "ali",
    "idempotencyKey": "6f1c9c1e",
    "method": "PUT",
    "pushToken": "c0ffee",
}
"""What a reader expects to see under a key."""

_NUMBERS = {
    "latitude": 45.4343,
    "longitude": 12.3388,
    "imageWidth": 1600,
    "imageHeight": 1200,
    "expiresIn": 900,
    "refreshExpiresIn": 5184000,
    "maxBytes": 10485760,
    "byteSize": 1024,
    "status": 422,
    "statusCode": 422,
}
_FORMATS = {
    "date-time": "2026-11-22T15:53:00.123Z",
    "date": "2026-11-22",
    "uuid": "01a20490-b391-77bf-841b-d19a1e6a5a20",
    "email": "alice@example.com",
    "uri": "https://example.com/picture.jpg",
    "byte": "UG9zdENhcmRJdA==",
    "ipv4": "192.0.2.1",
    "hostname": "example.com",
}
_DEEPEST = 6


def to_json(value: Any) -> str:
    """Compact JSON with sorted keys."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def example_of(document: Document, node: Node, key: str = "", *, depth: int = 0) -> Any:
    """An example of a schema. What the document itself gives counts first."""
    shape = shape_of(document, node)
    schema = shape.node.value
    given = _given(shape.word("example"), shape.word("examples"))
    if given is not None and (depth == 0 or not isinstance(given, dict | list)):
        return given
    if "const" in schema:
        return schema["const"]
    if schema.get("enum"):
        return next((value for value in schema["enum"] if value is not None), None)
    for word in ("oneOf", "anyOf"):
        for part in shape.node.child(word).elements():
            if part.value.get("type") != "null" and (len(part.value) > 1 or "required" not in part.value):
                return _with_tag(document, shape.node, part, key, depth)
    return _plain(document, shape.node, schema, key, depth)


def _with_tag(document: Document, union: Node, part: Node, key: str, depth: int) -> Any:
    value: Any = example_of(document, part, key, depth=depth)
    discriminator = object_in(union.value.get("discriminator"))
    made = object_in(value)
    if discriminator and made:
        reference = part.value.get("$ref", "")
        mapping = object_in(discriminator.get("mapping"))
        names = sorted(tag for tag, target in mapping.items() if target in (reference, reference.rpartition("/")[2]))
        made[discriminator["propertyName"]] = names[0] if names else reference.rpartition("/")[2]
    return value


def _given(example: Any, examples: Any) -> Any:
    if example is not None:
        return example
    return next(iter(list_in(examples)), None)


def _plain(document: Document, node: Node, schema: dict[str, Any], key: str, depth: int) -> Any:
    kind = next((kind for kind in types_of(schema) if kind != "null"), None)
    if kind == "object" or (
        kind is None and any(word in schema for word in ("properties", "allOf", "additionalProperties"))
    ):
        return _object(document, node, depth)
    if kind == "array" or "items" in schema:
        if depth >= _DEEPEST:
            return []
        item = example_of(document, node.child("items"), key.removesuffix("s"), depth=depth + 1)
        return [item] * max(1, int(schema.get("minItems", 1)))
    if kind == "string":
        return _text(schema, key)
    if kind == "boolean":
        return bool(schema.get("default", key.lower() in ("isactive", "iscurrent")))
    if kind in ("integer", "number"):
        return _number(schema, kind, key)
    return None if kind == "null" else {"note": "anything"}


def _object(document: Document, node: Node, depth: int) -> Any:
    members = members_of(document, node)
    made: dict[str, Any] = {}
    for name, child in members.properties.items():
        is_deep = depth >= _DEEPEST or (depth >= 3 and name not in members.required and _is_object(document, child))
        if name in members.required or not is_deep:
            made[name] = example_of(document, child, name, depth=depth + 1)
    if members.extra is not None and depth < _DEEPEST:
        made["key"] = example_of(document, members.extra, "key", depth=depth + 1)
    return made


def _is_object(document: Document, node: Node) -> bool:
    shape = shape_of(document, node)
    return not any(shape.node.value.get("type") == kind for kind in ("string", "integer", "number", "boolean"))


def _text(schema: dict[str, Any], key: str) -> str:
    lowest, highest = int(schema.get("minLength", 0)), int(schema.get("maxLength", 10_000))
    if schema.get("contentEncoding") == "base64":
        return _FORMATS["byte"]
    if schema.get("format") in _FORMATS:
        return _FORMATS[schema["format"]]
    if schema.get("default") is not None:
        return str(schema["default"])
    if key.endswith("Id") or "-7[0-9a-f]{3}-" in str(schema.get("pattern", "")):
        return _FORMATS["uuid"]
    if key.lower().endswith("url"):
        return _FORMATS["uri"]
    text = _TEXTS.get(key, key or "text")
    return (text + "x" * max(0, lowest - len(text)))[:highest]


def _number(schema: dict[str, Any], kind: str, key: str) -> float:
    default = schema.get("default")
    value = _NUMBERS.get(key, 1 if default is None else default)
    lowest, highest = schema.get("minimum", value), schema.get("maximum", value)
    value = min(max(value, lowest), highest)
    if isinstance(schema.get("exclusiveMinimum"), int | float) and value <= schema["exclusiveMinimum"]:
        value = schema["exclusiveMinimum"] + 1
    step = schema.get("multipleOf")
    if step:
        value = max(1, round(value / step)) * step
    return int(value) if kind == "integer" else value
