"""What is told of a transfer while it lasts."""

from collections.abc import Callable

from ..flow import Progress

__all__ = ["Tally"]


class Tally:
    """The bytes that are sure: never fewer than were told before, and all of them once, at the end.

    `is_cancelled` says that whoever listens raised something, and so wants no more of it.
    """

    def __init__(self, listener: Callable[[Progress], None] | None, total_bytes: int) -> None:
        self._listener, self._told = listener, -1
        self.total_bytes = total_bytes
        self.is_cancelled = False

    def tell(self, done_bytes: int) -> None:
        """So many bytes are there; that it is all of them is told by `finish`."""
        if self._told < done_bytes < self.total_bytes:
            self._say(done_bytes)

    def finish(self) -> None:
        """All of them are there."""
        self._say(self.total_bytes)

    def _say(self, done_bytes: int) -> None:
        self._told = done_bytes
        if self._listener is None:
            return
        try:
            self._listener(Progress(done_bytes, self.total_bytes))
        except Exception:
            self.is_cancelled = True
            raise
