"""A change says which resource it is about, and decodes its data by that."""

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from postcardit_sdk.contract.friends import Friendship
from postcardit_sdk.contract.postcards import BoundingBox, ListPostcards, Postcard
from postcardit_sdk.contract.sync import Change, ChangeType, SyncChanges, SyncPage
from postcardit_sdk.contract.users import User

MORNING = "2026-11-22T08:00:00.000Z"
BOB = {"userId": "b", "username": "bob"}
ALICE = {"userId": "a", "username": "alice"}
USER = {**ALICE, "isActive": True, "createdAt": MORNING, "postcardsCount": 1, "friendsCount": 2}
FRIENDSHIP = {
    "friendshipId": "f", "requesterId": "a", "addresseeId": "b", "status": "pending", "requestedAt": MORNING,
    "createdAt": MORNING, "updatedAt": MORNING, "requester": ALICE, "addressee": BOB,
}  # fmt: skip
POSTCARD = {
    "postcardId": "p", "senderId": "a", "recipientId": "b", "senderName": "Alice", "recipientName": "Bob",
    "sender": ALICE, "recipient": BOB, "message": "Ciao", "font": "print", "status": "sent", "sentAt": MORNING,
    "isArchived": False, "createdAt": MORNING, "updatedAt": MORNING,
}  # fmt: skip


def change(type_: str, data: Any = None) -> dict[str, Any]:
    return {"seq": 7, "type": type_, "id": "x", "data": data, "occurredAt": MORNING}


@pytest.mark.parametrize(
    ("type_", "data", "model"),
    [
        ("friendship.changed", FRIENDSHIP, Friendship),
        ("postcard.received", POSTCARD, Postcard),
        ("postcard.changed", POSTCARD, Postcard),
        ("user.changed", USER, User),
    ],
)
def test_the_type_of_a_change_says_what_its_data_is(type_: str, data: dict[str, Any], model: type[Any]) -> None:
    told = Change.model_validate_json(json.dumps(change(type_, data)))

    assert told.data == model.model_validate(data)
    assert [told.friendship, told.postcard, told.user].count(told.data) == 1  # type: ignore[arg-type]  # one of the three
    assert json.loads(told.model_dump_json(by_alias=True, exclude_none=True))["data"] == data


@pytest.mark.parametrize("type_", ["friendship.deleted", "postcard.deleted", "postcard.changed"])
def test_a_resource_that_is_gone_has_no_data(type_: str) -> None:
    told = Change.model_validate_json(json.dumps(change(type_)))

    assert (told.data, told.friendship, told.postcard, told.user) == (None, None, None, None)


def test_a_change_of_a_newer_server_survives_as_it_came() -> None:
    stranger = change("moon.rose", {"isFull": True})

    told = Change.model_validate(stranger)

    assert not told.type.is_known
    assert json.loads(told.model_dump_json(by_alias=True)) == stranger


def test_data_that_is_not_what_its_type_says_is_refused() -> None:
    with pytest.raises(ValidationError):
        Change.model_validate_json(json.dumps(change("postcard.changed", USER)))


def test_every_known_type_is_about_one_of_the_three() -> None:
    assert {type_.value.partition(".")[0] for type_ in ChangeType} == {"friendship", "postcard", "user"}


def test_a_page_always_says_where_to_go_on() -> None:
    with pytest.raises(ValidationError):
        SyncPage.model_validate({"changes": [], "hasMore": False})


@pytest.mark.parametrize(
    "arguments", [{"limit": 0}, {"limit": 501}, {"wait": -1}, {"wait": 26}, {"cursor": "x" * 1025}]
)
def test_what_a_sync_may_ask_for_has_bounds(arguments: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        SyncChanges.model_validate(arguments)


degrees = st.floats(-180, 180).map(lambda number: round(number, 6))


@example(west=1e-06, east=-1e-06, edges=[0.0, 1e-05])
@given(west=degrees, east=degrees, edges=st.tuples(degrees, degrees).map(lambda pair: sorted(e / 2 for e in pair)))
def test_a_bounding_box_reads_what_it_writes(west: float, east: float, edges: list[float]) -> None:
    box = BoundingBox(west, round(edges[0], 6), east, round(edges[1], 6))

    assert BoundingBox.parse(str(box)) == box
    assert ListPostcards.model_validate({"bbox": str(box)}).bbox == str(box)


@pytest.mark.parametrize(
    "text",
    ["", "1,2,3", "1,2,3,4,5", "181,0,0,0", "0,-91,0,0", "0,10,0,5", "nan,0,0,0", "1e1,0,20,0", "a,b,c,d", "1, 2,3,4"],
)
def test_what_is_no_rectangle_of_the_map_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="must"):
        BoundingBox.parse(text)
    with pytest.raises(ValidationError):
        ListPostcards.model_validate({"bbox": text})
