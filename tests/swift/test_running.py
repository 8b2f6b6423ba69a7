"""A command that hangs ends with all that it started, and says which test it was at."""

import os
import subprocess
import sys

import pytest

from tests.swift.running import end, run_within, unfinished

TWO_GROUPS = """
import signal, subprocess, sys
waits = "import signal; print('waits', flush=True); signal.pause()"
with subprocess.Popen([sys.executable, "-c", waits], process_group=0) as child:
    print(child.pid, flush=True)
print("said at the end", flush=True)
"""
"""A command that hangs as `swift test` does: what it started waits, in a process group of its own."""


def test_a_command_ends_with_what_it_started_and_tells_what_it_held_back() -> None:
    process = subprocess.Popen([sys.executable, "-c", TWO_GROUPS], stdout=subprocess.PIPE, start_new_session=True)
    assert process.stdout is not None
    lines = {process.stdout.readline().strip() for _ in range(2)}
    child = int((lines - {b"waits"}).pop())

    end(process)

    with process.stdout as rest:
        assert rest.read() == b"said at the end\n"
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_a_command_that_takes_too_long_fails_with_one_sentence() -> None:
    command = [sys.executable, "-c", "import signal; signal.pause()"]

    with pytest.raises(AssertionError, match=r"^python\S* did not end within 0 seconds. It was at: no test$"):
        run_within(0, command, {})


def test_a_command_that_ends_gives_what_it_printed() -> None:
    command = [
        sys.executable,
        "-c",
        "import os, sys; print('out', flush=True); print(os.environ['A'], file=sys.stderr); sys.exit(3)",
    ]

    done = run_within(60, command, {"A": "b"})

    assert (done.returncode, done.stdout) == (3, "out\nb\n")


def test_the_tests_that_did_not_end_are_named() -> None:
    printed = (
        "Test Case 'A.testOne' started at 2026-11-28 02:09:35.647\nTest Case 'A.testOne' passed (0.114 seconds)\n"
        "Test Case '-[Kit.B testTwo]' started.\nTest Case '-[Kit.B testTwo]' failed (0.1 seconds).\n"
        "Test Case 'A.testThree' started at 2026-11-28 02:09:35.761\nsomething else"
    )

    assert unfinished(printed) == ["A.testThree"]
