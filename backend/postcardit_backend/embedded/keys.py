"""The keys that sign access tokens (ES256). They rotate by themselves, with overlap.

A key signs for `key_rotation_seconds`, then the next one does: the first process to notice makes it, in a transaction
that looks again. The old key stays published and verifies until the last token that it can have signed has ended, and
a margin longer. A process that meets a key it does not know reads the store again, at most ten times a second.
"""

import sqlite3
from dataclasses import dataclass

from joserfc.jwk import ECKey

from postcardit_sdk.contract.wire import new_id

from ..settings import Settings
from .database import Database

__all__ = ["SigningKey", "SigningKeys"]

_READS_PER_SECOND = 10


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key, since when it signs, and until when it verifies (Unix milliseconds; None while it is the newest)."""

    key_id: str
    key: ECKey
    signs_since: int
    verifies_until: int | None

    def verifies(self, now: int) -> bool:
        """Whether what it signed still counts."""
        return self.verifies_until is None or now < self.verifies_until


class SigningKeys:
    """The keys of one data folder, as far as this process knows them."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._rotation = settings.key_rotation_seconds * 1000
        self._overlap = (settings.access_token_seconds + settings.key_margin_seconds) * 1000
        self._keys = self._read(database.reader())
        self._second, self._reads = 0, 0

    def signer(self, now: int) -> SigningKey:
        """The key to sign with now. Makes the next one when the last has signed long enough."""
        newest = self._newest(now)
        if newest is None:
            self._keys = self._database.write(lambda connection: self._rotate(connection, now))
            newest = [*self._keys.values()][-1]
        return newest

    def verifier(self, key_id: str, now: int) -> SigningKey | None:
        """The key with this id, if what it signed still counts."""
        if key_id not in self._keys and self._may_read(now):
            self._keys = self._read(self._database.reader())
        key = self._keys.get(key_id)
        return key if key is not None and key.verifies(now) else None

    def published(self, now: int) -> list[SigningKey]:
        """Every key that verifies, whichever process made it, the one that signs last."""
        self._keys = self._read(self._database.reader())
        self.signer(now)
        return [key for key in self._keys.values() if key.verifies(now)]

    def _newest(self, now: int) -> SigningKey | None:
        """The newest key, unless it has signed long enough."""
        keys = [*self._keys.values()]
        return keys[-1] if keys and now < keys[-1].signs_since + self._rotation else None

    def _may_read(self, now: int) -> bool:
        if now // 1000 != self._second:
            self._second, self._reads = now // 1000, 0
        self._reads += 1
        return self._reads <= _READS_PER_SECOND

    def _rotate(self, connection: sqlite3.Connection, now: int) -> dict[str, SigningKey]:
        known = self._read(connection)
        newest = [*known.values()][-1] if known else None
        if newest is not None and now < newest.signs_since + self._rotation:
            return known  # another process was faster
        connection.executemany(
            "DELETE FROM signing_keys WHERE key_id = ?",
            [(key.key_id,) for key in known.values() if not key.verifies(now)],
        )
        pem = ECKey.generate_key("P-256").as_pem(private=True)
        connection.execute("INSERT INTO signing_keys VALUES (?, ?, ?)", (new_id(now), pem, now))
        return self._read(connection)

    def _read(self, connection: sqlite3.Connection) -> dict[str, SigningKey]:
        rows = connection.execute(
            "SELECT key_id, private_pem, created_at FROM signing_keys ORDER BY created_at, key_id"
        ).fetchall()
        ends = [*(row["created_at"] + self._overlap for row in rows[1:]), None]
        return {
            row["key_id"]: SigningKey(row["key_id"], _key(row), row["created_at"], until)
            for row, until in zip(rows, ends, strict=False)
        }


def _key(row: sqlite3.Row) -> ECKey:
    return ECKey.import_key(row["private_pem"], {"kid": row["key_id"], "use": "sig"})
