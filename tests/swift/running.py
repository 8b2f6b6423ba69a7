"""Commands that may hang: each ends, by itself or when its time is over, and then it says what it was at."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

__all__ = ["end", "run_within", "unfinished"]

STACKS_SECONDS = 60
"""How long a debugger may take."""

PARTING_SECONDS = 10
"""How long a command may take to end when what it started has ended. `swift test` prints what it held back then."""


def run_within(
    seconds: float, command: Sequence[str], environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run a command. One that takes longer fails with the test that it was at, and nothing that it started is left."""
    with (
        tempfile.TemporaryFile() as printed,
        subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=printed, stderr=subprocess.STDOUT,
            start_new_session=True,
        ) as process,
    ):  # fmt: skip
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            stacks = _stacks(process.pid)
            end(process)
            text = _text(printed.fileno())
            sys.stderr.write(f"{text[-20_000:]}\n{stacks}")
            where = ", ".join(unfinished(text)) or "no test"
            raise AssertionError(
                f"{Path(command[0]).name} did not end within {seconds:g} seconds. It was at: {where}"
            ) from None
        finally:
            end(process)
        return subprocess.CompletedProcess(command, process.returncode, _text(printed.fileno()))


def unfinished(printed: str) -> list[str]:
    """The XCTest cases that were started, and neither passed nor failed."""
    started: dict[str, None] = {}
    for name, what in re.findall(r"^Test Case '(.+?)' (started|passed|failed|skipped)", printed, re.MULTILINE):
        started.pop(name, None)
        if what == "started":
            started[name] = None
    return [*started]


def end(process: subprocess.Popen[bytes]) -> None:
    """End a command that leads a session, and all others in it.

    The others end first: each may stand in a process group of its own, and outlive a leader that is killed.
    """
    others = _others(process.pid)
    if others and process.poll() is None:
        _kill(others)
        with suppress(subprocess.TimeoutExpired):
            process.wait(PARTING_SECONDS)
    process.kill()
    process.wait()
    _kill(_others(process.pid))


def _others(session: int) -> list[int]:
    """The processes of a session, without the one that leads it."""
    proc = Path("/proc")
    if proc.is_dir():
        numbers = [int(entry.name) for entry in proc.iterdir() if entry.name.isdigit()]
    else:
        listed = subprocess.run(["ps", "-A", "-o", "pid="], capture_output=True, text=True, check=True)
        numbers = [*map(int, listed.stdout.split())]
    found: list[int] = []
    for number in numbers:
        with suppress(ProcessLookupError, PermissionError):
            if number != session and os.getsid(number) == session:
                found.append(number)
    return found


def _kill(numbers: Sequence[int]) -> None:
    for number in numbers:
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)


def _stacks(session: int) -> str:
    """Where the threads of a command are, and of what it started; nothing without a debugger."""
    gdb = shutil.which("gdb")
    if gdb is None:
        return ""
    told: list[str] = []
    for number in [session, *_others(session)][-3:]:
        command = [gdb, "--batch", "--nx", "-p", str(number), "-ex", "thread apply all backtrace 40"]
        with suppress(subprocess.TimeoutExpired):
            done = subprocess.run(command, capture_output=True, text=True, timeout=STACKS_SECONDS, check=False)
            told += [line for line in done.stdout.splitlines() if line.startswith(("Thread ", "#"))]
    return "\n".join(told)


def _text(descriptor: int) -> str:
    with os.fdopen(os.dup(descriptor), "rb") as file:
        file.seek(0)
        return file.read().decode(errors="replace")
