"""Weather over sockets: connections really end where they are said to, the same seed does the same byte for byte, and
the outbox brings every postcard through each weather that has a name."""

import json
import logging
import re
import socket
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from postcardit_backend.entry import Server
from postcardit_sdk import (
    Box,
    Client,
    ConnectionFailed,
    MemoryTokens,
    PostCardItError,
    RateLimited,
    ServerError,
    UnreadableAnswer,
)
from postcardit_sdk.contract.lab.named_weather import NAMED_WEATHER
from postcardit_sdk.contract.lab.weather import Fault, FaultRule, WeatherPlan
from postcardit_sdk.flow import Response
from tests.end_to_end.town import ONE_TRY, access_token, befriend, sign_up
from tests.sdk.post_office import photo

PATIENCE = 20.0
HEADER = "postcardit-weather"


@dataclass
class Town:
    """A server, and alice and bob who are friends."""

    server: Server
    alice: Client
    bob: Client

    def raw(self, path: str = "/v1/health/live", method: str = "GET", body: bytes = b"") -> bytes:
        """Everything that one connection gives for one request, until it ends."""
        where = urlsplit(self.server.url)
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: {where.netloc}\r\nConnection: close\r\nX-Request-Id: one\r\n"
            f"Authorization: Bearer {access_token(self.alice)}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        with socket.create_connection((where.hostname, where.port), timeout=PATIENCE) as connection:
            connection.sendall(head.encode() + body)
            parts: list[bytes] = []
            try:
                while part := connection.recv(65_536):
                    parts.append(part)
            except ConnectionResetError:
                pass  # an end, too
        return re.sub(rb"\r\ndate: [^\r]*", b"", b"".join(parts))

    def one_try(self) -> Client:
        """Alice, who tries everything once."""
        return Client(self.server.url, tokens=MemoryTokens(self.alice.session.tokens.load()), retry=ONE_TRY)

    def fates(self, name: str, count: int) -> list[str]:
        """What so many questions in a row come to in this weather."""
        self.server.lab.weather.set(name, seed=1, hurry=True)
        with self.one_try() as client:
            found = [_fate(client) for _ in range(count)]
        self.server.lab.weather.clear()
        return found


def _fate(client: Client) -> str:
    try:
        return client.users.me().username
    except PostCardItError as error:
        return type(error).__name__


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with settled(tmp_path / "data") as town:
        yield town


@contextmanager
def settled(data: Path) -> Generator[Town]:
    with Server(data) as server, Client(server.url) as alice, Client(server.url) as bob:
        befriend(sign_up(alice, data, "alice"), sign_up(bob, data, "bob"))
        yield Town(server, alice, bob)


def plan(fault: Fault, **details: object) -> WeatherPlan:
    rule = FaultRule.model_validate({"fault": fault, **details})
    return WeatherPlan(name="test", faults=(rule,), hurry=True)


@pytest.mark.parametrize("at_byte", [0, 1, 7, 200])
def test_an_answer_is_cut_after_so_many_bytes_of_its_body(town: Town, at_byte: int) -> None:
    whole = town.raw("/v1/users/me").partition(b"\r\n\r\n")[2]
    town.server.lab.weather.set(plan(Fault.CUT_ANSWER, at_byte=at_byte))

    head, _, body = town.raw("/v1/users/me").partition(b"\r\n\r\n")

    assert b"content-length: %d" % len(whole) in head.lower()
    assert body == whole[:at_byte]


@pytest.mark.parametrize("fault", [Fault.NO_NETWORK, Fault.CUT_REQUEST, Fault.LOSE_ANSWER])
def test_nothing_at_all_arrives(town: Town, fault: Fault, caplog: pytest.LogCaptureFixture) -> None:
    town.server.lab.weather.set(plan(fault))
    with caplog.at_level(logging.WARNING):
        assert town.raw("/v1/users/me", "PATCH", json.dumps({"bio": "x"}).encode()) == b""

    assert caplog.records == [], "the server takes it for no failure of its own"
    town.server.lab.weather.clear()
    assert town.alice.users.me().bio == ("x" if fault is Fault.LOSE_ANSWER else None)


def test_a_stream_is_cut_like_any_other_answer(town: Town) -> None:
    town.server.lab.weather.set(plan(Fault.CUT_ANSWER, at_byte=9, routes=["listen_events"]))

    head, _, body = town.raw("/v1/events").partition(b"\r\n\r\n")

    assert b"text/event-stream" in head
    assert body == b"9\r\n" + body[3:12] + b"\r\n", "one chunk of nine bytes, and no last one"


def test_a_stream_of_events_goes_on_after_it_was_cut(town: Town) -> None:
    page = town.bob.sync.changes()
    town.server.lab.weather.set(plan(Fault.CUT_ANSWER, length=2, routes=["listen_events"]))
    events = town.bob.events.listen(since=page.next_cursor)

    card = town.alice.postcards.send("bob", "through")

    assert next(event.change.id for event in events if event.change is not None) == card.postcard_id


