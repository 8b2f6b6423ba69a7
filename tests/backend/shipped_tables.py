"""Makes the tables that ship with the backend: `python -m tests.backend.shipped_tables` writes them anew.

They come from packages that only developers need. A changed table changes keys that are stored: it is a migration.
"""

import importlib
import json
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from importlib import metadata, resources
from pathlib import Path

import postcardit_backend
from postcardit_backend.folding import fold

__all__ = ["FOLDER", "TABLES"]

FOLDER = Path(postcardit_backend.__file__).parent / "tables"
PASSWORDS = 8_000
"""How many of the most common passwords are refused: those that a guesser tries first."""


def confusables() -> str:
    """What each letter looks like, already folded, so that looking once is enough."""
    prototypes = _prototypes()
    groups: dict[str, str] = defaultdict(str)
    for number in range(128, sys.maxunicode + 1):
        letter = chr(number)
        if unicodedata.category(letter)[0] in "LMN" and unicodedata.normalize("NFKD", letter) == letter:
            target = _settled(letter, prototypes)
            if target and target != fold(letter):  # marks that are drawn are told apart
                groups[target] += letter
    lines = [f"{target}\t{letters}" for target, letters in sorted(groups.items())]
    version = metadata.version("confusable-homoglyphs")
    head = [
        "# Letters that look like another (Unicode Technical Standard #39, confusables.txt, Unicode 15.1), folded.",
        f"# Made by tests/backend/shipped_tables.py from confusable-homoglyphs {version} (MIT).",
        "# The data is Copyright © 1991-2023 Unicode, Inc., under the Unicode License v3: https://www.unicode.org/license.txt",
    ]
    return "\n".join([*head, *lines, ""])


def _prototypes() -> dict[str, str]:
    """The skeleton of each single character. The package lists pairs in both directions; a prototype has several."""
    data = resources.files("confusable_homoglyphs").joinpath("confusables.json").read_text("utf-8")
    pairs: dict[str, set[str]] = {
        _shown(letter): {_shown(other["c"]) for other in others} for letter, others in json.loads(data).items()
    }
    found: dict[str, str] = {}
    for letter, others in pairs.items():
        (other, *more) = sorted(others, key=lambda one: (not one.isascii(), one))
        is_target = more or len(letter) != 1 or (len(pairs.get(other, ())) == 1 and len(other) == 1 and letter < other)
        if not is_target and not letter.isascii():
            found[letter] = other
    return found


def _shown(text: str) -> str:
    return text.replace("\u200e", "")


def _settled(letter: str, prototypes: dict[str, str]) -> str:
    """Follow a letter to where it stays; of letters that lead to each other, the first."""
    seen: list[str] = []
    while letter not in seen:
        seen.append(letter)
        letter = _step(letter, prototypes)
    return min(seen[seen.index(letter) :])


def _step(text: str, prototypes: dict[str, str]) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    shown = "".join(_prototype(c, prototypes) for c in decomposed)
    bare = unicodedata.normalize("NFKD", shown).casefold()
    return "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))


def _prototype(letter: str, prototypes: dict[str, str]) -> str:
    target = prototypes.get(letter, letter)
    # In UTS #39 a capital I is an l. Here both stay themselves: what is the capital of an i looks like I.
    return "i" if target == "l" and prototypes.get(letter.casefold()) == "i" else target


def common_passwords() -> str:
    """The most common passwords that are long enough to be chosen, in lower case, the most common first."""
    lists = importlib.import_module("zxcvbn.frequency_lists").FREQUENCY_LISTS
    found = dict.fromkeys(word.casefold() for word in lists["passwords"] if len(word.encode()) >= 8)
    head = [
        "# The most common passwords of eight characters and more, the most common first.",
        f"# Made by tests/backend/shipped_tables.py from zxcvbn {metadata.version('zxcvbn')}"
        " (MIT, Copyright (c) 2016 Daniel Wolf and 2012-2016 Dan Wheeler and Dropbox, Inc.).",
    ]
    return "\n".join([*head, *[*found][:PASSWORDS], ""])


TABLES: dict[str, Callable[[], str]] = {
    "confusables.txt": confusables,
    "common_passwords.txt": common_passwords,
}


if __name__ == "__main__":
    for name, make in TABLES.items():
        FOLDER.joinpath(name).write_text(make(), "utf-8")
