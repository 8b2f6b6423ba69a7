"""Photos as files named by their content, reached by signed links."""

import errno
import hashlib
import os
import re
from pathlib import Path
from urllib.parse import urlsplit

from postcardit_sdk.contract.operations import BASE_PATH
from postcardit_sdk.contract.problems import Code

from ..ports import Link
from ..records import UploadRecord
from ..refusal import Refused
from ..settings import Settings
from .links import Links

__all__ = ["FileBlobs"]

_KEY = re.compile(r"[0-9a-f]{64}\.jpg")
IMAGE_PATH = f"{BASE_PATH}/images"
UPLOAD_PATH = f"{BASE_PATH}/uploads"


class FileBlobs:
    """Files by SHA-256 in a folder; the same bytes are kept once. Links are signed with HMAC-SHA-256."""

    def __init__(self, folder: Path, secret: bytes, settings: Settings) -> None:
        self._folder, self._links, self._settings = folder, Links(secret), settings

    def put(self, data: bytes) -> str:
        """Keep bytes durably: written beside, flushed, renamed."""
        key = f"{hashlib.sha256(data).hexdigest()}.jpg"
        path = self._place(key)
        if path.exists():
            return key
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = path.with_name(f"{path.name}.{os.getpid()}.{os.urandom(4).hex()}.new")
        try:
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        except OSError as error:
            beside.unlink(missing_ok=True)
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise Refused(Code.UNAVAILABLE, "The disk is full: the photo was not kept.", retry_after=5) from error
            raise
        _flush_folder(path.parent)
        return key

    def remove(self, key: str) -> None:
        """Remove the bytes of a key durably, if they are there."""
        path = self.path(key)
        if path is not None:
            path.unlink(missing_ok=True)
            _flush_folder(path.parent)

    def path(self, key: str) -> Path | None:
        """Where the bytes of a key are, if they are there."""
        path = self._place(key) if _KEY.fullmatch(key) else None
        return path if path is not None and path.is_file() else None

    def image_link(self, key: str, origin: str, now: int) -> Link:
        """A link to read one photo, the same for all of a window."""
        window = self._settings.link_window_seconds * 1000
        expires_at = now // window * window + self._settings.link_seconds * 1000
        return self._links.signed(f"{origin}{IMAGE_PATH}/{key}", f"read {key}", expires_at)

    def upload_link(self, upload: UploadRecord, origin: str, now: int) -> Link:
        """A link to send the bytes of one upload."""
        expires_at = min(upload.expires_at, now + self._settings.link_seconds * 1000)
        url = f"{origin}{UPLOAD_PATH}/{upload.upload_id}/bytes"
        return self._links.signed(url, f"write {upload.upload_id}", expires_at)

    def key_in(self, url: str) -> str | None:
        """The key in an image link of ours, whatever its host and however old; a bare key is one, too."""
        try:
            folder, _, key = urlsplit(url).path.rpartition("/")
        except ValueError:  # brackets or a host that no URL has
            return None
        return key if folder in ("", IMAGE_PATH) and _KEY.fullmatch(key) else None

    def may_read(self, key: str, expires: str, signature: str, now: int) -> bool:
        """Whether a link to read still counts."""
        return self._links.counts(f"read {key}", expires, signature, now)

    def may_upload(self, upload_id: str, expires: str, signature: str, now: int) -> bool:
        """Whether a link to upload still counts."""
        return self._links.counts(f"write {upload_id}", expires, signature, now)

    def _place(self, key: str) -> Path:
        return self._folder / key[:2] / key


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
