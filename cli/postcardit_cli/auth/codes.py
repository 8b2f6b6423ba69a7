"""A new password or a new e-mail address."""

from typing import Annotated

import typer

from ..context import connect, connect_unsigned, options_of
from ..prompts import PasswordStdin, new_password, password
from ..render import notice, say, show
from .mail import mention_code

__all__ = ["change_email", "change_password", "confirm_email", "forgot", "reset"]


def forgot(
    ctx: typer.Context,
    email: Annotated[str, typer.Argument(help="The address of the account.", metavar="EMAIL")],
) -> None:
    """Ask for a code that sets a new password."""
    with connect_unsigned(ctx) as client:
        sent = client.auth.forgot_password(email)
    show(ctx, sent, lambda sent: say(f"If {sent.email} has an account, a code was mailed to it."))
    mention_code(ctx, email, then=f"postcardit auth reset {email} CODE")


def reset(
    ctx: typer.Context,
    email: Annotated[str, typer.Argument(help="The address that the code was mailed to.", metavar="EMAIL")],
    code: Annotated[str, typer.Argument(help="The six digits.", metavar="CODE")],
    password_stdin: PasswordStdin = False,
) -> None:
    """Set a new password with the code. Every session of the account ends."""
    chosen = new_password(from_stdin=password_stdin)
    with connect_unsigned(ctx) as client:
        client.auth.reset_password(email, code, chosen)
    if not options_of(ctx).as_json:
        say("The password is changed, and every session has ended.")
    notice(ctx, f"Now sign in: postcardit auth login {email}")


def change_password(
    ctx: typer.Context,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the present and the new password, a line each, from stdin.")
    ] = False,
) -> None:
    """Set a new password. Every other session ends."""
    with connect(ctx) as client:
        present = password(from_stdin=password_stdin, prompt="Present password: ")
        chosen = new_password(from_stdin=password_stdin)
        client.auth.change_password(present, chosen)
    if not options_of(ctx).as_json:
        say("The password is changed, and every other session has ended.")


def change_email(
    ctx: typer.Context,
    email: Annotated[str, typer.Argument(help="The new address.", metavar="EMAIL")],
    password_stdin: PasswordStdin = False,
) -> None:
    """Ask for another e-mail address: a code is mailed to it."""
    with connect(ctx) as client:
        sent = client.auth.change_email(password(from_stdin=password_stdin), email)
    show(ctx, sent, lambda sent: say(f"A code was mailed to {sent.email}."))
    mention_code(ctx, email, then="postcardit auth confirm-email CODE")


def confirm_email(
    ctx: typer.Context, code: Annotated[str, typer.Argument(help="The six digits.", metavar="CODE")]
) -> None:
    """Make the new e-mail address your own with the code mailed to it."""
    with connect(ctx) as client:
        user = client.auth.confirm_email(code)
    show(ctx, user, lambda user: say(f"Your e-mail address is {user.email} now."))
