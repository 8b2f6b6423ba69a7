"""Photos on their way to the server."""

import hashlib
import os
from collections.abc import Callable
from typing import BinaryIO

from ..contract import operations as ops
from ..contract.problems import Code
from ..contract.uploads import CreateUpload, Upload, UploadPurpose, UploadStatus
from ..endpoint import ColourT, Resource, endpoint
from ..errors import PhotoRefused
from ..flow import Call, Exchange, Pause, Progress, Request, Talk, Work, ask
from ..images import ImageProblem, Photo, prepare_photo

__all__ = ["PhotoSource", "Uploads", "prepared", "send_photo", "upload_photo"]

PhotoSource = str | os.PathLike[str] | bytes | BinaryIO
"""A photo: a path, its bytes, or an open binary file."""

_POLL_SECONDS = 0.25
_POLLS = 120


class Uploads(Resource[ColourT]):
    """Announcing a photo, sending its bytes, and learning what became of it."""

    @endpoint
    def create(self, body: CreateUpload, *, idempotency_key: str | None = None) -> Call[Upload]:
        """Announce a photo's bytes; the answer says where to send them."""
        return Call(ops.create_upload, body, idempotency_key=idempotency_key)

    @endpoint
    def get(self, upload_id: str) -> Call[Upload]:
        """What became of a photo. Raises NotFound."""
        return Call(ops.get_upload, path={"uploadId": upload_id})

    @endpoint
    def photo(
        self,
        source: PhotoSource,
        *,
        purpose: UploadPurpose = UploadPurpose.POSTCARD,
        on_progress: Callable[[Progress], None] | None = None,
        idempotency_key: str | None = None,
    ) -> Talk[Upload]:
        """Make a photo small, upright and free of metadata, send it, and wait until it can be used.

        `on_progress` hears of bytes sent, perhaps in another thread, and from zero again when sending is repeated.
        Raises PhotoRefused when the file is no photo or the server rejects it.
        """
        return upload_photo(source, purpose=purpose, on_progress=on_progress, idempotency_key=idempotency_key)


def upload_photo(
    source: PhotoSource,
    *,
    purpose: UploadPurpose = UploadPurpose.POSTCARD,
    on_progress: Callable[[Progress], None] | None = None,
    idempotency_key: str | None = None,
) -> Talk[Upload]:
    """The flow behind `uploads.photo`, for flows that need it as a step."""
    data = (yield from prepared(source)).data
    return (yield from send_photo(data, purpose=purpose, on_progress=on_progress, idempotency_key=idempotency_key))


def prepared(source: PhotoSource) -> Talk[Photo]:
    """Make a photo ready to send. Raises PhotoRefused."""
    return (yield from Work(lambda: _prepared(source)))


def send_photo(
    data: bytes,
    *,
    purpose: UploadPurpose = UploadPurpose.POSTCARD,
    on_progress: Callable[[Progress], None] | None = None,
    idempotency_key: str | None = None,
) -> Talk[Upload]:
    """Announce and send the bytes of a prepared photo, and wait until it can be used. Raises PhotoRefused."""
    announced = ask(
        CreateUpload,
        purpose=purpose,
        content_type="image/jpeg",
        byte_size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
    )
    upload = yield from Call(ops.create_upload, announced, idempotency_key=idempotency_key)
    if upload.status is UploadStatus.PENDING and upload.url is not None:
        put = Request(upload.method or "PUT", upload.url, upload.headers, data, on_progress)
        yield from Exchange(put)
    for _ in range(_POLLS):
        upload = yield from Call(ops.get_upload, path={"uploadId": upload.upload_id})
        if upload.status is UploadStatus.READY:
            return upload
        if upload.status is UploadStatus.REJECTED:
            code = upload.problem or Code.IMAGE_UNREADABLE
            raise PhotoRefused(code, code.sentence or f"The server refused the photo ({code}).")
        yield Pause(_POLL_SECONDS)
    raise PhotoRefused(Code.UPLOAD_NOT_READY, "The server has not finished checking the photo. Try again later.")


def _prepared(source: PhotoSource) -> Photo:
    try:
        return prepare_photo(source)
    except ImageProblem as problem:
        raise PhotoRefused(problem.code, str(problem)) from problem
