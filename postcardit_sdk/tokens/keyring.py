"""The refresh token in the keyring of this computer, the rest in a private file beside it."""

import logging
import os
import secrets
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol, TypeVar

from ..blackbox import BlackBox, Recorder
from ..errors import KeyringFailed, TokenFileUnsafe
from ..flow import Lock
from .file import TokenFile
from .store import KeptAway, Tokens

__all__ = ["KeyringTokens", "try_keyring"]

SERVICE = "postcardit"
SECONDS = 3.0
"""How long a keyring may take. One that is locked may ask somebody who is not there."""

T = TypeVar("T")
_ENTRY, _FILE = "keyring_entry", "in_file"
_GONE = (
    "The keyring of this computer does not hold this session's token. If it is kept in another keyring, use that one; "
    "otherwise sign in again."
)


class KeyringTokens:
    """The keyring is asked at sign-in and refresh only, for 3 seconds at most. One that fails is replaced by the file.

    The file notes that choice and keeps to it until the session ends; `notice` hears of it once.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        notice: Callable[[str], None] | None = None,
        *,
        blackbox: Recorder | None = None,
    ) -> None:
        self.path = Path(path)
        self.notice: Callable[[str], None] = notice or logging.getLogger("postcardit_sdk").warning
        self.blackbox: Recorder = blackbox or BlackBox(self.path.with_name(f"{self.path.name}.blackbox"))
        self._file = TokenFile(self.path)
        self.lock: Lock = self._file.lock

    def load(self) -> Tokens | None:
        """The tokens as they are now, or None; a refresh token that the keyring holds is fetched when it is used."""
        found = self._file.read()
        if found is None:
            return None
        tokens, noted = found
        entry = noted.get(_ENTRY)
        return tokens if entry is None else replace(tokens, refresh_token=KeptAway(entry, lambda: _fetch(entry)))

    def save(self, tokens: Tokens) -> None:
        """Keep these instead: first the refresh token, so that a crash between the two loses nothing."""
        before, noted = self._before()
        entry = noted.get(_ENTRY)
        if isinstance(tokens.refresh_token, KeptAway):
            if tokens.refresh_token.place == entry:
                self._file.write(replace(tokens, refresh_token=None), **{_ENTRY: tokens.refresh_token.place})
                return
            tokens = replace(tokens, refresh_token=tokens.refresh_token.fetch())
        if tokens.refresh_token is None:
            self._file.write(tokens)
        elif noted.get(_FILE) is not None:
            self._file.write(tokens, **{_FILE: noted[_FILE]})
        elif entry is not None and before is not None and before.user_id == tokens.user_id:
            self._keep(tokens, entry)
        else:
            self._keep(tokens, secrets.token_hex(8))  # never the entry of another user, whose file may still be there
            self._drop(entry)

    def clear(self) -> None:
        """Forget them, in both places."""
        noted = self._before()[1]
        self._file.remove()
        self._drop(noted.get(_ENTRY))

    def _before(self) -> tuple[Tokens | None, dict[str, Any]]:
        try:
            return self._file.read() or (None, {})
        except TokenFileUnsafe:
            return None, {}  # whoever signs in or out need not keep to a damaged file

    def _drop(self, entry: str | None) -> None:
        if entry is None:
            return
        try:
            _within_limit(lambda keyring: keyring.delete_password(SERVICE, entry))
        except KeyringFailed as error:
            self.notice(f"A token of the session that was here is still in the keyring. {error}")

    def _keep(self, tokens: Tokens, entry: str) -> None:
        try:
            _within_limit(lambda keyring: _set(keyring, entry, tokens))
        except KeyringFailed as error:
            self._file.write(tokens, **{_FILE: type(error).__name__})
            self.notice(f"{error} The session is kept in {self.path} instead, which only you can read.")
        else:
            self._file.write(replace(tokens, refresh_token=None), **{_ENTRY: entry})


class _Keyring(Protocol):
    """What is used of the keyring package."""

    def set_password(self, service: str, name: str, password: str, /) -> None: ...
    def get_password(self, service: str, name: str, /) -> str | None: ...
    def delete_password(self, service: str, name: str, /) -> None: ...


def _set(keyring: _Keyring, entry: str, tokens: Tokens) -> None:
    keyring.set_password(SERVICE, entry, tokens.refresh_token or "")
    if keyring.get_password(SERVICE, entry) != tokens.refresh_token:
        raise KeyringFailed("The keyring of this computer keeps nothing.")  # as the package's null backend


def try_keyring() -> None:
    """Put something into the keyring, find it there, and take it away again. Raises KeyringFailed."""
    entry, word = f"trial-{secrets.token_hex(8)}", secrets.token_hex(8)

    def attempt(keyring: _Keyring) -> bool:
        _set(keyring, entry, Tokens(access_token="", refresh_token=word))
        keyring.delete_password(SERVICE, entry)
        return True

    _within_limit(attempt)


def _fetch(entry: str) -> str:
    token = _within_limit(lambda keyring: keyring.get_password(SERVICE, entry))
    if not token:
        raise KeyringFailed(_GONE)
    return token


def _within_limit(use: Callable[[_Keyring], T]) -> T:
    """Use the keyring in a thread of its own, which is left behind when it hangs."""
    results: list[T] = []
    failures: list[str] = []

    def ask() -> None:
        try:
            import keyring

            results.append(use(keyring))
        except KeyringFailed as error:
            failures.append(str(error))
        except BaseException as error:  # noqa: BLE001  # backends raise what they like; its text may hold a secret
            failures.append(f"The keyring of this computer cannot be used ({type(error).__name__}).")

    thread = threading.Thread(target=ask, name="postcardit-keyring", daemon=True)
    thread.start()
    thread.join(SECONDS)
    if results:
        return results[0]
    raise KeyringFailed(failures[0] if failures else f"The keyring did not answer within {SECONDS:g} seconds.")
