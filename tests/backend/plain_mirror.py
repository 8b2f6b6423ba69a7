"""What a device would keep: a snapshot, and then only what its feed tells it. In dictionaries."""

from collections.abc import Generator
from dataclasses import dataclass, field, replace
from typing import Protocol

from postcardit_backend.ports import Feed, Friendships, PostcardFilter, Postcards, Users
from postcardit_backend.records import ChangeRecord, FriendshipRecord, Person, PostcardRecord, UserRecord

__all__ = ["Mirror", "Source", "read_slowly", "snapshot"]

EVERYTHING = PostcardFilter(archived=None)


class Source(Protocol):
    """The ports that a mirror is made of."""

    @property
    def users(self) -> Users: ...
    @property
    def friendships(self) -> Friendships: ...
    @property
    def postcards(self) -> Postcards: ...
    @property
    def feed(self) -> Feed: ...


@dataclass
class Mirror:
    """One user's part of the store, as of a number of their feed."""

    user_id: str
    seq: int
    profile: UserRecord
    friendships: dict[str, FriendshipRecord] = field(default_factory=dict[str, FriendshipRecord])
    cards: dict[str, PostcardRecord] = field(default_factory=dict[str, PostcardRecord])

    def copy(self) -> "Mirror":
        return replace(self, friendships=dict(self.friendships), cards=dict(self.cards))

    def follow(self, source: Source, limit: int) -> bool:
        """Read one page of the feed and take it in. Whether there was one."""
        changes = source.feed.after(self.user_id, self.seq, limit)
        found = (
            source.friendships.many(self.user_id, [one.id for one in changes if one.type == "friendship.changed"]),
            source.postcards.many(self.user_id, [one.id for one in changes if one.type in CARD_NEWS]),
            source.users.many([one.id for one in changes if one.type == "user.changed"]),
        )
        for change in changes:
            assert change.seq == self.seq + 1, f"{self.user_id}: {change.seq} after {self.seq}"
            self.seq = change.seq
            self._take_in(change, *found)
        return bool(changes)

    def follow_to_the_end(self, source: Source, limit: int) -> "Mirror":
        while self.follow(source, limit):
            pass
        return self

    def _take_in(
        self,
        change: ChangeRecord,
        friendships: dict[str, FriendshipRecord],
        cards: dict[str, PostcardRecord],
        people: dict[str, UserRecord],
    ) -> None:
        match change.type:
            case "friendship.changed" if change.id in friendships:
                self.friendships[change.id] = friendships[change.id]
            case "friendship.changed" | "friendship.deleted":
                self.friendships.pop(change.id, None)
            case "postcard.received" | "postcard.changed" if change.id in cards:
                self.cards[change.id] = cards[change.id]
            case "postcard.received" | "postcard.changed" | "postcard.deleted":
                self.cards.pop(change.id, None)
            case "user.changed":
                self._rename(people[change.id])
            case _:
                raise AssertionError(f"No feed has a {change.type}.")

    def _rename(self, user: UserRecord) -> None:
        person = Person(user.user_id, user.username, user.full_name, user.picture_key)

        def now(before: Person) -> Person:
            return person if before.user_id == person.user_id else before

        if user.user_id == self.user_id:
            self.profile = _uncounted(user)
        for name, one in self.friendships.items():
            self.friendships[name] = replace(one, requester=now(one.requester), addressee=now(one.addressee))
        for name, card in self.cards.items():
            self.cards[name] = replace(card, sender=now(card.sender), recipient=now(card.recipient))


CARD_NEWS = frozenset({"postcard.received", "postcard.changed"})


def read_slowly(source: Source, user_id: str, limit: int) -> Generator[None, None, Mirror]:
    """A snapshot in pages, then the feed in pages, with a pause before each: anything may happen meanwhile.

    Gives the mirror once the feed has no more to tell.
    """
    mirror = yield from _pages(source, user_id, limit)
    while mirror.follow(source, limit):
        yield
    return mirror


def snapshot(source: Source, user_id: str, limit: int = 100) -> Mirror:
    """Everything that there is for a user now."""
    reading = _pages(source, user_id, limit)
    while True:
        try:
            next(reading)
        except StopIteration as end:
            mirror: Mirror = end.value
            return mirror


def _pages(source: Source, user_id: str, limit: int) -> Generator[None, None, Mirror]:
    """Everything that there is, as of the number that the feed had before the first page."""
    seq = source.feed.head(user_id)
    mirror = Mirror(user_id, seq, _uncounted(source.users.many([user_id])[user_id]))
    after = None
    while friendships := source.friendships.page(user_id, after, limit):
        mirror.friendships |= {one.friendship_id: one for one in friendships}
        last = friendships[-1]
        after = last.addressee.user_id if last.requester.user_id == user_id else last.requester.user_id
        yield
    after = None
    while cards := source.postcards.list(user_id, EVERYTHING, after, limit):
        mirror.cards |= {card.postcard_id: card for card in cards}
        after = cards[-1].postcard_id
        yield
    return mirror


def _uncounted(user: UserRecord) -> UserRecord:
    """Counters of a profile change without a change."""
    return replace(user, postcards_count=0, friends_count=0)
