"""Reading the log of requests: the newest lines that fit, the line of an id, and what comes next."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from .embedded.setting_file import held
from .request_log import LOG_FILE, ROTATED

__all__ = ["LogFilter", "LogLine", "Tail", "last_lines", "lines_of"]

_CHUNK_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class LogLine:
    """One request, as the log tells of it."""

    at: str
    method: str
    route: str
    status: int
    ms: float
    bytes: int
    id: str | None = None
    user: str | None = None
    code: str | None = None
    weather: str | None = None
    trace: str | None = None


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which lines: those of a user (by id), of routes that fit a pattern, of a status such as 404 or 4xx, of an id."""

    user_id: str | None = None
    route: str | None = None
    status: str | None = None
    request_id: str | None = None

    def fits(self, line: LogLine) -> bool:
        """Whether it is one of them."""
        return (
            (self.user_id is None or line.user == self.user_id)
            and (self.route is None or fnmatchcase(line.route, self.route))
            and (self.status is None or _fits_status(line.status, self.status))
            and (self.request_id is None or line.id == self.request_id)
        )


def _fits_status(status: int, wanted: str) -> bool:
    return all(digit in ("x", found) for digit, found in zip(wanted.lower(), f"{status:03}", strict=True))


def last_lines(folder: Path, wanted: LogFilter, count: int) -> list[LogLine]:
    """The newest lines that fit, in the order in which they were written."""
    found: list[LogLine] = []
    if count:
        for line in _newest_first(folder):
            if wanted.fits(line):
                found.append(line)
                if len(found) == count:
                    break
    return found[::-1]


def lines_of(folder: Path, request_id: str) -> list[LogLine]:
    """The lines of a request id: several when a client used one again."""
    found = _newest_first(folder, needle=json.dumps(request_id).encode())
    return [line for line in found if line.id == request_id][::-1]


class Tail:
    """What the file that is written holds, and then what is written, through every rotation."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / LOG_FILE
        self._rest = b""
        self._handle = self._open()

    def new_lines(self) -> Iterator[LogLine]:
        """The lines since the last call."""
        if self._handle is None:
            self._handle = self._open()
        while self._handle is not None:
            yield from self._read(self._handle)
            following = self._following(self._handle)
            if following is None:
                return
            yield from self._read(self._handle)  # what was written before it was moved
            os.close(self._handle)
            self._handle, self._rest = following, b""

    def close(self) -> None:
        """Let go of the file."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _open(self) -> int | None:
        try:
            return os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            return None

    def _following(self, handle: int) -> int | None:
        """The file that was begun after this one; None while this is the one that is written."""
        inode = os.fstat(handle).st_ino
        with held(self._path.with_name("lock")):  # nothing is rotated meanwhile
            newer: Path | None = None
            for path in (path for path in _files(self._path) if path.exists()):
                if path.stat().st_ino == inode:
                    break
                newer = path
            return None if newer is None else os.open(newer, os.O_RDONLY | os.O_CLOEXEC)

    def _read(self, handle: int) -> Iterator[LogLine]:
        while chunk := os.read(handle, _CHUNK_BYTES):
            *whole, self._rest = (self._rest + chunk).split(b"\n")
            yield from filter(None, map(_parsed, whole))


def _files(newest: Path) -> list[Path]:
    """The file that is written and those that are full, the newest first."""
    return [newest, *(newest.with_name(f"{newest.name}.{number}") for number in range(1, ROTATED + 1))]


def _newest_first(folder: Path, needle: bytes = b"") -> Iterator[LogLine]:
    for path in _files(folder / LOG_FILE):
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            continue
        for raw in reversed(content.split(b"\n")):
            if needle in raw and (line := _parsed(raw)) is not None:
                yield line


def _parsed(raw: bytes) -> LogLine | None:
    """A line; None for what is none, such as half of one that a full disk has left."""
    try:
        fields: dict[str, Any] = json.loads(raw)
        return LogLine(**{name: fields[name] for name in LogLine.__slots__ if name in fields})
    except (ValueError, TypeError):
        return None
