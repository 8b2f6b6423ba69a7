"""Tokens that this process does not write anywhere."""

import os
import threading

from ..blackbox import MemoryBlackBox, Recorder
from ..errors import PostCardItError
from ..flow import Lock
from .store import Tokens

__all__ = ["EnvironmentTokens", "MemoryTokens", "ThreadLock"]


class ThreadLock:
    """A lock between the threads and tasks of this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def try_acquire(self) -> bool:
        """Take it if it is free."""
        return self._lock.acquire(blocking=False)

    def release(self) -> None:
        """Give it back."""
        self._lock.release()


class MemoryTokens:
    """Tokens that end with the process."""

    def __init__(self, tokens: Tokens | None = None) -> None:
        self._tokens = tokens
        self.lock: Lock = ThreadLock()
        self.blackbox: Recorder = MemoryBlackBox()

    def load(self) -> Tokens | None:
        """The tokens as they are now, or None."""
        return self._tokens

    def save(self, tokens: Tokens) -> None:
        """Keep these instead."""
        self._tokens = tokens

    def clear(self) -> None:
        """Forget them."""
        self._tokens = None


class EnvironmentTokens:
    """An access token that the environment gives: nobody refreshes it, and nothing can be kept here."""

    def __init__(self, variable: str = "POSTCARDIT_TOKEN") -> None:
        self.variable = variable
        self.lock: Lock = ThreadLock()
        self.blackbox: Recorder = MemoryBlackBox()

    def load(self) -> Tokens | None:
        """The variable's token, or None while it is not set."""
        given = os.environ.get(self.variable)
        return Tokens(given) if given else None

    def save(self, tokens: Tokens) -> None:
        """Refused: a process cannot change the environment that it was given."""
        del tokens
        raise PostCardItError(f"{self.variable} decides who you are; nothing else is kept while it is set.")

    def clear(self) -> None:
        """Refused, while the variable is set."""
        if os.environ.get(self.variable):
            raise PostCardItError(f"{self.variable} decides who you are, until you unset it.")
