"""One round through an outbox: what waits is sent, in order, each thing once.

The item is marked as `sending` before its request leaves, and as what became of it after; a round that dies in between
leaves an item that the next one sends again, with the same key and the same body.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from ..contract import operations as ops
from ..contract.friends import Friendship, RequestFriend
from ..contract.postcards import ConfirmReceipts, Postcard, SendPostcard
from ..contract.problems import Code
from ..contract.uploads import UploadPurpose
from ..contract.wire import Wire, new_id
from ..endpoint import Runner
from ..errors import (
    InvalidRequest,
    LocalStoreFailed,
    NotFound,
    OutboxRefused,
    PhotoRefused,
    PostCardItError,
    SignInRequired,
    TimedOut,
    TokenFileUnsafe,
)
from ..flow import Call, Flow, Lock, Pause, Progress, Talk, Work
from ..local import outbox
from ..local.flush_lock import flush_lock
from ..local.outbox_items import OutboxItem, Reason, Task
from .outbox_verdict import Verdict, doubt_after, reason_of, verdict_on
from .tally import Tally
from .uploads import announcement, send_photo

if TYPE_CHECKING:
    import sqlite3

__all__ = ["Flushed", "flush_outbox"]

T = TypeVar("T")

_LOCK_POLL_SECONDS = 0.05
_LOCK_POLLS = 12_000


@dataclass(frozen=True, slots=True)
class Flushed:
    """What a flush did: how many items are done, how many failed, how many wait on, and why the last of them does."""

    done: int
    failed: int
    left: int
    reason: Reason | None


def flush_outbox(
    runner: Runner,
    on_progress: Callable[[OutboxItem], None] | None = None,
    on_transfer: Callable[[Progress], None] | None = None,
) -> Talk[Flushed]:
    """The flow behind `outbox.flush`, for flows that need it as a step."""
    user_id = runner.session.user_id
    lock = flush_lock(runner.local, user_id)
    yield from _taken(lock)
    try:
        return (yield from _only_as(user_id, _Round(runner, user_id, on_progress, on_transfer).run()))
    finally:
        lock.release()


def _taken(lock: Lock) -> Talk[None]:
    """Wait until nobody else flushes."""
    for _ in range(_LOCK_POLLS):
        try:
            if lock.try_acquire():
                return
        except (TokenFileUnsafe, OSError) as error:
            raise LocalStoreFailed(f"The outbox cannot be locked: {error}") from error
        yield Pause(_LOCK_POLL_SECONDS)
    raise TimedOut("Another program has been flushing this outbox for ten minutes: is it stopped?")


def _only_as(user_id: str, flow: Flow[T]) -> Talk[T]:
    """A flow whose calls go out in this user's name or not at all: accounts may be switched at any moment."""
    talk = iter(flow)
    try:
        said = next(talk)
        while True:
            try:
                reply = yield replace(said, only_as=user_id) if isinstance(said, Call) else said
            except PostCardItError as error:
                said = talk.throw(error)
            else:
                said = talk.send(reply)
    except StopIteration as stop:
        result: T = stop.value
        return result
    finally:
        talk.close()


class _Dropped(PostCardItError):
    """Somebody dropped the item while its photo was on its way."""


