"""Photos as files named by their content, reached by signed links."""

import errno
import os
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from postcardit_sdk.contract.operations import BASE_PATH
from postcardit_sdk.contract.problems import Code

from ..photo_keys import is_key
from ..ports import Link
from ..records import UploadRecord
from ..refusal import Refused
from ..settings import Settings
from .links import Links

__all__ = ["IMAGE_PATH", "UPLOAD_PATH", "FileBlobs", "flush_folder"]

IMAGE_PATH = f"{BASE_PATH}/images"
UPLOAD_PATH = f"{BASE_PATH}/uploads"


class FileBlobs:
    """Files by SHA-256 in a folder; the same bytes are kept once. Links are signed with HMAC-SHA-256."""

    def __init__(self, folder: Path, secret: bytes, settings: Settings) -> None:
        self._folder, self._links, self._settings = folder, Links(secret), settings

    def put(self, file: Path, key: str) -> None:
        """Keep a file durably: flushed, then moved into its place, which is on the same disk."""
        path = self._place(key)
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _flush(file, os.O_RDONLY)
            file.replace(path)
            flush_folder(path.parent)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise Refused(Code.UNAVAILABLE, "The disk is full: the photo was not kept.", retry_after=5) from error
            raise

    def remove(self, key: str) -> None:
        """Remove the bytes of a key durably, if they are there."""
        path = self.path(key)
        if path is not None:
            path.unlink(missing_ok=True)
            flush_folder(path.parent)

    def path(self, key: str) -> Path | None:
        """Where the bytes of a key are, if they are there."""
        path = self._place(key) if is_key(key) else None
        return path if path is not None and path.is_file() else None

    def open(self, key: str) -> BinaryIO | None:
        """The bytes of a key, if they are there."""
        try:
            return self._place(key).open("rb") if is_key(key) else None
        except FileNotFoundError:
            return None

    def image_link(self, key: str, origin: str, now: int) -> Link:
        """A link to read one photo, the same for all of a window."""
        window = self._settings.link_window_seconds * 1000
        expires_at = now // window * window + self._settings.link_seconds * 1000
        return self._links.signed(f"{origin}{IMAGE_PATH}/{key}", f"read {key}", expires_at)

    def upload_link(self, upload: UploadRecord, origin: str, now: int) -> Link:
        """A link to send the bytes of one upload. It outlives the access token: a slow network may need the day."""
        url = f"{origin}{UPLOAD_PATH}/{upload.upload_id}/bytes"
        link = self._links.signed(url, f"write {upload.upload_id}", upload.expires_at)
        return replace(link, headers={"content-type": upload.content_type})

    def key_in(self, url: str) -> str | None:
        """The key in an image link of ours, whatever its host and however old; a bare key is one, too."""
        try:
            folder, _, key = urlsplit(url).path.rpartition("/")
        except ValueError:  # brackets or a host that no URL has
            return None
        return key if folder in ("", IMAGE_PATH) and is_key(key) else None

    def require_read(self, key: str, expires: str, signature: str, now: int) -> None:
        """Refuses link_invalid and link_expired."""
        self._links.require(f"read {key}", expires, signature, now)

    def require_upload(self, upload_id: str, expires: str, signature: str, now: int) -> None:
        """Refuses link_invalid and link_expired."""
        self._links.require(f"write {upload_id}", expires, signature, now)

    def _place(self, key: str) -> Path:
        return self._folder / key[:2] / key


def flush_folder(folder: Path) -> None:
    """Have on the disk what names a folder holds."""
    _flush(folder, os.O_RDONLY | os.O_DIRECTORY)


def _flush(path: Path, flags: int) -> None:
    handle = os.open(path, flags | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
