"""A Swift program made of the screens' models alone works against the live backend."""

import io
import os
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from postcardit_sdk import Client
from tests.end_to_end.served import Served
from tests.swift.workspace import Workspace

pytestmark = pytest.mark.timeout(1200)


def test_two_people_meet_and_write_by_the_models_of_the_screens(built_package: Workspace, tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(photo_with_a_place())
    with Served(tmp_path / "data") as server:
        environment = {
            **os.environ,
            "POSTCARDIT_URL": server.url,
            "POSTCARDIT_LAB_KEY": (tmp_path / "data" / "lab.key").read_text().strip(),
            "POSTCARDIT_PHOTO": str(tmp_path / "photo.jpg"),
        }
        program = built_package.scratch / "debug" / "Screens"
        done = subprocess.run([program], env=environment, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stderr + done.stdout[-2000:]
        with Client(server.url) as bob:
            bob.auth.login("bob", "correct horse")
            received = bob.postcards.received(archived=True).postcards

    assert done.stdout.splitlines()[-1] == "DONE"
    assert [(card.message, card.status) for card in received] == [("Ciao from the screens", "read")]


def photo_with_a_place() -> bytes:
    """A JPEG as a phone makes it: it says where it was taken."""
    exif = Image.Exif()
    exif[0x010E] = "alice's balcony" * 20
    exif.get_ifd(0x8825)[1] = "N"
    photo = io.BytesIO()
    Image.effect_noise((400, 300), 60).convert("RGB").save(photo, "JPEG", quality=90, exif=exif)
    return photo.getvalue()
