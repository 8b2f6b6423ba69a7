"""Every stored account is tried, and shown with where it is kept and when it ends."""

import base64
import json
from collections.abc import Mapping
from dataclasses import replace

import pytest

from postcardit_sdk import Code, ConnectionFailed, FileTokens, Request, Response

from .conftest import ALICE, BOB, FakeServer, Run, user

ME = "GET /v1/users/me"
END = 4e9
END_ON_THE_WIRE = "2096-10-02T07:06:40.000Z"


@pytest.fixture
def server_of_both(server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> FakeServer:
    """It answers each token with its own profile, and refuses Bob's when `server.answers` says how."""

    def send(request: Request) -> Response:
        server.requests.append(request)
        name = request.headers.get("authorization", "").removeprefix("Bearer access-of-")
        refused = server.answers.get(f"{name} {request.url}") or server.answers.get(request.url)
        if isinstance(refused, Exception):
            raise refused
        return refused or Response(200, {}, json.dumps(user({"bob": BOB}.get(name, ALICE), name)).encode())

    monkeypatch.setattr(server, "send", send)
    return server


def _refusal(server: FakeServer, code: Code) -> Response:
    server.refuse("GET /x", code)
    answer = server.answers["GET /x"]
    assert isinstance(answer, Response)
    return answer


def test_each_account_is_asked_about_itself(
    run: Run, server_of_both: FakeServer, signed_in: Mapping[str, FileTokens]
) -> None:
    result = run("auth", "status", "--json")

    assert result.exit_code == 0
    assert result.json == {
        "profile": "local",
        "url": None,
        "accounts": [
            {
                "username": name,
                "userId": user_id,
                "current": name == "alice",
                "works": True,
                "problem": None,
                "code": None,
                "keptIn": str(signed_in[name].path),
                "expiresAt": END_ON_THE_WIRE,
                "renews": True,
            }
            for name, user_id in (("alice", ALICE), ("bob", BOB))
        ],
    }
    assert len(server_of_both.requests) == 2


def test_people_read_where_a_token_is_kept_and_when_it_ends(
    run: Run, server: FakeServer, signed_in: Mapping[str, FileTokens]
) -> None:
    server.answer(ME, user())
    signed_in["bob"].clear()

    result = run("auth", "status")

    assert result.out.splitlines()[:3] == [
        "Profile local: the backend in your data folder, without a server.",
        "* alice: works",
        f"    kept in {signed_in['alice'].path}",
    ]
    assert "    access token ends 02 Oct 2096" in result.out


def test_one_that_works_is_enough_and_the_other_says_why_it_does_not(
    run: Run, server_of_both: FakeServer, signed_in: Mapping[str, FileTokens]
) -> None:
    server_of_both.answers["bob /v1/users/me"] = _refusal(server_of_both, Code.UNAUTHENTICATED)
    server_of_both.answers["/v1/auth/refresh"] = _refusal(server_of_both, Code.SESSION_ENDED)

    result = run("auth", "status")

    assert result.exit_code == 0
    assert "* alice: works" in result.out
    assert "  bob: Your session has ended: " in result.out
    assert "postcardit auth login bob" in result.out
    assert signed_in["bob"].load() is None, "the SDK puts an ended session's tokens away"


def test_when_none_works_one_must_sign_in(
    run: Run, server_of_both: FakeServer, signed_in: Mapping[str, FileTokens]
) -> None:
    for store in signed_in.values():
        tokens = store.load()
        assert tokens is not None
        store.save(replace(tokens, refresh_token=None))
    server_of_both.answers["/v1/users/me"] = _refusal(server_of_both, Code.UNAUTHENTICATED)

    result = run("auth", "status", "--json")

    assert (result.exit_code, result.error["code"]) == (4, "sign_in_required")
    assert [(item["works"], item["code"]) for item in result.json["accounts"]] == [(False, "unauthenticated")] * 2


@pytest.mark.usefixtures("signed_in")
def test_a_server_that_cannot_be_reached_is_no_reason_to_sign_in(run: Run, server: FakeServer) -> None:
    server.answers[ME] = ConnectionFailed("nobody there", was_sent=False)

    assert run("auth", "status").exit_code == 8
    assert run("auth", "status", "--offline").exit_code == 0


@pytest.mark.parametrize("options", [(), ("--offline",)])
def test_nobody_stored_is_not_signed_in(run: Run, server: FakeServer, options: tuple[str, ...]) -> None:
    result = run("auth", "status", *options)

    assert (result.exit_code, server.requests) == (4, [])
    assert result.err == "error: No account is stored for profile local.\nhint: postcardit auth login NAME\n"


@pytest.mark.usefixtures("signed_in")
def test_offline_asks_nobody_and_claims_nothing(run: Run, server: FakeServer) -> None:
    result = run("auth", "status", "--offline", "--json")

    assert [(item["username"], item["works"]) for item in result.json["accounts"]] == [("alice", None), ("bob", None)]
    assert server.requests == []


@pytest.mark.usefixtures("signed_in")
def test_the_environments_token_is_tried_and_never_printed(
    run: Run, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    claims = base64.urlsafe_b64encode(json.dumps({"exp": END}).encode()).decode().rstrip("=")
    token = f"head.{claims}.signature"
    monkeypatch.setenv("POSTCARDIT_TOKEN", token)
    server.answer(ME, user(username="carol"))

    given, *stored = run("auth", "status", "--json").json["accounts"]

    assert (given["username"], given["keptIn"], given["works"]) == ("carol", "environment POSTCARDIT_TOKEN", True)
    assert (given["current"], given["expiresAt"], given["renews"]) == (True, END_ON_THE_WIRE, False)
    assert [item["current"] for item in stored] == [False, False]
    text = run("auth", "status")
    assert token not in text.out + text.err
    assert "and nobody renews it" in text.out


def test_a_file_that_others_can_read_is_a_problem_of_its_own(
    run: Run, server: FakeServer, signed_in: Mapping[str, FileTokens]
) -> None:
    server.answer(ME, user())
    signed_in["bob"].path.chmod(0o644)

    result = run("auth", "status")

    assert result.exit_code == 0
    assert f"chmod 600 {signed_in['bob'].path}" in result.out
    assert len(server.requests) == 1
