"""Everything in the backend goes by the laboratory's clock."""

import asyncio
import re
from collections.abc import Iterator, MutableMapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import postcardit_backend
from postcardit_sdk import Conflict, PostCardItError
from postcardit_sdk.lab import advance_clock, freeze_clock, read_clock, reset_clock, set_clock
from postcardit_sdk.lab.asking import NoLab
from tests.backend.laboratory import Laboratory, days, open_laboratory
from tests.backend.listening import Listener
from tests.backend.test_folder_clock import CHRISTMAS
from tests.backend.world import PASSWORD, Settled, jpeg

SOURCES = Path(postcardit_backend.__file__).parent
TIME = re.compile(r"\btime\.(time|time_ns|monotonic|perf_counter)\b|\bloop\.time\(|\bnew_id\(\)|\.(now|utcnow|today)\(")
PORT = re.compile(r"_(changes|moved|clock)\.now\(|\bmoved\.now\(")


@pytest.fixture
def lab(settled: Settled, tmp_path: Path) -> Iterator[Laboratory]:
    with open_laboratory(settled, tmp_path / "data") as laboratory:
        yield laboratory


def test_an_access_token_ends_after_a_quarter_of_an_hour(lab: Laboratory) -> None:
    lab.clock.advance(timedelta(minutes=14))
    assert lab.alice.get("/users/me").status == 200
    lab.clock.advance(timedelta(minutes=2))

    assert lab.alice.get("/users/me").body["code"] == "unauthenticated"


def test_a_session_ends_after_sixty_days(lab: Laboratory) -> None:
    account = lab.alice.account
    assert account is not None
    lab.clock.advance(days(61))

    answer = lab.anyone.ask("POST", "/auth/refresh", {"refreshToken": account.refresh_token})

    assert (answer.body["code"], answer.body["reason"]) == ("session_ended", "expired")


def test_a_code_expires(lab: Laboratory) -> None:
    lab.anyone.client.auth.register("carol", "carol@example.com", PASSWORD)
    code = lab.world.code_for("carol")
    lab.clock.advance(timedelta(minutes=11))

    confirmed = lab.anyone.ask("POST", "/auth/confirm", {"email": "carol@example.com", "code": code})

    assert confirmed.body["code"] == "invalid_code"


def test_a_rejected_request_can_be_made_again_after_its_cooldown(lab: Laboratory) -> None:
    asked = lab.alice.client.friends.request("bob")
    lab.bob.client.friends.reject(asked.friendship_id)
    with pytest.raises(Conflict):
        lab.alice.client.friends.request("bob")
    lab.clock.advance(days(8))
    alice = lab.world.sign_in("alice")

    assert alice.client.friends.request("bob").status == "pending"


def test_a_photos_link_expires(lab: Laboratory) -> None:
    lab.alice.befriend(lab.bob)
    card = {"recipientUsername": "bob", "message": "Ciao", "uploadId": lab.alice.upload(jpeg())}
    link = lab.alice.post("/postcards", card).body["imageUrl"]
    before = lab.anyone.get(link).status
    lab.clock.advance(timedelta(minutes=21))

    assert (before, lab.anyone.get(link).status) == (200, 403)


def test_an_idempotency_key_is_forgotten_after_a_day(lab: Laboratory) -> None:
    wanted = {"purpose": "postcard", "contentType": "image/jpeg", "byteSize": 100, "sha256": "0" * 64}
    first = lab.alice.post("/uploads", wanted, key="one").body["uploadId"]
    again = lab.alice.post("/uploads", wanted, key="one").body["uploadId"]
    lab.clock.advance(timedelta(hours=25))
    later = lab.world.sign_in("alice").post("/uploads", wanted, key="one").body["uploadId"]

    assert first == again != later


def test_a_change_is_kept_for_thirty_days(lab: Laboratory) -> None:
    cursor = lab.bob.get("/sync").body["nextCursor"]
    lab.alice.befriend(lab.bob)
    lab.clock.advance(days(31))

    answer = lab.world.sign_in("bob").get(f"/sync?cursor={cursor}")

    assert (answer.status, answer.body["code"]) == (410, "cursor_expired")


