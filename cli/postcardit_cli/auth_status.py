"""What `postcardit auth status` shows: it reads files and asks no server."""

import os
from typing import TYPE_CHECKING, Any

from .accounts import Account, Accounts
from .context import options_of, target_for
from .render import say, show_json, table

if TYPE_CHECKING:
    import typer

    from .profiles import Target

__all__ = ["show_status"]


def show_status(ctx: "typer.Context") -> None:
    """The server that commands talk to, and as whom."""
    target = target_for(ctx)
    accounts = Accounts(target.profile).stored()
    by_variable = bool(os.environ.get("POSTCARDIT_TOKEN"))
    if options_of(ctx).as_json:
        import json

        show_json(json.dumps(_as_json(target, accounts, by_variable=by_variable), indent=2, ensure_ascii=False))
        return
    say(f"Profile {target.profile}: {target.url or 'the backend in your data folder, without a server'}.")
    if by_variable:
        say("POSTCARDIT_TOKEN is set: commands use it.")
    if not accounts:
        say("No account is stored. Sign in with: postcardit auth login NAME")
        return
    rows = [("*" if account.is_current else "", account.username, account.problem or "stored") for account in accounts]
    table(("", "USERNAME", "STATE"), rows, none="")
    if not by_variable and not any(account.is_current for account in accounts):
        say("None of them is current. Choose with --as NAME, or sign in.")


def _as_json(target: "Target", accounts: list[Account], *, by_variable: bool) -> dict[str, Any]:
    return {
        "profile": target.profile,
        "url": target.url,
        "tokenFromEnvironment": by_variable,
        "accounts": [
            {
                "username": account.username or None,
                "userId": account.user_id or None,
                "current": account.is_current,
                "problem": account.problem,
            }
            for account in accounts
        ],
    }
