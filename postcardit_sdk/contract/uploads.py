"""Uploads: announcing a photo, sending its bytes, and learning what became of it."""

from typing import Annotated

from pydantic import Field, StringConstraints

from .problems import Code
from .wire import Body, Known, OpenEnum, Timestamp, Wire

__all__ = ["MAX_UPLOAD_BYTES", "CreateUpload", "Upload", "UploadPurpose", "UploadStatus"]

MAX_UPLOAD_BYTES = 10 * 1024 * 1024


class UploadPurpose(OpenEnum):
    """What a photo is for."""

    POSTCARD = "postcard"
    AVATAR = "avatar"


class UploadStatus(OpenEnum):
    """Waiting for bytes, being checked and re-encoded, usable, or refused (then `problem` says why)."""

    PENDING = "pending"
    PROCESSING = "processing"
    READY = "ready"
    REJECTED = "rejected"


class CreateUpload(Body):
    """Announce a photo. Its bytes are looked at on arrival: a photo of another type, size or SHA-256 is refused.

    Where the same user has announced the same bytes for the same purpose before and they are ready, the answer is that
    photo: `ready`, with nothing to send.
    """

    purpose: Known[UploadPurpose] = UploadPurpose.POSTCARD
    content_type: Annotated[str, StringConstraints(pattern=r"^image/(jpeg|png|heic|heif|webp)$")]
    byte_size: Annotated[int, Field(ge=1, le=MAX_UPLOAD_BYTES)]
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Upload(Wire):
    """An announced photo. While it is pending, send the bytes to `url` by `method` with `headers` and no token.

    Where it is `resumable`, HEAD on the same `url` tells how far it got, and PATCH appends from there, as
    draft-ietf-httpbis-resumable-upload-10 describes (without its interim responses). A pending upload is forgotten
    after 24 hours.
    """

    upload_id: str
    purpose: UploadPurpose
    status: UploadStatus
    problem: Code | None = Field(default=None, description="Why the photo was rejected.")
    method: str | None = None
    url: str | None = Field(default=None, repr=False, description="A signed URL: whoever has it can send the bytes.")
    headers: dict[str, str] = Field(default_factory=dict)
    expires_at: Timestamp
    offset: Annotated[int, Field(ge=0, description="How many bytes have arrived.")]
    resumable: bool = Field(default=False, description="Whether the bytes may come in parts, by HEAD and PATCH.")
    max_bytes: int
