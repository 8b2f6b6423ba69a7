"""Requests that take effect once: what they made is kept in the same transaction as the making."""

import json
import sqlite3
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, TypeVar

from postcardit_sdk.contract.problems import Code

from ..kept_records import friendship_from, postcard_from, upload_from
from ..ports import Kept, Once
from ..records import FriendshipRecord, PostcardRecord, UploadRecord
from ..refusal import Refused
from .database import Database

__all__ = ["SqliteIdempotency", "make_once"]

Record = FriendshipRecord | PostcardRecord | UploadRecord
RecordT = TypeVar("RecordT", FriendshipRecord, PostcardRecord, UploadRecord)

_FORGET = "DELETE FROM idempotency WHERE operation <> 'send_postcard' AND created_at < ?"


class SqliteIdempotency:
    """Looks up what the first request of a key made."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def friendship(self, once: Once) -> FriendshipRecord | None:
        """What the first request of this key made."""
        return _find(self._database.reader(), once, friendship_from)

    def postcard(self, once: Once) -> PostcardRecord | None:
        """The same for a postcard; kept as long as the postcard."""
        return _find(self._database.reader(), once, postcard_from)

    def upload(self, once: Once) -> UploadRecord | None:
        """The same for an upload."""
        return _find(self._database.reader(), once, upload_from)


def make_once(
    connection: sqlite3.Connection,
    once: Once,
    now: int,
    load: Callable[[dict[str, Any]], RecordT],
    make: Callable[[], RecordT],
) -> Kept[RecordT]:
    """Inside a transaction: give what the key made before, or make it now and keep it under the key."""
    before = _find(connection, once, load)
    if before is not None:
        return Kept(before, is_replay=True)
    record = make()
    if once.key is None:
        return Kept(record)
    connection.execute(_FORGET, (once.since,))
    connection.execute(
        "INSERT OR REPLACE INTO idempotency (user_id, key, operation, fingerprint, record, created_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (once.user_id, once.key, once.operation, once.fingerprint, json.dumps(asdict(record)), now),
    )
    return Kept(record)


def _find(connection: sqlite3.Connection, once: Once, load: Callable[[dict[str, Any]], RecordT]) -> RecordT | None:
    if once.key is None:
        return None
    row = connection.execute(
        "SELECT operation, fingerprint, record, created_at FROM idempotency WHERE user_id = ? AND key = ?",
        (once.user_id, once.key),
    ).fetchone()
    if row is None or (row["created_at"] < once.since and row["operation"] != "send_postcard"):
        return None
    if (row["operation"], row["fingerprint"]) != (once.operation, once.fingerprint):
        raise Refused(Code.IDEMPOTENCY_KEY_REUSED)
    return load(json.loads(row["record"]))
