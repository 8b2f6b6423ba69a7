"""Another terminal of the demo: a command that runs beside the others, in a process of its own."""

import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread

from .exits import CommandFailed

__all__ = ["Heard", "OtherTerminal"]

_ENTRY = "from postcardit_cli.start import run; raise SystemExit(run())"
_PATIENCE_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Heard:
    """A line that the command printed, and when (Unix time)."""

    line: str
    at: float


class OtherTerminal:
    """A command that was started and goes on. Nobody waits for it longer than half a minute."""

    def __init__(self, arguments: Sequence[str]) -> None:
        self._words = " ".join(("postcardit", *arguments))
        self._process = subprocess.Popen(
            [sys.executable, "-c", _ENTRY, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self._heard: SimpleQueue[Heard | None] = SimpleQueue()
        self._reader = Thread(target=self._read, name="postcardit-demo", daemon=True)
        self._reader.start()

    def next_line(self) -> Heard:
        """Wait for what it prints next. Raises CommandFailed when nothing comes, or it has ended."""
        try:
            heard = self._heard.get(timeout=_PATIENCE_SECONDS)
        except Empty:
            raise self._failed(f"it printed nothing for {_PATIENCE_SECONDS:.0f} s") from None
        if heard is None:
            raise self._failed("it ended without a word")
        return heard

    def wait(self) -> None:
        """Wait until it has ended. Raises CommandFailed when it does not, or fails."""
        try:
            exit_code = self._process.wait(_PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            raise self._failed("it does not end") from None
        if exit_code != 0:
            raise self._failed(f"it ended with {exit_code}")

    def close(self) -> None:
        """End it, however far it is."""
        self._process.kill()
        self._process.wait()
        self._reader.join()
        for stream in (self._process.stdout, self._process.stderr):
            if stream is not None:
                stream.close()

    def _read(self) -> None:
        assert self._process.stdout is not None, "it is a pipe"
        for line in self._process.stdout:
            self._heard.put(Heard(line.rstrip("\n"), time.time()))
        self._heard.put(None)

    def _failed(self, why: str) -> CommandFailed:
        self._process.kill()
        assert self._process.stderr is not None, "it is a pipe"
        complaints = [line for line in self._process.stderr.read().splitlines() if line.startswith("error: ")]
        reason = complaints[0].removeprefix("error: ") if complaints else f"{why}."
        return CommandFailed(f"{self._words}: {reason}", code="demo_failed")
