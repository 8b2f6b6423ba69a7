"""A file of version 7 becomes one in which uploads come in parts and end."""

import sqlite3
from contextlib import closing
from pathlib import Path

from postcardit_backend.embedded.database import Database
from postcardit_backend.embedded.uploads import sweep_uploads
from tests.backend.stores import DAY, NOW, sqlite_store
from tests.backend.test_migrations import make_file

USER = (
    "INSERT INTO users (user_id, username, username_key, email, email_key, password_hash, picture_key, created_at,"
    " updated_at) VALUES (?, ?, ?, ?, ?, '', ?, 0, 0)"
)
UPLOAD = "INSERT INTO uploads VALUES (?, 'alice', 'postcard', 'image/jpeg', 9, ?, ?, NULL, ?, ?, 1, 1, 'hash', 0, ?)"
CARD = (
    "INSERT INTO postcards (postcard_id, sender_id, recipient_id, message, font, image_key, thumbnail_key, width,"
    " height, thumb_hash, sent_at, updated_at) VALUES (?, 'alice', 'bob', 'x', 'print', ?, ?, 1, 1, 'hash', 0, 0)"
)
BOX = "INSERT INTO {} VALUES (?, ?, ?, 0, ?, 'sent', NULL)"


def fill(connection: sqlite3.Connection) -> None:
    """Alice has five uploads: on a card, on a withdrawn card, as her picture, nowhere, and one that never came."""
    for name, picture in (("alice", "worn"), ("bob", None)):
        connection.execute(USER, (name, name, name, name, name, picture))
    for name in ("shown", "withdrawn", "worn", "unused"):
        connection.execute(UPLOAD, (name, name, "ready", name, f"{name} small", NOW))
    connection.execute(UPLOAD, ("never", "never", "pending", None, None, NOW))
    for name in ("shown", "withdrawn", "hidden"):
        connection.execute(CARD, (name, name, f"{name} small"))
    connection.execute(BOX.format("boxes"), ("alice", "shown", "sent", "bob"))
    connection.execute(BOX.format("hidden_boxes"), ("bob", "hidden", "received", "alice"))


def test_what_is_shown_stays_and_everything_else_ends(tmp_path: Path) -> None:
    with closing(make_file(tmp_path / "old.db", 7)) as connection:
        fill(connection)
    database = Database(tmp_path / "old.db")

    sweep_uploads(database, NOW + DAY)

    reader = database.reader()
    uploads = {row[0] for row in reader.execute("SELECT upload_id FROM uploads")}
    photos = dict(reader.execute("SELECT postcard_id, image_key FROM postcards").fetchall())
    condemned = {row[0] for row in reader.execute("SELECT key FROM condemned_files")}
    assert uploads == {"shown", "worn"}
    assert photos == {"shown": "shown", "hidden": "hidden", "withdrawn": None}
    assert condemned == {"withdrawn", "withdrawn small", "unused", "unused small"}
    database.close()


def test_a_photo_of_version_7_has_no_number_of_bytes(tmp_path: Path) -> None:
    with closing(make_file(tmp_path / "old.db", 7)) as connection:
        fill(connection)
    database = Database(tmp_path / "old.db")

    upload = sqlite_store(database).uploads.get("shown")

    assert upload is not None
    assert upload.image is not None
    assert (upload.image.width, upload.image.byte_size) == (1, None)
    database.close()