class _Round:
    """One round, by whoever holds the lock."""

    def __init__(
        self,
        runner: Runner,
        user_id: str,
        on_progress: Callable[[OutboxItem], None] | None,
        on_transfer: Callable[[Progress], None] | None,
    ) -> None:
        self._runner, self._user_id = runner, user_id
        self._tell, self._on_transfer = on_progress, on_transfer
        self._task: Task
        self._done = self._failed = 0
        self._skipping: set[str] = set()
        self._was_struck = False
        self._reason: Reason | None = None

    def run(self) -> Talk[Flushed]:
        """Send the head of each conversation until nothing is left that can be sent."""
        yield from self._write(partial(outbox.begin_round, user_id=self._user_id, now=_now()))
        is_offline = False
        while not is_offline and (task := (yield from self._next())) is not None:
            is_offline = (yield from self._attempt(task)) is Verdict.OFFLINE
        left = yield from self._write(partial(outbox.count_queued, user_id=self._user_id))
        return Flushed(self._done, self._failed, left, self._reason)

    def _next(self) -> Talk[Task | None]:
        if self._runner.session.user_id != self._user_id:
            raise SignInRequired("Another account has signed in here meanwhile.")
        task = yield from self._write(partial(outbox.take, user_id=self._user_id, skipping=self._skipping, now=_now()))
        if task is not None:
            yield from self._say(task.item.item_id)
        return task

    def _attempt(self, task: Task) -> Talk[Verdict | None]:
        """Send it, and keep what came of it. None: it is done, or gone. A server that fails twice in a row is away."""
        self._task = task
        try:
            result = yield from self._sent(task)
        except _Dropped:
            return None
        except PostCardItError as error:
            task = self._task
            verdict = verdict_on(error, task)
            yield from self._settle(error, verdict, task)
            if verdict is Verdict.RAISED:
                raise
            is_second, self._was_struck = self._was_struck, verdict is Verdict.STRUCK
            return Verdict.OFFLINE if self._was_struck and is_second else verdict
        yield from self._finish(task, result)
        self._was_struck = False
        return None

    def _settle(self, error: PostCardItError, verdict: Verdict, task: Task) -> Talk[None]:
        item_id, reason, doubt = task.item.item_id, reason_of(error), doubt_after(error, task)
        match verdict:
            case Verdict.ARRIVED:
                yield from self._finish(task, None)
                return
            case Verdict.REFUSED:
                self._failed += 1

                def change(connection: "sqlite3.Connection") -> None:
                    if isinstance(error, PhotoRefused) or reason.code == Code.UPLOAD_REJECTED.value:
                        outbox.forget_upload(connection, item_id, _photo_key())  # what is retried is uploaded anew
                    outbox.fail(connection, item_id, reason, _now(), doubt=bool(doubt))

            case _:
                self._reason = reason
                self._skipping.add(task.item.conversation)

                def change(connection: "sqlite3.Connection") -> None:
                    outbox.put_back(connection, item_id, reason, _now(), doubt=doubt)

        yield from self._write(change)
        yield from self._say(item_id)

    def _finish(self, task: Task, result: Wire | None) -> Talk[None]:
        """In one transaction the waiting card becomes the server's: nobody sees both, or neither."""
        from ..local.mirror import put_postcard  # it brings SQLite, which who queues nothing need not pay for

        item_id = task.item.item_id

        def change(connection: "sqlite3.Connection") -> None:
            outbox.finish(connection, item_id, _id_of(result), _now())
            if isinstance(result, Postcard):
                put_postcard(connection, self._user_id, result)

        yield from self._write(change)
        self._done += 1
        yield from self._say(item_id)

    def _sent(self, task: Task) -> Talk[Wire]:
        key = task.item.item_id
        match task.body:
            case SendPostcard() as body if task.item.photo_bytes is not None:
                return (yield from self._sent_with_photo(task, body))
            case SendPostcard() as body:
                return (yield from Call(ops.send_postcard, body, idempotency_key=key))
            case RequestFriend() as body:
                return (yield from Call(ops.request_friend, body, idempotency_key=key))
            case ConfirmReceipts() as body:
                return (yield from Call(ops.confirm_receipts, body))
            case body:
                return (yield from Call(ops.update_me, body))

    def _sent_with_photo(self, task: Task, body: SendPostcard) -> Talk[Postcard]:
        """The card with the upload that is noted for it: the same body each time, until the server has it no more."""
        item_id, upload_id = task.item.item_id, task.upload_id
        if upload_id is not None:
            try:
                return (yield from self._sent_as(item_id, body, upload_id))
            except InvalidRequest as error:
                if error.code is not Code.UNKNOWN_IMAGE:
                    raise
            task = yield from self._to_upload_anew(task)
        try:
            upload_id = yield from self._uploaded(task)
        except (NotFound, InvalidRequest) as error:
            if isinstance(error, InvalidRequest) and error.code is not Code.IDEMPOTENCY_KEY_REUSED:
                raise
            upload_id = yield from self._uploaded((yield from self._to_upload_anew(task)))
        if not (yield from self._write(partial(outbox.keep_upload, item_id=item_id, upload_id=upload_id))):
            raise _Dropped
        return (yield from self._sent_as(item_id, body, upload_id))

    def _sent_as(self, item_id: str, body: SendPostcard, upload_id: str) -> Talk[Postcard]:
        whole = body.model_copy(update={"upload_id": upload_id})
        return (yield from Call(ops.send_postcard, whole, idempotency_key=item_id))

    def _uploaded(self, task: Task) -> Talk[str]:
        """Send its photo from where the server has got to: it knows the upload by its key and by the photo's hash."""
        item_id = task.item.item_id
        photo = yield from self._read(partial(outbox.photo_of, item_id=item_id))
        if photo is None:
            raise _Dropped
        announced = yield from announcement(photo, task.photo_type, UploadPurpose.POSTCARD)
        upload = yield from Call(ops.create_upload, announced, idempotency_key=task.upload_key)
        if not (yield from self._write(partial(outbox.begin_upload, item_id=item_id, upload_id=upload.upload_id))):
            raise _Dropped
        return (yield from send_photo(upload, photo, Tally(self._on_transfer, len(photo)))).upload_id

    def _to_upload_anew(self, task: Task) -> Talk[Task]:
        """The server has the photo no more, and so it never had the card."""
        key = _photo_key()
        yield from self._write(partial(outbox.forget_upload, item_id=task.item.item_id, upload_key=key))
        self._task = replace(task, item=replace(task.item, may_have_arrived=False), upload_id=None, upload_key=key)
        return self._task

    def _read(self, query: "Callable[[sqlite3.Connection], T]") -> Talk[T]:
        return (yield from Work(lambda: self._runner.local.read(query)))

    def _write(self, verb: "Callable[[sqlite3.Connection], T]") -> Talk[T]:
        return (yield from Work(lambda: self._runner.local.write(verb)))

    def _say(self, item_id: str) -> Talk[None]:
        """Tell whoever wants to know how an item stands now; one that was dropped is passed over."""
        if self._tell is None:
            return
        try:
            item = yield from self._read(partial(outbox.get, user_id=self._user_id, item_id=item_id))
        except OutboxRefused:
            return
        self._tell(item)


def _id_of(result: Wire | None) -> str | None:
    match result:
        case Postcard():
            return result.postcard_id
        case Friendship():
            return result.friendship_id
        case _:
            return None


def _photo_key() -> str:
    return f"photo-{new_id()}"


def _now() -> int:
    return time.time_ns() // 1_000_000
