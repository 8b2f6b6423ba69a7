"""Unions: how an answer shows which of its alternatives it is."""

from collections.abc import Callable
from typing import Any

from .document import Document, object_in
from .kinds import Union, Variant
from .literals import sentence
from .names import Namespace, member_name
from .refusal import Refused
from .shapes import Members
from .types import Named, Use

__all__ = ["union_of"]

_SCALAR_CASES = {
    "String": "text",
    "Int": "integer",
    "Double": "number",
    "Bool": "flag",
    "Date": "date",
    "Data": "bytes",
}
_TRIED = {"Bool": 0, "Int": 1, "Double": 2, "Date": 3, "CalendarDate": 3, "Data": 8, "String": 9}
"""The order in which alternatives are tried: what takes less comes first."""

MembersOf = Callable[[Use], Members | None]


def union_of(
    document: Document,
    named: Named,
    uses: list[Use],
    members_of: MembersOf,
    checkable: set[str],
    routes: set[str],
    *,
    is_parameter: bool = False,
) -> Union:
    """The union with its cases, in the order in which they are tried."""
    schema, pointer = named.node.value, named.node.pointer
    tag = _tag_of(document, named, uses, members_of)
    tags = _tags(document, named, uses, tag, members_of) if tag is not None else {}
    names = Namespace.of_members(["unknown", "description"])
    variants: list[Variant] = []
    for use in sorted(_distinct(uses), key=lambda use: _weight(use, members_of)):
        if use.kind == "json" or (use.kind == "map" and use.type == "[String: JSONValue]"):
            continue  # `unknown` keeps any JSON as it is
        name = names.claim(_case_name(use, named.name))
        variants.append(Variant(name, use.type, tags.get(use.type, ()), use.named in checkable))
    return Union(
        name=named.name,
        pointer=pointer,
        doc=sentence(schema.get("description")) or f"One of several kinds of `{named.name}`.",
        variants=tuple(variants),
        tag=tag,
        is_parameter=is_parameter,
        routes=tuple(sorted(routes)),
        is_deprecated=schema.get("deprecated") is True,
    )


def _distinct(uses: list[Use]) -> list[Use]:
    return [*{use.type: use for use in uses}.values()]


def _weight(use: Use, members_of: MembersOf) -> tuple[int, int, str]:
    """Objects with more required keys first; numbers before text."""
    members = members_of(use)
    if members is not None:
        return (4, -len(members.required), "")
    return (_TRIED.get(use.type, 5), 0, "")


def _case_name(use: Use, union: str = "") -> str:
    if use.type in _SCALAR_CASES:
        return _SCALAR_CASES[use.type]
    if use.kind == "list" and use.item is not None:
        return f"{_case_name(use.item)}List"
    if use.kind == "map" and use.item is not None:
        return f"{_case_name(use.item)}Map"
    return member_name(use.type.removeprefix(union) or use.type)


def _tag_of(document: Document, named: Named, uses: list[Use], members_of: MembersOf) -> str | None:
    """The key that says which one it is: the discriminator's, or one with a value of its own in every alternative."""
    discriminator = object_in(named.node.object.get("discriminator"))
    if discriminator:
        tag = discriminator.get("propertyName")
        if not isinstance(tag, str):
            raise Refused(f"{named.node.pointer}/discriminator", "A discriminator names its property.")
        if any(members_of(use) is None for use in uses):
            raise Refused(f"{named.node.pointer}/discriminator", "Only objects can be told apart by a discriminator.")
        return tag
    found = [members_of(use) for use in uses]
    if len(uses) < 2 or any(members is None for members in found):
        return None
    first, *others = [members.required for members in found if members is not None]
    for key in sorted(name for name in first if all(name in other for other in others)):
        values = [_values(document, members, key) for members in found if members is not None]
        if all(values) and len({value for part in values for value in part}) == sum(map(len, values)):
            return key
    return None


def _values(document: Document, members: Members, key: str) -> list[str]:
    schema = document.follow(members.properties[key]).object
    values: list[Any] = schema.get("enum", [schema.get("const")])
    return [value for value in values if isinstance(value, str)]


def _tags(
    document: Document, named: Named, uses: list[Use], tag: str, members_of: MembersOf
) -> dict[str, tuple[str, ...]]:
    """The tag's values for each alternative's type."""
    discriminator = object_in(named.node.object.get("discriminator"))
    mapping = object_in(discriminator.get("mapping"))
    found: dict[str, list[str]] = {}
    for use, part in zip(uses, named.parts, strict=True):
        reference = part.object.get("$ref", f"#{part.pointer}")
        if part.object.get("allOf") and "$ref" not in part.value and "/components/schemas/" not in part.pointer[:20]:
            reference = next((p["$ref"] for p in reversed(part.value["allOf"]) if "$ref" in p), reference)
        name = reference.rpartition("/")[2]
        mine = sorted(key for key, target in mapping.items() if target in (reference, name))
        if not mine and discriminator:
            mine = [name]
        members = members_of(use)
        if not discriminator and members is not None:
            mine = _values(document, members, tag)
        found.setdefault(use.type, []).extend(mine)
    return {key: tuple(dict.fromkeys(values)) for key, values in found.items()}
