"""Sessions go on as long as they are used, and end when they are told to or when a token was stolen."""

import pytest

from postcardit_sdk import SessionEnded
from postcardit_sdk.tokens import MemoryTokens, Tokens
from tests.backend.held_to_contract import Answer
from tests.backend.place import Place


def refresh(world: Place, token: str) -> Answer:
    return world.anyone.ask("POST", "/auth/refresh", {"refreshToken": token})


def whoami(world: Place, token: str) -> Answer:
    return world.anyone.ask("GET", "/users/me", headers={"authorization": f"Bearer {token}"})


def test_signing_out_ends_this_session_and_no_other(world: Place) -> None:
    phone, laptop = world.alice, world.sign_in("alice")

    ended = phone.ask("POST", "/auth/logout")

    assert (ended.status, ended.raw) == (204, b"")
    assert (phone.get("/users/me").outcome, laptop.get("/users/me").status) == ((401, "session_ended"), 200)


_ASKED: dict[str, tuple[str, str, object]] = {
    "a list": ("GET", "/postcards", None),
    "a page that is none": ("GET", "/postcards?cursor=nonsense", None),
    "a limit that is none": ("GET", "/postcards?limit=0", None),
    "something that is not there": ("GET", "/postcards/nothing", None),
    "a card": ("POST", "/postcards", {"recipientUsername": "bob", "message": "Ciao!"}),
    "a card to nobody": ("POST", "/postcards", {"recipientUsername": "nobody", "message": "Ciao!"}),
    "a body that is none": ("POST", "/postcards", {"nothing": True}),
    "a wrong password": ("POST", "/auth/change-password", {"currentPassword": "wrong", "newPassword": "long enough"}),
}


@pytest.mark.parametrize("asked", _ASKED.values(), ids=_ASKED)
def test_whoever_has_signed_out_hears_of_nothing_else(world: Place, asked: tuple[str, str, object]) -> None:
    phone = world.alice
    phone.befriend(world.bob)
    phone.ask("POST", "/auth/logout")

    assert phone.ask(*asked).outcome == (401, "session_ended")
    assert world.bob.get("/postcards").body["count"] == 0


def test_signing_out_everywhere_ends_every_session_of_ones_own(world: Place) -> None:
    phone, laptop = world.alice, world.sign_in("alice")

    laptop.ask("POST", "/auth/logout", {"all": True})

    assert [person.get("/users/me").status for person in (phone, laptop, world.bob)] == [401, 401, 200]


def test_a_session_is_ended_by_its_refresh_token_but_not_by_a_stranger(world: Place) -> None:
    phone, laptop = world.alice, world.sign_in("alice")
    assert phone.account is not None
    token = {"refreshToken": phone.account.refresh_token}

    world.bob.ask("POST", "/auth/logout", token)
    untouched = phone.get("/users/me").status
    laptop.ask("POST", "/auth/logout", token)

    assert [untouched, phone.get("/users/me").status, laptop.get("/users/me").status] == [200, 401, 200]


def test_a_session_is_ended_by_a_refresh_token_that_was_traded_since(world: Place) -> None:
    phone, laptop = world.alice, world.sign_in("alice")
    assert phone.account is not None
    refresh(world, phone.account.refresh_token)

    laptop.ask("POST", "/auth/logout", {"refreshToken": phone.account.refresh_token})

    assert phone.get("/users/me").outcome == (401, "session_ended")


def test_a_refresh_token_is_traded_for_a_new_pair(world: Place) -> None:
    first = world.bob.account
    assert first is not None

    pair = refresh(world, first.refresh_token)

    assert (pair.status, pair.body["expiresIn"], pair.body["refreshExpiresIn"]) == (200, 900, 60 * 86_400)
    assert pair.body["tokenType"] == "Bearer"
    assert pair.body["refreshToken"] != first.refresh_token
    assert whoami(world, pair.body["accessToken"]).body == pair.body["user"]


def test_a_refresh_whose_answer_was_lost_gives_the_same_successor_for_half_a_minute(world: Place) -> None:
    assert world.bob.account is not None
    token = world.bob.account.refresh_token
    successor = refresh(world, token).body["refreshToken"]

    world.clock.forward(seconds=29)
    again = refresh(world, token)

    assert (again.status, again.body["refreshToken"]) == (200, successor)


@pytest.mark.parametrize("seconds", [31, 3600])
def test_a_token_that_comes_back_later_was_stolen_and_ends_the_family(seconds: int, world: Place) -> None:
    assert world.bob.account is not None
    token = world.bob.account.refresh_token
    pair = refresh(world, token).body

    world.clock.forward(seconds=seconds)
    reused = refresh(world, token)

    assert reused.outcome == (401, "session_ended")
    assert refresh(world, pair["refreshToken"]).outcome == (401, "session_ended")
    assert whoami(world, pair["accessToken"]).status == 401


def test_a_token_that_comes_back_after_its_successor_was_used_ends_the_family_at_once(world: Place) -> None:
    assert world.bob.account is not None
    token = world.bob.account.refresh_token
    second = refresh(world, token).body["refreshToken"]
    third = refresh(world, second).body["refreshToken"]

    reused = refresh(world, token)

    assert [reused.outcome, refresh(world, third).outcome] == [(401, "session_ended")] * 2


def test_an_access_token_ends_after_a_quarter_of_an_hour(world: Place) -> None:
    pair = world.sign_in("bob")

    world.clock.forward(seconds=14 * 60 + 58)
    early = pair.get("/users/me").status
    world.clock.forward(seconds=2)
    late = pair.get("/users/me").outcome

    assert (early, late) == (200, (401, "unauthenticated"))


def test_a_session_that_nobody_used_for_sixty_days_is_over(world: Place) -> None:
    assert world.bob.account is not None

    world.clock.forward(days=60)

    assert refresh(world, world.bob.account.refresh_token).outcome == (401, "session_ended")


def test_each_use_keeps_a_session_for_sixty_days_more(world: Place) -> None:
    assert world.bob.account is not None
    token = world.bob.account.refresh_token

    for _ in range(3):
        world.clock.forward(days=59)
        token = refresh(world, token).body["refreshToken"]

    assert refresh(world, token).status == 200


def test_a_client_refreshes_by_itself_and_goes_on(world: Place) -> None:
    store = world.alice.client.session.tokens
    before = store.load()

    world.clock.forward(days=1)
    me = world.alice.client.users.me()

    after = store.load()
    assert (me.username, before is None, after is None) == ("alice", False, False)
    assert before != after


def test_a_client_whose_session_is_over_says_so_and_forgets_its_tokens(world: Place) -> None:
    store = MemoryTokens(Tokens(world.alice.access_token, "a token that nobody has"))
    client = type(world.alice.client)(world.url, transport=world.transport, tokens=store)

    world.clock.forward(days=1)
    with pytest.raises(SessionEnded):
        client.users.me()

    assert store.load() is None


def test_a_made_up_refresh_token_ends_nothing(world: Place) -> None:
    assert world.bob.account is not None

    made_up = refresh(world, world.bob.account.refresh_token + "x")

    assert made_up.outcome == (401, "session_ended")
    assert world.bob.get("/users/me").status == 200
