"""Snapshots of a data folder: a copy of the database, and the photos by hard links, for their files never change."""

import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from postcardit_sdk.contract.problems import Code

from ..ports.worlds import Snapshot
from ..refusal import Refused
from .condemned import condemn
from .database import Database

__all__ = ["FolderSnapshots"]

_DATABASE, _BLOBS, _FACTS = "postcardit.db", "blobs", "snapshot.json"


class FolderSnapshots:
    """Snapshots beside the data that they are of, one folder each."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database, self._data, self._folder = database, folder, folder / "snapshots"

    def save(self, name: str, now: int) -> Snapshot:
        """Written beside, then put in its place."""
        beside = self._folder / f".{name}.{os.urandom(4).hex()}.new"
        beside.mkdir(mode=0o700, parents=True)
        try:
            _copy(self._data / _DATABASE, beside / _DATABASE)
            (beside / _DATABASE).chmod(0o600)
            _link_all(self._data / _BLOBS, beside / _BLOBS)
            size = (beside / _DATABASE).stat().st_size
            (beside / _FACTS).write_text(json.dumps({"taken_at": now, "byte_size": size}), "utf-8")
            shutil.rmtree(self._folder / name, ignore_errors=True)
            beside.replace(self._folder / name)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
        return Snapshot(name, now, size)

    def restore(self, name: str) -> Snapshot:
        """Photos first, so that no row ever names one that is not there; those that came since go with a sweep."""
        snapshot = self._get(name)
        if _version(self._folder / name / _DATABASE) != _version(self._data / _DATABASE):
            raise Refused(
                Code.PRECONDITION_FAILED, f"The snapshot {name!r} was taken by another version of PostCardIt."
            )
        since = _keys(self._data / _BLOBS) - _keys(self._folder / name / _BLOBS)
        _link_all(self._folder / name / _BLOBS, self._data / _BLOBS)
        _copy(self._folder / name / _DATABASE, self._data / _DATABASE)
        self._database.write(lambda connection: condemn(connection, sorted(since)))
        return snapshot

    def remove(self, name: str) -> None:
        """Forget it."""
        self._get(name)
        shutil.rmtree(self._folder / name)

    def every(self) -> list[Snapshot]:
        """All of them, by name."""
        names = sorted(path.parent.name for path in self._folder.glob(f"*/{_FACTS}"))
        return [self._get(name) for name in names if not name.startswith(".")]

    def _get(self, name: str) -> Snapshot:
        try:
            facts = json.loads((self._folder / name / _FACTS).read_text("utf-8"))
            return Snapshot(name, facts["taken_at"], facts["byte_size"])
        except (OSError, ValueError, KeyError):
            raise Refused(Code.NOT_FOUND, f"There is no snapshot {name!r} here.") from None


def _copy(source: Path, target: Path) -> None:
    """By SQLite's own backup: whole, at one moment, whoever reads and writes meanwhile."""
    with closing(sqlite3.connect(source, timeout=30)) as origin, closing(sqlite3.connect(target, timeout=30)) as copy:
        origin.backup(copy)


def _version(path: Path) -> int:
    with closing(sqlite3.connect(path, timeout=30)) as connection:
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        return version


def _link_all(source: Path, target: Path) -> None:
    """Every photo below `source` below `target`, too."""
    for path in source.glob("*/*.jpg"):
        place = target / path.parent.name / path.name
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            os.link(path, place)
        except FileExistsError:
            continue
        except OSError:  # a file system without hard links
            shutil.copyfile(path, place)


def _keys(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("*/*.jpg")}
