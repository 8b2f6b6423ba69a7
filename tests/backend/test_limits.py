"""Who asks too often is told to wait, and for how long; secrets are guarded even where limits are off."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from postcardit_backend.limits import network_of
from postcardit_backend.settings import Quota, Settings
from tests.backend.held_to_contract import Answer
from tests.backend.world import PASSWORD, Person, Settled, World


@pytest.fixture
def limited(settled: Settled, tmp_path: Path) -> Iterator[World]:
    """The usual three people in a backend whose limits are on."""
    with settled.open_copy(tmp_path / "data", Settings(limits=True)) as world:
        yield world


def login(world: World, password: str = PASSWORD, **who: str) -> Answer:
    return world.anyone.ask("POST", "/auth/login", {**who, "password": password})


def statuses(answers: list[Answer]) -> dict[int, int]:
    found = [answer.status for answer in answers]
    return {status: found.count(status) for status in found}


def limits_of(answer: Answer) -> tuple[str | None, str | None]:
    return answer.headers.get("ratelimit-policy"), answer.headers.get("ratelimit")


def send(person: Person, **more: str) -> Answer:
    return person.post("/postcards", {"recipientUsername": "bob", "message": "Ciao"}, **more)


def test_a_user_reads_a_hundred_times_a_minute_and_no_more(limited: World) -> None:
    answers = [limited.alice.get("/users/me") for _ in range(101)]
    other = limited.bob.get("/users/me")
    wait = int(answers[-1].headers["retry-after"])
    limited.clock.forward(seconds=wait)
    later = limited.alice.get("/friends")

    assert statuses(answers) == {200: 100, 429: 1}
    assert (answers[-1].outcome, other.status, later.status) == ((429, "rate_limited"), 200, 200)
    assert 58 <= wait <= 60


def test_a_limited_response_says_what_is_left_and_when_there_is_more(limited: World) -> None:
    first = limited.alice.get("/users/me")
    limited.clock.forward(seconds=18)
    third = [limited.alice.get("/friends"), limited.alice.get("/users/me", if_none_match="*")][-1]

    assert limits_of(first) == ('"default";q=100;w=60', '"default";r=99;t=60')
    assert (third.status, *limits_of(third)) == (304, '"default";q=100;w=60', '"default";r=97;t=42')


def test_a_refusal_says_what_is_left_too(limited: World) -> None:
    missing = limited.alice.get("/users/nobody")
    full = [limited.alice.get("/users/me") for _ in range(100)][-1]

    assert limits_of(missing) == ('"default";q=100;w=60', '"default";r=99;t=60')
    assert (full.status, limits_of(full)[1]) == (429, f'"default";r=0;t={full.headers["retry-after"]}')


def test_thirty_friend_requests_an_hour_whether_or_not_they_are_granted(limited: World) -> None:
    answers = [limited.alice.post("/friends", {"username": "bob"}) for _ in range(31)]
    limited.clock.forward(seconds=3600)
    later = limited.sign_in("alice").post("/friends", {"username": "eve"})

    assert statuses(answers) == {201: 1, 409: 29, 429: 1}
    assert limits_of(answers[1]) == (
        '"default";q=100;w=60, "request-friend";q=30;w=3600',
        '"default";r=98;t=60, "request-friend";r=28;t=3600',
    )
    assert (answers[-1].outcome, later.status) == ((429, "rate_limited"), 201)
    assert 3500 < int(answers[-1].headers["retry-after"]) <= 3600


def test_sixty_postcards_an_hour_and_a_repeated_request_is_no_second_one(limited: World) -> None:
    limited.alice.befriend(limited.bob)
    sent = [send(limited.alice) for _ in range(59)]
    again = [send(limited.alice, key="last") for _ in range(5)]
    refused = send(limited.alice)

    assert (statuses(sent), statuses(again)) == ({201: 59}, {201: 5})
    assert refused.outcome == (429, "rate_limited")
    assert len(limited.bob.get("/postcards/received?limit=100").body["postcards"]) == 60


def test_writes_are_counted_across_processes(limited: World) -> None:
    alice = limited.alice.account
    assert alice is not None

    with World.open(limited.folder, {"alice": alice}, limited.clock.now, Settings(limits=True)) as other:
        here = [limited.alice.post("/friends", {"username": "bob"}) for _ in range(20)]
        there = [other.alice.post("/friends", {"username": "bob"}) for _ in range(11)]

    assert (statuses(here), statuses(there)) == ({201: 1, 409: 19}, {409: 10, 429: 1})


def test_an_operation_may_have_a_quota_of_its_own(settled: Settled, tmp_path: Path) -> None:
    settings = Settings(limits=True, quotas={"send_postcard": Quota(2, 10), "list_stamps": Quota(1, 5)})
    with settled.open_copy(tmp_path / "own", settings) as world:
        world.alice.befriend(world.bob)
        sent = [send(world.alice) for _ in range(3)]
        stamps = [world.alice.get("/stamps").status for _ in range(2)]

    assert (statuses(sent), stamps) == ({201: 2, 429: 1}, [200, 429])
    assert limits_of(sent[0])[0] == '"default";q=100;w=60, "send-postcard";q=2;w=10'


def test_limits_are_off_unless_they_are_turned_on(world: World) -> None:
    world.alice.befriend(world.bob)
    answers = [world.alice.get("/users/me") for _ in range(101)] + [send(world.alice) for _ in range(61)]

    assert statuses(answers) == {200: 101, 201: 61}
    assert {limits_of(answer) for answer in answers} == {(None, None)}


@pytest.mark.parametrize("who", [{"username": "alice"}, {"email": "nobody@example.com"}, {"username": "nobody"}])
def test_ten_sign_ins_a_minute_whether_or_not_there_is_an_account(who: dict[str, str], world: World) -> None:
    answers = [login(world, "wrong horse", **who) for _ in range(10)]
    right = login(world, **who)
    world.clock.forward(seconds=int(right.headers["retry-after"]))
    later = login(world, "wrong horse", **who)

    assert statuses(answers) == {401: 10}
    assert (right.outcome, later.status) == ((429, "rate_limited"), 401)
    assert limits_of(answers[0]) == (
        '"sign-in-account";q=10;w=60, "sign-in-address";q=30;w=60',
        '"sign-in-account";r=9;t=60, "sign-in-address";r=29;t=60',
    )


def test_a_right_password_counts_as_a_wrong_one_does(world: World) -> None:
    answers = [login(world, username="ALICE"), *(login(world, username="álice") for _ in range(10))]

    assert statuses(answers) == {200: 10, 429: 1}


def test_too_many_sign_ins_get_the_same_answer_with_and_without_an_account(world: World) -> None:
    refused: list[tuple[Any, Any]] = []
    for name in ("alice", "nobody"):
        answer = [login(world, "wrong horse", username=name) for _ in range(11)][-1]
        body = {key: value for key, value in answer.body.items() if key != "requestId"}
        headers = {key: value for key, value in answer.headers.items() if key != "x-request-id"}
        refused.append((body, {**headers, "ratelimit": headers["ratelimit"].partition(",")[0]}))

    assert refused[0] == refused[1]


def test_thirty_sign_ins_a_minute_from_one_address_whatever_names_they_try(world: World) -> None:
    answers = [login(world, username=f"name{number}") for number in range(31)]

    assert statuses(answers) == {401: 30, 429: 1}


def test_what_is_refused_is_refused_before_the_password_is_hashed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[object] = []
    verify = PasswordHasher.verify

    def counted(hasher: PasswordHasher, known: str | bytes, password: str | bytes) -> bool:
        hashed.append(known)
        return verify(hasher, known, password)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    answers = [login(world, username="alice") for _ in range(15)]

    assert (statuses(answers), len(hashed)) == ({200: 10, 429: 5}, 10)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/auth/confirm", {"code": "000000"}),
        ("/auth/reset-password", {"code": "000000", "newPassword": "staple battery"}),
        ("/auth/resend-code", {}),
        ("/auth/forgot-password", {}),
    ],
)
def test_ten_codes_a_minute_for_one_address_and_thirty_from_one_network(
    path: str, body: dict[str, str], world: World
) -> None:
    world.clock.forward(seconds=60)  # signing up counted, too

    one = [world.anyone.ask("POST", path, {**body, "email": "alice@example.com"}).status for _ in range(11)]
    others = [world.anyone.ask("POST", path, {**body, "email": f"{n}@example.com"}).status for n in range(21)]

    assert 429 not in one[:10]
    assert one[10] == 429
    assert 429 not in others[:20]
    assert others[20] == 429


def test_a_password_that_a_signed_in_person_tries_counts_as_a_sign_in(world: World) -> None:
    body = {"password": "wrong horse", "newPassword": "staple battery"}

    answers = [world.alice.ask("POST", "/auth/change-password", body) for _ in range(11)]

    assert statuses(answers) == {403: 10, 429: 1}


def test_registering_is_limited_where_limits_are_on(limited: World) -> None:
    def register(number: int) -> int:
        body = {"username": f"name{number}", "email": "carol@example.com", "password": PASSWORD}
        return limited.anyone.ask("POST", "/auth/register", body).status

    assert [register(number) for number in range(11)] == [202] * 10 + [429]


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "unknown"),
        ("testclient", "unknown"),
    ],
)
def test_an_address_counts_for_the_network_that_one_customer_has(address: str, network: str) -> None:
    assert network_of(address) == network
