"""Which Swift type a schema is. Objects, enums and unions get names and are remembered; the rest is spelled out."""

from dataclasses import dataclass, replace
from typing import Any, Literal

from .document import Document, Node, Schema
from .names import free_type_name, type_name
from .refusal import Refused
from .shapes import Members, Shape, members_of, schemas_in, shape_of, types_of

__all__ = ["Named", "Types", "Use", "is_flat"]

Kind = Literal["text", "number", "other", "json", "list", "map", "struct", "enum", "union"]

_TEXT_FORMATS = {"date-time": "Date", "date": "CalendarDate", "byte": "Data"}
_SCALARS = {"integer": "Int", "number": "Double", "boolean": "Bool"}
_ORDER = {"boolean": 0, "integer": 1, "number": 2, "string": 3}
COMPONENTS = "/components/schemas/"


@dataclass(frozen=True, slots=True)
class Use:
    """A type as it stands somewhere."""

    type: str
    kind: Kind
    is_nullable: bool
    shape: Shape
    item: "Use | None" = None
    named: str | None = None
    """The pointer of the schema that has the name."""


@dataclass(frozen=True, slots=True)
class Named:
    """A schema that becomes a type of its own."""

    name: str
    kind: Literal["struct", "enum", "union"]
    node: Node
    parts: tuple[Node, ...] = ()
    """Of a union: what it is one of."""


