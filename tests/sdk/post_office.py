"""A model of the server's rules for what an outbox sends, in plain Python, and of the road to it."""

import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image
from tenacity import Retrying, stop_after_attempt

from postcardit_sdk import Client, Code, ConnectionFailed, MemoryTokens, Request, Response, Tokens, Upload, UserSummary
from postcardit_sdk.contract.friends import Friendship, FriendshipStatus
from postcardit_sdk.contract.postcards import Receipts
from postcardit_sdk.contract.uploads import UploadPurpose, UploadStatus
from postcardit_sdk.contract.wire import new_id
from tests.sdk.stage import ALICE, CARD, MOMENT, page, problem, reply

__all__ = [
    "ONE_TRY",
    "Card",
    "Fault",
    "PostOffice",
    "busy",
    "failed_after_commit",
    "lost_answer",
    "lost_request",
    "offline",
    "open_client",
    "photo",
    "portal",
    "states",
    "through",
    "tokens_of",
    "too_many",
]

ONE_TRY = Retrying(stop=stop_after_attempt(1), reraise=True)
Fault = Callable[[Request, Callable[[Request], Response]], Response]
"""What happens to one request on the road: it may reach the server or not, and its answer may come back or not."""


def tokens_of(name: str) -> Tokens:
    """The session of a person."""
    return Tokens(f"access-of-{name}", f"refresh-of-{name}", 1e11, f"user-{name}", name)


@dataclass(frozen=True)
class Card:
    """A postcard that arrived: who sent it, by what key, to whom, and the digest of its photo."""

    key: str
    sender_id: str
    to: str
    message: str
    photo: str | None
    postcard_id: str = field(default_factory=new_id, compare=False)


@dataclass
class _Upload:
    user_id: str
    sha256: str
    upload_id: str = field(default_factory=new_id)
    is_ready: bool = False


@dataclass
class PostOffice:
    """The server. A send's key is kept for ever, every other key until `forget`."""

    friends: set[str] = field(default_factory=lambda: {"bob", "carol"})
    people: set[str] = field(default_factory=lambda: {"alice", "bob", "carol", "dave"})
    cards: list[Card] = field(default_factory=list[Card])
    asked: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    receipts: list[tuple[str, ...]] = field(default_factory=list[tuple[str, ...]])
    bios: list[str | None] = field(default_factory=list[str | None])
    requests: list[Request] = field(default_factory=list[Request])
    faults: list[Fault] = field(default_factory=list[Fault])
    road: Fault | None = None
    uploads: dict[str, _Upload] = field(default_factory=dict[str, _Upload])
    _kept: dict[tuple[str, str], tuple[str, Response]] = field(
        default_factory=dict[tuple[str, str], tuple[str, Response]]
    )

    def send(self, request: Request) -> Response:
        """A transport's: the next fault of the list, or the road as it is, decides what comes of it."""
        fault = self.faults.pop(0) if self.faults else self.road
        return self.answer(request) if fault is None else fault(request, self.answer)

    async def send_async(self, request: Request) -> Response:
        """The same, awaited."""
        return self.send(request)

    def close(self) -> None:
        """A transport's."""

    async def close_async(self) -> None:
        """A transport's."""

    def forget(self) -> None:
        """A day goes by: keys are forgotten, and so are photos that no card has."""
        self._kept = {key: kept for key, kept in self._kept.items() if self._is_send(key)}
        used = {card.photo for card in self.cards}
        self.uploads = {name: upload for name, upload in self.uploads.items() if upload.sha256 in used}

    def answer(self, request: Request) -> Response:
        """What the API answers."""
        self.requests.append(request)
        if request.url.startswith("https://bytes.example/"):
            return self._take_bytes(request)
        user = request.headers.get("authorization", "").removeprefix("Bearer access-of-")
        if user not in self.people:
            return problem(Code.UNAUTHENTICATED)
        user_id, verb = f"user-{user}", f"{request.method} {request.url.removeprefix('/v1')}"
        body = json.loads(request.body or b"null")
        match verb.split("/"):
            case ["POST ", "postcards"]:
                return self._once(request, user_id, lambda key: self._send(user_id, key, body))
            case ["POST ", "uploads"]:
                return self._once(request, user_id, lambda _: self._announce(user_id, body))
            case ["POST ", "friends"]:
                return self._once(request, user_id, lambda _: self._befriend(user_id, body))
            case ["GET ", "uploads", upload_id]:
                upload = self.uploads.get(upload_id)
                return problem(Code.NOT_FOUND) if upload is None else _view(upload)
            case ["POST ", "postcards", "receipts"]:
                self.receipts.append((*body.get("delivered", ()), *body.get("read", ())))
                return reply(Receipts(delivered=0, read=0))
            case _:
                self.bios.append(body.get("bio"))
                return reply(ALICE)

    def arrived(self) -> list[str]:
        """The keys of the cards that arrived, in the order of arrival."""
        return [card.key for card in self.cards]

    def sends(self) -> list[tuple[str, bytes]]:
        """The key and body of each request to send that arrived."""
        posts = [request for request in self.requests if request.url == "/v1/postcards"]
        return [(request.headers["idempotency-key"], request.body) for request in posts]

    def messages(self) -> list[str]:
        """What the cards say that arrived, in the order of arrival."""
        return [card.message for card in self.cards]

    def _once(self, request: Request, user_id: str, make: Callable[[str], Response]) -> Response:
        key, print_ = request.headers["idempotency-key"], f"{request.url} {hashlib.sha256(request.body).hexdigest()}"
        if (user_id, key) in self._kept:
            first, response = self._kept[user_id, key]
            return response if first == print_ else problem(Code.IDEMPOTENCY_KEY_REUSED)
        response = make(key)
        if response.status < 300:
            self._kept[user_id, key] = print_, response
        return response

    def _is_send(self, kept: tuple[str, str]) -> bool:
        return self._kept[kept][0].startswith("/v1/postcards ")

    def _send(self, user_id: str, key: str, body: dict[str, Any]) -> Response:
        to = body.get("recipientUsername", "").casefold()
        if to not in self.people:
            return problem(Code.NOT_FOUND)
        if to not in self.friends:
            return problem(Code.NOT_FRIENDS)
        upload = self.uploads.get(body.get("uploadId", ""))
        if "uploadId" in body and (upload is None or upload.user_id != user_id or not upload.is_ready):
            return problem(Code.UNKNOWN_IMAGE)
        card = Card(key, user_id, to, body["message"], upload.sha256 if upload else None)
        self.cards.append(card)
        told = {"postcard_id": card.postcard_id, "message": card.message, "sender_id": user_id, "idempotency_key": key}
        return reply(CARD.model_copy(update=told), 201)

    def _announce(self, user_id: str, body: dict[str, Any]) -> Response:
        upload = _Upload(user_id, body["sha256"])
        self.uploads[upload.upload_id] = upload
        return _view(upload)

    def _take_bytes(self, request: Request) -> Response:
        upload = self.uploads.get(request.url.rpartition("/")[2])
        if upload is None:
            return problem(Code.NOT_FOUND)
        if hashlib.sha256(request.body).hexdigest() != upload.sha256:
            return problem(Code.UPLOAD_HASH_MISMATCH)
        upload.is_ready = True
        return Response(204, {}, b"")

    def _befriend(self, user_id: str, body: dict[str, Any]) -> Response:
        to = body["username"].casefold()
        if to not in self.people:
            return problem(Code.NOT_FOUND)
        if (user_id, to) in self.asked or to in self.friends:
            return problem(Code.FRIENDSHIP_EXISTS)
        self.asked.add((user_id, to))
        person = UserSummary(user_id=f"user-{to}", username=to)
        return reply(
            Friendship(
                friendship_id=f"friendship-{to}", requester_id=user_id, addressee_id=person.user_id,
                status=FriendshipStatus.PENDING, requested_at=MOMENT, created_at=MOMENT, updated_at=MOMENT,
                requester=person, addressee=person,
            ),
            201,
        )  # fmt: skip


