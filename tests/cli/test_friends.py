"""Friends are named by username; the command finds the friendship."""

import json

import pytest

from .conftest import ALICE, BOB, FRIENDSHIP, MORNING, FakeServer, Run, friendship, user

pytestmark = pytest.mark.usefixtures("signed_in")


def test_a_request_names_the_person(run: Run, server: FakeServer) -> None:
    server.answer("POST /v1/friends", friendship(), status=201)

    result = run("friends", "request", "bob")

    assert result.out == "alice has asked bob for friendship.\n"
    assert json.loads(server.requests[0].body) == {"username": "bob"}


@pytest.mark.parametrize(("command", "action"), [("accept", "accept"), ("reject", "reject")])
def test_an_answer_finds_the_request_by_who_made_it(run: Run, server: FakeServer, command: str, action: str) -> None:
    server.answer("GET /v1/friends/requests", {"count": 1, "requests": [friendship()]})
    server.answer(f"PUT /v1/friends/{FRIENDSHIP}", friendship(status=f"{action}ed"))

    result = run("--as", "bob", "friends", command, "ALICE", "--json")

    assert result.json["status"] == f"{action}ed"
    assert json.loads(server.requests[-1].body) == {"action": action}


def test_an_answer_to_nobodys_request_is_not_found(run: Run, server: FakeServer) -> None:
    server.answer("GET /v1/friends/requests", {"count": 0, "requests": []})

    result = run("friends", "accept", "carol")

    assert result.exit_code == 3
    assert result.err.startswith("error: There is no open request from carol.\n")


def test_removing_ends_the_friendship_and_prints_nothing_as_json(run: Run, server: FakeServer) -> None:
    friend = {"friendshipId": FRIENDSHIP, "user": {"userId": BOB, "username": "bob"}, "since": MORNING}
    server.answer("GET /v1/friends", {"count": 1, "friends": [friend]})
    server.answer(f"DELETE /v1/friends/{FRIENDSHIP}", status=204)

    result = run("friends", "remove", "bob", "--json")

    assert (result.exit_code, result.out, result.err) == (0, "", "")


def test_removing_withdraws_a_request_of_ones_own(run: Run, server: FakeServer) -> None:
    server.answer("GET /v1/friends", {"count": 0, "friends": []})
    server.answer("GET /v1/friends/requests", {"count": 1, "requests": [friendship()]})
    server.answer(f"DELETE /v1/friends/{FRIENDSHIP}", status=204)

    assert run("friends", "remove", "bob").exit_code == 0
    assert server.requests[-1].method == "DELETE"


def test_all_follows_the_pages_and_prints_them_as_one(run: Run, server: FakeServer) -> None:
    first = {"count": 1, "requests": [friendship()], "nextCursor": "more"}
    server.answer("GET /v1/friends/requests", first)
    answer = server.send

    def second_page_is_the_last(request: object) -> object:
        response = answer(request)  # type: ignore[arg-type]  # it passes on what it was given
        server.answer("GET /v1/friends/requests", {"count": 1, "requests": [friendship()]})
        return response

    server.send = second_page_is_the_last  # type: ignore[method-assign, assignment]  # the second page differs

    result = run("friends", "requests", "--outgoing", "--all", "--json")

    assert result.json == {"count": 2, "requests": [friendship(), friendship()]}
    assert "direction=outgoing" in server.requests[0].url
    assert "cursor=more" in server.requests[1].url


def test_a_list_that_goes_on_says_so_on_stderr(run: Run, server: FakeServer) -> None:
    server.answer("GET /v1/friends/requests", {"count": 1, "requests": [friendship()], "nextCursor": "more"})

    result = run("friends", "requests")

    assert "--all" in result.err
    assert "--all" not in result.out
    assert run("--quiet", "friends", "requests").err == ""


def test_a_person_is_shown_by_username_or_id(run: Run, server: FakeServer) -> None:
    page = {
        "users": [user(BOB, "bobby"), user(ALICE, "Bob")],
        "count": 2,
        "searchTerm": "bob",
        "searchType": "username",
    }
    server.answer("GET /v1/users/search", page)
    server.answer(f"GET /v1/users/{BOB}", user(BOB, "bobby"))

    assert run("users", "show", "bob", "--json").json["userId"] == ALICE
    assert run("users", "show", BOB, "--json").json["userId"] == BOB
