"""postcardit friends: ask for friendship, answer, list and end it; block people. People are named by username."""

from typing import TYPE_CHECKING, Annotated

import typer

from .blocking import block, blocked, unblock
from .context import connect, connect_locally, options_of
from .exits import NOT_FOUND, CommandFailed
from .family import family
from .outbox_views import show_queued
from .pages import Everything, Limit, listed, mention_more
from .render import moment, say, show, table
from .text import same_name

if TYPE_CHECKING:
    from postcardit_sdk.client import Client
    from postcardit_sdk.contract.friends import FriendPage, Friendship, FriendshipPage
    from postcardit_sdk.contract.users import UserSummary

app = family("friends", "Ask for friendship, answer, list and end it; block people.")

Name = Annotated[str, typer.Argument(help="Username or user id.", metavar="USERNAME")]


@app.command()
def request(
    ctx: typer.Context,
    name: Name,
    later: Annotated[bool, typer.Option("--later", help="Only queue it, which needs no network.")] = False,
) -> None:
    """Ask someone for friendship; if they asked first, this accepts."""
    if later:
        with connect_locally(ctx) as client:
            show_queued(ctx, client.outbox.request_friend(name))
        return
    with connect(ctx) as client:
        friendship = client.friends.request(name)
    show(ctx, friendship, _view)


@app.command()
def requests(
    ctx: typer.Context,
    outgoing: Annotated[bool, typer.Option("--outgoing", help="Those that you made.")] = False,
    limit: Limit = 20,
    everything: Everything = False,
) -> None:
    """List open requests: those made to you, or by you."""
    from postcardit_sdk.contract.friends import FriendshipPage, RequestDirection

    direction = RequestDirection.OUTGOING if outgoing else RequestDirection.INCOMING
    with connect(ctx) as client:
        page = listed(
            limit,
            everything,
            page=lambda limit: client.friends.requests(direction, limit=limit),
            items=lambda: client.friends.all_requests(direction),
            joined=lambda found: FriendshipPage(requests=found, count=len(found)),
        )
    show(ctx, page, lambda page: _requests_view(page, outgoing=outgoing))
    mention_more(ctx, page)


@app.command()
def accept(ctx: typer.Context, name: Name) -> None:
    """Accept someone's request."""
    with connect(ctx) as client:
        friendship = client.friends.accept(_asked_by(client, name).friendship_id)
    show(ctx, friendship, _view)


@app.command()
def reject(ctx: typer.Context, name: Name) -> None:
    """Decline someone's request."""
    with connect(ctx) as client:
        friendship = client.friends.reject(_asked_by(client, name).friendship_id)
    show(ctx, friendship, _view)


@app.command()
def remove(ctx: typer.Context, name: Name) -> None:
    """End a friendship, or withdraw your own request."""
    with connect(ctx) as client:
        client.friends.remove(_friendship_with(client, name))
    if not options_of(ctx).as_json:
        say(f"You and {name} are no friends now.")


@app.command("list")
def list_friends(ctx: typer.Context, limit: Limit = 20, everything: Everything = False) -> None:
    """List your friends, the newest first."""
    from postcardit_sdk.contract.friends import FriendPage

    with connect(ctx) as client:
        page = listed(
            limit,
            everything,
            page=lambda limit: client.friends.list(limit=limit),
            items=client.friends.all,
            joined=lambda friends: FriendPage(friends=friends, count=len(friends)),
        )
    show(ctx, page, _list_view)
    mention_more(ctx, page)


for command in (block, unblock, blocked):  # they stand after the others in the help
    app.command()(command)


def _is(user: "UserSummary", name: str) -> bool:
    return user.user_id == name or same_name(user.username, name)


def _asked_by(client: "Client", name: str) -> "Friendship":
    for friendship in client.friends.all_requests():
        if _is(friendship.requester, name):
            return friendship
    raise CommandFailed(
        f"There is no open request from {name}.",
        exit_code=NOT_FOUND,
        code="not_found",
        hint="postcardit friends requests",
    )


def _friendship_with(client: "Client", name: str) -> str:
    from postcardit_sdk.contract.friends import RequestDirection

    for friend in client.friends.all():
        if _is(friend.user, name):
            return friend.friendship_id
    for friendship in client.friends.all_requests(RequestDirection.OUTGOING):
        if _is(friendship.addressee, name):
            return friendship.friendship_id
    raise CommandFailed(
        f"{name} is no friend of yours, and you have not asked.",
        exit_code=NOT_FOUND,
        code="not_found",
        hint="postcardit friends list",
    )


def _view(friendship: "Friendship") -> None:
    asker, asked = friendship.requester.username, friendship.addressee.username
    sentences = {
        "pending": f"{asker} has asked {asked} for friendship.",
        "accepted": f"{asker} and {asked} are friends.",
        "rejected": f"{asked} has declined the request of {asker}.",
    }
    say(sentences.get(friendship.status, f"{asker} and {asked}: {friendship.status}."))


def _requests_view(page: "FriendshipPage", *, outgoing: bool) -> None:
    people = [friendship.addressee if outgoing else friendship.requester for friendship in page.requests]
    rows = [
        (person.username, moment(friendship.requested_at), person.full_name or "")
        for person, friendship in zip(people, page.requests, strict=True)
    ]
    table(("TO" if outgoing else "FROM", "ASKED", "NAME"), rows, none="There are no open requests.")


def _list_view(page: "FriendPage") -> None:
    rows = [(friend.user.username, moment(friend.since), friend.user.full_name or "") for friend in page.friends]
    table(("FRIEND", "SINCE", "NAME"), rows, none="You have no friends here yet.")
