"""What methods ask for: blocks by name, places and times of postcards, devices, and how long an answer may take."""

import json
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import parse_qs, urlsplit

import pytest

from postcardit_sdk import (
    BlockedPage,
    BoundingBox,
    Call,
    Client,
    ConnectionFailed,
    DevicePlatform,
    Friendship,
    FriendshipStatus,
    InvalidRequest,
    MemoryTokens,
    NotFound,
    PostcardPage,
    Response,
    SearchType,
    Talk,
    UserPage,
    UserSummary,
)
from postcardit_sdk.codec import request_for
from postcardit_sdk.contract import operations as ops
from postcardit_sdk.contract.sync import SyncChanges
from postcardit_sdk.contract.wire import new_id
from postcardit_sdk.flow import Emit, Stream, for_each
from tests.sdk.stage import ALICE, FOREVER, MOMENT, Script, play, reply, session_of

BOB, MALLORY = new_id(), new_id()
BLOCK = Friendship(
    friendship_id=new_id(),
    requester_id=ALICE.user_id,
    addressee_id=MALLORY,
    status=FriendshipStatus.BLOCKED,
    requested_at=MOMENT,
    created_at=MOMENT,
    updated_at=MOMENT,
    requester=UserSummary(user_id=ALICE.user_id, username="alice"),
    addressee=UserSummary(user_id=MALLORY, username="Mallory"),
)
DONE = Response(204, {}, b"")


def alice(*answers: Response) -> tuple[Client, Script]:
    script = Script([*answers])
    return Client("http://api.example", tokens=MemoryTokens(FOREVER), transport=script), script


def asked(script: Script) -> list[str]:
    return [f"{request.method} {request.url}" for request in script.requests]


# Blocking


def found(*names: str) -> Response:
    users = [ALICE.model_copy(update={"user_id": new_id(), "username": name}) for name in names]
    return reply(UserPage(users=users, count=len(users), search_term="mallory", search_type=SearchType.USERNAME))


def test_an_id_is_blocked_as_it_is() -> None:
    client, script = alice(reply(BLOCK))

    assert client.friends.block(MALLORY) == BLOCK
    assert asked(script) == [f"PUT /v1/users/{MALLORY}/block"]


@pytest.mark.parametrize("name", ["mallory", "MALLORY", "Mállory"])
def test_a_name_is_blocked_whatever_its_case_and_accents(name: str) -> None:
    people = found("Mallory", "mallory2")
    client, script = alice(people, reply(BLOCK))

    client.friends.block(name)

    first = UserPage.model_validate_json(people.body).users[0]
    assert asked(script)[1:] == [f"PUT /v1/users/{first.user_id}/block"]


def test_nobody_is_blocked_for_having_a_similar_name() -> None:
    client, script = alice(found("mallory2", "mallory.jr"))

    with pytest.raises(NotFound, match=r"Nobody that you can see is called mallory\.") as caught:
        client.friends.block("mallory")

    assert (caught.value.status, len(script.requests)) == (404, 1)


def test_who_is_unblocked_by_name_is_looked_for_among_the_blocked() -> None:
    other = BLOCK.model_copy(update={"addressee_id": BOB, "addressee": UserSummary(user_id=BOB, username="bob")})
    first = reply(BlockedPage(blocked=[other], count=1, next_cursor="more"))
    client, script = alice(first, reply(BlockedPage(blocked=[BLOCK], count=1)), DONE)

    client.friends.unblock("mallory")

    assert asked(script) == [
        "GET /v1/users/blocked?limit=100",
        "GET /v1/users/blocked?limit=100&cursor=more",
        f"DELETE /v1/users/{MALLORY}/block",
    ]


def test_who_is_not_blocked_cannot_be_unblocked_by_name() -> None:
    client, _ = alice(reply(BlockedPage(blocked=[BLOCK], count=1)))

    with pytest.raises(NotFound, match="You do not block anybody called bob"):
        client.friends.unblock("bob")


# Postcards by time and place


NOTHING = reply(PostcardPage(postcards=[], count=0))


