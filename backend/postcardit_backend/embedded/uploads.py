"""Uploads in SQLite."""

import sqlite3

from postcardit_sdk.contract.problems import Code

from ..kept_records import upload_from
from ..ports import Kept, Once
from ..ports.photos import ServedBlobs
from ..records import StoredImage, UploadRecord
from ..refusal import Refused
from .condemned import condemn
from .database import Database
from .once import make_once
from .shown import image_columns, image_from
from .users import require_active

__all__ = ["SqliteUploads", "sweep_uploads"]

_ONE = "SELECT * FROM uploads WHERE upload_id = ?"
_SAME = (
    "SELECT * FROM uploads WHERE user_id = :user AND purpose = :purpose AND sha256 = :sha256"
    " AND byte_size = :size AND content_type = :type AND (status IN ('ready', 'processing')"
    " OR (status = 'pending' AND expires_at > :now)) LIMIT 1"
)
_SETTLE = (
    "UPDATE uploads SET status = ?, problem = ?, image_key = ?, thumbnail_key = ?, width = ?, height = ?,"
    " thumb_hash = ?, image_bytes = ? WHERE upload_id = ? AND status IN ('pending', 'processing')"
)
_FORGET_KEY = (
    "DELETE FROM idempotency WHERE user_id = ? AND operation = 'create_upload'"
    " AND json_extract(record, '$.upload_id') = ?"
)
_ENDED = "FROM uploads WHERE is_shown = 0 AND expires_at <= ? AND status <> 'processing'"


class SqliteUploads:
    """Announced photos."""

    def __init__(self, database: Database, blobs: ServedBlobs) -> None:
        self._database, self._blobs = database, blobs

    def create(self, upload: UploadRecord, once: Once) -> Kept[UploadRecord]:
        """Keep it, unless there is one like it."""

        def verb(connection: sqlite3.Connection) -> Kept[UploadRecord]:
            def make() -> UploadRecord:
                require_active(connection, upload.user_id)
                return _renewed(connection, upload) or _inserted(connection, upload)

            return make_once(connection, once, upload.created_at, upload_from, make)

        return self._database.write(verb)

    def get(self, upload_id: str) -> UploadRecord | None:
        """One upload, whoever announced it."""
        return _one(self._database.reader(), _ONE, (upload_id,))

    def condemn(self, keys: tuple[str, ...]) -> None:
        """Say so before they are kept."""
        self._database.write(lambda connection: condemn(connection, keys))

    def settle(self, upload_id: str, *, image: StoredImage | None, problem: str | None) -> UploadRecord | None:
        """A sweep removes files while it holds the writer's lock: what is there now is named before the next one."""
        status = "ready" if image else "rejected"
        keys = (image.key, image.thumbnail_key) if image else ()

        def verb(connection: sqlite3.Connection) -> UploadRecord | None:
            if any(self._blobs.path(key) is None for key in keys):
                return None
            connection.execute(_SETTLE, (status, problem, *image_columns(image), upload_id))
            settled = _one(connection, _ONE, (upload_id,))
            if settled is None:
                raise Refused(Code.NOT_FOUND)
            return settled

        return self._database.write(verb)

    def remove(self, upload_id: str, user_id: str) -> None:
        """Forget it and the key that it was announced with, and condemn what it names."""

        def verb(connection: sqlite3.Connection) -> None:
            row = connection.execute(
                "DELETE FROM uploads WHERE upload_id = ? AND user_id = ? RETURNING image_key, thumbnail_key",
                (upload_id, user_id),
            ).fetchone()
            if row is None:
                raise Refused(Code.NOT_FOUND)
            condemn(connection, (key for key in row if key is not None))
            connection.execute(_FORGET_KEY, (user_id, upload_id))

        self._database.write(verb)

    def every(self, user_id: str, after: str | None, limit: int) -> list[UploadRecord]:
        """A user's uploads."""
        rows = self._database.reader().execute(
            "SELECT * FROM uploads WHERE user_id = ? AND upload_id < ? ORDER BY upload_id DESC LIMIT ?",
            (user_id, after or "~", limit),
        )
        return [_record(row) for row in rows]

    def owner_has(self, user_id: str, key: str, purpose: str) -> UploadRecord | None:
        """The user's ready upload whose photo has this blob key."""
        query = "SELECT * FROM uploads WHERE user_id = ? AND image_key = ? AND purpose = ? LIMIT 1"
        return _one(self._database.reader(), query, (user_id, key, purpose))


def sweep_uploads(database: Database, now: int) -> None:
    """Forget those that have ended and that nothing shows."""

    def verb(connection: sqlite3.Connection) -> None:
        for row in connection.execute(f"DELETE {_ENDED} RETURNING image_key, thumbnail_key", (now,)).fetchall():
            condemn(connection, (key for key in row if key is not None))

    if database.reader().execute(f"SELECT 1 {_ENDED} LIMIT 1", (now,)).fetchone():
        database.write(verb)


def _renewed(connection: sqlite3.Connection, upload: UploadRecord) -> UploadRecord | None:
    """One that promises the same bytes; while it waits for them it has as much time as a new one."""
    values: dict[str, str | int] = {
        "user": upload.user_id,
        "purpose": upload.purpose,
        "sha256": upload.sha256,
        "size": upload.byte_size,
        "type": upload.content_type,
        "now": upload.created_at,
    }
    same = _one(connection, _SAME, values)
    if same is None or same.status != "pending":
        return same
    connection.execute("UPDATE uploads SET expires_at = ? WHERE upload_id = ?", (upload.expires_at, same.upload_id))
    return _one(connection, _ONE, (same.upload_id,))


def _inserted(connection: sqlite3.Connection, upload: UploadRecord) -> UploadRecord:
    connection.execute(
        "INSERT INTO uploads (upload_id, user_id, purpose, content_type, byte_size, sha256, status,"
        " created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (upload.upload_id, upload.user_id, upload.purpose, upload.content_type, upload.byte_size,
         upload.sha256, upload.status, upload.created_at, upload.expires_at),
    )  # fmt: skip
    return upload


def _one(
    connection: sqlite3.Connection, query: str, values: tuple[str, ...] | dict[str, str | int]
) -> UploadRecord | None:
    row = connection.execute(query, values).fetchone()
    return None if row is None else _record(row)


def _record(row: sqlite3.Row) -> UploadRecord:
    return UploadRecord(
        upload_id=row["upload_id"],
        user_id=row["user_id"],
        purpose=row["purpose"],
        content_type=row["content_type"],
        byte_size=row["byte_size"],
        sha256=row["sha256"],
        status=row["status"],
        problem=row["problem"],
        image=image_from(row),
        created_at=row["created_at"],
        expires_at=row["expires_at"],
    )
