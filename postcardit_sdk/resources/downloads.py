"""A photo on its way from the server, over a network that breaks.

What has come is not asked for again: a Range with If-Range (RFC 9110 sections 13.1.5 and 14.2) goes on from there. The
name of a photo in its signed URL is the SHA-256 of its bytes, to which what came is held.
"""

import hashlib
import re
import time
from collections.abc import Callable
from typing import BinaryIO
from urllib.parse import urlsplit

from ..byte_hosts import refusal_in
from ..contract import operations as ops
from ..contract.postcards import Postcard
from ..contract.problems import Code
from ..errors import ConnectionFailed, PostCardItError, ServerError, UnreadableAnswer
from ..flow import Call, Channel, Exchange, Fetch, Pause, Progress, Read, Request, Response, Shut, Talk, Trying, Work
from ..local.photo_cache import PhotoCache
from ..retry import Attempts, may_be_repeated
from .tally import Tally

__all__ = ["Download"]

_DIGEST = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_CONTENT_RANGE = re.compile(r"bytes (\d{1,15})-\d{1,15}/(\d{1,15})")
_CANNOT_STREAM, _NO_SUCH_RANGE = 501, 416


class _Spoilt(UnreadableAnswer):
    """What came is not the photo."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, status=200, request_id=None)


class Download:
    """The photo of one card, into a file that is empty and can be read, written and cut."""

    def __init__(
        self,
        card: Postcard,
        file: BinaryIO,
        cache: PhotoCache | None,
        *,
        thumbnail: bool,
        on_progress: Callable[[Progress], None] | None,
    ) -> None:
        self._card, self._file, self._cache, self._is_thumbnail = card, file, cache, thumbnail
        self._tally = Tally(on_progress, 0 if thumbnail else card.image_bytes or 0)
        self._hasher = hashlib.sha256()
        self._got = self._most = 0
        self._total: int | None = None
        self._url = ""
        self._digest: str | None = None
        """What the bytes hash to, where their URL says so."""
        self._etag: str | None = None
        self._is_whole = self._is_renewed = self._is_begun_anew = False
        self._attempts: Attempts | None = None

    def run(self) -> Talk[bool]:
        """Fetch it, unless it is kept here. False: the card has no photo."""
        self._take_link()
        if self._url and (yield from self._is_kept()):
            return True
        while self._url and not self._is_whole:
            try:
                if self._got != self._total:
                    yield from self._fetch()
                self._check()
            except PostCardItError as error:
                yield from self._after(error)
        if not self._is_whole:
            return False
        yield from self._keep()
        self._tally.total_bytes = self._got
        self._tally.finish()
        return True

    def _take_link(self) -> None:
        self._url = (self._card.thumbnail_url if self._is_thumbnail else self._card.image_url) or ""
        found = _DIGEST.search(urlsplit(self._url).path)
        self._digest = None if found is None else found[0]

    def _is_kept(self) -> Talk[bool]:
        cache, digest = self._cache, self._digest
        if cache is None or digest is None or not (yield from Work(lambda: cache.copy_to(digest, self._file))):
            return False
        self._tally.total_bytes = self._file.tell()
        self._tally.finish()
        return True

    def _keep(self) -> Talk[None]:
        cache, digest = self._cache, self._digest
        if cache is not None and digest is not None:
            yield from Work(lambda: cache.keep(digest, self._file))

    def _fetch(self) -> Talk[None]:
        """One request, until the photo is whole or the connection breaks."""
        request = Request("GET", self._url, self._headers())
        try:
            channel = yield from Fetch(request)
        except ServerError as error:
            if error.status != _CANNOT_STREAM:
                raise
            yield from self._fetch_at_once(request)
        else:
            try:
                yield from self._begin(channel)
                while (piece := (yield from Read(channel))) is not None:
                    yield from self._take(piece)
            except PostCardItError:
                yield Shut(channel)
                raise
            yield Shut(channel)
        if self._total is not None and self._got < self._total:
            raise ConnectionFailed("The photo was cut short.")

    def _fetch_at_once(self, request: Request) -> Talk[None]:
        """Over a transport that cannot stream."""
        response = yield from Exchange(request, expect_success=False, once=True)
        if response.status not in (200, 206):
            raise refusal_in(response, time.time())
        yield from self._begin(response)
        yield from self._take(response.body)

    def _headers(self) -> dict[str, str]:
        headers = {"accept-encoding": "identity"}
        if self._got and (self._etag or self._digest):
            headers["range"] = f"bytes={self._got}-"
            if self._etag:
                headers["if-range"] = self._etag
        return headers

    def _begin(self, answer: Channel | Response) -> Talk[None]:
        """Where the bytes of an answer belong: behind those that are here, or in their place."""
        etag, length = answer.headers.get("etag", ""), answer.headers.get("content-length", "")
        found = _CONTENT_RANGE.fullmatch(answer.headers.get("content-range", ""))
        if answer.status == 206 and found is not None and int(found[1]) == self._got:
            self._total = int(found[2])
        else:
            yield from self._restart()
            if answer.status == 206:
                raise ConnectionFailed("The server sent another part of the photo than was asked for.")
            self._total = int(length) if length.isascii() and length.isdigit() else None
        self._etag = etag if etag.startswith('"') else None
        if self._total is not None:
            self._tally.total_bytes = self._total
            self._tally.tell(self._got)

    def _take(self, piece: bytes) -> Talk[None]:
        def write() -> None:
            self._file.write(piece)
            self._hasher.update(piece)

        yield from Work(write)
        self._got += len(piece)
        if self._total is not None and self._got > self._total:
            raise _Spoilt("The server sent more of the photo than it had announced.")
        if self._got > self._most:
            self._most, self._attempts = self._got, None
        self._tally.tell(self._got)

    def _check(self) -> None:
        if self._digest not in (None, self._hasher.hexdigest()):
            raise _Spoilt("The photo that came is not the one that was asked for: its SHA-256 differs.")
        self._is_whole = True

    def _restart(self) -> Talk[None]:
        def empty() -> None:
            self._file.seek(0)
            self._file.truncate()

        yield from Work(empty)
        self._hasher, self._got, self._total, self._etag = hashlib.sha256(), 0, None, None

    def _after(self, error: PostCardItError) -> Talk[None]:
        """What a failure means. Raises it when trying again will not help, or has not."""
        code = getattr(error, "code", None)
        has_no_range = getattr(error, "status", None) == _NO_SUCH_RANGE or code is Code.RANGE_NOT_SATISFIABLE
        if code is Code.LINK_EXPIRED and not self._is_renewed:
            self._is_renewed = True
            self._card = yield from Call(ops.get_postcard, path={"postcardId": self._card.postcard_id})
            self._take_link()
        elif isinstance(error, _Spoilt) and not self._is_begun_anew:  # by something on the way, perhaps
            self._is_begun_anew = True
            yield from self._restart()
        elif isinstance(error, ConnectionFailed) and self._got == self._total:
            return  # nothing is missing but the end
        elif has_no_range or may_be_repeated(error, repeatable=True):
            if has_no_range:
                yield from self._restart()
            self._attempts = self._attempts or (yield from Trying())
            yield Pause(self._attempts.pause_after(error))
        else:
            raise error
