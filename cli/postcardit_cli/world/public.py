"""Worlds by the API that everyone has: loaded, counted and removed without a laboratory."""

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from ..exits import CONFLICT, FORBIDDEN, CommandFailed, usage
from ..progress import steps
from ..render import notice
from .crew import Crew
from .ledger import Ledger, Member, ledgers_of
from .making import Making

if TYPE_CHECKING:
    import typer

    from postcardit_sdk.contract.friends import Friendship
    from postcardit_sdk.contract.lab.worlds import WorldCounts
    from postcardit_sdk.contract.postcards import Postcard
    from postcardit_sdk.worlds.planning import Plan
    from postcardit_sdk.worlds.reading import Source

    from .reach import Reach

__all__ = ["counted_publicly", "destroy_publicly", "load_publicly"]

_PAGE = 500


def load_publicly(ctx: "typer.Context", reach: "Reach", source: "Source", prefix: str) -> "tuple[Plan, bool]":
    """Make a world by requests. Gives its plan, and whether it was there already."""
    from postcardit_sdk.worlds.lab_loading import files_of

    from .loading import ledger_of

    _url(reach)  # first of all: is there one?
    profile = reach.target.profile
    known = next((one for one in ledgers_of(profile) if one.world == source.file.world), None)
    planned = source.plan(round(time.time()) * 1000 if known is None else known.anchor, prefix=prefix)
    digest = planned.digest(files_of(source, planned))
    if known is not None and (known.digest, known.how) != (digest, "api"):
        sentence = f"{planned.world} is loaded here, but from another file, or with another seed or prefix."
        hint = f"postcardit world destroy {planned.world}"
        raise CommandFailed(sentence, exit_code=CONFLICT, code="world_differs", hint=hint)
    _require_confirmable(planned, reach)
    ledger = ledger_of(planned, source, digest, profile, "api")
    ledger.write()
    with _crew(ctx, reach, ledger) as crew, steps(ctx, f"Loading {planned.world}") as tell:
        making = Making(planned, source, ledger, crew, lambda email: _mailed_code(reach, email), tell)
        was_there = making.make()
    made = ledger.notes()
    members = (replace(one, user_id=made.get(f"user {one.name}", one.user_id)) for one in ledger.members)
    replace(ledger, members=tuple(members)).write()
    return planned, was_there


def destroy_publicly(ctx: "typer.Context", reach: "Reach", ledger: Ledger) -> int:
    """Have everyone whom the world made erase their account, and undo what it made of others. Gives how many went."""
    notes, erased = ledger.notes(), 0
    with _crew(ctx, reach, ledger) as crew:
        for member in ledger.members:
            is_there = f"user {member.name}" in notes or f"opening {member.name}" in notes
            if not is_there or f"erased {member.name}" in notes:
                continue
            if member.is_own:
                erased += _erased(crew, ledger, member, was_confirmed=f"user {member.name}" in notes)
            else:
                _undo(crew, member, {*notes.values()})
    return erased


def _erased(crew: Crew, ledger: Ledger, member: Member, *, was_confirmed: bool) -> bool:
    """Erase an account that the world made; one whose code was never entered is nobody's and ends by itself."""
    try:
        client = crew.signed_in(member)
    except CommandFailed:
        if was_confirmed:
            raise
        return False
    crew.patiently(lambda: client.users.delete_me(member.password))
    ledger.note(f"erased {member.name}", member.username)
    return True


def _undo(crew: Crew, member: Member, made: set[str]) -> None:
    """Of somebody who was there before: withdraw or archive the cards that were sent, end what was begun."""
    from postcardit_sdk.errors import Conflict

    client = crew.signed_in(member)
    friendships, cards = _seen(crew, member)
    for card in cards:
        if card.postcard_id in made:
            try:
                client.postcards.delete(card.postcard_id)
            except Conflict:
                client.postcards.archive(card.postcard_id)  # read: it cannot be withdrawn any more
    for friendship in friendships:
        if friendship.friendship_id not in made:
            continue
        if friendship.status == "blocked":
            client.friends.unblock(friendship.addressee_id)
        elif friendship.status == "accepted":
            client.friends.remove(friendship.friendship_id)


