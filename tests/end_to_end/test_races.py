"""What many processes do at the same time leaves what one after the other would have left."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from postcardit_backend.entry import Server
from postcardit_sdk import Client
from tests.end_to_end.town import ONE_TRY, access_token, befriend, sign_up

SENDER = Path(__file__).with_name("send_cards.py")


@dataclass(frozen=True)
class Town:
    """A server on a socket, its folder, and clients for whoever comes."""

    folder: Path
    url: str

    def newcomer(self, name: str) -> Client:
        return sign_up(Client(self.url, retry=ONE_TRY), self.folder, name)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    folder = tmp_path / "data"
    with Server(folder) as server:
        yield Town(folder, server.url)


def test_ten_processes_that_send_at_once_lose_nothing(town: Town) -> None:
    with town.newcomer("alice") as alice, town.newcomer("bob") as bob:
        befriend(alice, bob)
        token = access_token(alice)
        command = [sys.executable, str(SENDER), str(town.folder), token]
        processes = [subprocess.Popen([*command, f"process {number}", "5"]) for number in range(10)]
        exits = [process.wait() for process in processes]
        messages = sorted(card.message for card in bob.postcards.all())

        assert exits == [0] * 10
        assert messages == sorted(f"process {number} {card}" for number in range(10) for card in range(5))
        assert alice.users.me().postcards_count == 50
