"""The doors: a folder in this process, or a server on a socket."""

import os
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from .app import Backend
from .lab.control import Lab
from .settings import Settings
from .wiring import open_folder

if TYPE_CHECKING:
    import uvicorn

__all__ = ["Server", "open_embedded", "serve"]

_UNTAKEN_MS = 30_000
"""How long a client may leave untaken what it was sent: then its connection is closed, whether it is slow or gone."""


def open_embedded(path: str | os.PathLike[str], settings: Settings | None = None) -> Backend:
    """Open a data folder in this process, making it if need be. Any number of processes may have it open."""
    return Backend(open_folder(Path(path), settings or Settings()))


def serve(
    data: Path,
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    settings: Settings | None = None,
    on_ready: Callable[[str], None] | None = None,
) -> None:
    """Serve a data folder until SIGINT or SIGTERM; `on_ready` hears the address. Port 0 is a free one.

    Raises OSError when the address cannot be had.
    """
    with _listen(host, port) as listener:
        backend = open_embedded(data, settings)
        try:
            if on_ready is not None:
                on_ready(_url(listener))
            _uvicorn(backend, settings or Settings()).run(sockets=[listener])
        finally:
            backend.close()


class Server:
    """A backend on a socket, served by a thread of this process while the `with` lasts."""

    def __init__(self, data: Path, host: str = "127.0.0.1", port: int = 0, *, settings: Settings | None = None) -> None:
        self._backend = open_embedded(data, settings)
        try:
            self._listener = _listen(host, port)
        except OSError:
            self._backend.close()
            raise
        self._server = _uvicorn(self._backend, settings or Settings())
        self._thread = threading.Thread(target=self._run, name="postcardit-server", daemon=True)
        self.url = _url(self._listener)

    @property
    def lab(self) -> Lab:
        """What testers may move: the clock and so on."""
        return self._backend.lab

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        self._thread.join()
        self._listener.close()
        self._backend.close()

    def _run(self) -> None:
        self._server.run(sockets=[self._listener])


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if hasattr(socket, "TCP_USER_TIMEOUT"):  # Linux; each connection has it from here
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _UNTAKEN_MS)
        listener.bind((host, port))
        listener.listen(512)
    except OSError:
        listener.close()
        raise
    return listener


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _uvicorn(backend: Backend, settings: Settings) -> "uvicorn.Server":
    import uvicorn

    from .lab.connection import EndableConnection

    class HangsUp(uvicorn.Server):
        """Ends streams when it is told to stop: else it would wait for them until its patience is over."""

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            backend.hang_up()
            await super().shutdown(sockets)

    config = uvicorn.Config(
        backend.app,
        http=EndableConnection,
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=[*settings.trusted_proxies],
        timeout_graceful_shutdown=5,
    )
    return HangsUp(config)
