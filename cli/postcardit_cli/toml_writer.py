"""A configuration as TOML: plain values first, then the tables, in the order in which they are."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

__all__ = ["Unwritable", "toml_of"]

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f]')


class Unwritable(Exception):
    """The configuration holds a value that this writer does not know, such as a date."""


def toml_of(document: Mapping[str, Any]) -> str:
    """The document as text. Raises Unwritable for what is no text, truth value, number, array or table."""
    return "".join(f"{line}\n" for line in _lines(document, ())).lstrip("\n")


def _lines(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    plain = {name: value for name, value in table.items() if not isinstance(value, dict)}
    if path and (plain or not table):
        yield ""
        yield f"[{'.'.join(map(_key, path))}]"
    for name, value in plain.items():
        yield f"{_key(name)} = {_value(value, '.'.join((*path, name)))}"
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _lines(cast(dict[str, Any], value), (*path, name))


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def _value(value: Any, where: str) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return _text(value)
        case int():
            return str(value)
        case list():
            items = cast(list[object], value)
            return f"[{', '.join(_value(item, where) for item in items)}]"
        case _:
            raise Unwritable(where)


def _text(text: str) -> str:
    return '"' + _ESCAPED.sub(lambda found: f"\\u{ord(found.group()):04x}", text) + '"'
