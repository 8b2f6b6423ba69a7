"""The decoder that services see: one process, begun when it is needed, kept warm, renewed, ended with its server."""

import errno
import logging
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from postcardit_sdk.contract.problems import Code

from ..ports import Decoded
from ..refusal import Refused
from .process import Ended, LineProcess

if TYPE_CHECKING:
    from postcardit_sdk.images import ImageProblem

__all__ = ["ProcessDecoder"]

_log = logging.getLogger("postcardit")

_PHOTOS = 100
"""How many one process decodes: then its memory is the system's again."""
_START_SECONDS = 60.0
_FULL = (errno.ENOSPC, errno.EDQUOT)


def _blamed(code: Code, words: str) -> "ImageProblem":
    from postcardit_sdk.images import ImageProblem  # whoever decodes nothing needs no imaging library

    return ImageProblem(code, words)


class ProcessDecoder:
    """Any thread may ask; they take turns. A process that is idle ends after a while."""

    def __init__(self, seconds: float, idle_seconds: float, command: Sequence[str] | None = None) -> None:
        self._seconds, self._idle_seconds, self._command = seconds, idle_seconds, command
        self._turn = threading.Lock()
        self._process: LineProcess | None = None
        self._photos, self._used_at = 0, 0.0
        self._closed = threading.Event()
        self._idle: threading.Timer | None = None

    @property
    def is_closed(self) -> bool:
        """Whether its server is about to stop."""
        return self._closed.is_set()

    @property
    def process_id(self) -> int | None:
        """The number of the process that is warm, if one is."""
        process = self._process
        return None if process is None else process.process_id

    def decode(self, source: Path, content_type: str, purpose: str) -> Decoded:
        """Ask the process; whatever ends it was this photo's doing."""
        photo, thumbnail = source.with_suffix(".photo"), source.with_suffix(".thumbnail")
        job = {"source": source, "contentType": content_type, "purpose": purpose}
        job |= {"photo": photo, "thumbnail": thumbnail}
        with self._turn:
            answer = self._ask({name: str(value) for name, value in job.items()})
        if "problem" in answer:
            raise _blamed(Code(answer["problem"]), answer["what"])
        if "failure" in answer:
            _log.warning("a photo was refused: its decoder failed\n%s", answer["failure"])
            raise _blamed(Code.IMAGE_UNREADABLE, "cannot be decoded")
        if "errno" in answer:
            raise _trouble(answer["errno"])
        return Decoded(photo, thumbnail, answer["width"], answer["height"], answer["thumbHash"])

    def close(self) -> None:
        """End the process, and with it whatever it decodes."""
        self._closed.set()
        process = self._process
        if process is not None:
            process.kill()
        with self._turn:
            self._end()

    def _ask(self, job: dict[str, Any]) -> dict[str, Any]:
        process = self._warm()
        try:
            answer = process.ask(job, self._seconds)
        except Ended as ended:
            self._process = None
            if self._closed.is_set():
                raise _closing() from None
            _log.warning("a photo was refused: its decoder ended, %s", ended)
            raise _blamed(Code.IMAGE_UNREADABLE, "cannot be decoded") from None
        self._photos += 1
        if self._photos >= _PHOTOS or "failure" in answer:
            self._end()
        else:
            self._cool_down()
        return answer

    def _warm(self) -> LineProcess:
        """The process, begun anew if there is none or it has ended meanwhile. Refuses unavailable."""
        if self._closed.is_set():
            raise _closing()
        if self._process is not None and self._process.is_running:
            return self._process
        self._end()
        try:
            process = LineProcess(self._command)
            self._process, self._photos = process, 0
            if self._closed.is_set():
                process.kill()  # whoever closes may have found none to kill
            process.ask(None, _START_SECONDS)
        except (OSError, Ended) as error:
            self._process = None
            if self._closed.is_set():
                raise _closing() from None
            _log.error("no process could be begun to decode photos: %s", error)
            raise Refused(Code.UNAVAILABLE, "Photos cannot be checked at the moment.", retry_after=5) from None
        return process

    def _cool_down(self) -> None:
        """From now on it is idle; when it has been so for long enough it ends."""
        self._used_at = time.monotonic()  # real time: how long a process idles
        if self._idle is None:
            self._look_later()

    def _look_later(self) -> None:
        self._idle = threading.Timer(self._idle_seconds, self._end_if_idle)
        self._idle.daemon = True
        self._idle.start()

    def _end_if_idle(self) -> None:
        with self._turn:
            self._idle = None
            idle = time.monotonic() - self._used_at  # real time: how long a process idles
            if self._process is not None and idle < self._idle_seconds:
                self._look_later()
            else:
                self._end()

    def _end(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None
        if self._process is not None:
            self._process.close()
            self._process = None


def _trouble(number: int) -> Refused | OSError:
    """What the disk said is not the photo's fault."""
    if number in _FULL:
        return Refused(Code.UNAVAILABLE, "The disk is full: the photo was not kept.", retry_after=5)
    return OSError(number, "the decoder could not read or write a file")


def _closing() -> Refused:
    return Refused(Code.UNAVAILABLE, "The server is about to stop.", retry_after=1)
