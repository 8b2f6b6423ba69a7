"""A server process to be killed: serves FOLDER, at PORT if one is given, and says its address on the first line of its
output."""

import sys
from pathlib import Path

from postcardit_backend.entry import serve


def say(url: str) -> None:
    sys.stdout.write(f"{url}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    serve(Path(sys.argv[1]), port=int(sys.argv[2]) if len(sys.argv) > 2 else 0, on_ready=say)
