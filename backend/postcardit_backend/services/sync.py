"""What happened since: a snapshot of everything that there is, then the changes after it."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from postcardit_sdk.contract import operations as ops
from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.sync import Change, ChangeType, Resource, SyncChanges, SyncPage
from postcardit_sdk.contract.users import User
from postcardit_sdk.contract.wire import Wire

from ..answers import Ask, Later, answers, found
from ..ports import Ports, PostcardFilter
from ..records import ChangeRecord, PostcardRecord, UserRecord
from ..refusal import Refused
from .friends import friendship_view
from .postcards import postcard_view
from .users import moment, own_view, view

__all__ = ["changes_after", "cursor_of", "seq_of", "sync_changes"]

_FEED, _SNAPSHOT = "f", "s"
"""What a cursor stands in: `["f", seq]`, or `["s", head, part, position]` with the feed's head at page one."""

Found = tuple[str, Change]
"""Something of a snapshot, and its position in its part."""
Part = Callable[[Ask[SyncChanges], Ports, int, str | None, int], Iterable[Found]]
"""Gives at most so many of a part's things after a position: ask, ports, head, position, how many."""


@answers(ops.sync_changes)
def sync_changes(ask: Ask[SyncChanges], ports: Ports) -> SyncPage | Later[SyncPage]:
    """A page of the snapshot or of the feed."""
    if ask.arguments.cursor is None:
        return _snapshot(ask, ports, ports.feed.head(ask.user_id), 0, None)
    kind, *position = ports.cursors.open(ask.arguments.cursor, _list_of(ask.user_id))
    if kind == _SNAPSHOT:
        head, part, after = position
        return _snapshot(ask, ports, head, part, after)
    return _feed(ask, ports, position[0])


def cursor_of(user_id: str, seq: int, ports: Ports) -> str:
    """A cursor after this change of the user's feed."""
    return ports.cursors.seal([_FEED, seq], _list_of(user_id))


def seq_of(cursor: str, user_id: str, ports: Ports) -> int:
    """The change that a cursor stands after. Refuses invalid_cursor, also for one that stands in a snapshot."""
    kind, *position = ports.cursors.open(cursor, _list_of(user_id))
    if kind != _FEED:
        raise Refused(Code.INVALID_CURSOR, "This cursor stands in a snapshot: fetch the rest of it first.")
    seq: int = position[0]
    return seq


def changes_after(seq: int, limit: int, ask: Ask[Wire], ports: Ports) -> tuple[list[Change], bool]:
    """The changes after a number, and whether there are more than so many. Refuses cursor_expired."""
    records = ports.feed.after(ask.user_id, seq, limit + 1)
    page = records[:limit]
    resources = _resources(page, ask, ports)
    changes = [
        Change(
            seq=record.seq,
            type=ChangeType(record.type),
            id=record.id,
            data=None if record.type in _GONE else resources.get(record.id),
            occurred_at=moment(record.occurred_at),
        )
        for record in page
    ]
    return changes, len(records) > limit


def _feed(ask: Ask[SyncChanges], ports: Ports, seq: int) -> SyncPage | Later[SyncPage]:
    given = ask.arguments
    changes, has_more = changes_after(seq, given.limit, ask, ports)
    if changes:
        next_cursor = cursor_of(ask.user_id, changes[-1].seq, ports)
        return SyncPage(changes=changes, next_cursor=next_cursor, has_more=has_more)
    nothing = SyncPage(changes=[], next_cursor=found(given.cursor), has_more=False)
    return Later(nothing, ask.user_id, seq, given.wait) if given.wait else nothing


def _snapshot(ask: Ask[SyncChanges], ports: Ports, head: int, first: int, after: str | None) -> SyncPage:
    """What there is, as changes of the number `head`: all that happens later comes after it in the feed."""
    limit, changes = ask.arguments.limit, list[Change]()
    for number in range(first, len(_PARTS)):
        room = limit - len(changes)
        things = [*_PARTS[number](ask, ports, head, after, room + 1)]
        changes += [change for _, change in things[:room]]
        if len(things) > room:
            last = things[room - 1][0] if room else after
            cursor = ports.cursors.seal([_SNAPSHOT, head, number, last], _list_of(ask.user_id))
            return SyncPage(changes=changes, next_cursor=cursor, has_more=True)
        after = None
    has_more = ports.feed.head(ask.user_id) > head
    return SyncPage(changes=changes, next_cursor=cursor_of(ask.user_id, head, ports), has_more=has_more)


