"""Which store a program takes that has no wishes of its own."""

import os
from collections.abc import Callable

from .keyring import KeyringTokens
from .memory import EnvironmentTokens
from .store import TokenStore

__all__ = ["default_store"]


def default_store(path: str | os.PathLike[str], notice: Callable[[str], None] | None = None) -> TokenStore:
    """POSTCARDIT_TOKEN when it is set; else the keyring, with the file `path` beside it or instead of it.

    `notice` hears, in a sentence for people, when the keyring cannot be used. Without it, the log does.
    """
    environment = EnvironmentTokens()
    return KeyringTokens(path, notice) if environment.load() is None else environment
