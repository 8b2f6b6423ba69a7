"""A world's file: what it means, and what is wrong in it by line, column and the nearest right word."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcardit_sdk.contract.lab.worlds import AskStep, SendStep, UserStep, WorldCounts
from postcardit_sdk.contract.postcards import MESSAGE_MAX
from postcardit_sdk.lab.documents import DocumentProblem
from postcardit_sdk.worlds.moments import as_span, as_when
from postcardit_sdk.worlds.planning import Plan
from postcardit_sdk.worlds.reading import Source, UnknownWorld, built_in_worlds, open_world
from postcardit_sdk.worlds.schema import world_schema

NOON = 1_795_348_800_000
"""2026-11-22T12:00:00Z."""
DAY = 86_400_000

FRIENDS = """\
world: w
users:
  alice:
  bob:
  carol:
friendships:
  - [alice, bob]
"""


def planned(text: str, **more: str) -> Plan:
    return Source(text, "w.yaml", None).plan(NOON, **more)


def flaws_in(text: str) -> list[str]:
    with pytest.raises(DocumentProblem) as raised:
        Source(text, "w.yaml", None)
    return str(raised.value).splitlines()


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("now", NOON),
        ("yesterday", NOON - DAY),
        ("3 days ago", NOON - 3 * DAY),
        ("1.5 hours ago", NOON - DAY // 16),
        ("a week ago", NOON - 7 * DAY),
        ("an hour ago", NOON - DAY // 24),
        ("2 months ago", NOON - 60 * DAY),
        ("2026-11-21", NOON - DAY * 3 // 2),
        ("2026-11-22T13:00:00+01:00", NOON),
        ("2026-11-22T11:59:59.750Z", NOON - 250),
    ],
)
def test_times_are_relative_to_the_anchor_or_absolute(text: str, at: int) -> None:
    assert as_when(text).milliseconds(NOON) == at


@given(st.text(max_size=30))
def test_any_text_is_a_time_or_a_sentence_that_shows_one(text: str) -> None:
    try:
        as_span(text)
    except ValueError as error:
        assert "is no time" in str(error)


def test_the_same_file_gives_the_same_plan_and_another_seed_another() -> None:
    text = FRIENDS + "postcards:\n  - {among: [alice, bob], count: 5, photo: painted, place: anywhere, read: 50%}\n"
    photos = {f"painted {number}": "a" * 64 for number in range(12)}

    once, again, other = planned(text), planned(text), planned(f"seed: 2\n{text}")

    assert once.steps(photos) == again.steps(photos)
    assert once.digest({}) == again.digest({})
    assert [card.message for card in once.cards] != [card.message for card in other.cards]
    assert once.digest({}) != other.digest({})


def test_a_new_line_changes_nothing_but_itself() -> None:
    cards = "postcards:\n  - {among: [alice, bob], count: 5}\n"

    before, after = planned(FRIENDS + cards), planned(FRIENDS + cards + "  - {from: bob, to: alice}\n")

    assert after.steps({})[: len(before.steps({}))] != []
    assert [card.postcard_id for card in after.cards[:5]] == [card.postcard_id for card in before.cards]


def test_ids_tell_the_time_and_are_of_version_seven() -> None:
    plan = planned(FRIENDS.replace("alice:\n", "alice: {joined: 2 days ago}\n"))

    alice = plan.people[0]
    assert int(alice.user_id[:8] + alice.user_id[9:13], 16) == NOON - 2 * DAY
    assert (alice.user_id[14], alice.user_id[19] in "89ab") == ("7", True)


def test_what_happens_stands_in_the_order_of_its_times() -> None:
    steps = planned(FRIENDS + "postcards:\n  - {among: [alice, bob], count: 30, read: true}\n").steps({})

    assert [step.at for step in steps] == sorted(step.at for step in steps)
    kinds = [step.do for step in steps]
    assert kinds.index("answer") < kinds.index("send") < kinds.index("receipt")


def test_a_crowd_has_numbers_names_and_an_address_that_nothing_has() -> None:
    plan = planned("world: w\ncrowds: {guest: {count: 3, bios: true}}\n")

    assert [(one.username, one.email) for one in plan.people] == [
        (f"guest-{number}", f"guest-{number}@w.example.com") for number in (1, 2, 3)
    ]
    assert all(one.full_name and one.bio for one in plan.people)


def test_so_many_pairs_are_drawn_each_once() -> None:
    plan = planned("world: w\ncrowds: {guest: {count: 30}}\nfriendships:\n  - {among: guest, count: 400}\n")

    pairs = {frozenset((one.requester.name, one.addressee.name)) for one in plan.bonds}
    assert (len(pairs), all(len(pair) == 2 for pair in pairs)) == (400, True)


def test_a_prefix_stands_before_names_and_addresses_and_makes_other_ids() -> None:
    plain, prefixed = planned(FRIENDS), planned(FRIENDS, prefix="qa-")

    assert [one.username for one in prefixed.people] == ["qa-alice", "qa-bob", "qa-carol"]
    assert prefixed.people[0].email == "qa-alice@w.example.com"
    assert {one.user_id for one in plain.people}.isdisjoint(one.user_id for one in prefixed.people)


def test_references_stand_for_what_the_plan_decided() -> None:
    plan = planned(
        FRIENDS.replace("alice:\n", "alice: {bio: 'See ${hello.postcardId} or ask ${bob.username}.'}\n")
        + "postcards:\n  - {name: hello, from: alice, to: bob, message: 'You are ${bob.user_id}.'}\n"
    )

    alice, bob, _ = plan.people
    assert plan.cards[0].message == f"You are {bob.user_id}."
    assert alice.bio == f"See {plan.cards[0].postcard_id} or ask bob."


def test_no_card_goes_after_a_block_or_an_erased_account() -> None:
    plan = planned(
        FRIENDS.replace("carol:\n", "carol: {deleted: 3 days ago}\n")
        + "  - [bob, carol]\n  - {from: alice, to: bob, status: blocked, asked: 5 days ago}\n"
        "postcards:\n  - {among: [alice, bob, carol], count: 100, read: true}\n"
    )

    last = {frozenset((card.sender.name, card.recipient.name)): card.read or 0 for card in plan.cards}
    assert max(card.read or 0 for card in plan.cards if "carol" not in (card.sender.name, card.recipient.name)) <= (
        NOON - 5 * DAY
    )
    assert set(last) == {frozenset(("alice", "bob")), frozenset(("bob", "carol"))}
    assert max(card.sent for card in plan.cards) <= NOON - 3 * DAY


def test_the_counts_of_a_plan_leave_out_what_goes_with_an_account() -> None:
    plan = planned(
        FRIENDS.replace("carol:\n", "carol: {deleted: now}\n")
        + "  - [bob, carol]\npostcards:\n  - {from: carol, to: bob, sent: yesterday}\n"
        "  - {from: bob, to: carol, sent: yesterday, read: true, archived_by: both}\n"
    )

    assert plan.counts() == WorldCounts(users=2, erased_users=1, accepted=1, postcards=1, read=1, archived=1)


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("wrold: w\n", "w.yaml:1:1: wrold is not known here: did you mean world?"),
        (
            "world: w\nusers:\n  alice: {fullname: A}\n",
            "w.yaml:3:11: fullname is not known here: did you mean full_name?",
        ),
        (
            FRIENDS.replace("[alice, bob]", "[alice, bbo]"),
            "w.yaml:7:5: to: nobody in this world is called bbo: did you mean bob?",
        ),
        (
            FRIENDS.replace("[alice, bob]", "{from: alice, to: bob, status: acepted}"),
            "w.yaml:7:36: 'acepted' is none of accepted, pending, rejected, blocked: did you mean accepted?",
        ),
        (
            FRIENDS + "postcards:\n  - {from: alice, to: carol}\n",
            "w.yaml:9:5: only friends send postcards, and alice and carol are none in this world",
        ),
        (
            FRIENDS + "postcards:\n  - {from: alice, to: bob, sent: soon}\n",
            "w.yaml:9:34: sent: 'soon' is no time: write one such as 3 days ago, now, yesterday, 2026-11-22 or"
            " 2026-11-22T15:53:00Z",
        ),
        (
            FRIENDS + "postcards:\n  - {from: alice, to: bob, sent: 200 days ago}\n",
            "w.yaml:9:34: sent: lies before what can be",
        ),
        (
            FRIENDS + "postcards:\n  - from: alice\n    to: bob\n    message: Hi ${bbo.username}\n",
            "w.yaml:11:14: message: ${bbo.username}: nothing in this world is called bbo: did you mean bob?",
        ),
        (
            FRIENDS + "postcards:\n  - {from: alice, to: bob, message: 'Hi ${bob.usrname}'}\n",
            "w.yaml:9:37: message: ${bob.usrname}: bob has no usrname: did you mean username?",
        ),
        (
            FRIENDS + "postcards:\n  - {from: alice, to: bob, place: Venize}\n",
            "w.yaml:9:35: place: the kit knows no city Venize: did you mean Venice?",
        ),
        (
            FRIENDS + "postcards:\n  - {from: alice, to: bob, read: 130%}\n",
            "w.yaml:9:34: read: '130%' is no share: write one such as 60%, 0.6, true or false",
        ),
        ("world: w\nusers: {al: {}}\n", "w.yaml:2:13: al: no username: 'al'; it needs 3 to 30 letters"),
        (
            "world: w\nusers: {ann: {username: alice}, bea: {username: ALICE}}\n",
            "w.yaml:2:38: bea: the username ALICE of bea is that of ann, too",
        ),
        (
            "world: w\ncrowds: {guest: {count: 3}}\nfriendships:\n  - {among: guest, count: 9}\n",
            "w.yaml:4:27: count: there are only 3 pairs left of them",
        ),
        (FRIENDS + "  - [bob, alice]\n", "w.yaml:8:5: there is such a thing between bob and alice already"),
        (FRIENDS + "  - {from: carol}\n", "w.yaml:8:5: give either from and to, or among"),
    ],
)
def test_what_is_wrong_is_told_by_line_column_and_the_nearest_word(text: str, flaw: str) -> None:
    assert any(told.startswith(flaw) for told in flaws_in(text))


def test_a_message_that_its_references_make_too_long_is_told() -> None:
    message = "x" * (MESSAGE_MAX - 20) + "${bob.userId}"

    flaws = flaws_in(FRIENDS + f"postcards:\n  - {{from: alice, to: bob, message: '{message}'}}\n")

    assert flaws == ["w.yaml:9:37: message: with its references it has 516 characters, and 500 is the most"]


def test_a_file_beside_the_world_is_its_photo(tmp_path: Path) -> None:
    file = tmp_path / "w.yaml"
    file.write_text(FRIENDS + "postcards:\n  - {from: alice, to: bob, photo: me.jpg}\n")

    source = open_world(str(file))

    assert (source.plan(NOON).photos, source.photo("me.jpg")) == (["me.jpg"], tmp_path / "me.jpg")


def test_a_world_that_does_not_ship_is_told_with_the_nearest_that_does() -> None:
    with pytest.raises(UnknownWorld, match="did you mean birthday-party"):
        open_world("birthdayparty")


@pytest.mark.parametrize("name", [*built_in_worlds()])
def test_each_world_that_ships_says_what_it_is_and_can_be_planned(name: str) -> None:
    source = open_world(name)

    plan = source.plan(NOON)

    assert (plan.world, bool(plan.file.about), plan.counts().users > 0) == (name, True, True)


def test_the_worlds_that_ship_are_the_ones_that_were_promised() -> None:
    assert set(built_in_worlds()) == {
        "birthday-party", "edge-cases", "empty-states", "heavy", "travellers", "two-friends",
    }  # fmt: skip


def test_heavy_has_ten_thousand_users_and_more() -> None:
    assert open_world("heavy").plan(NOON).counts().users == 10_001


def test_edge_cases_reach_the_edges() -> None:
    plan = open_world("edge-cases").plan(NOON)
    lengths = {len(card.message) for card in plan.cards}

    assert {1, MESSAGE_MAX} <= lengths
    assert max(len(one.username) for one in plan.people) == 30
    assert max(len(one.bio or "") for one in plan.people) == 300
    assert (plan.counts().erased_users, plan.counts().blocked) == (1, 2)


def test_a_worlds_own_anchor_makes_every_time_the_same_for_ever() -> None:
    text = "anchor: 2026-11-22T12:00:00Z\n" + FRIENDS

    plan = Source(text, "w.yaml", None).plan(NOON + 400 * DAY)

    assert plan.anchor == NOON
    assert {type(step) for step in plan.steps({})} >= {UserStep, AskStep}
    assert not [step for step in plan.steps({}) if isinstance(step, SendStep)]
    assert datetime.fromtimestamp(plan.people[0].joined / 1000, UTC) < datetime(2026, 11, 22, tzinfo=UTC)


def test_the_schema_knows_every_key_of_the_file() -> None:
    schema = json.loads(world_schema())

    assert set(schema["properties"]) >= {"world", "seed", "anchor", "users", "crowds", "friendships", "postcards"}
    assert {"from", "to", "among", "count"} <= set(schema["$defs"]["PostcardEntry"]["properties"])
