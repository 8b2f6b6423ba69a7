"""All of one's own data in one file, written as it is read."""

import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from postcardit_sdk.contract import operations as ops
from postcardit_sdk.contract.auth import Nothing
from postcardit_sdk.contract.users import Export
from postcardit_sdk.contract.wire import Wire, format_timestamp, new_id

from ..answers import Ask, answers, found
from ..ports import Ports, PostcardFilter
from ..records import PostcardRecord, UploadRecord, UserRecord, UserSessionRecord
from .friends import friendship_view
from .postcards import postcard_view
from .sessions import session_view
from .users import moment, own_view

__all__ = ["export_me"]

T = TypeVar("T")
Entry = dict[str, Any]

_PAGE = 100
_PICTURE = {"profile_picture_url"}
"""Links end in a quarter of an hour: a file that is kept names its own photos instead."""


@answers(ops.export_me)
def export_me(ask: Ask[Nothing], ports: Ports) -> Export:
    """Write the file, and say where it can be had for a quarter of an hour."""
    export_id, expires_at = new_id(ask.now), ask.now + ports.settings.link_seconds * 1000
    with (
        ports.exports.writing(export_id, ask.user_id, expires_at) as file,
        ZipFile(file, "w", ZIP_DEFLATED) as archive,
    ):
        _fill(_Archive(archive, ask.now, ports), ask, ports, export_id)
    link = ports.exports.link(export_id, ask.origin, expires_at)
    return Export(url=link.url, expires_at=moment(link.expires_at))


@dataclass
class _Archive:
    """The zip while it is written: entry after entry, none of them held in memory."""

    file: ZipFile
    now: int
    ports: Ports
    photos: set[str] = field(default_factory=set[str])

    def write(self, name: str, items: Iterable[Entry]) -> None:
        """A JSON array."""
        with self.file.open(self._info(name, ZIP_DEFLATED), "w") as entry:
            mark = b"[\n"
            for item in items:
                entry.write(mark + _json(item))
                mark = b",\n"
            entry.write(b"[]\n" if mark == b"[\n" else b"\n]\n")

    def write_one(self, name: str, item: Entry) -> None:
        """A JSON object."""
        self.file.writestr(self._info(name, ZIP_DEFLATED), _json(item) + b"\n")

    def add_photo(self, name: str, key: str) -> None:
        """A photo as it is kept."""
        photo = self.ports.blobs.open(key)
        if photo is not None:
            with photo, self.file.open(self._info(name, ZIP_STORED), "w") as entry:
                shutil.copyfileobj(photo, entry)
            self.photos.add(key)

    def _info(self, name: str, compression: int) -> ZipInfo:
        when = moment(self.now)
        info = ZipInfo(name, (when.year, when.month, when.day, when.hour, when.minute, when.second))
        info.compress_type = compression
        return info


def _fill(archive: _Archive, ask: Ask[Wire], ports: Ports, before: str) -> None:
    """Cards and uploads are read twice, for their rows and for their photos: both times those before an id."""
    me = found(ports.users.by_id(ask.user_id))
    archive.write_one("profile.json", _profile(me, ask, ports))
    archive.write("friendships.json", _friendships(ask, ports))
    archive.write("sessions.json", (_session(one, ask) for one in ports.sessions.every(ask.user_id)))
    archive.write("postcards.json", (_postcard(card, ask, ports) for card in _cards(ask, ports, before)))
    for card in _cards(ask, ports, before):
        if card.image is not None:
            archive.add_photo(_photo(card.postcard_id), card.image.key)
    if me.picture_key is not None:
        archive.add_photo(_photo("profile"), me.picture_key)
    seen = frozenset(archive.photos)
    archive.write("uploads.json", (_upload(upload, seen) for upload in _uploads(ask, ports, before)))
    for upload in _uploads(ask, ports, before):
        if upload.image is not None and upload.image.key not in seen:
            archive.add_photo(_photo(upload.upload_id), upload.image.key)


def _cards(ask: Ask[Wire], ports: Ports, before: str) -> Iterator[PostcardRecord]:
    for archived in (False, True):
        page = partial(ports.postcards.list, ask.user_id, PostcardFilter(archived=archived))
        yield from _every(page, before, lambda card: card.postcard_id)


def _uploads(ask: Ask[Wire], ports: Ports, before: str) -> Iterator[UploadRecord]:
    return _every(partial(ports.uploads.every, ask.user_id), before, lambda upload: upload.upload_id)


def _every(page: Callable[[str, int], list[T]], before: str, position: Callable[[T], str]) -> Iterator[T]:
    """All items of a list, page after page."""
    while items := page(before, _PAGE):
        yield from items
        before = position(items[-1])


def _profile(me: UserRecord, ask: Ask[Wire], ports: Ports) -> Entry:
    profile = _dump(own_view(me, ports, ask.origin, ask.now), exclude=_PICTURE)
    return profile if me.picture_key is None else {**profile, "photo": _photo("profile")}


def _friendships(ask: Ask[Wire], ports: Ports) -> Iterator[Entry]:
    without = {"requester": _PICTURE, "addressee": _PICTURE}
    for record in ports.friendships.every(ask.user_id):
        yield _dump(friendship_view(record, ask, ports), exclude=without)


def _session(session: UserSessionRecord, ask: Ask[Wire]) -> Entry:
    entry = _dump(session_view(session, ask))
    if session.ended_at is None:
        return entry
    return {**entry, "endedAt": _time(session.ended_at), "endReason": session.end_reason}


def _postcard(card: PostcardRecord, ask: Ask[Wire], ports: Ports) -> Entry:
    links = {"image_url": True, "thumbnail_url": True, "image_expires_at": True}
    entry = _dump(postcard_view(card, ask, ports), exclude={**links, "sender": _PICTURE, "recipient": _PICTURE})
    return entry if card.image is None else {**entry, "photo": _photo(card.postcard_id)}


def _upload(upload: UploadRecord, seen: frozenset[str]) -> Entry:
    entry: Entry = {
        "uploadId": upload.upload_id,
        "purpose": upload.purpose,
        "contentType": upload.content_type,
        "byteSize": upload.byte_size,
        "sha256": upload.sha256,
        "status": upload.status,
        "createdAt": _time(upload.created_at),
    }
    if upload.problem is not None:
        entry["problem"] = upload.problem
    if upload.image is not None and upload.image.key not in seen:
        entry["photo"] = _photo(upload.upload_id)
    return entry


def _photo(name: str) -> str:
    return f"photos/{name}.jpg"


def _time(milliseconds: int) -> str:
    return format_timestamp(moment(milliseconds))


def _dump(view: Wire, *, exclude: Any = None) -> Entry:
    return view.model_dump(mode="json", by_alias=True, exclude_none=True, exclude=exclude)


def _json(item: Entry) -> bytes:
    return json.dumps(item, ensure_ascii=False, indent=2).encode()
