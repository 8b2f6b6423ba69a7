"""Accounts that a Cognito user pool keeps, through our own operations."""

import base64
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.aws.pools import SIGN_UP_CODE, HostedWorld, Pool, unheard
from tests.backend.world import PASSWORD

OTHER = "another horse entirely"
ALICE = "alice@example.com"


def claims_of(token: str) -> dict[str, Any]:
    payload = token.split(".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return claims


def test_someone_who_confirms_has_a_profile_and_is_known_to_the_pool_by_its_id(hosted: HostedWorld, pool: Pool) -> None:
    alice = hosted.newcomer("alice")

    me = alice.get("/users/me").body
    assert (me["username"], me["email"], me["userId"]) == ("alice", ALICE, alice.user_id)
    assert alice.user_id[14] == "7"
    assert claims_of(alice.access_token)["username"] == alice.user_id
    assert pool.people() == {alice.user_id: "CONFIRMED"}


def test_a_wrong_code_confirms_nobody(hosted: HostedWorld, pool: Pool) -> None:
    hosted.anyone.client.auth.register("alice", ALICE, PASSWORD)

    wrong = hosted.anyone.ask("POST", "/auth/confirm", {"email": ALICE, "code": "000000", "password": PASSWORD})
    unknown = hosted.anyone.ask("POST", "/auth/confirm", {"email": "nobody@example.com", "code": SIGN_UP_CODE})

    assert [wrong.outcome, unknown.outcome] == [(422, "invalid_code")] * 2
    assert hosted.ports.users.by_username("alice") is None
    assert [*pool.people().values()] == ["UNCONFIRMED"]


def test_without_the_right_password_a_confirmation_signs_nobody_in(hosted: HostedWorld) -> None:
    hosted.anyone.client.auth.register("alice", ALICE, PASSWORD)

    confirmed = hosted.anyone.client.auth.confirm(ALICE, SIGN_UP_CODE, password=OTHER)

    assert confirmed.tokens is None
    assert hosted.sign_in("alice").user_id == confirmed.user_id


def test_registering_again_replaces_what_was_not_confirmed(hosted: HostedWorld, pool: Pool) -> None:
    hosted.anyone.client.auth.register("first", ALICE, OTHER)
    hosted.anyone.client.auth.register("alice", ALICE, PASSWORD)

    hosted.anyone.client.auth.confirm(ALICE, SIGN_UP_CODE)

    attempts = [{"email": ALICE, "password": OTHER}, {"username": "first", "password": PASSWORD}]
    answers = [hosted.anyone.ask("POST", "/auth/login", attempt).outcome for attempt in attempts]
    assert answers == [(401, "wrong_credentials")] * 2
    assert hosted.sign_in("alice").username == "alice"
    assert len(pool.people()) == 1


def test_a_taken_address_gets_the_answer_of_a_free_one_and_its_owner_a_letter(hosted: HostedWorld, pool: Pool) -> None:
    alice = hosted.newcomer("alice")

    answers = [
        hosted.anyone.ask("POST", "/auth/register", {"username": name, "email": email, "password": OTHER})
        for name, email in (("thief", ALICE), ("bob", "bob@example.com"))
    ]

    assert [(answer.status, set(answer.body)) for answer in answers] == [(202, {"email", "expiresAt"})] * 2
    assert [mail.subject for mail in hosted.embedded.mailbox.read("alice")] == ["You have an account already"]
    assert sorted(pool.people().values()) == ["CONFIRMED", "UNCONFIRMED"]
    assert alice.user_id in pool.people()
    taken = hosted.anyone.ask(
        "POST", "/auth/register", {"username": "thief", "email": "c@example.com", "password": OTHER}
    )
    assert taken.outcome == (409, "username_taken")


def test_a_name_that_is_refused_leaves_nothing_in_the_pool(hosted: HostedWorld, pool: Pool) -> None:
    hosted.newcomer("alice")

    refused = hosted.anyone.ask(
        "POST", "/auth/register", {"username": "Alice", "email": "b@example.com", "password": PASSWORD}
    )

    assert refused.outcome == (409, "username_taken")
    assert len(pool.people()) == 1


@pytest.mark.parametrize("password", [" leading space", "trailing space ", "line\nbreak here", "🏝️🏝️🏝️", "x" * 257])
def test_a_password_that_the_pool_would_not_take_is_refused_before_anything_is_kept(
    hosted: HostedWorld, pool: Pool, password: str
) -> None:
    refused = hosted.anyone.ask("POST", "/auth/register", {"username": "alice", "email": ALICE, "password": password})

    assert refused.outcome == (422, "validation_failed")
    assert [error["pointer"] for error in refused.body["errors"]] == ["/password"]
    assert pool.people() == {}
    assert hosted.ports.registrations.waiting(ALICE) is None


def test_an_unknown_name_and_a_wrong_password_sound_the_same(hosted: HostedWorld) -> None:
    hosted.newcomer("alice")

    answers = [
        hosted.anyone.ask("POST", "/auth/login", {**who, "password": OTHER}).body
        for who in ({"email": ALICE}, {"username": "alice"}, {"email": "nobody@example.com"}, {"username": "nobody"})
    ]

    assert {answer["code"] for answer in answers} == {"wrong_credentials"}
    assert len({json.dumps({**answer, "requestId": ""}) for answer in answers}) == 1


def test_a_registration_whose_time_is_up_is_not_confirmed(hosted: HostedWorld, pool: Pool) -> None:
    hosted.anyone.client.auth.register("alice", ALICE, PASSWORD)
    hosted.clock.forward(seconds=601)

    late = hosted.anyone.ask("POST", "/auth/confirm", {"email": ALICE, "code": SIGN_UP_CODE})
    then = [*pool.people().values()]
    hosted.anyone.client.auth.resend_code(ALICE)
    in_time = hosted.anyone.ask("POST", "/auth/confirm", {"email": ALICE, "code": SIGN_UP_CODE})

    assert (late.outcome, then) == ((422, "invalid_code"), ["UNCONFIRMED"])
    assert in_time.status == 200


def test_of_eight_who_confirm_at_once_all_hear_of_the_same_user(hosted: HostedWorld, pool: Pool) -> None:
    hosted.anyone.client.auth.register("alice", ALICE, PASSWORD)

    with ThreadPoolExecutor(8) as threads:
        given = {"email": ALICE, "code": SIGN_UP_CODE}
        asking = [threads.submit(hosted.anyone.ask, "POST", "/auth/confirm", given) for _ in range(8)]
        answers = [each.result() for each in asking]

    heard = {answer.body["userId"] for answer in answers if answer.status == 200}
    assert heard == {*pool.people()}
    assert {answer.outcome for answer in answers if answer.status != 200} <= {(422, "invalid_code")}


def test_an_erased_account_is_gone_from_the_pool(hosted: HostedWorld, pool: Pool) -> None:
    alice = hosted.newcomer("alice")

    wrong = alice.ask("DELETE", "/users/me", {"password": OTHER})
    erased = alice.ask("DELETE", "/users/me", {"password": PASSWORD})

    assert (wrong.outcome, erased.status) == ((403, "wrong_password"), 204)
    assert pool.people() == {}
    assert alice.get("/users/me").outcome == (401, "session_ended")
    refused = hosted.anyone.ask("POST", "/auth/login", {"username": "alice", "password": PASSWORD})
    assert refused.outcome == (401, "wrong_credentials")


def test_an_erasure_that_was_interrupted_is_finished_by_the_sweep(
    hosted: HostedWorld, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice, bob = hosted.newcomer("alice"), hosted.newcomer("bob")
    hosted.cognito.leaving(bob.user_id, hosted.clock())
    with monkeypatch.context() as dying:
        dying.setattr(hosted.cognito, "discard", unheard)
        alice.ask("DELETE", "/users/me", {"password": PASSWORD})
    left = {*pool.people()}

    for _ in range(2):
        hosted.clock.forward(seconds=3600)
        hosted.cognito.sweep(hosted.ports.users, hosted.clock())

    assert left == {alice.user_id, bob.user_id}
    assert pool.people() == {bob.user_id: "CONFIRMED"}


def test_registrations_of_yesterday_are_swept_from_the_pool(hosted: HostedWorld, pool: Pool) -> None:
    alice = hosted.newcomer("alice")
    hosted.anyone.client.auth.register("bob", "bob@example.com", PASSWORD)

    hosted.cognito.sweep(hosted.ports.users, hosted.clock())
    today = len(pool.people())
    hosted.clock.forward(days=1.1)
    hosted.cognito.sweep(hosted.ports.users, hosted.clock())

    assert today == 2
    assert pool.people() == {alice.user_id: "CONFIRMED"}
