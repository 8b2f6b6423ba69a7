"""Codes that were mailed: where to read them when the mail stays on this machine, and what to do with them."""

import typer

from ..context import target_for
from ..render import notice

__all__ = ["mention_code"]


def mention_code(ctx: typer.Context, recipient: str, *, then: str) -> None:
    """A notice after a code was mailed to someone's username or address."""
    from ..servers import is_here

    if is_here(target_for(ctx)):
        notice(ctx, f"The mail stays on this machine: postcardit lab mailbox {recipient} --code")
    notice(ctx, f"With the code: {then}")
