"""The server that is measured: `python -m benchmarks.server DATA` prints its address and serves."""

import os
import sys
from pathlib import Path

from postcardit_backend.entry import serve

__all__ = ["pin"]


def pin(core: int) -> None:
    """Keep this process to one core, where the system offers that and has two."""
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {core})


def _say(url: str) -> None:
    sys.stdout.write(f"{url}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    pin(1)
    serve(Path(sys.argv[1]), on_ready=_say)