@pytest.mark.parametrize("name", ["flaky-wifi", "5xx-storm", "edge", "captive", "train"])
def test_the_same_seed_gives_the_same_bytes_on_another_server(town: Town, name: str, tmp_path: Path) -> None:
    first = _bytes_of(town, name, 60)
    with settled(tmp_path / "other") as other:
        again = _bytes_of(other, name, 60)

    assert first == again
    assert len(set(first)) > 2


def _bytes_of(town: Town, name: str, count: int) -> list[bytes]:
    town.server.lab.weather.set(name, seed=42, hurry=True)
    port = str(urlsplit(town.server.url).port).encode()
    return [town.raw().replace(port, b"PORT") for _ in range(count)]


def test_on_the_train_an_answer_is_lost_before_each_tunnel_and_in_it_nothing_gets_through(town: Town) -> None:
    fates = town.fates("train", 18)

    assert {*fates} == {"alice", "ConnectionFailed"}
    assert [fates[n] for n in (3, 4, 5, 6, 12, 13, 14, 15)] == ["ConnectionFailed"] * 8


def test_on_edge_everything_takes_long_and_answers_break_off(town: Town) -> None:
    fates = town.fates("edge", 40)
    waits = _said(town, "edge", "wait", 40)

    assert {*fates} == {"alice", "ConnectionFailed"}
    assert sorted(waits)[len(waits) // 2] > 400


def test_a_captive_network_answers_with_its_own_page_until_somebody_agrees(town: Town) -> None:
    assert town.fates("captive", 5) == ["ServerError", "UnreadableAnswer", "UnreadableAnswer", "alice", "alice"]


def test_flaky_wifi_works_or_does_not(town: Town) -> None:
    fates = town.fates("flaky-wifi", 40)

    assert {*fates} == {"alice", "ConnectionFailed"}


def test_in_an_airplane_nothing_gets_through(town: Town) -> None:
    assert {*town.fates("airplane", 10)} == {"ConnectionFailed"}


def test_a_storm_of_errors_is_errors_of_every_kind(town: Town) -> None:
    fates = town.fates("5xx-storm", 80)

    assert {*fates} == {"alice", ServerError.__name__, RateLimited.__name__}


def test_a_slow_disk_is_waited_for_by_writes_alone(town: Town) -> None:
    town.server.lab.weather.set("slow-disk", seed=1, hurry=True)
    with town.one_try() as client:
        read = client.service.request("GET", "/v1/users/me")
        written = [client.service.request("PATCH", "/v1/users/me", body=b'{"bio": "x"}') for _ in range(30)]

    assert "flush" not in read.headers[HEADER]
    assert all("flush=" in answer.headers[HEADER] for answer in written)
    assert {answer.status for answer in written} == {200, 503}


def _said(town: Town, name: str, what: str, count: int) -> list[int]:
    """The milliseconds that the answers of this weather name."""
    town.server.lab.weather.set(name, seed=1, hurry=True)
    with town.one_try() as client:
        answers = [answer for _ in range(count) if (answer := _answer(client)) is not None]
    found = [re.search(rf"{what}=(\d+)ms", answer.headers[HEADER]) for answer in answers]
    return [int(one[1]) for one in found if one is not None]


def _answer(client: Client) -> Response | None:
    try:
        return client.service.request("GET", "/v1/users/me")
    except ConnectionFailed:
        return None


@pytest.mark.parametrize("name", sorted(NAMED_WEATHER))
def test_the_outbox_brings_every_postcard_through(town: Town, name: str, tmp_path: Path) -> None:
    queued: dict[str, str] = {}
    tokens, local = MemoryTokens(town.alice.session.tokens.load()), tmp_path / "local.sqlite"
    with Client(town.server.url, tokens=tokens, local=local, retry=ONE_TRY) as alice:
        for number in range(10):
            item = alice.outbox.send("bob", f"card {number}", photo=photo(number) if number % 4 == 0 else None)
            queued[item.item_id] = f"card {number}"
        town.server.lab.weather.set(name, seed=2, hurry=True)
        met = _flush(alice, rounds=5 if name == "airplane" else 100)
        if name == "airplane":
            assert len(alice.outbox.list()) == len(queued)
            town.server.lab.weather.clear()
            _flush(alice, rounds=1)
        town.server.lab.weather.clear()
        assert alice.outbox.list() == []

    assert met > 1, "the weather was felt"
    cards = [*town.alice.postcards.all(Box.SENT)]
    assert {card.idempotency_key: card.message for card in cards} == queued
    assert sorted(card.message for card in town.bob.postcards.all(Box.RECEIVED)) == sorted(queued.values())


def _flush(client: Client, rounds: int) -> int:
    """Flush until nothing is left; gives how often it took."""
    for number in range(rounds):
        try:
            if client.outbox.flush().left == 0:
                return number + 1
        except PostCardItError as error:
            assert not isinstance(error, UnreadableAnswer), error
    return rounds
