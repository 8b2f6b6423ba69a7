"""Ids tell when they were made: a list by time is a range of ids."""

__all__ = ["first_id"]

_LATEST = (1 << 48) - 1


def first_id(milliseconds: int) -> str:
    """What is no more than any id (UUID version 7) of this Unix time or later, and more than any of an earlier one.

    Times that no id can carry count as the first or the last that one can.
    """
    digits = f"{min(max(milliseconds, 0), _LATEST):012x}"
    return f"{digits[:8]}-{digits[8:]}"
