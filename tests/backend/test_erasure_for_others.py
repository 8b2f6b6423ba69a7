"""What others see of an erased person: a tombstone where they must, nothing elsewhere, and they are told of the end."""

import pytest

from tests.backend.life import SECRET, Life, erase, live
from tests.backend.world import Person, World, ids


@pytest.fixture
def life(world: World) -> Life:
    return live(world)


def heads(world: World) -> dict[str, int]:
    """How long everyone's feed is."""
    reader = world.embedded.database.reader()
    return dict(reader.execute("SELECT user_id, head FROM feed_heads").fetchall())


def told(world: World, person: Person, before: dict[str, int]) -> list[tuple[str, str]]:
    """What a person has been told since then."""
    changes = world.ports.feed.after(person.user_id, before.get(person.user_id, 0), 100)
    return [(change.type, change.id) for change in changes]


def test_the_cards_of_an_erased_person_leave_the_boxes_of_others(world: World, life: Life) -> None:
    before = ids(world.bob.get("/postcards/received"))

    erase(life.carol)

    assert (len(before), ids(world.bob.get("/postcards/received"))) == (2, [])
    assert world.bob.get(f"/postcards/{life.card_id}").outcome == (404, "not_found")


def test_a_card_to_an_erased_person_stays_with_its_sender_and_shows_a_tombstone(world: World, life: Life) -> None:
    erase(life.carol)

    (card,) = world.bob.get("/postcards/sent").body["postcards"]

    tombstone = f"deleted-{life.carol.user_id[-8:]}"
    assert (card["postcardId"], card["message"], card["recipientName"]) == (life.received_id, "from bob", tombstone)
    assert card["recipient"] == {"userId": life.carol.user_id, "username": tombstone}


def test_an_erased_person_is_inactive_and_can_neither_be_found_nor_befriended_nor_written_to(
    world: World, life: Life
) -> None:
    erase(life.carol)

    shown = world.bob.get(f"/users/{life.carol.user_id}").body
    assert (shown["isActive"], shown["username"]) == (False, f"deleted-{life.carol.user_id[-8:]}")
    assert (shown["postcardsCount"], shown["friendsCount"]) == (0, 0)
    assert not {"fullName", "bio", "email", "profilePictureUrl"} & set(shown)
    searches = [f"q={q}&type={kind}" for kind in ("username", "name", "email") for q in ("deleted", SECRET, "@0")]
    assert [world.bob.get(f"/users/search?{search}").body["users"] for search in searches] == [[]] * len(searches)
    asked = [world.bob.post("/friends", {"addresseeId": life.carol.user_id})]
    asked += [world.bob.post("/friends", {"username": shown["username"]})]
    asked += [world.bob.post("/postcards", {"recipientId": life.carol.user_id, "message": "x"})]
    assert [answer.outcome for answer in asked] == [(404, "not_found")] * 3


def test_friends_of_an_erased_person_have_one_friend_less(world: World, life: Life) -> None:
    world.bob.befriend(world.eve)
    before = world.bob.get("/users/me").body["friendsCount"]

    erase(life.carol)

    after = world.bob.get("/users/me").body["friendsCount"]
    listed = [friend["user"]["username"] for friend in world.bob.get("/friends").body["friends"]]
    assert (before, after, listed) == (2, 1, ["eve"])
    assert world.eve.get("/friends/requests").body["count"] == 0
    assert world.alice.get("/friends/requests?direction=outgoing").body["count"] == 0


def test_whoever_saw_something_of_an_erased_person_is_told_that_it_is_gone(world: World, life: Life) -> None:
    blocker = world.person(world.sign_up("blocker"))
    block = blocker.ask("PUT", f"/users/{life.carol.user_id}/block").body["friendshipId"]
    friendship = world.bob.get("/friends").body["friends"][0]["friendshipId"]
    request = world.eve.get("/friends/requests").body["requests"][0]["friendshipId"]
    asked = world.alice.get("/friends/requests?direction=outgoing").body["requests"][0]["friendshipId"]
    cards = sorted(ids(world.bob.get("/postcards/received")))
    before = heads(world)

    erase(life.carol)

    assert told(world, world.bob, before) == [
        *(("postcard.deleted", card) for card in cards),
        ("friendship.deleted", friendship),
        ("user.changed", life.carol.user_id),
    ]
    others = [told(world, person, before) for person in (world.eve, world.alice, blocker)]
    assert others == [[("friendship.deleted", one)] for one in (request, asked, block)]


def test_the_numbers_of_others_are_those_of_what_is_left(world: World, life: Life) -> None:
    world.bob.ask("PUT", f"/postcards/{life.card_id}/read")
    before = world.bob.get("/users/me/stats").body

    erase(life.carol)

    after = world.bob.get("/users/me/stats").body
    assert (before["received"], before["unread"], before["sent"], before["friends"]) == (2, 1, 1, 1)
    assert (after["received"], after["unread"], after["sent"], after["friends"]) == (0, 0, 1, 0)


def test_what_a_block_of_an_erased_person_hid_is_in_sight_again_if_it_is_left(world: World, life: Life) -> None:
    life.carol.ask("PUT", f"/users/{world.bob.user_id}/block")
    hidden = ids(world.bob.get("/postcards"))
    before = heads(world)

    erase(life.carol)

    assert (hidden, ids(world.bob.get("/postcards"))) == ([], [life.received_id])
    assert world.bob.get("/users/me/stats").body["sent"] == 1
    assert world.bob.get(f"/users/{life.carol.user_id}").body["isActive"] is False
    assert told(world, world.bob, before) == [
        ("postcard.changed", life.received_id),
        ("user.changed", life.carol.user_id),
    ]


def test_nobody_is_told_of_a_block_that_an_erased_person_made(world: World) -> None:
    world.alice.ask("PUT", f"/users/{world.bob.user_id}/block")
    before = heads(world)

    erase(world.alice)

    assert told(world, world.bob, before) == []


def test_the_repeated_request_of_a_friend_is_answered_with_a_tombstone(world: World, life: Life) -> None:
    card = {"recipientId": life.carol.user_id, "message": "once"}
    first = world.bob.post("/postcards", card, key="one").body

    erase(life.carol)
    again = world.bob.post("/postcards", card, key="one")

    assert (again.headers["idempotency-replayed"], again.body["postcardId"]) == ("true", first["postcardId"])
    assert again.body["recipientName"] == f"deleted-{life.carol.user_id[-8:]}"
