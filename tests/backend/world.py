"""A backend in a folder of its own, a clock that tests move, and three people: alice, bob and eve the stranger."""

import dataclasses
import hashlib
import io
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from PIL import Image

from postcardit_backend.app import Backend
from postcardit_backend.ports import Decoder, Ports
from postcardit_backend.settings import Settings
from postcardit_backend.wiring import Embedded, open_folder
from postcardit_sdk import Client
from postcardit_sdk.contract.operations import BASE_PATH
from postcardit_sdk.contract.wire import new_id
from postcardit_sdk.embedded import EMBEDDED_URL, EmbeddedTransport
from postcardit_sdk.flow import Request
from postcardit_sdk.tokens import MemoryTokens, Tokens

from .held_to_contract import Answer, CheckedTransport, read_answer

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

    world: "World"
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
            sent = Person(self.world, None, self.client).ask(announced["method"], announced["url"], body=data)
            assert sent.headers.get("x-upload-status") == "ready", sent
        upload_id: str = announced["uploadId"]
        return upload_id


@dataclass
class World:
    """An opened backend and who is in it."""

    folder: Path
    clock: Clock
    embedded: Embedded
    backend: Backend
    transport: CheckedTransport
    people: dict[str, Person] = field(default_factory=dict[str, Person])

    @classmethod
    def open(
        cls,
        folder: Path,
        accounts: Mapping[str, Account],
        now: int = BEGINNING,
        settings: Settings | None = None,
        decoder: Decoder | None = None,
    ) -> Self:
        clock = Clock(now)
        embedded = open_folder(folder, settings or Settings())
        ports = dataclasses.replace(embedded.ports, clock=clock, decoder=decoder or embedded.ports.decoder)
        embedded = dataclasses.replace(embedded, ports=ports)
        backend = Backend(embedded)
        world = cls(folder, clock, embedded, backend, CheckedTransport(EmbeddedTransport(backend)))
        for name, account in accounts.items():
            world.people[name] = world.person(account)
        return world

    @property
    def ports(self) -> Ports:
        return self.embedded.ports

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
        return Person(self, account, Client(EMBEDDED_URL, transport=self.transport, tokens=MemoryTokens(tokens)))

    def code_for(self, name: str) -> str:
        """The code in the newest mail to this username or address."""
        code = self.embedded.mailbox.read(name)[0].code
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


@dataclass(frozen=True)
class Settled:
    """A folder in which alice, bob and eve have accounts, to be copied: hashing passwords anew takes time."""

    folder: Path
    accounts: Mapping[str, Account]
    now: int

    @classmethod
    def make(cls, folder: Path) -> Self:
        with World.open(folder, {}) as world:
            accounts = {name: world.sign_up(name) for name in NAMES}
            return cls(folder, accounts, world.clock.now)

    def open_copy(self, folder: Path, settings: Settings | None = None, decoder: Decoder | None = None) -> World:
        shutil.copytree(self.folder, folder)
        return World.open(folder, self.accounts, self.now, settings, decoder)


def jpeg(colour: str = "teal", size: tuple[int, int] = (48, 32), **options: object) -> bytes:
    """A small photo."""
    stream = io.BytesIO()
    Image.new("RGB", size, colour).save(stream, "JPEG", **options)
    return stream.getvalue()


def ids(answer: Answer, name: str = "postcards", key: str = "postcardId") -> list[str]:
    """The ids on a page."""
    items: list[dict[str, Any]] = answer.body[name]
    return [item[key] for item in items]
