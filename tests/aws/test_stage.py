"""A whole stage: what people do by the SDK goes through the function's door to DynamoDB and S3, and back."""

import json
import threading
from collections.abc import Iterator

import httpx
import pytest

from postcardit_backend.aws.functions.sweep import sweep
from postcardit_backend.aws.stage import Stage, StageError
from postcardit_sdk import Client, Event, NotFound, PostcardStatus, Unauthenticated
from postcardit_sdk.contract.service import Identity, Realtime
from tests.aws.emulator import Emulator
from tests.aws.stage import Staged, staged
from tests.backend.world import jpeg


@pytest.fixture(name="stage")
def open_stage(emulator: Emulator) -> Iterator[Staged]:
    with staged(emulator) as stage:
        yield stage


def befriend(alice: Client, bob: Client) -> None:
    bob.friends.accept(alice.friends.request("bob").friendship_id)


def test_two_people_meet_write_and_read_and_nobody_else_does(stage: Staged) -> None:
    alice, bob, eve = (stage.newcomer(name) for name in ("alice", "bob", "eve"))
    befriend(alice, bob)

    sent = alice.postcards.send("bob", "Ciao", photo=jpeg())
    bob.postcards.read(sent.postcard_id)

    [received] = bob.postcards.received().postcards
    assert (received.message, alice.postcards.get(sent.postcard_id).status) == ("Ciao", PostcardStatus.READ)
    assert (bob.postcards.photo(received) or b"").startswith(b"\xff\xd8")
    with pytest.raises(NotFound):
        eve.postcards.get(sent.postcard_id)
    with pytest.raises(Unauthenticated):
        Client("https://api.test", transport=stage.gateway, token="a.b.c").postcards.get(sent.postcard_id)


def test_a_long_poll_hears_what_another_environment_has_written(stage: Staged) -> None:
    alice, bob = stage.newcomer("alice"), stage.newcomer("bob")
    befriend(alice, bob)
    cursor = json.loads(bob.service.request("GET", "/v1/sync").body)["nextCursor"]
    events, heard = bob.events.listen(cursor, stream=False), list[Event]()

    with stage.another() as elsewhere:
        thread = threading.Thread(target=lambda: heard.append(next(events)))
        thread.start()
        Client("https://api.test", transport=elsewhere.gateway, tokens=alice.session.tokens).postcards.send(
            "bob", "Ciao"
        )
        thread.join(30)

    assert [one.change.type.value for one in heard if one.change is not None] == ["postcard.received"]


def test_a_stage_says_how_it_tells_of_changes(stage: Staged) -> None:
    ready = stage.client().service.ready()

    assert (ready.realtime, ready.realtime_url) == ([Realtime.WEBSOCKET, Realtime.LONGPOLL], "wss://socket.test/test")
    assert ready.identity is Identity.LOCAL


def test_each_request_leaves_one_line_that_tells_no_secret(stage: Staged, capsys: pytest.CaptureFixture[str]) -> None:
    alice = stage.newcomer("alice")
    capsys.readouterr()

    alice.users.me()

    [line] = capsys.readouterr().out.splitlines()
    told = json.loads(line)
    assert (told["route"], told["status"], told["user"]) == ("get_me", 200, alice.session.user_id)
    assert {*told} == {"at", "method", "route", "status", "ms", "bytes", "id", "user"}


def test_pictures_of_stamps_come_through_the_gateway(stage: Staged) -> None:
    alice = stage.newcomer("alice")
    stamp = alice.stamps.list().stamps[0]

    picture = alice.service.request("GET", stamp.image_url.removeprefix("https://api.test")).body

    assert picture.startswith(b"\x89PNG")


def test_the_file_of_ones_own_data_goes_with_the_account(stage: Staged) -> None:
    alice = stage.newcomer("alice")
    link = alice.users.export_me().url
    before = httpx.get(link).status_code

    alice.users.delete_me("correct horse")

    assert (before, httpx.get(link).status_code) == (200, 404)


def test_sweeping_a_stage_twice_harms_nobody(stage: Staged) -> None:
    alice, bob = stage.newcomer("alice"), stage.newcomer("bob")
    befriend(alice, bob)
    alice.users.delete_me("correct horse")

    assert sweep(stage.gateway.ports) == sweep(stage.gateway.ports) == {"swept": 3}

    assert bob.friends.list().friends == []


NEEDED = {
    "POSTCARDIT_STAGE": "dev",
    "POSTCARDIT_MAIN_TABLE": "postcardit-dev-main",
    "POSTCARDIT_BRIEF_TABLE": "postcardit-dev-brief",
    "POSTCARDIT_PHOTOS_BUCKET": "photos",
    "POSTCARDIT_SECRET_ID": "secrets",
}


def test_an_environment_describes_a_stage() -> None:
    stage = Stage.of({**NEEDED, "POSTCARDIT_PUBLIC_URL": "https://api.test/dev/", "POSTCARDIT_SOCKET_URL": ""})

    assert stage.tables == {"main": "postcardit-dev-main", "brief": "postcardit-dev-brief"}
    assert (stage.prefixes, stage.socket_url, stage.identity) == (("/dev",), None, Identity.LOCAL)
    assert stage.settings().realtime == (Realtime.LONGPOLL,)


def test_the_addresses_of_a_stage_in_an_emulator_lie_below_the_emulators_own() -> None:
    host = "execute-api.eu-central-1.amazonaws.com"
    addresses = {
        "POSTCARDIT_PUBLIC_URL": f"https://a1.{host}/dev",
        "POSTCARDIT_SOCKET_URL": f"wss://b2.{host}/dev",
        "POSTCARDIT_SOCKET_ENDPOINT": f"https://b2.{host}/dev",
    }
    there = Stage.of({**NEEDED, **addresses})
    here = Stage.of({**NEEDED, **addresses, "AWS_ENDPOINT_URL": "http://127.0.0.1:4566"})

    below = "://127.0.0.1:4566/_aws/execute-api"
    assert (here.public_url, here.socket_url) == (f"http{below}/a1/dev", f"ws{below}/b2/dev")
    assert here.socket_endpoint == f"http{below}/b2/dev"
    assert [there.public_url, there.socket_url, there.socket_endpoint] == [*addresses.values()]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"POSTCARDIT_MAIN_TABLE": ""}, "POSTCARDIT_MAIN_TABLE"),
        ({"POSTCARDIT_IDENTITY": "cognito"}, "POSTCARDIT_USER_POOL_ID, POSTCARDIT_USER_POOL_CLIENT_ID"),
        ({"POSTCARDIT_IDENTITY": "carrier-pigeon"}, "local or cognito"),
    ],
)
def test_an_environment_that_describes_none_says_what_is_wrong(changed: dict[str, str], words: str) -> None:
    with pytest.raises(StageError, match=words):
        Stage.of({**NEEDED, **changed})
