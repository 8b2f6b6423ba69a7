"""What is examined: a server, what lies between, and what this machine keeps for it."""

import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from ..profiles import Target

__all__ = ["Patient"]

_PORTS = {"http": 80, "https": 443}


@dataclass
class Patient:
    """The server of a profile; `folder` is its data folder if that is on this machine. Earlier checks tell later ones
    whether the way to it is open.
    """

    target: Target
    folder: Path | None
    is_reachable: bool = True
    has_answered: bool = False
    proxy: str | None = None
    addresses: list[str] = field(default_factory=list[str])

    @property
    def url(self) -> str:
        """The server's address; an empty one for the backend inside commands."""
        return self.target.url or ""

    @property
    def scheme(self) -> str:
        """http or https."""
        return urlsplit(self.url).scheme

    @property
    def host(self) -> str:
        """Its name."""
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        """Its port."""
        return urlsplit(self.url).port or _PORTS.get(self.scheme, 80)

    def now(self) -> float:
        """What this machine takes for the present."""
        return time.time()
