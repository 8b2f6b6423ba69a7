"""The stored accounts of a profile: one token file each, and a note which of them is current."""

import errno
import os
from collections.abc import Generator, Iterable
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from .account_files import Account, black_box_of, read_account
from .exits import LOGIN_HINT, SIGN_IN, CommandFailed
from .files import write_private
from .folders import accounts_folder, safe_name
from .text import same_name
from .token_stores import chosen_store, let_go, new_store, open_store

if TYPE_CHECKING:
    from postcardit_sdk.blackbox import Entry
    from postcardit_sdk.tokens import Tokens, TokenStore

__all__ = ["Account", "Accounts", "held", "remember_username"]

_CURRENT = "current"
_LOCK_POLL_SECONDS = 0.01
_LOCK_POLLS = 12_000


class Accounts:
    """The accounts that were signed in to on one profile."""

    def __init__(self, profile: str) -> None:
        self.profile = profile
        self._folder = accounts_folder(profile)

    def stored(self) -> list[Account]:
        """Every account, in the order of their usernames."""
        paths = sorted(self._folder.glob("*.json"))
        current = self.current_path() if paths else None
        accounts = [read_account(path, is_current=path == current) for path in paths]
        return sorted(accounts, key=lambda account: account.username.casefold())

    def found(self, name: str) -> Account:
        """The account with this username. Raises CommandFailed (sign in) when it is not stored."""
        accounts = [account for account in self.stored() if account.problem is None]
        for account in accounts:
            if same_name(account.username, name):
                return account
        names = ", ".join(account.username for account in accounts)
        stored = f"Stored for profile {self.profile}: {names}." if names else "No account is stored."
        raise CommandFailed(
            f"There is no account {name!r} here. {stored}",
            exit_code=SIGN_IN,
            code="sign_in_required",
            hint=LOGIN_HINT.replace("NAME", name),
        )

    def has(self, name: str) -> bool:
        """Whether the account with this username is stored."""
        return any(one.problem is None and same_name(one.username, name) for one in self.stored())

    def named(self, name: str) -> "TokenStore":
        """The tokens of the account with this username. Raises CommandFailed (sign in) when it is not stored."""
        return open_store(self.found(name))

    def current(self) -> "TokenStore | None":
        """The tokens of whoever signed in last; None when that account is gone or there never was one."""
        path = self.current_path()
        return None if path is None or not path.is_file() else open_store(read_account(path, is_current=True))

    def switch(self, name: str) -> Account:
        """Make the account with this username the current one."""
        account = self.found(name)
        if not account.is_current:
            self._write_current(account.path.stem)
            black_box_of(account.path).record(account.username, "account_switched")
        return account

    def story(self, name: str | None) -> "list[Entry]":
        """What happened to the tokens of the account with this username, or of the current one, even if it is gone."""
        if name is None:
            path = self.current_path()
            return [] if path is None else black_box_of(path).entries()
        for account in self.stored():
            if account.problem is None and same_name(account.username, name):
                return black_box_of(account.path).entries()
        for box in sorted(self._folder.glob("*.json.blackbox")):
            entries = black_box_of(box.with_suffix("")).entries()
            if any(same_name(entry.account, name) for entry in entries):
                return entries
        return []

    def prepare(self) -> None:
        """Make the folder. Raises CommandFailed when nothing can be stored in it, or nobody knows how."""
        chosen_store()
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not os.access(self._folder, os.W_OK | os.X_OK):  # knows of file systems that are read-only, too
                raise PermissionError(errno.EACCES, "Not writable", str(self._folder))
        except OSError as error:
            raise not_stored(error, self._folder) from None

    def keep(self, tokens: "Tokens", entries: "Iterable[Entry]" = ()) -> None:
        """Store an account, with what happened to it, and make it the current one.

        Raises CommandFailed when it cannot be stored.
        """
        name = safe_name(tokens.user_id or tokens.username or "account")
        path = self._folder / f"{name}.json"
        try:
            store = new_store(path)
            with held(store):
                if path.exists():
                    let_go(read_account(path, is_current=False))
                store.save(tokens)
            self._write_current(name)
        except OSError as error:
            raise not_stored(error, self._folder) from None
        box = black_box_of(path)
        for entry in entries:
            box.record(entry.account, entry.event, entry.detail)

    def current_path(self) -> Path | None:
        """The file of whoever signed in last, which may be gone; None when nobody ever did."""
        try:
            name = (self._folder / _CURRENT).read_text("utf-8").strip()
        except (FileNotFoundError, UnicodeDecodeError):
            return None
        return self._folder / f"{safe_name(name)}.json"

    def _write_current(self, name: str) -> None:
        write_private(self._folder / _CURRENT, f"{name}\n".encode())


def not_stored(error: OSError, folder: Path) -> CommandFailed:
    """The error for an account that finds no place."""
    return CommandFailed(
        f"Accounts cannot be stored in {folder}: {error.strerror or type(error).__name__}.",
        code="not_stored",
        hint="XDG_DATA_HOME names another folder; with POSTCARDIT_TOKEN nothing is stored",
    )


def remember_username(store: "TokenStore", username: str) -> None:
    """Note a stored account's new name."""
    with held(store):
        tokens = store.load()
        if tokens is not None and tokens.username is not None and tokens.username != username:
            store.save(replace(tokens, username=username))


@contextmanager
def held(store: "TokenStore") -> Generator[None, None, None]:
    """Hold a store's lock."""
    import time

    for _ in range(_LOCK_POLLS):
        if store.lock.try_acquire():
            break
        time.sleep(_LOCK_POLL_SECONDS)
    else:
        raise CommandFailed("Another program has held this account's lock for two minutes: is it stopped?")
    try:
        yield
    finally:
        with suppress(OSError):
            store.lock.release()
