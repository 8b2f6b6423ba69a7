"""A client for each person of a world, all on one pool of connections."""

import time
from collections.abc import Callable
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

from ..exits import CommandFailed

if TYPE_CHECKING:
    from postcardit_sdk.client import Client

    from .ledger import Ledger, Member

__all__ = ["Crew"]

T = TypeVar("T")

_MOST_WAITS = 60
_USUAL_WAIT_SECONDS = 5.0


class Crew:
    """Signs people in where they are needed; their sessions are kept as those of personas are.

    `tell` hears how long is waited where the server has been asked too often.
    """

    def __init__(self, url: str, ledger: "Ledger", tell: Callable[[str], None]) -> None:
        from postcardit_sdk.http_transport import USUAL_TIMEOUTS, HttpTransport

        self._url, self._ledger, self._tell = url, ledger, tell
        self._transport = HttpTransport(url, USUAL_TIMEOUTS, None)
        self._clients: dict[str, Client] = {}
        self._lock = Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._transport.close()

    def unsigned(self, member: "Member") -> "Client":
        """A client in which this person has not signed in yet; what they sign in to is theirs from then on."""
        from postcardit_sdk.client import Client
        from postcardit_sdk.tokens import FileTokens

        path = self._ledger.session_path(member)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._lock:
            if member.name not in self._clients:
                tokens = FileTokens(path)
                self._clients[member.name] = Client(self._url, tokens=tokens, transport=self._transport)
            return self._clients[member.name]

    def signed_in(self, member: "Member") -> "Client":
        """A client that acts as this person. Raises CommandFailed when their password is not the file's."""
        from postcardit_sdk.errors import Unauthenticated

        client = self.unsigned(member)
        if client.session.tokens.load() is None:
            try:
                self.patiently(lambda: client.auth.login(member.username, member.password))
            except Unauthenticated:
                raise CommandFailed(
                    f"{member.username} cannot sign in with the password of the world's file.",
                    code="wrong_credentials",
                    hint="an account that is there already needs its own username and password in the file",
                ) from None
        return client

    def patiently(self, act: Callable[[], T]) -> T:
        """Act, and wait as long as the server asks for when there were too many before."""
        from postcardit_sdk.errors import RateLimited

        for _ in range(_MOST_WAITS):
            try:
                return act()
            except RateLimited as error:
                seconds = _USUAL_WAIT_SECONDS if error.retry_after is None else error.retry_after
                self._tell(f"The server lets through only so many at a time: going on in {seconds:.0f} s.")
                time.sleep(seconds)
        return act()
