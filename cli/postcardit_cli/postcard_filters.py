"""What narrows a list of postcards: times and parts of the map, as people write them."""

from datetime import datetime
from typing import TYPE_CHECKING

from .exits import usage

if TYPE_CHECKING:
    from postcardit_sdk.contract.postcards import BoundingBox

__all__ = ["area_in", "moment_in"]


def moment_in(text: str | None, option: str) -> datetime | None:
    """Read an ISO 8601 date or time. Without a zone it is of the local one; a date is its first moment.

    Raises CommandFailed (usage) for anything else.
    """
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError):
        raise usage(
            f"{option} {text!r} is no date.", hint="for example 2026-11-22, 2026-11-22T18:30 or 2026-11-22T17:30Z"
        ) from None


def area_in(text: str | None) -> "BoundingBox | None":
    """Read `west,south,east,north` in degrees. Raises CommandFailed (usage) when it is no part of the map."""
    if text is None:
        return None
    from postcardit_sdk.contract.postcards import BoundingBox

    try:
        return BoundingBox.parse(text.replace(" ", ""))
    except ValueError as error:
        raise usage(f"--bbox {text!r} {error}.", hint="for example --bbox 9.5,45,13,46.5") from None
