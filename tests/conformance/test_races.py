"""What many do at the same time leaves what one after the other would have left."""

from collections.abc import Callable
from functools import partial

import pytest

from tests.backend.place import PASSWORD, Person, ids
from tests.conformance.towns import Town
from tests.end_to_end.town import all_at_once, outcomes


def usernames(person: Person) -> list[str]:
    """Of someone's friends."""
    return [friend.user.username for friend in person.client.friends.list().friends]


def test_of_24_requests_for_the_same_friendship_one_is_left(town: Town) -> None:
    alice, bob = town.two()

    results = all_at_once([partial(alice.client.friends.request, bob.username)] * 24)

    assert outcomes(results) == sorted(["done"] + ["friendship_exists"] * 23)
    assert bob.client.friends.requests().count == 1


def test_of_24_registrations_of_the_same_username_one_is_left(town: Town) -> None:
    name, client = town.new_name("carol"), town.client()
    emails = [town.email_of(f"{name}.{number}") for number in range(24)]

    results = all_at_once([partial(client.auth.register, name, email, PASSWORD) for email in emails])

    assert outcomes(results) == sorted(["done"] + ["username_taken"] * 23)


def test_of_24_changes_to_the_same_username_one_is_made(town: Town) -> None:
    (alice, bob), name = town.two(), town.new_name("carol")
    accented = name.replace("a", "á", 1)

    jobs = [
        partial(alice.client.users.update_me, username=name),
        partial(bob.client.users.update_me, username=accented),
    ]
    results = all_at_once(jobs * 12)

    assert outcomes(results) == sorted(["done"] * 12 + ["username_taken"] * 12)
    names = alice.client.users.me().username, bob.client.users.me().username
    assert names in ((name, bob.username), (alice.username, accented))


def test_requests_that_cross_make_one_friendship(town: Town) -> None:
    alice, bob = town.two()
    for _ in range(5):
        all_at_once(
            [partial(alice.client.friends.request, bob.username), partial(bob.client.friends.request, alice.username)]
        )
        counts = [person.client.users.me().friends_count for person in (alice, bob)]

        assert [usernames(alice), usernames(bob)] == [[bob.username], [alice.username]]
        assert (counts, alice.client.friends.requests().count, bob.client.friends.requests().count) == ([1, 1], 0, 0)
        alice.client.friends.remove(alice.client.friends.list().friends[0].friendship_id)


def test_50_requests_with_one_idempotency_key_send_one_postcard(town: Town) -> None:
    alice, bob = town.friends()

    results = all_at_once([partial(alice.client.postcards.send, bob.username, "Ciao", idempotency_key="one")] * 50)

    received = ids(bob.get("/postcards"))
    assert outcomes(results) == ["done"] * 50
    assert [getattr(result, "postcard_id", None) for result in results] == received * 50
    assert len(received) == 1


def test_answers_that_cross_leave_one(town: Town) -> None:
    alice, bob = town.two()
    asked = alice.client.friends.request(bob.username).friendship_id

    results = all_at_once([partial(bob.client.friends.accept, asked), partial(bob.client.friends.reject, asked)] * 8)

    assert outcomes(results) == sorted(["done"] * 8 + ["friendship_answered"] * 8)
    counts = alice.client.friends.list().count, alice.client.users.me().friends_count
    assert counts in ((1, 1), (0, 0))


def test_a_card_that_is_read_while_it_is_withdrawn_is_either_read_or_gone(town: Town) -> None:
    alice, bob = town.friends()
    for _ in range(4):
        card_id = alice.client.postcards.send(bob.username, "Ciao").postcard_id
        jobs: list[Callable[[], object]] = [
            partial(bob.client.postcards.read, card_id),
            partial(alice.client.postcards.delete, card_id),
        ]
        results = all_at_once(jobs)
        left = [card.status for card in bob.client.postcards.all() if card.postcard_id == card_id]

        assert (outcomes(results), left) in ((["already_read", "done"], ["read"]), (["done", "not_found"], []))


def test_cards_that_race_a_block_are_seen_by_the_one_who_blocks_alone(town: Town) -> None:
    alice, bob = town.friends()
    jobs: list[Callable[[], object]] = [partial(alice.client.postcards.send, bob.username, "Ciao")] * 12
    jobs.insert(6, partial(bob.client.friends.block, alice.user_id))

    results = all_at_once(jobs)

    sent = outcomes(results).count("done") - 1
    assert set(outcomes(results)) <= {"done", "not_found"}
    assert [bob.get("/postcards").body["count"], alice.get("/postcards").body["count"]] == [sent, 0]
    assert alice.get(f"/users/{bob.user_id}").outcome == (404, "not_found")


def test_an_acceptance_and_a_block_end_in_the_block(town: Town) -> None:
    alice, bob = town.two()
    asked = alice.client.friends.request(bob.username).friendship_id

    all_at_once([partial(bob.client.friends.accept, asked), partial(alice.client.friends.block, bob.user_id)])

    assert [person.get("/friends").body["count"] for person in (alice, bob)] == [0, 0]
    assert (alice.get("/users/blocked").body["count"], bob.get("/users/blocked").body["count"]) == (1, 0)
    assert bob.post("/friends", {"username": alice.username}).outcome == (404, "not_found")


def test_50_refreshes_with_one_token_give_one_successor(town: Town) -> None:
    alice = town.newcomer()
    assert alice.account is not None
    presented = {"refreshToken": alice.account.refresh_token}

    answers = all_at_once([partial(town.anyone.ask, "POST", "/auth/refresh", presented)] * 50)

    bodies = [getattr(answer, "body", {}) for answer in answers]
    assert [getattr(answer, "outcome", None) for answer in answers] == [(200, None)] * 50
    assert len({body["refreshToken"] for body in bodies}) == 1
    whole = town.anyone.ask("POST", "/auth/refresh", {"refreshToken": bodies[0]["refreshToken"]})
    assert whole.status == 200


def test_cards_of_two_who_write_to_each_other_at_once_are_counted_and_told_without_a_gap(town: Town) -> None:
    alice, bob = town.friends()
    begin = alice.get("/sync").body["nextCursor"]
    jobs: list[Callable[[], object]] = [
        partial(one.client.postcards.send, other.username, f"{number}")
        for number in range(8)
        for one, other in ((alice, bob), (bob, alice))
    ]

    results = all_at_once(jobs)

    changes = alice.get(f"/sync?cursor={begin}&limit=100").body["changes"]
    stats = alice.get("/users/me/stats").body
    assert outcomes(results) == ["done"] * 16
    assert (stats["sent"], stats["received"], stats["unread"]) == (8, 8, 8)
    assert sorted(change["type"] for change in changes) == ["postcard.changed"] * 8 + ["postcard.received"] * 8
    assert [change["seq"] for change in changes] == [*range(changes[0]["seq"], changes[0]["seq"] + 16)]


@pytest.mark.no_identity
def test_of_24_announcements_with_one_key_one_upload_is_made(town: Town) -> None:
    alice = town.newcomer()
    wanted = {"purpose": "postcard", "contentType": "image/jpeg", "byteSize": 100, "sha256": "0" * 64}

    answers = all_at_once([partial(alice.post, "/uploads", wanted, key="one")] * 24)

    made = {getattr(answer, "body", {}).get("uploadId") for answer in answers}
    assert ({getattr(answer, "status", None) for answer in answers}, len(made)) == ({201}, 1)
