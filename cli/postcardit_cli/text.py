"""Text on its way to a terminal: other people's words are shown, never obeyed."""

import re
import unicodedata

__all__ = ["fold", "one_line", "plain", "same_name"]

_COMMANDS = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f"  # C0 but newline, DEL, C1
    "\u2028\u2029"  # line and paragraph separator
    "\u202a-\u202e\u2066-\u2069]"  # what turns the direction of text around
)


def plain(text: str) -> str:
    """The text with everything that a terminal would obey written as an escape, newlines but kept."""
    return _COMMANDS.sub(lambda match: ascii(match.group())[1:-1], text)


def one_line(text: str) -> str:
    """The text as one line without commands."""
    return plain(" ".join(text.split("\n")))


def fold(name: str) -> str:
    """A name as the API compares names: without case and accents."""
    letters = unicodedata.normalize("NFKD", name.strip())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same to the API."""
    return fold(one) == fold(other)
