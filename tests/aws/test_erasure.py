"""Erasure on DynamoDB: nothing of the person is left in any item, and what is interrupted is finished by a sweep."""

from collections.abc import Iterator
from dataclasses import replace

from postcardit_backend.aws.erasure import DynamoErasure
from postcardit_backend.aws.items import Item
from postcardit_backend.aws.job_steps import job_steps
from postcardit_backend.aws.jobs import Jobs
from postcardit_backend.aws.schema import Table
from postcardit_backend.aws.tables import Tables
from postcardit_backend.aws.units import Unit, Units
from postcardit_backend.ports import PostcardFilter, ProfileChange
from postcardit_backend.records import StoredImage, UserRecord
from postcardit_backend.refusal import Refused
from postcardit_sdk.contract.problems import Code
from tests.aws.stores import ADDRESSES, dynamo_store
from tests.backend.stores import NOW, Store, session

PICTURE = StoredImage("f00d-picture", "f00d-small", 1, 1, "hash")
CARD = StoredImage("f00d-card", "f00d-card-small", 1, 1, "hash")


def every_item(tables: Tables) -> Iterator[tuple[str, str, str]]:
    """Partition, sort key and all of each item that is stored: tests may scan."""
    names: tuple[Table, ...] = ("main", "brief")
    for table in names:
        for page in tables.client.get_paginator("scan").paginate(TableName=tables.name_of(table)):
            yield from ((item["pk"]["S"], item["sk"]["S"], str(item)) for item in page["Items"])


def traces(tables: Tables) -> list[tuple[str, str]]:
    """Where something of the person's words is."""
    return [
        (pk, sk) for pk, sk, item in every_item(tables) if any(word in item.lower() for word in ("carol", "secret"))
    ]


def live(store: Store) -> UserRecord:
    """Carol has lived here, and bob knows her."""
    carol, bob = store.user("carol", full_name="Carol SECRET"), store.user("bob")
    store.befriend(carol, bob)
    for image, purpose in ((PICTURE, "avatar"), (CARD, "postcard")):
        store.uploads.condemn((image.key, image.thumbnail_key))
        store.photo(carol, image, purpose=purpose)
    store.users.update(carol.user_id, ProfileChange({"bio": "SECRET", "picture_key": PICTURE.key}), NOW)
    store.send(carol, bob, message="SECRET", city="SECRET", image=CARD)
    store.send(bob, carol)
    store.sessions.start(replace(session(carol, "phone", "token"), device_name="SECRET"), "hash")
    store.devices.register(carol.user_id, "SECRET", "ios", NOW)
    store.passwords.keep_code(carol.email, "SECRET", NOW + 1)
    return carol


def test_no_word_of_an_erased_person_is_left_in_any_item(tables: Tables) -> None:
    store = dynamo_store(tables)
    carol = live(store)
    assert len(traces(tables)) > 10

    store.erasure.erase(carol.user_id, "hash", NOW + 5)

    assert traces(tables) == []


def test_what_still_names_the_id_is_the_tombstone_and_what_others_keep(tables: Tables) -> None:
    store = dynamo_store(tables)
    carol = live(store)

    store.erasure.erase(carol.user_id, "hash", NOW + 5)

    own = {(pk, sk) for pk, sk, _ in every_item(tables) if carol.user_id in pk}
    assert own == {
        (f"U#{carol.user_id}", "P"), (f"U#{carol.user_id}", "H"), (f"SU#{carol.user_id}", "phone"),
        (f"SN#{carol.user_id}", "#"),
    }  # fmt: skip
    naming = {pk.partition("#")[0] for pk, _, item in every_item(tables) if carol.user_id in item} - {"SU", "SN"}
    assert naming == {"U", "E", "SES", "DUE"}, "bob's card to her and his feed, her session, and what a sweep looks at"


def test_the_photos_of_an_erased_person_are_named_by_nothing_and_condemned(tables: Tables) -> None:
    store = dynamo_store(tables)

    store.erasure.erase(live(store).user_id, "hash", NOW + 5)

    named = {(pk.partition("#")[0], sk) for pk, sk, item in every_item(tables) if "f00d" in item and "DUE" not in item}
    keys = (PICTURE.key, PICTURE.thumbnail_key, CARD.key, CARD.thumbnail_key)
    assert named == {("CONDEMNED", key) for key in keys}


def test_what_is_interrupted_is_seen_by_nobody_and_finished_by_a_sweep(tables: Tables) -> None:
    units = Units(tables)
    store = dynamo_store(tables)
    carol = live(store)
    bob = store.users.by_username("bob")
    assert bob is not None

    def die(unit: Unit, job: Item) -> Item | None:
        raise Refused(Code.UNAVAILABLE)

    dying = Jobs(units, dict.fromkeys(job_steps(lambda _: None, {}), die))

    DynamoErasure(units, ADDRESSES, dying).erase(carol.user_id, "hash", NOW + 5)

    seen = [card.sender.user_id for card in store.postcards.list(bob.user_id, PostcardFilter(), None, 10)]
    assert (seen, store.friendships.every(bob.user_id)) == ([bob.user_id], [])
    assert len(traces(tables)) > 0
    swept: list[int] = []
    sweeping = DynamoErasure(units, ADDRESSES, Jobs(units, job_steps(lambda _: None, {})), [swept.append])
    sweeping.tidy(NOW + 7)
    assert len(traces(tables)) > 0, "who erases their account does not wait for everybody's sweep"
    sweeping.sweep(NOW + 9)
    assert (traces(tables), swept) == ([], [NOW + 9])


def test_the_file_of_ones_own_data_goes_with_the_account(tables: Tables) -> None:
    units, erased = Units(tables), list[str]()
    carol = live(dynamo_store(tables))

    DynamoErasure(units, ADDRESSES, Jobs(units, job_steps(erased.append, {}))).erase(carol.user_id, "hash", NOW)

    assert erased == [carol.user_id]
