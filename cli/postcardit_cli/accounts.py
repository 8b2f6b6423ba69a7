"""The stored accounts of a profile: one token file each, and a note which of them is current."""

import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from .exits import LOGIN_HINT, SIGN_IN, CommandFailed
from .folders import accounts_folder, safe_name
from .text import same_name

if TYPE_CHECKING:
    from postcardit_sdk.tokens import FileTokens, Tokens, TokenStore

__all__ = ["Account", "Accounts", "remember_username"]

_CURRENT = "current"


@dataclass(frozen=True, slots=True)
class Account:
    """A stored account. `problem` says why its file cannot be used; the names are unknown then."""

    path: Path
    is_current: bool
    username: str = ""
    user_id: str = ""
    expires_at: float | None = None
    problem: str | None = None


class Accounts:
    """The accounts that were signed in to on one profile."""

    def __init__(self, profile: str) -> None:
        self.profile = profile
        self._folder = accounts_folder(profile)

    def stored(self) -> list[Account]:
        """Every account, in the order of their usernames."""
        paths = sorted(self._folder.glob("*.json"))
        current = self._current_path() if paths else None
        accounts = [_read(path, is_current=path == current) for path in paths]
        return sorted(accounts, key=lambda account: account.username.casefold())

    def named(self, name: str) -> "FileTokens":
        """The tokens of the account with this username. Raises CommandFailed (sign in) when it is not stored."""
        accounts = self.stored()
        for account in accounts:
            if account.problem is None and same_name(account.username, name):
                return _tokens_at(account.path)
        names = ", ".join(account.username for account in accounts if account.problem is None)
        stored = f"Stored for profile {self.profile}: {names}." if names else "No account is stored."
        raise CommandFailed(
            f"There is no account {name!r} here. {stored}",
            exit_code=SIGN_IN,
            code="sign_in_required",
            hint=LOGIN_HINT.replace("NAME", name),
        )

    def current(self) -> "FileTokens | None":
        """The tokens of whoever signed in last; None when that account is gone or there never was one."""
        path = self._current_path()
        return None if path is None else _tokens_at(path)

    def keep(self, tokens: "Tokens") -> None:
        """Store an account and make it the current one."""
        name = safe_name(tokens.user_id or tokens.username or "account")
        store = _tokens_at(self._folder / f"{name}.json")
        with _held(store):
            store.save(tokens)
        self._write_current(name)

    def _current_path(self) -> Path | None:
        try:
            name = (self._folder / _CURRENT).read_text("utf-8").strip()
        except (FileNotFoundError, UnicodeDecodeError):
            return None
        path = self._folder / f"{safe_name(name)}.json"
        return path if path.is_file() else None

    def _write_current(self, name: str) -> None:
        beside = self._folder / f"{_CURRENT}.{os.getpid()}.new"
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(f"{name}\n")
        beside.replace(self._folder / _CURRENT)


def remember_username(store: "TokenStore", username: str) -> None:
    """Note a stored account's new name."""
    with _held(store):
        tokens = store.load()
        if tokens is not None and tokens.username is not None and tokens.username != username:
            store.save(replace(tokens, username=username))


def _tokens_at(path: Path) -> "FileTokens":
    from postcardit_sdk.tokens import FileTokens

    return FileTokens(path)


def _read(path: Path, *, is_current: bool) -> Account:
    from postcardit_sdk.tokens import TokenFileUnsafe

    try:
        tokens = _tokens_at(path).load()
    except TokenFileUnsafe as error:
        return Account(path, is_current, problem=str(error))
    if tokens is None:
        return Account(path, is_current, problem=f"{path} has just been removed.")
    return Account(path, is_current, tokens.username or "", tokens.user_id or "", tokens.expires_at)


@contextmanager
def _held(store: "TokenStore") -> Generator[None, None, None]:
    import time

    while not store.lock.try_acquire():
        time.sleep(0.01)
    try:
        yield
    finally:
        with suppress(OSError):
            store.lock.release()
