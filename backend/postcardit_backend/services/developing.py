"""Making what arrived safe to show: checked against what was promised, decoded, written anew, kept by its content."""

import hashlib
import logging
from pathlib import Path

from postcardit_sdk.contract.problems import Code
from postcardit_sdk.images import ImageProblem

from ..answers import found
from ..photo_keys import key_of
from ..ports import Decoded, Ports
from ..records import StoredImage, UploadRecord
from ..refusal import Refused

__all__ = ["develop", "kept"]

_log = logging.getLogger("postcardit")
_TRIES = 3


def develop(upload_id: str, ports: Ports) -> UploadRecord:
    """Settle an upload whose bytes have arrived; one that is settled, or at which somebody else is, is given as it is.

    Refuses upload_hash_mismatch for other bytes than were announced: they are dropped, and the upload waits for the
    right ones. Refuses unavailable when it cannot be done now: then the upload waits with its bytes for another try,
    or, when the server is about to stop, stays as it is for the next server.
    """
    with ports.arrivals.developing(upload_id) as file:
        upload = found(ports.uploads.get(upload_id))
        if file is None:
            return upload
        if not _is_as_announced(file, upload.sha256):
            found(ports.uploads.get(upload_id))
            ports.arrivals.reopen(upload_id, keep=False)
            raise Refused(Code.UPLOAD_HASH_MISMATCH, upload_offset=0)
        try:
            return _developed(file, upload, ports)
        except (Refused, OSError):
            found(ports.uploads.get(upload_id))  # else it was given up meanwhile, and its files went
            if not ports.decoder.is_closed:
                ports.arrivals.reopen(upload_id, keep=True)
            raise


def _is_as_announced(file: Path, sha256: str) -> bool:
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == sha256
    except FileNotFoundError:  # lost with a disk: it is sent again
        return False


def _developed(file: Path, upload: UploadRecord, ports: Ports) -> UploadRecord:
    """Until it is named, a sweep may take what was kept: then it is made once more."""
    for _ in range(_TRIES):
        image, problem = _made(file, upload, ports)
        settled = ports.uploads.settle(upload.upload_id, image=image, problem=problem)
        if settled is not None:
            return settled
    raise Refused(Code.UNAVAILABLE, retry_after=1)


def _made(file: Path, upload: UploadRecord, ports: Ports) -> tuple[StoredImage | None, str | None]:
    """The photo that was kept, or what is wrong with it."""
    try:
        decoded = ports.decoder.decode(file, upload.content_type, upload.purpose)
    except ImageProblem as problem:
        _log.info("upload %s was rejected: %s", upload.upload_id, problem.code)
        return None, problem.code.value
    return kept(decoded, ports), None


def kept(decoded: Decoded, ports: Ports) -> StoredImage:
    """Keep what was made of a photo. Until something names it, a sweep may take it."""
    key, thumbnail_key = key_of(decoded.photo), key_of(decoded.thumbnail)
    byte_size = decoded.photo.stat().st_size
    ports.uploads.condemn((key, thumbnail_key))
    ports.blobs.put(decoded.photo, key)
    ports.blobs.put(decoded.thumbnail, thumbnail_key)
    return StoredImage(key, thumbnail_key, decoded.width, decoded.height, decoded.thumb_hash, byte_size)
