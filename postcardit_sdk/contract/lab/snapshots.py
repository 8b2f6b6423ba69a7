"""The laboratory's snapshots: everything as it was, put aside and brought back."""

from typing import Annotated, Literal

from pydantic import StringConstraints

from ..wire import Body, Count, Wire
from .when_used import WHEN_USED

__all__ = ["ChangeSnapshot", "SnapshotFacts", "SnapshotList", "SnapshotName"]

SnapshotName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9._-]{0,79}$")]


class ChangeSnapshot(Body):
    """Take one (in place of an earlier one of this name), bring it back, or forget it."""

    model_config = WHEN_USED

    do: Literal["save", "restore", "remove"]
    name: SnapshotName


class SnapshotFacts(Wire):
    """A snapshot. `takenAt` is in Unix milliseconds, on the backend's clock."""

    model_config = WHEN_USED

    name: str
    taken_at: int
    byte_size: Count


class SnapshotList(Wire):
    """The snapshots of a data folder, by name."""

    model_config = WHEN_USED

    snapshots: list[SnapshotFacts]
