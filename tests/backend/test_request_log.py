"""The log of requests: one line each, in files of one's own, with nothing private in them."""

import json
import logging
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcardit_backend.embedded.friends import SqliteFriendships
from postcardit_backend.embedded.names_in_folder import id_in_folder, usernames_in_folder
from postcardit_backend.entry import open_embedded
from postcardit_backend.request_entries import Entry
from postcardit_backend.request_lines import LogFilter, LogLine, Tail, last_lines, lines_of
from postcardit_backend.request_log import LOG_FILE, ROTATED, RequestLog
from postcardit_backend.settings import Settings
from postcardit_sdk.embedded import EmbeddedTransport
from postcardit_sdk.flow import Request
from tests.backend.test_secrets_in_logs import SECRETS, story
from tests.backend.world import World

WRITER = """
import sys; from pathlib import Path; from postcardit_backend.request_log import RequestLog
log = RequestLog(Path(sys.argv[1]), lambda method, path: path, full_bytes=20_000)
for number in range(500):
    log.note((0.0, 0.0, "GET", "r", 200, 0, f"{sys.argv[2]}-{number}", None, None, None, None))
    if number % 50 == 0: log.flush()
log.close()
"""


def entry(request_id: str = "one", **more: Any) -> Entry:
    fields: dict[str, Any] = {
        "at": 1_795_362_780.123, "seconds": 0.0125, "method": "GET", "path": "/v1/users/me", "status": 200, "size": 5,
        "request_id": request_id, "user": None, "code": None, "weather": None, "trace": None, **more,
    }  # fmt: skip
    return tuple(fields.values())


@pytest.fixture
def log(tmp_path: Path) -> Iterator[RequestLog]:
    log = RequestLog(tmp_path, lambda method, path: "get_me", full_bytes=2_000)
    yield log
    log.close()


def everything(folder: Path) -> list[LogLine]:
    return last_lines(folder, LogFilter(), 1_000_000)


def test_a_line_says_who_asked_for_what_and_what_came_of_it(world: World) -> None:
    world.alice.ask("GET", "/users/me", headers={"x-request-id": "mine"})
    world.alice.ask("POST", "/postcards", {"recipientUsername": "bob", "message": "x"}, headers={"x-request-id": "no"})
    world.anyone.ask("GET", "/nowhere/at/all", headers={"x-request-id": "lost"})
    world.backend.log.flush()

    found = {name: lines_of(world.folder, name)[0] for name in ("mine", "no", "lost")}

    mine = found["mine"]
    assert (mine.method, mine.route, mine.status, mine.user) == ("GET", "get_me", 200, world.alice.user_id)
    assert mine.bytes > 0
    assert (found["no"].route, found["no"].status, found["no"].code) == ("send_postcard", 403, "not_friends")
    assert (found["lost"].route, found["lost"].status, found["lost"].code) == ("unknown", 404, "unknown_route")


def test_every_request_leaves_one_line(world: World) -> None:
    for _ in range(30):
        world.alice.get("/users/me")
    world.backend.log.flush()

    assert [line.route for line in everything(world.folder)].count("get_me") == 30


def test_what_fails_inside_tells_where(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> bool:
        raise RuntimeError(SECRETS["message"])

    monkeypatch.setattr(SqliteFriendships, "are_friends", broken)
    with pytest.raises(AssertionError, match="failed inside"):
        world.alice.post("/postcards", {"recipientUsername": "bob", "message": "x"})
    world.backend.log.flush()

    (line,) = lines_of(world.folder, world.transport.seen[-1][1].headers["x-request-id"])
    assert (line.status, line.code) == (500, "internal")
    assert "test_request_log.py" in (line.trace or "")
    assert SECRETS["message"] not in (world.folder / LOG_FILE).read_text()


def test_a_whole_story_leaves_no_secret_in_the_log(world: World) -> None:
    _, made = story(world)
    world.backend.log.flush()

    text = (world.folder / LOG_FILE).read_text()

    assert text.count("\n") > 20
    assert [name for name, secret in {**SECRETS, **made}.items() if secret in text] == []


def test_a_path_that_nothing_answers_is_not_repeated(world: World) -> None:
    world.anyone.ask("GET", "/canary-path?canary-query=1")
    world.alice.get("/users/search?q=canary-term")
    world.backend.log.flush()

    assert "canary" not in (world.folder / LOG_FILE).read_text()


def test_the_weather_and_a_lost_answer_stand_in_the_line(world: World) -> None:
    world.backend.lab.weather.set("airplane", seed=3, hurry=True)
    request = Request("GET", "/v1/health/live")
    with pytest.raises(Exception, match="EndedByLabWeather"):
        world.transport.inner.send(request)
    world.backend.log.flush()

    (line,) = last_lines(world.folder, LogFilter(status="000"), 5)
    assert line.weather == "airplane; seed=3; request=0; fault=no_network; hung_up"


def test_the_laboratory_reads_without_being_logged(world: World) -> None:
    before = everything(world.folder)
    world.anyone.ask("GET", "http://embedded.localhost/lab/mailbox", headers={"x-lab-key": world.embedded.lab_key})
    world.backend.log.flush()

    assert everything(world.folder) == before


def test_only_the_owner_can_read_it(log: RequestLog, tmp_path: Path) -> None:
    for number in range(200):
        log.note(entry(str(number)))
        log.flush()

    folder = tmp_path / "logs"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_a_full_file_makes_room_and_the_oldest_goes(log: RequestLog, tmp_path: Path) -> None:
    for number in range(200):
        log.note(entry(str(number)))
        log.flush()

    files = sorted((tmp_path / "logs").glob("requests*"))
    kept = [int(line.id or "") for line in everything(tmp_path)]
    assert len(files) == ROTATED + 1
    assert max(path.stat().st_size for path in files) < 2_500
    assert kept == list(range(kept[0], 200))
    assert kept[0] > 0


def test_two_processes_write_one_log_and_no_line_is_torn(tmp_path: Path) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), name]) for name in ("a", "b")]
    assert [writer.wait() for writer in writers] == [0, 0]

    raw = b"".join(path.read_bytes() for path in (tmp_path / "logs").glob("requests*"))
    ids = [json.loads(line)["id"] for line in raw.splitlines()]
    assert len(ids) == len(set(ids))
    assert {name for name, _, _ in (one.partition("-") for one in ids)} == {"a", "b"}


