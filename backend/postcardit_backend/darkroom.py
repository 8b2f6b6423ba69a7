"""Where photos that have arrived are developed, one after the other; only so many may wait."""

import asyncio
import logging
import threading
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor

from postcardit_sdk.contract.problems import Code

from .failures import trace_of
from .ports import Ports
from .records import UploadRecord
from .refusal import Refused
from .services.developing import develop

__all__ = ["Darkroom"]

_log = logging.getLogger("postcardit")


class Darkroom:
    """One thread of this process. What it has begun it finishes, whether anybody waits for it or not."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="postcardit-photo")
        self._waiting = Counter[str]()
        self._lock = threading.Lock()

    def require_room(self) -> None:
        """Refuses unavailable when no more may wait."""
        if not self._has_room():
            raise Refused(Code.UNAVAILABLE, "Too many photos are being processed.", retry_after=2)

    async def develop(self, upload_id: str) -> UploadRecord:
        """Develop an upload that is processing, and wait for what becomes of it: whoever asks has asked for room.
        Refuses what `develop` refuses."""
        future = self._submit(upload_id)
        heard: Future[UploadRecord] = Future()
        heard.set_running_or_notify_cancel()  # who gives up waiting cancels this, and not the work
        future.add_done_callback(lambda done: _pass_on(done, heard))
        return await asyncio.wrap_future(heard)

    def take_up(self) -> None:
        """Develop what was left processing, by a server that was killed or by one that stopped."""
        for upload_id in self._ports.arrivals.waiting():
            if upload_id not in self._waiting and self._has_room():  # the others have their turn later
                self._submit(upload_id).add_done_callback(_log_failure)

    def close(self) -> None:
        """Let go of what waits and of what is being decoded: the next server takes it up."""
        self._ports.decoder.close()
        self._thread.shutdown(cancel_futures=True)

    def _has_room(self) -> bool:
        return self._waiting.total() <= self._ports.settings.photos_waiting

    def _submit(self, upload_id: str) -> "Future[UploadRecord]":
        """An upload may be here twice: who comes second finds it settled, or put back and complete once more."""
        with self._lock:
            self._waiting[upload_id] += 1
        future = self._thread.submit(develop, upload_id, self._ports)
        future.add_done_callback(lambda _: self._leave(upload_id))  # maybe at once: outside of the lock
        return future

    def _leave(self, upload_id: str) -> None:
        with self._lock:
            self._waiting[upload_id] -= 1
            if not self._waiting[upload_id]:
                del self._waiting[upload_id]


def _log_failure(done: "Future[UploadRecord]") -> None:
    error = None if done.cancelled() else done.exception()
    if error is not None:
        _log.warning("a photo that was left over could not be developed\n%s", trace_of(error))


def _pass_on(done: "Future[UploadRecord]", heard: "Future[UploadRecord]") -> None:
    if done.cancelled():
        heard.set_exception(Refused(Code.UNAVAILABLE, "The server is about to stop.", retry_after=1))
    elif error := done.exception():
        heard.set_exception(error)
    else:
        heard.set_result(done.result())
