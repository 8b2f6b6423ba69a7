"""Schemas without their many spellings: what is null, what is merged, what is one of several, what is an object."""

from dataclasses import dataclass, field
from typing import Any

from .document import Document, Node, Schema, list_in, object_in
from .refusal import Refused

__all__ = ["Members", "Shape", "is_nullable", "members_of", "schemas_in", "shape_of", "types_of"]

_REFUSED = {
    "prefixItems": "A list whose places have types of their own has no Swift type here.",
    "$dynamicRef": "Dynamic references are not followed.",
    "$recursiveRef": "Recursive references of older JSON Schema are not followed.",
    "dependentSchemas": "Schemas that depend on other keys have no Swift type.",
    "if": "Conditional schemas have no Swift type: use oneOf.",
}
_SAYS_WHAT = (
    *("$ref", "type", "enum", "const", "properties", "items", "allOf", "oneOf", "anyOf", "additionalProperties"),
    *("format", "patternProperties"),
)
"""What makes a schema more than a remark about another one."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A schema after null was taken out of it and a lone alternative was put in its place."""

    node: Node
    """The schema that says what it is, references followed."""
    is_nullable: bool
    around: tuple[Schema, ...] = ()
    """The schemas on the way to it, outermost first: their descriptions, defaults and bounds count."""

    def word(self, key: str) -> Any:
        """An annotation or a bound: the outermost one counts."""
        return next((part[key] for part in (*self.around, self.node.value) if key in part), None)


def types_of(schema: Schema) -> list[str]:
    """The types that a schema names: one in 3.0, any number in 3.1."""
    kind = schema.get("type")
    return [kind] if isinstance(kind, str) else list_in(kind)


def _is_null(schema: Schema) -> bool:
    return (
        types_of(schema) == ["null"] or schema.get("enum") == [None] or ("const" in schema and schema["const"] is None)
    )


def shape_of(document: Document, node: Node) -> Shape:
    """Look through references, null and lone wrappers."""
    around: list[Schema] = []
    nullable = False
    seen: set[str] = set()
    while True:
        if node.value is True or node.value is None:
            return Shape(Node({}, node.pointer), nullable, tuple(around))
        if not isinstance(node.value, dict):
            raise Refused(node.pointer, "This is no schema.")
        schema = node.object
        if node.pointer in seen:
            raise Refused(node.pointer, "This schema is made of nothing but itself.")
        seen.add(node.pointer)
        for key, sentence in _REFUSED.items():
            if key in schema:
                raise Refused(f"{node.pointer}/{key}", sentence)
        nullable = nullable or is_nullable(schema)
        inner = _inner(document, node)
        if inner is None:
            return Shape(node, nullable, tuple(around))
        around.append({key: value for key, value in schema.items() if key not in _SAYS_WHAT or key == "format"})
        node = inner


def schemas_in(node: Node, key: str) -> list[Node]:
    """The schemas of a list, such as `allOf`. In 3.1 one may be `true`, which is any value, or `false`, which is none:
    an alternative that never holds is left out."""
    found: list[Node] = []
    for part in node.child(key).elements():
        if part.value is False and key == "allOf":
            raise Refused(part.pointer, "Nothing is ever of this kind.")
        if part.value is not False:
            found.append(Node({}, part.pointer) if part.value is True else part)
    return found


def is_nullable(schema: Schema) -> bool:
    """Whether null is a value, in any of the ways of 3.0 and 3.1."""
    if schema.get("nullable") is True or "null" in types_of(schema) or None in (schema.get("enum") or ()):
        return True
    alternatives = [*list_in(schema.get("oneOf")), *list_in(schema.get("anyOf"))]
    return any(_is_null(object_in(part)) for part in alternatives)


def _inner(document: Document, node: Node) -> Node | None:
    """The one schema that this one wraps, if it does no more than that."""
    schema = node.value
    if "$ref" in schema:
        return document.follow(node)
    for key in ("oneOf", "anyOf"):
        if key in schema and not _says_more(schema, key):
            parts = [part for part in schemas_in(node, key) if not _is_null(part.object)]
            if len(parts) == 1:
                return parts[0]
    if "allOf" in schema and not _says_more(schema, "allOf"):
        parts = [part for part in schemas_in(node, "allOf") if _says_what(part.object)]
        if len(parts) == 1:
            return parts[0]
    return None


def _says_what(schema: Schema) -> bool:
    return any(key in schema for key in _SAYS_WHAT)


def _says_more(schema: Schema, besides: str) -> bool:
    others = {key for key in schema if key in _SAYS_WHAT and key != besides}
    if types_of(schema) in (["object"], ["object", "null"]):
        others.discard("type")
    return bool(others)


@dataclass(slots=True)
class Members:
    """An object's properties, those of every schema that it is made of together."""

    properties: dict[str, Node] = field(default_factory=dict[str, Node])
    required: list[str] = field(default_factory=list[str])
    extra: Node | None = None
    is_open: bool = False
    """Whether values under other keys are spoken of."""


def members_of(document: Document, node: Node) -> Members:
    """Merge an object with all that its `allOf` names. Refuses parts that are no objects."""
    members = Members()
    _gather(document, node, members, ())
    members.required = [name for name in dict.fromkeys(members.required) if name in members.properties]
    return members


def _gather(document: Document, node: Node, members: Members, above: tuple[str, ...]) -> None:
    node = document.follow(node)
    schema = node.object
    if node.pointer in above:
        raise Refused(node.pointer, "This schema is made of itself.")
    if any(kind not in ("object", "null") for kind in types_of(schema)) or "enum" in schema or "items" in schema:
        raise Refused(node.pointer, "Only objects can be put together by allOf.")
    for part in schemas_in(node, "allOf"):
        _gather(document, part, members, (*above, node.pointer))
    for key in ("oneOf", "anyOf"):
        if above and any(_says_what(part.object) for part in schemas_in(node, key)):
            raise Refused(
                f"{node.pointer}/{key}", "An alternative inside allOf has no Swift type: name it as a property."
            )
    for name, child in node.child("properties").items():
        if child.value is False:
            continue
        members.properties[name] = child
    members.required += [str(name) for name in list_in(schema.get("required"))]
    extra = schema.get("additionalProperties")
    if extra is True or isinstance(extra, dict):
        members.is_open = True
        members.extra = node.child("additionalProperties") if isinstance(extra, dict) else None
