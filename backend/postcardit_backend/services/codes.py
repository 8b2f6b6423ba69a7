"""Six-digit codes: made anew for each letter, known to the store only as a keyed hash."""

import secrets

from ..ports import Ports

__all__ = ["new_code"]


def new_code(now: int, ports: Ports) -> tuple[str, int]:
    """A code, and until when it counts."""
    return f"{secrets.randbelow(1_000_000):06}", now + ports.settings.code_seconds * 1000
