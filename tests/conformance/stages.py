"""A stage of AWS on the emulator as a place for tests: its application behind a door, and mail that is read here."""

import base64
import contextlib
import dataclasses
import json
import secrets
import time
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import Any

from postcardit_backend.aws.app import StageBackend
from postcardit_backend.aws.clients import Clients
from postcardit_backend.aws.photo_events import develop_arrivals
from postcardit_backend.aws.schema import Table
from postcardit_backend.aws.stage import Stage
from postcardit_backend.aws.stage_secrets import NAMES as SECRETS
from postcardit_backend.aws.tables import Tables
from postcardit_backend.aws.wiring import open_stage
from postcardit_backend.decoding.decoder import ProcessDecoder
from postcardit_backend.folding import email_key, fold
from postcardit_backend.ports import Mail, Ports
from postcardit_backend.records import MailRecord
from postcardit_backend.settings import Settings
from postcardit_sdk.contract.service import Identity
from tests.aws.emulator import Emulator
from tests.aws.pools import RESET_CODE, SIGN_UP_CODE, Pool, new_pool
from tests.backend.place import NAMES, Account, Clock, Person, Place
from tests.conformance.door import Door
from tests.conformance.errands import over_http

__all__ = ["Account", "AwsForTests", "HostedPlace", "SettledStage", "StagePlace", "open_aws"]


@dataclass(frozen=True, slots=True)
class KeptClients(Clients):
    """Makes each client once: that takes longer than what most tests do with it."""

    kept: dict[str, Any] = field(default_factory=dict[str, Any])

    def of(self, service: str, *, in_passing: bool = False) -> Any:
        if service not in self.kept:
            self.kept[service] = Clients.of(self, service, in_passing=in_passing)
        return self.kept[service]


@dataclass(frozen=True)
class AwsForTests:
    """What all stages of a test run share."""

    emulator: Emulator
    door: Door
    clients: KeptClients
    secret_id: str
    decoder: ProcessDecoder


class Letterbox(Mail):
    """Mail that is read instead of being sent."""

    def __init__(self) -> None:
        self._sent: list[MailRecord] = []

    def send(self, mail: MailRecord) -> None:
        self._sent.append(mail)

    def pretend(self, mail: MailRecord) -> None: ...

    def read(self, name: str) -> list[MailRecord]:
        """The mail to this username or address, the newest first."""
        email, username = email_key(name), fold(name)
        return [
            one
            for one in reversed(self._sent)
            if email_key(one.email) == email or (one.username is not None and fold(one.username) == username)
        ]


@dataclass
class StagePlace(Place):
    """A stage that tests may change."""

    stage_ports: Ports
    tables: Tables
    letterbox: Letterbox

    @property
    def ports(self) -> Ports:
        return self.stage_ports

    def letters(self, name: str) -> list[MailRecord]:
        return self.letterbox.read(name)


@dataclass
class HostedPlace(StagePlace):
    """A stage whose accounts a user pool keeps. Letters with codes are the pool's, and the emulator's are known."""

    def code_for(self, name: str) -> str:
        asked = next(
            path
            for request, _ in reversed(self.transport.seen)
            if (path := request.url.rpartition("/")[2]) in _CODES or path == "change-email"
        )
        return _CODES.get(asked) or super().code_for(name)


_CODES = {"register": SIGN_UP_CODE, "resend-code": SIGN_UP_CODE, "forgot-password": RESET_CODE}


class PoolClock(Clock):
    """The time of day, which the pool tells its tokens by, and what a test has moved it by."""

    def __init__(self) -> None:
        super().__init__(real_now())
        self._ahead = 0

    def __call__(self) -> int:
        self.now = max(super().__call__(), real_now() + self._ahead)
        return self.now

    def forward(self, *, seconds: float = 0, days: float = 0) -> None:
        self._ahead += round((days * 86_400 + seconds) * 1000)


class LatePeople(dict[str, Person]):
    """Lets whoever is asked for open an account then: many tests need only one or two."""

    def __init__(self, place: StagePlace) -> None:
        super().__init__()
        self._place = place

    def __missing__(self, name: str) -> Person:
        self[name] = self._place.person(self._place.sign_up(name))
        return self[name]


