"""Uploads in SQLite."""

import sqlite3

from postcardit_sdk.contract.problems import Code

from ..ports import Kept, Once
from ..records import StoredImage, UploadRecord
from ..refusal import Refused
from .condemned import condemn
from .database import Database
from .once import make_once, upload_from
from .users import require_active

__all__ = ["SqliteUploads", "image_from"]


class SqliteUploads:
    """Announced photos."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, upload: UploadRecord, once: Once) -> Kept[UploadRecord]:
        """Keep it."""

        def verb(connection: sqlite3.Connection) -> Kept[UploadRecord]:
            def make() -> UploadRecord:
                require_active(connection, upload.user_id)
                connection.execute(
                    "INSERT INTO uploads (upload_id, user_id, purpose, content_type, byte_size, sha256, status,"
                    " created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (upload.upload_id, upload.user_id, upload.purpose, upload.content_type, upload.byte_size,
                     upload.sha256, upload.status, upload.created_at, upload.expires_at),
                )  # fmt: skip
                return upload

            return make_once(connection, once, upload.created_at, upload_from, make)

        return self._database.write(verb)

    def get(self, upload_id: str) -> UploadRecord | None:
        """One upload, whoever announced it."""
        return _one(self._database.reader(), "SELECT * FROM uploads WHERE upload_id = ?", (upload_id,))

    def settle(self, upload_id: str, *, image: StoredImage | None, problem: str | None) -> UploadRecord:
        """Pending becomes ready or rejected; what is settled stays. An erased one is not there: nor is its photo."""
        status = "ready" if image else "rejected"
        columns = (
            (image.key, image.thumbnail_key, image.width, image.height, image.thumb_hash) if image else (None,) * 5
        )

        def verb(connection: sqlite3.Connection) -> UploadRecord | None:
            connection.execute(
                "UPDATE uploads SET status = ?, problem = ?, image_key = ?, thumbnail_key = ?, width = ?, height = ?,"
                " thumb_hash = ? WHERE upload_id = ? AND status IN ('pending', 'processing')",
                (status, problem, *columns, upload_id),
            )
            settled = _one(connection, "SELECT * FROM uploads WHERE upload_id = ?", (upload_id,))
            if settled is None and image is not None:
                condemn(connection, (image.key, image.thumbnail_key))
            return settled

        settled = self._database.write(verb)
        if settled is None:  # raised only now: raised above, it would undo the sentence on the photo
            raise Refused(Code.NOT_FOUND)
        return settled

    def every(self, user_id: str, after: str | None, limit: int) -> list[UploadRecord]:
        """A user's uploads."""
        rows = self._database.reader().execute(
            "SELECT * FROM uploads WHERE user_id = ? AND upload_id < ? ORDER BY upload_id DESC LIMIT ?",
            (user_id, after or "~", limit),
        )
        return [_record(row) for row in rows]

    def owner_has(self, user_id: str, key: str) -> UploadRecord | None:
        """The user's ready upload whose photo has this blob key."""
        query = "SELECT * FROM uploads WHERE user_id = ? AND image_key = ? LIMIT 1"
        return _one(self._database.reader(), query, (user_id, key))


def image_from(row: sqlite3.Row) -> StoredImage | None:
    """The image columns of a row."""
    if row["image_key"] is None:
        return None
    return StoredImage(row["image_key"], row["thumbnail_key"], row["width"], row["height"], row["thumb_hash"])


def _one(connection: sqlite3.Connection, query: str, values: tuple[str, ...]) -> UploadRecord | None:
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
