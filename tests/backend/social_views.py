"""What one person sees in a store, list by list, beside what the plain model says that they see."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from postcardit_backend.ports import PostcardFilter
from postcardit_backend.records import FriendshipRecord, Person, PostcardRecord, Side
from tests.backend.plain_mirror import snapshot
from tests.backend.social_model import SocialModel
from tests.backend.social_town import Town
from tests.backend.stores import person

__all__ = ["Sight"]

T = TypeVar("T")


@dataclass(frozen=True)
class Sight:
    """Through one person's eyes. Lists are read in pages of `size`."""

    store: Town
    model: SocialModel
    user: str
    size: int

    def is_equal(self, friendship_ids: Sequence[str], postcard_ids: Sequence[str]) -> None:
        """Every list and count, and what these ids give: of those that one does not see, nothing."""
        self.friendships_are_equal()
        self.boxes_are_equal()
        self.counts_are_equal()
        self.others_are_equal()
        friendships = {one.friendship_id: one for one in self.model.friendships_of(self.user)}
        cards = {card.postcard_id: card for card in self.model.cards_of(self.user)}
        assert self.store.friendships.many(self.user, friendship_ids) == friendships
        assert self.store.postcards.many(self.user, postcard_ids) == cards
        newest = postcard_ids[-8:]
        assert [self.store.postcards.get(name, self.user) for name in newest] == [cards.get(name) for name in newest]

    def friendships_are_equal(self) -> None:
        said, port = self.model.friendships_of(self.user), self.store.friendships
        seen = snapshot(self.store, self.user, self.size)
        assert [*seen.friendships.values()] == said
        assert port.every(self.user) == sorted(said, key=lambda one: one.friendship_id, reverse=True)
        friends = [(one, one.responded_at or 0) for one in said if one.status == "accepted"]
        pages = partial(port.friends, self.user, limit=self.size)
        assert _paged(pages, _since) == sorted(friends, key=_since, reverse=True)
        for incoming in (True, False):
            pending = [one for one in said if one.status == "pending" and self._is_me(one.addressee) is incoming]
            requests = partial(port.requests, self.user, incoming=incoming, limit=self.size)
            assert _paged(requests, _at) == sorted(pending, key=_at, reverse=True)
        blocks = [one for one in said if one.status == "blocked"]
        assert _paged(partial(port.blocked, self.user, limit=self.size), _at) == sorted(blocks, key=_at, reverse=True)

    def boxes_are_equal(self) -> None:
        cards, port = self.model.cards_of(self.user), self.store.postcards
        for side in (None, Side.SENT, Side.RECEIVED):
            for archived in (None, False, True):
                which = PostcardFilter(side, archived)
                found = _paged(partial(port.list, self.user, which, limit=self.size), _name)
                assert found == [card for card in cards if self._is_in(card, which)]
        for status in ("sent", "delivered", "read"):
            which = PostcardFilter(archived=None, status=status)
            assert port.list(self.user, which, None, 100) == [card for card in cards if _status(card) == status]

    def counts_are_equal(self) -> None:
        stats, record = self.model.stats_of(self.user), self.store.users.by_id(self.user)
        assert record is not None
        assert self.store.postcards.stats(self.user) == stats
        assert person(record) == self.model.people[self.user]
        assert (record.postcards_count, record.friends_count) == (self.model.count_of(self.user), stats.friends)

    def others_are_equal(self) -> None:
        port, people = self.store.friendships, self.model.people
        found = self.store.users.search("name", "a.", None, 100, searcher_id=self.user)
        named = {one for one in self.model.living() if (people[one].full_name or "").startswith("A.")}
        assert {one.user_id for _, one in found} == {one for one in named if not self.model.hides(one, self.user)}
        hiders = {one for one in self.model.living() if self.model.hides(one, self.user)}
        assert port.hiders([*self.model.living()], self.user) == hiders
        for other in self.model.living():
            bond = self.model.bonds.get(frozenset((self.user, other)))
            assert port.hides(self.user, other) is self.model.hides(self.user, other)
            assert port.are_friends(self.user, other) is (bond is not None and bond.status == "accepted")

    def _is_me(self, person: Person) -> bool:
        return person.user_id == self.user

    def _is_in(self, card: PostcardRecord, which: PostcardFilter) -> bool:
        end = card.sender if which.side is Side.SENT else card.recipient
        return (which.side is None or self._is_me(end)) and which.archived in (None, card.is_archived)


def _paged(page: Callable[..., list[T]], position: Callable[[T], object]) -> list[T]:
    found: list[T] = []
    while items := page(after=position(found[-1]) if found else None):
        found += items
    return found


def _name(card: PostcardRecord) -> str:
    return card.postcard_id


def _since(pair: tuple[FriendshipRecord, int]) -> tuple[int, str]:
    return pair[1], pair[0].friendship_id


def _at(one: FriendshipRecord) -> tuple[int, str]:
    return one.requested_at, one.friendship_id


def _status(card: PostcardRecord) -> str:
    return "sent" if card.delivered_at is None else "delivered" if card.read_at is None else "read"
