"""Postcards."""

import hashlib
import io
import os
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from ..contract import operations as ops
from ..contract.postcards import (
    BoundingBox,
    Box,
    ConfirmReceipts,
    Font,
    ListBox,
    ListPostcards,
    Location,
    Postcard,
    PostcardPage,
    PostcardStatus,
    Receipts,
    SendPostcard,
)
from ..contract.wire import new_id
from ..endpoint import ColourT, Resource, Runner, endpoint, paged
from ..flow import Call, Progress, Talk, Work, ask
from ..local.part_file import PartFile
from ..local.photo_cache import cache_beside
from ..pages import Pages
from ..people import is_id
from .downloads import Download
from .photo_options import PhotoOptions, PhotoSource
from .uploads import upload_photo

__all__ = ["Postcards", "Rectangle"]

Rectangle = BoundingBox | tuple[float, float, float, float]
"""A part of the map: west, south, east, north in degrees."""


class Postcards(Resource[ColourT]):
    """Sending postcards, and what each side does with them."""

    def __init__(self, runner: Runner) -> None:
        super().__init__(runner)
        self.max_cache_bytes = 100_000_000

    @endpoint
    def send(
        self,
        to: str,
        message: str,
        *,
        photo: PhotoSource | None = None,
        photo_options: PhotoOptions | None = None,
        upload_id: str | None = None,
        stamp_id: str | None = None,
        font: Font = Font.HANDWRITTEN,
        location: Location | None = None,
        idempotency_key: str | None = None,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> Talk[Postcard]:
        """Mail a postcard to a friend, by username or user id; a photo is prepared and uploaded first.

        The same `idempotency_key` sends once, however often it is called; without one each call is a new postcard.
        What raises in `on_progress` cancels, as in `uploads.photo`.
        Raises InvalidRequest, PhotoRefused, NotFound, PermissionDenied (not_friends).
        """
        key = new_id() if idempotency_key is None else idempotency_key
        fields: dict[str, Any] = {
            "recipient_id" if is_id(to) else "recipient_username": to,
            "message": message,
            "upload_id": upload_id,
            "stamp_id": stamp_id,
            "font": font,
            "location": location,
        }
        body = ask(SendPostcard.model_validate, fields)
        if photo is not None:
            upload = yield from upload_photo(
                photo, photo_options=photo_options, on_progress=on_progress, idempotency_key=_photo_key(key)
            )
            body = body.model_copy(update={"upload_id": upload.upload_id})
        return (yield from Call(ops.send_postcard, body, idempotency_key=key))

    @endpoint
    def list(
        self,
        box: Box = Box.ALL,
        *,
        status: PostcardStatus | None = None,
        unread: bool | None = None,
        archived: bool = False,
        sent_from: datetime | None = None,
        sent_to: datetime | None = None,
        bbox: Rectangle | None = None,
        limit: int = 20,
        cursor: str | None = None,
    ) -> Talk[PostcardPage]:
        """One page of your postcards, the newest first: sent at `sent_from` or later, before `sent_to`, and written
        inside `bbox` (west, south, east, north in degrees; with west above east it crosses the antimeridian).

        Raises InvalidRequest, also for a time without a zone.
        """
        filters = _filters(box, status, unread, archived, sent_from, sent_to, bbox)
        query = ask(ListPostcards, **filters, limit=limit, cursor=cursor)
        return (yield from Call(ops.list_postcards, query))

    @endpoint
    def sent(self, *, archived: bool = False, limit: int = 20, cursor: str | None = None) -> Talk[PostcardPage]:
        """One page of the postcards that you sent, the newest first."""
        query = ask(ListBox, archived=archived, limit=limit, cursor=cursor)
        return (yield from Call(ops.list_sent_postcards, query))

    @endpoint
    def received(
        self, *, unread: bool | None = None, archived: bool = False, limit: int = 20, cursor: str | None = None
    ) -> Talk[PostcardPage]:
        """One page of the postcards that you received, the newest first."""
        query = ask(ListBox, unread=unread, archived=archived, limit=limit, cursor=cursor)
        return (yield from Call(ops.list_received_postcards, query))

    @paged
    def all(
        self,
        box: Box = Box.ALL,
        *,
        status: PostcardStatus | None = None,
        unread: bool | None = None,
        archived: bool = False,
        sent_from: datetime | None = None,
        sent_to: datetime | None = None,
        bbox: Rectangle | None = None,
    ) -> Pages[PostcardPage, Postcard]:
        """All your postcards that `list` would list, page after page, the newest first."""
        filters = _filters(box, status, unread, archived, sent_from, sent_to, bbox)
        return Pages(ops.list_postcards, ListPostcards, filters)

    @endpoint
    def get(self, postcard_id: str) -> Call[Postcard]:
        """One postcard. Raises NotFound."""
        return Call(ops.get_postcard, path={"postcardId": postcard_id})

    @endpoint
    def read(self, postcard_id: str) -> Call[Postcard]:
        """Mark a received postcard as read. Raises NotFound."""
        return Call(ops.read_postcard, path={"postcardId": postcard_id})

    @endpoint
    def receipts(self, *, delivered: Sequence[str] = (), read: Sequence[str] = ()) -> Talk[Receipts]:
        """Confirm what your device received and showed, up to 100 each. What is not yours is passed over."""
        body = ask(ConfirmReceipts, delivered=[*delivered], read=[*read])
        return (yield from Call(ops.confirm_receipts, body))

    @endpoint
    def archive(self, postcard_id: str) -> Call[Postcard]:
        """Archive a postcard on your side. Raises NotFound."""
        return Call(ops.archive_postcard, path={"postcardId": postcard_id})

    @endpoint
    def unarchive(self, postcard_id: str) -> Call[Postcard]:
        """Take a postcard out of your archive. Raises NotFound."""
        return Call(ops.unarchive_postcard, path={"postcardId": postcard_id})

    @endpoint
    def delete(self, postcard_id: str) -> Call[None]:
        """Withdraw a postcard of yours that was not read, or remove a received one from your box.

        Raises NotFound, and Conflict (already_read) when it is too late to withdraw.
        """
        return Call(ops.delete_postcard, path={"postcardId": postcard_id})

    @endpoint
    def photo(
        self, postcard: Postcard, *, thumbnail: bool = False, on_progress: Callable[[Progress], None] | None = None
    ) -> Talk[bytes | None]:
        """The photo's bytes (JPEG), or None for a card without one. It is fetched as by `download`."""
        file = io.BytesIO()
        found = yield from self._fetched(postcard, file, thumbnail, on_progress)
        return file.getvalue() if found else None

    @endpoint
    def download(
        self,
        postcard: Postcard,
        path: str | os.PathLike[str],
        *,
        thumbnail: bool = False,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> Talk[Path | None]:
        """The photo (JPEG) as a file, whole or not at all; gives its path, or None for a card without a photo.

        A connection that breaks is taken up where it broke, what came is held to the photo's SHA-256, and an expired
        link is renewed once. A client with a `local` file keeps photos beside it, up to `max_cache_bytes`: what was
        seen once is not fetched again. `on_progress` hears of the bytes that came: never fewer than before, and of all
        of them once; what raises in it ends the download. Raises OSError when the file cannot be written.
        """
        part = PartFile(Path(path))
        try:
            found = yield from self._fetched(postcard, part.file, thumbnail, on_progress)
            if found:
                yield from Work(part.keep)
        finally:
            part.drop()
        return part.target if found else None

    def _fetched(
        self, postcard: Postcard, file: BinaryIO, thumbnail: bool, on_progress: Callable[[Progress], None] | None
    ) -> Talk[bool]:
        cache = cache_beside(self.runner.local, self.max_cache_bytes)
        return (yield from Download(postcard, file, cache, thumbnail=thumbnail, on_progress=on_progress).run())


def _filters(
    box: Box,
    status: PostcardStatus | None,
    unread: bool | None,
    archived: bool,
    sent_from: datetime | None,
    sent_to: datetime | None,
    bbox: Rectangle | None,
) -> dict[str, Any]:
    return {
        "box": box,
        "status": status,
        "unread": unread,
        "archived": archived,
        "sent_from": sent_from,
        "sent_to": sent_to,
        "bbox": None if bbox is None else str(BoundingBox(*bbox)),
    }


def _photo_key(key: str) -> str:
    """The upload's key, made of the postcard's: never longer than a key may be."""
    return f"photo-{hashlib.sha256(key.encode()).hexdigest()}"
