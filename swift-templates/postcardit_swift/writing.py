"""A tree of files in its folder: written, compared, or shown as a difference. What is not ours stays as it is."""

import difflib
import fcntl
import os
import re
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

__all__ = ["MANIFEST", "Changes", "NotOurs", "Tree", "changes_of", "difference", "write"]

MANIFEST = ".generated"
"""The list of what was generated, in the package's folder: what is on it and no longer made is removed."""

_UNFINISHED = ".generated.new"
_HEADER = re.compile(rb"// Generated from .*\. Do not edit\.\n")

Tree = dict[str, bytes]


class NotOurs(Exception):
    """In the place of a file that would be written stands something that was not generated."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


@dataclass(frozen=True, slots=True)
class Changes:
    """What writing would do to a folder."""

    written: tuple[str, ...]
    removed: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.written or self.removed)


def changes_of(tree: Tree, folder: Path) -> Changes:
    """What is not in the folder as it should be, and what is there that was generated once and is no more."""
    written = [name for name, content in tree.items() if _read(folder / name) != content]
    removed = [name for name in _ours(folder) if name not in tree and _is_inside(name) and (folder / name).is_file()]
    return Changes(tuple(written), tuple(removed))


def write(tree: Tree, folder: Path) -> Changes:
    """Write what differs and remove what is stale. Files of one's own in the folder stay: raises NotOurs, before
    anything is written, where one stands in the way.

    Each file is there whole or not at all, and the list of files first: whoever is killed in between, or finds the disk
    full, leaves nothing that the next one does not know. Two who write at once do so one after the other.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        changes, ours = changes_of(tree, folder), _ours(folder)
        for name in changes.written:
            if name != MANIFEST and name not in ours and os.path.lexists(folder / name):
                raise NotOurs(folder / name)
        if changes:
            _put(folder, MANIFEST, _listed({*ours, *tree} - {MANIFEST}))
            for name in changes.written:
                _put(folder, name, tree[name])
            _remove(folder, changes.removed)
            _put(folder, MANIFEST, tree.get(MANIFEST, _listed({*tree})))
    return changes


def difference(tree: Tree, folder: Path) -> Iterator[str]:
    """The change as a unified diff."""
    changes = changes_of(tree, folder)
    for name in (*changes.written, *changes.removed):
        before, after = _lines(_read(folder / name)), _lines(tree.get(name))
        yield from difflib.unified_diff(before, after, f"a/{name}", f"b/{name}")


def _ours(folder: Path) -> list[str]:
    """What is on the list, and what has our header though it is not: a merge may bring back what was removed."""
    listed = (_read(folder / MANIFEST) or b"").decode("utf-8", "replace").splitlines()
    return sorted({*listed, *_forgotten(folder)})


def _forgotten(folder: Path) -> Iterator[str]:
    for top in ("Sources", "Tests"):
        for path in (folder / top).rglob("*.swift"):
            if path.is_file() and _HEADER.match(path.read_bytes()):
                yield path.relative_to(folder).as_posix()


def _listed(names: set[str]) -> bytes:
    return "".join(f"{name}\n" for name in sorted(names)).encode()


def _is_inside(name: str) -> bool:
    return not name.startswith("/") and ".." not in name.split("/")


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _put(folder: Path, name: str, content: bytes) -> None:
    """A file, whole or not at all."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    unfinished = folder / _UNFINISHED
    unfinished.write_bytes(content)
    unfinished.replace(folder / name)


def _remove(folder: Path, names: tuple[str, ...]) -> None:
    """Files, and the folders that held nothing else."""
    for name in names:
        (folder / name).unlink()
        for parent in (folder / name).parents:
            if parent == folder or any(parent.iterdir()):
                break
            parent.rmdir()


@contextmanager
def _alone(folder: Path) -> Generator[None, None, None]:
    """Nobody else writes here meanwhile. Whoever is killed lets go."""
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def _lines(content: bytes | None) -> list[str]:
    return (content or b"").decode("utf-8", "replace").splitlines(keepends=True)
