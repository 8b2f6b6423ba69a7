"""An OpenAPI document as something to walk: references followed, 3.0 and 3.1 read alike, places known by pointer."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any, TypeGuard, cast

from .refusal import Refused

__all__ = ["Document", "Node", "Schema", "list_in", "object_in"]

Schema = dict[str, Any]

_DEEPEST_REFERENCE = 32


def object_in(value: Any) -> Schema:
    """The value if it is an object, else an empty one."""
    return cast(Schema, value) if isinstance(value, dict) else {}


def list_in(value: Any) -> list[Any]:
    """The value if it is a list, else an empty one."""
    return value if _is_list(value) else []


def _is_list(value: Any) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


@dataclass(frozen=True, slots=True)
class Node:
    """A value in the document and its place (RFC 6901)."""

    value: Any
    pointer: str

    def child(self, *keys: str | int) -> "Node":
        """The value below; None for what is not there."""
        value, pointer = self.value, self.pointer
        for key in keys:
            elements = list_in(value)
            if isinstance(key, int) and elements:
                value = elements[key] if key < len(elements) else None
            else:
                value = object_in(value).get(str(key))
            pointer += "/" + str(key).replace("~", "~0").replace("/", "~1")
        return Node(value, pointer)

    @property
    def object(self) -> Schema:
        """The value as an object; an empty one for anything else."""
        return object_in(self.value)

    def items(self) -> list[tuple[str, "Node"]]:
        """The children of an object, sorted by key: the order of keys never shows."""
        if self.value is None:
            return []
        if not isinstance(self.value, dict):
            raise Refused(self.pointer, "This must be an object.")
        return [(key, self.child(key)) for key in sorted(self.object)]

    def elements(self) -> list["Node"]:
        """The elements of a list."""
        if self.value is None:
            return []
        if not _is_list(self.value):
            raise Refused(self.pointer, "This must be a list.")
        return [self.child(number) for number, _ in enumerate(list_in(self.value))]


class Document:
    """A document of OpenAPI 3.0 or 3.1."""

    def __init__(self, document: Any) -> None:
        if not isinstance(document, dict):
            raise Refused("/", "This is no OpenAPI document: it must be an object.")
        if "swagger" in document:
            raise Refused("/swagger", "Swagger 2.0 is not read: convert it to OpenAPI 3 first.")
        version = str(object_in(document).get("openapi", ""))
        if not version.startswith(("3.0", "3.1")):
            raise Refused("/openapi", "Only OpenAPI 3.0 and 3.1 are read.")
        self.root = Node(cast(Any, document), "")

    @property
    def hash(self) -> str:
        """Sixteen hexadecimal digits: the same for the same contract, however its keys are ordered."""
        text = json.dumps(self.root.value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def follow(self, node: Node) -> Node:
        """What a reference stands for, with its place; any other node is itself."""
        for _ in range(_DEEPEST_REFERENCE):
            reference = node.object.get("$ref")
            if not isinstance(reference, str):
                return node
            node = self.at(reference, node.pointer)
        raise Refused(node.pointer, "This reference leads round in a circle.")

    def at(self, reference: str, pointer: str) -> Node:
        """The node that a `$ref` names."""
        if not reference.startswith("#/"):
            raise Refused(f"{pointer}/$ref", f"Only references into this document are followed, not {reference!r}.")
        node = self.root
        for step in reference[2:].split("/"):
            key = step.replace("~1", "/").replace("~0", "~")
            node = node.child(int(key) if isinstance(node.value, list) and key.isdigit() else key)
        if node.value is None:
            raise Refused(f"{pointer}/$ref", f"There is nothing at {reference!r}.")
        return node
