"""Where the tests build Swift: a folder outside the tree that is used again, so that only what changed is compiled."""

import fcntl
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.swift.running import run_within, unfinished

__all__ = ["BUILD_SECONDS", "STRICT", "TEST_SECONDS", "Workspace", "cache_folder", "swift_command"]

STRICT = ("-Xswiftc", "-warnings-as-errors", "-Xswiftc", "-gnone")
"""Warnings are errors; debug information would only take time. (The index stays: Linux finds its tests by it.)"""

BUILD_SECONDS = 900
"""How long a build may take. From nothing it takes two minutes on two busy cores."""

TEST_SECONDS = 300
"""How long the package's own tests may take. They take half a minute on two busy cores."""


def swift_command() -> str | None:
    """The Swift toolchain on PATH, if there is one."""
    return shutil.which("swift")


def cache_folder() -> Path:
    """A folder for builds. It may be removed at any time."""
    base = os.environ.get("POSTCARDIT_SWIFT_BUILDS") or os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(base) / "postcardit-swift-tests"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = Path(tempfile.gettempdir()) / "postcardit-swift-tests"
        folder.mkdir(parents=True, exist_ok=True)
    return folder


@dataclass(frozen=True, slots=True)
class Workspace:
    """A package that tests put together, built by one process at a time."""

    swift: str
    folder: Path

    @property
    def scratch(self) -> Path:
        """Where the compiler writes."""
        return self.folder.with_name(f"{self.folder.name}.build")

    @contextmanager
    def held(self) -> Generator[None, None, None]:
        """Nobody else builds here meanwhile."""
        with self.folder.with_name(f"{self.folder.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def fill(self, files: Mapping[str, bytes | str]) -> None:
        """Make the folder hold exactly these files; what is as it was keeps its time, and is not compiled again."""
        wanted = {self.folder / name: text.encode() if isinstance(text, str) else text for name, text in files.items()}
        for path in self.folder.rglob("*"):
            if path.is_file() and path not in wanted:
                path.unlink()
        for path, content in wanted.items():
            if not path.is_file() or path.read_bytes() != content:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)

    def run(self, *words: str, seconds: float = BUILD_SECONDS, **environment: str) -> str:
        """Run `swift`, and give what it printed. Fails with all of it, also when it takes longer."""
        where = ["--package-path", str(self.folder), "--scratch-path", str(self.scratch)]
        done = run_within(seconds, [self.swift, words[0], *where, *words[1:]], {**os.environ, **environment})
        if done.returncode != 0:
            told = [line for line in done.stdout.splitlines() if "error:" in line or "warning:" in line]
            told += [f"It ended in {name}" for name in unfinished(done.stdout)]
            sys.stderr.write(done.stdout[-20_000:])
            raise AssertionError("\n".join([f"swift {' '.join(words)} failed", *dict.fromkeys(told)]))
        return done.stdout

    def describe(self) -> str:
        """The package as the package manager understands it."""
        return str(json.loads(self.run("package", "describe", "--type", "json"))["name"])