@pytest.mark.parametrize("bbox", [(6.5, 36.0, 18.5, 47.1), BoundingBox(6.5, 36.0, 18.5, 47.1)])
def test_postcards_are_listed_by_time_and_place(bbox: tuple[float, float, float, float]) -> None:
    client, script = alice(NOTHING)
    rome = timezone(timedelta(hours=2))
    client.postcards.list(
        sent_from=datetime(2026, 7, 1, 2, tzinfo=rome), sent_to=datetime(2026, 8, 1, tzinfo=UTC), bbox=bbox
    )
    assert [*client.postcards.all(sent_to=datetime(2026, 8, 1, tzinfo=UTC), bbox=bbox)] == []

    one, all_ = (parse_qs(urlsplit(request.url).query) for request in script.requests)
    assert (one["from"], one["to"]) == (["2026-07-01T00:00:00.000Z"], ["2026-08-01T00:00:00.000Z"])
    assert one["bbox"] == all_["bbox"] == ["6.5,36,18.5,47.1"]
    assert all_.keys() == {"box", "archived", "to", "bbox", "limit"}


@pytest.mark.parametrize(
    ("bbox", "moment"),
    [((0, 0, 181, 0), None), ((0, 1, 0, 0), None), ((0, 0, float("nan"), 0), None), (None, datetime(2026, 7, 1))],  # noqa: DTZ001  # a time without a zone is what is refused
)
def test_a_place_off_the_map_and_a_time_of_nowhere_are_refused(
    bbox: tuple[float, float, float, float] | None, moment: datetime | None
) -> None:
    client, script = alice(NOTHING)

    with pytest.raises(InvalidRequest):
        client.postcards.list(bbox=bbox, sent_from=moment)

    assert script.requests == []


# Devices


def test_a_device_is_registered_and_removed() -> None:
    client, script = alice(DONE)

    client.users.register_device("c4nary", DevicePlatform.IOS_SANDBOX)
    client.users.remove_device("c4nary")

    assert asked(script) == ["POST /v1/users/me/devices", "DELETE /v1/users/me/devices"]
    assert [json.loads(request.body) for request in script.requests] == [
        {"pushToken": "c4nary", "platform": "ios_sandbox"},
        {"pushToken": "c4nary"},
    ]
    assert "c4nary" not in repr(script.requests)


def test_a_push_token_that_is_none_is_refused_and_not_shown() -> None:
    client, script = alice(DONE)

    with pytest.raises(InvalidRequest) as caught:
        client.users.register_device("c4nary with spaces")

    assert "c4nary" not in f"{caught.value} {caught.value.errors}"
    assert script.requests == []


# How long an answer may take


@pytest.mark.parametrize(("wait", "silence"), [(0, None), (25, 35.0)])
def test_a_long_poll_may_be_silent_for_as_long_as_it_waits(wait: int, silence: float | None) -> None:
    assert request_for(Call(ops.sync_changes, SyncChanges(wait=wait))).silence_seconds == silence


# A stream inside another flow


def counting(said: list[str]) -> Stream[int]:
    try:
        yield Emit(1)
        yield from Call(ops.get_me)
        yield Emit(2)
        yield from Call(ops.get_me)
    except ConnectionFailed:
        said.append("caught")
        yield Emit(3)
    finally:
        said.append("closed")


def test_a_flow_goes_through_the_items_of_another_and_its_errors_stay_there() -> None:
    said: list[str] = []

    def handle(item: int) -> Talk[None]:
        said.append(f"item {item}")
        yield from Call(ops.get_me)

    lost = ConnectionFailed("lost", was_sent=False)
    played = play(
        session_of(FOREVER), for_each(counting(said), handle), *[reply(ALICE)] * 3, lost, lost, lost, reply(ALICE)
    )

    assert played.error is None
    assert said == ["item 1", "item 2", "caught", "item 3", "closed"]


def test_what_the_handling_of_an_item_raises_ends_both() -> None:
    said: list[str] = []

    def handle(item: int) -> Talk[None]:
        yield from ()
        raise ConnectionFailed(f"item {item}")

    played = play(session_of(FOREVER), for_each(counting(said), handle), reply(ALICE))

    assert (str(played.error), said) == ("item 1", ["closed"])
