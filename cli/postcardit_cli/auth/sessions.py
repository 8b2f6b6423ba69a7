"""The sessions of an account, on all of its devices."""

from typing import TYPE_CHECKING, Annotated

import typer

from ..context import connect, options_of
from ..exits import NOT_FOUND, CommandFailed
from ..render import moment, notice, say, show, table

if TYPE_CHECKING:
    from postcardit_sdk.contract.auth import SessionList

__all__ = ["end_session", "sessions"]


def sessions(ctx: typer.Context) -> None:
    """List your live sessions, the last used first."""
    with connect(ctx) as client:
        found = client.auth.sessions()
    show(ctx, found, _view)


def end_session(
    ctx: typer.Context,
    session_id: Annotated[str, typer.Argument(help="A session's id; see postcardit auth sessions.", metavar="ID")],
) -> None:
    """End one of your sessions. Ending the one that asks signs you out here."""
    with connect(ctx) as client:
        live = {found.session_id: found for found in client.auth.sessions().sessions}
        if session_id not in live:
            raise CommandFailed(
                f"None of your live sessions has the id {session_id}.",
                exit_code=NOT_FOUND,
                code="not_found",
                hint="postcardit auth sessions",
            )
        if live[session_id].is_current:
            client.auth.logout()
            notice(ctx, "It was the session of this command: you are signed out here.")
        else:
            client.auth.end_session(session_id)
    if not options_of(ctx).as_json:
        say("The session has ended.")


def _view(found: "SessionList") -> None:
    rows = [
        (
            "*" if session.is_current else "",
            session.session_id,
            moment(session.created_at),
            moment(session.last_used_at),
            moment(session.expires_at),
            session.device_name or "",
        )
        for session in found.sessions
    ]
    table(("", "ID", "CREATED", "LAST USED", "ENDS", "DEVICE"), rows, none="There are no sessions.")
