"""What a request asks for on conditions: something newer than it has, or only a part (RFC 9110, sections 13 and 14)."""

import re

__all__ = ["is_known", "part_of"]

_ONE_RANGE = re.compile(r"bytes=(\d{0,19})-(\d{0,19})")


def is_known(if_none_match: str | None, etag: str) -> bool:
    """Whether the client has what it asks for."""
    if if_none_match is None:
        return False
    known = [value.strip().removeprefix("W/") for value in if_none_match.split(",")]
    return "*" in known or etag in known


def part_of(wanted: str | None, if_range: str | None, etag: str, size: int) -> range | None:
    """Which bytes of `size` a Range header asks for: None for all of them, an empty range when there are none such.

    Several ranges, another unit and what is no range count as none, as the RFC allows; so does a range of something
    that the client has another version of.
    """
    asked = _ONE_RANGE.fullmatch(wanted.strip()) if wanted is not None else None
    if asked is None or asked[0] == "bytes=-" or (if_range is not None and if_range != etag):
        return None
    first, last = asked.groups()
    if not first:
        return range(max(0, size - int(last)), size)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last) + 1, size) if last else size)
