"""What `auth status` shows: the server, and for each stored account whether it works and where it is kept."""

import json
from typing import Annotated, Any

import typer

from ..context import environment_token, options_of, target_for
from ..exits import LOGIN_HINT, OFFLINE, SIGN_IN, CommandFailed
from ..render import say, show_json
from .check import Checked, check, stored_of
from .times import clock, iso

__all__ = ["status"]


def status(
    ctx: typer.Context,
    offline: Annotated[bool, typer.Option("--offline", help="Ask no server: only show what is stored.")] = False,
) -> None:
    """Show the server and the accounts stored for it, and try each one. Fails when none works."""
    target = target_for(ctx)
    found = stored_of(target.profile, environment_token())
    if not offline:
        found = check(target, found)
    if options_of(ctx).as_json:
        accounts = [_as_json(item) for item in found]
        facts = {"profile": target.profile, "url": target.url, "accounts": accounts}
        show_json(json.dumps(facts, indent=2, ensure_ascii=False))
    else:
        say(f"Profile {target.profile}: {target.place}.")
        for item in found:
            say(_as_text(item))
        if found and not any(item.is_current for item in found):
            say("None of them is current. Choose one: postcardit auth switch NAME")
    _fail_if_none_works(target.profile, found)


def _fail_if_none_works(profile: str, found: list[Checked]) -> None:
    if not found:
        raise CommandFailed(
            f"No account is stored for profile {profile}.",
            exit_code=SIGN_IN,
            code="sign_in_required",
            hint=LOGIN_HINT,
        )
    if all(item.failure is not None for item in found):
        failures = [item.failure for item in found if item.failure is not None]
        if all(failure.exit_code == OFFLINE for failure in failures):  # whether they work, nobody knows
            raise CommandFailed(
                "The server could not be asked.",
                exit_code=OFFLINE,
                code=failures[0].code,
                hint="postcardit auth status --offline",
            )
        raise CommandFailed(
            "None of these accounts works.", exit_code=SIGN_IN, code="sign_in_required", hint=LOGIN_HINT
        )


def _as_text(item: Checked) -> str:
    name = item.username or ("unknown" if item.account is not None else "the token given")
    lines = [f"{'*' if item.is_current else ' '} {name}: {_state(item)}"]
    lines.append(f"    kept in {item.kept_in}")
    if item.expires_at is not None:
        renewal = "then it is renewed" if item.renews else "and nobody renews it"
        lines.append(f"    access token ends {clock(item.expires_at)}, {renewal}")
    return "\n".join(lines)


def _state(item: Checked) -> str:
    if item.failure is not None:
        hint = f" Try: {item.failure.hint}" if item.failure.hint else ""
        return f"{item.failure.message}{hint}"
    return "works" if item.works else "stored, not tried"


def _as_json(item: Checked) -> dict[str, Any]:
    return {
        "username": item.username or None,
        "userId": item.user_id or None,
        "current": item.is_current,
        "works": item.works,
        "problem": None if item.failure is None else item.failure.message,
        "code": None if item.failure is None else item.failure.code,
        "keptIn": item.kept_in,
        "expiresAt": iso(item.expires_at),
        "renews": item.renews,
    }
