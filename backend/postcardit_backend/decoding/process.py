"""A process that answers lines with lines, and how it ended when it did not."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

__all__ = ["WORKER", "Ended", "LineProcess"]

WORKER = "postcardit_backend.decoding.worker"
_INHERITED = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "LANG", "LC_ALL", "PYTHONHOME", "TMPDIR")
"""What a process needs of its parent's environment: no secret stands in these."""
_READ_BYTES = 65_536


class Ended(Exception):
    """The process gave no answer; the message says how it ended."""


class LineProcess:
    """One process, begun with no copy of this one's memory: a server has threads, and a user's script a `__main__`."""

    def __init__(self, command: Sequence[str] | None = None) -> None:
        self._read = b""
        self._process = subprocess.Popen(
            command or [sys.executable, "-P", "-m", WORKER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            bufsize=0,
            process_group=0,  # Ctrl-C in a terminal is meant for the server, which ends this when it does
        )

    @property
    def process_id(self) -> int:
        """The system's number for it."""
        return self._process.pid

    @property
    def is_running(self) -> bool:
        """Whether it has not ended yet."""
        return self._process.poll() is None

    def ask(self, line: dict[str, Any] | None, seconds: float) -> dict[str, Any]:
        """Send a line, or none, and wait for one. Raises Ended, and then the process has ended."""
        assert self._process.stdin is not None
        try:
            if line is not None:
                self._process.stdin.write(json.dumps(line).encode() + b"\n")
            end = time.monotonic() + seconds  # real time: what hostile bytes may cost
            answer: dict[str, Any] = json.loads(self._next_line(end))
        except OSError:
            raise self._ended(None) from None
        except ValueError:
            raise self._ended("it answered nonsense") from None
        return answer

    def kill(self) -> None:
        """End it at once; it may have ended already."""
        with suppress(OSError):
            self._process.kill()

    def close(self) -> None:
        """End it and clear up."""
        self.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def _next_line(self, end: float) -> bytes:
        assert self._process.stdout is not None
        poll = select.poll()
        poll.register(self._process.stdout, select.POLLIN)
        while b"\n" not in self._read:
            left = end - time.monotonic()  # real time: as above
            if left <= 0 or not poll.poll(left * 1000):
                raise self._ended("it took too long")
            piece = os.read(self._process.stdout.fileno(), _READ_BYTES)
            if not piece:
                raise self._ended(None)
            self._read += piece
        line, _, self._read = self._read.partition(b"\n")
        return line

    def _ended(self, reason: str | None) -> Ended:
        if reason is None:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(1)
        code = self._process.poll()
        self.close()
        if code is None or reason is not None:
            return Ended(reason or "it closed its output")
        return Ended(f"it was ended by {signal.Signals(-code).name}" if code < 0 else f"it exited with {code}")


def _environment() -> dict[str, str]:
    """The child finds the packages that this process has found."""
    kept = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    return {**kept, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "PYTHONDONTWRITEBYTECODE": "1"}
