"""What two stores say otherwise of the same people, asked by the same promises."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from postcardit_sdk.contract.problems import Code

from ..ports import Ports, PostcardFilter
from ..records import ChangeRecord, UserRecord
from ..refusal import Refused

__all__ = ["differences"]

_PAGE = 100
_OLD_MS = 44 * 86_400_000
"""Of a change that is older than this, a stage may have let go."""


def differences(one: Ports, other: Ports, user: UserRecord, mark: Callable[[UserRecord], str]) -> Iterator[str]:
    """A sentence for each answer about a user that is not the same. `mark` gives what stands for their password in the
    other store."""
    for what, ask in _QUESTIONS.items():
        if [_marked(answer, mark) for answer in ask(one, user)] != ask(other, user):
            yield f"{what} of user {user.user_id} are not the same"
    if _have_other_changes(one, other, user):
        yield f"the changes of user {user.user_id} are not the same"


def _marked(answer: Any, mark: Callable[[UserRecord], str]) -> Any:
    return replace(answer, password_hash=mark(answer)) if isinstance(answer, UserRecord) else answer


def _cards(ports: Ports, user: UserRecord) -> list[Any]:
    found: list[Any] = []
    after: str | None = None
    while page := ports.postcards.list(user.user_id, PostcardFilter(archived=None), after, _PAGE):
        found += page
        after = page[-1].postcard_id
    return found


def _friends(ports: Ports, user: UserRecord) -> list[Any]:
    found: list[Any] = []
    after: str | None = None
    while page := ports.friendships.page(user.user_id, after, _PAGE):
        found += page
        last = page[-1]
        after = next(one.user_id for one in (last.requester, last.addressee) if one.user_id != user.user_id)
    return found


def _have_other_changes(one: Ports, other: Ports, user: UserRecord) -> bool:
    """Whether the newest are not the same. Of what is old, either may have dropped some."""
    head = one.feed.head(user.user_id)
    if other.feed.head(user.user_id) != head:
        return True
    after = max(0, head - _PAGE)
    told, also_told = _changes(one, user, after), _changes(other, user, after)
    if also_told is None and told is not None:
        return min(change.occurred_at for change in told) > other.clock() - _OLD_MS
    return told != also_told


def _changes(ports: Ports, user: UserRecord, after: int) -> list[ChangeRecord] | None:
    """None when some of them were dropped."""
    try:
        return ports.feed.after(user.user_id, after, _PAGE)
    except Refused as refused:
        if refused.code is not Code.CURSOR_EXPIRED:
            raise
        return None


def _found(ports: Ports, user: UserRecord) -> list[Any]:
    """Who is found by their name and their address: themselves."""
    by = ports.users.by_username(user.username), ports.users.by_email(user.email) if user.email else None
    return [*by]


_QUESTIONS: dict[str, Callable[[Ports, UserRecord], list[Any]]] = {
    "the profile and its numbers": lambda ports, user: [ports.users.by_id(user.user_id)],
    "the names": _found,
    "the statistics": lambda ports, user: [ports.postcards.stats(user.user_id)],
    "the postcards": _cards,
    "the friendships": _friends,
}
