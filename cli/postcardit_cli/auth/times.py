"""Unix times, as people and as programs read them."""

from datetime import UTC, datetime
from time import time

__all__ = ["clock", "iso", "time_of"]


def time_of(seconds: float | None) -> datetime | None:
    """A Unix time as a moment; None for none, or for one that no calendar has."""
    try:
        return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def iso(seconds: float | None) -> str | None:
    """As the API writes times."""
    moment = time_of(seconds)
    return None if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"


def clock(seconds: float, now: float | None = None) -> str:
    """In the local time zone, to the second; with the day unless it is today (the day of `now`, a Unix time)."""
    moment = time_of(seconds)
    if moment is None:
        return "?"
    local, today = moment.astimezone(), datetime.fromtimestamp(time() if now is None else now, UTC).astimezone()
    if local.date() == today.date():
        return local.strftime("%H:%M:%S")
    return local.strftime("%d %b %H:%M:%S" if local.year == today.year else "%d %b %Y %H:%M:%S")
