"""Connection pools, each made when it is first needed, none after the client is closed."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from .errors import ClientClosed

__all__ = ["Pools"]

PoolT = TypeVar("PoolT")


class Pools(Generic[PoolT]):
    """One pool for plain addresses and one for TLS; or the one that was given, which its giver closes.

    A TLS context costs 20 to 40 ms, which a command against a loopback server need not pay.
    """

    def __init__(self, given: PoolT | None, make: Callable[[bool], PoolT]) -> None:
        self._given, self._make = given, make
        self._lock = threading.Lock()
        self._made: dict[bool, PoolT] = {}
        self._is_closed = False

    def for_url(self, url: str) -> PoolT:
        """The pool that serves this address. Raises ClientClosed."""
        secure = not url.startswith("http://")
        with self._lock:
            if self._is_closed:
                raise ClientClosed
            if self._given is not None:
                return self._given
            if secure not in self._made:
                self._made[secure] = self._make(secure)
            return self._made[secure]

    def close(self) -> list[PoolT]:
        """Make no more pools; gives those that were made here, to be closed."""
        with self._lock:
            self._is_closed = True
            made, self._made = list(self._made.values()), {}
        return made
