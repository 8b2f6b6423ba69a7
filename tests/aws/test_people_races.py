"""Those who race for a name, an address or a token: one of them gets it, as if they had come one after the other."""

from collections import Counter
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial

from postcardit_backend.aws.tables import Tables
from postcardit_backend.ports import ProfileChange, Rotation
from postcardit_backend.settings import Settings
from postcardit_sdk.contract.problems import Code
from tests.aws.stores import dynamo_store
from tests.backend.stores import NOW, Store, refusal, registration, session


def at_once(acts: list[Callable[[], object]]) -> list[Code | None]:
    with ThreadPoolExecutor(len(acts)) as threads:
        return [*threads.map(refusal, acts)]


def rotate_with(store: Store, token: str, successor: str = "next") -> Rotation:
    return store.sessions.rotate(token, successor, successor.encode(), now=NOW, settings=Settings())


@contextmanager
def meanwhile(tables: Tables, act: Callable[[], object]) -> Generator[None]:
    """What is done between the reading and the writing of the first verb that writes."""
    events = tables.client.meta.events

    def first(**_: object) -> None:
        events.unregister("before-call.dynamodb.TransactWriteItems", first)
        act()

    events.register("before-call.dynamodb.TransactWriteItems", first)
    yield


def test_of_twenty_four_who_register_a_name_one_gets_it(tables: Tables) -> None:
    store = dynamo_store(tables)
    spellings = ["alice", "ALICE", "álice", "\N{CYRILLIC SMALL LETTER A}lice"]
    waiting = [registration(spellings[n % 4], email=f"{n}@example.com") for n in range(24)]

    outcomes = at_once([partial(store.registrations.open, one, NOW) for one in waiting])

    assert Counter(outcomes) == {None: 1, Code.USERNAME_TAKEN: 23}


def test_of_twelve_who_take_a_name_at_once_one_has_it_and_the_others_keep_theirs(tables: Tables) -> None:
    store = dynamo_store(tables)
    users = [store.user(f"user{number}") for number in range(12)]

    outcomes = at_once(
        [partial(store.users.update, user.user_id, ProfileChange({"username": "Álice"}), NOW) for user in users]
    )

    owner = store.users.by_username("alice")
    assert Counter(outcomes) == {None: 1, Code.USERNAME_TAKEN: 11}
    assert owner is not None
    assert [store.again(user).username for user in users if user.user_id != owner.user_id] == [
        user.username for user in users if user.user_id != owner.user_id
    ]


def test_of_fifty_who_present_a_token_at_once_all_get_the_same_successor(tables: Tables) -> None:
    store = dynamo_store(tables)
    alice = store.user("alice")
    store.sessions.start(session(alice, "one", "first"), "hash")

    with ThreadPoolExecutor(50) as threads:
        jobs = [threads.submit(rotate_with, store, "first", f"successor {number}") for number in range(50)]
        rotations = [job.result() for job in jobs]

    [winner] = [number for number, rotation in enumerate(rotations) if rotation.sealed_successor is None]
    sealed = {rotation.sealed_successor for rotation in rotations} - {None}
    others = [partial(rotate_with, store, f"successor {number}") for number in (winner + 1, winner)]
    assert sealed == {f"successor {winner}".encode()}
    assert [refusal(other) for other in others] == [Code.SESSION_ENDED, None]


def test_a_session_that_is_opened_while_the_password_changes_does_not_outlive_it(tables: Tables) -> None:
    store = dynamo_store(tables)
    alice = store.user("alice")
    opening = [partial(store.sessions.start, session(alice, f"s{n}", f"t{n}"), "hash") for n in range(12)]
    change = partial(store.passwords.change, alice.user_id, "hash", "new", session_id="none", now=NOW)

    outcomes = at_once([*opening[:6], change, *opening[6:]])

    assert outcomes.pop(6) is None
    assert set(outcomes) <= {None, Code.WRONG_CREDENTIALS}
    assert store.sessions.live(alice.user_id, NOW) == []


def test_a_code_that_comes_while_the_password_changes_counts_no_more(tables: Tables) -> None:
    store = dynamo_store(tables)
    alice = store.user("alice")

    with meanwhile(tables, partial(store.passwords.keep_code, alice.email, "right", NOW + 9)):
        store.passwords.change(alice.user_id, "hash", "new", session_id="none", now=NOW)

    assert store.passwords.reset(alice.email, "right", "x", now=NOW, tries=5) is None


def test_a_session_that_is_opened_just_before_all_end_ends_with_them(tables: Tables) -> None:
    store = dynamo_store(tables)
    alice = store.user("alice")
    store.sessions.start(session(alice, "one", "first"), "hash")

    with meanwhile(tables, partial(store.sessions.start, session(alice, "two", "second"), "hash")):
        store.passwords.change(alice.user_id, "hash", "new", session_id="none", now=NOW)

    assert store.sessions.live(alice.user_id, NOW) == []


def test_an_account_that_is_erased_while_its_profile_is_written_stays_erased(tables: Tables) -> None:
    store = dynamo_store(tables)
    alice = store.user("alice")
    write = partial(store.users.update, alice.user_id, ProfileChange({"username": "alicia"}), NOW)

    with meanwhile(tables, partial(store.erasure.erase, alice.user_id, "hash", NOW)):
        refused = refusal(write)

    assert (refused, store.users.by_username("alicia")) == (Code.SESSION_ENDED, None)
