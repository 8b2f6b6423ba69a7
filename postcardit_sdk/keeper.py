"""One account's store as a session uses it: what cannot be stored is kept in memory, and all of it is written down."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from .blackbox import MemoryBlackBox, Recorder, fingerprint
from .errors import PostCardItError
from .tokens import Tokens, TokenStore

__all__ = ["Keeper"]

_TRY_AGAIN_SECONDS = 5.0
_NOT_STORED = "The session could not be stored ({}). It goes on in this program, and may be over when this one ends."
_NOT_REMOVED = "The session that has ended could not be removed ({}). This program has forgotten it."


@dataclass(frozen=True, slots=True)
class _Unsaved:
    """What counts here while the store still holds what it replaces; None means signed out."""

    instead_of: Tokens | None
    tokens: Tokens | None
    since: float


class Keeper:
    """Loads, keeps and forgets tokens. Keeping never fails: that would lose tokens which the server has just traded."""

    def __init__(self, store: TokenStore) -> None:
        self.store = store
        self._unsaved: _Unsaved | None = None
        self._own = self._seen = ""
        self._blackbox = MemoryBlackBox()

    def load(self) -> Tokens | None:
        """The tokens that count now."""
        held, unsaved = self.store.load(), self._unsaved
        if unsaved is not None:
            if held == unsaved.instead_of:
                return unsaved.tokens
            self._unsaved = None  # somebody stored others since
        if held is not None and held.access_token != self._seen:
            if self._seen and held.access_token != self._own:
                self.record(held, "adopted", token=fingerprint(held.access_token))
            self._seen = held.access_token
        return held

    def sign_in(self, tokens: Tokens) -> None:
        """Keep a new session."""
        before = self._stored()
        if before is not None and before.user_id != tokens.user_id:
            self.record(tokens, "account_switched", instead_of=_account(before))
        self.record(tokens, "signed_in", token=fingerprint(tokens.access_token))
        self.keep(tokens)

    def keep(self, tokens: Tokens) -> None:
        """Keep these instead of the old ones; in memory when the store fails."""
        self._own = self._seen = tokens.access_token
        self._change(tokens, lambda: self.store.save(tokens), _NOT_STORED)

    def forget(self) -> None:
        """Keep none."""
        self._own = self._seen = ""
        self._change(None, self.store.clear, _NOT_REMOVED)

    @property
    def should_save_again(self) -> bool:
        """Whether something waits in memory that the store may take by now."""
        return self._unsaved is not None and time.monotonic() > self._unsaved.since + _TRY_AGAIN_SECONDS

    def save_again(self) -> None:
        """Store what waits in memory, unless the store holds something newer."""
        unsaved = self._unsaved
        if unsaved is None or self._stored() != unsaved.instead_of:
            return
        tokens = unsaved.tokens
        self._change(tokens, self.store.clear if tokens is None else lambda: self.store.save(tokens), None)

    def record(self, tokens: Tokens | None, event: str, **facts: str) -> None:
        """Write down what happened, in the store's black box if it has one."""
        recorder: Recorder = getattr(self.store, "blackbox", None) or self._blackbox
        detail = "; ".join(f"{name}={value.replace(';', ',')}" for name, value in facts.items())
        recorder.record(_account(tokens), event, detail)

    def _change(self, tokens: Tokens | None, change: Callable[[], None], sentence: str | None) -> None:
        before = self._stored()
        try:
            change()
        except Exception as error:  # noqa: BLE001  # whatever a store raises, the session outlives it
            self._unsaved = _Unsaved(before, tokens, time.monotonic())
            if sentence is not None:
                self.record(tokens or before, "save_failed", reason=_why(error))
                self._say(sentence.format(_why(error)))
        else:
            self._unsaved = None

    def _stored(self) -> Tokens | None:
        try:
            return self.store.load()
        except (OSError, PostCardItError):
            return None  # damaged, or not to be reached: signing in may put that right

    def _say(self, sentence: str) -> None:
        notice: Callable[[str], None] | None = getattr(self.store, "notice", None)
        (notice or logging.getLogger("postcardit_sdk").warning)(sentence)


def _account(tokens: Tokens | None) -> str:
    return (tokens and (tokens.username or tokens.user_id)) or ""


def _why(error: Exception) -> str:
    """The reason in a few words. Only texts that are known to hold no secret are repeated."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) if isinstance(error, PostCardItError) else type(error).__name__
