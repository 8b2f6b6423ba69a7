"""One socket of this process, behind which one backend after the other answers: opening a socket takes longer than most
tests."""

import contextlib
import socket
import threading
from collections.abc import Generator

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["Door", "open_door"]


class Door:
    """An ASGI application that is another one: whichever stands behind it now."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._behind: ASGIApp | None = None

    @contextlib.contextmanager
    def leads_to(self, app: ASGIApp) -> Generator[None]:
        """While this lasts."""
        before, self._behind = self._behind, app
        try:
            yield
        finally:
            self._behind = before

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self._behind is not None, "nothing stands behind this door"
        await self._behind(scope, receive, send)


@contextlib.contextmanager
def open_door() -> Generator[Door]:
    """Listen on a port of this machine."""
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listener:
        door = Door(f"http://127.0.0.1:{listener.getsockname()[1]}")
        config = uvicorn.Config(
            door, lifespan="off", log_level="warning", access_log=False, server_header=False, proxy_headers=False,
            timeout_graceful_shutdown=5,
        )  # fmt: skip
        server = uvicorn.Server(config)
        thread = threading.Thread(target=lambda: server.run(sockets=[listener]), name="door", daemon=True)
        thread.start()
        try:
            yield door
        finally:
            server.should_exit = True
            thread.join()
