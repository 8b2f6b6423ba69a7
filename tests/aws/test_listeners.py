"""Who listens by a WebSocket: let in by a token, told of what moved, and forgotten when they are gone."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import pytest

from postcardit_backend.aws.connections import Connection, Connections
from postcardit_backend.aws.hints import Hints, Moved, moved_in
from postcardit_backend.aws.listeners import PROTOCOL, Listeners
from postcardit_backend.aws.sockets import Sockets
from postcardit_backend.aws.tables import Tables
from postcardit_backend.aws.units import Units
from postcardit_backend.ports import Claims, Ports
from postcardit_backend.refusal import Refused
from postcardit_backend.settings import Settings
from postcardit_sdk.contract.problems import Code

NOW = 1_795_362_780_000
TOKEN = "a.b-c.d_e"


class Gone(Exception):
    """What botocore raises for a connection that has ended."""


@dataclass
class Gateway:
    """API Gateway's open connections, as botocore would speak to them."""

    said: list[tuple[str, dict[str, Any]]] = field(default_factory=list[tuple[str, dict[str, Any]]])
    gone: set[str] = field(default_factory=set[str])
    broken: set[str] = field(default_factory=set[str])
    exceptions = SimpleNamespace(GoneException=Gone)

    def post_to_connection(self, *, ConnectionId: str, Data: bytes) -> None:  # noqa: N803  # botocore's names
        if ConnectionId in self.broken:
            raise ConnectionError("no answer")
        if ConnectionId in self.gone:
            raise Gone
        self.said.append((ConnectionId, json.loads(Data)))

    def delete_connection(self, *, ConnectionId: str) -> None:  # noqa: N803  # the same
        if ConnectionId in self.gone:
            raise Gone
        self.gone.add(ConnectionId)


@dataclass
class Scene:
    """A stage on which alice has a session; `ended` are sessions that do not go on."""

    gateway: Gateway
    connections: Connections
    now: int = NOW
    ended: set[str] = field(default_factory=set[str])

    def verify(self, token: str, now: int) -> Claims | None:
        return Claims("alice", "session", (NOW + 900_000) / 1000) if token == TOKEN else None

    def require_live(self, session_id: str, now: int) -> str:
        if session_id in self.ended:
            raise Refused(Code.SESSION_ENDED)
        return "alice"

    def ended_among(self, session_ids: list[str], now: int) -> set[str]:
        return self.ended & {*session_ids}

    @property
    def ports(self) -> Ports:
        parts = {"settings": Settings(), "clock": lambda: self.now, "identity": self, "sessions": self}
        return cast("Ports", SimpleNamespace(**parts))

    @property
    def listeners(self) -> Listeners:
        return Listeners(self.ports, self.connections, Sockets(self.gateway))

    @property
    def hints(self) -> Hints:
        return Hints(self.connections, Sockets(self.gateway), self.ports.sessions, lambda: self.now)

    def connect(self, connection_id: str, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
        offered = {"Sec-WebSocket-Protocol": f"{PROTOCOL}, bearer.{TOKEN}"} if headers is None else headers
        return self.listeners.answer(event("$connect", connection_id, headers=offered))

    def open(self, user_id: str = "alice") -> list[str]:
        return [one.connection_id for one in self.connections.of(user_id, self.now)]


def event(route: str, connection_id: str, **more: object) -> dict[str, Any]:
    return {"requestContext": {"routeKey": route, "connectionId": connection_id}, **more}


@pytest.fixture(name="scene")
def open_scene(tables: Tables) -> Scene:
    return Scene(Gateway(), Connections(Units(tables)))


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-WebSocket-Protocol": f"{PROTOCOL}, bearer.{TOKEN}"},
        {"sec-websocket-protocol": f"{PROTOCOL},bearer.{TOKEN}"},
        {"Authorization": f"Bearer {TOKEN}", "Sec-WebSocket-Protocol": PROTOCOL},
    ],
)
def test_a_token_opens_and_the_protocol_is_agreed_on(scene: Scene, headers: dict[str, str]) -> None:
    answer = scene.connect("one", headers)

    assert answer == {"statusCode": 200, "headers": {"Sec-WebSocket-Protocol": PROTOCOL}}
    assert scene.open() == ["one"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer other"},
        {"Authorization": f"Basic {TOKEN}"},
        {"Sec-WebSocket-Protocol": PROTOCOL},
        {"Sec-WebSocket-Protocol": f"{PROTOCOL}, bearer.{TOKEN}, bearer.{TOKEN}"},
        {"Authorization": f"Bearer {TOKEN}", "Sec-WebSocket-Protocol": f"bearer.{TOKEN}"},
    ],
)
def test_nothing_else_opens(scene: Scene, headers: dict[str, str]) -> None:
    assert scene.connect("one", headers) == {"statusCode": 401}
    assert scene.open() == []


