"""The grammar of the wire: names, times, ids and text, the same on both sides."""

import re
import time
import unicodedata
import uuid
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from postcardit_sdk.contract.auth import LoginUser, RegisterUser
from postcardit_sdk.contract.friends import FriendPage, Friendship, FriendshipStatus
from postcardit_sdk.contract.postcards import Font, Location, Postcard, PostcardPage, SendPostcard
from postcardit_sdk.contract.problems import Code, Problem, field_problems
from postcardit_sdk.contract.stamps import StampCategory
from postcardit_sdk.contract.users import SearchUsers, UserPage, UserSummary
from postcardit_sdk.contract.wire import (
    ID_PATTERN,
    Body,
    Email,
    Line,
    OpenEnum,
    Page,
    PageQuery,
    Text,
    Timestamp,
    Wire,
    format_timestamp,
    new_id,
)

TIMES: TypeAdapter[datetime] = TypeAdapter(Timestamp)
LINES: TypeAdapter[str] = TypeAdapter(Line)
TEXTS: TypeAdapter[str] = TypeAdapter(Text)
EMAILS: TypeAdapter[str] = TypeAdapter(Email)
ZONES = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
FIRST, LAST = (datetime.fromisoformat(day) for day in ("0001-01-02", "9999-12-30"))
MOMENTS = st.datetimes(FIRST, LAST, timezones=ZONES)
WHEN = "2026-11-22T15:53:00.123Z"
AN_ID = "0198c0de-0000-7abc-8def-0123456789ab"
BOB = {"userId": "b", "username": "bob"}
FRIENDSHIP: dict[str, Any] = {
    "friendshipId": "f",
    "requesterId": "a",
    "addresseeId": "b",
    "status": "pending",
    "requestedAt": WHEN,
    "createdAt": WHEN,
    "updatedAt": WHEN,
    "requester": {"userId": "a", "username": "alice"},
    "addressee": BOB,
}
CONTROLS = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))]


def refused(model: type[Wire], given: object) -> list[tuple[str, str]]:
    """Where and how a model refuses what is given."""
    with pytest.raises(ValidationError) as caught:
        model.model_validate(given)
    return [(problem.pointer, problem.code) for problem in field_problems(caught.value)]


def test_names_are_snake_case_here_and_camel_case_on_the_wire() -> None:
    by_alias, by_name = (
        Friendship.model_validate(FRIENDSHIP),
        Friendship(**Friendship.model_validate(FRIENDSHIP).__dict__),
    )

    assert by_alias == by_name
    assert (by_alias.friendship_id, by_alias.requester.user_id) == ("f", "a")
    assert by_alias.model_dump(mode="json", exclude_none=True) == FRIENDSHIP


def test_an_answer_with_keys_from_a_newer_server_decodes_as_if_they_were_not_there() -> None:
    newer = {**FRIENDSHIP, "mood": "happy", "requester": {**FRIENDSHIP["requester"], "badges": [1]}}

    assert Friendship.model_validate(newer) == Friendship.model_validate(FRIENDSHIP)


def test_a_request_with_a_key_that_the_contract_does_not_name_is_refused() -> None:
    assert refused(LoginUser, {"password": "x", "colour": "red"}) == [("/colour", "unknown_field")]


def every(kind: type[Wire]) -> list[type[Wire]]:
    return [kind, *(found for below in kind.__subclasses__() for found in every(below))]


@pytest.mark.parametrize("model", every(Body), ids=lambda model: model.__name__)
def test_every_request_refuses_what_it_does_not_know_and_no_answer_does(model: type[Wire]) -> None:
    assert model.model_config.get("extra") == "forbid"
    assert Wire.model_config.get("extra") == "ignore"


def test_what_was_decoded_cannot_be_changed() -> None:
    friendship = Friendship.model_validate(FRIENDSHIP)

    with pytest.raises(ValidationError, match="frozen"):
        friendship.status = FriendshipStatus.ACCEPTED  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]


KINDS: list[type[OpenEnum]] = [FriendshipStatus, Font, StampCategory, Code]


@pytest.mark.parametrize("kind", KINDS)
def test_a_value_from_a_newer_server_keeps_itself(kind: type[OpenEnum]) -> None:
    adapter: TypeAdapter[OpenEnum] = TypeAdapter(kind)

    stranger = adapter.validate_json(b'"hologram"')

    assert (stranger, str(stranger), stranger.is_known) == ("hologram", "hologram", False)
    assert isinstance(stranger, kind)
    assert adapter.dump_json(stranger) == b'"hologram"'
    assert stranger == kind("hologram")
    assert "hologram" not in [member.value for member in kind]
    assert all(member.is_known for member in kind)


def test_an_unknown_status_and_an_unknown_code_survive_a_round_trip() -> None:
    newer = {**FRIENDSHIP, "status": "besties"}
    problem = {"type": "t", "title": "t", "status": 499, "detail": "d", "instance": "i", "code": "too_sunny"}
    problem |= {"message": "d", "statusCode": 499, "requestId": "r"}

    assert Friendship.model_validate(newer).model_dump(mode="json", exclude_none=True) == newer
    assert Problem.model_validate(problem).model_dump(mode="json", exclude_none=True) == problem
    assert (Code("too_sunny").status, Code("too_sunny").sentence) == (0, "")


