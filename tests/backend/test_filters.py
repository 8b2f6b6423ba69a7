"""Lists by side, state, archive, time and place give what a walk over all cards would give, in pages, newest first."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcardit_backend.id_times import first_id
from postcardit_backend.ports import PostcardFilter
from postcardit_backend.records import PostcardRecord, Side, UserRecord
from postcardit_sdk.contract.wire import new_id
from tests.backend.stores import NOW, STORES, Store
from tests.backend.walks import walk

STATUSES = ("sent", "delivered", "read")
LATITUDES = st.sampled_from([-90.0, -17.5, 0.0, 45.43, 45.44, 90.0]) | st.floats(-90, 90)
LONGITUDES = st.sampled_from([-180.0, -179.9, 0.0, 12.33, 12.34, 179.9, 180.0]) | st.floats(-180, 180)
TIMES = st.integers(NOW - 2, NOW + 8)


@dataclass(frozen=True)
class Sent:
    """A card as a test imagines it: who sends it when, from where, and what its people do with it."""

    mine: bool
    status: str
    archived: bool
    place: tuple[float, float] | None
    millisecond: int


@st.composite
def rectangles(draw: st.DrawFn) -> tuple[float, float, float, float]:
    south, north = sorted((draw(LATITUDES), draw(LATITUDES)))
    return draw(LONGITUDES), south, draw(LONGITUDES), north


CARDS = st.builds(
    Sent,
    mine=st.booleans(),
    status=st.sampled_from(STATUSES),
    archived=st.booleans(),
    place=st.none() | st.tuples(LATITUDES, LONGITUDES),
    millisecond=st.integers(0, 6),
)
FILTERS = st.builds(
    PostcardFilter,
    side=st.sampled_from([None, *Side]),
    archived=st.sampled_from([None, True, False]),
    status=st.none() | st.sampled_from([*STATUSES, "draft"]),
    unread=st.sampled_from([None, True, False]),
    sent_from=st.none() | TIMES,
    sent_to=st.none() | TIMES,
    bbox=st.none() | rectangles(),
)


@contextmanager
def two_friends(name: str) -> Generator[tuple[Store, UserRecord, UserRecord]]:
    with TemporaryDirectory() as folder, STORES[name](Path(folder)) as store:
        alice, bob = store.user("alice"), store.user("bob")
        store.befriend(alice, bob)
        yield store, alice, bob


def put(store: Store, alice: UserRecord, bob: UserRecord, card: Sent) -> PostcardRecord:
    """Send it and take it as far as it goes; gives it as alice has it."""
    sender, recipient = (alice, bob) if card.mine else (bob, alice)
    sent_at = NOW + card.millisecond
    latitude, longitude = card.place or (None, None)
    made = store.send(
        sender, recipient, postcard_id=new_id(sent_at), sent_at=sent_at, latitude=latitude, longitude=longitude
    )
    steps = {step: [made.postcard_id] if card.status == step else [] for step in STATUSES[1:]}
    store.postcards.mark(recipient.user_id, **steps, now=NOW + 9)
    store.postcards.archive(made.postcard_id, alice.user_id, archived=card.archived, now=NOW + 9)
    mine = store.postcards.get(made.postcard_id, alice.user_id)
    assert mine is not None
    return mine


def fits(card: PostcardRecord, alice: UserRecord, which: PostcardFilter) -> bool:
    """The filter, said in plain Python."""
    side = Side.SENT if card.sender.user_id == alice.user_id else Side.RECEIVED
    status = "read" if card.read_at else "delivered" if card.delivered_at else "sent"
    return (
        which.side in (None, side)
        and which.archived in (None, card.is_archived)
        and which.status in (None, status)
        and which.unread in (None, status != "read")
        and (which.sent_from is None or card.sent_at >= which.sent_from)
        and (which.sent_to is None or card.sent_at < which.sent_to)
        and (which.bbox is None or lies_in(card, which.bbox))
    )


def lies_in(card: PostcardRecord, bbox: tuple[float, float, float, float]) -> bool:
    west, south, east, north = bbox
    if card.latitude is None or card.longitude is None or not south <= card.latitude <= north:
        return False
    return west <= card.longitude <= east if west <= east else not east < card.longitude < west


def in_pages(store: Store, user: UserRecord, which: PostcardFilter, limits: Iterator[int]) -> list[PostcardRecord]:
    """All pages. One that is not full is the last."""
    found: list[PostcardRecord] = []
    for limit in limits:
        page = store.postcards.list(user.user_id, which, found[-1].postcard_id if found else None, limit)
        found += page
        assert len(page) <= limit
        if len(page) < limit:
            break
    return found


@pytest.mark.parametrize("name", sorted(STORES))
def test_pages_of_any_filter_put_together_are_what_a_walk_over_all_cards_gives(name: str) -> None:
    @walk(name, 25)
    @given(
        cards=st.lists(CARDS, max_size=14),
        filters=st.lists(FILTERS, min_size=1, max_size=12),
        sizes=st.lists(st.integers(1, 5), min_size=1, max_size=4),
    )
    def check(cards: list[Sent], filters: list[PostcardFilter], sizes: list[int]) -> None:
        with two_friends(name) as (store, alice, bob):
            put_there = [put(store, alice, bob, card) for card in cards]
            newest_first = sorted(put_there, key=lambda card: card.postcard_id, reverse=True)

            for which in filters:
                limits = (sizes[number % len(sizes)] for number in count())
                wanted = [card for card in newest_first if fits(card, alice, which)]
                assert in_pages(store, alice, which, limits) == wanted

    check()


@pytest.fixture
def friends(store: Store) -> tuple[Store, UserRecord, UserRecord]:
    alice, bob = store.user("alice"), store.user("bob")
    store.befriend(alice, bob)
    return store, alice, bob


def test_from_is_inclusive_and_to_exclusive_to_the_millisecond(friends: tuple[Store, UserRecord, UserRecord]) -> None:
    store, alice, bob = friends
    for millisecond in range(4):
        put(store, alice, bob, Sent(True, "sent", False, None, millisecond))

    found = [
        [card.sent_at - NOW for card in store.postcards.list(alice.user_id, which, None, 9)]
        for which in (
            PostcardFilter(sent_from=NOW + 1),
            PostcardFilter(sent_to=NOW + 3),
            PostcardFilter(sent_from=NOW + 1, sent_to=NOW + 3),
            PostcardFilter(sent_from=NOW + 3, sent_to=NOW + 1),
            PostcardFilter(sent_from=NOW + 2, sent_to=NOW + 2),
            PostcardFilter(sent_from=-(1 << 60), sent_to=1 << 60),
        )
    ]

    assert found == [[3, 2, 1], [2, 1, 0], [2, 1], [], [], [3, 2, 1, 0]]


@pytest.mark.parametrize(
    ("bbox", "messages"),
    [
        ((177.0, -20.0, -178.0, -15.0), ["Taveuni", "Suva"]),
        ((178.0, -20.0, 180.0, -15.0), ["Taveuni", "Suva"]),
        ((-180.0, 85.0, 180.0, 90.0), ["North Pole"]),
        ((12.3, 45.4, 12.4, 45.5), ["Venezia"]),
        ((12.3358, 45.4375, 12.3358, 45.4375), ["Venezia"]),
        ((12.3359, 45.4375, 12.336, 45.4376), []),
        ((-180.0, -90.0, 180.0, 90.0), ["North Pole", "Taveuni", "Suva", "Venezia"]),
    ],
    ids=["across the antimeridian", "up to it", "the top of the map", "a town", "a point", "next door", "everywhere"],
)
def test_a_rectangle_of_the_map_holds_what_was_written_inside(
    bbox: tuple[float, float, float, float], messages: list[str], friends: tuple[Store, UserRecord, UserRecord]
) -> None:
    store, alice, bob = friends
    places = {"Venezia": (45.4375, 12.3358), "Suva": (-18.1416, 178.4419), "Taveuni": (-16.8, 180.0)}
    for message, (latitude, longitude) in (places | {"North Pole": (90.0, 0.0)}).items():
        store.send(alice, bob, message=message, latitude=latitude, longitude=longitude)
    store.send(alice, bob, message="Somewhere")

    found = store.postcards.list(bob.user_id, PostcardFilter(bbox=bbox), None, 9)

    assert [card.message for card in found] == messages


def test_cards_next_to_a_rectangle_hide_none_that_lie_in_it(friends: tuple[Store, UserRecord, UserRecord]) -> None:
    store, alice, bob = friends
    inside = [store.send(alice, bob, latitude=45.0, longitude=12.0).postcard_id for _ in range(2)]
    for _ in range(20):
        store.send(alice, bob, latitude=45.0001, longitude=12.0001)

    found = store.postcards.list(alice.user_id, PostcardFilter(bbox=(11.9999, 44.9999, 12.0, 45.0)), None, 2)

    assert [card.postcard_id for card in found] == inside[::-1]


def test_many_cards_are_those_of_ones_own_boxes_by_id(friends: tuple[Store, UserRecord, UserRecord]) -> None:
    store, alice, bob = friends
    eve = store.user("eve")
    store.befriend(bob, eve)
    hers, foreign = store.send(alice, bob), store.send(bob, eve)
    archived = store.send(bob, alice)
    store.postcards.archive(archived.postcard_id, alice.user_id, archived=True, now=NOW)
    ids = [hers.postcard_id, foreign.postcard_id, archived.postcard_id, hers.postcard_id, "none"]

    found = store.postcards.many(alice.user_id, ids)

    assert found == {hers.postcard_id: hers, archived.postcard_id: replace(archived, is_archived=True)}
    assert store.postcards.many(alice.user_id, []) == {}


@given(time=st.integers(0, (1 << 48) - 2))
def test_the_first_id_of_a_time_parts_the_ids_before_from_those_since(time: int) -> None:
    assert first_id(time) <= new_id(time) < first_id(time + 1)
