"""Photos on their way to the server."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import sha256

from ..codec import request_for
from ..contract import operations as ops
from ..contract.problems import Code
from ..contract.uploads import CreateUpload, Upload, UploadPurpose, UploadStatus
from ..endpoint import ColourT, Resource, endpoint
from ..errors import PhotoRefused, PostCardItError
from ..flow import Call, Exchange, Pause, Progress, Talk, Work, ask
from .photo_options import PhotoOptions, PhotoSource, prepared
from .tally import Tally
from .upload_bytes import Transfer

__all__ = ["PhotoSource", "Uploads", "announcement", "send_photo", "upload_photo"]

_POLL_SECONDS, _LONGEST_POLL_SECONDS = 0.25, 2.0
_PATIENCE_SECONDS = 30.0
_SETTLED = frozenset({UploadStatus.READY, UploadStatus.REJECTED})


class Uploads(Resource[ColourT]):
    """Announcing a photo, sending its bytes, and learning what became of it."""

    @endpoint
    def create(self, body: CreateUpload, *, idempotency_key: str | None = None) -> Call[Upload]:
        """Announce a photo's bytes; the answer says where to send them, and how many have arrived before."""
        return Call(ops.create_upload, body, idempotency_key=idempotency_key)

    @endpoint
    def get(self, upload_id: str) -> Call[Upload]:
        """What became of a photo. Raises NotFound."""
        return Call(ops.get_upload, path={"uploadId": upload_id})

    @endpoint
    def delete(self, upload_id: str) -> Call[None]:
        """Give an upload up: what has arrived is removed. Postcards that show its photo keep it. Raises NotFound."""
        return Call(ops.delete_upload, path={"uploadId": upload_id})

    @endpoint
    def photo(
        self,
        source: PhotoSource,
        *,
        purpose: UploadPurpose = UploadPurpose.POSTCARD,
        photo_options: PhotoOptions | None = None,
        on_progress: Callable[[Progress], None] | None = None,
        idempotency_key: str | None = None,
    ) -> Talk[Upload]:
        """Make a photo small, upright and free of metadata, send it, and wait until it can be used.

        A connection that breaks is taken up where the server has got to. `on_progress` hears of the bytes that the
        server has acknowledged: never fewer than before, and of all of them once; of nothing else where the server has
        this photo already. To cancel, raise something in it: what has arrived is removed, and the error comes through.
        Ctrl-C and the cancellation of a task only stop: the same photo sent again within 24 hours goes on from there.
        Raises PhotoRefused when the file is no photo or the server rejects it.
        """
        return upload_photo(source, purpose, photo_options, on_progress=on_progress, idempotency_key=idempotency_key)


def upload_photo(
    source: PhotoSource,
    purpose: UploadPurpose = UploadPurpose.POSTCARD,
    photo_options: PhotoOptions | None = None,
    *,
    on_progress: Callable[[Progress], None] | None = None,
    idempotency_key: str | None = None,
) -> Talk[Upload]:
    """The flow behind `uploads.photo`, for flows that need it as a step."""
    photo = yield from prepared(source, photo_options)
    announced = yield from announcement(photo.data, photo.content_type, purpose)
    upload = yield from Call(ops.create_upload, announced, idempotency_key=idempotency_key)
    tally = Tally(on_progress, len(photo.data))
    try:
        return (yield from send_photo(upload, photo.data, tally))
    except Exception:
        if tally.is_cancelled and upload.status is UploadStatus.PENDING:
            yield from _give_up(upload.upload_id)
        raise


def announcement(data: bytes, content_type: str, purpose: UploadPurpose) -> Talk[CreateUpload]:
    """What to say of the bytes of a prepared photo."""
    digest = yield from Work(lambda: sha256(data).hexdigest())
    return ask(CreateUpload, purpose=purpose, content_type=content_type, byte_size=len(data), sha256=digest)


def send_photo(upload: Upload, data: bytes, tally: Tally) -> Talk[Upload]:
    """Send what the server has not of an announced photo, and wait until it can be used. Raises PhotoRefused."""
    upload = yield from Transfer(upload, data, tally).run()
    for pause in _pauses():
        if upload.status in _SETTLED:
            break
        upload = yield from Call(ops.get_upload, path={"uploadId": upload.upload_id})
        if upload.status not in _SETTLED:
            yield Pause(pause)
    if upload.status is UploadStatus.REJECTED:
        code = upload.problem or Code.IMAGE_UNREADABLE
        raise PhotoRefused(code, code.sentence or f"The server refused the photo ({code}).")
    if upload.status is not UploadStatus.READY:
        raise PhotoRefused(Code.UPLOAD_NOT_READY, "The server has not finished checking the photo. Try again later.")
    return upload


def _pauses() -> Iterator[float]:
    """Between questions: longer and longer, for where each of them counts as a request of the user's."""
    pause, left = _POLL_SECONDS, _PATIENCE_SECONDS
    while left > 0:
        yield min(pause, left)
        left -= pause
        pause = min(pause * 1.25, _LONGEST_POLL_SECONDS)


def _give_up(upload_id: str) -> Talk[None]:
    """Ask once: who cancels does not want to wait, and what is left is swept in a day."""
    request = request_for(Call(ops.delete_upload, path={"uploadId": upload_id}))
    with suppress(PostCardItError):
        yield from Exchange(request, signed_in=True, once=True)
