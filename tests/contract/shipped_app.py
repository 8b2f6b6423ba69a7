"""What the app that people already have decodes. It cannot be changed any more: every answer must fit it.

A key with `!` is there in every answer and never null; any other may be absent or null.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from re import compile as pattern
from typing import Any, TypeGuard

WHEN = pattern(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.]\d{3}Z")
"""The app takes any other date for the present."""


@dataclass(frozen=True)
class ListOf:
    """An array of one shape."""

    shape: str


SHAPES: dict[str, dict[str, str | ListOf]] = {
    "Postcard": {
        "postcardId!": "string",
        "senderId!": "string",
        "recipientId!": "string",
        "imageUrl": "string",
        "message!": "string",
        "location": "Location",
        "sentAt!": "date",
        "status!": "string",
        "createdAt!": "date",
        "updatedAt!": "date",
    },
    "Location": {
        "latitude": "number",
        "longitude": "number",
        "address": "string",
        "city": "string",
        "country": "string",
    },
    "Postcards": {"postcards!": ListOf("Postcard"), "count!": "int"},
    "User": {
        "userId!": "string",
        "username!": "string",
        "email": "string",
        "fullName": "string",
        "bio": "string",
        "profilePictureUrl": "string",
        "isActive!": "bool",
        "createdAt!": "date",
        "updatedAt": "date",
        "postcardsCount!": "int",
        "friendsCount!": "int",
    },
    "Users": {"users!": ListOf("User"), "count!": "int", "searchTerm!": "string", "searchType!": "string"},
    "Friendship": {
        "friendshipId!": "string",
        "requesterId!": "string",
        "addresseeId!": "string",
        "status!": "string",
        "requestedAt!": "date",
        "respondedAt": "date",
        "createdAt!": "date",
        "updatedAt!": "date",
    },
    "Requests": {"requests!": ListOf("Friendship"), "count!": "int"},
    "Error": {"message!": "string", "code": "string", "statusCode": "int"},
}


def faults(value: object, shape: str, where: str = "") -> list[str]:
    """What would keep the app from decoding this value as that shape; nothing when all is well."""
    if not _is_object(value):
        return [f"{where or shape}: no object"]
    found: list[str] = []
    for mark, kind in SHAPES[shape].items():
        key = mark.removesuffix("!")
        path = f"{where}/{key}"
        if value.get(key) is None:
            found += [f"{path}: missing"] if mark != key else []
        elif isinstance(kind, ListOf):
            found += _list_faults(value[key], kind.shape, path)
        elif kind in SHAPES:
            found += faults(value[key], kind, path)
        elif not KINDS[kind](value[key]):
            found.append(f"{path}: {value[key]!r} is no {kind}")
    return found


def _list_faults(value: object, shape: str, where: str) -> list[str]:
    if not _is_list(value):
        return [f"{where}: no list"]
    return [fault for number, item in enumerate(value) for fault in faults(item, shape, f"{where}/{number}")]


def _is_object(value: object) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)


def _is_list(value: object) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def _is_date(value: object) -> bool:
    """Three digits after the second, a Z, and a day that there is."""
    if not isinstance(value, str) or not WHEN.fullmatch(value):
        return False
    datetime.fromisoformat(value)
    return True


KINDS: dict[str, Callable[[object], bool]] = {
    "string": lambda value: isinstance(value, str),
    "bool": lambda value: isinstance(value, bool),
    "int": lambda value: type(value) is int,
    "number": lambda value: type(value) in (int, float),
    "date": _is_date,
}
