"""Names as a Swift reviewer expects them: `userID`, `imageURL`, `isArchived`, and never one that does not compile."""

import re
import unicodedata
from collections.abc import Iterable

from .words import KEYWORDS, MEMBERS, PLATFORM_TYPES

__all__ = ["Namespace", "escaped", "free_type_name", "member_name", "type_name", "words_of"]

_UPPER = ("ID", "URL", "URI", "UUID", "HTTP", "HTTPS", "HTML", "JSON", "XML", "API", "IP", "JWT", "JWK", "MIME")
_ACRONYMS = {word.lower(): word for word in _UPPER} | {"ids": "IDs", "urls": "URLs", "uris": "URIs", "jwks": "JWKS"}
_WORD = re.compile(r"IDs|URLs|URIs|[A-Z]+(?![a-z])|[A-Z]?[^\W\d_A-Z]+|[A-Z]|[0-9]+")
_DIGITS = "0123456789"
_SYMBOLS = {
    "+": "plus",
    "-": "minus",
    "*": "star",
    "@": "at",
    "$": "dollar",
    "%": "percent",
    "&": "and",
    "|": "or",
    "<": "less",
    ">": "greater",
    "=": "equal",
    "!": "not",
    "?": "question",
    "#": "number",
    "/": "slash",
    ".": "dot",
    "~": "tilde",
    "^": "caret",
    ":": "colon",
    " ": "space",
    "": "empty",
}


def words_of(text: str) -> list[str]:
    """The words of a name in any style; a name of symbols alone is read aloud."""
    composed = unicodedata.normalize("NFC", text)
    sign = re.match(r"[-+](?=[0-9])", composed)
    words = _WORD.findall("".join(letter if letter.isalpha() or letter in _DIGITS else " " for letter in composed))
    if sign:
        words.insert(0, _SYMBOLS[sign.group()])
    if words:
        return words
    return [_SYMBOLS[sign] for sign in composed if sign in _SYMBOLS] or ["value" if composed else "empty"]


def _upper(word: str) -> str:
    return _ACRONYMS.get(word.lower(), word[:1].upper() + word[1:].lower())


def type_name(text: str) -> str:
    """UpperCamel: `user-page` is UserPage, `image_url` is ImageURL."""
    name = "".join(_upper(word) for word in words_of(text))
    return name if name[:1].isalpha() else f"Model{name}"


def member_name(text: str) -> str:
    """lowerCamel, without backticks: `imageUrl` is imageURL, `friendship.changed` is friendshipChanged."""
    first, *rest = words_of(text)
    name = first.lower() + "".join(_upper(word) for word in rest)
    return f"_{name}" if name[0].isdigit() else name


def escaped(name: str) -> str:
    """The name as it is declared: keywords in backticks."""
    return f"`{name}`" if name in KEYWORDS else name


class Namespace:
    """The names that are taken in one scope. Whoever comes second gets another, in an order that the caller fixes."""

    def __init__(self, taken: Iterable[str] = (), suffix: str = "Value") -> None:
        self._taken = {*taken}
        self._suffix = suffix

    @classmethod
    def of_members(cls, taken: Iterable[str] = ()) -> "Namespace":
        """The scope of a type's members: some names belong to Swift."""
        return cls({*MEMBERS, *taken})

    def claim(self, wanted: str) -> str:
        """The wanted name if it is free, else one near it."""
        name, number = wanted, 2
        if name in self._taken:
            name = f"{wanted}{self._suffix}"
        while name in self._taken:
            name, number = f"{wanted}{number}", number + 1
        self._taken.add(name)
        return name


def free_type_name(wanted: str, prefix: str, taken: set[str]) -> str:
    """A type name that hides none of Swift, Foundation, SwiftUI or the runtime: else the prefix of the kit leads.

    Names that differ in case alone would be one file on a Mac.
    """
    name = f"{prefix}{wanted}" if wanted in PLATFORM_TYPES or wanted.lower() in taken else wanted
    number = 2
    while name.lower() in taken:
        name, number = f"{wanted}{number}", number + 1
    taken.add(name.lower())
    return name
