"""Values and prose of the document as Swift writes them."""

import math
from typing import Any

__all__ = ["literal_of", "sentence", "string_literal"]


def string_literal(text: str) -> str:
    """A string in Swift's quotes."""
    return '"' + "".join(_escaped(sign) for sign in text) + '"'


def _escaped(sign: str) -> str:
    plain = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}.get(sign)
    if plain is not None:
        return plain
    return sign if sign.isprintable() else f"\\u{{{ord(sign):x}}}"


def literal_of(value: Any, type_: str, *, is_enum: bool = False) -> str | None:
    """A default of the document as an expression; None for one that has no plain literal."""
    if is_enum:
        inner = literal_of(value, "String" if isinstance(value, str) else "Int")
        return None if inner is None else f"{type_}(rawValue: {inner})"
    if type_ == "String" and isinstance(value, str):
        return string_literal(value)
    if type_ == "Bool" and isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, bool):
        return None
    if type_ == "Int" and isinstance(value, int):
        return str(value)
    if type_ == "Double" and isinstance(value, int | float) and math.isfinite(value):
        return repr(float(value))
    return None


def sentence(*texts: object) -> str:
    """Prose of the document: lines trimmed, paragraphs kept, nothing that ends a comment."""
    parts: list[str] = []
    for text in texts:
        if isinstance(text, str) and text.strip():
            lines = [line.strip() for line in text.strip().splitlines()]
            parts.append("\n".join(lines))
    return "\n\n".join(parts)
