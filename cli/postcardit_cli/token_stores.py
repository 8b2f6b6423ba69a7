"""Where the tokens of an account are kept: a private file, or the keyring of this computer."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .exits import usage
from .folders import config_file
from .settings import STORES, read_settings
from .text import plain

if TYPE_CHECKING:
    from postcardit_sdk.tokens import TokenStore

    from .account_files import Account

__all__ = ["ChosenStore", "chosen_store", "let_go", "new_store", "open_store"]

_VARIABLE = "POSTCARDIT_TOKEN_STORE"


@dataclass(frozen=True, slots=True)
class ChosenStore:
    """The kind of store that the next account to sign in gets, and who decided so."""

    kind: str
    origin: str


def chosen_store() -> ChosenStore:
    """The variable, then the configuration, then the default. Accounts that are stored stay where they are."""
    given = os.environ.get(_VARIABLE)
    origin = f"environment {_VARIABLE}"
    if not given:
        given, origin = read_settings().get("token_store"), str(config_file())
    if given is None:
        return ChosenStore("file", "default")
    if given not in STORES:
        raise usage(f"{given!r} is no token store: {' or '.join(STORES)}.", hint=f"it comes from {origin}")
    return ChosenStore(given, origin)


def open_store(account: "Account") -> "TokenStore":
    """The store of an account that is stored: it stays where it was put."""
    return _store(account.path, "keyring" if account.is_keyring_kind else "file")


def new_store(path: Path) -> "TokenStore":
    """The store for an account that signs in now, of the kind that was chosen."""
    return _store(path, chosen_store().kind)


def let_go(before: "Account") -> None:
    """Before an account signs in once more, under its lock: empty a store of another kind, or one that failed."""
    if before.is_in_file_instead or (before.keyring_entry is not None and chosen_store().kind == "file"):
        open_store(before).clear()


def _store(path: Path, kind: str) -> "TokenStore":
    from postcardit_sdk.tokens import FileTokens, KeyringTokens

    return KeyringTokens(path, _tell) if kind == "keyring" else FileTokens(path, notice=_tell)


def _tell(sentence: str) -> None:
    """Where a secret went is said even to those who want no notices."""
    sys.stderr.write(f"{plain(sentence)}\n")
