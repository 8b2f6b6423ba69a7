"""postcardit users: see, find and edit profiles; one's own picture and numbers, exporting and erasing."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from .accounts import remember_username
from .avatar import app as avatar
from .context import connect
from .exits import NOT_FOUND, CommandFailed, usage
from .family import family
from .own_data import delete, export
from .pages import Everything, Limit, listed, mention_more
from .render import facts, moment_in_full, show, table, write_rendered
from .text import same_name

if TYPE_CHECKING:
    from postcardit_sdk.client import Client
    from postcardit_sdk.contract.users import User, UserPage, UserStats

app = family("users", "See, find and edit profiles, export or erase your own.")
app.add_typer(avatar)
app.command()(export)
app.command()(delete)

By = Literal["username", "name", "email"]


class Clearable(StrEnum):
    """The fields of a profile that may be empty."""

    FULL_NAME = "full-name"
    BIO = "bio"
    PICTURE = "picture"


_FIELD_OF = {Clearable.FULL_NAME: "full_name", Clearable.BIO: "bio", Clearable.PICTURE: "profile_picture_url"}


@app.command()
def me(ctx: typer.Context) -> None:
    """Show your own profile."""
    with connect(ctx) as client:
        user = client.users.me()
    show(ctx, user, _view)


@app.command()
def stats(ctx: typer.Context) -> None:
    """Show your numbers: postcards, the countries and cities that you wrote from, friends."""
    with connect(ctx) as client:
        numbers = client.users.stats()
    show(ctx, numbers, _stats_view)


@app.command("show")
def show_user(
    ctx: typer.Context, user: Annotated[str, typer.Argument(help="Username or user id.", metavar="USER")]
) -> None:
    """Show someone's profile."""
    with connect(ctx) as client:
        found = _find(client, user)
    show(ctx, found, _view)


@app.command()
def search(
    ctx: typer.Context,
    q: Annotated[str, typer.Argument(help="How the name begins, or the whole e-mail address.", metavar="Q")],
    by: Annotated[By, typer.Option(help="What to compare.")] = "username",
    limit: Limit = 20,
    everything: Everything = False,
) -> None:
    """Find people."""
    from postcardit_sdk.contract.users import SearchType, UserPage

    kind = SearchType(by)
    with connect(ctx) as client:
        page = listed(
            limit,
            everything,
            page=lambda limit: client.users.search(q, by=kind, limit=limit),
            items=lambda: client.users.search_all(q, by=kind),
            joined=lambda users: UserPage(users=users, count=len(users), search_term=q, search_type=kind),
        )
    show(ctx, page, _list_view)
    mention_more(ctx, page)


@app.command()
def edit(
    ctx: typer.Context,
    username: Annotated[str | None, typer.Option(help="A new username.", metavar="NAME")] = None,
    full_name: Annotated[str | None, typer.Option(help="The name that friends see.", metavar="TEXT")] = None,
    bio: Annotated[str | None, typer.Option(help="A line about yourself.", metavar="TEXT")] = None,
    clear: Annotated[list[Clearable] | None, typer.Option(help="Empty a field; may be repeated.")] = None,
    findable_by_email: Annotated[
        bool | None, typer.Option(help="Whether people who know your address find you by it.")
    ] = None,
) -> None:
    """Change your profile: what is left out stays as it is."""
    given = {"username": username, "full_name": full_name, "bio": bio, "findable_by_email": findable_by_email}
    changes: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    for field in clear or []:
        if changes.get(_FIELD_OF[field]) is not None:
            raise usage(f"--{field} and --clear {field} exclude each other.")
        changes[_FIELD_OF[field]] = None
    if not changes:
        raise usage("There is nothing to change.", hint="postcardit users edit --help")
    with connect(ctx) as client:
        user = client.users.update_me(**changes)
        remember_username(client.session.tokens, user.username)
    show(ctx, user, _view)


def _find(client: "Client", name: str) -> "User":
    from postcardit_sdk.people import is_id

    if is_id(name):
        return client.users.get(name)
    for user in client.users.search_all(name):
        if same_name(user.username, name):
            return user
    mine = client.users.me()  # a search may leave oneself out
    if same_name(mine.username, name):
        return mine
    raise CommandFailed(
        f"There is nobody called {name!r}.",
        exit_code=NOT_FOUND,
        code="not_found",
        hint=f"postcardit users search {name}",
    )


def _view(user: "User") -> None:
    findable = {True: "yes", False: "no", None: None}[user.findable_by_email]
    write_rendered(
        facts(
            [
                ("Username", user.username),
                ("Name", user.full_name),
                ("Bio", user.bio),
                ("E-mail", user.email),
                ("Found by e-mail", findable),
                ("Postcards", f"{user.postcards_count} sent"),
                ("Friends", str(user.friends_count)),
                ("Since", moment_in_full(user.created_at)),
                ("Id", user.user_id),
            ]
        )
    )


def _stats_view(numbers: "UserStats") -> None:
    names = ("sent", "received", "unread", "countries", "cities", "friends")
    write_rendered(facts([(name.capitalize(), str(getattr(numbers, name))) for name in names]))


def _list_view(page: "UserPage") -> None:
    rows = [(user.user_id, user.username, user.full_name or "") for user in page.users]
    table(("ID", "USERNAME", "NAME"), rows, none="Nobody was found.")
