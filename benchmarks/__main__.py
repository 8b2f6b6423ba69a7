"""`make bench`: prints a table and writes benchmarks/RESULTS.md. Quote ratios taken in one run: machines are noisy."""

import contextlib
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path

from postcardit_sdk import Client
from postcardit_sdk.contract.wire import new_id

from . import functions, images, swift
from .load import Load, run_load
from .server import pin

RESULTS = Path(__file__).with_name("RESULTS.md")
CONNECTIONS = 32
CARDS = 200


@contextlib.contextmanager
def server(data: Path) -> Generator[tuple[str, int]]:
    """A backend in a process of its own, on the second core; gives its address and process id."""
    command = [sys.executable, "-m", "benchmarks.server", str(data)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield _address(process), process.pid
    finally:
        process.terminate()
        process.wait()


def _address(process: "subprocess.Popen[str]") -> str:
    line = process.stdout.readline() if process.stdout is not None else ""
    if not line:
        raise RuntimeError("the server did not start")
    return line.strip()


def cpu_seconds(pid: int) -> float:
    """CPU time of a process so far (Linux), or of finished children elsewhere."""
    with contextlib.suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime


def _sign_up(url: str, data: Path, name: str) -> Client:
    client = Client(url)
    client.auth.register(name, f"{name}@example.com", "correct horse")
    key = {"x-lab-key": (data / "lab.key").read_text()}
    mail = client.service.request("GET", f"/lab/mailbox?user={name}", headers=key, signed_in=False)
    code = json.loads(mail.body)["messages"][0]["code"]
    client.auth.confirm(f"{name}@example.com", code, password="correct horse")
    return client


def _token(client: Client) -> str:
    tokens = client.session.tokens.load()
    assert tokens is not None, "signed in above"
    return tokens.access_token


def measure(data: Path) -> list[tuple[str, Load, float]]:
    """Each row: what was asked, what it took, and the server's CPU per request in microseconds."""
    with server(data) as (url, pid):
        alice, bob = _sign_up(url, data, "alice"), _sign_up(url, data, "bob")
        bob.friends.accept(alice.friends.request("bob").friendship_id)
        for number in range(CARDS):
            alice.postcards.send("bob", f"Card {number}: the weather is fine, the food is better.")
        port = int(url.rpartition(":")[2])
        head = f"Host: 127.0.0.1:{port}\r\nAuthorization: Bearer {_token(alice)}\r\n"
        listing = f"GET /v1/postcards?limit=20 HTTP/1.1\r\n{head}\r\n".encode()
        body = json.dumps({"recipientUsername": "bob", "message": "Ciao!"})
        keyed = (
            f"POST /v1/postcards HTTP/1.1\r\n{head}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        )

        def reading(_: int) -> bytes:
            return listing

        def sending(_: int) -> bytes:
            return f"{keyed}Idempotency-Key: {new_id()}\r\n\r\n{body}".encode()

        rows: list[tuple[str, Load, float]] = []
        for title, make, requests in (
            ("list 20 postcards, signed in", reading, 6000),
            ("send a postcard, durable (WAL, synchronous=FULL)", sending, 3000),
        ):
            run_load(port, make, requests=300, connections=CONNECTIONS)
            before = cpu_seconds(pid)
            load = run_load(port, make, requests=requests, connections=CONNECTIONS)
            rows.append((title, load, (cpu_seconds(pid) - before) / requests * 1e6))
        alice.close()
        bob.close()
    return rows


def main() -> int:
    """Measure, print, write."""
    compiled = swift.table(swift.measure())  # before this process is kept to one core: the compiler may have all
    pin(0)
    with tempfile.TemporaryDirectory() as folder:
        rows = measure(Path(folder))
    lines = [
        "# Results",
        "",
        f"{CONNECTIONS} connections, one server process, client and server on a core each; Python"
        f" {sys.version.split()[0]}. `make bench` writes this page.",
        "",
        "| what | requests/s | p50 ms | p99 ms | server CPU µs/request |",
        "|---|---|---|---|---|",
        *(f"| {title} | {load.per_second:,.0f} | {load.p50_ms:.1f} | {load.p99_ms:.1f} | {cpu:.0f} |"
          for title, load, cpu in rows),
        "",
        *images.table(images.measure()),
        *functions.table(),
        *compiled,
    ]  # fmt: skip
    RESULTS.write_text("\n".join(lines), "utf-8")
    sys.stdout.write("\n".join(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
