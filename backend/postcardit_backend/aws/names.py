"""Where what belongs to a name or an address is: one item for each, so that it is one person's.

Addresses are kept under a keyed hash: neither a key nor a log of requests tells anybody's.
"""

import hashlib
import hmac
from dataclasses import dataclass, field

from ..folding import email_key, fold, look
from .schema import Table
from .tables import Key, Range

__all__ = ["Addresses", "found_among", "found_as", "found_of", "hold_keys", "name_keys", "shortened"]

_FIRST = 2
"""How many letters of a name say in which partition it is found; no search has fewer."""
_LONGEST_BYTES = 984
"""A sort key has 1,024 bytes, of which an id and what stands around it take 40; one letter may fold to eighteen."""
_AFTER_NAME = "\t"
"""Between a folded name and an id: before every character that a name may have."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """E-mail addresses of one stage."""

    pepper: bytes = field(repr=False)

    def owner(self, email: str) -> Key:
        """Whose address it is."""
        return Key("main", f"EM#{self._hash(email)}", "#")

    def registration(self, email: str) -> Key:
        """The account that waits for the code sent to it."""
        return Key("brief", f"REG#{self._hash(email)}", "#")

    def nobody(self, email: str) -> Key:
        """Under which key a name waits that was registered with the address of a user."""
        return Key("brief", f"REG#@{self._hash(email)}", "#")

    def _hash(self, email: str) -> str:
        return hmac.new(self.pepper, email_key(email).encode(), hashlib.sha256).hexdigest()


def name_keys(username: str) -> tuple[Key, Key]:
    """Whose username it is: by what finds it, and by what it looks like."""
    return _by_name("main", username)


def hold_keys(username: str) -> tuple[Key, Key]:
    """Which registration waits for it."""
    return _by_name("brief", username)


def found_as(user_id: str, username: str, full_name: str | None) -> set[Key]:
    """The items by which a search finds someone."""
    names = {"username": shortened(username), "name": shortened(full_name or "")}
    return {
        Key("main", _letters(by, name), f"{name}{_AFTER_NAME}{user_id}")
        for by, name in names.items()
        if len(name) >= _FIRST
    }


def shortened(name: str) -> str:
    """A name as it is found: folded, as far as a key has room for it."""
    return _as_far_as_it_fits(fold(name))


def found_among(by: str, term: str, after: tuple[str, str] | None) -> Range:
    """Where a search looks, from after a folded name and an id on. Of a term for which a key has no room, what is found
    may only begin like it."""
    term = _as_far_as_it_fits(term)
    first = term if after is None else max(term, f"{after[0]}{_AFTER_NAME}{after[1]}!")
    return Range("main", _letters(by, term), first, term + chr(0x10FFFF))


def found_of(sk: str) -> tuple[str, str]:
    """The folded name and the id in the sort key of such an item."""
    name, _, user_id = sk.rpartition(_AFTER_NAME)
    return name, user_id


def _letters(by: str, name: str) -> str:
    return f"S#{by}#{name[:_FIRST]}"


def _by_name(table: Table, username: str) -> tuple[Key, Key]:
    return Key(table, f"UN#{fold(username)}", "#"), Key(table, f"LOOK#{look(username)}", "#")


def _as_far_as_it_fits(text: str) -> str:
    return text.encode()[:_LONGEST_BYTES].decode(errors="ignore")
