"""What of the runtime a document needs: types that few documents use are left out of the others' packages."""

import re
from collections.abc import Iterator

from .kinds import Plan

__all__ = ["features_of"]

_DAY = re.compile(r"\bCalendarDate\b")


def features_of(plan: Plan) -> set[str]:
    """The words that a `.needs` file may ask for besides operations, each the name of a type of the runtime."""
    found: set[str] = set()
    if any(_DAY.search(type_) for type_ in _types_in(plan)):
        found.add("CalendarDate")
    if any(call.body_kind in ("form", "multipart") for call in plan.functions):
        found.add("FormBody")
    if any(field.is_indirect for struct in plan.structs for field in struct.fields):
        found.add("Indirect")
    return found


def _types_in(plan: Plan) -> Iterator[str]:
    """Every type that the package spells out."""
    for struct in plan.structs:
        yield from (field.type for field in struct.fields)
        yield struct.extra or ""
    for union in plan.unions:
        yield from (variant.type for variant in union.variants)
    for call in plan.functions:
        yield from (item.type for item in call.parameters)
        yield call.body or ""
        yield call.reply
