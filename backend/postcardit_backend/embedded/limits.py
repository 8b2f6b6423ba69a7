"""Counts of what people did lately, in SQLite: a row per subject and policy, gone soon after its window."""

import hashlib
import sqlite3
from collections.abc import Sequence
from contextlib import AbstractContextManager

from ..limits import require_granted
from ..ports.limits import Charge, Meter, Standing, Verdict
from .database import Database

__all__ = ["SqliteLimits"]

_SWEEP = "DELETE FROM limits WHERE meter IN (SELECT meter FROM limits WHERE ends_at <= ? ORDER BY ends_at LIMIT 8)"


class SqliteLimits:
    """Counts that every process on the same file shares. Whom they count is kept as a keyed hash alone."""

    def __init__(self, database: Database, key: bytes) -> None:
        self._database = database
        self._key = key

    def count(self, meters: Sequence[Meter], now: int) -> Verdict:
        """Count one more on each meter, or on none when one of them is full."""
        return self._database.write(lambda connection: self._count(connection, meters, now))

    def with_write(self, charge: Charge) -> AbstractContextManager[None]:
        """The same, before this thread's next write and in its transaction."""

        def step(connection: sqlite3.Connection) -> None:
            charge.verdict = self._count(connection, charge.meters, charge.now)
            require_granted(charge.verdict, charge.now)

        return self._database.preceded(step)

    def _count(self, connection: sqlite3.Connection, meters: Sequence[Meter], now: int) -> Verdict:
        known = [self._standing(connection, meter, now) for meter in meters]
        if any(one.left == 0 for one in known):
            return Verdict(False, tuple(known))
        counted = [Standing(one.meter, one.left - 1, one.ends_at) for one in known]
        connection.executemany(
            "INSERT INTO limits (meter, used, ends_at) VALUES (?1, ?2, ?3)"
            " ON CONFLICT DO UPDATE SET used = ?2, ends_at = ?3",
            [(self._name(one.meter), one.meter.count - one.left, one.ends_at) for one in counted],
        )
        connection.execute(_SWEEP, (now,))
        return Verdict(True, tuple(counted))

    def _standing(self, connection: sqlite3.Connection, meter: Meter, now: int) -> Standing:
        row = connection.execute(
            "SELECT used, ends_at FROM limits WHERE meter = ? AND ends_at > ?", (self._name(meter), now)
        ).fetchone()
        if row is None:
            return Standing(meter, meter.count, now + meter.seconds * 1000)
        return Standing(meter, max(0, meter.count - row["used"]), row["ends_at"])

    def _name(self, meter: Meter) -> bytes:
        subject = f"{meter.policy}\0{meter.seconds}\0{meter.subject}".encode()
        return hashlib.blake2b(subject, key=self._key, digest_size=16).digest()
