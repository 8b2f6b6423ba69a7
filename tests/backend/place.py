"""A place where people meet, whatever keeps it: a clock that tests move, and alice, bob and eve the stranger."""

import dataclasses
import hashlib
import io
import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from PIL import Image

from postcardit_backend.ports import Ports
from postcardit_backend.records import MailRecord
from postcardit_sdk import Client
from postcardit_sdk.contract.operations import BASE_PATH
from postcardit_sdk.contract.wire import new_id
from postcardit_sdk.embedded import EMBEDDED_URL
from postcardit_sdk.flow import Request
from postcardit_sdk.tokens import MemoryTokens, Tokens

from .held_to_contract import Answer, CheckedTransport, read_answer

__all__ = ["BEGINNING", "NAMES", "NOBODY", "PASSWORD", "Account", "Clock", "Person", "Place", "ids", "jpeg"]

PASSWORD = "correct horse"
NAMES = ("alice", "bob", "eve")
BEGINNING = 1_795_362_780_123
"""2026-11-22T15:53:00.123Z."""
NOBODY = "00000000-0000-7000-8000-000000000000"
"""An id that nothing has."""


@dataclass
class Clock:
    """Unix milliseconds. It ticks once per look, so that nothing happens twice at the same time."""

    now: int = BEGINNING

    def __call__(self) -> int:
        self.now += 1
        return self.now

    def forward(self, *, seconds: float = 0, days: float = 0) -> None:
        self.now += round((days * 86_400 + seconds) * 1000)


@dataclass(frozen=True)
class Account:
    """Someone who has an account, and the session that confirming it began."""

    username: str
    user_id: str
    access_token: str
    refresh_token: str

    @property
    def email(self) -> str:
        return f"{self.username}@example.com"


@dataclass(frozen=True)
class Person:
    """Someone who asks: by the SDK (`client`) or by hand (`ask`). Anonymous people have no account."""

    world: "Place"
    account: Account | None
    client: Client

    @property
    def user_id(self) -> str:
        return self._known.user_id

    @property
    def username(self) -> str:
        return self._known.username

    @property
    def email(self) -> str:
        return self._known.email

    @property
    def access_token(self) -> str:
        return self._known.access_token

    @property
    def _known(self) -> Account:
        assert self.account is not None
        return self.account

    def ask(
        self,
        method: str,
        path: str,
        json_body: object = None,
        *,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """A request as it is given here, with this person's token; `path` is below /v1 unless it is a whole URL."""
        sent = dict(headers or {})
        if self.account is not None:
            sent.setdefault("authorization", f"Bearer {self.account.access_token}")
        if json_body is not None:
            sent.setdefault("content-type", "application/json")
            body = json.dumps(json_body).encode()
        url = path if "://" in path else BASE_PATH + path
        return read_answer(self.world.transport.send(Request(method, url, sent, body)))

    def get(self, path: str, **headers: str) -> Answer:
        """A GET; `if_none_match` becomes If-None-Match."""
        return self.ask("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def post(self, path: str, json_body: object, *, key: str | None = None) -> Answer:
        """A POST with an Idempotency-Key, a new one unless it is given."""
        return self.ask("POST", path, json_body, headers={"idempotency-key": key or new_id()})

    def befriend(self, other: "Person") -> str:
        """Become friends; gives the friendship's id."""
        asked = self.client.friends.request(other.username)
        return other.client.friends.accept(asked.friendship_id).friendship_id

    def announce(
        self, data: bytes, *, kind: str = "image/jpeg", size: int | None = None, purpose: str = "postcard"
    ) -> Answer:
        """Announce an upload of these bytes."""
        digest = hashlib.sha256(data).hexdigest()
        wanted = {"contentType": kind, "byteSize": len(data) if size is None else size, "sha256": digest}
        return self.post("/uploads", {"purpose": purpose, **wanted})

    def upload(self, data: bytes, *, purpose: str = "postcard") -> str:
        """Announce and send; gives the upload's id."""
        announced = self.announce(data, purpose=purpose).body
        if announced["status"] == "pending":
            sent = self.world.anyone.ask(announced["method"], announced["url"], body=data, headers=announced["headers"])
            assert sent.status < 300, sent
            assert self.get(f"/uploads/{announced['uploadId']}").body["status"] == "ready"
        upload_id: str = announced["uploadId"]
        return upload_id


@dataclass
class Place(ABC):
    """An opened backend and who is in it."""

    clock: Clock
    transport: CheckedTransport
    url: str = dataclasses.field(default=EMBEDDED_URL, kw_only=True)
    people: dict[str, Person] = dataclasses.field(default_factory=dict[str, Person], kw_only=True)

    @property
    @abstractmethod
    def ports(self) -> Ports: ...

    @abstractmethod
    def letters(self, name: str) -> list[MailRecord]:
        """The mail to this username or address, the newest first."""

    @property
    def alice(self) -> Person:
        return self.people["alice"]

    @property
    def bob(self) -> Person:
        return self.people["bob"]

    @property
    def eve(self) -> Person:
        return self.people["eve"]

    @property
    def anyone(self) -> Person:
        """Someone who is not signed in."""
        return self.person(None)

    def person(self, account: Account | None) -> Person:
        tokens = None if account is None else Tokens(account.access_token, account.refresh_token)
        return Person(self, account, Client(self.url, transport=self.transport, tokens=MemoryTokens(tokens)))

    def code_for(self, name: str) -> str:
        """The code in the newest mail to this username or address."""
        code = self.letters(name)[0].code
        assert code is not None
        return code

    def sign_up(self, username: str, *, email: str | None = None, password: str = PASSWORD) -> Account:
        """Register and confirm; gives the account and its first session."""
        address = email or f"{username}@example.com"
        self.anyone.client.auth.register(username, address, password)
        confirmed = self.anyone.client.auth.confirm(address, self.code_for(address), password=password)
        assert confirmed.tokens is not None
        return Account(username, confirmed.user_id, confirmed.tokens.access_token, confirmed.tokens.refresh_token)

    def sign_in(self, username: str, password: str = PASSWORD) -> Person:
        """Begin another session for someone who is in this world, and go on with it."""
        answer = self.anyone.ask("POST", "/auth/login", {"username": username, "password": password}).body
        account = Account(username, answer["user"]["userId"], answer["accessToken"], answer["refreshToken"])
        self.people[username] = self.person(account)
        return self.people[username]

    def close(self) -> None:
        self.transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def jpeg(colour: str = "teal", size: tuple[int, int] = (48, 32), **options: object) -> bytes:
    """A small photo."""
    stream = io.BytesIO()
    Image.new("RGB", size, colour).save(stream, "JPEG", **options)
    return stream.getvalue()


def ids(answer: Answer, name: str = "postcards", key: str = "postcardId") -> list[str]:
    """The ids on a page."""
    items: list[dict[str, Any]] = answer.body[name]
    return [item[key] for item in items]
