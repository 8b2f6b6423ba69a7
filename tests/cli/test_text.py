"""Other people's words are shown, never obeyed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcardit_cli.folders import is_safe_name, safe_name
from postcardit_cli.text import one_line, plain, same_name

from .conftest import FakeServer, Run, postcard, user

EVIL = "\x1b]0;owned\x07 [bold red]x[/] \x9b31m \u202egnp.exe \x00\r:smile:"


@given(st.text())
def test_nothing_that_a_terminal_obeys_gets_through(text: str) -> None:
    shown = plain(text)

    assert not any(unicodedata.category(letter) == "Cc" for letter in shown.replace("\n", ""))


def test_harmless_text_stays_as_it_is() -> None:
    text = "Grüße aus 東京 👩‍👩‍👧 [red]\nzweite Zeile"

    assert plain(text) == text
    assert one_line(text) == "Grüße aus 東京 👩‍👩‍👧 [red] zweite Zeile"


@given(st.text(min_size=1))
def test_a_file_name_never_leaves_its_folder(name: str) -> None:
    assert is_safe_name(safe_name(name))


@pytest.mark.parametrize(("one", "other"), [("Alice", "alice"), ("José", "jose"), ("STRASSE", "straße")])
def test_names_are_compared_without_case_and_accents(one: str, other: str) -> None:
    assert same_name(one, other)


@pytest.mark.usefixtures("signed_in")
@pytest.mark.parametrize("arguments", [("postcards", "list"), ("postcards", "show", postcard()["postcardId"])])
def test_a_message_cannot_command_the_terminal(run: Run, server: FakeServer, arguments: tuple[str, ...]) -> None:
    card = postcard(message=EVIL)
    server.answer("GET /v1/postcards", {"count": 1, "postcards": [card]})
    server.answer(f"GET /v1/postcards/{card['postcardId']}", card)

    shown = run(*arguments).out

    assert not set(shown) & set("\x1b\x07\x9b\u202e\x00\r")
    assert "\\x1b]0;owned\\x07 [bold red]x[/] \\x9b31m \\u202egnp.exe \\x00\\r:smile:" in shown


@pytest.mark.usefixtures("signed_in")
def test_json_holds_commands_only_as_escapes(run: Run, server: FakeServer) -> None:
    server.answer("GET /v1/users/me", user(bio=EVIL))

    result = run("users", "me", "--json")

    assert not set(result.out) & set("\x1b\x07\x9b\u202e\x00\r")
    assert result.json["bio"] == EVIL


@pytest.mark.usefixtures("signed_in")
def test_wide_letters_do_not_break_a_table(run: Run, server: FakeServer) -> None:
    people = [user(username="東京子", fullName="x"), user(username="bob", fullName="y")]
    server.answer("GET /v1/users/search", {"users": people, "count": 2, "searchTerm": "qq", "searchType": "username"})

    lines = run("users", "search", "qq").out.splitlines()

    assert lines[1].endswith("東京子    x")
    assert lines[2].endswith("bob       y")
