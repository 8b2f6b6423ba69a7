"""A server of one photo behind signed links, in plain Python, and of the road to it: answers come piece by piece."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from postcardit_sdk import Code, ConnectionFailed, Postcard, Request, Response
from tests.sdk.stage import CARD, problem, reply

__all__ = ["PIECE_BYTES", "Pieces", "Shelf", "Trick", "cut_after", "unreachable"]

PIECE_BYTES = 1000

Trick = Callable[["Shelf", Request], "Pieces"]
"""What becomes of one request for the photo."""


@dataclass
class Pieces:
    """An answer, and where it breaks."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    breaks_after: int | None = None
    is_closed: bool = False
    _left: Iterator[bytes] | None = None

    def read(self) -> bytes | None:
        """The next piece. Raises ConnectionFailed where it breaks."""
        if self._left is None:
            self._left = self._pieces()
        return next(self._left, None)

    async def read_async(self) -> bytes | None:
        """The same, awaited."""
        return self.read()

    def cut(self) -> None:
        """As a channel does."""

    def close(self) -> None:
        """As a channel does."""
        self.is_closed = True

    async def close_async(self) -> None:
        """As a channel does."""
        self.close()

    def _pieces(self) -> Iterator[bytes]:
        end = len(self.body) if self.breaks_after is None else min(self.breaks_after, len(self.body))
        for start in range(0, end, PIECE_BYTES):
            yield self.body[start : min(start + PIECE_BYTES, end)]
        if self.breaks_after is not None:
            raise ConnectionFailed("The connection broke.")


@dataclass
class Shelf:
    """A streaming transport of both colours. The photo's link is the `link`th that was signed."""

    photo: bytes
    tricks: list[Trick] = field(default_factory=list[Trick])
    link: int = 1
    has_etag: bool = True
    has_digest: bool = True
    requests: list[Request] = field(default_factory=list[Request])
    answers: list[Pieces] = field(default_factory=list[Pieces])

    @property
    def card(self) -> Postcard:
        """The card as the API shows it now."""
        name = hashlib.sha256(self.photo).hexdigest() if self.has_digest else "7"
        url = f"https://photos.example/v1/images/{name}.jpg?signature={self.link}"
        return CARD.model_copy(update={"image_url": url, "thumbnail_url": url, "image_bytes": len(self.photo)})

    def open(self, request: Request) -> Pieces:
        """A transport's."""
        assert all(answer.is_closed for answer in self.answers)
        self.requests.append(request)
        trick = self.tricks.pop(0) if self.tricks else None
        answer = self.give(request) if trick is None else trick(self, request)
        self.answers.append(answer)
        return answer

    async def open_async(self, request: Request) -> Pieces:
        """The same, awaited."""
        return self.open(request)

    def send(self, request: Request) -> Response:
        """A transport's."""
        self.requests.append(request)
        return reply(self.card)

    async def send_async(self, request: Request) -> Response:
        """The same, awaited."""
        return self.send(request)

    def close(self) -> None:
        """A transport's."""

    async def close_async(self) -> None:
        """A transport's."""

    def give(self, request: Request) -> Pieces:
        """What the server answers."""
        if not request.url.endswith(f"signature={self.link}"):
            refusal = problem(Code.LINK_EXPIRED)
            return Pieces(refusal.status, refusal.headers, refusal.body)
        etag = {"etag": f'"{hashlib.sha256(self.photo).hexdigest()}"'} if self.has_etag else {}
        size, start = len(self.photo), int(request.headers.get("range", "bytes=0-")[6:-1])
        if "range" not in request.headers or request.headers.get("if-range", etag.get("etag")) != etag.get("etag"):
            return Pieces(200, {**etag, "content-length": str(size)}, self.photo)
        if start >= size:
            return Pieces(416, {"content-range": f"bytes */{size}"}, b"")
        part = self.photo[start:]
        where = {"content-range": f"bytes {start}-{size - 1}/{size}", "content-length": str(len(part))}
        return Pieces(206, {**etag, **where}, part)

    def asked(self) -> list[str]:
        """The requests, in short."""
        return [
            " ".join([request.method, request.headers.get("range", "all")])
            if request.url.startswith("https://photos.example/")
            else f"{request.method} {request.url}"
            for request in self.requests
        ]


def cut_after(count: int) -> Trick:
    """The connection breaks after so many bytes of the photo."""

    def cut(shelf: Shelf, request: Request) -> Pieces:
        answer = shelf.give(request)
        answer.breaks_after = count
        return answer

    return cut


def unreachable(shelf: Shelf, request: Request) -> Pieces:
    """Nothing leaves this machine."""
    raise ConnectionFailed("The network is down.", was_sent=False)
