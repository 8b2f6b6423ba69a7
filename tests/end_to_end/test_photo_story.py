"""Photos from one end to the other: over a socket, through the command line, and in this process."""

import asyncio
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from postcardit_sdk import AsyncClient, Client, PhotoOptions, Progress
from postcardit_sdk.contract.uploads import UploadStatus
from postcardit_sdk.lab import sign_up as sign_up_here
from postcardit_sdk.resources.upload_bytes import CHUNK_BYTES
from tests.end_to_end.cut_rounds import noise
from tests.end_to_end.cutting_proxy import CuttingProxy
from tests.end_to_end.served import Served
from tests.end_to_end.town import PASSWORD, befriend, sign_up

SOON = 60
COMMAND = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs are born deaf to Ctrl-C
from postcardit_cli.start import run
raise SystemExit(run())
"""
AS_IT_IS = PhotoOptions(box=None, max_bytes=None, quality=95)


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A photo of more than a megabyte that needs no preparing."""
    path = tmp_path / "large.jpg"
    with Image.open(io.BytesIO(noise(1000, seed=1))) as image:
        image.save(path, quality=95)
    assert path.stat().st_size > 4 * CHUNK_BYTES
    return path


class Terminal:
    """A person at a command line."""

    def __init__(self, home: Path, url: str) -> None:
        self._url = url
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("POSTCARDIT", "XDG"))}
        self._environment = {**kept, "HOME": str(home), "PYTHONWARNINGS": "error"}

    def start(self, *words: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", COMMAND]
        return subprocess.Popen(
            [*command, "--url", self._url, *words], env=self._environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def run(self, *words: str, stdin: str = "") -> tuple[int | None, str, str]:
        with self.start(*words) as process:
            out, err = process.communicate(stdin, timeout=SOON)
            return process.returncode, out, err


def test_after_ctrl_c_the_same_command_sends_only_what_is_missing(tmp_path: Path, large: Path) -> None:
    folder, size = tmp_path / "data", large.stat().st_size
    with Served(folder) as served, Client(served.url) as alice, Client(served.url) as bob:
        befriend(sign_up(alice, folder, "alice"), sign_up(bob, folder, "bob"))
        with CuttingProxy(served.url, is_upward=True, cuts=0, gap=1, seed=1) as road:
            terminal = Terminal(tmp_path, road.url)
            assert terminal.run("auth", "login", "alice", "--password-stdin", stdin=f"{PASSWORD}\n")[0] == 0
            send = ("postcards", "send", "bob", "Ciao!", "--photo", str(large), "--original-size", "--quality", "95")
            road.stalls_at = road.passed + size // 2

            with terminal.start(*send) as sending:
                assert road.is_stalled.wait(SOON)
                sending.send_signal(signal.SIGINT)
                _, told = sending.communicate(timeout=SOON)
            road.stalls_at = None
            _, shown, _ = terminal.run("--json", "uploads", "status")
            before = road.passed
            again = terminal.run("--json", *send)
            passed = road.passed - before

        (upload,) = json.loads(shown)["uploads"]
        cards = bob.postcards.received().postcards

    assert sending.returncode == 130
    assert told.startswith("error: Interrupted. The postcard waits as ")
    assert 0 < upload["percent"] <= 50
    assert (upload["status"], upload["totalBytes"]) == ("pending", size)
    assert again[0] == 0, again[2]
    assert [card.message for card in cards] == ["Ciao!"]
    assert json.loads(again[1])["postcardId"] == cards[0].postcard_id
    assert passed <= size - upload["doneBytes"] + 20_000  # requests have heads, too


def test_a_large_photo_goes_in_parts_to_a_backend_in_this_process_as_well(tmp_path: Path, large: Path) -> None:
    heard: list[Progress] = []
    with Client.embedded(tmp_path / "data") as alice:
        alice.run(sign_up_here(tmp_path / "data", "alice"))
        upload = alice.uploads.photo(large, photo_options=AS_IT_IS, on_progress=heard.append)
        again = alice.uploads.photo(large, photo_options=AS_IT_IS, on_progress=heard.append)

    done, size = [progress.done_bytes for progress in heard], large.stat().st_size
    assert upload.status is UploadStatus.READY
    assert again.upload_id == upload.upload_id
    assert done == [*range(0, done[-1], CHUNK_BYTES), done[-1], done[-1]]
    assert done[-1] <= size


def test_an_awaiting_client_does_the_same_in_this_process(tmp_path: Path, large: Path) -> None:
    async def play() -> bool:
        data = tmp_path / "data"
        async with AsyncClient.embedded(data) as alice, AsyncClient.embedded(data) as bob:
            for client, name in ((alice, "alice"), (bob, "bob")):
                await client.run(sign_up_here(data, name))
            request = await alice.friends.request("bob")
            await bob.friends.accept(request.friendship_id)
            card = await alice.postcards.send("bob", "Ciao!", photo=large, photo_options=AS_IT_IS)
            await bob.postcards.download(card, tmp_path / "photo.jpg")
            return await bob.postcards.photo(card) == (tmp_path / "photo.jpg").read_bytes()

    assert asyncio.run(play())


def test_an_upload_that_is_cancelled_leaves_nothing_at_the_server(tmp_path: Path, large: Path) -> None:
    def stop(progress: Progress) -> None:
        if progress.done_bytes:
            raise ZeroDivisionError

    with Client.embedded(tmp_path / "data") as alice:
        alice.run(sign_up_here(tmp_path / "data", "alice"))
        with pytest.raises(ZeroDivisionError):
            alice.uploads.photo(large, photo_options=AS_IT_IS, on_progress=stop)

    assert [*(tmp_path / "data").rglob("*.part")] == []


def test_a_picture_is_set_seen_by_others_and_removed(tmp_path: Path, large: Path) -> None:
    with Client.embedded(tmp_path / "data") as alice, Client.embedded(tmp_path / "data") as bob:
        for client, name in ((alice, "alice"), (bob, "bob")):
            client.run(sign_up_here(tmp_path / "data", name))
        mine = alice.users.set_avatar(large)
        (seen,) = bob.users.search("alice").users
        assert mine.profile_picture_url is not None
        assert seen.profile_picture_url is not None
        picture = bob.service.request("GET", path_of(seen.profile_picture_url), signed_in=False)
        removed = alice.users.remove_avatar()

    with Image.open(io.BytesIO(picture.body)) as image:
        assert image.size == (512, 512)
    assert removed.profile_picture_url is None


def path_of(url: str) -> str:
    return "/" + url.split("/", 3)[3]


def test_a_photo_is_fetched_once_by_all_programs_of_a_person(tmp_path: Path, large: Path) -> None:
    with Client.embedded(tmp_path / "data") as alice, Client.embedded(tmp_path / "data") as bob:
        for client, name in ((alice, "alice"), (bob, "bob")):
            client.run(sign_up_here(tmp_path / "data", name))
        befriend(alice, bob)
        card = alice.postcards.send("bob", "Ciao!", photo=large)
    heard: dict[str, list[int]] = {}
    for program in ("one", "other"):
        local = tmp_path / "bob.db"
        with Client.embedded(tmp_path / "data", tokens=bob.session.tokens, local=local) as client:
            done = heard[program] = list[int]()
            client.postcards.download(card, tmp_path / program, on_progress=lambda it: done.append(it.done_bytes))  # noqa: B023  # it is used in this round
            assert client.postcards.photo(card) == (tmp_path / program).read_bytes()

    size = card.image_bytes
    assert size == (tmp_path / "one").stat().st_size
    assert heard["one"][0] == 0
    assert heard["one"][-1] == size
    assert heard["other"] == [size]
