"""Photos may be announced, kept, named, shown, hidden, given up and swept in any order, also while a sweep removes one:
what something names is always there, and in the end nothing is left.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from postcardit_backend.aws.arrivals import S3Arrivals
from postcardit_backend.aws.blobs import S3Blobs
from postcardit_backend.aws.condemned import sweep_photos
from postcardit_backend.aws.exports import S3Exports
from postcardit_backend.aws.photo_links import S3Links
from postcardit_backend.aws.sweeping import Sweep
from postcardit_backend.aws.tables import Tables
from postcardit_backend.aws.units import Units
from postcardit_backend.records import StoredImage
from postcardit_backend.refusal import Refused
from postcardit_backend.settings import Settings
from postcardit_sdk.contract.problems import Code
from tests.aws.shelf import Shelf
from tests.aws.stores import dynamo_store
from tests.backend.stores import DAY, NOW, refusal, upload

IMAGES = [
    StoredImage("a" * 64 + ".jpg", "f" * 64 + ".jpg", 9, 9, ""),
    StoredImage("b" * 64 + ".jpg", "f" * 64 + ".jpg", 9, 9, ""),  # the thumbnail of the other one
    StoredImage("c" * 64 + ".jpg", "c" * 64 + ".jpg", 1, 1, ""),
]
people, images = st.integers(0, 1), st.integers(0, len(IMAGES) - 1)
some = st.sampled_from([0, 0, 0, 1, 2, 5])
"""Counted from the newest, or from the oldest."""


@dataclass
class Known:
    """An upload as the test knows it."""

    user: int
    image: int
    is_ready: bool = False


class PhotoMachine(RuleBasedStateMachine):
    """Two friends and three photos, two of which have the same thumbnail."""

    tables: ClassVar[Tables]

    def __init__(self) -> None:
        super().__init__()
        self.units, self.store, self.shelf, self.now = Units(self.tables), dynamo_store(self.tables), Shelf(), NOW
        blobs = S3Blobs(self.shelf, S3Links("http://s3", "shelf", "here", lambda: None), Settings())
        exports = S3Exports(self.units, self.shelf, S3Links("http://s3", "shelf", "here", lambda: None), Settings())
        self.sweeper = Sweep(self.units, blobs, S3Arrivals(self.units, self.shelf, lambda: self.now), exports)
        self.people = [self.store.user("alice"), self.store.user("bob")]
        self.store.befriend(*self.people)
        self.uploads: dict[str, Known] = {}
        self.cards: dict[str, Known] = {}
        self.number = 0

    def teardown(self) -> None:
        """Nothing that was ever kept is left when nobody wants it any more."""
        for card_id in [*self.cards]:
            self._withdraw(card_id)
        for upload_id in [*self.uploads]:
            self._give_up(upload_id)
        for _ in range(2):
            self.now += 2 * DAY
            self.sweeper.photos(self.now)
        left = {pk for pk, _ in _emptied(self.tables) if pk.startswith(("UP#", "B#", "CONDEMNED#", "DUE#"))}
        assert (self.shelf.objects, left) == (set(), set())

    @rule(user=people, image=images)
    def announce(self, user: int, image: int) -> None:
        self.number += 1
        who, upload_id = self.people[user], self.store.new_id()
        announced = replace(upload(who, upload_id), sha256=f"{image}-{self.number % 2}", created_at=self.now)
        announced = replace(announced, expires_at=self.now + DAY)
        kept = self.store.uploads.create(announced, self.store.once(who.user_id, "create_upload", now=self.now)).record
        self.uploads.setdefault(kept.upload_id, Known(user, image))

    @rule(user=people, image=images)
    def announce_and_keep(self, user: int, image: int) -> None:
        self.announce(user=user, image=image)
        self._keep(image)

    @rule(which=some)
    def name(self, which: int) -> None:
        self._name(which)

    @rule(user=people, image=images)
    def develop(self, user: int, image: int) -> None:
        self.announce(user=user, image=image)
        self._keep(image)
        self._name(0)

    @rule(user=people, image=images)
    def send(self, user: int, image: int) -> None:
        has_it = Known(user, image, is_ready=True) in self.uploads.values()
        sent: list[str] = []
        refused = refusal(lambda: sent.append(self._send(user, image)))
        assert refused is (None if has_it else Code.UNKNOWN_IMAGE)
        for card_id in sent:
            self.cards[card_id] = Known(user, image)

    @rule(which=some)
    def withdraw(self, which: int) -> None:
        for card_id in [*self.cards][which : which + 1]:
            self._withdraw(card_id)

    @rule(which=some)
    def give_up(self, which: int) -> None:
        for upload_id in [*self.uploads][which : which + 1]:
            self._give_up(upload_id)

    @rule(hours=st.sampled_from([0, 1, 30]))
    def sweep(self, hours: int) -> None:
        self.now += hours * DAY // 24
        self.sweeper.photos(self.now)
        self.uploads = {one: known for one, known in self.uploads.items() if self.store.uploads.get(one) is not None}

    @rule(image=images, which=some, is_before=st.booleans())
    def sweep_while_it_is_kept_again(self, image: int, which: int, is_before: bool) -> None:
        """Before a blob goes, or right after that, somebody keeps a photo, and names one."""

        def remove(key: str) -> None:
            acts: list[Callable[[], None]] = [lambda: self._keep(image), lambda: self._name(which)]
            for act in acts if is_before else []:
                act()
            self.shelf.remove(f"photos/{key}")
            for act in [] if is_before else acts:
                act()

        sweep_photos(self.units, remove, self.now)

    @invariant()
    def what_is_named_is_there(self) -> None:
        named = [known.image for known in self.uploads.values() if known.is_ready]
        for image in {*named, *(known.image for known in self.cards.values())}:
            assert {f"photos/{key}" for key in (IMAGES[image].key, IMAGES[image].thumbnail_key)} <= self.shelf.objects

    def _keep(self, image: int) -> None:
        """As `kept` does. What is dying is kept by nobody."""
        keys = IMAGES[image].key, IMAGES[image].thumbnail_key
        try:
            self.store.uploads.condemn(keys)
        except Refused as refused:
            assert refused.code is Code.UNAVAILABLE
        else:
            self.shelf.objects |= {f"photos/{key}" for key in keys}

    def _name(self, which: int) -> None:
        """The newest that are not ready, first."""
        waiting = [(one, known) for one, known in reversed(self.uploads.items()) if not known.is_ready]
        for upload_id, known in waiting[which : which + 1]:
            settled = self.store.uploads.settle(upload_id, image=IMAGES[known.image], problem=None)
            known.is_ready = settled is not None

    def _send(self, user: int, image: int) -> str:
        one, other = self.people[user], self.people[1 - user]
        return self.store.send(one, other, image=IMAGES[image]).postcard_id

    def _withdraw(self, card_id: str) -> None:
        known = self.cards.pop(card_id)
        self.store.postcards.delete(card_id, self.people[known.user].user_id, self.now)

    def _give_up(self, upload_id: str) -> None:
        known = self.uploads.pop(upload_id)
        self.store.uploads.remove(upload_id, self.people[known.user].user_id)


def _emptied(tables: Tables) -> list[tuple[str, str]]:
    """Empty both tables; gives the keys of what was in them."""
    keys: list[tuple[str, str]] = []
    both: list[Literal["main", "brief"]] = ["main", "brief"]
    for table in both:
        name = tables.name_of(table)
        for item in tables.client.scan(TableName=name)["Items"]:
            key = {part: item[part] for part in ("pk", "sk")}
            tables.client.delete_item(TableName=name, Key=key)
            keys.append((item["pk"]["S"], item["sk"]["S"]))
    return keys


def test_what_is_named_is_there_and_nothing_else_stays(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("postcardit_backend.aws.pauses._TRIES", 2)
    monkeypatch.setattr("postcardit_backend.aws.pauses._LONGEST_SECONDS", 0)
    rounds = settings(
        max_examples=8, stateful_step_count=16, suppress_health_check=[HealthCheck.too_slow], deadline=None
    )
    monkeypatch.setattr(PhotoMachine, "tables", tables, raising=False)
    run_state_machine_as_test(PhotoMachine, settings=rounds)
