"""Sort keys: texts in whose order items stand."""

__all__ = ["LAST", "just_before", "padded"]

LAST = "~"
"""After every id and number."""


def padded(number: int) -> str:
    """A number, such as a time in milliseconds, in a text that sorts by it."""
    return f"{number:016d}"


def just_before(text: str) -> str:
    """What comes before this text and after all that come before it: ranges are inclusive at both ends."""
    return text[:-1] + chr(ord(text[-1]) - 1) + chr(0x10FFFF)
