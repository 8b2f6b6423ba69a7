"""Photos as objects of a private bucket, named by their content, reached by signed links."""

import base64
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from ..photo_keys import is_key, shown_name
from ..ports import Link
from ..records import UploadRecord
from ..settings import Settings
from .bucket import ARRIVALS, PHOTOS, Bucket
from .photo_links import ReadLinks, S3Links

__all__ = ["S3Blobs"]

_UPLOAD_SECONDS = 3600
"""How long a link to send bytes counts: whoever needs longer asks for another. Credentials of a function end, too."""


class S3Blobs:
    """Objects by SHA-256; the same bytes are kept once. `links` signs links to put, `reading` those to read."""

    def __init__(self, bucket: Bucket, links: S3Links, settings: Settings, reading: ReadLinks | None = None) -> None:
        self._bucket, self._links, self._settings = bucket, links, settings
        self._reading = reading or links

    def put(self, file: Path, key: str) -> None:
        """Keep a file. Whoever has read it may keep it for ever: its name is its content."""
        self._bucket.put(
            f"{PHOTOS}/{key}",
            file,
            {
                "ContentType": "image/jpeg",
                "CacheControl": "private, max-age=31536000, immutable",
                "ContentDisposition": f'inline; filename="{shown_name(key)}"',
            },
        )
        file.unlink()

    def remove(self, key: str) -> None:
        """Remove the bytes of a key, if they are there."""
        self._bucket.remove(f"{PHOTOS}/{key}")

    def open(self, key: str) -> BinaryIO | None:
        """The bytes of a key, if they are there."""
        return self._bucket.open(f"{PHOTOS}/{key}") if is_key(key) else None

    def image_link(self, key: str, origin: str, now: int) -> Link:
        """A link to read one photo, signed as at the beginning of a window: so all of that it is the same."""
        begun, seconds = self._window(now), self._settings.link_seconds
        return Link(self._reading.read(f"{PHOTOS}/{key}", begun, seconds), (begun + seconds) * 1000)

    def upload_link(self, upload: UploadRecord, origin: str, now: int) -> Link:
        """A link to put exactly the bytes that were announced: S3 itself refuses more, fewer and others."""
        begun = self._window(now)
        seconds = max(1, min(_UPLOAD_SECONDS, upload.expires_at // 1000 - begun))
        checksum = base64.b64encode(bytes.fromhex(upload.sha256)).decode()
        headers = {"content-type": upload.content_type, "x-amz-checksum-sha256": checksum}
        signed = {**headers, "content-length": str(upload.byte_size)}  # which every client sends by itself
        url = self._links.write(f"{ARRIVALS}/{upload.upload_id}", signed, begun, seconds)
        return Link(url, (begun + seconds) * 1000, headers)

    def key_in(self, url: str) -> str | None:
        """The key in a link to a photo, whatever its host and however old; a bare key is one, too."""
        try:
            path = urlsplit(url).path
        except ValueError:  # brackets or a host that no URL has
            return None
        folder, _, key = path.rpartition("/")
        is_ours = folder in ("", f"/{PHOTOS}", f"/{self._bucket.name}/{PHOTOS}")
        return key if is_ours and is_key(key) else None

    def _window(self, now: int) -> int:
        """When the window began that a time (Unix milliseconds) is in, in Unix seconds."""
        seconds = self._settings.link_window_seconds
        return now // 1000 // seconds * seconds