def counted_publicly(ctx: "typer.Context", reach: "Reach", ledger: Ledger) -> "WorldCounts":
    """What there is of what the world made, as its people see it together."""
    from postcardit_sdk.contract.lab.worlds import WorldCounts

    notes = ledger.notes()
    made = {*notes.values()}
    statuses: dict[str, str] = {}
    cards: dict[str, Postcard] = {}
    there, archived = 0, 0
    with _crew(ctx, reach, ledger) as crew:
        for member in ledger.members:
            if f"user {member.name}" not in notes or f"erased {member.name}" in notes:
                continue
            there += 1
            friendships, own = _seen(crew, member)
            statuses |= {one.friendship_id: str(one.status) for one in friendships if one.friendship_id in made}
            cards |= {card.postcard_id: card for card in own if card.postcard_id in made}
            archived += sum(card.is_archived for card in own if card.postcard_id in made)
    found = [*statuses.values()]
    return WorldCounts(
        users=there,
        erased_users=sum(what.startswith("erased ") for what in notes),
        pending=found.count("pending"),
        accepted=found.count("accepted"),
        rejected=found.count("rejected"),
        blocked=found.count("blocked"),
        postcards=len(cards),
        with_photo=sum(card.image_width is not None for card in cards.values()),
        delivered=sum(card.status == "delivered" for card in cards.values()),
        read=sum(card.status == "read" for card in cards.values()),
        archived=archived,
    )


def _seen(crew: Crew, member: Member) -> "tuple[list[Friendship], list[Postcard]]":
    """Everything that somebody sees of friendships and postcards: a snapshot of their feed."""
    client = crew.signed_in(member)
    friendships: list[Friendship] = []
    cards: list[Postcard] = []
    cursor, has_more = None, True
    while has_more:
        page = client.sync.changes(cursor, limit=_PAGE)
        friendships += [one.friendship for one in page.changes if one.friendship is not None]
        cards += [one.postcard for one in page.changes if one.postcard is not None]
        cursor, has_more = page.next_cursor, page.has_more
    return friendships, cards


def _crew(ctx: "typer.Context", reach: "Reach", ledger: Ledger) -> Crew:
    return Crew(_url(reach), ledger, lambda sentence: notice(ctx, sentence))


def _url(reach: "Reach") -> str:
    if reach.target.url is None:
        hint = "without --public it goes by its lab, which is faster and knows dates"
        raise usage("The backend inside the command has no address to send requests to.", hint=hint)
    return reach.target.url


def _require_confirmable(planned: "Plan", reach: "Reach") -> None:
    """Raises CommandFailed where accounts are to be made and nobody here can read the codes that are mailed."""
    new = [person.username for person in planned.people if not person.existing]
    if not new or _has_mailbox(reach):
        return
    some = ", ".join(new[:5]) + (f" and {len(new) - 5} more" if len(new) > 5 else "")
    raise CommandFailed(
        f"This server mails its codes to real mailboxes, so no accounts can be made here for {some}.",
        exit_code=FORBIDDEN,
        code="no_mailbox",
        hint="in the file, name accounts that are there: existing: true, with username and password",
    )


def _has_mailbox(reach: "Reach") -> bool:
    from postcardit_sdk.lab.asking import NoLab
    from postcardit_sdk.lab.mailbox import read_mailbox

    if reach.folder is None:
        return False
    try:
        reach.client.run(read_mailbox(reach.folder, "nobody"))
    except (NoLab, OSError):
        return False
    return True


def _mailed_code(reach: "Reach", email: str) -> str:
    from postcardit_sdk.lab.mailbox import mailed_code

    if reach.folder is None:
        raise TypeError("nobody asks for a code without a mailbox")
    return reach.client.run(mailed_code(reach.folder, email))
