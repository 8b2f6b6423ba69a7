"""The log of requests where a function has its log: a line of JSON each, on standard output."""

import sys
from collections.abc import Callable

from ..request_entries import Entry, line_of

__all__ = ["StdoutLog"]


class StdoutLog:
    """Writes at once: a function is frozen as soon as it has answered."""

    def __init__(self, name_of: Callable[[str, str], str]) -> None:
        self._name_of = name_of

    def note(self, entry: Entry) -> None:
        """Write a line."""
        sys.stdout.write(line_of(entry, self._name_of))
        sys.stdout.flush()
