"""The longest that a commit gets with what the contract allows: DynamoDB takes a hundred actions and 4 MB."""

from typing import Any

from postcardit_backend.aws.limits import DynamoLimits
from postcardit_backend.aws.tables import Tables
from postcardit_backend.aws.units import Units
from postcardit_backend.ports.limits import Charge, Meter
from postcardit_backend.records import StoredImage, UserRecord
from tests.aws.stores import dynamo_store
from tests.backend.stores import NOW, Store, session

CARDS = 20
LONG = "\N{GRINNING FACE}" * 500
METERS = (Meter("requests", "alice", 9_999, 60), Meter("writes", "alice", 9_999, 60))


def write(store: Store, sender: UserRecord, recipient: UserRecord, number: int) -> str:
    """A card that changes as much as a card can: a place of its own, a photo of its own."""
    name = f"{recipient.username}-{number}"
    image = StoredImage(f"{name}.jpg", f"{name}-small.jpg", 1, 1, "hash", 1)
    store.photo(sender, image)
    place = {"country": f"{LONG[:100]}{number}", "city": f"{LONG[:99]}{number}", "latitude": 1.0, "longitude": number}
    return store.send(sender, recipient, message=LONG, image=image, **place).postcard_id


def test_no_verb_outgrows_a_commit_whatever_the_contract_allows(tables: Tables) -> None:
    store, limits, longest = dynamo_store(tables), DynamoLimits(Units(tables), b"key"), list[tuple[int, int]]()
    alice, bob, carol = (store.user(name) for name in ("alice", "bob", "carol"))

    def note(params: dict[str, Any], model: Any, **_: object) -> None:
        if model.name == "TransactWriteItems":
            longest.append((params["body"].count(b'"TableName"'), len(params["body"])))

    tables.client.meta.events.register("before-call", note)
    for other in (alice, carol):
        store.befriend(bob, other)
        cards = [write(store, bob, other, number) for number in range(CARDS)]
    with limits.with_write(Charge(METERS, NOW)):
        store.postcards.mark(carol.user_id, delivered=cards, read=cards[::2], now=NOW)
    with limits.with_write(Charge(METERS, NOW)):
        store.friendships.block(store.new_id(), alice.user_id, bob.user_id, NOW)
    with limits.with_write(Charge(METERS, NOW)):
        store.friendships.unblock(alice.user_id, bob.user_id, NOW)
    store.friendships.block(store.new_id(), carol.user_id, bob.user_id, NOW)
    for number in range(60):
        store.sessions.start(session(bob, f"s{number}", f"t{number}"), "hash")
    with limits.with_write(Charge(METERS, NOW)):
        store.erasure.erase(carol.user_id, "hash", NOW)
    with limits.with_write(Charge(METERS, NOW)):
        store.erasure.erase(bob.user_id, "hash", NOW)
    tables.client.meta.events.unregister("before-call", note)

    actions, size = (max(each) for each in zip(*longest, strict=True))
    assert 80 <= actions <= 100
    assert size < 1_000_000
