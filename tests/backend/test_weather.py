"""What each fault looks like to the SDK, what the backend has done by then, and that nothing is wet in fair weather."""

import json
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tenacity import Retrying, stop_after_attempt

from postcardit_backend.entry import open_embedded
from postcardit_sdk import Client, ConnectionFailed, MemoryTokens, RateLimited, ServerError, Tokens, UnreadableAnswer
from postcardit_sdk.contract.lab.weather import Fault, FaultRule, Latency, Shape, WeatherPlan
from postcardit_sdk.contract.operations import BASE_PATH
from postcardit_sdk.embedded import EMBEDDED_URL, EmbeddedTransport
from postcardit_sdk.flow import Request, Response
from postcardit_sdk.lab import clear_weather, read_weather, set_weather
from tests.backend.laboratory import Laboratory, open_laboratory
from tests.backend.world import Person, Settled

ONE_TRY = Retrying(stop=stop_after_attempt(1), reraise=True)
HEADER = "postcardit-weather"


@pytest.fixture
def lab(settled: Settled, tmp_path: Path) -> Iterator[Laboratory]:
    with open_laboratory(settled, tmp_path / "data") as laboratory:
        laboratory.alice.befriend(laboratory.bob)
        yield laboratory


def have(lab: Laboratory, fault: Fault, **details: Any) -> None:
    """Every send meets this fault, without waiting."""
    rule = FaultRule.model_validate({"fault": fault, **details})
    plan = WeatherPlan(name="test", faults=(rule,), routes=("send_postcard",), hurry=True)
    lab.world.backend.lab.weather.set(plan)


def impatient(lab: Laboratory, who: Person | None = None) -> Client:
    """The SDK in alice's name, trying everything once."""
    account = (who or lab.alice).account
    assert account is not None
    tokens = MemoryTokens(Tokens(account.access_token, account.refresh_token))
    return Client(EMBEDDED_URL, transport=lab.transport, tokens=tokens, retry=ONE_TRY)


def arrived(lab: Laboratory) -> list[str]:
    """What bob's box holds."""
    return [card["message"] for card in lab.bob.get("/postcards/received").body["postcards"]]


def raw_send(lab: Laboratory, message: str) -> Response:
    body = json.dumps({"recipientUsername": "bob", "message": message}).encode()
    headers = {"authorization": f"Bearer {lab.alice.access_token}", "content-type": "application/json"}
    return lab.transport.send(Request("POST", f"{BASE_PATH}/postcards", headers, body))


def test_in_fair_weather_no_header_speaks_of_it(lab: Laboratory) -> None:
    assert HEADER not in raw_send(lab, "dry").headers
    assert not list(lab.folder.glob("weather*"))


@pytest.mark.parametrize("fault", [Fault.NO_NETWORK, Fault.CUT_REQUEST])
def test_what_never_got_through_was_never_heard(lab: Laboratory, fault: Fault) -> None:
    have(lab, fault)

    with pytest.raises(ConnectionFailed):
        impatient(lab).postcards.send("bob", "lost")

    assert arrived(lab) == []


@pytest.mark.parametrize("fault", [Fault.CUT_ANSWER, Fault.LOSE_ANSWER, Fault.STALL])
def test_an_answer_that_is_lost_was_given_all_the_same(lab: Laboratory, fault: Fault) -> None:
    have(lab, fault)

    with pytest.raises(ConnectionFailed):
        impatient(lab).postcards.send("bob", "there")

    assert arrived(lab) == ["there"]


def test_a_send_whose_answer_is_lost_once_is_answered_at_the_next_try_and_there_once(lab: Laboratory) -> None:
    have(lab, Fault.LOSE_ANSWER, length=1)

    card = lab.alice.client.postcards.send("bob", "once")

    assert card.message == "once"
    assert arrived(lab) == ["once"]


def test_a_duplicate_takes_effect_once(lab: Laboratory) -> None:
    have(lab, Fault.DUPLICATE)

    impatient(lab).postcards.send("bob", "twice")

    assert arrived(lab) == ["twice"]


