"""A server with every bad manner that a network has, for the transport to live with."""

import hashlib
import socket
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

__all__ = ["odd_server"]


class _Odd(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    closed = 0
    hidden = 0

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the name that http.server gives it
        """Say nothing."""

    def _answer(self, body: bytes = b"ok", status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def do_GET(self) -> None:  # the name that http.server asks for
        with suppress(OSError):
            getattr(self, f"on_{self.path.strip('/').partition('/')[0]}")()

    do_POST = do_GET  # noqa: N815  # the names that http.server asks for
    do_PUT = do_GET  # noqa: N815

    def on_ok(self) -> None:
        self._answer(self.headers.get("Authorization", "nobody").encode(), X_Request_Id="r-1")

    def on_echo(self) -> None:
        body = self._body()
        self._answer(f"{len(body)} {hashlib.sha256(body).hexdigest()}".encode())

    def on_silent(self) -> None:
        time.sleep(6)

    def on_drip(self) -> None:
        self._answer(b"", Content_Length="1000")
        for _ in range(30):
            self.wfile.write(b".")
            time.sleep(0.2)

    def on_cut(self) -> None:
        self._answer(b"", Content_Length="1000")
        self.wfile.write(b"half")
        self.close_connection = True

    def on_drop(self) -> None:
        self.connection.shutdown(socket.SHUT_RDWR)
        self.close_connection = True

    def on_away(self) -> None:
        port = self.connection.getsockname()[1]
        self._answer(b"away", 302, Location=f"http://localhost:{port}/trap")

    def on_trap(self) -> None:
        type(self).hidden += 1
        self._answer()

    def on_here(self) -> None:
        self._body()
        self._answer(b"here", 307, Location="/ok")

    def on_challenge(self) -> None:
        self._answer(b"{}", 401, WWW_Authenticate='Bearer realm="odd"')

    def on_ticks(self) -> None:
        self._answer(b"", Content_Type="text/event-stream", Content_Length="100000")
        try:
            for number in range(100):
                self.wfile.write(f"tick {number}\n".encode())
                self.wfile.flush()
                time.sleep(0.1)
        except OSError:
            type(self).closed += 1

    def on_counts(self) -> None:
        self._answer(f"{type(self).closed} {type(self).hidden}".encode())


@contextmanager
def odd_server() -> Generator[str, None, None]:
    """Serves while the `with` lasts, and gives its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Odd)
    server.daemon_threads = True
    server.handle_error = lambda request, client_address: None  # type: ignore[method-assign]  # clients go away here
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
