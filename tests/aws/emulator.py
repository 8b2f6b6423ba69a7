"""AWS for tests: the emulator ministack in a process of its own, on a port of its own."""

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Generator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from botocore.session import Session

from postcardit_backend.aws.clients import Clients
from postcardit_backend.aws.schema import Table, table_of
from postcardit_backend.aws.tables import Tables

__all__ = ["REGION", "Emulator", "command", "end_shared", "make_table", "running", "shared"]

REGION = "eu-central-1"
_HOME = Path(__file__).resolve().parents[2] / "build" / "emulator"
_PATIENCE_SECONDS = 60


def command() -> Path | None:
    """Where `make` has installed it, if it has."""
    found = Path(os.environ.get("POSTCARDIT_EMULATOR", _HOME / "bin" / "ministack"))
    return found if found.is_file() else None


@dataclass(frozen=True, slots=True)
class Emulator:
    """A running one. It keeps everything in memory."""

    url: str
    log: Path

    @property
    def clients(self) -> Clients:
        """Clients for it, whatever the environment says."""
        return Clients(REGION, self.url, _session())

    @contextlib.contextmanager
    def tables(self) -> Generator[Tables]:
        """Two empty tables of one's own."""
        client: Any = self.clients.of("dynamodb")
        prefix = f"test-{secrets.token_hex(6)}"
        names: dict[Table, str] = {"main": f"{prefix}-main", "brief": f"{prefix}-brief"}
        for table, name in names.items():
            make_table(client, name, table)
        try:
            yield Tables(client, names)
        finally:
            for name in names.values():
                client.delete_table(TableName=name)
            client.close()

    @contextlib.contextmanager
    def bucket(self) -> Generator[str]:
        """An empty bucket of one's own; gives its name."""
        client: Any = self.clients.of("s3")
        name = f"test-{secrets.token_hex(6)}"
        client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
        try:
            yield name
        finally:
            for one in client.list_objects_v2(Bucket=name).get("Contents", []):
                client.delete_object(Bucket=name, Key=one["Key"])
            client.delete_bucket(Bucket=name)
            client.close()


def make_table(client: Any, name: str, table: Table) -> None:
    """Make a table of a name that nobody else has: one that is there was made by this very request, sent again because
    its answer came late."""
    with contextlib.suppress(client.exceptions.ResourceInUseException):
        client.create_table(TableName=name, **table_of(table))


@contextlib.contextmanager
def running(program: Path, folder: Path) -> Generator[Emulator]:
    """Start one and end it, with everything that it has started."""
    port = _free_port()
    log = folder / "emulator.log"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("AWS_")},
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "IOT_MTLS_ENABLED": "0",
        "AUTH": "true",
        "HOME": str(folder),
        "TMPDIR": str(folder),
    }
    with log.open("wb") as output:
        process = subprocess.Popen(
            [program], cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            _wait(process, port, log)
            yield Emulator(f"http://127.0.0.1:{port}", log)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@cache
def _session() -> Session:
    """One for all: it keeps what it has read about services, which takes longer than most tests."""
    session = Session()
    session.set_credentials("test", "test")
    return session


_shared = contextlib.ExitStack()


@cache
def shared() -> Emulator:
    """The one of this process, started when it is first asked for and ended by `end_shared`. Where it is not installed
    the test that asks is skipped, unless it is required."""
    program = command()
    if program is None:
        if "aws" in os.environ.get("POSTCARDIT_REQUIRE", ""):
            pytest.fail("POSTCARDIT_REQUIRE asks for aws, and there is no emulator: make build/emulator/.ready")
        pytest.skip("no AWS emulator: run `make test`, which installs it")
    folder = Path(_shared.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
    return _shared.enter_context(running(program, folder))


def end_shared() -> None:
    """End it, if it was started."""
    _shared.close()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    end = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < end and process.poll() is None:
        with (
            contextlib.suppress(OSError),
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_ministack/health", timeout=5),
        ):
            return
        time.sleep(0.1)
    raise AssertionError(f"The emulator did not start:\n{log.read_text('utf-8', 'replace')[-2000:]}")