@contextlib.contextmanager
def open_aws(emulator: Emulator, door: Door) -> Generator[AwsForTests]:
    """Clients, secrets and a decoder."""
    clients = KeptClients(emulator.clients.region, emulator.url, emulator.clients.session)
    keeper, secret_id = clients.of("secretsmanager"), f"test-{secrets.token_hex(6)}"
    made = {name: base64.b64encode(secrets.token_bytes(32)).decode() for name in SECRETS}
    keeper.create_secret(Name=secret_id, SecretString=json.dumps(made))
    decoder = ProcessDecoder(60, 60)
    try:
        yield AwsForTests(emulator, door, clients, secret_id, decoder)
    finally:
        decoder.close()
        for client in clients.kept.values():
            client.close()


@contextlib.contextmanager
def open_place(
    aws: AwsForTests, *, settings: Settings, clock: Clock, rows: "Rows | None" = None, pool: Pool | None = None
) -> Generator[StagePlace]:
    """Tables and a bucket of its own, empty but for these rows, behind the door."""
    with aws.emulator.tables() as tables, aws.emulator.bucket() as bucket:
        fill(tables, rows or {})
        place = _place(aws, tables, bucket, settings, clock, pool)
        backend = StageBackend(place.ports)
        with aws.door.leads_to(backend.app), place:
            yield place
        backend.close()


def _place(
    aws: AwsForTests, tables: Tables, bucket: str, settings: Settings, clock: Clock, pool: Pool | None
) -> StagePlace:
    stage = Stage("test", tables.name_of("main"), tables.name_of("brief"), bucket, aws.secret_id)
    if pool is not None:
        stage = dataclasses.replace(
            stage, identity=Identity.COGNITO, user_pool_id=pool.pool_id, user_pool_client_id=pool.client_id
        )
    letterbox = Letterbox()
    known = dataclasses.replace(
        settings, identity=stage.identity, realtime=stage.settings().realtime, request_log=False
    )
    ports = dataclasses.replace(
        open_stage(stage, aws.clients).ports, clock=clock, mail=letterbox, settings=known, decoder=aws.decoder
    )

    def develop(key: str) -> None:
        develop_arrivals({"Records": [{"s3": {"object": {"key": key}}}]}, ports)

    kind = StagePlace if pool is None else HostedPlace
    return kind(clock, over_http(aws.door.url, develop), ports, tables, letterbox, url=aws.door.url)


Rows = Mapping[Table, list[dict[str, Any]]]


def fill(tables: Tables, rows: Rows) -> None:
    """Put items into empty tables."""
    for table, items in rows.items():
        for start in range(0, len(items), 25):
            puts = [{"PutRequest": {"Item": item}} for item in items[start : start + 25]]
            tables.client.batch_write_item(RequestItems={tables.name_of(table): puts})


@dataclass(frozen=True)
class SettledStage:
    """A stage in which alice, bob and eve have accounts, to be copied."""

    rows: Rows
    accounts: Mapping[str, Account]
    now: int

    @classmethod
    def make(cls, aws: AwsForTests) -> "SettledStage":
        with open_place(aws, settings=Settings(), clock=Clock(real_now())) as place:
            accounts = {name: place.sign_up(name) for name in NAMES}
            rows: Rows = {table: everything(place.tables, table) for table in ("main", "brief")}
            return cls(rows, accounts, place.clock.now)

    @contextlib.contextmanager
    def open_copy(self, aws: AwsForTests, settings: Settings) -> Generator[StagePlace]:
        with open_place(aws, settings=settings, clock=Clock(self.now), rows=self.rows) as place:
            for name, account in self.accounts.items():
                place.people[name] = place.person(account)
            yield place


@contextlib.contextmanager
def open_hosted_place(aws: AwsForTests, settings: Settings) -> Generator[StagePlace]:
    """A stage with a pool of its own, in which alice and bob have accounts, and eve when she is asked for."""
    with new_pool(aws.emulator) as pool, open_place(aws, settings=settings, clock=PoolClock(), pool=pool) as place:
        place.people = LatePeople(place)
        assert place.alice.username != place.bob.username
        yield place


def everything(tables: Tables, table: Table) -> list[dict[str, Any]]:
    """All items of a small table."""
    items: list[dict[str, Any]] = tables.client.scan(TableName=tables.name_of(table), ConsistentRead=True)["Items"]
    return items


def real_now() -> int:
    """S3 and Cognito look at clocks of their own."""
    return time.time_ns() // 1_000_000
