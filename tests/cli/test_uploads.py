"""Photos on their way: how far they are, giving one up; and one's profile picture."""

from pathlib import Path
from typing import Any

import pytest

from postcardit_sdk import Code, ConnectionFailed, Response

from .conftest import FakeServer, Run, user
from .test_photo_options import BYTES, UPLOAD, upload

pytestmark = pytest.mark.usefixtures("signed_in")

HALF = f"GET /v1/uploads/{UPLOAD}"


@pytest.fixture
def waiting(run: Run, server: FakeServer, photo: Path) -> dict[str, Any]:
    """An item whose photo the network stopped half-way."""
    server.answer("POST /v1/uploads", upload("pending", method="PUT", url=BYTES), status=201)
    server.answers[f"PUT {BYTES}"] = ConnectionFailed("The connection broke.")
    assert run("postcards", "send", "bob", "Ciao!", "--photo", str(photo)).exit_code == 8
    (item,) = run("outbox", "list", "--json").json["items"]
    server.requests.clear()
    found: dict[str, Any] = item
    return found


def test_what_is_on_its_way_is_shown_as_the_server_knows_it(
    run: Run, server: FakeServer, waiting: dict[str, Any]
) -> None:
    half = waiting["photoBytes"] // 2
    server.answer(HALF, upload("pending", offset=half))

    document, shown = run("uploads", "status", "--json").json, run("uploads", "status").out

    assert document == {
        "uploads": [
            {
                "uploadId": UPLOAD,
                "itemId": waiting["itemId"],
                "to": "bob",
                "status": "pending",
                "problem": None,
                "doneBytes": half,
                "totalBytes": waiting["photoBytes"],
                "percent": half * 100 // waiting["photoBytes"],
                "expiresAt": "2026-11-22T08:00:00.000Z",
            }
        ],
        "count": 1,
    }
    assert shown.splitlines()[1].split()[:2] == [UPLOAD, "pending"]


@pytest.mark.parametrize("by", ["uploadId", "itemId"])
def test_one_upload_is_named_by_its_id_or_its_items(
    run: Run, server: FakeServer, waiting: dict[str, Any], by: str
) -> None:
    server.answer(HALF, upload("processing"))

    (one,) = run("uploads", "status", waiting[by], "--json").json["uploads"]

    assert (one["uploadId"], one["status"]) == (UPLOAD, "processing")


def test_an_upload_from_elsewhere_is_shown_without_its_whole_size(run: Run, server: FakeServer) -> None:
    server.answer(HALF, upload("pending", offset=7))

    (one,) = run("uploads", "status", UPLOAD, "--json").json["uploads"]

    assert (one["doneBytes"], one["totalBytes"], one["percent"], one["itemId"]) == (7, None, None, None)


def test_what_has_not_begun_or_was_given_up_by_the_server_is_said(
    run: Run, server: FakeServer, waiting: dict[str, Any], photo: Path
) -> None:
    run("postcards", "send", "carol", "Ciao!", "--photo", str(photo), "--later")
    server.refuse(HALF, Code.NOT_FOUND)

    states = [(one["status"], one["percent"]) for one in run("uploads", "status", "--json").json["uploads"]]

    assert states == [("forgotten", 0), ("not begun", 0)]


def test_when_nothing_is_on_its_way_that_is_said(run: Run, server: FakeServer) -> None:
    assert run("uploads", "status").out == "No photo is on its way.\n"


@pytest.mark.parametrize("by", ["uploadId", "itemId"])
def test_an_upload_is_given_up_and_its_card_still_waits(
    run: Run, server: FakeServer, waiting: dict[str, Any], by: str
) -> None:
    server.answers[f"DELETE /v1/uploads/{UPLOAD}"] = Response(204, {}, b"")

    result = run("uploads", "cancel", waiting[by])

    assert (result.exit_code, result.out) == (0, "Given up.\n")
    assert f"postcardit outbox drop {waiting['itemId']}" in result.err
    assert len(run("outbox", "list", "--json").json["items"]) == 1


def test_what_nobody_knows_cannot_be_given_up(run: Run, server: FakeServer, photo: Path) -> None:
    server.refuse(f"DELETE /v1/uploads/{UPLOAD}", Code.NOT_FOUND)
    run("postcards", "send", "bob", "Ciao!", "--photo", str(photo), "--later")
    (item,) = run("outbox", "list", "--json").json["items"]

    assert run("uploads", "cancel", UPLOAD).exit_code == 3
    assert run("uploads", "cancel", item["itemId"]).exit_code == 3


def test_a_photo_becomes_ones_picture(run: Run, server: FakeServer, photo: Path) -> None:
    server.answer("POST /v1/uploads", upload(purpose="avatar"), status=201)
    server.answer("PUT /v1/users/me/avatar", user(profilePictureUrl="http://fake.test/picture"))

    result = run("users", "avatar", "set", str(photo))

    assert (result.exit_code, result.out) == (0, "alice has a new picture.\n")
    assert b'"avatar"' in server.requests[0].body
    assert UPLOAD.encode() in server.requests[1].body


def test_ones_picture_is_removed(run: Run, server: FakeServer) -> None:
    server.answer("DELETE /v1/users/me/avatar", user())

    assert run("users", "avatar", "remove", "--json").json == user()