def _view(upload: _Upload) -> Response:
    is_pending = not upload.is_ready
    return reply(
        Upload(
            upload_id=upload.upload_id, purpose=UploadPurpose.POSTCARD, expires_at=MOMENT, offset=0, max_bytes=10**7,
            status=UploadStatus.PENDING if is_pending else UploadStatus.READY, method="PUT" if is_pending else None,
            url=f"https://bytes.example/{upload.upload_id}" if is_pending else None,
        )
    )  # fmt: skip


def offline(request: Request, answer: Callable[[Request], Response]) -> Response:
    """Nothing leaves this machine."""
    raise ConnectionFailed("The network is down.", was_sent=False)


def lost_request(request: Request, answer: Callable[[Request], Response]) -> Response:
    """The request leaves and never arrives."""
    raise ConnectionFailed("The connection broke.")


def lost_answer(request: Request, answer: Callable[[Request], Response]) -> Response:
    """The request arrives, its answer does not."""
    answer(request)
    raise ConnectionFailed("The connection broke.")


def busy(request: Request, answer: Callable[[Request], Response]) -> Response:
    """The server says so."""
    return problem(Code.UNAVAILABLE)


def failed_after_commit(request: Request, answer: Callable[[Request], Response]) -> Response:
    """The server does it, then fails."""
    answer(request)
    return problem(Code.INTERNAL)


def too_many(request: Request, answer: Callable[[Request], Response]) -> Response:
    """The server says so, for longer than anybody waits."""
    return problem(Code.RATE_LIMITED, retry_after="120")


def portal(request: Request, answer: Callable[[Request], Response]) -> Response:
    """Somebody else answers, as in a hotel."""
    return page(200, "<html>Welcome to the hotel</html>")


def through(request: Request, answer: Callable[[Request], Response]) -> Response:
    """All is well."""
    return answer(request)


def photo(shade: int = 7) -> bytes:
    """A small photo with metadata."""
    stream = io.BytesIO()
    Image.new("RGB", (8, 8), (shade, 0, 0)).save(stream, "JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0")
    return stream.getvalue()


def open_client(office: PostOffice, folder: Path, name: str = "alice") -> Client:
    """A client of one attempt, with its outbox in a file."""
    return Client(
        "http://api.example",
        tokens=MemoryTokens(tokens_of(name)),
        local=folder / "local.sqlite",
        retry=ONE_TRY,
        transport=office,
    )


def states(client: Client) -> list[tuple[str, str | None]]:
    """Each item's state, and the code of its reason."""
    return [
        (item.state.value, None if item.reason is None else item.reason.code) for item in client.outbox.list(all=True)
    ]