def test_either_answer_of_a_duplicate_is_heard(lab: Laboratory) -> None:
    have(lab, Fault.DUPLICATE)
    said = {raw_send(lab, "twice").headers[HEADER].rpartition("heard=")[2] for _ in range(8)}

    assert said == {"first", "second"}
    assert len(arrived(lab)) == 16, "without a key each copy is a card of its own"


@pytest.mark.parametrize("after_commit", [False, True])
def test_a_status_comes_before_or_after_the_work(lab: Laboratory, after_commit: bool) -> None:
    have(lab, Fault.STATUS, status=503, after_commit=after_commit)

    with pytest.raises(ServerError) as raised:
        impatient(lab).postcards.send("bob", "storm")

    assert raised.value.status == 503
    assert arrived(lab) == (["storm"] if after_commit else [])


def test_too_many_says_when_to_come_again(lab: Laboratory) -> None:
    have(lab, Fault.TOO_MANY, retry_after_seconds=7)

    with pytest.raises(RateLimited) as raised:
        impatient(lab).postcards.send("bob", "later")

    assert (raised.value.status, raised.value.retry_after) == (429, 7.0)


@pytest.mark.parametrize("status", [200, 511])
def test_a_networks_own_page_is_no_answer_of_the_api(lab: Laboratory, status: int) -> None:
    have(lab, Fault.HTML_PAGE, status=status)

    answer = raw_send(lab, "hotel")
    expected = UnreadableAnswer if status == 200 else ServerError
    with pytest.raises(expected):
        impatient(lab).postcards.send("bob", "hotel")

    assert (answer.status, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert arrived(lab) == []


def test_a_header_names_what_was_done(lab: Laboratory) -> None:
    have(lab, Fault.STATUS, status=500, start=1)

    said = [raw_send(lab, "x").headers[HEADER] for _ in range(2)]

    assert said == ["test; seed=0; request=0", "test; seed=0; request=1; fault=status; status=500"]


def test_a_weather_is_for_the_users_and_routes_that_it_names(lab: Laboratory) -> None:
    lab.world.backend.lab.weather.set("airplane", users=["alice"], routes=["send_*"])

    impatient(lab, lab.bob).postcards.send("alice", "dry")
    assert impatient(lab).users.me().username == "alice"
    with pytest.raises(ConnectionFailed):
        impatient(lab).postcards.send("bob", "wet")


def test_a_weather_that_is_cleared_is_over(lab: Laboratory) -> None:
    have(lab, Fault.NO_NETWORK)
    lab.world.backend.lab.weather.clear()

    assert raw_send(lab, "dry").status == 201


def test_a_weather_ends_by_itself_by_the_machines_clock(lab: Laboratory, monkeypatch: pytest.MonkeyPatch) -> None:
    weather = lab.world.backend.lab.weather
    weather.set("airplane", for_seconds=30)
    lab.clock.advance(timedelta(days=1))
    during = weather.show()
    monkeypatch.setattr("postcardit_backend.lab.weather._machine_now", lambda: 4_000_000_000_000)

    assert during.plan is not None
    assert weather.show().plan is None


def test_every_process_counts_the_requests_of_one_weather(lab: Laboratory) -> None:
    have(lab, Fault.STATUS, status=500)
    other = EmbeddedTransport(open_embedded(lab.folder))
    try:
        body = json.dumps({"recipientUsername": "bob", "message": "x"}).encode()
        headers = {"authorization": f"Bearer {lab.alice.access_token}", "content-type": "application/json"}
        request = Request("POST", f"{BASE_PATH}/postcards", headers, body)
        said = [
            transport.send(request).headers[HEADER].split("; ")[2]
            for transport in (lab.transport, other, lab.transport)
        ]
    finally:
        other.close()

    assert said == ["request=0", "request=1", "request=2"]
    assert lab.world.backend.lab.weather.show().requests == 3


def test_a_weather_that_is_set_again_begins_again(lab: Laboratory) -> None:
    have(lab, Fault.STATUS, status=500)
    first = [raw_send(lab, "x").headers[HEADER] for _ in range(3)]
    have(lab, Fault.STATUS, status=500)

    assert [raw_send(lab, "x").headers[HEADER] for _ in range(3)] == first


def test_latencies_bandwidth_and_the_disk_are_waited_for(lab: Laboratory, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr("postcardit_backend.lab.storm.asyncio.sleep", sleep)
    monkeypatch.setattr("postcardit_backend.lab.storm.time.sleep", slept.append)
    plan = WeatherPlan.model_validate(
        {
            "name": "x",
            "latency": Latency(shape=Shape.FIXED, ms=250),
            "flush": Latency(shape=Shape.FIXED, ms=90),
            "bandwidth": {"upBytesPerSecond": 1000, "downBytesPerSecond": 1000},
            "routes": ["send_postcard"],
        }
    )
    lab.world.backend.lab.weather.set(plan)

    answer = raw_send(lab, "slow")

    body = json.dumps({"recipientUsername": "bob", "message": "slow"})
    assert slept[0] == 0.25
    assert 0.09 in slept
    assert len(body) / 1000 in slept
    assert sum(slept) == pytest.approx(0.25 + 0.09 + len(body) / 1000 + len(answer.body) / 1000)


def test_a_photo_goes_up_in_a_bad_network(lab: Laboratory) -> None:
    lab.world.backend.lab.weather.set("flaky-wifi", seed=5, hurry=True)

    from tests.backend.world import jpeg

    photo = lab.folder.parent / "photo.jpg"
    photo.write_bytes(jpeg())
    sent = 0
    while sent < 3:
        try:
            lab.alice.client.postcards.send("bob", f"card {sent}", photo=photo)
            sent += 1
        except ConnectionFailed:
            continue
    lab.world.backend.lab.weather.clear()

    assert {f"card {number}" for number in range(3)} <= set(arrived(lab))


def test_the_routes_of_the_lab_have_no_weather(lab: Laboratory) -> None:
    client = lab.client
    client.run(set_weather(lab.folder, "airplane", seed=3))
    state = client.run(read_weather(lab.folder))
    over = client.run(clear_weather(lab.folder))

    assert state.plan is not None
    assert (state.plan.name, state.plan.seed, over.plan) == ("airplane", 3, None)


def test_only_the_owner_can_read_what_the_weather_is(lab: Laboratory) -> None:
    have(lab, Fault.STATUS)
    raw_send(lab, "x")

    assert {stat.S_IMODE(path.stat().st_mode) for path in lab.folder.glob("weather*")} == {0o600}
    assert b"alice" not in (lab.folder / "weather.db").read_bytes()


def test_a_plan_that_is_none_is_refused(lab: Laboratory) -> None:
    key = lab.world.embedded.lab_key
    wrong = json.dumps({"plan": {"name": "x", "faults": [{"fault": "rain"}]}}).encode()
    answer = lab.client.service.request("PUT", "/lab/weather", body=wrong, headers={"x-lab-key": key}, signed_in=False)

    assert answer.status == 422
    assert b"faults" in answer.body


def said_by(lab: Laboratory) -> list[tuple[object, ...]]:
    """What a sequence of requests meets, as its client sees it."""
    lab.world.backend.lab.weather.set("flaky-wifi", seed=11, hurry=True)
    seen = list[tuple[object, ...]]()
    for number in range(40):
        path = f"{BASE_PATH}/users/me" if number % 2 else f"{BASE_PATH}/stamps?limit=1"
        request = Request("GET", path, {"authorization": f"Bearer {lab.alice.access_token}"})
        try:
            answer = lab.transport.send(request)
            seen.append((answer.status, answer.headers[HEADER], len(answer.body)))
        except ConnectionFailed as error:
            seen.append((str(error),))
    return seen


def test_the_same_seed_and_requests_meet_the_same_faults_again(lab: Laboratory) -> None:
    first, second = said_by(lab), said_by(lab)

    assert first == second
    assert len({entry[0] for entry in first}) > 1