def _oneself(ask: Ask[SyncChanges], ports: Ports, head: int, after: str | None, limit: int) -> Iterable[Found]:
    if after is None:
        me = found(ports.users.by_id(ask.user_id))
        yield me.user_id, _as_of(head, ChangeType.USER_CHANGED, me.user_id, me.updated_at, _person(me, ask, ports))


def _friendships(ask: Ask[SyncChanges], ports: Ports, head: int, after: str | None, limit: int) -> Iterable[Found]:
    for one in ports.friendships.page(ask.user_id, after, limit):
        other = one.addressee if one.requester.user_id == ask.user_id else one.requester
        data = friendship_view(one, ask, ports)
        yield other.user_id, _as_of(head, ChangeType.FRIENDSHIP_CHANGED, one.friendship_id, one.updated_at, data)


def _postcards(ask: Ask[SyncChanges], ports: Ports, head: int, after: str | None, limit: int) -> Iterable[Found]:
    for card in ports.postcards.list(ask.user_id, PostcardFilter(archived=None), after, limit):
        data = postcard_view(card, ask, ports)
        yield card.postcard_id, _as_of(head, _arrival(card, ask.user_id), card.postcard_id, card.updated_at, data)


_PARTS: tuple[Part, ...] = (_oneself, _friendships, _postcards)
"""A snapshot in its order. Cursors hold the number of a part: it stays what it is."""

_GONE = (ChangeType.FRIENDSHIP_DELETED, ChangeType.POSTCARD_DELETED)


def _arrival(card: PostcardRecord, user_id: str) -> ChangeType:
    is_received = card.recipient.user_id == user_id
    return ChangeType.POSTCARD_RECEIVED if is_received else ChangeType.POSTCARD_CHANGED


def _as_of(head: int, type_: ChangeType, id_: str, updated_at: int, data: Resource) -> Change:
    return Change(seq=head, type=type_, id=id_, data=data, occurred_at=moment(updated_at))


def _resources(records: Sequence[ChangeRecord], ask: Ask[Wire], ports: Ports) -> dict[str, Resource]:
    """What these changes are about, as far as it is there and not hidden: one question to the store for each noun."""
    wanted: dict[str, dict[str, None]] = {}
    for record in records:
        noun, _, what = record.type.partition(".")
        if what != "deleted":
            wanted.setdefault(noun, {})[record.id] = None
    shown: dict[str, Resource] = {}
    if friendships := wanted.get("friendship"):
        known = ports.friendships.many(ask.user_id, [*friendships])
        shown |= {id_: friendship_view(one, ask, ports) for id_, one in known.items()}
    if postcards := wanted.get("postcard"):
        cards = ports.postcards.many(ask.user_id, [*postcards])
        shown |= {id_: postcard_view(one, ask, ports) for id_, one in cards.items()}
    if users := wanted.get("user"):
        shown |= {id_: _person(one, ask, ports) for id_, one in _in_sight([*users], ask, ports).items()}
    return shown


def _in_sight(user_ids: Sequence[str], ask: Ask[Wire], ports: Ports) -> dict[str, UserRecord]:
    """Those of these people who do not block the user."""
    hiding = ports.friendships.hiders(user_ids, ask.user_id)
    return {id_: one for id_, one in ports.users.many(user_ids).items() if id_ not in hiding}


def _person(user: UserRecord, ask: Ask[Any], ports: Ports) -> User:
    shown = own_view if user.user_id == ask.user_id else view
    return shown(user, ports, ask.origin, ask.now)


def _list_of(user_id: str) -> str:
    """What a cursor is bound to. Not to the limit: the next page may be of another size."""
    return f"{user_id}|sync"
