"""The document's bounds as lines of validation. A bound that Swift would judge differently is left to the server."""

import math
import re
from typing import Any

from .kinds import Check
from .literals import string_literal
from .types import Use

__all__ = ["checks_of", "has_bounds"]

Bounds = tuple[tuple[str, str], ...]

_DIFFER = re.compile(r"\\[DWSBb]|\\u|\(\?")
"""What ICU reads differently from ECMAScript in a way that could refuse what the server takes."""


def checks_of(use: Use, value: str, pointer: str, checkable: set[str]) -> tuple[Check, ...]:
    """What a value must keep. `checkable` are the pointers of the types that check themselves."""
    if use.kind in ("struct", "union"):
        return (Check(value, pointer),) if use.named in checkable else ()
    bounds = _bounds(use)
    inner = () if use.item is None else checks_of(use.item, "item", "", checkable)
    return (Check(value, pointer, bounds, inner),) if bounds or inner else ()


def has_bounds(use: Use) -> bool:
    """Whether there is anything to check on the way down to the next named type."""
    return bool(_bounds(use)) or (use.item is not None and has_bounds(use.item))


def _bounds(use: Use) -> Bounds:
    if use.kind == "text" and use.type == "String":
        return (*_named(use, minLength="minLength", maxLength="maxLength"), *_pattern(use.shape.word("pattern")))
    if use.kind == "number":
        return (*_range(use, "minimum", "above"), *_range(use, "maximum", "below"))
    if use.kind == "list":
        return _named(use, minItems="minItems", maxItems="maxItems")
    if use.kind == "map":
        return _named(use, minProperties="minItems", maxProperties="maxItems")
    return ()


def _named(use: Use, **labels: str) -> Bounds:
    words = ((label, use.shape.word(word)) for word, label in labels.items())
    return tuple((label, str(int(bound))) for label, bound in words if _is_number(bound))


def _pattern(pattern: Any) -> Bounds:
    """`$` means the very end in ECMAScript; in ICU it may also stand before a last newline."""
    if not isinstance(pattern, str) or _DIFFER.search(pattern):
        return ()
    return (("pattern", string_literal(re.sub(r"(?<!\\)\$$", r"\\z", pattern))),)


def _range(use: Use, word: str, strict: str) -> Bounds:
    """3.0 marks a strict bound by a flag, 3.1 by a number of its own."""
    bound, flag = use.shape.word(word), use.shape.word(f"exclusive{word.capitalize()}")
    found = [(strict if flag is True else word, bound), (strict, flag)]
    return tuple((label, _number(value, use.type)) for label, value in found if _is_number(value))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _number(value: float, type_: str) -> str:
    return repr(float(value)) if type_ == "Double" else str(int(value))
