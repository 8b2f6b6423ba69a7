"""A small setting that all processes with the data folder open share: written by any, seen by each at its next look.

A look costs a comparison of eight bytes in memory that the processes share: every change counts them up, and who finds
them changed reads the file again.
"""

import fcntl
import mmap
import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError

from postcardit_sdk.contract.problems import Code

from ..refusal import Refused

__all__ = ["Changes", "SettingFile", "held"]

ModelT = TypeVar("ModelT", bound=BaseModel)

_BYTES = 8


class Changes:
    """How many changes there were, counted in a file that every process has in its memory."""

    def __init__(self, path: Path) -> None:
        self._path = path
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            if os.fstat(handle).st_size < _BYTES:
                os.ftruncate(handle, _BYTES)
            self._shared = mmap.mmap(handle, _BYTES)
        finally:
            os.close(handle)

    @property
    def seen(self) -> bytes:
        """Other bytes after each change. A look while they are written gives bytes that no later look will."""
        return self._shared[:_BYTES]

    @contextmanager
    def one_more(self) -> Generator[None]:
        """Change something: those who do so do it one after the other, and the others look when it is done."""
        with held(self._path):
            yield
            count = int.from_bytes(self._shared[:_BYTES], "little") + 1
            self._shared[:_BYTES] = (count % (1 << 64)).to_bytes(_BYTES, "little")


class SettingFile(Generic[ModelT]):
    """Holds one model, or nothing: then there is no file."""

    def __init__(self, path: Path, model: type[ModelT], changes: Changes) -> None:
        self._path, self._model, self._changes = path, model, changes
        self._read: tuple[bytes, ModelT | None] = (b"", None)

    def look(self) -> ModelT | None:
        """What it holds. Refuses unavailable when nobody can read it."""
        known, value = self._read
        seen = self._changes.seen
        if seen == known:
            return value
        value = self._load()
        self._read = (seen, value)
        return value

    def change(self, verb: Callable[[ModelT | None], ModelT | None]) -> ModelT | None:
        """Put what the verb makes of it in its place; gives that."""
        with self._changes.one_more():
            value = verb(self._load())
            if value is None:
                self._path.unlink(missing_ok=True)
            else:
                self._store(value)
            return value

    def _load(self) -> ModelT | None:
        try:
            return self._model.model_validate_json(self._path.read_bytes())
        except FileNotFoundError:
            return None
        except ValidationError:
            detail = f"The data folder's {self._path.name} is damaged. Remove it."
            raise Refused(Code.UNAVAILABLE, detail, retry_after=5) from None

    def _store(self, value: ModelT) -> None:
        beside = self._path.with_name(f"{self._path.name}.{os.urandom(4).hex()}.new")
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(value.model_dump_json().encode())
        beside.replace(self._path)


@contextmanager
def held(path: Path) -> Generator[None]:
    """Hold a file's lock, which ends with its holder."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