@pytest.mark.parametrize("given", [5, None, ["print"], True])
def test_an_enum_is_a_text_whatever_its_value(given: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Font).validate_python(given)


def test_a_request_takes_only_the_values_that_the_contract_names() -> None:
    card = {"recipientUsername": "bob", "message": "x", "font": "comic"}

    assert refused(SendPostcard, card) == [("/font", "unknown_value")]


@given(moment=MOMENTS)
def test_any_moment_round_trips_to_the_millisecond(moment: datetime) -> None:
    text = TIMES.dump_json(moment).decode().strip('"')

    read = TIMES.validate_json(f'"{text}"')

    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.]\d{3}Z", text)
    assert text == format_timestamp(moment)
    assert timedelta(0) <= moment - read < timedelta(milliseconds=1)
    assert (read.tzinfo, TIMES.validate_python(moment)) == (UTC, read)


@given(moment=st.datetimes())
def test_a_moment_without_a_zone_is_refused(moment: datetime) -> None:
    with pytest.raises(ValidationError):
        TIMES.validate_python(moment)
    with pytest.raises(ValidationError):
        TIMES.validate_json(f'"{moment.isoformat()}"')


@pytest.mark.parametrize(
    "text", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2026-13-01T00:00:00Z", "", "now"]
)
def test_a_moment_that_no_calendar_has_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        TIMES.validate_json(f'"{text}"')


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2026-11-22T15:53:00Z", "2026-11-22T15:53:00.000Z"),
        ("2026-11-22T16:53:00.123999+01:00", "2026-11-22T15:53:00.123Z"),
        ("2026-11-22T15:53:00.1Z", "2026-11-22T15:53:00.100Z"),
        ("1969-12-31T23:59:59.9999Z", "1969-12-31T23:59:59.999Z"),
    ],
)
def test_a_moment_is_written_with_three_digits_and_a_z(text: str, written: str) -> None:
    assert TIMES.dump_json(TIMES.validate_json(f'"{text}"')) == f'"{written}"'.encode()


@given(milliseconds=st.integers(0, 2**48 - 1))
def test_an_id_is_a_uuid_of_version_7_that_holds_its_time(milliseconds: int) -> None:
    made = new_id(milliseconds)

    known = uuid.UUID(made)
    assert (known.version, known.variant, str(known)) == (7, uuid.RFC_4122, made)
    assert known.int >> 80 == milliseconds
    assert re.fullmatch(ID_PATTERN, made)


@given(moments=st.lists(st.integers(0, 2**48 - 1), min_size=2, max_size=20, unique=True))
def test_ids_sort_by_their_time(moments: list[int]) -> None:
    made = [new_id(moment) for moment in sorted(moments)]

    assert all(one < other for one, other in pairwise(made))


def test_ids_of_one_moment_differ_and_those_of_now_hold_now() -> None:
    same = {new_id(5) for _ in range(1000)}

    before = time.time_ns() // 1_000_000
    stamp = uuid.UUID(new_id()).int >> 80

    assert len(same) == 1000
    assert before <= stamp <= time.time_ns() // 1_000_000


@pytest.mark.parametrize("given", ["", "x", str(uuid.UUID(int=0)), AN_ID.upper(), AN_ID + "\n", f"{{{AN_ID}}}", 5])
def test_an_id_of_another_kind_is_refused(given: object) -> None:
    assert [where for where, _ in refused(SendPostcard, {"recipientId": given, "message": "x"})] == ["/recipientId"]


