"""The same journey by the blocking client, the awaited one and the embedded backend gives the same answers."""

import asyncio
import io
import json
import re
from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeGuard, cast

from PIL import Image
from pydantic import BaseModel

from postcardit_backend.entry import Server
from postcardit_sdk import AsyncClient, Client, PostCardItError
from postcardit_sdk.contract.postcards import Box, Location

PASSWORD = "correct horse"
Journey = Generator[Any, Any, None]

_CHANGING = [
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}"), "<id>"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.]\d{3}Z"), "<time>"),
    (re.compile(r"http://[^/]+/"), "<server>/"),
    (re.compile(r"expires=\d+&signature=[0-9a-f]{64}"), "<signature>"),
    (re.compile(r"(?<=Token\": \")[^\"]+"), "<token>"),
]


def photo() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(stream, "JPEG")
    return stream.getvalue()


def journey(alice: Any, bob: Any, folder: Path) -> Journey:
    """Yields what to do next on a client; gets what came of it. Awaited or not is the driver's matter."""
    for client, name in ((alice, "alice"), (bob, "bob")):
        yield partial(client.auth.register, name, f"{name}@example.com", PASSWORD)
        headers = {"x-lab-key": (folder / "lab.key").read_text()}
        mail = yield partial(
            client.service.request, "GET", f"/lab/mailbox?user={name}", headers=headers, signed_in=False
        )
        code = json.loads(mail.body)["messages"][0]["code"]
        yield partial(client.auth.confirm, f"{name}@example.com", code, password=PASSWORD)
    yield partial(alice.users.update_me, full_name="Alice A.", bio="I write.")
    yield partial(alice.postcards.send, "bob", "too early")
    yield partial(alice.friends.request, "nobody")
    yield partial(alice.friends.request, "bob")
    requests = yield partial(bob.friends.requests)
    yield partial(bob.friends.accept, requests.requests[0].friendship_id)
    stamps = yield partial(alice.stamps.list)
    card = yield partial(
        alice.postcards.send,
        "bob",
        "Grüße\naus Venedig 🏝️",
        photo=photo(),
        stamp_id=stamps.stamps[0].stamp_id,
        location=Location(latitude=45.438, longitude=12.3358, city="Venezia"),
    )
    yield partial(bob.postcards.photo, card)
    yield partial(bob.postcards.photo, card, thumbnail=True)
    yield partial(bob.postcards.receipts, delivered=[card.postcard_id])
    yield partial(bob.postcards.read, card.postcard_id)
    yield partial(bob.postcards.archive, card.postcard_id)
    yield partial(alice.postcards.delete, card.postcard_id)
    yield partial(bob.postcards.list, Box.RECEIVED)
    yield partial(bob.postcards.all, archived=True)
    yield partial(alice.users.search, "bo")
    yield partial(bob.friends.list)
    yield partial(alice.users.me)
    yield partial(alice.service.ready)
    yield partial(bob.auth.logout, everywhere=True)
    yield partial(bob.users.me)


def told(result: object) -> object:
    """A result without what is new each time."""
    if isinstance(result, list):
        return [told(item) for item in cast("list[object]", result)]
    if isinstance(result, PostCardItError):
        return type(result).__name__, str(result)
    if isinstance(result, BaseModel):
        text = json.dumps(result.model_dump(mode="json", by_alias=True), sort_keys=True)
        for pattern, instead in _CHANGING:
            text = pattern.sub(instead, text)
        return json.loads(text)
    return result if isinstance(result, bytes) else type(result).__name__


def are_items(result: object) -> TypeGuard[Iterator[object]]:
    return isinstance(result, Iterator)


def are_awaited_items(result: object) -> TypeGuard[AsyncIterator[object]]:
    return isinstance(result, AsyncIterator)


def blocking(alice: Client, bob: Client, folder: Path) -> list[object]:
    heard: list[object] = []
    result: Any = None
    acts = journey(alice, bob, folder)
    with suppress(StopIteration), alice, bob:
        while True:
            act = acts.send(result)
            try:
                result = act()
                result = [*result] if are_items(result) else result
            except PostCardItError as error:
                result = error
            heard.append(told(result))
    return heard


async def awaited(alice: AsyncClient, bob: AsyncClient, folder: Path) -> list[object]:
    heard: list[object] = []
    result: Any = None
    acts = journey(alice, bob, folder)
    async with alice, bob:
        while True:
            try:
                act = acts.send(result)
            except StopIteration:
                return heard
            try:
                doing = act()
                result = [item async for item in doing] if are_awaited_items(doing) else await doing
            except PostCardItError as error:
                result = error
            heard.append(told(result))


def over_a_socket(folder: Path) -> list[object]:
    with Server(folder) as server:
        return blocking(Client(server.url), Client(server.url), folder)


def awaited_over_a_socket(folder: Path) -> list[object]:
    with Server(folder) as server:
        return asyncio.run(awaited(AsyncClient(server.url), AsyncClient(server.url), folder))


def embedded(folder: Path) -> list[object]:
    return blocking(Client.embedded(folder), Client.embedded(folder), folder)


def awaited_embedded(folder: Path) -> list[object]:
    async def both() -> list[object]:
        return await awaited(AsyncClient.embedded(folder), AsyncClient.embedded(folder), folder)

    return asyncio.run(both())


def test_the_same_journey_gives_the_same_answers_by_every_way(tmp_path: Path) -> None:
    ways = {"socket": over_a_socket, "awaited": awaited_over_a_socket, "embedded": embedded, "both": awaited_embedded}

    heard = {name: way(tmp_path / name) for name, way in ways.items()}

    problems = [cast("tuple[str, str]", answer)[0] for answer in heard["socket"] if isinstance(answer, tuple)]
    assert problems == ["PermissionDenied", "NotFound", "Conflict", "SignInRequired"]
    assert [heard[name] for name in ways] == [heard["socket"]] * len(ways)
