"""The log of requests: a line of JSON each, in files of the data folder that only its owner can read.

A request costs its loop a tuple; a thread writes what has gathered, so that a kill takes the lines of the last moments
with it.
"""

import logging
import os
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path

from .embedded.setting_file import held
from .failures import trace_of
from .request_entries import Entry, line_of

__all__ = ["LOG_FILE", "ROTATED", "RequestLog"]

_log = logging.getLogger("postcardit")

LOG_FILE = Path("logs") / "requests.jsonl"
ROTATED = 4
"""How many full files are kept beside the one that is written."""
_FULL_BYTES = 8 * 1024 * 1024
_GATHER_SECONDS = 0.05


class RequestLog:
    """Gathers lines and writes them, from any number of processes into one file. Close it to write the last ones."""

    def __init__(self, folder: Path, name_of: Callable[[str, str], str], full_bytes: int = _FULL_BYTES) -> None:
        self._path, self._name_of, self._full_bytes = folder / LOG_FILE, name_of, full_bytes
        self._waiting = deque[Entry]()
        self._came, self._closed = threading.Event(), threading.Event()
        self._writing = threading.Lock()
        self._handle: int | None = None
        self._thread: threading.Thread | None = None

    def note(self, entry: Entry) -> None:
        """Keep a line to be written soon."""
        self._waiting.append(entry)
        if not self._came.is_set():
            self._came.set()
            if self._thread is None:
                self._begin()

    def flush(self) -> None:
        """Write what has gathered. What cannot be written is dropped: a log is worth no request."""
        with self._writing:
            lines = [line_of(self._waiting.popleft(), self._name_of) for _ in range(len(self._waiting))]
            if lines:
                try:
                    os.write(self._opened(), "".join(lines).encode())
                except OSError as error:
                    _log.error("the log of requests cannot be written\n%s", trace_of(error))

    def close(self) -> None:
        """Write what is left and let go of the file."""
        self._closed.set()
        self._came.set()
        with self._writing:  # it may be beginning
            thread = self._thread
        if thread is not None:
            thread.join()
        self.flush()
        with self._writing:
            if self._handle is not None:
                os.close(self._handle)
                self._handle = None

    def _begin(self) -> None:
        with self._writing:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="postcardit-request-log", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while not self._closed.is_set():
            self._came.wait()
            self._closed.wait(_GATHER_SECONDS)
            self._came.clear()
            self.flush()

    def _opened(self) -> int:
        """The file to append to: the one of this name now, which another process may have made."""
        if self._handle is not None:
            facts = os.fstat(self._handle)
            if facts.st_size < self._full_bytes and _inode(self._path) == facts.st_ino:
                return self._handle
            os.close(self._handle)
            self._handle = None
        self._path.parent.mkdir(mode=0o700, exist_ok=True)
        with held(self._path.with_name("lock")):
            if self._path.exists() and self._path.stat().st_size >= self._full_bytes:
                _rotate(self._path)
        self._handle = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        return self._handle


def _inode(path: Path) -> int | None:
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return None


def _rotate(path: Path) -> None:
    """requests.jsonl becomes requests.jsonl.1, and so on; the last one goes."""
    for number in range(ROTATED, 0, -1):
        older = path.with_name(f"{path.name}.{number}")
        newer = path if number == 1 else path.with_name(f"{path.name}.{number - 1}")
        if newer.exists():
            newer.replace(older)
