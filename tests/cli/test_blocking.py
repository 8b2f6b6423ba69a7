"""Blocking people: who is named, and what is said of it."""

import pytest

from postcardit_sdk import Code

from .conftest import BOB, FakeServer, Run, friendship, user

pytestmark = pytest.mark.usefixtures("signed_in")

BLOCK = friendship(status="blocked")
BLOCKED = {"count": 1, "blocked": [BLOCK]}


@pytest.fixture
def blocking(server: FakeServer) -> FakeServer:
    """A server on which Alice may block Bob."""
    found = {"users": [user(BOB, "bob")], "count": 1, "searchTerm": "bob", "searchType": "username"}
    server.answer("GET /v1/users/search", found)
    server.answer(f"PUT /v1/users/{BOB}/block", BLOCK)
    return server


def test_a_block_names_the_person_and_says_what_it_does(run: Run, blocking: FakeServer) -> None:
    result = run("friends", "block", "bob")

    assert result.out == "You have blocked bob. To them you are no longer there.\n"
    assert blocking.requests[-1].url == f"/v1/users/{BOB}/block"


def test_a_block_as_json_is_the_friendship(run: Run, blocking: FakeServer) -> None:
    assert run("friends", "block", BOB, "--json").json == BLOCK
    assert [request.method for request in blocking.requests] == ["PUT"]


def test_the_blocked_are_listed_by_name(run: Run, server: FakeServer) -> None:
    server.answer("GET /v1/users/blocked", BLOCKED)

    head, row = run("friends", "blocked").out.splitlines()

    assert (head.split(), row.split()[0]) == (["BLOCKED", "SINCE", "NAME"], "bob")
    assert run("friends", "blocked", "--json").json == BLOCKED


def test_nobody_blocked_is_a_sentence(run: Run, server: FakeServer) -> None:
    server.answer("GET /v1/users/blocked", {"count": 0, "blocked": []})

    assert run("friends", "blocked").out == "You have blocked nobody.\n"


def test_a_block_is_lifted_by_name(run: Run, server: FakeServer) -> None:
    server.answer("GET /v1/users/blocked", BLOCKED)
    server.answer(f"DELETE /v1/users/{BOB}/block", status=204)

    assert run("friends", "unblock", "BOB").out == "You do not block BOB any more.\n"
    assert server.requests[-1].method == "DELETE"
    assert run("friends", "unblock", "bob", "--json").out == ""


def test_who_blocks_someone_is_told_how_to_lift_it(run: Run, server: FakeServer) -> None:
    server.refuse("POST /v1/friends", Code.USER_BLOCKED)

    result = run("friends", "request", "bob")

    assert result.exit_code == 6
    assert "hint: postcardit friends unblock NAME" in result.err.splitlines()
