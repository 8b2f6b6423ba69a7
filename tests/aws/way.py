"""The way to the emulator, on which somebody stands: he counts what passes, and may do something then."""

import contextlib
import socket
import threading
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

__all__ = ["COMMIT", "MARK", "PHOTO", "Way", "way_to"]

COMMIT, MARK, PHOTO = b".TransactWriteItems", b".PutItem", b"PUT /"
_CHUNK = 1 << 16


@dataclass
class Way:
    """An address before another one. `meet` is called with the number of each request that has `watched` in it, before
    it is passed on, which an OSError ends; what it gives is called when it was answered, before that is passed on."""

    url: str
    watched: bytes = COMMIT
    meet: Callable[[int], Callable[[], object] | None] = lambda _: None
    is_cut: bool = False
    met: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def watch(self, watched: bytes, meet: Callable[[int], Callable[[], object] | None]) -> None:
        """Do this from the next request on, which is the first again."""
        self.watched, self.meet, self.met = watched, meet, 0

    def pass_on(self, near: socket.socket, far: socket.socket) -> None:
        """Carry what comes from the near end, and what is answered to it, until either has gone."""
        afterwards: list[Callable[[], object]] = []

        def answers() -> None:
            with contextlib.suppress(OSError):
                while chunk := far.recv(_CHUNK):
                    while afterwards:
                        afterwards.pop()()
                    near.sendall(chunk)

        carrier = threading.Thread(target=answers)
        carrier.start()
        with contextlib.suppress(OSError):
            while (chunk := near.recv(_CHUNK)) and not self.is_cut:
                if self.watched in chunk:
                    with self.lock:
                        self.met += 1
                    after = self.meet(self.met)
                    afterwards += [after] if after else []
                far.sendall(chunk)
        for end in (far, near):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        carrier.join()
        far.close()
        near.close()


@contextlib.contextmanager
def way_to(url: str) -> Generator[Way]:
    """Open one; it ends with everything that is on it."""
    goal = urlsplit(url)
    carriers: list[threading.Thread] = []
    with socket.create_server(("127.0.0.1", 0)) as door:
        way = Way(f"http://127.0.0.1:{door.getsockname()[1]}")

        def attend() -> None:
            with contextlib.suppress(OSError):
                while True:
                    near, _ = door.accept()
                    if way.is_cut:
                        near.close()
                        continue
                    far = socket.create_connection((str(goal.hostname), goal.port or 80))
                    carriers.append(threading.Thread(target=way.pass_on, args=(near, far)))
                    carriers[-1].start()

        attendant = threading.Thread(target=attend)
        attendant.start()
        try:
            yield way
        finally:
            door.shutdown(socket.SHUT_RDWR)
            attendant.join()
            for carrier in carriers:
                carrier.join()
