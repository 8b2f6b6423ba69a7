"""A server that takes photos' bytes, whole or in parts, in plain Python; and what may happen to them on the road."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from postcardit_sdk import Call, Code, ConnectionFailed, Progress, Request, Response, Talk, Upload, UploadPurpose
from postcardit_sdk.contract import operations as ops
from postcardit_sdk.contract.uploads import UploadStatus
from postcardit_sdk.resources.tally import Tally
from postcardit_sdk.resources.uploads import announcement, send_photo
from tests.sdk.stage import CARD, MOMENT, problem, reply

__all__ = ["ByteStore", "Fault", "busy", "cut_at", "expired", "late", "lost_answer", "not_sent", "send", "through"]

Fault = Callable[["ByteStore", Request], Response]
"""What happens to one request for bytes: it may reach the store or not, and its answer may come back or not."""


@dataclass
class ByteStore:
    """One upload at a time, by the rules of the contract. `appended` notes each piece that was kept, and where."""

    resumable: bool = True
    faults: list[Fault] = field(default_factory=list[Fault])
    statuses: list[UploadStatus] = field(default_factory=list[UploadStatus])
    requests: list[Request] = field(default_factory=list[Request])
    appended: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    kept: bytearray = field(default_factory=bytearray)
    waiting: bytes = b""
    link: int = 1
    is_deleted: bool = False
    trouble: Code | None = None
    announced: dict[str, Any] = field(default_factory=dict[str, Any])

    def send(self, request: Request) -> Response:
        """A transport's."""
        self.requests.append(request)
        if request.url.startswith("https://bytes.example/"):
            fault = self.faults.pop(0) if self.faults else None
            return self.take(request) if fault is None else fault(self, request)
        match request.method, request.url:
            case "POST", "/v1/uploads":
                self.announced = json.loads(request.body)
                return self.view()
            case "GET", "/v1/uploads/u-1":
                return self.view()
            case "DELETE", "/v1/uploads/u-1":
                self.is_deleted = True
                return Response(204, {}, b"")
            case _:
                return reply(CARD, 201)

    async def send_async(self, request: Request) -> Response:
        """The same, awaited."""
        return self.send(request)

    def close(self) -> None:
        """A transport's."""

    async def close_async(self) -> None:
        """A transport's."""

    def take(self, request: Request) -> Response:
        """What the store answers to a request for bytes."""
        if not request.url.endswith(f"signature={self.link}"):
            return problem(Code.LINK_EXPIRED) if request.method != "HEAD" else Response(403, {}, b"")
        if request.method == "HEAD":
            headers = {**self._offset(), "upload-complete": "?1" if self.is_complete else "?0"}
            self._arrive_late()
            return Response(204, headers, b"")
        self._arrive_late()
        if self.is_complete:
            return problem(Code.UPLOAD_FINISHED)
        start = 0 if request.method == "PUT" else int(request.headers["upload-offset"])
        if request.method == "PUT":
            self.kept.clear()
        if start != len(self.kept):
            return problem(Code.UPLOAD_OFFSET_MISMATCH, upload_offset=str(len(self.kept)))
        self.append(request.body)
        if request.headers.get("upload-complete", "?1") == "?1":
            return self._settle()
        return Response(204, self._offset(), b"")

    def append(self, piece: bytes) -> None:
        """Keep a piece."""
        if piece:
            self.appended.append((len(self.kept), len(piece)))
        self.kept += piece

    @property
    def is_complete(self) -> bool:
        """Whether the bytes are there and right."""
        return self.announced.get("sha256") == hashlib.sha256(self.kept).hexdigest()

    def asked(self) -> list[str]:
        """The requests for bytes, in short."""
        return [
            " ".join([request.method, *(value for name, value in request.headers.items() if name == "upload-offset")])
            for request in self.requests
            if request.url.startswith("https://bytes.example/")
        ]

    def view(self) -> Response:
        """The upload as the API shows it."""
        status = UploadStatus.READY if self.is_complete else UploadStatus.PENDING
        if status is UploadStatus.READY and self.statuses:
            status = self.statuses.pop(0)
        is_pending = status is UploadStatus.PENDING
        return reply(
            Upload(
                upload_id="u-1", purpose=UploadPurpose.POSTCARD, status=status, problem=self.trouble, method="PUT",
                url=f"https://bytes.example/u-1?signature={self.link}" if is_pending else None,
                headers={"content-type": "image/jpeg"}, expires_at=MOMENT, offset=len(self.kept),
                resumable=self.resumable, max_bytes=10_000_000,
            )
        )  # fmt: skip

    def _settle(self) -> Response:
        if len(self.kept) != self.announced["byteSize"]:
            self.kept.clear()
            return problem(Code.UPLOAD_SIZE_MISMATCH)
        if not self.is_complete:
            self.kept.clear()
            return problem(Code.UPLOAD_HASH_MISMATCH)
        return Response(204, {}, b"")

    def _arrive_late(self) -> None:
        piece, self.waiting = self.waiting, b""
        self.append(piece)

    def _offset(self) -> dict[str, str]:
        return {"upload-offset": str(len(self.kept))}


def cut_at(part: float) -> Fault:
    """The connection breaks in the middle of the body: what came so far is kept."""

    def cut(store: ByteStore, request: Request) -> Response:
        if _fits(store, request):
            if request.method == "PUT":
                store.kept.clear()
            store.append(request.body[: int(len(request.body) * part)])
        raise ConnectionFailed("The connection broke.")

    return cut


def late(part: float) -> Fault:
    """As `cut_at`, but the store learns of what came only after the next question."""

    def cut(store: ByteStore, request: Request) -> Response:
        if _fits(store, request) and request.method == "PATCH":
            store.waiting = request.body[: int(len(request.body) * part)]
        raise ConnectionFailed("The connection broke.")

    return cut


def lost_answer(store: ByteStore, request: Request) -> Response:
    """The request arrives, its answer does not."""
    store.take(request)
    raise ConnectionFailed("The connection broke.")


def through(store: ByteStore, request: Request) -> Response:
    """All is well."""
    return store.take(request)


def not_sent(store: ByteStore, request: Request) -> Response:
    """Nothing leaves this machine."""
    raise ConnectionFailed("The network is down.", was_sent=False)


def busy(store: ByteStore, request: Request) -> Response:
    """The server says so."""
    return problem(Code.UNAVAILABLE)


def expired(store: ByteStore, request: Request) -> Response:
    """From now on only a new link counts."""
    store.link += 1
    return store.take(request)


def send(data: bytes, hear: Callable[[Progress], None] | None = None) -> Talk[Upload]:
    """Announce bytes as they are and send them: what `uploads.photo` does once a photo is prepared."""
    announced = yield from announcement(data, "image/jpeg", UploadPurpose.POSTCARD)
    upload = yield from Call(ops.create_upload, announced, idempotency_key="k")
    return (yield from send_photo(upload, data, Tally(hear, len(data))))


def _fits(store: ByteStore, request: Request) -> bool:
    is_ours = request.url.endswith(f"signature={store.link}") and not store.is_complete
    return is_ours and (request.method == "PUT" or request.headers.get("upload-offset") == str(len(store.kept)))
