"""What many do at the same time leaves what one after the other would have left."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from postcardit_backend.entry import Server
from postcardit_sdk import Client
from tests.end_to_end.town import ONE_TRY, PASSWORD, access_token, all_at_once, befriend, outcomes, sign_up

SENDER = Path(__file__).with_name("send_cards.py")


@dataclass(frozen=True)
class Town:
    """A server on a socket, its folder, and clients for whoever comes."""

    folder: Path
    url: str

    def newcomer(self, name: str) -> Client:
        return sign_up(Client(self.url, retry=ONE_TRY), self.folder, name)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    folder = tmp_path / "data"
    with Server(folder) as server:
        yield Town(folder, server.url)


def test_of_24_requests_for_the_same_friendship_one_is_left(town: Town) -> None:
    with town.newcomer("alice") as alice, town.newcomer("bob") as bob:
        results = all_at_once([partial(alice.friends.request, "bob")] * 24)

        assert outcomes(results) == sorted(["done"] + ["friendship_exists"] * 23)
        assert bob.friends.requests().count == 1


def test_of_24_registrations_of_the_same_username_one_is_left(town: Town) -> None:
    with Client(town.url, retry=ONE_TRY) as anyone:
        jobs = [partial(anyone.auth.register, "carol", f"carol{number}@example.com", PASSWORD) for number in range(24)]
        results = all_at_once(jobs)

    assert outcomes(results) == sorted(["done"] + ["username_taken"] * 23)


def test_of_24_changes_to_the_same_username_one_is_made(town: Town) -> None:
    with town.newcomer("alice") as alice, town.newcomer("bob") as bob:
        jobs = [partial(alice.users.update_me, username="carol"), partial(bob.users.update_me, username="Cárol")] * 12
        results = all_at_once(jobs)
        names = sorted((alice.users.me().username, bob.users.me().username))

    assert outcomes(results) == sorted(["done"] * 12 + ["username_taken"] * 12)
    assert names in (["Cárol", "alice"], ["bob", "carol"])


def test_requests_that_cross_make_one_friendship_in_each_of_twenty_rounds(town: Town) -> None:
    with town.newcomer("alice") as alice, town.newcomer("bob") as bob:
        for _ in range(20):
            all_at_once([partial(alice.friends.request, "bob"), partial(bob.friends.request, "alice")])
            friends = [client.friends.list().friends for client in (alice, bob)]
            counts = [client.users.me().friends_count for client in (alice, bob)]

            assert [[friend.user.username for friend in page] for page in friends] == [["bob"], ["alice"]]
            assert (counts, alice.friends.requests().count, bob.friends.requests().count) == ([1, 1], 0, 0)
            alice.friends.remove(friends[0][0].friendship_id)


def test_50_requests_with_one_idempotency_key_send_one_postcard(town: Town) -> None:
    with town.newcomer("alice") as alice, town.newcomer("bob") as bob:
        befriend(alice, bob)
        results = all_at_once([partial(alice.postcards.send, "bob", "Ciao", idempotency_key="one")] * 50)
        received = [card.postcard_id for card in bob.postcards.all()]

    assert outcomes(results) == ["done"] * 50
    assert {getattr(result, "postcard_id", None) for result in results} == {*received}
    assert len(received) == 1


def test_answers_that_cross_leave_one(town: Town) -> None:
    with town.newcomer("alice") as alice, town.newcomer("bob") as bob:
        asked = alice.friends.request("bob").friendship_id
        results = all_at_once([partial(bob.friends.accept, asked), partial(bob.friends.reject, asked)] * 8)
        counts = alice.friends.list().count, alice.users.me().friends_count

    assert outcomes(results) == sorted(["done"] * 8 + ["friendship_answered"] * 8)
    assert counts in ((1, 1), (0, 0))


def test_a_card_that_is_read_while_it_is_withdrawn_is_either_read_or_gone(town: Town) -> None:
    with town.newcomer("alice") as alice, town.newcomer("bob") as bob:
        befriend(alice, bob)
        for _ in range(10):
            card_id = alice.postcards.send("bob", "Ciao").postcard_id
            jobs: list[Callable[[], object]] = [
                partial(bob.postcards.read, card_id),
                partial(alice.postcards.delete, card_id),
            ]
            results = all_at_once(jobs)
            left = [card.status for card in bob.postcards.all() if card.postcard_id == card_id]

            assert (outcomes(results), left) in ((["already_read", "done"], ["read"]), (["done", "not_found"], []))


def test_ten_processes_that_send_at_once_lose_nothing(town: Town) -> None:
    with town.newcomer("alice") as alice, town.newcomer("bob") as bob:
        befriend(alice, bob)
        token = access_token(alice)
        command = [sys.executable, str(SENDER), str(town.folder), token]
        processes = [subprocess.Popen([*command, f"process {number}", "5"]) for number in range(10)]
        exits = [process.wait() for process in processes]
        messages = sorted(card.message for card in bob.postcards.all())

        assert exits == [0] * 10
        assert messages == sorted(f"process {number} {card}" for number in range(10) for card in range(5))
        assert alice.users.me().postcards_count == 50