class Types:
    """Every type of the document, named once. Components come first, so that they get the names they ask for."""

    def __init__(self, document: Document, prefix: str, taken: set[str], renamed: dict[str, str] | None = None) -> None:
        self.document = document
        self.named: dict[str, Named] = {}
        self._prefix = prefix
        self._taken = taken
        self._open: set[str] = set()
        self.in_urls: set[str] = set()
        """The pointers of the types that are written into URLs."""
        self._heirs = self._find_heirs()
        self._enums: dict[tuple[Any, ...], list[str]] = {}
        self._asked: dict[str, str] = {}
        for name, node in document.root.child("components", "schemas").items():
            wanted = (renamed or {}).get(node.pointer) or free_type_name(type_name(name), prefix, taken)
            self._asked[node.pointer] = wanted
        for name, node in document.root.child("components", "schemas").items():
            if node.object and "$ref" not in node.object:
                self.use(node, type_name(name))

    def _find_heirs(self) -> dict[str, list[Node]]:
        """Schemas that extend another by allOf, by the pointer of the one they extend."""
        heirs: dict[str, list[Node]] = {}
        for _, node in self.document.root.child("components", "schemas").items():
            for part in Node(node.object, node.pointer).child("allOf").elements():
                if "$ref" in part.object:
                    heirs.setdefault(self.document.follow(part).pointer, []).append(node)
        return heirs

    def use(self, node: Node, hint: str) -> Use:
        """The type of a schema. `hint` is the name that it gets if it needs one and has none."""
        shape = shape_of(self.document, node)
        target, schema = shape.node, shape.node.value
        if target.pointer in self.named:
            found = self.named[target.pointer]
            return Use(found.name, found.kind, shape.is_nullable, shape, named=target.pointer)
        alternatives = self._alternatives(target)
        if alternatives:
            return self._one_of(shape, alternatives, hint)
        if "enum" in schema or "const" in schema:
            return self._enum(shape, hint)
        kinds = [kind for kind in types_of(schema) if kind != "null"]
        if len(kinds) > 1:
            parts = [
                Node({**schema, "type": kind}, f"{target.pointer}/type/{number}") for number, kind in enumerate(kinds)
            ]
            return self._one_of(shape, sorted(parts, key=lambda part: _ORDER.get(part.value["type"], 9)), hint)
        return self._plain(shape, kinds[0] if kinds else _implied(schema), hint)

    def _alternatives(self, node: Node) -> list[Node]:
        schema = node.value
        for key in ("oneOf", "anyOf"):
            parts = [part for part in schemas_in(node, key) if part.object.get("type") != "null"]
            if any(part.object == {} for part in parts):  # any value
                return []
            parts = [part for part in parts if _is_a_type(part.object)]
            if not parts:
                continue
            base = {word: value for word, value in schema.items() if word not in (key, "discriminator", "description")}
            if any(word in base for word in ("properties", "allOf", "$ref")):
                return [Node({"allOf": [base, part.value]}, part.pointer) for part in parts]
            return parts
        if "discriminator" in schema and node.pointer in self._heirs:
            return self._heirs[node.pointer]
        return []

    def _one_of(self, shape: Shape, parts: list[Node], hint: str) -> Use:
        target = shape.node
        named = [part for part in parts if "enum" in part.value]
        if len(named) == 1 and all(types_of(part.value) == ["string"] for part in parts):
            return replace(self.use(named[0], hint), is_nullable=shape.is_nullable, shape=shape)
        name = self._name(target, hint)
        self.named[target.pointer] = Named(name, "union", target, tuple(parts))
        uses = [self.use(part, f"{name}{self._part_name(part, number)}") for number, part in enumerate(parts, 1)]
        nullable = shape.is_nullable or any(use.is_nullable for use in uses)
        kinds = {use.type: use for use in uses}
        if len(kinds) == 1:
            only = next(iter(kinds.values()))
            del self.named[target.pointer]
            return Use(only.type, only.kind, nullable, only.shape, only.item, only.named)
        return Use(name, "union", nullable, shape, named=target.pointer)

    def _part_name(self, part: Node, number: int) -> str:
        title = part.object.get("title")
        return type_name(title) if isinstance(title, str) and title else f"Option{number}"

    def _name(self, node: Node, hint: str) -> str:
        return self._asked.get(node.pointer) or free_type_name(hint, self._prefix, self._taken)

    def _enum(self, shape: Shape, hint: str) -> Use:
        target, schema = shape.node, shape.node.value
        values = [value for value in schema.get("enum", [schema.get("const")]) if value is not None]
        if all(isinstance(value, str) for value in values):
            raw = "String"
        elif all(isinstance(value, int) and not isinstance(value, bool) for value in values):
            raw = "Int"
        elif all(isinstance(value, bool) for value in values):
            return Use("Bool", "other", shape.is_nullable, shape)
        elif all(isinstance(value, int | float) for value in values):
            return Use("Double", "number", shape.is_nullable, shape)
        else:
            raise Refused(f"{target.pointer}/enum", "An enum holds either strings or whole numbers in Swift.")
        is_component = target.pointer.startswith(COMPONENTS) and target.pointer.count("/") == 3
        if len(values) <= 1 and not is_component:
            return Use(raw, "text" if raw == "String" else "number", shape.is_nullable, shape)
        same = self._enums.setdefault((raw, *values), [])
        if not is_component and len(same) == 1:
            return Use(self.named[same[0]].name, "enum", shape.is_nullable, shape, named=same[0])
        name = self._name(target, hint)
        self.named[target.pointer] = Named(name, "enum", target)
        if is_component:
            same.append(target.pointer)
        return Use(name, "enum", shape.is_nullable, shape, named=target.pointer)

    def _plain(self, shape: Shape, kind: str | None, hint: str) -> Use:
        target, schema, nullable = shape.node, shape.node.value, shape.is_nullable
        if kind == "object":
            return self._object(shape, members_of(self.document, target), hint)
        if kind == "array":
            name = self._asked.get(target.pointer, hint)
            item = self._inside(target.child("items"), f"{name}Item", target)
            return Use(f"[{item.type}{'?' if item.is_nullable else ''}]", "list", nullable, shape, item)
        if kind == "string":
            is_bytes = str(schema.get("contentEncoding", "")).lower() in ("base64", "base64url")
            text = "Data" if is_bytes else _TEXT_FORMATS.get(str(shape.word("format")), "String")
            return Use(text, "text" if text == "String" else "other", nullable, shape)
        if kind in _SCALARS:
            return Use(_SCALARS[kind], "other" if kind == "boolean" else "number", nullable, shape)
        if kind is None:
            return Use("JSONValue", "json", nullable, shape)
        if kind == "null":
            return Use("JSONValue", "json", True, shape)
        raise Refused(f"{target.pointer}/type", f"JSON Schema has no type {kind!r}.")

    def _object(self, shape: Shape, members: Members, hint: str) -> Use:
        target = shape.node
        if members.properties:
            name = self._name(target, hint)
            self.named[target.pointer] = Named(name, "struct", target)
            return Use(name, "struct", shape.is_nullable, shape, named=target.pointer)
        patterns = target.child("patternProperties").items()
        if len(patterns) > 1:
            raise Refused(f"{target.pointer}/patternProperties", "Keys of several patterns have no Swift type.")
        value = patterns[0][1] if patterns else members.extra
        if value is None:
            return Use("[String: JSONValue]", "map", shape.is_nullable, shape)
        item = self._inside(value, f"{self._asked.get(target.pointer, hint)}Value", target)
        return Use(f"[String: {item.type}{'?' if item.is_nullable else ''}]", "map", shape.is_nullable, shape, item)

    def _inside(self, node: Node, hint: str, outer: Node) -> Use:
        """The type of a list's items or a map's values. One that comes back to the list itself has no type."""
        if outer.pointer in self._open:
            raise Refused(outer.pointer, "A list or map that holds itself has no Swift type: put an object in between.")
        self._open.add(outer.pointer)
        try:
            return self.use(node, hint)
        finally:
            self._open.discard(outer.pointer)


def is_flat(use: Use) -> bool:
    """Whether a value is one text, or a list or map of texts."""
    if use.item is not None:
        return use.item.kind in ("text", "number", "other", "enum") and not use.item.is_nullable
    return use.kind in ("text", "number", "other", "enum")


def _implied(schema: Schema) -> str | None:
    """The type of a schema that does not say it."""
    if any(key in schema for key in ("properties", "additionalProperties", "allOf", "patternProperties")):
        return "object"
    return "array" if "items" in schema else None


def _is_a_type(schema: Schema) -> bool:
    """False for alternatives that only say which keys must be there."""
    words = ("$ref", "type", "enum", "const", "properties", "items", "allOf", "oneOf", "anyOf", "additionalProperties")
    if schema.get("type") == "object" and not any(word in schema for word in words if word != "type"):
        return "required" not in schema
    return any(word in schema for word in words)
