"""A server in a process of its own, always at the same address: it may be killed and started again."""

import socket
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

__all__ = ["Served"]

SERVER = Path(__file__).with_name("serve_folder.py")


class Served:
    """Runs while the `with` lasts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port: int = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}"
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        self.start()
        self.wait_until_ready()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    def start(self) -> None:
        command = [sys.executable, str(SERVER), str(self.folder), str(self._port)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    def wait_until_ready(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        assert self._process.stdout.readline().strip() == self.url

    @property
    def process_id(self) -> int:
        """The system's number for it."""
        assert self._process is not None
        return self._process.pid

    def kill(self) -> None:
        """kill -9: nothing is flushed, nobody is told."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            assert self._process.stdout is not None
            self._process.stdout.close()
            self._process = None
