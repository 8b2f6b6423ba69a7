"""The JSON schema of a world's file, derived from its model."""

import json
from typing import Any

from .model import WorldFile

__all__ = ["world_schema"]


_PAIR = {
    "type": "array",
    "minItems": 2,
    "maxItems": 2,
    "items": {"type": "string"},
    "description": "[alice, bob] is short for from: alice, to: bob.",
}


def world_schema() -> str:
    """The schema as text, the same each time."""
    schema: dict[str, Any] = WorldFile.model_json_schema(by_alias=True)
    properties = schema["properties"]
    properties["friendships"]["items"] = {"anyOf": [{"$ref": "#/$defs/FriendshipEntry"}, _PAIR]}
    properties["users"]["additionalProperties"] = {"anyOf": [{"$ref": "#/$defs/UserEntry"}, {"type": "null"}]}
    place = {"type": "string", "description": "A city that the kit knows, or anywhere."}
    schema["$defs"]["PostcardEntry"]["properties"]["place"]["anyOf"].insert(0, place)
    for entry in schema["$defs"].values():
        _loosen(entry.get("properties", {}))
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A world of PostCardIt"}
    return json.dumps({**schema, **head}, indent=2, ensure_ascii=False, sort_keys=True)


def _loosen(properties: dict[str, Any]) -> None:
    """Names of people may be one or many."""
    for name in ("from", "to", "among"):
        if name in properties:
            lists = properties[name]["anyOf"]
            lists.insert(0, {"type": "string"})
