"""A person's photos that are ready, with what shows them; and the bytes of every photo that something names.

Uploads that wait for their bytes stay behind: whoever sends them announces them anew.
"""

import errno
import hashlib
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from postcardit_sdk.contract.problems import Code

from ..aws.condemned import naming_key
from ..aws.due import due_key
from ..aws.items import Item
from ..aws.shown import keys_of, photo_key
from ..aws.tables import Key
from ..aws.upload_items import item_of, row_key, row_of, same_key, upload_key
from ..embedded.shown import image_from
from ..photo_keys import key_of
from ..ports import Blobs
from ..records import UploadRecord, UserRecord
from ..refusal import Refused

__all__ = ["blob_keys", "carry_photo", "photo_items"]

_UPLOADS = "SELECT * FROM uploads WHERE user_id = ? AND status = 'ready' ORDER BY upload_id"
_SHOWN = (
    "SELECT p.image_key AS image_key, count(*) AS n FROM postcards p"
    " WHERE p.sender_id = ? AND p.image_key IS NOT NULL GROUP BY p.image_key"
)
_BLOBS = (
    "SELECT image_key FROM uploads WHERE status = 'ready'"
    " UNION SELECT thumbnail_key FROM uploads WHERE status = 'ready'"
    " UNION SELECT image_key FROM postcards UNION SELECT thumbnail_key FROM postcards"
    " UNION SELECT picture_key FROM users ORDER BY 1"
)
_CHUNK = 1 << 20


def photo_items(source: sqlite3.Connection, user: UserRecord) -> dict[Key, Item]:
    """The items of a user's photos."""
    items: dict[Key, Item] = {}
    shown = {row["image_key"]: int(row["n"]) for row in source.execute(_SHOWN, (user.user_id,))}
    uploads: Counter[Key] = Counter()
    showing: dict[Key, int] = {}
    for row in source.execute(_UPLOADS, (user.user_id,)):
        upload, image = _upload_from(row), image_from(row)
        if image is None:
            continue
        items[upload_key(upload.upload_id)] = {**item_of(upload), "keys": []}
        items[row_key(upload)] = row_of(upload)
        items[same_key(upload)] = {"upload_id": upload.upload_id}
        items[due_key(upload.expires_at, f"UP#{upload.upload_id}")] = {}
        items |= {naming_key(key, f"UP#{upload.upload_id}"): {} for key in keys_of(image)}
        photo = photo_key(user.user_id, upload.purpose, image.key)
        uploads[photo] += 1
        is_avatar = upload.purpose == "avatar"
        showing[photo] = int(user.picture_key == image.key) if is_avatar else shown.get(image.key, 0)
    if user.picture_key is not None:
        items[naming_key(user.picture_key, f"P#{user.user_id}")] = {}
    return {**items, **{photo: {"uploads": n, "shown": showing[photo]} for photo, n in uploads.items()}}


def blob_keys(source: sqlite3.Connection) -> list[str]:
    """Every photo that something names."""
    return [key for (key,) in source.execute(_BLOBS) if key is not None]


def carry_photo(source: Blobs, target: Blobs, key: str) -> bool:
    """Have the target keep a photo that it has not, or has otherwise. False when the source has not, either."""
    if f"{_sha256_of(target.open(key))}.jpg" == key:
        return True
    kept = source.open(key)
    if kept is None:
        return False
    try:
        with kept, tempfile.TemporaryDirectory(prefix="postcardit-") as folder:
            file = Path(folder) / key
            with file.open("wb") as copy:
                for part in _parts(kept):
                    copy.write(part)
            if key_of(file) != key:
                return False
            target.put(file, key)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Refused(Code.UNAVAILABLE, "This machine's disk is full: there is no room for one photo.") from error
        raise
    return True


def _sha256_of(stream: BinaryIO | None) -> str | None:
    """What a photo's key says of its bytes."""
    if stream is None:
        return None
    digest = hashlib.sha256()
    with stream:
        for part in _parts(stream):
            digest.update(part)
    return digest.hexdigest()


def _parts(stream: BinaryIO) -> Iterator[bytes]:
    while part := stream.read(_CHUNK):
        yield part


def _upload_from(row: sqlite3.Row) -> UploadRecord:
    return UploadRecord(
        row["upload_id"], row["user_id"], row["purpose"], row["content_type"], row["byte_size"], row["sha256"],
        row["status"], row["problem"], image_from(row), row["created_at"], row["expires_at"],
    )  # fmt: skip
