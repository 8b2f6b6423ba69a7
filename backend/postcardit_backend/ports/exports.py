"""What services need to hand people a file of their own data."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO, Protocol

from .photos import Link

__all__ = ["Exports", "ServedExports"]


class Exports(Protocol):
    """Files of one's own data: one for each user, gone when its time is up."""

    def writing(self, export_id: str, user_id: str, expires_at: int) -> AbstractContextManager[BinaryIO]:
        """A file to write. When the block ends well it is there, in the place of an earlier one of the user; else it is
        gone. Refuses session_ended when the account was erased meanwhile."""
        ...

    def link(self, export_id: str, origin: str, expires_at: int) -> Link:
        """A link to read it."""
        ...


class ServedExports(Exports, Protocol):
    """Such files that this server itself gives out."""

    def path(self, export_id: str) -> Path | None:
        """Where it is, if it is there."""
        ...

    def require_read(self, export_id: str, expires: str, signature: str, now: int) -> None:
        """Refuses link_invalid and link_expired, unless it is a link to read this file that still counts."""
        ...
