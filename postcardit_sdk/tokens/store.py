"""A session as a client keeps it, and what every place to keep it can do."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NoReturn, Protocol, Self

from ..flow import Lock

__all__ = ["KeptAway", "TokenStore", "Tokens"]


class KeptAway(str):
    """Stands for a token that is not read until it is needed: an empty text that knows how to fetch it."""

    place: str
    fetch: Callable[[], str]

    def __new__(cls, place: str, fetch: Callable[[], str]) -> Self:
        """`fetch` gives the token that `place` names, or raises a PostCardItError."""
        away = super().__new__(cls, "")
        away.place, away.fetch = place, fetch
        return away


@dataclass(frozen=True, slots=True)
class Tokens:
    """A session as the client keeps it. Times are Unix times in seconds, on this machine's clock.

    `refresh_at` is when the access token is traded for a new one; None means a minute before it expires.
    `clock_offset` is how many seconds the server's clock was ahead of this machine's when the tokens came.
    """

    access_token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    expires_at: float | None = None
    user_id: str | None = None
    username: str | None = None
    refresh_at: float | None = None
    clock_offset: float = 0.0

    def __reduce__(self) -> NoReturn:
        raise TypeError("Tokens are not pickled: a pickle keeps secrets in the clear. Pass the store's path instead.")


class TokenStore(Protocol):
    """Keeps one account's tokens. The lock makes one refresh of many: hold it, load again, then decide.

    A store may also have `blackbox` (a Recorder, which hears what happens) and `notice` (called with a sentence for
    people when the tokens could not be kept).
    """

    @property
    def lock(self) -> Lock:
        """Held by whoever refreshes."""
        ...

    def load(self) -> Tokens | None:
        """The tokens as they are now, or None."""
        ...

    def save(self, tokens: Tokens) -> None:
        """Keep these instead."""
        ...

    def clear(self) -> None:
        """Forget them."""
        ...
