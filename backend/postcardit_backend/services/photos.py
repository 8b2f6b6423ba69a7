"""Naming a photo in a request: by upload, or by a link of this server."""

import re

from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.uploads import UploadPurpose, UploadStatus
from postcardit_sdk.contract.wire import ID_PATTERN

from ..ports import Ports
from ..records import StoredImage, UploadRecord
from ..refusal import Refused

__all__ = ["own_photo"]

_ID = re.compile(ID_PATTERN)


def own_photo(ports: Ports, user_id: str, name: str, purpose: UploadPurpose) -> StoredImage:
    """The ready photo of one's own, uploaded for this purpose, that is named by its upload's id or by a link to it.
    Nothing is ever fetched.

    Refuses unknown_image, upload_not_ready (try again) and upload_rejected.
    """
    if _ID.match(name):
        upload = ports.uploads.get(name)
    else:
        key = ports.blobs.key_in(name)
        upload = ports.uploads.owner_has(user_id, key, purpose.value) if key is not None else None
    if upload is None or upload.user_id != user_id or upload.purpose != purpose:
        raise Refused(Code.UNKNOWN_IMAGE)
    return _ready(upload)


def _ready(upload: UploadRecord) -> StoredImage:
    if upload.status == UploadStatus.REJECTED:
        raise Refused(Code.UPLOAD_REJECTED)
    if upload.image is None:
        raise Refused(Code.UPLOAD_NOT_READY, retry_after=1)
    return upload.image
