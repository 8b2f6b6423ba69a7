"""A backend in a folder of its own: in this process, or behind a socket."""

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from tenacity import wait_none

from ..asgi import EMBEDDED_URL
from ..client import Client
from ..installed_backend import open_installed, serve_installed
from ..lab import sign_up
from ..retry import default_policy
from ..tokens import MemoryTokens

if TYPE_CHECKING:
    from tenacity import BaseRetrying

    from ..embedded import EmbeddedTransport
    from ..flow import Channel, Request, Response, Talk

__all__ = ["Stage"]

T = TypeVar("T")


class Stage:
    """A backend and clients for it. What it opens it closes, clients first.

    `url` is where it is, `folder` where its data is.
    """

    def __init__(self, folder: Path, *, is_served: bool) -> None:
        self.folder, self.is_served = folder, is_served
        self.url = EMBEDDED_URL
        self._stack = ExitStack()
        self._transport: EmbeddedTransport | None = None
        self._lab: Client | None = None

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            if self.is_served:
                self.url = stack.enter_context(serve_installed(self.folder)).url
            else:
                self._transport = open_installed(self.folder)
                stack.callback(self._transport.close)
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def client(self, *, retry: "BaseRetrying | None" = None) -> Client:
        """A client in which nobody has signed in, with a mirror and an outbox in memory.

        It tries as often as any client does, without the pauses between; `retry` is a policy of your own.
        """
        transport = None if self._transport is None else _Shared(self._transport)
        policy = default_policy().copy(wait=wait_none()) if retry is None else retry
        client = Client(self.url, tokens=MemoryTokens(), transport=transport, retry=policy)
        self._stack.enter_context(client)
        return client

    def sign_up(self, username: str, *, email: str | None = None, password: str = "correct horse") -> Client:
        """A client of somebody who has just opened an account."""
        client = self.client()
        client.run(sign_up(self.folder, username, email=email, password=password))
        return client

    def run(self, flow: "Talk[T]") -> T:
        """Perform a flow for the laboratory."""
        if self._lab is None:
            self._lab = self.client()
        return self._lab.run(flow)


class _Shared:
    """One backend for many clients: none of them closes it."""

    def __init__(self, transport: "EmbeddedTransport") -> None:
        self._transport = transport

    def send(self, request: "Request") -> "Response":
        """As the transport does."""
        return self._transport.send(request)

    def open(self, request: "Request") -> Any:
        """As the transport does."""
        channel: Channel = self._transport.open(request)
        return channel

    def close(self) -> None:
        """The stage closes it."""
