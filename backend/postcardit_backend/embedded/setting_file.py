"""A small setting that all processes with the data folder open share: written by any, seen by each at its next look.

A look costs one `stat`: the file is read again when its time of change is another. Writers set that time themselves,
each later than the last, because a file system's own clock ticks too slowly to part two changes.
"""

import fcntl
import os
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError

from postcardit_sdk.contract.problems import Code

from ..refusal import Refused

__all__ = ["SettingFile", "held"]

ModelT = TypeVar("ModelT", bound=BaseModel)


class SettingFile(Generic[ModelT]):
    """Holds one model, or nothing: then there is no file."""

    def __init__(self, path: Path, model: type[ModelT]) -> None:
        self._path, self._name, self._model = path, os.fspath(path), model
        self._read: tuple[int, ModelT | None] = (0, None)

    def look(self) -> ModelT | None:
        """What it holds. Refuses unavailable when nobody can read it."""
        version = self.version
        known, value = self._read
        if version == known:
            return value
        value = self._load() if version else None
        self._read = (version, value)
        return value

    @property
    def version(self) -> int:
        """Another number after each change; 0 when it holds nothing."""
        try:
            return os.stat(self._name).st_mtime_ns  # noqa: PTH116  # every request looks: half the price of pathlib's
        except FileNotFoundError:
            return 0

    def change(self, verb: Callable[[ModelT | None], ModelT | None]) -> ModelT | None:
        """Put what the verb makes of it in its place; gives that. Those who change it do so one after the other."""
        with held(self._path.with_name(f"{self._path.name}-lock")):
            before = self.version
            value = verb(self._load() if before else None)
            if value is None:
                self._path.unlink(missing_ok=True)
            else:
                self._store(value, before)
            return value

    def _load(self) -> ModelT | None:
        try:
            return self._model.model_validate_json(self._path.read_bytes())
        except FileNotFoundError:
            return None
        except ValidationError:
            detail = f"The data folder's {self._path.name} is damaged. Remove it."
            raise Refused(Code.UNAVAILABLE, detail, retry_after=5) from None

    def _store(self, value: ModelT, before: int) -> None:
        beside = self._path.with_name(f"{self._path.name}.{os.urandom(4).hex()}.new")
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(value.model_dump_json().encode())
        version = max(time.time_ns(), before + 1)  # real time: it only has to be another each time
        os.utime(beside, ns=(version, version))
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
