"""The document's objects, enums and unions as Swift types, with every property's name, type and bounds."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from .checks import checks_of, has_bounds
from .document import Document, list_in
from .kinds import Enum, Field, Struct, Union, Value
from .literals import literal_of, sentence, string_literal
from .names import Namespace, escaped, member_name, type_name
from .shapes import Members, members_of
from .types import Named, Types, Use, is_flat
from .unions import union_of

__all__ = ["Models"]

_SECRET = re.compile(r"(password|secret|token)$", re.IGNORECASE)


@dataclass(slots=True)
class _Object:
    members: Members
    uses: dict[str, Use] = field(default_factory=dict[str, Use])
    extra: str | None = None


class Models:
    """What the named schemas become. `patched` and `formed` are the bodies of PATCH and of forms."""

    def __init__(self, document: Document, types: Types) -> None:
        self._document, self._types = document, types
        self._objects: dict[str, _Object] = {}
        self._parts: dict[str, list[Use]] = {}
        self.written: set[str] = set()
        self.read: set[str] = set()
        self.patched: set[str] = set()
        self.formed: set[str] = set()
        self.routes: dict[str, set[str]] = {}
        self.explore()

    def explore(self) -> None:
        """Look into every named schema until nothing new is named."""
        while fresh := [key for key in self._types.named if key not in self._objects and key not in self._parts]:
            for pointer in fresh:
                named = self._types.named.get(pointer)
                if named is None:
                    continue
                self._parts[pointer] = []
                if named.kind == "union":
                    self._parts[pointer] = [self._types.use(part, f"{named.name}Option") for part in named.parts]
                elif named.kind == "struct":
                    del self._parts[pointer]
                    self._objects[pointer] = self._object(named)

    def _object(self, named: Named) -> _Object:
        members = members_of(self._document, named.node)
        found = _Object(members)
        for wire, node in members.properties.items():
            found.uses[wire] = self._types.use(node, f"{named.name}{type_name(wire)}")
        if members.is_open:
            found.extra = "JSONValue"
            if members.extra is not None:
                found.extra = self._types.use(members.extra, f"{named.name}Value").type
        return found

    def reach(self, use: Use) -> set[str]:
        """The named schemas that a value of this type may hold."""
        found: set[str] = set()
        waiting = [use]
        while waiting:
            for pointer in _names_in(waiting.pop()):
                if pointer not in found:
                    found.add(pointer)
                    waiting += self._below(pointer)
        return found

    def _below(self, pointer: str) -> list[Use]:
        if pointer in self._objects:
            return [*self._objects[pointer].uses.values()]
        return self._parts.get(pointer, [])

    @property
    def checkable(self) -> set[str]:
        """The pointers of the types that have bounds to check, be it in what they hold."""
        found = {key for key, made in self._objects.items() if any(has_bounds(use) for use in made.uses.values())}
        while True:
            more = {
                key
                for key in (*self._objects, *self._parts)
                if key not in found and any(set(_names_in(use)) & found for use in self._below(key))
            }
            if not more:
                return found & self.written
            found |= more

    def structs(self) -> list[Struct]:
        """The objects, by name."""
        checkable = self.checkable
        made = [self._struct(pointer, checkable) for pointer in self._objects]
        return sorted(made, key=lambda struct: struct.name)

    def _struct(self, pointer: str, checkable: set[str]) -> Struct:
        named, found = self._types.named[pointer], self._objects[pointer]
        is_written = pointer in self.written or pointer not in self.read
        order = [
            *found.members.required,
            *(name for name in found.members.properties if name not in found.members.required),
        ]
        is_secret = any(_SECRET.search(wire) and found.uses[wire].type == "String" for wire in order)
        taken = Namespace.of_members(["description"] if is_secret else [])
        names = {wire: taken.claim(member_name(wire)) for wire in sorted(order)}
        fields = [self._field(pointer, wire, names[wire], is_written=is_written) for wire in order]
        checks = [
            check
            for made in fields
            if pointer in checkable
            for check in checks_of(
                found.uses[made.wire],
                _own(made.name) + (".value" if made.type.startswith("Patch<") else ""),
                "/" + made.wire.replace("~", "~0").replace("/", "~1"),
                checkable,
            )
        ]
        schema = named.node.value
        return Struct(
            name=named.name,
            pointer=pointer,
            doc=sentence(schema.get("description"))
            or sentence(schema.get("title"))
            or f"`{named.name}` of the contract.",
            fields=tuple(fields),
            is_written=is_written,
            identity=None if pointer in self.written else _identity(fields),
            extra=found.extra,
            has_secrets=is_secret,
            checks=tuple(checks),
            is_form=pointer in self.formed,
            is_parameter=pointer in self._types.in_urls,
            page=self._page(found, names),
            routes=tuple(sorted(self.routes.get(pointer, ()))),
            is_deprecated=schema.get("deprecated") is True,
        )

    def _field(self, pointer: str, wire: str, name: str, *, is_written: bool) -> Field:
        found = self._objects[pointer]
        use, members = found.uses[wire], found.members
        one_way = use.shape.word("readOnly") is True and is_written
        one_way = one_way or (use.shape.word("writeOnly") is True and pointer in self.read)
        required = wire in members.required and not one_way
        default = None
        type_ = use.type
        if pointer in self.formed and _is_bytes(use):
            type_ = "[FilePart]" if use.kind == "list" else "FilePart"
        if not required and not use.is_nullable:
            default = literal_of(use.shape.word("default"), use.type, is_enum=use.kind == "enum")
        if is_written and required and use.kind == "text":
            default = _constant(use)
        if pointer in self.patched and not required and use.is_nullable:
            type_ = f"Patch<{type_}>"
        elif use.is_nullable or (not required and (default is None or is_written)):
            type_ += "?"
        return Field(
            wire=wire,
            name=name,
            type=type_,
            doc=_field_doc(use, wire, shows_default=is_written and not required and default is not None),
            is_required=required,
            is_nullable=use.is_nullable,
            default=default if required or not is_written else None,
            is_indirect=self._returns(pointer, use),
            is_flat=is_flat(use) or _is_bytes(use),
            is_deprecated=use.shape.word("deprecated") is True,
        )

    def _returns(self, pointer: str, use: Use) -> bool:
        """Whether a struct would hold itself, with no list, map or union in between."""
        seen: set[str] = set()
        waiting = [use]
        while waiting:
            current = waiting.pop()
            if current.kind != "struct" or current.named is None or current.named in seen:
                continue
            if current.named == pointer:
                return True
            seen.add(current.named)
            waiting += self._objects[current.named].uses.values()
        return False

    def _page(self, found: _Object, names: dict[str, str]) -> tuple[str, str, str] | None:
        """A page has one list and the next cursor, which is not there on the last page."""
        lists = [wire for wire, use in found.uses.items() if use.kind == "list"]
        cursor = found.uses.get("nextCursor") or found.uses.get("next_cursor")
        if len(lists) != 1 or cursor is None or cursor.type != "String":
            return None
        wire = "nextCursor" if "nextCursor" in found.uses else "next_cursor"
        if wire in found.members.required and not cursor.is_nullable:
            return None
        if lists[0] not in found.members.required or found.uses[lists[0]].is_nullable:
            return None
        if "items" in names.values() and names[lists[0]] != "items":
            return None
        return names[lists[0]], found.uses[lists[0]].type[1:-1], names[wire]

    def enums(self) -> list[Enum]:
        """The enums, by name."""
        made = [self._enum(named) for named in self._types.named.values() if named.kind == "enum"]
        return sorted(made, key=lambda enum: enum.name)

    def _enum(self, named: Named) -> Enum:
        schema, pointer = named.node.value, named.node.pointer
        values = [value for value in schema.get("enum", [schema.get("const")]) if value is not None]
        names = Namespace.of_members(["description"])
        is_text = bool(values) and isinstance(values[0], str)
        said = list_in(schema.get("x-enum-varnames") or schema.get("x-enumNames"))
        made: list[Value] = []
        for number, value in enumerate(dict.fromkeys(values)):
            wanted = str(said[number]) if number < len(said) else _spoken(value)
            made.append(Value(names.claim(member_name(wanted)), string_literal(value) if is_text else str(value)))
        return Enum(
            name=named.name,
            pointer=pointer,
            doc=sentence(schema.get("description")) or f"`{named.name}` of the contract.",
            raw="String" if is_text or not values else "Int",
            values=tuple(made),
            routes=tuple(sorted(self.routes.get(pointer, ()))),
            is_deprecated=schema.get("deprecated") is True,
        )

    def unions(self) -> list[Union]:
        """The unions, by name."""
        checkable = self.checkable
        made = [
            union_of(
                self._document,
                named,
                self._parts[pointer],
                self._required,
                checkable,
                self.routes.get(pointer, set()),
                is_parameter=pointer in self._types.in_urls,
            )
            for pointer, named in self._types.named.items()
            if named.kind == "union"
        ]
        return sorted(made, key=lambda union: union.name)

    def page_item(self, pointer: str) -> str | None:
        """What a page is a page of; None for what is no page."""
        found = self._objects.get(pointer)
        page = None if found is None else self._page(found, {wire: wire for wire in found.uses})
        return None if page is None else page[1]

    def _required(self, use: Use) -> Members | None:
        return None if use.named is None or use.named not in self._objects else self._objects[use.named].members


def _names_in(use: Use) -> Iterable[str]:
    current: Use | None = use
    while current is not None:
        if current.named is not None:
            yield current.named
        current = current.item


def _own(name: str) -> str:
    """A property beside the names that a validation has of its own."""
    return f"self.{name}" if name in ("validation", "pointer") else escaped(name)


def _identity(fields: list[Field]) -> str | None:
    """What tells one from another: `id`, or an id that is the first property."""
    for made in fields:
        if made.wire == "id" and made.type in ("String", "Int"):
            return "id"
    first = fields[0] if fields else None
    if first is not None and first.is_required and first.type == "String" and first.name.endswith("ID"):
        return None if any(made.name == "id" for made in fields) else first.name
    return None


def _is_bytes(use: Use) -> bool:
    """A file in a form: `format: binary` of 3.0, a media type without an encoding in 3.1."""
    if use.kind == "list" and use.item is not None:
        return _is_bytes(use.item)
    media = use.shape.word("contentMediaType")
    return use.shape.word("format") == "binary" or (isinstance(media, str) and use.type == "String")


def _constant(use: Use) -> str | None:
    """The literal of a text that can only be one."""
    schema = use.shape.node.value
    values = schema.get("enum", [schema.get("const")] if "const" in schema else [])
    values = [value for value in values if value is not None]
    return string_literal(values[0]) if len(values) == 1 and isinstance(values[0], str) else None


def _spoken(value: object) -> str:
    """A number gets a word before it."""
    return str(value) if isinstance(value, str) else f"value {value}".replace("-", "minus ")


def _field_doc(use: Use, wire: str, *, shows_default: bool) -> str:
    said = sentence(use.shape.word("description")) or f"`{wire}` on the wire."
    if shows_default:
        said += f" Without it: `{json.dumps(use.shape.word('default'), ensure_ascii=False)}`."
    return f"{said} Deprecated." if use.shape.word("deprecated") is True else said
