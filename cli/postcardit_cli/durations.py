"""Lengths of time as people write them: 90, 30s, 5m, 2h30m, 3d, 1w."""

import re

from .exits import usage

__all__ = ["in_words", "seconds_in"]

_UNITS = {"w": 604_800, "d": 86_400, "h": 3_600, "m": 60, "s": 1}
_PART = re.compile(r"([0-9]+(?:\.[0-9]+)?)([wdhms])")
_WHOLE = re.compile(rf"-?(?:{_PART.pattern})+|[0-9]{{1,9}}(?:\.[0-9]+)?")


def seconds_in(text: str, option: str) -> float:
    """How many seconds this is; less than nothing with a minus before it. Raises CommandFailed (usage)."""
    if not _WHOLE.fullmatch(text):
        raise usage(f"{option} {text!r} is no length of time.", hint="for example 30s, 5m, 2h30m, 3d or 1w")
    parts = _PART.findall(text)
    length = sum(float(number) * _UNITS[unit] for number, unit in parts) if parts else float(text)
    return -length if text.startswith("-") else length


def in_words(seconds: float) -> str:
    """The same the other way round, in its two largest units."""
    left, words = round(abs(seconds)), list[str]()
    for unit, length in _UNITS.items():
        count, left = divmod(left, length)
        if count and unit != "w":
            words.append(f"{count} {unit}")
        else:
            left += count * length
    return " ".join(words[:2]) or "0 s"