def test_a_session_that_has_ended_opens_nothing(scene: Scene) -> None:
    scene.ended.add("session")

    assert scene.connect("one") == {"statusCode": 401}


def test_an_event_that_comes_twice_does_what_it_did(scene: Scene) -> None:
    scene.connect("one")
    scene.connect("one")
    assert scene.open() == ["one"]

    scene.listeners.answer(event("$disconnect", "one"))
    scene.listeners.answer(event("$disconnect", "one"))
    assert scene.open() == []


def test_the_oldest_of_too_many_gives_way(scene: Scene) -> None:
    for number in range(6):
        scene.now += 1
        scene.connect(f"c{number}")

    assert (scene.open(), scene.gateway.gone) == (["c1", "c2", "c3", "c4", "c5"], {"c0"})


def test_a_ping_is_answered_and_anything_else_is_passed_over(scene: Scene) -> None:
    scene.connect("one")

    for body in ('{"type":"ping"}', '{"type":"of-a-later-version"}', "[1]", "no json", None):
        scene.listeners.answer(event("$default", "one", body=body))

    assert scene.gateway.said == [("one", {"type": "pong"})]


@pytest.mark.parametrize("ending", ["session", "token", "two hours"])
def test_a_ping_of_someone_whose_time_is_over_ends_the_connection(scene: Scene, ending: str) -> None:
    scene.connect("one")
    if ending == "session":
        scene.ended.add("session")
    scene.now += {"session": 0, "token": 900_000, "two hours": 7_200_000}[ending]

    scene.listeners.answer(event("$default", "one", body='{"type":"ping"}'))

    assert (scene.gateway.said, scene.gateway.gone, scene.open()) == ([], {"one"}, [])


def record(user: str, number: int, before: int | None, after: int | None, *, sk: str = "H") -> dict[str, Any]:
    """A record of the stream: somebody's counters were one thing and are another."""
    images = {
        name: {"n": {"N": str(head)}, "sent": {"N": "1"}}
        for name, head in (("OldImage", before), ("NewImage", after))
        if head is not None
    }
    keys = {"pk": {"S": f"U#{user}"}, "sk": {"S": sk}}
    return {"eventName": "MODIFY", "dynamodb": {"Keys": keys, "SequenceNumber": str(number), **images}}


def test_only_feeds_that_moved_are_told_of_each_with_its_last_number() -> None:
    records = [
        record("alice", 1, None, 1),
        record("bob", 2, 4, 4),
        record("alice", 3, 1, 3),
        record("carol", 4, 5, 6, sk="P"),
        record("dora", 5, 7, None),
    ]

    assert moved_in(records) == [Moved("alice", 3, "1")]


def test_everyone_who_listens_is_told_and_who_is_gone_is_forgotten(scene: Scene) -> None:
    for name in ("one", "two"):
        scene.now += 1
        scene.connect(name)
    scene.gateway.gone.add("one")

    failed = scene.hints.tell([Moved("alice", 7, "1"), Moved("bob", 2, "2")])

    assert (failed, scene.gateway.said, scene.open()) == ([], [("two", {"type": "hint", "seq": 7})], ["two"])


@pytest.mark.parametrize("ending", ["session", "token"])
def test_who_may_not_know_any_more_is_told_nothing(scene: Scene, ending: str) -> None:
    scene.connect("one")
    if ending == "session":
        scene.ended.add("session")
    else:
        scene.now += 900_000

    scene.hints.tell([Moved("alice", 7, "1")])

    assert (scene.gateway.said, scene.gateway.gone, scene.open()) == ([], {"one"}, [])


def test_a_connection_whose_end_nobody_told_of_ends_by_itself(scene: Scene) -> None:
    scene.connect("one")
    scene.now += 7_200_000

    scene.hints.tell([Moved("alice", 7, "1")])

    assert (scene.gateway.said, scene.open()) == ([], [])


def test_one_who_cannot_be_told_keeps_nobody_else_from_it(scene: Scene) -> None:
    scene.connect("one")
    scene.connections.open(Connection("other", "bob", "session", NOW + 900_000, NOW))
    scene.gateway.broken.add("one")

    failed = scene.hints.tell([Moved("alice", 7, "1"), Moved("bob", 2, "2")])

    assert failed == [Moved("alice", 7, "1")]
    assert scene.gateway.said == [("other", {"type": "hint", "seq": 2})]
