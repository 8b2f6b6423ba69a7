"""Forgotten and changed passwords, new addresses, and the sessions that they end."""

import json
from collections.abc import Mapping

import pytest

from postcardit_sdk import Code, FileTokens

from .conftest import BOB, MORNING, FakeServer, Run, user

SENT = {"email": "alice@example.com", "expiresAt": MORNING}
HERE = "01a20490-b391-77bf-841b-d19a1e6a5a31"
PHONE = "01a20490-b391-77bf-841b-d19a1e6a5a32"
TIMES = {"createdAt": MORNING, "lastUsedAt": MORNING, "expiresAt": MORNING}
SESSIONS = {
    "count": 2,
    "sessions": [
        {"sessionId": HERE, "deviceName": "postcardit on lake-house", "isCurrent": True, **TIMES},
        {"sessionId": PHONE, "deviceName": "Alice's\x1b[31m phone", "isCurrent": False, **TIMES},
    ],
}


def _body(server: FakeServer) -> object:
    return json.loads(server.requests[-1].body)


def test_a_forgotten_password_is_replaced_with_a_mailed_code(run: Run, server: FakeServer) -> None:
    server.answer("POST /v1/auth/forgot-password", SENT, status=202)
    server.answer("POST /v1/auth/reset-password", status=204)

    asked = run("auth", "forgot", "alice@example.com")
    done = run("auth", "reset", "alice@example.com", "123456", "--password-stdin", stdin="new horse battery\n")

    assert asked.out == "If alice@example.com has an account, a code was mailed to it.\n"
    assert "postcardit auth reset alice@example.com CODE" in asked.err
    assert done.out == "The password is changed, and every session has ended.\n"
    assert _body(server) == {"email": "alice@example.com", "code": "123456", "newPassword": "new horse battery"}


def test_on_a_terminal_a_new_password_is_typed_twice(run: Run, server: FakeServer, typed: list[str]) -> None:
    typed += ["one typo here", "one typo there", "new horse battery", "new horse battery"]
    server.answer("POST /v1/auth/reset-password", status=204)

    assert run("auth", "reset", "alice@example.com", "123456").exit_code == 0
    assert len(server.requests) == 1


def test_resending_says_nothing_about_whether_the_address_waits(run: Run, server: FakeServer) -> None:
    server.answer("POST /v1/auth/resend-code", SENT, status=202)

    assert run("auth", "resend", "alice@example.com").out.startswith("If alice@example.com waits")
    assert run("auth", "resend", "alice@example.com", "--json").json == SENT


@pytest.mark.usefixtures("signed_in")
def test_a_changed_password_takes_the_present_one_and_the_new_one_from_stdin(run: Run, server: FakeServer) -> None:
    server.answer("POST /v1/auth/change-password", status=204)

    result = run("auth", "change-password", "--password-stdin", stdin="old horse\nnew horse\n")

    assert (result.exit_code, _body(server)) == (0, {"password": "old horse", "newPassword": "new horse"})
    assert run("auth", "change-password", "--password-stdin", stdin="only one\n").exit_code == 2


@pytest.mark.usefixtures("signed_in")
def test_a_wrong_present_password_is_forbidden(run: Run, server: FakeServer, typed: list[str]) -> None:
    typed += ["wrong horse", "new horse battery", "new horse battery"]
    server.refuse("POST /v1/auth/change-password", Code.WRONG_PASSWORD)

    assert run("auth", "change-password").exit_code == 5


@pytest.mark.usefixtures("signed_in")
def test_a_new_address_is_confirmed_with_a_code(run: Run, server: FakeServer) -> None:
    server.answer("POST /v1/auth/change-email", {**SENT, "email": "new@example.com"}, status=202)
    server.answer("POST /v1/auth/confirm-email", user(email="new@example.com"))

    asked = run("auth", "change-email", "new@example.com", "--password-stdin", stdin="horse\n")
    done = run("auth", "confirm-email", "123456")

    assert (asked.out, "auth confirm-email CODE" in asked.err) == ("A code was mailed to new@example.com.\n", True)
    assert done.out == "Your e-mail address is new@example.com now.\n"


@pytest.mark.usefixtures("signed_in")
def test_sessions_are_a_table_in_which_no_device_name_is_obeyed(run: Run, server: FakeServer) -> None:
    server.answer("GET /v1/auth/sessions", SESSIONS)

    lines = run("auth", "sessions").out.splitlines()

    assert lines[0].split() == ["ID", "CREATED", "LAST", "USED", "ENDS", "DEVICE"]
    assert lines[1].startswith(f"*  {HERE}")
    assert lines[2].endswith(r"Alice's\x1b[31m phone")
    assert run("auth", "sessions", "--json").json == SESSIONS


def test_ending_another_session_leaves_this_one(
    run: Run, server: FakeServer, signed_in: Mapping[str, FileTokens]
) -> None:
    server.answer("GET /v1/auth/sessions", SESSIONS)
    server.answer(f"DELETE /v1/auth/sessions/{PHONE}", status=204)

    assert run("auth", "end-session", PHONE).out == "The session has ended.\n"
    assert signed_in["alice"].load() is not None


def test_ending_this_session_signs_out(run: Run, server: FakeServer, signed_in: Mapping[str, FileTokens]) -> None:
    server.answer("GET /v1/auth/sessions", SESSIONS)
    server.answer("POST /v1/auth/logout", status=204)

    assert "signed out here" in run("auth", "end-session", HERE).err
    assert signed_in["alice"].load() is None


@pytest.mark.usefixtures("signed_in")
def test_a_session_that_is_not_ones_own_is_not_found(run: Run, server: FakeServer) -> None:
    server.answer("GET /v1/auth/sessions", SESSIONS)

    result = run("auth", "end-session", BOB)

    assert (result.exit_code, len(server.requests)) == (3, 1)
    assert "hint: postcardit auth sessions" in result.err
