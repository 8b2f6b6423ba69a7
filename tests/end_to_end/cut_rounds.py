"""A photo that goes up and comes down over connections that break at any byte."""

import asyncio
import hashlib
import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from PIL import Image
from tenacity import Retrying, stop_after_attempt, wait_random

from postcardit_sdk import AsyncClient, Client, Postcard, Progress, Upload
from postcardit_sdk.tokens import MemoryTokens
from tests.end_to_end.cutting_proxy import CuttingProxy
from tests.end_to_end.served import Served
from tests.end_to_end.town import befriend, sign_up
from tests.sdk.byte_store import send

__all__ = ["Carried", "carry_down", "carry_up"]

Colour = Literal["blocking", "awaited"]
STUBBORN = Retrying(stop=stop_after_attempt(30), wait=wait_random(0, 0.01), reraise=True)
HEAD_BYTES = 2_000
"""More than a request or an answer has besides its body."""


@dataclass
class Carried:
    """What came of it: how many cuts were made, and how many bytes went over the road."""

    size: int
    cuts: int = 0
    passed: int = 0
    connections: int = 0
    heard: list[Progress] = field(default_factory=list[Progress])
    is_right: bool = False

    @property
    def passed_again(self) -> int:
        """How many bytes of the photo at least went over the road more than once, headers left out."""
        return self.passed - self.size - self.connections * HEAD_BYTES


def photo_of(size: int, seed: int) -> bytes:
    """A photo of so many bytes: a small one, and much behind its end."""
    stream = io.BytesIO()
    Image.new("RGB", (64, 48), (200, seed % 256, 40)).save(stream, "JPEG")
    return stream.getvalue() + random.Random(seed).randbytes(size - stream.tell())


def carry_up(folder: Path, colour: Colour, *, cuts: int, size: int, seed: int) -> Carried:
    """Upload a photo over a road that is cut so many times, while so many bytes go over it."""
    data, carried, tokens = photo_of(size, seed), Carried(size), MemoryTokens()
    with Served(folder) as served:
        with Client(served.url, tokens=tokens) as client:
            sign_up(client, folder, "alice")
        with CuttingProxy(served.url, is_upward=True, cuts=cuts, gap=size // cuts, seed=seed) as proxy:
            sent = upload(colour, proxy.url, tokens, data, carried.heard.append)
        note(carried, proxy, cuts)
    carried.is_right = sent.status == "ready"  # the server holds it to the hash
    return carried


def carry_down(folder: Path, colour: Colour, *, cuts: int, side: int, seed: int) -> Carried:
    """Download a photo over a road that is cut so many times. Its file is right if its hash is the one of its name."""
    stores = {name: MemoryTokens() for name in ("alice", "bob")}
    with Served(folder) as served:
        alice, bob = (Client(served.url, tokens=tokens) for tokens in stores.values())
        with alice, bob:
            for client, name in ((alice, "alice"), (bob, "bob")):
                sign_up(client, folder, name)
            befriend(alice, bob)
            card = alice.postcards.send("bob", "Ciao", photo=noise(side, seed))
        carried, path = Carried(card.image_bytes or 0), folder / "photo.jpg"
        gap = carried.size // cuts
        with CuttingProxy(served.url, is_upward=False, cuts=cuts, gap=gap, seed=seed) as proxy:
            moved = moved_to(card, served.url, proxy.url)
            download(colour, proxy.url, stores["bob"], moved, path, carried.heard.append)
        note(carried, proxy, cuts)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    carried.is_right = f"/{digest}.jpg" in (card.image_url or "")
    return carried


def noise(side: int, seed: int) -> bytes:
    stream = io.BytesIO()
    Image.frombytes("RGB", (side, side), random.Random(seed).randbytes(3 * side * side)).save(stream, "PNG")
    return stream.getvalue()


def moved_to(card: Postcard, old: str, new: str) -> Postcard:
    return card.model_copy(update={"image_url": (card.image_url or "").replace(old, new)})


def note(carried: Carried, proxy: CuttingProxy, cuts: int) -> None:
    carried.cuts, carried.passed, carried.connections = cuts - proxy.cuts_left, proxy.passed, proxy.connections


def upload(colour: Colour, url: str, tokens: MemoryTokens, data: bytes, hear: Callable[[Progress], None]) -> Upload:
    if colour == "blocking":
        with Client(url, tokens=tokens, retry=STUBBORN) as client:
            return client.run(send(data, hear))

    async def awaited() -> Upload:
        async with AsyncClient(url, tokens=tokens, retry=STUBBORN) as client:
            return await client.run(send(data, hear))

    return asyncio.run(awaited())


def download(
    colour: Colour, url: str, tokens: MemoryTokens, card: Postcard, path: Path, hear: Callable[[Progress], None]
) -> None:
    if colour == "blocking":
        with Client(url, tokens=tokens, retry=STUBBORN) as client:
            client.postcards.download(card, path, on_progress=hear)
        return

    async def awaited() -> None:
        async with AsyncClient(url, tokens=tokens, retry=STUBBORN) as client:
            await client.postcards.download(card, path, on_progress=hear)

    asyncio.run(awaited())
