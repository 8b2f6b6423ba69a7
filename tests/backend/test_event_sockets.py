"""Streams over a socket: resumed wherever the connection broke, and over in good time when the server stops."""

import http.client
import json
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from postcardit_backend.entry import Server
from tests.backend.listening import Event, events_in
from tests.backend.world import PASSWORD, Settled

PATIENCE = 20.0


@dataclass
class Town:
    """A server, and alice's token for it."""

    server: Server
    token: str = ""

    def begin(
        self, method: str, path: str, body: object = None, headers: Mapping[str, str] | None = None
    ) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
        """A request, and its response to be read."""
        connection = self.request(method, path, body, headers)
        return connection, connection.getresponse()

    def request(
        self, method: str, path: str, body: object = None, headers: Mapping[str, str] | None = None
    ) -> http.client.HTTPConnection:
        """A request whose response has not been asked for."""
        connection = http.client.HTTPConnection(urlsplit(self.server.url).netloc, timeout=PATIENCE)
        sent = {"authorization": f"Bearer {self.token}"} if self.token else {}
        connection.request(method, f"/v1{path}", json.dumps(body) if body else None, {**sent, **(headers or {})})
        return connection

    def ask(self, method: str, path: str, body: object = None) -> Any:
        connection, response = self.begin(method, path, body)
        answer = json.loads(response.read())
        connection.close()
        assert response.status == HTTPStatus.OK, answer
        return answer

    def write(self, times: int) -> None:
        """So many changes in alice's feed."""
        for number in range(times):
            self.ask("PATCH", "/users/me", {"bio": f"{number}"})

    def hear(self, last_event_id: str, *, count: int, at_most: int = 1 << 40) -> list[Event]:
        """Listen until there were so many changes or bytes, then hang up."""
        connection, response = self.begin("GET", "/events", headers={"last-event-id": last_event_id})
        heard = b""
        while len(heard) < at_most and len(changes_in(heard)) < count:
            heard += response.read1(min(at_most - len(heard), 4096))
        connection.close()
        return changes_in(heard)


def changes_in(heard: bytes) -> list[Event]:
    return [event for event in events_in(heard.decode(errors="ignore")) if event.data is not None]


@pytest.fixture
def town(settled: Settled, tmp_path: Path) -> Iterator[Town]:
    settled.open_copy(tmp_path / "data").close()
    with Server(tmp_path / "data") as server:
        town = Town(server)
        town.token = town.ask("POST", "/auth/login", {"username": "alice", "password": PASSWORD})["accessToken"]
        yield town


def test_wherever_the_connection_breaks_nothing_is_missed_or_doubled(town: Town) -> None:
    begin = town.ask("GET", "/sync")["nextCursor"]
    town.write(40)

    @given(st.lists(st.integers(0, 8_000), max_size=5))
    @hypothesis_settings(max_examples=12)
    def check(cuts: Sequence[int]) -> None:
        heard: list[Event] = []
        for cut in (*cuts, 1 << 40):
            last = heard[-1].id if heard else begin
            assert last is not None
            heard += town.hear(last, count=40 - len(heard), at_most=cut)
        assert [event.data["seq"] for event in heard] == [*range(1, 41)]

    check()


def test_a_listener_that_is_cut_off_while_others_write_hears_everything_once(town: Town) -> None:
    last: str = town.ask("GET", "/sync")["nextCursor"]
    writing = threading.Thread(target=town.write, args=(60,))
    heard: list[Event] = []

    writing.start()
    while len(heard) < 60:
        heard += town.hear(last, count=min(7, 60 - len(heard)))
        last = heard[-1].id or ""
    writing.join()

    assert [event.data["seq"] for event in heard] == [*range(1, 61)]


def test_a_server_that_stops_ends_its_streams_and_answers_its_long_polls(settled: Settled, tmp_path: Path) -> None:
    settled.open_copy(tmp_path / "data").close()
    with Server(tmp_path / "data") as server:
        town = Town(server)
        town.token = town.ask("POST", "/auth/login", {"username": "alice", "password": PASSWORD})["accessToken"]
        cursor = town.ask("GET", "/sync")["nextCursor"]
        stream, response = town.begin("GET", "/events")
        polling = town.request("GET", f"/sync?wait=25&cursor={cursor}")
        assert response.read1(10)
        town.ask("GET", "/users/me")  # was sent later: the long poll has begun
        begun = time.monotonic()
    seconds = time.monotonic() - begun
    rest = response.read()  # raises IncompleteRead when the stream was cut off
    polled = json.loads(polling.getresponse().read())
    stream.close()
    polling.close()

    assert rest.endswith(b"retry: 1000\n\n")
    assert polled == {"changes": [], "nextCursor": cursor, "hasMore": False}
    assert seconds < 4, "the server waited for its streams until its patience was over"
