"""A photo's bytes on their way to the server, over a network that breaks.

Where the server takes them in parts this follows draft-ietf-httpbis-resumable-upload-10 ("Resumable Uploads for HTTP"):
HEAD asks how far the upload is, PATCH appends from there, 256 KiB at a time. So a connection that breaks costs one part
at most. Interim responses (104) are neither needed nor waited for. Where the server does not, one PUT sends all.
"""

import time

from ..byte_hosts import refusal_in
from ..contract import operations as ops
from ..contract.problems import Code
from ..contract.uploads import Upload, UploadStatus
from ..errors import PostCardItError, UnreadableAnswer
from ..flow import Call, Exchange, Pause, Request, Response, Talk, Trying
from ..retry import Attempts, may_be_repeated
from .tally import Tally

__all__ = ["CHUNK_BYTES", "Transfer"]

CHUNK_BYTES = 256 * 1024

_PASSING_STATUS = frozenset({408, 425, 429})
_OLD_LINK = frozenset({Code.LINK_EXPIRED, Code.LINK_INVALID})
_OTHER_BYTES = frozenset({Code.UPLOAD_HASH_MISMATCH, Code.UPLOAD_SIZE_MISMATCH})


class Transfer:
    """The bytes of one announced upload. Whatever the server has acknowledged is not sent again.

    Attempts are counted by the client's retry policy, from the beginning whenever the server has more than ever before.
    """

    def __init__(self, upload: Upload, data: bytes, tally: Tally) -> None:
        self._upload, self._data, self._tally = upload, data, tally
        self._offset = self._most = min(upload.offset, len(data))
        self._is_known = True
        """Whether the offset is the server's own: after a broken connection it is asked for."""
        self._is_over = False
        self._is_renewed = self._is_begun_anew = False
        self._is_pieced = upload.offset > 0
        """Whether what the server has may have come by several connections."""
        self._attempts: Attempts | None = None

    def run(self) -> Talk[Upload]:
        """Send until the server has all, or has settled the upload in another way. Gives it as it was known last."""
        if self._upload.status is UploadStatus.PENDING:
            self._tally.tell(self._offset)
        while self._upload.status is UploadStatus.PENDING and not self._is_over:
            try:
                yield from self._go_on()
            except PostCardItError as error:
                yield from self._after(error)
        self._tally.finish()
        return self._upload

    def _go_on(self) -> Talk[None]:
        """The next request."""
        if not self._is_known:
            yield from self._ask_offset()
        elif self._upload.resumable and (self._offset > 0 or len(self._data) > CHUNK_BYTES):
            yield from self._send_part()
        else:
            upload = self._upload
            yield from self._say(Request(upload.method or "PUT", self._url, upload.headers, self._data))
            self._is_over = True

    def _send_part(self) -> Talk[None]:
        start = self._offset
        part = self._data[start : start + CHUNK_BYTES]
        is_last = start + len(part) == len(self._data)
        headers = {
            "content-type": "application/partial-upload",
            "upload-offset": str(start),
            "upload-complete": "?1" if is_last else "?0",
        }
        response = yield from self._say(Request("PATCH", self._url, headers, part))
        self._is_over = is_last
        if not is_last:
            reached = _offset_in(response, len(self._data))
            if reached is None or reached <= start:
                raise _unreadable("The server did not say that it took the part of the photo.", response)
            self._move(reached)

    def _ask_offset(self) -> Talk[None]:
        """HEAD, for the truth. What it refuses has no words; the API says what is wrong."""
        response = yield from Exchange(Request("HEAD", self._url), expect_success=False, once=True)
        if response.status >= 300:
            error = refusal_in(response, time.time())
            if response.status >= 500 or response.status in _PASSING_STATUS:
                raise error
            yield from self._renew(error)
            return
        reached = _offset_in(response, len(self._data))
        self._is_over = response.headers.get("upload-complete", "") == "?1"
        if not self._is_over and reached is None:
            raise _unreadable("The server did not say how far the upload is.", response)
        self._move(len(self._data) if reached is None else reached)

    def _say(self, request: Request) -> Talk[Response]:
        """Send once, without the token. Raises the problem of a refusal, after hearing where the upload stands."""
        response = yield from Exchange(request, expect_success=False, once=True)
        if response.status < 300:
            return response
        error = refusal_in(response, time.time())
        if _code_of(error) is Code.UPLOAD_OFFSET_MISMATCH:
            self._is_known = False
            reached = _offset_in(response, len(self._data))
            if reached is not None:
                self._move(reached)
        raise error

    def _after(self, error: PostCardItError) -> Talk[None]:
        """What a failure means. Raises it when trying again will not help, or has not."""
        code = _code_of(error)
        if code is Code.UPLOAD_FINISHED:
            self._is_over = True
        elif code in _OLD_LINK:
            yield from self._renew(error)
        elif code in _OTHER_BYTES and self._is_pieced and not self._is_begun_anew:
            self._offset, self._is_known, self._is_begun_anew = 0, True, True
        elif code is Code.UPLOAD_OFFSET_MISMATCH or may_be_repeated(error, repeatable=True):
            if code is not Code.UPLOAD_OFFSET_MISMATCH:
                self._is_known = not self._upload.resumable
            self._is_pieced = True
            self._attempts = self._attempts or (yield from Trying())
            yield Pause(self._attempts.pause_after(error))
        else:
            raise error

    def _renew(self, error: PostCardItError) -> Talk[None]:
        """Ask the API how the upload is, and for another link: once."""
        if self._is_renewed:
            raise error
        self._is_renewed = True
        self._upload = yield from Call(ops.get_upload, path={"uploadId": self._upload.upload_id})
        self._move(min(self._upload.offset, len(self._data)))

    def _move(self, offset: int) -> None:
        """So much the server has. More than ever before is progress: attempts are counted anew."""
        self._offset, self._is_known = offset, True
        if offset > self._most:
            self._most, self._attempts = offset, None
        self._tally.tell(offset)

    @property
    def _url(self) -> str:
        if self._upload.url is None:
            raise UnreadableAnswer("The server did not say where to send the photo.", status=200, request_id=None)
        return self._upload.url


def _offset_in(response: Response, total: int) -> int | None:
    """The Upload-Offset header, if it is one that this upload can have."""
    text = response.headers.get("upload-offset", "").strip()
    offset = int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None
    return offset if offset is not None and offset <= total else None


def _unreadable(sentence: str, response: Response) -> UnreadableAnswer:
    request_id = response.headers.get("x-request-id")
    return UnreadableAnswer(sentence, status=response.status, request_id=request_id)


def _code_of(error: PostCardItError) -> Code | None:
    code: object = getattr(error, "code", None)
    return code if isinstance(code, Code) else None
