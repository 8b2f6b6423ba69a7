"""One sees one's sessions, ends those that one does not want, and a device is told why it is signed out."""

from typing import Any

from tests.backend.held_to_contract import Answer
from tests.backend.place import PASSWORD, Account, Person, Place


def login(world: Place, device: str | None = None) -> Person:
    given: dict[str, Any] = {"username": "alice", "password": PASSWORD}
    answer = world.anyone.ask("POST", "/auth/login", given if device is None else {**given, "deviceName": device}).body
    return world.person(Account("alice", answer["user"]["userId"], answer["accessToken"], answer["refreshToken"]))


def sessions(person: Person) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = person.get("/auth/sessions").body["sessions"]
    return listed


def session_id(person: Person) -> str:
    (current,) = (one["sessionId"] for one in sessions(person) if one["isCurrent"])
    found: str = current
    return found


def refresh(world: Place, person: Person) -> Answer:
    assert person.account is not None
    return world.anyone.ask("POST", "/auth/refresh", {"refreshToken": person.account.refresh_token})


def why(answer: Answer) -> tuple[tuple[int, str | None], str | None]:
    return answer.outcome, answer.body.get("reason")


def ended(reason: str | None) -> tuple[tuple[int, str], str | None]:
    return (401, "session_ended"), reason


def test_sessions_are_listed_the_last_used_first_and_ones_own_is_marked(world: Place) -> None:
    laptop = login(world, "Laptop")
    tablet = login(world)
    world.clock.forward(seconds=60)
    refresh(world, laptop)

    listed = laptop.get("/auth/sessions")

    shown = [(one.get("deviceName"), one["isCurrent"]) for one in listed.body["sessions"]]
    assert shown == [("Laptop", True), (None, False), (None, False)]
    assert (listed.status, listed.body["count"]) == (200, 3)
    assert listed.body["sessions"][1]["sessionId"] == session_id(tablet)
    assert set(listed.body["sessions"][0]) == {
        "sessionId", "deviceName", "createdAt", "lastUsedAt", "expiresAt", "isCurrent",
    }  # fmt: skip


def test_an_unchanged_list_of_sessions_is_not_sent_again(world: Place) -> None:
    first = world.alice.get("/auth/sessions")

    again = world.alice.get("/auth/sessions", if_none_match=first.headers["etag"])

    assert (again.status, again.raw) == (304, b"")


def test_only_sessions_that_go_on_are_listed(world: Place) -> None:
    phone, laptop = world.alice, login(world, "Laptop")
    phone.ask("POST", "/auth/logout")

    assert [one["deviceName"] for one in sessions(laptop)] == ["Laptop"]


def test_a_session_that_is_ended_from_elsewhere_is_told_that_it_was_revoked(world: Place) -> None:
    phone, laptop = world.alice, login(world)

    answer = laptop.ask("DELETE", f"/auth/sessions/{session_id(phone)}")

    assert (answer.status, answer.raw) == (204, b"")
    assert [why(phone.get("/users/me")), why(refresh(world, phone))] == [ended("revoked")] * 2
    assert laptop.get("/users/me").status == 200


def test_ones_own_session_may_be_ended_too(world: Place) -> None:
    answer = world.alice.ask("DELETE", f"/auth/sessions/{session_id(world.alice)}")

    assert (answer.status, why(world.alice.get("/users/me"))) == (204, ended("revoked"))


def test_a_session_is_ended_once(world: Place) -> None:
    phone, laptop = world.alice, login(world)
    path = f"/auth/sessions/{session_id(phone)}"

    outcomes = [laptop.ask("DELETE", path).outcome for _ in range(2)]

    assert outcomes == [(204, None), (404, "not_found")]


def test_the_session_of_someone_else_is_not_there(world: Place) -> None:
    answer = world.eve.ask("DELETE", f"/auth/sessions/{session_id(world.alice)}")

    assert answer.outcome == (404, "not_found")
    assert world.alice.get("/users/me").status == 200


def test_a_session_that_signed_out_is_told_so(world: Place) -> None:
    world.alice.ask("POST", "/auth/logout")

    assert [why(world.alice.get("/users/me")), why(refresh(world, world.alice))] == [ended("signed_out")] * 2


def test_a_session_whose_token_came_back_is_told_that_it_was_reused(world: Place) -> None:
    laptop = login(world)
    refresh(world, laptop)
    world.clock.forward(seconds=31)

    assert [why(refresh(world, laptop)), why(laptop.get("/users/me"))] == [ended("reused")] * 2


def test_a_session_that_nobody_used_for_sixty_days_is_told_that_it_expired(world: Place) -> None:
    world.clock.forward(days=60)

    assert why(refresh(world, world.alice)) == ended("expired")


def test_the_first_reason_stays(world: Place) -> None:
    laptop = login(world)
    world.alice.ask("POST", "/auth/logout")

    laptop.ask("POST", "/auth/logout", {"all": True})
    world.clock.forward(days=60)

    assert why(refresh(world, world.alice)) == ended("signed_out")


def test_nothing_is_told_of_a_token_that_nobody_has(world: Place) -> None:
    made_up = world.anyone.ask("POST", "/auth/refresh", {"refreshToken": "made up"})

    assert why(made_up) == ended(None)
