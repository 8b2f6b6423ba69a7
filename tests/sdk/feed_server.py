"""A server's feed in plain Python, as alice sees it: what is there, what changed, and a snapshot in pages."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from postcardit_sdk import (
    Change,
    ChangeType,
    Code,
    Event,
    Font,
    Friendship,
    FriendshipStatus,
    Postcard,
    PostcardStatus,
    Request,
    Response,
    SyncPage,
    User,
    UserSummary,
)
from tests.sdk.stage import problem, reply

ALICE_ID = "user-alice"
BEGINNING = datetime(2026, 11, 22, 12, tzinfo=UTC)
Resource = Friendship | Postcard | User


class CursorExpired(Exception):
    """Some of the changes after the cursor are no longer kept."""


@dataclass(frozen=True)
class Pair:
    """A friendship as the server keeps it: without the names of its people."""

    friendship_id: str
    requester_id: str
    addressee_id: str
    status: FriendshipStatus
    requested_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class Card:
    """A postcard as the server keeps it."""

    postcard_id: str
    sender_id: str
    recipient_id: str
    sent_at: datetime
    updated_at: datetime
    read_at: datetime | None = None
    is_archived: bool = False
    key: str | None = None


def _people() -> dict[str, str | None]:
    return {f"user-{name}": None for name in ("alice", "bob", "carol")}


@dataclass
class FeedServer:
    """Alice's part of a server. Each verb is one change; the clock goes on by a second with each."""

    now: datetime = BEGINNING
    full_names: dict[str, str | None] = field(default_factory=_people)
    pairs: dict[str, Pair] = field(default_factory=dict[str, Pair])
    cards: dict[str, Card] = field(default_factory=dict[str, Card])
    feed: list[tuple[ChangeType, str, datetime]] = field(default_factory=list[tuple[ChangeType, str, datetime]])
    floor: int = 0
    asked: list[str] = field(default_factory=list[str])

    # What happens

    def send(self, to: str = "bob", key: str | None = None) -> Postcard:
        """Alice sends a card; the answer to her."""
        return self._mail(ALICE_ID, f"user-{to}", ChangeType.POSTCARD_CHANGED, key)

    def receive(self, sender: str = "bob") -> Postcard:
        """Somebody sends alice a card."""
        return self._mail(f"user-{sender}", ALICE_ID, ChangeType.POSTCARD_RECEIVED, None)

    def read(self, card_id: str) -> None:
        """Its recipient reads it."""
        now = self._tell(ChangeType.POSTCARD_CHANGED, card_id)
        self.cards[card_id] = replace(self.cards[card_id], read_at=now, updated_at=now)

    def archive(self, card_id: str) -> None:
        """Alice archives it, or takes it out of her archive."""
        now, card = self._tell(ChangeType.POSTCARD_CHANGED, card_id), self.cards[card_id]
        self.cards[card_id] = replace(card, is_archived=not card.is_archived, updated_at=now)

    def delete(self, card_id: str) -> None:
        """It is withdrawn or removed."""
        del self.cards[card_id]
        self._tell(ChangeType.POSTCARD_DELETED, card_id)

    def befriend(
        self, name: str = "bob", status: FriendshipStatus = FriendshipStatus.ACCEPTED, *, by_alice: bool = True
    ) -> str:
        """Something new is between alice and somebody; its id."""
        id_ = f"pair-{len(self.feed):04}-{name}"
        people = (ALICE_ID, f"user-{name}") if by_alice else (f"user-{name}", ALICE_ID)
        now = self._tell(ChangeType.FRIENDSHIP_CHANGED, id_)
        self.pairs[id_] = Pair(id_, *people, status, now, now)
        return id_

    def answer_friend(self, pair_id: str, status: FriendshipStatus) -> None:
        """What is between two people becomes something else."""
        now = self._tell(ChangeType.FRIENDSHIP_CHANGED, pair_id)
        self.pairs[pair_id] = replace(self.pairs[pair_id], status=status, updated_at=now)

    def part(self, pair_id: str) -> None:
        """What was between two people is gone."""
        del self.pairs[pair_id]
        self._tell(ChangeType.FRIENDSHIP_DELETED, pair_id)

    def rename(self, name: str, full_name: str | None) -> None:
        """Somebody changes their name."""
        self.full_names[f"user-{name}"] = full_name
        self._tell(ChangeType.USER_CHANGED, f"user-{name}")

    def invent(self) -> None:
        """A change of a type that today's clients do not know."""
        self._tell(ChangeType("stamp.issued"), "stamp-1")

    def forget(self) -> None:
        """All changes so far are no longer kept."""
        self.floor = len(self.feed)

    # What it answers

    def page(self, cursor: str | None, limit: int) -> SyncPage:
        """A page of the feed; without a cursor, of a snapshot. Raises CursorExpired."""
        kind, *numbers = (cursor or f"s {len(self.feed)} 0").split(" ")[:3]
        if kind == "s":
            after = "" if cursor is None else cursor.split(" ", 3)[3]
            return self._snapshot(int(numbers[0]), int(numbers[1]), after, limit)
        return self._after(int(numbers[0]), limit)

    def events(self, after: int, count: int) -> list[Event]:
        """Changes as somebody who listens hears them: some that come together share the cursor before the first."""
        page = self._after(after, count)
        return [Event(f"f {after}", change) for change in page.changes]

    def answer(self, request: Request) -> Response:
        """GET /v1/sync, for a transport."""
        url = urlsplit(request.url)
        assert (request.method, url.path) == ("GET", "/v1/sync")
        query = parse_qs(url.query)
        self.asked.append(query.get("cursor", [""])[0])
        try:
            return reply(self.page(query.get("cursor", [None])[0], int(query["limit"][0])))
        except CursorExpired:
            return problem(Code.CURSOR_EXPIRED)

    def shown(self) -> tuple[User, dict[str, Friendship], dict[str, Postcard]]:
        """All that there is, as alice sees it."""
        pairs = {id_: self._friendship(pair) for id_, pair in self.pairs.items()}
        return self._user(ALICE_ID), pairs, {id_: self._postcard(card) for id_, card in self.cards.items()}

    def _tell(self, type_: ChangeType, id_: str) -> datetime:
        self.now += timedelta(seconds=1)
        self.feed.append((type_, id_, self.now))
        return self.now

    def _mail(self, sender_id: str, recipient_id: str, type_: ChangeType, key: str | None) -> Postcard:
        id_ = f"card-{len(self.feed):04}"
        now = self._tell(type_, id_)
        self.cards[id_] = Card(id_, sender_id, recipient_id, now, now, key=key)
        return self._postcard(self.cards[id_])

    def _after(self, seq: int, limit: int) -> SyncPage:
        if seq < self.floor:
            raise CursorExpired
        told = self.feed[seq : seq + limit]
        changes = [
            Change(seq=number, type=type_, id=id_, data=self._resource(type_, id_), occurred_at=at)
            for number, (type_, id_, at) in enumerate(told, start=seq + 1)
        ]
        end = seq + len(changes)
        return SyncPage(changes=changes, next_cursor=f"f {end}", has_more=end < len(self.feed))

    def _snapshot(self, head: int, part: int, after: str, limit: int) -> SyncPage:
        changes: list[Change] = []
        for number, things in enumerate(self._parts()[part:], start=part):
            for position, resource in sorted(things):
                if position <= after:
                    continue
                if len(changes) == limit:
                    return SyncPage(changes=changes, next_cursor=f"s {head} {number} {after}", has_more=True)
                changes.append(_as_of(head, resource))
                after = position
            after = ""
        return SyncPage(changes=changes, next_cursor=f"f {head}", has_more=len(self.feed) > head)

    def _parts(self) -> tuple[Iterable[tuple[str, Any]], ...]:
        me, pairs, cards = self.shown()
        return [(ALICE_ID, me)], pairs.items(), cards.items()

    def _resource(self, type_: ChangeType, id_: str) -> Any:
        if not type_.is_known:
            return {"stampId": id_}
        if type_ is ChangeType.USER_CHANGED:
            return self._user(id_)
        if type_ is ChangeType.FRIENDSHIP_CHANGED:
            return self._friendship(self.pairs[id_]) if id_ in self.pairs else None
        return self._postcard(self.cards[id_]) if id_ in self.cards else None

    def _user(self, user_id: str) -> User:
        return User(
            user_id=user_id,
            username=user_id.removeprefix("user-"),
            full_name=self.full_names[user_id],
            is_active=True,
            created_at=BEGINNING,
            postcards_count=0,
            friends_count=0,
        )

    def _summary(self, user_id: str) -> UserSummary:
        return UserSummary.model_validate(self._user(user_id), from_attributes=True)

    def _friendship(self, pair: Pair) -> Friendship:
        return Friendship(
            friendship_id=pair.friendship_id,
            requester_id=pair.requester_id,
            addressee_id=pair.addressee_id,
            status=pair.status,
            requested_at=pair.requested_at,
            responded_at=pair.updated_at if pair.status is FriendshipStatus.ACCEPTED else None,
            created_at=pair.requested_at,
            updated_at=pair.updated_at,
            requester=self._summary(pair.requester_id),
            addressee=self._summary(pair.addressee_id),
        )

    def _postcard(self, card: Card) -> Postcard:
        sender, recipient = self._summary(card.sender_id), self._summary(card.recipient_id)
        return Postcard(
            postcard_id=card.postcard_id,
            sender_id=card.sender_id,
            recipient_id=card.recipient_id,
            sender_name=sender.full_name or sender.username,
            recipient_name=recipient.full_name or recipient.username,
            sender=sender,
            recipient=recipient,
            message="Ciao",
            font=Font.HANDWRITTEN,
            status=PostcardStatus.SENT if card.read_at is None else PostcardStatus.READ,
            sent_at=card.sent_at,
            read_at=card.read_at,
            is_archived=card.is_archived,
            created_at=card.sent_at,
            updated_at=card.updated_at,
            idempotency_key=card.key,
        )


def _as_of(head: int, resource: Resource) -> Change:
    match resource:
        case Postcard():
            type_, id_ = ChangeType.POSTCARD_CHANGED, resource.postcard_id
        case Friendship():
            type_, id_ = ChangeType.FRIENDSHIP_CHANGED, resource.friendship_id
        case User():
            type_, id_ = ChangeType.USER_CHANGED, resource.user_id
    return Change(seq=head, type=type_, id=id_, data=resource, occurred_at=BEGINNING)
