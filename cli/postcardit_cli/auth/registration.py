"""Opening an account: register, confirm, resend."""

from typing import TYPE_CHECKING, Annotated

import typer

from ..context import connect_unsigned, options_of, signing_in
from ..exits import FAILURE, CommandFailed
from ..prompts import PasswordStdin, can_ask, line, new_password, password
from ..render import notice, say, show
from .mail import mention_code

if TYPE_CHECKING:
    from postcardit_sdk.client import Client

__all__ = ["confirm", "register", "resend"]

_CODE_TRIES = 3


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
            mention_code(ctx, username, then=f"postcardit auth confirm {email} CODE")
            return
        mention_code(ctx, username, then="type it here")
        _confirm_by_hand(client, email, chosen)
    say(f"Signed in as {username}.")


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


def resend(
    ctx: typer.Context,
    email: Annotated[str, typer.Argument(help="The address that waits for its code.", metavar="EMAIL")],
) -> None:
    """Mail a new code to an address that waits for confirmation."""
    with connect_unsigned(ctx) as client:
        sent = client.auth.resend_code(email)
    show(ctx, sent, lambda sent: say(f"If {sent.email} waits for confirmation, a new code was mailed to it."))
    mention_code(ctx, email, then=f"postcardit auth confirm {email} CODE")


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
