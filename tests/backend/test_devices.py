"""Devices: a push token belongs to its last registrant, and goes when it is told to."""

import json

import pytest

from tests.backend.world import World

TOKEN = {"pushToken": "a1b2c3", "platform": "ios"}


def owners(world: World) -> list[tuple[str, str, str]]:
    rows = world.embedded.database.reader().execute("SELECT push_token, user_id, platform FROM devices")
    return [tuple(row) for row in rows]


def test_a_device_is_registered_once_however_often_it_says_so(world: World) -> None:
    answers = [world.alice.ask("POST", "/users/me/devices", TOKEN) for _ in range(2)]

    assert [(answer.status, answer.raw) for answer in answers] == [(204, b"")] * 2
    assert owners(world) == [("a1b2c3", world.alice.user_id, "ios")]


def test_a_push_token_belongs_to_its_last_registrant_alone(world: World) -> None:
    world.alice.ask("POST", "/users/me/devices", TOKEN)
    world.bob.ask("POST", "/users/me/devices", {**TOKEN, "platform": "ios_sandbox"})

    assert owners(world) == [("a1b2c3", world.bob.user_id, "ios_sandbox")]


def test_a_device_is_removed_by_its_user_and_by_nobody_else(world: World) -> None:
    world.alice.ask("POST", "/users/me/devices", TOKEN)
    stranger = world.bob.ask("DELETE", "/users/me/devices", {"pushToken": "a1b2c3"})
    after_stranger = owners(world)
    own = [world.alice.ask("DELETE", "/users/me/devices", {"pushToken": "a1b2c3"}) for _ in range(2)]

    assert [answer.status for answer in (stranger, *own)] == [204] * 3
    assert (len(after_stranger), owners(world)) == (1, [])


@pytest.mark.parametrize(
    "body",
    [
        {"pushToken": "", "platform": "ios"},
        {"pushToken": "with space", "platform": "ios"},
        {"pushToken": "x" * 513, "platform": "ios"},
        {"pushToken": "x", "platform": "pager"},
        {"pushToken": "x"},
        {"platform": "ios"},
    ],
)
def test_what_is_no_device_is_refused_without_repeating_it(body: dict[str, str], world: World) -> None:
    answer = world.alice.ask("POST", "/users/me/devices", body)

    assert answer.outcome == (422, "validation_failed")
    assert "with space" not in json.dumps(answer.body)


def test_a_token_is_in_no_log(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")

    world.alice.ask("POST", "/users/me/devices", TOKEN)
    world.alice.ask("DELETE", "/users/me/devices", {"pushToken": "a1b2c3"})

    assert "a1b2c3" not in caplog.text


def test_devices_are_for_people_who_are_signed_in(world: World) -> None:
    assert world.anyone.ask("POST", "/users/me/devices", TOKEN).outcome == (401, "unauthenticated")
    assert world.anyone.ask("DELETE", "/users/me/devices", {"pushToken": "x"}).outcome == (401, "unauthenticated")


def test_the_devices_of_an_erased_account_are_forgotten(world: World) -> None:
    world.alice.ask("POST", "/users/me/devices", TOKEN)

    world.alice.ask("DELETE", "/users/me", {"password": "correct horse"})

    assert owners(world) == []
