"""Sweeps a data folder when it is opened, and every few minutes while it is open."""

import logging
import threading
from collections.abc import Callable

from .failures import trace_of

__all__ = ["Sweeper"]

_log = logging.getLogger("postcardit")


class Sweeper:
    """Runs until it is closed. A sweep that fails is logged, and tried again the next time."""

    def __init__(self, sweep: Callable[[], None], seconds: float) -> None:
        self._sweep, self._seconds = sweep, seconds
        self._closed = threading.Event()
        self._try()
        self._thread = threading.Thread(target=self._run, name="postcardit-sweeper", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Finish what was begun."""
        self._closed.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._closed.wait(self._seconds):
            self._try()

    def _try(self) -> None:
        try:
            self._sweep()
        except Exception as error:  # noqa: BLE001  # the folder is as good as before: it must open all the same
            _log.error("a sweep failed\n%s", trace_of(error))