@given(text=st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"])))
def test_text_is_composed(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)

    assert LINES.validate_python(text) == TEXTS.validate_python(text) == composed
    assert LINES.validate_python(unicodedata.normalize("NFD", text)) == unicodedata.normalize("NFC", composed)


@given(before=st.text(alphabet="ab é🏝"), control=st.sampled_from(CONTROLS), after=st.text(alphabet="ab é🏝"))
def test_no_text_holds_a_control_character_but_a_newline(before: str, control: str, after: str) -> None:
    text = before + control + after

    with pytest.raises(ValidationError):
        LINES.validate_python(text)
    if control == "\n":
        assert TEXTS.validate_python(text) == unicodedata.normalize("NFC", text)
        return
    with pytest.raises(ValidationError):
        TEXTS.validate_python(text)


@given(unit=st.sampled_from(["x", "é", "e\u0301", "🏝", "각", "\u1112\u1161\u11ab"]), count=st.integers(498, 502))
def test_lengths_count_code_points_after_composing(unit: str, count: int) -> None:
    card = {"recipientUsername": "bob", "message": unit * count}
    fits = len(unicodedata.normalize("NFC", unit * count)) <= 500

    assert fits == (count <= 500)
    if fits:
        assert len(SendPostcard.model_validate(card).message) == count
    else:
        assert refused(SendPostcard, card) == [("/message", "too_long")]


@pytest.mark.parametrize(
    "email", ["alice@example.com", "a.b+c@mail.example.co.uk", "ü@exämple.com", "x" * 64 + "@y.zz"]
)
def test_an_address_has_one_at_and_a_dotted_domain(email: str) -> None:
    assert EMAILS.validate_python(email) == email


@pytest.mark.parametrize(
    "email",
    [
        "",
        "alice",
        "@b.c",
        "a@b",
        "a@.c",
        "a@b.",
        "a@b..c",
        "a@@b.c",
        "a b@c.d",
        "a@b.c\n",
        "x" * 65 + "@y.z",
        "a@" + "y" * 260 + ".z",
    ],
)
def test_what_is_no_address_is_refused(email: str) -> None:
    with pytest.raises(ValidationError):
        EMAILS.validate_python(email)


@pytest.mark.parametrize("given", [{"latitude": 1}, {"longitude": 1}])
def test_coordinates_come_both_or_not_at_all(given: dict[str, float]) -> None:
    assert refused(Location, given) == [("", "invalid")]


@given(
    latitude=st.none() | st.floats(allow_nan=True, allow_infinity=True),
    longitude=st.none() | st.floats(allow_nan=True, allow_infinity=True),
)
def test_a_place_is_on_earth_or_refused(latitude: float | None, longitude: float | None) -> None:
    given = {"latitude": latitude, "longitude": longitude}
    good = latitude is longitude is None or (
        latitude is not None and longitude is not None and abs(latitude) <= 90 and abs(longitude) <= 180
    )

    if good:
        assert Location.model_validate(given).model_dump(include={"latitude", "longitude"}) == given
    else:
        assert refused(Location, given)


def test_whole_degrees_are_numbers_like_any_other() -> None:
    place = Location.model_validate_json(b'{"latitude": 45, "longitude": -12}', strict=True)

    assert place.model_dump_json(exclude_none=True) == '{"latitude":45.0,"longitude":-12.0}'


SECRET = "correct-horse-battery"


@pytest.mark.parametrize(
    "given",
    [
        {"username": "al", "email": SECRET, "password": SECRET[:7]},
        {"username": SECRET + "!", "email": "a@example.com", "password": 5},
        {"username": "alice", "email": "a@example.com", "password": SECRET, "fullName": f"{SECRET}\0"},
        {"username": [SECRET], "email": {"x": SECRET}, "password": SECRET * 100},
    ],
)
def test_what_is_said_of_a_refused_field_never_repeats_its_value(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError) as caught:
        RegisterUser.model_validate(given)

    said = " ".join(problem.model_dump_json() for problem in field_problems(caught.value))

    assert said
    assert SECRET[:7] not in said


def test_secrets_are_not_shown_by_repr() -> None:
    shown = repr(RegisterUser(username="alice", email="a@example.com", password=SECRET))

    assert ("alice" in shown, SECRET in shown) == (True, False)


@given(name=st.text(max_size=5))
def test_a_pointer_names_any_key_as_rfc_6901_writes_it(name: str) -> None:
    if name in {"email", "username", "password", "deviceName", "device_name"}:
        return

    ((pointer, _),) = refused(LoginUser, {"password": "x", name: 1})

    assert pointer.startswith("/")
    assert pointer[1:].replace("~1", "/").replace("~0", "~") == name


def test_pages_know_their_items_by_any_name() -> None:
    card_page = PostcardPage(postcards=[], count=0)
    friend_page = FriendPage.model_validate(
        {"friends": [{"friendshipId": "f", "user": BOB, "since": WHEN}], "count": 1}
    )
    people = UserPage.model_validate({"users": [], "count": 0, "searchTerm": "x", "searchType": "name"})

    assert (card_page.items, friend_page.items, people.items) == ([], friend_page.friends, [])
    assert "nextCursor" not in card_page.model_dump(exclude_none=True)
    assert PostcardPage.model_validate({"postcards": [], "count": 0, "nextCursor": "c"}).next_cursor == "c"
    with pytest.raises(TypeError):
        Page(count=0).items  # noqa: B018


@pytest.mark.parametrize(
    ("limit", "fits"), [(0, False), (1, True), (100, True), (101, False), (-1, False), (None, False)]
)
def test_a_page_holds_1_to_100(limit: int | None, fits: bool) -> None:
    if fits:
        assert PageQuery.model_validate({"limit": limit}).limit == limit
    else:
        assert [where for where, _ in refused(PageQuery, {"limit": limit})] == ["/limit"]
    assert (PageQuery().limit, SearchUsers(q="al").limit) == (20, 20)


def test_nobody_sees_an_address_in_what_is_embedded_of_people() -> None:
    assert {*UserSummary.model_fields} == {"user_id", "username", "full_name", "profile_picture_url"}
    assert Postcard.model_fields["sender"].annotation is UserSummary
    assert Friendship.model_fields["requester"].annotation is UserSummary
