"""A world that was loaded from here, by the name of its file or its own."""

from pathlib import Path

from ..exits import NOT_FOUND, CommandFailed
from .ledger import Ledger, ledgers_of

__all__ = ["find_ledger", "ledger_named"]


def find_ledger(profile: str, world: str) -> Ledger | None:
    """What is remembered of it, if anything is."""
    path = str(Path(world).absolute())
    return next((one for one in ledgers_of(profile) if world == one.world or path == one.source), None)


def ledger_named(profile: str, world: str) -> Ledger:
    """The same. Raises CommandFailed (not found) when nothing is remembered."""
    found = find_ledger(profile, world)
    if found is not None:
        return found
    names = ", ".join(ledger.world for ledger in ledgers_of(profile))
    loaded = f" Loaded: {names}." if names else ""
    raise CommandFailed(
        f"No world {world!r} was loaded from here on profile {profile}.{loaded}",
        exit_code=NOT_FOUND,
        code="not_found",
        hint=f"postcardit world load {world}",
    )
