"""The process that decodes: a line of JSON in, a line out, until its input ends. Run with `python -m`, never imported
by the server.

It answers `{"ready": true}` when it can begin. A job is {source, contentType, purpose, photo, thumbnail}: paths, two of
them to be written. The answer is {width, height, thumbHash}, or {problem, what} when the photo is to blame, or
{errno} when the disk is, or {failure} for anything else. It keeps no secret and gets none: its environment is bare.
"""

import json
import os
import queue
import resource
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from postcardit_backend.failures import trace_of
from postcardit_sdk.images import AVATAR_BOX, ImageProblem, store_photo

__all__ = ["main"]

_MEMORY_BYTES = 590 * 1024 * 1024
"""Of its own, beside the libraries that it maps: with those it stays under 640 MB."""
_FILE_BYTES = 64 * 1024 * 1024
"""Fifty megapixels of noise are written in less."""
_CPU_SECONDS = 60
"""For one photo. Also what ends a loop whose server has gone."""

Job = dict[str, str]


def main() -> None:
    """Answer jobs until the input ends: then this process ends at once, whatever it is doing."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    _limit(resource.RLIMIT_DATA, _MEMORY_BYTES)
    _limit(resource.RLIMIT_FSIZE, _FILE_BYTES)
    _limit(resource.RLIMIT_CORE, 0)
    jobs: queue.SimpleQueue[Job] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(jobs,), daemon=True).start()
    _say(answers, {"ready": True})
    while True:
        job = jobs.get()
        _limit(resource.RLIMIT_CPU, round(sum(os.times()[:2])) + 1 + _CPU_SECONDS)
        _say(answers, _answer(job))


def _listen(jobs: "queue.SimpleQueue[Job]") -> None:
    """The server's end of the pipe closes when it does, however it ends."""
    for line in sys.stdin:
        jobs.put(json.loads(line))
    os._exit(0)


def _answer(job: Job) -> dict[str, Any]:
    try:
        square = AVATAR_BOX if job["purpose"] == "avatar" else None
        stored = store_photo(Path(job["source"]), announced=job["contentType"], square=square)
        _write(job["photo"], stored.data)
        _write(job["thumbnail"], stored.thumbnail)
    except ImageProblem as problem:
        return {"problem": problem.code.value, "what": problem.what}
    except OSError as error:
        return {"errno": error.errno or 0}
    except Exception as error:  # noqa: BLE001  # MemoryError, and what a decoder may raise: the next photo is another
        return {"failure": trace_of(error)}
    return {"width": stored.width, "height": stored.height, "thumbHash": stored.thumb_hash}


def _write(path: str, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | os.O_NOFOLLOW
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        file.write(data)


def _say(answers: Any, answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer) + "\n")
    answers.flush()


def _limit(which: int, amount: int) -> None:
    """Lower a soft limit; where a system has none of this kind, the others must do."""
    with suppress(ValueError, OSError):
        _, hard = resource.getrlimit(which)
        resource.setrlimit(which, (amount if hard == resource.RLIM_INFINITY else min(amount, hard), hard))


if __name__ == "__main__":
    main()
