"""Uploads: announcing a photo, and making what arrived safe to show."""

import hashlib

from postcardit_sdk.contract import operations as ops
from postcardit_sdk.contract.auth import Nothing
from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.uploads import MAX_UPLOAD_BYTES, CreateUpload, Upload, UploadPurpose, UploadStatus
from postcardit_sdk.contract.wire import Wire, new_id
from postcardit_sdk.images import ImageProblem, StoredPhoto, store_photo

from ..answers import Ask, Created, answers, found
from ..ports import Ports
from ..records import StoredImage, UploadRecord
from ..refusal import Refused
from .users import moment

__all__ = ["create_upload", "get_upload", "receive_bytes"]


@answers(ops.create_upload)
def create_upload(ask: Ask[CreateUpload], ports: Ports) -> Created[Upload]:
    """Keep the announcement and say where to send the bytes."""
    first = ports.idempotency.upload(ask.once)
    if first is not None:
        return Created(_view(first, ask, ports), is_replay=True)
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
    upload = found(ports.uploads.get(ask.path["uploadId"]))
    if upload.user_id != ask.user_id:
        raise Refused(Code.NOT_FOUND)
    return _view(upload, ask, ports)


def receive_bytes(upload_id: str, data: bytes, ports: Ports) -> UploadRecord:
    """Check what arrived, re-encode it and settle the upload; bytes that were not announced change nothing.

    Refuses not_found and upload_mismatch. A photo that cannot be used settles it as rejected. The bytes are kept twice:
    before a row names them, so that nobody finds them missing, and after, since until then a sweep may take them.
    """
    upload = found(ports.uploads.get(upload_id))
    if len(data) != upload.byte_size or hashlib.sha256(data).hexdigest() != upload.sha256:
        raise Refused(Code.UPLOAD_MISMATCH)
    if upload.status != UploadStatus.PENDING:
        return upload
    try:
        photo = store_photo(data)
    except ImageProblem as problem:
        return ports.uploads.settle(upload_id, image=None, problem=problem.code.value)
    settled = ports.uploads.settle(upload_id, image=_kept(photo, ports), problem=None)
    _kept(photo, ports)
    return settled


def _kept(photo: StoredPhoto, ports: Ports) -> StoredImage:
    return StoredImage(
        key=ports.blobs.put(photo.data),
        thumbnail_key=ports.blobs.put(photo.thumbnail),
        width=photo.width,
        height=photo.height,
        thumb_hash=photo.thumb_hash,
    )


def _view(upload: UploadRecord, ask: Ask[Wire], ports: Ports) -> Upload:
    pending = upload.status == UploadStatus.PENDING
    link = ports.blobs.upload_link(upload, ask.origin, ask.now) if pending else None
    return Upload(
        upload_id=upload.upload_id,
        purpose=UploadPurpose(upload.purpose),
        status=UploadStatus(upload.status),
        problem=None if upload.problem is None else Code(upload.problem),
        method="PUT" if link else None,
        url=link.url if link else None,
        headers={"content-type": upload.content_type} if link else {},
        expires_at=moment(link.expires_at if link else upload.expires_at),
        offset=0 if pending else upload.byte_size,
        max_bytes=MAX_UPLOAD_BYTES,
    )
