"""The story of a session, read from what the SDK wrote down beside its tokens."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from postcardit_cli.auth.times import clock
from postcardit_sdk import Code, FileTokens
from postcardit_sdk.blackbox import BlackBox

from .conftest import ALICE, FakeServer, Run, problem, token_pair, user

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def _box(store: FileTokens) -> Path:
    return store.path.with_name(f"{store.path.name}.blackbox")


def _write(path: Path, *events: tuple[str, str]) -> None:
    lines = [
        {"at": (NOON + timedelta(seconds=n)).isoformat(), "account": "alice", "event": event, "detail": detail}
        for n, (event, detail) in enumerate(events)
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))


def _told(out: str) -> list[str]:
    return [line.partition("  ")[2].strip() for line in out.splitlines()]


def test_the_story_is_told_line_by_line_the_newest_last(run: Run, signed_in: Mapping[str, FileTokens]) -> None:
    _write(
        _box(signed_in["alice"]),
        ("signed_in", ""),
        ("refreshed", "token=abc"),
        ("refresh_repeated", "reason=The connection broke."),
        ("adopted", ""),
        ("refresh_failed", "reason=Nobody there."),
        ("session_ended", "reason=password_changed; decided_by=server"),
        ("signed_out", ""),
        ("something_new", "kind=odd"),
    )

    result = run("auth", "why")

    assert _told(result.out) == [
        "signed in as alice",
        "the access token was traded for a new one",
        "the answer with the new token was lost, so it was asked for again: The connection broke",
        "another program had traded the access token already; its new one was taken",
        "no new access token came: Nobody there",
        "the session ended: the password was changed (decided by the server)",
        "signed out",
        "something new kind=odd",
    ]
    assert NOON.astimezone().strftime("%H:%M:%S") in result.out.splitlines()[0]


@pytest.mark.parametrize(
    ("away", "told"),
    [
        (timedelta(hours=-11, minutes=-59), "00:01:00"),
        (timedelta(hours=-13), "03 Mar 23:00:00"),
        (timedelta(days=-365), "04 Mar 2025 12:00:00"),
    ],
)
def test_a_time_is_told_with_as_much_of_its_day_as_today_leaves_open(away: timedelta, told: str) -> None:
    noon = datetime(2026, 3, 4, 12).astimezone()

    assert clock((noon + away).timestamp(), now=noon.timestamp()) == told


@pytest.mark.usefixtures("server")
def test_programs_get_the_entries(run: Run, signed_in: Mapping[str, FileTokens]) -> None:
    _write(_box(signed_in["alice"]), ("session_ended", "reason=reused; decided_by=server"))

    assert run("auth", "why", "--json").json == {
        "entries": [
            {
                "at": NOON.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
                "account": "alice",
                "event": "session_ended",
                "detail": {"reason": "reused", "decided_by": "server"},
            }
        ]
    }


@pytest.mark.usefixtures("signed_in")
def test_nothing_written_down_is_no_error(run: Run) -> None:
    result = run("auth", "why")

    assert (result.exit_code, result.out) == (0, "")
    assert result.err == "Nothing is written down about this account.\n"


def test_signing_in_losing_the_session_and_why_are_one_story(run: Run, server: FakeServer) -> None:
    server.answer("POST /v1/auth/login", token_pair())
    run("auth", "login", "alice", "--password-stdin", stdin="horse battery\n")
    server.answer("POST /v1/auth/refresh", token_pair())
    server.answer("GET /v1/users/me", user())
    run("users", "me")
    server.refuse("GET /v1/users/me", Code.UNAUTHENTICATED)
    ended = {**problem(Code.SESSION_ENDED, 401), "reason": "password_changed"}
    server.answer("POST /v1/auth/refresh", ended, status=401)
    assert run("users", "me").exit_code == 4

    current, named = run("auth", "why"), run("auth", "why", "--as", "alice")

    assert _told(current.out)[0] == "signed in as alice"
    assert _told(current.out)[-1] == "the session ended: the password was changed (decided by the server)"
    assert named.out == current.out
    assert "access-of" not in current.out


def test_switching_is_part_of_the_story_and_nobody_elses(run: Run, signed_in: Mapping[str, FileTokens]) -> None:
    run("auth", "switch", "bob")
    run("auth", "switch", "bob")

    assert _told(run("auth", "why").out) == ["bob became the current account"]
    assert BlackBox(_box(signed_in["alice"])).entries() == []
    assert ALICE not in run("auth", "why").out
