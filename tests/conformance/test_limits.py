"""Who asks too often is told to wait, and for how long, whatever counts it."""

import pytest

from tests.backend.held_to_contract import Answer
from tests.backend.place import PASSWORD, Place


def sign_in(world: Place, username: str, password: str = PASSWORD) -> Answer:
    return world.anyone.ask("POST", "/auth/login", {"username": username, "password": password})


@pytest.mark.parametrize("name", ["alice", "nobody"])
def test_the_eleventh_sign_in_within_a_minute_is_refused_whoever_it_is_for(name: str, world: Place) -> None:
    wrong = [sign_in(world, name, "wrong horse").outcome for _ in range(10)]

    refused = sign_in(world, name)
    world.clock.forward(seconds=int(refused.headers["retry-after"]))
    later = sign_in(world, name)

    assert wrong == [(401, "wrong_credentials")] * 10
    assert (refused.outcome, int(refused.headers["retry-after"]) <= 60) == ((429, "rate_limited"), True)
    assert later.outcome == ((200, None) if name == "alice" else (401, "wrong_credentials"))


def test_a_right_password_counts_as_well_and_one_account_takes_nothing_from_another(world: Place) -> None:
    answers = [sign_in(world, "alice").status for _ in range(11)]

    assert answers == [200] * 10 + [429]
    assert sign_in(world, "bob").status == 200


@pytest.mark.no_identity
def test_a_user_reads_a_hundred_times_a_minute_and_no_more(limited: Place) -> None:
    answers = [limited.alice.get("/stamps") for _ in range(101)]

    assert [answer.status for answer in answers] == [200] * 100 + [429]
    assert answers[0].headers["ratelimit-policy"] == '"default";q=100;w=60'
    assert limited.bob.get("/stamps").status == 200


@pytest.mark.no_identity
def test_a_session_that_has_ended_takes_nothing_from_its_user(limited: Place) -> None:
    lost, kept = limited.alice, limited.sign_in("alice")
    lost.ask("POST", "/auth/logout")

    refused = {lost.get(path).outcome for path in ["/users/me", "/postcards?limit=0"] * 60}

    assert refused == {(401, "session_ended")}
    assert kept.get("/users/me").status == 200


def test_the_thirty_first_friend_request_within_an_hour_is_refused(limited: Place) -> None:
    answers = [limited.alice.post("/friends", {"username": "bob"}) for _ in range(31)]

    assert [answer.status for answer in answers] == [201] + [409] * 29 + [429]
    assert 3000 < int(answers[-1].headers["retry-after"]) <= 3600
