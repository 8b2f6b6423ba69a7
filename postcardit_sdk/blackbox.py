"""What happened to a session's tokens, written down beside them and never with them: read it when a session is gone.

Events: signed_in, account_switched, refreshed, adopted (another process had refreshed), refresh_repeated (an answer was
lost), refresh_failed (the tokens were kept), save_failed (they are in memory only), session_ended, signed_out.
"""

import fcntl
import hashlib
import json
import os
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

__all__ = ["BlackBox", "Entry", "MemoryBlackBox", "Recorder", "fingerprint"]

KEPT = 200
_DETAIL_CHARACTERS = 500
_FILE_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. `detail` is `name=value` pairs, parted by semicolons; no token is among them."""

    at: datetime
    account: str
    event: str
    detail: str

    @property
    def facts(self) -> dict[str, str]:
        """The pairs of `detail` by name."""
        pairs = (part.partition("=") for part in self.detail.split("; "))
        return {name: value for name, equals, value in pairs if equals}


class Recorder(Protocol):
    """Takes down what happens to tokens. It never fails its caller."""

    def record(self, account: str, event: str, detail: str = "") -> None:
        """Write down one event, now."""
        ...

    def entries(self) -> list[Entry]:
        """The last 200, the newest last."""
        ...


def fingerprint(token: str) -> str:
    """What may be written down of a token: enough to tell two apart, too little to use."""
    return hashlib.sha256(token.encode()).hexdigest()[:8]


class MemoryBlackBox:
    """Ends with the process."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque(maxlen=KEPT)

    def record(self, account: str, event: str, detail: str = "") -> None:
        """Write down one event, now."""
        self._entries.append(_entry(account, event, detail))

    def entries(self) -> list[Entry]:
        """The last 200, the newest last."""
        return list(self._entries)


class BlackBox:
    """JSON lines in a file with mode 0600. Threads and processes may write to it at once."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)

    def record(self, account: str, event: str, detail: str = "") -> None:
        """Write down one event, now."""
        with suppress(OSError):  # a full disk or a read-only folder must not cost anybody a call
            self._append(_line(_entry(account, event, detail)))

    def entries(self) -> list[Entry]:
        """The last 200, the newest last. A line that nobody can read is left out."""
        try:
            handle = os.open(self.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError:
            return []
        with os.fdopen(handle, "rb") as file, suppress(OSError):
            read = (_read(line) for line in file.read(_FILE_BYTES).splitlines())
            return [entry for entry in read if entry is not None][-KEPT:]
        return []

    def _append(self, line: bytes) -> None:
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        while True:
            handle = os.open(self.path, flags, 0o600)
            with os.fdopen(handle, "r+b", buffering=0) as file:
                is_locked = _locked(handle)
                if not self._is_current(handle):
                    continue  # another process has just put a shorter file in its place
                written = (file.read(_FILE_BYTES) or b"").splitlines(keepends=True)
                if len(written) >= KEPT and is_locked:
                    self._replace([*written[1 - KEPT :], line])
                elif written and not written[-1].endswith(b"\n"):
                    file.write(b"\n" + line)  # the disk was full in the middle of the last one
                else:
                    file.write(line)
            return

    def _is_current(self, handle: int) -> bool:
        try:
            return os.path.samestat(os.fstat(handle), self.path.lstat())
        except FileNotFoundError:
            return False

    def _replace(self, lines: list[bytes]) -> None:
        beside = self.path.with_name(f"{self.path.name}.{os.getpid()}.new")
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
        try:
            with os.fdopen(os.open(beside, flags, 0o600), "wb") as file:
                file.writelines(line if line.endswith(b"\n") else line + b"\n" for line in lines)
            beside.replace(self.path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise


def _locked(handle: int) -> bool:
    """Take the lock of a file, but wait for nobody who was stopped with it: appending a line needs none."""
    for _ in range(20):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.005)
        else:
            return True
    return False


def _entry(account: str, event: str, detail: str) -> Entry:
    return Entry(datetime.now(UTC), account, event, detail[:_DETAIL_CHARACTERS])


def _line(entry: Entry) -> bytes:
    facts = {"at": entry.at.isoformat(), "account": entry.account, "event": entry.event, "detail": entry.detail}
    return json.dumps(facts, ensure_ascii=True).encode() + b"\n"


def _read(line: bytes) -> Entry | None:
    try:
        facts = json.loads(line)
        return Entry(
            datetime.fromisoformat(facts["at"]).astimezone(UTC),
            str(facts["account"]),
            str(facts["event"]),
            str(facts["detail"]),
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
