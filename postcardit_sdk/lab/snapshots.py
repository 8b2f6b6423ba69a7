"""Snapshots in a backend's laboratory."""

import os
from typing import Literal

from ..contract.lab.snapshots import ChangeSnapshot, SnapshotList
from ..flow import Talk, ask
from .asking import ask_lab

__all__ = ["list_snapshots", "remove_snapshot", "restore_snapshot", "take_snapshot"]


def list_snapshots(folder: str | os.PathLike[str]) -> Talk[SnapshotList]:
    """The snapshots that there are."""
    return (yield from ask_lab(SnapshotList, folder, "GET", "snapshots"))


def take_snapshot(folder: str | os.PathLike[str], name: str) -> Talk[SnapshotList]:
    """Put everything aside, in place of an earlier one of this name."""
    return (yield from _change(folder, "save", name))


def restore_snapshot(folder: str | os.PathLike[str], name: str) -> Talk[SnapshotList]:
    """Bring everything back. Raises NotFound."""
    return (yield from _change(folder, "restore", name))


def remove_snapshot(folder: str | os.PathLike[str], name: str) -> Talk[SnapshotList]:
    """Forget one. Raises NotFound."""
    return (yield from _change(folder, "remove", name))


def _change(folder: str | os.PathLike[str], do: Literal["save", "restore", "remove"], name: str) -> Talk[SnapshotList]:
    change = ask(ChangeSnapshot, do=do, name=name)
    return (yield from ask_lab(SnapshotList, folder, "POST", "snapshots", body=change, silence_seconds=600))
