"""Taking one's data along, and erasing the account."""

import json
import stat
from collections.abc import Mapping
from pathlib import Path

import pytest

from postcardit_cli import own_data
from postcardit_sdk import Code, FileTokens, Request, Response

from .conftest import MORNING, FakeServer, Run, user

ME = "GET /v1/users/me"
LINK = "http://fake.test/export?signature=secret"
ZIP = bytes(range(256)) * 10


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def exporter(server: FakeServer, signed_in: Mapping[str, FileTokens], monkeypatch: pytest.MonkeyPatch) -> FakeServer:
    """A server whose export is behind a link that gives ranges."""
    del signed_in
    server.answer("POST /v1/users/me/export", {"url": LINK, "expiresAt": MORNING})
    monkeypatch.setattr(own_data, "_PIECE_BYTES", 1000)
    answered = server.send

    def send(request: Request) -> Response:
        if request.url != LINK:
            return answered(request)
        server.requests.append(request)
        first, last = map(int, request.headers["range"].removeprefix("bytes=").split("-"))
        piece = ZIP[first : last + 1]
        whole = f"bytes {first}-{first + len(piece) - 1}/{len(ZIP)}"
        return Response(206, {"content-range": whole}, piece)

    monkeypatch.setattr(server, "send", send)
    return server


def test_an_export_is_a_private_file_fetched_in_pieces(run: Run, exporter: FakeServer, folder: Path) -> None:
    result = run("users", "export")

    file = folder / "postcardit-export.zip"
    assert (result.out, file.read_bytes()) == ("postcardit-export.zip\n", ZIP)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(folder.iterdir()) == [file]
    links = [request for request in exporter.requests if request.url == LINK]
    assert [request.headers["range"] for request in links] == ["bytes=0-999", "bytes=1000-1999", "bytes=2000-2999"]
    assert all("authorization" not in request.headers for request in links)


def test_a_server_that_gives_all_at_once_is_fine(run: Run, exporter: FakeServer, tmp_path: Path) -> None:
    exporter.send = lambda request: (  # type: ignore[method-assign]  # this server knows no ranges
        Response(200, {}, ZIP)
        if request.url == LINK
        else Response(200, {}, json.dumps({"url": LINK, "expiresAt": MORNING}).encode())
    )

    result = run("users", "export", "--out", str(tmp_path / "all.zip"), "--json")

    assert result.json == {"path": str(tmp_path / "all.zip"), "sizeBytes": len(ZIP)}


def test_a_file_that_is_there_is_replaced_only_with_force(run: Run, exporter: FakeServer, folder: Path) -> None:
    (folder / "mine.zip").write_text("mine")

    refused = run("users", "export", "--out", "mine.zip")

    assert (refused.exit_code, exporter.requests, (folder / "mine.zip").read_text()) == (2, [], "mine")
    assert run("users", "export", "--out", "mine.zip", "--force").exit_code == 0
    assert (folder / "mine.zip").read_bytes() == ZIP


def test_a_link_that_breaks_off_leaves_no_file(
    run: Run, exporter: FakeServer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered = exporter.send

    def send(request: Request) -> Response:
        if request.headers.get("range", "").startswith("bytes=2000"):
            return Response(206, {"content-range": f"bytes 0-1/{len(ZIP)}"}, b"xx")
        return answered(request)

    monkeypatch.setattr(exporter, "send", send)

    assert run("users", "export").exit_code == 9
    assert list(folder.iterdir()) == []


def test_on_a_terminal_one_types_the_username_to_erase_the_account(
    run: Run, server: FakeServer, signed_in: Mapping[str, FileTokens], typed: list[str]
) -> None:
    typed += ["horse battery"]
    server.answer(ME, user())
    server.answer("DELETE /v1/users/me", status=204)

    result = run("users", "delete", stdin="Alice\n")

    assert (result.exit_code, result.out) == (0, "The account alice is erased.\n")
    assert json.loads(server.requests[-1].body) == {"password": "horse battery"}
    assert signed_in["alice"].load() is None


@pytest.mark.usefixtures("typed")
def test_another_name_erases_nothing(run: Run, server: FakeServer, signed_in: Mapping[str, FileTokens]) -> None:
    server.answer(ME, user())

    assert run("users", "delete", stdin="yes\n").exit_code == 1
    assert [request.method for request in server.requests] == ["GET"]
    assert signed_in["alice"].load() is not None


@pytest.mark.usefixtures("signed_in")
@pytest.mark.parametrize("options", [(), ("--password-stdin",)])
def test_a_script_must_say_that_it_means_it(run: Run, server: FakeServer, options: tuple[str, ...]) -> None:
    assert run("users", "delete", *options, stdin="horse battery\n").exit_code == 2
    assert server.requests == []


@pytest.mark.usefixtures("signed_in")
def test_a_script_erases_with_yes_and_the_password(run: Run, server: FakeServer) -> None:
    server.answer(ME, user())
    server.answer("DELETE /v1/users/me", status=204)

    assert run("users", "delete", "--yes", "--password-stdin", stdin="horse battery\n").exit_code == 0
    assert run("users", "me").exit_code == 4


@pytest.mark.usefixtures("signed_in")
def test_with_a_wrong_password_nothing_is_erased(
    run: Run, server: FakeServer, signed_in: Mapping[str, FileTokens]
) -> None:
    server.answer(ME, user())
    server.refuse("DELETE /v1/users/me", Code.WRONG_PASSWORD)

    assert run("users", "delete", "--yes", "--password-stdin", stdin="wrong horse\n").exit_code == 5
    assert signed_in["alice"].load() is not None
