"""The story of an account's tokens, as the SDK wrote it down."""

import json
from collections import defaultdict
from typing import TYPE_CHECKING

import typer

from ..accounts import Accounts
from ..context import environment_token, options_of, target_for
from ..render import notice, say, show_json
from .times import clock, iso

if TYPE_CHECKING:
    from postcardit_sdk.blackbox import Entry

__all__ = ["why"]


def why(ctx: typer.Context) -> None:
    """Tell what happened to this account's session: when it began, was renewed, and why it ended. Asks nobody."""
    options = options_of(ctx)
    entries = Accounts(target_for(ctx).profile).story(options.as_name)
    if options.as_json:
        facts = [
            {"at": iso(entry.at.timestamp()), "account": entry.account, "event": entry.event, "detail": entry.facts}
            for entry in entries
        ]
        show_json(json.dumps({"entries": facts}, indent=2, ensure_ascii=False))
        return
    if environment_token() and options.as_name is None:
        notice(ctx, "POSTCARDIT_TOKEN is set: commands use it, and nothing is written down about it.")
    if not entries:
        notice(ctx, "Nothing is written down about this account.")
        return
    times = [clock(entry.at.timestamp()) for entry in entries]
    width = max(map(len, times))
    for time, entry in zip(times, entries, strict=True):
        say(f"{time:>{width}}  {_sentence(entry)}")


def _sentence(entry: "Entry") -> str:
    facts = entry.facts
    reason = facts.get("reason", "the reason is not known").rstrip(".")
    known = {
        "account": entry.account,
        "decided_by": "server",
        **facts,
        "reason": _REASONS.get(reason, reason.replace("_", " ")),
    }
    pattern = _SENTENCES.get(entry.event)
    if pattern is None:  # a newer SDK's
        return f"{entry.event.replace('_', ' ')} {entry.detail}".rstrip()
    return pattern.format_map(defaultdict(str, known))


_SENTENCES = {
    "signed_in": "signed in as {account}",
    "account_switched": "{account} became the current account",
    "refreshed": "the access token was traded for a new one",
    "adopted": "another program had traded the access token already; its new one was taken",
    "refresh_repeated": "the answer with the new token was lost, so it was asked for again: {reason}",
    "refresh_failed": "no new access token came: {reason}",
    "save_failed": "the tokens could not be stored: {reason}",
    "session_ended": "the session ended: {reason} (decided by the {decided_by})",
    "signed_out": "signed out",
}
_REASONS = {
    "signed_out": "it was signed out",
    "expired": "it was not used for too long",
    "reused": "a token was used that had been traded before, so somebody may have a copy",
    "password_changed": "the password was changed",
    "account_deleted": "the account was deleted",
    "revoked": "it was ended from another device",
}
