"""Bytes of photos on their way: who may send them, from where on, and how much there is."""

from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.uploads import UploadStatus

from ..answers import found
from ..ports import Ports, Turn
from ..ports.uploads import ServedArrivals
from ..records import UploadRecord
from ..refusal import Refused

__all__ = ["announced", "begin_bytes", "progress_of"]


def announced(upload_id: str, now: int, ports: Ports) -> UploadRecord:
    """An upload, whatever became of it. Refuses not_found, also when it waited for its bytes for too long."""
    upload = found(ports.uploads.get(upload_id))
    if upload.status == UploadStatus.PENDING and upload.expires_at <= now:
        raise Refused(Code.NOT_FOUND)
    return upload


def begin_bytes(upload: UploadRecord, offset: int | None, length: int | None, arrivals: ServedArrivals) -> Turn:
    """Take the turn to send bytes from `offset` on, or all of them (None); `length` says how many, where it is known.

    Refuses upload_finished; payload_too_large when that would be more than was announced; upload_offset_mismatch.
    """
    if upload.status != UploadStatus.PENDING:
        raise Refused(Code.UPLOAD_FINISHED)
    if length is not None and (offset or 0) <= upload.byte_size < (offset or 0) + length:
        raise Refused(Code.PAYLOAD_TOO_LARGE, f"More than the announced {upload.byte_size:,} bytes would arrive.")
    return arrivals.begin(upload.upload_id, upload.byte_size, offset)


def progress_of(upload: UploadRecord, arrivals: ServedArrivals) -> tuple[int, bool]:
    """How many bytes are kept, and whether that is all and nothing more is awaited."""
    if upload.status != UploadStatus.PENDING:
        return upload.byte_size, True
    return arrivals.offset(upload.upload_id), False
