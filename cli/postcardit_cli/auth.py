"""postcardit auth: register, confirm, sign in and out, see which accounts are stored."""

from typing import TYPE_CHECKING, Annotated

import typer

from .context import connect, options_of, signing_in, target_for
from .exits import FAILURE, CommandFailed
from .family import family
from .prompts import can_ask, line, new_password, password
from .render import notice, say, show

if TYPE_CHECKING:
    from postcardit_sdk.client import Client
    from postcardit_sdk.contract.auth import CodeSent

app = family("auth", "Register, sign in and out.")

PasswordStdin = Annotated[bool, typer.Option("--password-stdin", help="Read the password from stdin's first line.")]

_CODE_TRIES = 3


@app.command()
def register(
    ctx: typer.Context,
    username: Annotated[
        str, typer.Argument(help="3 to 30 letters, digits, dots, hyphens and underscores.", metavar="USERNAME")
    ],
    email: Annotated[str, typer.Argument(help="Where the code is mailed to.", metavar="EMAIL")],
    full_name: Annotated[str | None, typer.Option(help="The name that friends see.", metavar="TEXT")] = None,
    password_stdin: PasswordStdin = False,
) -> None:
    """Open an account. On a terminal this asks for the mailed code as well, and signs in."""
    chosen = new_password(from_stdin=password_stdin)
    with signing_in(ctx) as client:
        sent = client.auth.register(username, email, chosen, full_name=full_name)
        show(ctx, sent, lambda sent: say(f"A code was mailed to {sent.email}."))
        if password_stdin or options_of(ctx).as_json or not can_ask():
            _mention_code(ctx, sent, username, then=f"postcardit auth confirm {email} CODE")
            return
        _mention_code(ctx, sent, username, then="type it here")
        _confirm_by_hand(client, email, chosen)
    say(f"Signed in as {username}.")


@app.command()
def confirm(
    ctx: typer.Context,
    email: Annotated[str, typer.Argument(help="The address that the code was mailed to.", metavar="EMAIL")],
    code: Annotated[str, typer.Argument(help="The six digits.", metavar="CODE")],
    password_stdin: PasswordStdin = False,
) -> None:
    """Confirm an address with the code mailed to it; with the password, sign in as well."""
    given = password(from_stdin=True) if password_stdin else None
    with signing_in(ctx) as client:
        confirmed = client.auth.confirm(email, code, password=given)
        tokens = confirmed.tokens
    without_secrets = confirmed.model_copy(update={"tokens": None})
    if tokens is None:
        show(ctx, without_secrets, lambda _: say(f"{email} is confirmed."))
        notice(ctx, "Now sign in: postcardit auth login NAME")
    else:
        name = tokens.user.username
        show(ctx, without_secrets, lambda _: say(f"{email} is confirmed. Signed in as {name}."))
    if given is not None and tokens is None:
        raise CommandFailed("The password is not this account's: you are not signed in.", exit_code=FAILURE)


@app.command()
def login(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="Username or e-mail address.", metavar="NAME")],
    password_stdin: PasswordStdin = False,
) -> None:
    """Sign in. The account is stored and becomes the current one."""
    given = password(from_stdin=password_stdin)
    with signing_in(ctx) as client:
        user = client.auth.login(name, given)
    show(ctx, user, lambda user: say(f"Signed in as {user.username}."))


@app.command()
def logout(
    ctx: typer.Context,
    everywhere: Annotated[bool, typer.Option("--all", help="End all sessions of this account.")] = False,
) -> None:
    """Sign out and forget the account here."""
    from postcardit_sdk.errors import SessionEnded

    with connect(ctx) as client:
        tokens = client.session.tokens.load()
        name = tokens.username if tokens is not None else None
        try:
            client.auth.logout(everywhere=everywhere)
        except SessionEnded:
            notice(ctx, "The session had ended before.")
    if not options_of(ctx).as_json:
        say(f"Signed out{f' {name}' if name else ''}.")


@app.command()
def status(ctx: typer.Context) -> None:
    """Show the server and the accounts stored for it. Asks nobody: no network."""
    from .auth_status import show_status

    show_status(ctx)


def _mention_code(ctx: typer.Context, sent: "CodeSent", username: str, *, then: str) -> None:
    del sent
    from .servers import is_here

    if is_here(target_for(ctx)):
        notice(ctx, f"The mail stays on this machine: postcardit lab mailbox {username} --code")
    notice(ctx, f"With the code: {then}")


def _confirm_by_hand(client: "Client", email: str, chosen: str) -> None:
    from postcardit_sdk.contract.problems import Code
    from postcardit_sdk.errors import InvalidRequest

    for attempt in range(1, _CODE_TRIES + 1):
        code = line("Code: ")
        try:
            client.auth.confirm(email, code, password=chosen)
        except InvalidRequest as error:
            is_typo = error.request_id is None or error.code is Code.INVALID_CODE
            if not is_typo or attempt == _CODE_TRIES:
                raise
            typer.echo("That is not the code. Again:", err=True)
        else:
            return
