"""Whether sign-ins take as long without an account as with one: `python -m benchmarks.sign_in_times`.

Both kinds are asked in turn, so that noise meets both alike, and their ranks are compared (Mann and Whitney): the
share of pairs in which the known name took longer is one half when nothing tells them apart.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from postcardit_backend.app import Backend
from postcardit_backend.settings import Quota, Settings
from postcardit_backend.wiring import open_folder
from postcardit_sdk import Client, PostCardItError
from postcardit_sdk.embedded import EMBEDDED_URL, EmbeddedTransport

SAMPLES = 40


def _seconds(client: Client, name: str) -> float:
    begin = time.perf_counter()
    try:
        client.auth.login(name, "wrong horse")
    except PostCardItError:
        return time.perf_counter() - begin
    raise RuntimeError("signed in with a wrong password")


def measure(samples: int) -> tuple[list[float], list[float]]:
    """Seconds of failed sign-ins with a known and with an unknown name, asked in turn."""
    many = Quota(1_000_000, 60)
    settings = Settings(sign_ins_per_account=many, sign_ins_per_address=many)
    with tempfile.TemporaryDirectory() as folder:
        opened = open_folder(Path(folder), settings)
        with Client(EMBEDDED_URL, transport=EmbeddedTransport(Backend(opened))) as client:
            client.auth.register("alice", "alice@example.com", "correct horse")
            client.auth.confirm("alice@example.com", opened.mailbox.read("alice")[0].code or "")
            pairs = [(_seconds(client, "alice"), _seconds(client, "nobody")) for _ in range(samples)]
    return [known for known, _ in pairs], [unknown for _, unknown in pairs]


def share_longer(known: list[float], unknown: list[float]) -> float:
    """In which share of all pairs the known name took longer: one half when nothing tells the names apart."""
    return sum(one > other for one in known for other in unknown) / len(known) / len(unknown)


def main() -> int:
    """Measure and print."""
    known, unknown = measure(SAMPLES)
    sys.stdout.write(
        f"median ms: {statistics.median(known) * 1e3:.2f} known, {statistics.median(unknown) * 1e3:.2f} unknown;"
        f" the known one took longer in {share_longer(known, unknown):.0%} of pairs\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
