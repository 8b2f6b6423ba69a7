"""Keys rotate by themselves, with overlap, however many processes there are; and a session ends in all of them."""

import base64
import json
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier

import pytest
from joserfc.jwk import ECKey

from postcardit_backend.access_tokens import AccessTokens
from postcardit_backend.embedded.database import Database
from postcardit_backend.embedded.keys import SqliteKeys
from postcardit_backend.keys import SigningKeys
from postcardit_backend.settings import Settings
from tests.backend.world import World

NOW = 1_795_362_780_123
MONTH = 30 * 86_400_000
OVERLAP = (15 + 5) * 60_000
SETTINGS = Settings()


def key_of(token: str) -> str:
    head: dict[str, str] = json.loads(base64.urlsafe_b64decode(token.split(".")[0] + "=="))
    return head["kid"]


def keys_of(tokens: AccessTokens, now: int) -> list[str]:
    return [key["kid"] for key in tokens.jwks(now)["keys"]]


Opening = Callable[[], AccessTokens]


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Opening]:
    """Opens the same folder as another process would."""
    opened: list[Database] = []

    def open_it() -> AccessTokens:
        opened.append(Database(tmp_path / "db"))
        return AccessTokens(SigningKeys(SqliteKeys(opened[-1]), SETTINGS), SETTINGS)

    yield open_it
    for database in opened:
        database.close()


def test_a_key_signs_for_a_month_and_then_the_next_one_does(process: Opening) -> None:
    tokens = process()
    moments = (NOW, NOW + MONTH - 1, NOW + MONTH, NOW + 2 * MONTH - 1, NOW + 2 * MONTH)

    first, same, second, still, third = [key_of(tokens.sign("alice", "one", moment)) for moment in moments]

    assert (first, second) == (same, still)
    assert len({first, second, third}) == 3


def test_an_old_key_verifies_until_its_last_token_has_ended_and_a_margin_longer(process: Opening) -> None:
    tokens, change = process(), NOW + MONTH
    last = tokens.sign("alice", "one", NOW) and tokens.sign("alice", "one", change - 1)
    old, new = key_of(last), key_of(tokens.sign("alice", "one", change))

    until_the_end = [tokens.verify(last, moment) is not None for moment in (change, change + 899_000)]
    published = [keys_of(tokens, moment) for moment in (change, change + OVERLAP - 1, change + OVERLAP)]

    assert until_the_end == [True, True]
    assert published == [[old, new], [old, new], [new]]


def test_a_key_is_gone_from_the_store_after_its_overlap(process: Opening, tmp_path: Path) -> None:
    tokens = process()
    for month in range(4):
        tokens.sign("alice", "one", NOW + month * MONTH)

    database = Database(tmp_path / "db")
    (kept,) = database.reader().execute("SELECT count(*) FROM signing_keys").fetchone()
    database.close()

    assert kept == 2


def test_of_many_processes_that_notice_at_once_one_makes_the_next_key(process: Opening) -> None:
    processes = [process() for _ in range(6)]
    gate = Barrier(6)

    def sign(tokens: AccessTokens, now: int) -> str:
        gate.wait()
        return tokens.sign("alice", "one", now)

    for now in (NOW, NOW + MONTH):
        with ThreadPoolExecutor(6) as threads:
            signed = list(threads.map(sign, processes, [now] * 6))

        assert len({key_of(token) for token in signed}) == 1
        assert all(tokens.verify(token, now) for tokens in processes for token in signed)
        assert len({tuple(keys_of(tokens, now)) for tokens in processes}) == 1


def test_a_process_takes_up_a_key_that_it_meets_for_the_first_time(process: Opening) -> None:
    one, other = process(), process()
    other.verify(one.sign("alice", "one", NOW), NOW)

    token = one.sign("alice", "one", NOW + MONTH)

    assert other.verify(token, NOW + MONTH) is not None
    assert key_of(other.sign("bob", "two", NOW + MONTH)) == key_of(token)


def test_made_up_keys_are_looked_for_ten_times_a_second_and_no_more(process: Opening, tmp_path: Path) -> None:
    database = Database(tmp_path / "db")
    keys = SigningKeys(SqliteKeys(database), SETTINGS)
    reads: list[str] = []
    database.reader().set_trace_callback(reads.append)

    for number in range(100):
        assert keys.verifier(f"{number:036}", NOW) is None
    within = len(reads)
    keys.verifier("x" * 36, NOW + 1000)
    database.close()

    assert (within, len(reads)) == (10, 11)


def test_a_folder_of_an_older_version_changes_its_key_at_once_and_its_tokens_count_on(
    process: Opening, tmp_path: Path
) -> None:
    database = Database(tmp_path / "db")
    pem = ECKey.generate_key("P-256").as_pem(private=True)
    old = "00000000-0000-7000-8000-000000000000"
    database.write(
        lambda connection: connection.execute("INSERT INTO signing_keys VALUES (?, ?, 0)", (old, pem)).close()
    )
    database.close()
    tokens = process()

    token = tokens.sign("alice", "one", NOW)

    assert keys_of(tokens, NOW) == [old, key_of(token)]


@contextmanager
def twin(world: World) -> Generator[World]:
    """Another process on the same folder, at the same time of day."""
    accounts = {name: person.account for name, person in world.people.items() if person.account is not None}
    with World.open(world.folder, accounts, world.clock.now) as other:
        yield other


def test_a_session_that_ends_in_one_process_has_ended_in_the_next_request_to_another(world: World) -> None:
    with twin(world) as other:
        before = other.alice.get("/users/me")
        world.alice.ask("POST", "/auth/logout")
        after = other.alice.get("/users/me")

        assert (before.status, after.outcome) == (200, (401, "session_ended"))
        assert other.bob.get("/users/me").status == 200


def test_every_process_publishes_the_keys_of_all(world: World) -> None:
    with twin(world) as other:
        for each in (world, other):
            each.clock.forward(days=40)
        token = world.sign_in("alice").access_token
        answers = [each.anyone.get("/.well-known/jwks.json").body["keys"] for each in (world, other)]
        heard = other.anyone.ask("GET", "/users/me", headers={"authorization": f"Bearer {token}"})

    assert answers[0] == answers[1]
    assert key_of(token) == answers[0][-1]["kid"]
    assert heard.status == 200
