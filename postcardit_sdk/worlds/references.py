"""References in texts: `${alice.user_id}` is what the plan decided."""

import re
from collections.abc import Mapping

from .flaws import Way, WorldFlaw, flaw, nearest

__all__ = ["References", "resolved"]

References = Mapping[str, Mapping[str, str]]
"""What each named thing is called by whom: name, then field, then text."""

_REFERENCE = re.compile(r"\$\{([^}]*)\}")
_HUMP = re.compile(r"(?<=[a-z0-9])([A-Z])")


def resolved(text: str, known: References, way: Way, flaws: list[WorldFlaw]) -> str:
    """A text with what its references stand for."""

    def stand_in(found: re.Match[str]) -> str:
        name, _, field = found[1].strip().partition(".")
        if name not in known:
            flaws.append(flaw(way, f"{found[0]}: nothing in this world is called {name}{nearest(name, [*known])}"))
            return found[0]
        key = _HUMP.sub(lambda hump: f"_{hump[1].lower()}", field)
        if key not in known[name]:
            names = [*known[name]]
            flaws.append(flaw(way, f"{found[0]}: {name} has no {field or 'field'}{nearest(key, names)}"))
            return found[0]
        return known[name][key]

    return _REFERENCE.sub(stand_in, text) if "${" in text else text
