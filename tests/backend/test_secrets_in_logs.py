"""Neither logs nor problems ever hold what is secret or private, whatever happens."""

import logging
from typing import Any

import pytest

from postcardit_backend.embedded.friends import SqliteFriendships
from postcardit_backend.failures import trace_of
from tests.backend.held_to_contract import Answer
from tests.backend.world import Person, World, jpeg

EMAIL = "canary-mail@example.com"
SECRETS = {
    "password": "canary-password-1",
    "new password": "canary-password-2",
    "message": "canary-message",
    "address": "canary-street 5",
    "latitude": "48.137154",
    "longitude": "11.576124",
    "email": EMAIL,
    "full name": "Canary Name",
    "device": "canary-device",
    "push": "canary-bio",
}
ALWAYS_HIDDEN = {name: text for name, text in SECRETS.items() if name != "email"}


def story(world: World) -> tuple[list[Answer], dict[str, str]]:
    """Everything that one can do with secrets, done right and wrong; gives the refusals, and the secrets made."""
    password, later = SECRETS["password"], SECRETS["new password"]
    anyone = world.anyone
    answers = [
        anyone.ask("POST", "/auth/register", {"username": "carol", "email": EMAIL, "password": password}),
        anyone.ask("POST", "/auth/register", {"username": "carol", "email": EMAIL, "password": "short", "x": password}),
        anyone.ask("POST", "/auth/confirm", {"email": EMAIL, "code": "999999", "password": password}),
    ]
    made = {"code": world.code_for(EMAIL)}
    confirmed = anyone.ask("POST", "/auth/confirm", {"email": EMAIL, "code": made["code"], "password": password})
    made |= {"access": confirmed.body["tokens"]["accessToken"], "refresh": confirmed.body["tokens"]["refreshToken"]}
    carol = world.sign_in("carol", password)
    answers += _signing_in(world, carol, made)
    answers += _writing(world, carol)
    answers.append(carol.ask("POST", "/auth/change-password", {"password": later, "newPassword": later}))
    carol.ask("POST", "/auth/change-password", {"password": password, "newPassword": later})
    answers.append(anyone.ask("POST", "/auth/reset-password", {"email": EMAIL, "code": "999999", "newPassword": later}))
    return answers, made


def _signing_in(world: World, carol: Person, made: dict[str, str]) -> list[Answer]:
    who = {"email": EMAIL, "deviceName": SECRETS["device"]}
    token = {"authorization": f"Bearer {made['access']}x"}
    return [
        world.anyone.ask("POST", "/auth/login", {**who, "password": SECRETS["new password"]}),
        world.anyone.ask("POST", "/auth/login", {**who, "password": 5, "extra": SECRETS["password"]}),
        world.anyone.ask("GET", "/users/me", headers=token),
        world.anyone.ask("POST", "/auth/refresh", {"refreshToken": made["refresh"] + "x"}),
        world.anyone.ask("POST", "/auth/refresh", body=f'{{"refreshToken": "{made["refresh"]}'.encode()),
        carol.get(f"/users/search?q={EMAIL}&type=email&limit=nonsense"),
    ]


def _writing(world: World, carol: Person) -> list[Answer]:
    place = {"latitude": float(SECRETS["latitude"]), "longitude": float(SECRETS["longitude"])}
    card = {
        "recipientUsername": "bob",
        "message": SECRETS["message"],
        "location": {**place, "address": SECRETS["address"]},
    }
    carol.ask("PATCH", "/users/me", {"fullName": SECRETS["full name"], "bio": SECRETS["push"]})
    stranger = carol.post("/postcards", card)
    carol.befriend(world.bob)
    carol.post("/postcards", {**card, "uploadId": carol.upload(jpeg())})
    wrong = {**card, "location": {**place, "latitude": SECRETS["latitude"]}, "message": SECRETS["message"] * 100}
    return [
        stranger,
        carol.post("/postcards", wrong),
        carol.post("/postcards", {**card, "stampId": SECRETS["message"]}),
    ]


@pytest.fixture
def heard(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG)
    for name in list(logging.root.manager.loggerDict):
        caplog.set_level(logging.DEBUG, logger=name)
    return caplog


def test_a_whole_story_leaves_no_secret_in_logs_or_problems(world: World, heard: pytest.LogCaptureFixture) -> None:
    answers, made = story(world)

    problems = "\n".join(answer.raw.decode() for answer in answers if answer.status >= 400)
    whole = {**SECRETS, **made}

    assert len([answer for answer in answers if answer.status >= 400]) >= 12
    assert [name for name, secret in whole.items() if secret in heard.text] == []
    assert [name for name, secret in whole.items() if secret in problems] == []


def test_an_error_inside_is_logged_by_kind_and_place_and_not_by_what_it_says(
    world: World, heard: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        try:
            raise KeyError(SECRETS["password"])
        except KeyError as error:
            raise RuntimeError(f"{EMAIL} wrote {SECRETS['message']}") from error

    monkeypatch.setattr(SqliteFriendships, "are_friends", broken)
    with pytest.raises(AssertionError, match="failed inside"):  # the harness of these tests refuses a 500
        world.alice.post("/postcards", {"recipientUsername": "bob", "message": SECRETS["message"]})

    response = world.transport.seen[-1][1]
    (record,) = [record for record in heard.records if record.levelno >= logging.ERROR]
    assert [name for name, secret in SECRETS.items() if secret in heard.text + response.body.decode()] == []
    assert (response.status, record.exc_info) == (500, None)
    for told in ("KeyError", "RuntimeError", "test_secrets_in_logs.py", "broken", response.headers["x-request-id"]):
        assert told in record.getMessage()


def test_a_trace_ends_although_its_causes_go_round() -> None:
    error = ValueError("canary")
    error.__cause__ = RuntimeError("canary")
    error.__cause__.__cause__ = error

    assert "canary" not in trace_of(error)


def test_what_is_kept_of_people_says_nothing_of_their_secrets_when_it_is_printed(world: World) -> None:
    user = world.ports.users.by_username("alice")

    assert user is not None
    assert "argon2" not in repr(user)
