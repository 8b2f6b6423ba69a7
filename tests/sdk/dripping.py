"""A server on a socket that says what it is told, when it is told: for streams, silences and broken connections."""

import socket
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

__all__ = ["HEAD", "Dripping", "Line", "dripping"]

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
REASONABLE_SECONDS = 10.0


@dataclass
class Line:
    """One connection, as the server has it."""

    asked: bytes
    _socket: socket.socket
    was_left: threading.Event = field(default_factory=threading.Event)

    def say(self, data: bytes) -> None:
        """Send bytes as they are."""
        self._socket.sendall(data)

    def chunk(self, data: bytes) -> None:
        """Send a chunk of a chunked body; an empty one ends it."""
        self.say(b"%x\r\n%b\r\n" % (len(data), data))

    def wait_until_left(self) -> bool:
        """Whether the client hangs up, within reason."""
        self._socket.settimeout(REASONABLE_SECONDS)
        try:
            while self._socket.recv(1024):
                pass
        except TimeoutError:
            return False
        except OSError:
            pass  # it hung up without a good-bye
        self.was_left.set()
        return True


@dataclass
class Dripping:
    """Where it listens, and the connections that it had."""

    url: str
    lines: list[Line] = field(default_factory=list[Line])


@contextmanager
def dripping(answer: Callable[[Line], object]) -> Generator[Dripping]:
    """Serve each connection by `answer` in a thread of its own, and close it when that returns, or this ends."""
    listener = socket.create_server(("127.0.0.1", 0))
    served = Dripping(f"http://127.0.0.1:{listener.getsockname()[1]}")
    threads: list[threading.Thread] = []
    connections: list[socket.socket] = []

    def serve(connection: socket.socket) -> None:
        with connection:
            asked = b""
            while b"\r\n\r\n" not in asked:
                part = connection.recv(4096)
                if not part:
                    return
                asked += part
            line = Line(asked, connection)
            served.lines.append(line)
            with suppress(OSError):  # the client hung up
                answer(line)

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            connections.append(connection)
            threads.append(threading.Thread(target=serve, args=(connection,), daemon=True))
            threads[-1].start()

    accepting = threading.Thread(target=accept, daemon=True)
    accepting.start()
    try:
        yield served
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        accepting.join()
        for connection in connections:
            with suppress(OSError):  # it is closed
                connection.shutdown(socket.SHUT_RDWR)
        for thread in threads:
            thread.join(REASONABLE_SECONDS)
