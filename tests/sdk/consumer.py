"""A user's program: what type checkers must know about both clients, and about a flow written once for both."""

from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, assert_type

from postcardit_sdk import (
    ApiError,
    AsyncBackground,
    AsyncClient,
    Background,
    BlockedPage,
    BoundingBox,
    Box,
    Call,
    Client,
    Code,
    DevicePlatform,
    Event,
    FileTokens,
    Friend,
    Friendship,
    InvalidRequest,
    MemoryTokens,
    Pause,
    PhotoOptions,
    PhotoSizes,
    Postcard,
    PostcardPage,
    Progress,
    Response,
    Talk,
    Timeouts,
    Upload,
    User,
    UserPage,
    UserStats,
)
from postcardit_sdk.contract import operations as ops
from postcardit_sdk.contract.postcards import SendPostcard


def greet(client: Client) -> Postcard:
    assert_type(client.auth.login("alice", "correct horse"), User)
    assert_type(client.users.search("bo"), UserPage)
    assert_type(client.users.update_me(bio=None), User)
    assert_type(client.friends.request("bob"), Friendship)
    assert_type(client.friends.all(), Iterator[Friend])
    assert_type(client.postcards.list(Box.RECEIVED, limit=5), PostcardPage)
    assert_type(client.postcards.delete("card"), None)
    assert_type(client.service.request("GET", "/v1/users/me"), Response)
    card = client.postcards.send("bob", "Ciao!", photo="venice.jpg", on_progress=show)
    assert_type(card, Postcard)
    return client.postcards.get(card.postcard_id)


async def greet_awaited(client: AsyncClient) -> Postcard:
    assert_type(await client.auth.login("alice", "correct horse"), User)
    assert_type(await client.users.search("bo"), UserPage)
    assert_type(await client.users.update_me(bio=None), User)
    assert_type(await client.friends.request("bob"), Friendship)
    assert_type(client.friends.all(), AsyncIterator[Friend])
    assert_type(await client.postcards.list(Box.RECEIVED, limit=5), PostcardPage)
    await client.postcards.delete("card")
    later: Coroutine[Any, Any, User] = client.users.me()
    assert_type(await later, User)
    card = await client.postcards.send("bob", "Ciao!", photo=b"jpeg", on_progress=show)
    assert_type(card, Postcard)
    return await client.postcards.get(card.postcard_id)


def look_around(client: Client) -> PostcardPage:
    assert_type(client.users.stats(), UserStats)
    assert_type(client.users.register_device("token", DevicePlatform.IOS_SANDBOX), None)
    assert_type(client.friends.block("mallory"), Friendship)
    assert_type(client.friends.unblock("mallory"), None)
    assert_type(client.friends.blocked(), BlockedPage)
    assert_type(client.friends.all_blocked(), Iterator[Friendship])
    now = datetime.now(UTC)
    client.postcards.list(sent_from=now, sent_to=now, bbox=(6.0, 36.5, 18.5, 47.1))
    return client.postcards.list(Box.SENT, bbox=BoundingBox(6.0, 36.5, 18.5, 47.1))


def show_photos(client: Client, card: Postcard) -> bytes | None:
    options = PhotoOptions(box=None, quality=90, format="webp")
    assert_type(client.uploads.photo("venice.jpg", photo_options=options, on_progress=show), Upload)
    assert_type(client.uploads.delete("upload"), None)
    assert_type(client.users.set_avatar(b"jpeg"), User)
    assert_type(client.users.remove_avatar(), User)
    assert_type(client.postcards.download(card, "venice.jpg", on_progress=show), Path | None)
    return client.postcards.photo(card, thumbnail=True)


async def show_photos_awaited(client: AsyncClient, card: Postcard) -> PhotoSizes | None:
    assert_type(await client.users.set_avatar("me.heic", photo_options=PhotoOptions(max_bytes=None)), User)
    assert_type(await client.postcards.download(card, Path("venice.jpg"), thumbnail=True), Path | None)
    item = await client.outbox.send("bob", "Ciao!", photo="venice.jpg", photo_options=PhotoOptions(), go_on=True)
    await client.outbox.answered(item.item_id)
    return item.photo_sizes


def hear(client: Client) -> Postcard | None:
    assert_type(client.events.listen(), Iterator[Event])
    for event in client.events.listen("cursor", stream=False):
        if event.change is None:
            assert_type(event.is_gap, bool)
        elif event.change.postcard is not None:
            return event.change.postcard
    return None


async def hear_awaited(client: AsyncClient) -> str:
    assert_type(await client.users.stats(), UserStats)
    assert_type(await client.friends.block("mallory"), Friendship)
    assert_type(client.events.listen(), AsyncIterator[Event])
    async for event in client.events.listen():
        return event.cursor
    return ""


def beside(client: Client) -> BaseException | None:
    background = assert_type(client.spawn(send_to_all("Ciao!"), "greeting"), Background)
    background.stop()
    return background.error


async def beside_awaited(client: AsyncClient) -> bool:
    background = assert_type(client.spawn(send_to_all("Ciao!"), "greeting"), AsyncBackground)
    await background.stop()
    return background.is_running


def show(progress: Progress) -> None:
    assert_type(progress.done_bytes, int)


def unread(client: Client) -> list[str]:
    return [card.message for card in client.postcards.all(Box.RECEIVED, unread=True)]


async def unread_awaited(client: AsyncClient) -> list[str]:
    return [card.message async for card in client.postcards.all(Box.RECEIVED, unread=True)]


def send_to_all(message: str) -> Talk[list[Postcard]]:
    """A flow of one's own, for both clients: a postcard to each friend, one after the other."""
    friends = yield from Call(ops.list_friends)
    sent: list[Postcard] = []
    for friend in friends.friends:
        body = SendPostcard(recipient_id=friend.user.user_id, message=message)
        sent.append((yield from Call(ops.send_postcard, body)))
        yield Pause(0.5)
    return sent


def greet_everybody(client: Client) -> list[Postcard]:
    return assert_type(client.run(send_to_all("Ciao!")), list[Postcard])


async def greet_everybody_awaited(client: AsyncClient) -> list[Postcard]:
    return assert_type(await client.run(send_to_all("Ciao!")), list[Postcard])


def handle(client: Client) -> str:
    try:
        client.postcards.send("bob", "Ciao!")
    except InvalidRequest as error:
        return ", ".join(f"{problem.pointer}: {problem.message}" for problem in error.errors)
    except ApiError as error:
        return "Make friends first." if error.code is Code.NOT_FRIENDS else f"{error} ({error.request_id})"
    return "sent"


def make() -> tuple[Client, AsyncClient]:
    timeouts = Timeouts(read_seconds=5)
    blocking = Client("https://api.example", tokens=FileTokens("tokens.json"), timeouts=timeouts)
    return blocking, AsyncClient("https://api.example", tokens=MemoryTokens())


def pick(client: Client) -> Callable[[str], Postcard]:
    return client.postcards.read


def close(client: Client) -> None:
    with client as same:
        assert_type(same, Client)


async def close_awaited(client: AsyncClient) -> None:
    async with client as same:
        assert_type(same, AsyncClient)
