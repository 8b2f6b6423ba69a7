"""Folding: two texts that people, or mail servers, would take for the same fold to the same key.

`fold` is for finding: without case and accents, so that a search for "ali" finds Álice. `look` is for telling apart:
it also brings letters of every script to the one that they look like, so that alice with a Cyrillic a is alice, and
taken. A name is taken when either key is: a Cyrillic name with a small and with a capital first letter is one name by
`fold`, though its look changes; a name whose capital letters alone are borrowed is one with what it imitates by `look`.

Keys are stored. So the look-alikes (UTS #39, the skeleton of each letter) ship as a table of ours, and not as a
dependency that could change them behind the store's back: a new table is a migration.
"""

import unicodedata
from functools import cache
from importlib import resources
from itertools import chain

import idna

__all__ = ["email_key", "fold", "look"]

_INVISIBLE = dict.fromkeys(
    chain(
        (0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFEFF, 0xFFA0),
        range(0x180B, 0x1810),
        range(0x200B, 0x2010),
        range(0x202A, 0x202F),
        range(0x2060, 0x2070),
        range(0xFE00, 0xFE10),
        range(0xFFF0, 0xFFF9),
        range(0x1BCA0, 0x1BCA4),
        range(0x1D173, 0x1D17B),
        range(0xE0000, 0xE1000),
    )
)
"""Default_Ignorable_Code_Point (UAX #44): nothing is drawn, so nothing is told apart by it."""


def fold(text: str) -> str:
    """Without case, accents and compatibility forms (Unicode NFKD, UAX #15), in NFC."""
    return unicodedata.normalize("NFC", _bare(text.casefold()).casefold())


def look(text: str) -> str:
    """What it looks like: folded, and each letter as the one it is confused with (UTS #39 section 4).

    ASCII letters and digits stay distinct among themselves: rn is not m, 0 is not o, and 1, l and i are three, though
    UTS #39 makes them one; people have such names, and whoever would deceive with them needs no other script.
    """
    return _bare(_bare(text).translate(_look_alikes()).casefold())


def email_key(address: str) -> str:
    """One mailbox, one key: no case, and the domain as DNS has it (IDNA 2008 with UTS #46), so that bücher.example
    and xn--bcher-kva.example are one. Dots and tags in the local part are the mail server's affair: they stay."""
    local, _, domain = unicodedata.normalize("NFC", address).rpartition("@")
    return unicodedata.normalize("NFC", local.casefold()) + "@" + _domain_key(domain)


def _domain_key(domain: str) -> str:
    if not domain.isascii():
        try:
            domain = idna.encode(domain, uts46=True).decode()
        except (idna.IDNAError, UnicodeError):  # no domain that DNS could have
            return unicodedata.normalize("NFC", domain.casefold())
    return domain.lower()


def _bare(text: str) -> str:
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text).translate(_INVISIBLE)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@cache
def _look_alikes() -> dict[int, str]:
    """Each line of the table: what they look like, a tab, and the letters that do."""
    table = resources.files("postcardit_backend").joinpath("tables/confusables.txt").read_text("utf-8")
    lines = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    return {ord(letter): target for target, letters in lines for letter in letters}
