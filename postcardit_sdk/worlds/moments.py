"""Times in a world's file: `3 days ago`, `now`, `yesterday`, `2026-11-22`, `2026-11-22T15:53:00Z`; two with `..`."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

__all__ = ["Span", "When", "as_span", "as_when"]

_UNITS = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
    "month": timedelta(days=30),
    "year": timedelta(days=365),
}
_AGO = re.compile(rf"(an?|[0-9]{{1,6}}(?:\.[0-9]{{1,3}})?) ({'|'.join(_UNITS)})s? ago")
_WORDS = {"now": timedelta(0), "yesterday": timedelta(days=1)}
_GRAMMAR = "such as 3 days ago, now, yesterday, 2026-11-22 or 2026-11-22T15:53:00Z"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class When:
    """A time: so long before the anchor, or an instant."""

    ago: timedelta | None = None
    at: datetime | None = None

    def milliseconds(self, anchor: int) -> int:
        """As Unix milliseconds."""
        if self.at is not None:
            return (self.at - _EPOCH) // _MILLISECOND
        return anchor - (self.ago or timedelta(0)) // _MILLISECOND


@dataclass(frozen=True, slots=True)
class Span:
    """From one time to another, both included; often the same."""

    first: When
    last: When

    def milliseconds(self, anchor: int) -> tuple[int, int]:
        """As Unix milliseconds."""
        return self.first.milliseconds(anchor), self.last.milliseconds(anchor)


def as_when(value: object) -> When:
    """Read a time. Raises ValueError, which says what one looks like."""
    if isinstance(value, When):
        return value
    text = " ".join(value.split()) if isinstance(value, str) else ""
    if text in _WORDS:
        return When(ago=_WORDS[text])
    found = _AGO.fullmatch(text)
    if found is not None:
        number = 1.0 if found[1] in ("a", "an") else float(found[1])
        return When(ago=number * _UNITS[found[2]])
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{value!r} is no time: write one {_GRAMMAR}") from None
    return When(at=at.replace(tzinfo=UTC) if at.tzinfo is None else at)


def as_span(value: object) -> Span:
    """Read a time, or two with `..` between them. Raises ValueError."""
    if isinstance(value, Span):
        return value
    if isinstance(value, str) and ".." in value:
        first, _, last = value.partition("..")
        return Span(as_when(first.strip()), as_when(last.strip()))
    when = as_when(value)
    return Span(when, when)
