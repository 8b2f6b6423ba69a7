"""Which items of an outbox keep their order: those to one person, whatever the person is called in each."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from postcardit_sdk import (
    Change,
    ChangeType,
    Client,
    Friendship,
    FriendshipStatus,
    LocalStore,
    MemoryTokens,
    SyncPage,
    UserSummary,
)
from postcardit_sdk.contract.wire import new_id
from tests.sdk.post_office import PostOffice, open_client, states
from tests.sdk.stage import FOREVER, MOMENT, Script, reply

BOB = UserSummary(user_id=new_id(), username="b\u00f3b")
ALICE = UserSummary(user_id="user-alice", username="alice")
PAIR = Friendship(
    friendship_id="pair", requester_id=ALICE.user_id, addressee_id=BOB.user_id, status=FriendshipStatus.ACCEPTED,
    requested_at=MOMENT, created_at=MOMENT, updated_at=MOMENT, requester=ALICE, addressee=BOB,
)  # fmt: skip
SNAPSHOT = SyncPage(
    changes=[Change(seq=1, type=ChangeType.FRIENDSHIP_CHANGED, id="pair", data=PAIR, occurred_at=MOMENT)],
    next_cursor="1",
    has_more=False,
)
NOTHING = SyncPage(changes=[], next_cursor="1", has_more=False)


@pytest.fixture
def alice() -> Iterator[Client]:
    """Someone who learns with her first refresh who bob is."""
    road = Script([reply(SNAPSHOT), reply(NOTHING)])
    with Client("http://api.example", tokens=MemoryTokens(FOREVER), local=LocalStore(), transport=road) as client:
        yield client


def conversations(client: Client) -> int:
    return len({item.conversation for item in client.outbox.list()})


def test_a_person_who_is_known_is_one_by_name_and_by_id(alice: Client) -> None:
    alice.sync.refresh()

    alice.outbox.send("b\u00f3b", "one")
    alice.outbox.send(BOB.user_id, "two")
    alice.outbox.request_friend("BOB")
    alice.outbox.send("carol", "three")

    assert conversations(alice) == 2


def test_a_person_of_whom_it_is_learned_later_is_one_from_then_on(alice: Client) -> None:
    alice.outbox.send(BOB.user_id, "one")
    alice.outbox.send("bob", "two")
    unknown = conversations(alice)
    alice.sync.refresh()

    alice.outbox.send("bob", "three")

    assert (unknown, conversations(alice)) == (2, 1)


def test_a_person_who_is_forgotten_meanwhile_stays_one(alice: Client) -> None:
    alice.sync.refresh()
    alice.outbox.send("bob", "one")
    alice.outbox.send(BOB.user_id, "two")
    alice.sync.reset()

    alice.outbox.send(BOB.user_id, "three")
    alice.outbox.send("bob", "four")

    assert conversations(alice) == 1


def test_a_card_that_is_turned_to_somebody_else_goes_over_to_their_conversation(alice: Client) -> None:
    alice.sync.refresh()
    item = alice.outbox.send("carol", "one")
    to_bob = alice.outbox.send(BOB.user_id, "two")

    assert alice.outbox.edit(item.item_id, to="bob").conversation == to_bob.conversation
    assert alice.outbox.edit(item.item_id, to="carol").conversation == item.conversation


def test_names_that_are_one_to_the_server_are_one_conversation(tmp_path: Path) -> None:
    office = PostOffice(friends={"bob"})
    with open_client(office, tmp_path) as alice:
        alice.outbox.send("jose", "one")
        alice.outbox.send("Jos\u00e9", "two")

        alice.outbox.flush()

        assert [state for state, _ in states(alice)] == ["failed", "queued"]
