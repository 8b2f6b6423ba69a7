"""What a newer server might say: the contract with more of everything, and answers made of it."""

import copy
from typing import Any, cast

from postcardit_swift.document import Document, list_in, object_in
from postcardit_swift.examples import example_of

__all__ = ["newer_answers", "newer_document"]


def newer_document(document: dict[str, Any]) -> dict[str, Any]:
    """Every enum has a new value in front, every object a new field, every optional field is left out or null."""
    newer = copy.deepcopy(document)
    for name, schema in newer["components"]["schemas"].items():
        if "enum" in schema:
            schema["enum"] = [f"new_{name.lower()}", *schema["enum"]]
        if "properties" in schema:
            schema["properties"]["brandNew"] = {
                "type": "object",
                "properties": {"deep": {"type": "array", "items": {"type": "integer"}}},
            }
    return newer


def newer_answers(document: dict[str, Any]) -> list[dict[str, Any]]:
    """For each operation with a reply: the newer one in full, with nulls for what may be null, and with the least."""
    source = Document(newer_document(document))
    found: list[dict[str, Any]] = []
    for _, path in source.root.child("paths").items():
        for _, node in path.items():
            for status, response in node.child("responses").items():
                content = response.child("content", "application/json", "schema")
                if status.startswith("2") and content.value is not None:
                    full = example_of(source, content)
                    for answer in (
                        full,
                        _changed(source, content.value, full, None),
                        _changed(source, content.value, full, ...),
                    ):
                        found.append({"operation": node.value["operationId"], "answer": answer})
    return found


def _changed(source: Document, schema: dict[str, Any], value: Any, instead: Any) -> Any:
    """The answer with every field that is not required gone, or null where the contract lets it be null."""
    while "$ref" in schema:
        schema = source.at(schema["$ref"], "").value
    if isinstance(value, list):
        return [_changed(source, schema.get("items", {}), item, instead) for item in list_in(value)]
    if not isinstance(value, dict) or "properties" not in schema:
        return cast(Any, value)
    made: dict[str, Any] = {}
    for key, item in object_in(value).items():
        inner = schema["properties"].get(key, {})
        if key in schema.get("required", []):
            made[key] = _changed(source, inner, item, instead)
        elif instead is None and any(part.get("type") == "null" for part in inner.get("anyOf", [])):
            made[key] = None
    return made
