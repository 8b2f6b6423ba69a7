"""Blocks: for someone whom one blocks one is no longer there."""

from postcardit_sdk.contract import operations as ops
from postcardit_sdk.contract.auth import Nothing
from postcardit_sdk.contract.friends import BlockedPage, Friendship
from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.wire import PageQuery, new_id

from ..answers import Ask, answers, found, page_of, position_of
from ..ports import Ports
from ..refusal import Refused
from .friends import friendship_view

__all__ = ["block_user", "list_blocked", "unblock_user"]


@answers(ops.block_user)
def block_user(ask: Ask[Nothing], ports: Ports) -> Friendship:
    """Block someone; who is blocked already stays so since then."""
    other_id = ask.path["userId"]
    if other_id == ask.user_id:
        raise Refused(Code.CANNOT_BLOCK_SELF)
    return friendship_view(ports.friendships.block(new_id(ask.now), ask.user_id, other_id, ask.now), ask, ports)


@answers(ops.unblock_user)
def unblock_user(ask: Ask[Nothing], ports: Ports) -> None:
    """Lift one's own block; where there is none nothing happens. Nobody, and who hides, is not there."""
    other = found(ports.users.by_id(ask.path["userId"]))
    if ports.friendships.hides(other.user_id, ask.user_id):
        raise Refused(Code.NOT_FOUND)
    ports.friendships.unblock(ask.user_id, other.user_id, ask.now)


@answers(ops.list_blocked)
def list_blocked(ask: Ask[PageQuery], ports: Ports) -> BlockedPage:
    """People whom one blocks, the last blocked first."""
    after = position_of(ask, ports)
    records = ports.friendships.blocked(ask.user_id, (after[0], after[1]) if after else None, ask.arguments.limit + 1)
    page, next_cursor = page_of(ask, ports, records, lambda item: [item.requested_at, item.friendship_id])
    blocked = [friendship_view(record, ask, ports) for record in page]
    return BlockedPage(blocked=blocked, count=len(blocked), next_cursor=next_cursor)