def test_what_is_out_of_date_is_swept_when_the_clock_jumps(lab: Laboratory) -> None:
    assert lab.alice.ask("POST", "/users/me/export").status == 200
    kept = list((lab.folder / "exports").iterdir())
    lab.clock.advance(timedelta(hours=1))

    assert len(kept) == 1
    assert list((lab.folder / "exports").iterdir()) == []


def test_lists_and_ids_follow_a_clock_that_stands(lab: Laboratory) -> None:
    lab.clock.freeze(CHRISTMAS)
    alice, bob = lab.world.sign_in("alice"), lab.world.sign_in("bob")
    alice.befriend(bob)

    card = alice.client.postcards.send("bob", "Merry Christmas")

    assert card.sent_at == CHRISTMAS
    assert [one.postcard_id for one in bob.client.postcards.list(sent_from=CHRISTMAS).items] == [card.postcard_id]


def test_a_session_lives_on_through_jumps_there_and_back(lab: Laboratory) -> None:
    client = lab.alice.client
    for change in (days(1), days(40), days(-41)):
        lab.clock.advance(change)
        assert client.users.me().username == "alice"
    lab.clock.reset()

    assert client.users.me().username == "alice"


def test_a_stream_ends_as_soon_as_the_clock_jumps_beyond_its_token(lab: Laboratory) -> None:
    async def main() -> bool:
        async with Listener(lab.world.backend.app, lab.alice) as stream:
            await asyncio.to_thread(lab.clock.advance, timedelta(minutes=16))
            await stream.end()  # long before its next heartbeat
            return stream.is_over

    assert asyncio.run(main())


def test_the_clock_is_moved_by_its_routes(lab: Laboratory) -> None:
    client = lab.client
    assert client.run(set_clock(lab.folder, CHRISTMAS)).now >= CHRISTMAS
    assert client.run(advance_clock(lab.folder, days=1, hours=1)).now >= CHRISTMAS + timedelta(hours=25)
    frozen = client.run(freeze_clock(lab.folder, CHRISTMAS))
    assert (frozen.now, frozen.is_frozen) == (CHRISTMAS, True)
    assert client.run(read_clock(lab.folder)).now == CHRISTMAS
    assert abs(client.run(reset_clock(lab.folder)).offset_seconds) < 1


def test_a_change_that_is_none_is_refused_by_its_field(lab: Laboratory) -> None:
    with pytest.raises(PostCardItError, match="at"):
        lab.client.run(set_clock(lab.folder, datetime(1, 1, 1, tzinfo=CHRISTMAS.tzinfo)))


@pytest.mark.parametrize("key", ["", "0" * 64])
def test_without_the_key_there_is_no_clock(lab: Laboratory, key: str) -> None:
    for method in ("GET", "POST"):
        asked = lab.client.service.request(method, "/lab/clock", headers={"x-lab-key": key}, signed_in=False)
        assert (asked.status, b"unknown_route" in asked.body) == (404, True)


def test_the_key_opens_nothing_to_who_asks_from_another_machine(lab: Laboratory) -> None:
    said: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        said.append(message)

    headers = [(b"host", b"x"), (b"x-lab-key", lab.world.embedded.lab_key.encode())]
    for address in ("10.0.0.7", "127.0.0.1"):
        scope = {
            "type": "http", "method": "GET", "scheme": "http", "path": "/lab/clock", "query_string": b"",
            "headers": headers, "client": (address, 1),
        }  # fmt: skip
        asyncio.run(lab.world.backend.app(scope, receive, send))  # type: ignore[arg-type]  # Starlette wants a coroutine

    assert [message["status"] for message in said if "status" in message] == [404, 200]


def test_the_key_of_another_folder_opens_nothing(lab: Laboratory, tmp_path: Path) -> None:
    (tmp_path / "lab.key").write_text("0" * 64)

    with pytest.raises(NoLab):
        lab.client.run(advance_clock(tmp_path, days=1))


def test_every_time_in_the_backend_is_the_ports_or_has_a_reason() -> None:
    strangers = [
        f"{path.relative_to(SOURCES)}:{number} {line.strip()}"
        for path in sorted(SOURCES.rglob("*.py"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if TIME.search(PORT.sub("", line)) and "# real time: " not in line
    ]

    assert strangers == []


def test_the_search_for_times_finds_them() -> None:
    lines = ("time.time()", "time.time_ns()", "datetime.now(UTC)", "new_id()", "loop.time()", "date.today()")

    assert [line for line in lines if not TIME.search(line)] == []
