"""Sending the bytes of an upload by hand, and looking at what the server has of them on its disk."""

import sys
from pathlib import Path

from tests.backend.held_to_contract import Answer
from tests.backend.life import files
from tests.backend.world import World

__all__ = ["PARTIAL", "bad_decoder", "kept", "offset_of", "patch", "put", "state"]

PARTIAL = "application/partial-upload"


def bad_decoder(kind: str) -> list[str]:
    """The command of a decoder that does harm."""
    return [sys.executable, str(Path(__file__).with_name("bad_decoder.py")), kind]


def put(world: World, announced: Answer, data: bytes) -> Answer:
    """All at once."""
    return world.anyone.ask("PUT", announced.body["url"], body=data)


def patch(world: World, announced: Answer, offset: int, data: bytes, *, is_last: bool = False) -> Answer:
    """A part."""
    headers = {"content-type": PARTIAL, "upload-offset": str(offset), "upload-complete": f"?{is_last:d}"}
    return world.anyone.ask("PATCH", announced.body["url"], body=data, headers=headers)


def offset_of(world: World, announced: Answer) -> int:
    """How far the server says it is."""
    return int(world.anyone.ask("HEAD", announced.body["url"]).headers["upload-offset"])


def state(world: World, announced: Answer) -> tuple[str, int, str | None]:
    """Status, offset and problem, as its owner sees them."""
    upload = world.alice.get(f"/uploads/{announced.body['uploadId']}").body
    return upload["status"], upload["offset"], upload.get("problem")


def kept(world: World) -> list[Path]:
    """Every file that holds bytes of a photo, on its way or arrived."""
    return [path for folder in ("arrivals", "blobs") for path in files(world.folder / folder)]
