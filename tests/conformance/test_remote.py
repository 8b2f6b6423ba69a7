"""A backend of which only the address is known, as `--stage` finds it: here a folder that is served."""

import shlex
import sys
from pathlib import Path

import pytest

from postcardit_backend.entry import Server
from tests.backend.place import PASSWORD
from tests.conformance.remote import open_remote
from tests.conformance.towns import Town

READ_CODES = """
import sys; from pathlib import Path; from postcardit_sdk import Client
from tests.end_to_end.town import code_for
print("Your code is", code_for(Client(sys.argv[2]), Path(sys.argv[1]), sys.argv[3]))
"""


def test_people_come_by_their_mail_alone_and_are_gone_afterwards(tmp_path: Path) -> None:
    with Server(tmp_path / "data") as server:
        command = shlex.join([sys.executable, "-c", READ_CODES, str(tmp_path / "data"), server.url])
        with open_remote(f"{server.url}/", command) as place:
            town = Town(place)
            alice, bob = town.friends()
            met = alice.get("/friends").body["friends"][0]["user"]["username"]
            town.leave()
            left = [
                town.anyone.ask("POST", "/auth/login", {"username": one.username, "password": PASSWORD}).outcome
                for one in (alice, bob)
            ]

    assert met == bob.username
    assert left == [(401, "wrong_credentials")] * 2


def test_what_a_real_stage_does_not_have_is_said(tmp_path: Path) -> None:
    place = open_remote("http://127.0.0.1:9", "true")

    for ask in (lambda: place.clock.forward(days=1), lambda: place.letters("alice"), lambda: place.ports):
        with pytest.raises(pytest.skip.Exception):
            ask()
