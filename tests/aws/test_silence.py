"""How long an answer takes tells nobody whether an address or a name is somebody's: the requests to DynamoDB are the
same in number, in kind and in size."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

from postcardit_backend.aws.tables import Tables
from tests.aws.stores import dynamo_store
from tests.backend.stores import NOW, Store, registration

LATER = NOW + 600_000
ALICE, WAITING, HELD, NOBODY = (f"{name}@example.com" for name in ("alice", "waiting", "held", "nobody"))


@pytest.fixture
def asked(tables: Tables) -> Iterator[list[str]]:
    """The shapes of the requests made so far."""
    shapes: list[str] = []

    def note(params: dict[str, Any], model: Any, **_: object) -> None:
        body = json.loads(params["body"])
        tables_read = [len(one["Keys"]) for one in body.get("RequestItems", {}).values()]
        acts = Counter(kind for act in body.get("TransactItems", []) for kind in act)
        shapes.append(f"{model.name} {sorted(tables_read)} {sum(acts.values())} acts, {acts['Put']} puts")

    tables.client.meta.events.register("before-call", note)
    yield shapes
    tables.client.meta.events.unregister("before-call", note)


@pytest.fixture
def store(tables: Tables) -> Store:
    """Alice has an account, and a code for a new password; two names wait, one of them with alice's address."""
    store = dynamo_store(tables)
    store.user("alice")
    store.registrations.open(registration("waiting"), NOW)
    store.passwords.keep_code(ALICE, "right", LATER)
    return store


def shapes_of(asked: list[str], *acts: Callable[[], object]) -> list[list[str]]:
    shapes: list[list[str]] = []
    for act in acts:
        asked.clear()
        act()
        shapes.append([*asked])
    return shapes


def test_a_name_or_an_address_is_looked_up_alike_whoever_has_it(store: Store, asked: list[str]) -> None:
    users = store.users
    shapes = shapes_of(asked, *(partial(users.by_username, name) for name in ("alice", "nobody")))
    shapes += shapes_of(asked, *(partial(users.by_email, email) for email in (ALICE, NOBODY)))

    assert len(shapes[0]) == 2
    assert shapes == [shapes[0]] * 4


def test_registering_is_alike_with_an_address_of_a_user_and_with_another(store: Store, asked: list[str]) -> None:
    opened = [registration("first", email=ALICE), registration("second", email=NOBODY)]
    again = [registration("third", email=ALICE), registration("fourth", email=NOBODY)]

    shapes = shapes_of(asked, *(partial(store.registrations.open, one, NOW) for one in (*opened, *again)))

    assert shapes[0] == shapes[1]
    assert shapes[2] == shapes[3], "in the place of an earlier one, too"


def test_asking_for_another_code_is_alike_for_who_waits_and_who_does_not(store: Store, asked: list[str]) -> None:
    store.registrations.open(registration("held", email=ALICE), NOW)
    emails = (WAITING, ALICE, NOBODY, NOBODY)

    shapes = shapes_of(asked, *(partial(store.registrations.renew, email, "new", LATER) for email in emails))

    assert shapes == [shapes[0]] * 4


def test_a_wrong_code_is_wrong_alike_whether_or_not_someone_waits(store: Store, asked: list[str]) -> None:
    emails = (WAITING, ALICE, NOBODY, NOBODY)

    shapes = shapes_of(asked, *(partial(store.registrations.confirm, email, "x", "id", NOW, 5) for email in emails))

    assert shapes == [shapes[0]] * 4


def test_a_forgotten_password_is_asked_for_and_missed_alike(store: Store, asked: list[str]) -> None:
    emails = (ALICE, NOBODY, NOBODY)
    kept = shapes_of(asked, *(partial(store.passwords.keep_code, email, "right", LATER) for email in emails))
    missed = shapes_of(
        asked, *(partial(store.passwords.reset, email, "wrong", "new", now=NOW, tries=5) for email in emails)
    )

    assert kept == [kept[0]] * 3
    assert missed == [missed[0]] * 3


def test_a_new_address_is_proposed_alike_whoever_has_it(store: Store, asked: list[str]) -> None:
    bob = store.user("bob")
    propose = partial(store.emails.propose, bob.user_id, known_hash="hash", expires_at=LATER, code_hash="x")

    first, *shapes = shapes_of(asked, *(partial(propose, email=email) for email in (NOBODY, ALICE, NOBODY, ALICE)))

    assert shapes == [first] * 3