def test_a_log_that_cannot_be_written_is_said_and_costs_no_request(
    log: RequestLog, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "logs").write_text("in the way")

    log.note(entry())
    log.flush()

    assert any("cannot be written" in record.getMessage() for record in caplog.records)
    log.close()
    assert all(record.levelno == logging.ERROR for record in caplog.records)


def test_without_the_setting_there_is_no_log(tmp_path: Path) -> None:
    transport = EmbeddedTransport(open_embedded(tmp_path / "data", Settings(request_log=False)))
    transport.send(Request("GET", "/v1/health/live"))
    transport.close()

    assert not (tmp_path / "data" / "logs").exists()


def test_lines_are_written_by_themselves_and_at_the_latest_when_it_closes(tmp_path: Path) -> None:
    log = RequestLog(tmp_path, lambda method, path: "get_me")
    log.note(entry("last"))
    log.close()

    assert [line.id for line in everything(tmp_path)] == ["last"]


def test_a_log_is_closed_while_its_first_line_begins_its_thread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, start = RequestLog(tmp_path, lambda method, path: "get_me"), threading.Thread.start
    failed: list[BaseException] = []

    def close() -> None:
        try:
            log.close()
        except RuntimeError as error:
            failed.append(error)

    closer = threading.Thread(target=close)

    def start_late(thread: threading.Thread) -> None:
        start(closer)
        closer.join(0.05)
        start(thread)

    with monkeypatch.context() as slow:
        slow.setattr(threading.Thread, "start", start_late)
        log.note(entry())
    closer.join()

    assert (failed, [line.id for line in everything(tmp_path)]) == ([], ["one"])


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (LogFilter(), ["1", "2", "3"]),
        (LogFilter(user_id="alice"), ["1", "3"]),
        (LogFilter(status="404"), ["2"]),
        (LogFilter(status="4xx"), ["2", "3"]),
        (LogFilter(status="5xx"), []),
        (LogFilter(route="get_*", user_id="alice"), ["1", "3"]),
        (LogFilter(route="send_*"), []),
        (LogFilter(request_id="2"), ["2"]),
    ],
)
def test_lines_are_found_by_user_route_status_and_id(
    log: RequestLog, tmp_path: Path, wanted: LogFilter, ids: list[str]
) -> None:
    for one in (entry("1", user="alice"), entry("2", status=404), entry("3", user="alice", status=429)):
        log.note(one)
    log.flush()

    assert [line.id for line in last_lines(tmp_path, wanted, 10)] == ids
    assert [line.id for line in last_lines(tmp_path, wanted, 1)] == ids[-1:]


def test_who_follows_hears_each_line_once_through_every_rotation(log: RequestLog, tmp_path: Path) -> None:
    tail = Tail(tmp_path)
    heard: list[str | None] = []
    for number in range(60):
        log.note(entry(str(number)))
        log.flush()
        if number % 23 == 0:
            heard += [line.id for line in tail.new_lines()]
    heard += [line.id for line in tail.new_lines()]
    tail.close()

    assert heard == [str(number) for number in range(60)]


@given(st.binary(max_size=200))
def test_what_is_no_line_is_passed_over(tmp_path_factory: pytest.TempPathFactory, rubbish: bytes) -> None:
    folder = tmp_path_factory.mktemp("log")
    (folder / "logs").mkdir()
    good = b'{"at":"2026-11-22T15:53:00.123Z","method":"GET","route":"r","status":200,"ms":1.0,"bytes":2,"id":"good"}'
    (folder / LOG_FILE).write_bytes(rubbish + b"\n" + good + b"\n")

    assert [line.id for line in last_lines(folder, LogFilter(), 1)] == ["good"]


def test_people_are_found_in_a_folder_without_opening_it(world: World) -> None:
    folder, alice = world.folder, world.alice

    assert [id_in_folder(folder, name) for name in ("ALICE", "alice@example.com", alice.user_id)] == [alice.user_id] * 3
    assert id_in_folder(folder, "nobody") is None
    assert usernames_in_folder(folder, [alice.user_id, "x"]) == {alice.user_id: "alice"}
    assert id_in_folder(folder / "missing", "alice") is None
