"""A feed as its owner reads it: pages of changes from a cursor on."""

from collections.abc import Sequence
from typing import Any

from tests.backend.held_to_contract import Answer
from tests.backend.place import Person, Place

__all__ = ["now", "pages", "settle", "sync", "told"]


def sync(person: Person, cursor: str | None = None, **query: int) -> Answer:
    given = {**query, **({"cursor": cursor} if cursor else {})}
    return person.get("/sync?" + "&".join(f"{name}={value}" for name, value in given.items()))


def pages(person: Person, cursor: str | None = None, limit: int = 100) -> list[dict[str, Any]]:
    """Every page from here to the end of the feed."""
    found = [sync(person, cursor, limit=limit).body]
    while found[-1]["hasMore"]:
        found.append(sync(person, found[-1]["nextCursor"], limit=limit).body)
    return found


def told(pages: Sequence[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(change["type"], change["id"]) for page in pages for change in page["changes"]]


def now(person: Person) -> str:
    """Where someone's feed is now."""
    cursor: str = pages(person)[-1]["nextCursor"]
    return cursor


def settle(world: Place) -> list[str]:
    """alice is friends with bob, eve asks her; bob sent her two cards, she sent one and archived it. Gives the ids."""
    friendship = world.alice.befriend(world.bob)
    asked = world.eve.client.friends.request("alice").friendship_id
    cards = [world.bob.client.postcards.send("alice", f"{number}").postcard_id for number in range(2)]
    sent = world.alice.client.postcards.send("bob", "Ciao").postcard_id
    world.alice.client.postcards.archive(sent)
    return [friendship, asked, *cards, sent]
