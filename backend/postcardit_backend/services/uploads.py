"""Uploads: announcing a photo, and learning what became of it."""

from postcardit_sdk.contract import operations as ops
from postcardit_sdk.contract.auth import Nothing
from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.uploads import MAX_UPLOAD_BYTES, CreateUpload, Upload, UploadPurpose, UploadStatus
from postcardit_sdk.contract.wire import Wire, new_id

from ..answers import Ask, Created, answers, found
from ..ports import Ports
from ..records import UploadRecord
from ..refusal import Refused
from .users import moment

__all__ = ["create_upload", "delete_upload", "get_upload"]


@answers(ops.create_upload)
def create_upload(ask: Ask[CreateUpload], ports: Ports) -> Created[Upload]:
    """Keep the announcement and say where to send the bytes, or from where on. A repeated request is answered with what
    became of the first one."""
    first = ports.idempotency.upload(ask.once)
    if first is not None:
        return Created(_view(ports.uploads.get(first.upload_id) or first, ask, ports), is_replay=True)
    wanted = ask.arguments
    upload = UploadRecord(
        upload_id=new_id(ask.now),
        user_id=ask.user_id,
        purpose=wanted.purpose.value,
        content_type=wanted.content_type,
        byte_size=wanted.byte_size,
        sha256=wanted.sha256,
        status=UploadStatus.PENDING.value,
        problem=None,
        image=None,
        created_at=ask.now,
        expires_at=ask.now + ports.settings.upload_seconds * 1000,
    )
    kept = ports.uploads.create(upload, ask.once)
    return Created(_view(kept.record, ask, ports), is_replay=kept.is_replay)


@answers(ops.get_upload)
def get_upload(ask: Ask[Nothing], ports: Ports) -> Upload:
    """What became of one's own upload."""
    return _view(_own(ask, ports), ask, ports)


@answers(ops.delete_upload)
def delete_upload(ask: Ask[Nothing], ports: Ports) -> None:
    """Give it up, at whatever stage; a photo that a card shows stays."""
    upload = _own(ask, ports)
    ports.uploads.remove(upload.upload_id, ask.user_id)
    ports.arrivals.remove(upload.upload_id)


def _own(ask: Ask[Nothing], ports: Ports) -> UploadRecord:
    upload = found(ports.uploads.get(ask.path["uploadId"]))
    if upload.user_id != ask.user_id or _has_ended(upload, ask.now):
        raise Refused(Code.NOT_FOUND)
    return upload


def _has_ended(upload: UploadRecord, now: int) -> bool:
    """Whether it waited for its bytes for too long: the next sweep removes it."""
    return upload.status == UploadStatus.PENDING and upload.expires_at <= now


def _view(upload: UploadRecord, ask: Ask[Wire], ports: Ports) -> Upload:
    is_pending = upload.status == UploadStatus.PENDING
    link = ports.blobs.upload_link(upload, ask.origin, ask.now) if is_pending else None
    return Upload(
        upload_id=upload.upload_id,
        purpose=UploadPurpose(upload.purpose),
        status=UploadStatus(upload.status),
        problem=None if upload.problem is None else Code(upload.problem),
        method="PUT" if link else None,
        url=link.url if link else None,
        headers=dict(link.headers) if link else {},
        expires_at=moment(upload.expires_at),
        offset=ports.arrivals.size(upload.upload_id) if is_pending else upload.byte_size,
        resumable=is_pending and ports.arrivals.is_resumable,
        max_bytes=MAX_UPLOAD_BYTES,
    )
