"""Postcards: what is sent, what is shown, and what is saved where."""

import json
from pathlib import Path
from typing import get_args

import pytest

from postcardit_cli.postcard_lists import BoxName
from postcardit_cli.postcard_sending import FontName
from postcardit_cli.stamps import Category
from postcardit_cli.users import By
from postcardit_sdk import Box, Code, Font, Response, SearchType, StampCategory

from .conftest import CARD, FakeServer, Run, postcard

pytestmark = pytest.mark.usefixtures("signed_in")


def test_the_choices_are_those_of_the_contract() -> None:
    assert get_args(BoxName) == tuple(Box)
    assert get_args(FontName) == tuple(Font)
    assert get_args(Category) == tuple(StampCategory)
    assert get_args(By) == tuple(SearchType)


def test_sending_says_what_was_written(run: Run, server: FakeServer) -> None:
    server.answer("POST /v1/postcards", postcard(), status=201)

    result = run("postcards", "send", "bob", "Ciao!", "--place", "Rome", "--font", "print", "--stamp", "owl")

    assert result.out == f"Sent to bob: {CARD}\n"
    assert json.loads(server.requests[0].body) == {
        "recipientUsername": "bob",
        "message": "Ciao!",
        "stampId": "owl",
        "font": "print",
        "location": {"address": "Rome"},
    }


def test_a_message_may_come_from_stdin(run: Run, server: FakeServer) -> None:
    server.answer("POST /v1/postcards", postcard(), status=201)

    run("postcards", "send", "bob", "-", stdin="two\nlines\n")

    assert json.loads(server.requests[0].body)["message"] == "two\nlines"


def test_strangers_learn_how_to_become_friends(run: Run, server: FakeServer) -> None:
    server.refuse("POST /v1/postcards", Code.NOT_FRIENDS)

    result = run("postcards", "send", "bob", "Ciao!")

    assert result.exit_code == 5
    assert "hint: postcardit friends request NAME" in result.err.splitlines()
    assert "request id: request-1" in result.err.splitlines()


def test_a_list_asks_for_what_was_said(run: Run, server: FakeServer) -> None:
    server.answer("GET /v1/postcards", {"count": 0, "postcards": []})

    result = run("postcards", "list", "--box", "received", "--unread", "--archived", "--limit", "5")

    assert result.out == "There are no postcards.\n"
    assert server.requests[0].url == "/v1/postcards?limit=5&unread=true&archived=true&box=received"


def test_a_list_as_json_is_the_page_as_it_came(run: Run, server: FakeServer) -> None:
    page = {"count": 1, "nextCursor": "more", "postcards": [postcard()]}
    server.answer("GET /v1/postcards", page)

    assert run("postcards", "list", "--json").json == page


@pytest.mark.parametrize(
    ("location", "place"),
    [
        ({"latitude": 43.46744, "longitude": 11.8851}, "43.4674, 11.8851"),
        ({"latitude": 41.9, "longitude": 12.5, "city": "Rome"}, "Rome (41.9000, 12.5000)"),
    ],
)
def test_a_card_is_shown_with_its_place_on_the_map(
    run: Run, server: FakeServer, location: dict[str, object], place: str
) -> None:
    server.answer(f"GET /v1/postcards/{CARD}", postcard(location=location))

    assert ["Place", place] in [line.split(None, 1) for line in run("postcards", "show", CARD).out.splitlines()]


def test_a_card_is_shown_with_its_times(run: Run, server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
    server.answer(f"GET /v1/postcards/{CARD}", postcard(location={"city": "Rome", "country": "Italy"}))

    lines = [line.split(None, 1) for line in run("postcards", "show", CARD).out.splitlines()]

    assert ["Place", "Rome, Italy"] in lines
    assert ["Status", "sent"] in lines
    assert "Delivered" not in dict(lines)


def test_undo_takes_a_card_out_of_the_archive(run: Run, server: FakeServer) -> None:
    server.answer(f"DELETE /v1/postcards/{CARD}/archive", postcard())

    assert run("postcards", "archive", CARD, "--undo").out == "Out of the archive.\n"


def test_saving_writes_the_photo_under_the_cards_id(run: Run, server: FakeServer, tmp_path: Path) -> None:
    server.answer(f"GET /v1/postcards/{CARD}", postcard(imageUrl="http://fake.test/photo"))
    server.answers["GET http://fake.test/photo"] = Response(200, {}, b"jpeg")

    result = run("postcards", "save", CARD, str(tmp_path / "new"))

    photo = tmp_path / "new" / f"{CARD}.jpg"
    assert result.out == f"{photo}\n"
    assert photo.read_bytes() == b"jpeg"


def test_a_servers_id_is_no_way_out_of_the_folder(run: Run, server: FakeServer, tmp_path: Path) -> None:
    server.answer(f"GET /v1/postcards/{CARD}", postcard(postcardId="../../evil", imageUrl="http://fake.test/photo"))
    server.answers["GET http://fake.test/photo"] = Response(200, {}, b"jpeg")

    run("postcards", "save", CARD, str(tmp_path / "a" / "b"))

    assert [path.parent for path in tmp_path.rglob("*evil.jpg")] == [tmp_path / "a" / "b"]


def test_a_card_without_photo_has_nothing_to_save(run: Run, server: FakeServer, tmp_path: Path) -> None:
    server.answer(f"GET /v1/postcards/{CARD}", postcard())

    assert run("postcards", "save", CARD, str(tmp_path / "new")).exit_code == 3
    assert not (tmp_path / "new").exists()


def test_a_card_without_photo_can_be_painted(run: Run, server: FakeServer, tmp_path: Path) -> None:
    server.answer(f"GET /v1/postcards/{CARD}", postcard())

    run("postcards", "save", CARD, str(tmp_path), "--render", str(tmp_path / "card.png"))

    assert (tmp_path / "card.png").read_bytes().startswith(b"\x89PNG")
