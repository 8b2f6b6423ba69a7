"""What waits to be sent: queued on this machine without a network, and sent once when there is one.

    client.outbox.send("bob", "Ciao!", photo="venice.jpg")  # on the disk when this returns
    client.outbox.flush()

What the server refuses for good becomes `failed` and is shown with its reason, until it is retried, edited or dropped.
Until then it holds up what was queued after it to the same person (a failed postcard the next ones, a failed friend
request the postcards), and nothing else. Receipts and changes of the profile each have an order of their own. A person
named by username and the same one named by id count as one once the mirror knows them.

A program that waits until it can say what became of a postcard queues it with `go_on=True` and says `answered` then. If
it is stopped before, the same postcard queued so once more is the same one.
"""

import hashlib
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from ..contract.friends import RequestFriend
from ..contract.postcards import ConfirmReceipts, Font, Location, SendPostcard
from ..contract.users import UpdateUser
from ..contract.wire import new_id
from ..endpoint import ColourT, Resource, Runner, endpoint, spawned
from ..errors import OutboxRefused
from ..flow import Progress, Talk, Work, ask
from ..images import Photo
from ..local import outbox
from ..local.outbox_items import Body, NewItem, OutboxItem, PhotoSize, PhotoSizes, Reason, json_of
from ..people import is_id
from ..unset import UNSET, Unset
from .outbox_background import Alarm, flush_again_and_again
from .outbox_flush import Flushed, flush_outbox
from .photo_options import PhotoOptions, PhotoSource, prepared

if TYPE_CHECKING:
    import sqlite3

__all__ = ["Outbox"]

T = TypeVar("T")
Items = list[OutboxItem]


class Outbox(Resource[ColourT]):
    """What waits to be sent. Queueing needs no network, only to know whose outbox it is.

    Every method raises SignInRequired when nobody is signed in and LocalStoreFailed when the file cannot be read or
    written; nothing is kept then. At most `max_items` and `max_photo_bytes` wait for one user.
    """

    def __init__(self, runner: Runner) -> None:
        super().__init__(runner)
        self.max_items = 1000
        self.max_photo_bytes = 500_000_000
        self._alarm = Alarm()

    @endpoint
    def send(
        self,
        to: str,
        message: str,
        *,
        photo: PhotoSource | None = None,
        photo_options: PhotoOptions | None = None,
        stamp_id: str | None = None,
        font: Font = Font.HANDWRITTEN,
        location: Location | None = None,
        go_on: bool = False,
    ) -> Talk[OutboxItem]:
        """Queue a postcard to a friend, by username or user id; its photo is prepared now and kept with it.

        With `go_on` a card that says and shows the same is taken up again, if the program that queued it so was stopped
        before it said `answered`; then nothing new is queued.
        Raises InvalidRequest, PhotoRefused, OutboxRefused (full).
        """
        fields = {"message": message, "stamp_id": stamp_id, "font": font, "location": location}
        body = ask(SendPostcard.model_validate, {**fields, **_recipient(to)})
        ready = None if photo is None else (yield from prepared(photo, photo_options))
        return (yield from self._queue(body, ready, go_on=go_on))

    @endpoint
    def request_friend(self, to: str) -> Talk[OutboxItem]:
        """Queue a friend request, by username or user id. Raises InvalidRequest, OutboxRefused (full)."""
        body = ask(RequestFriend, addressee_id=to) if is_id(to) else ask(RequestFriend, username=to)
        return (yield from self._queue(body))

    @endpoint
    def receipts(self, delivered: Sequence[str] = (), read: Sequence[str] = ()) -> Talk[OutboxItem]:
        """Queue what your device received and showed, up to 100 each. Raises InvalidRequest, OutboxRefused (full)."""
        return (yield from self._queue(ask(ConfirmReceipts, delivered=[*delivered], read=[*read])))

    @endpoint
    def update_me(
        self,
        *,
        username: str | Unset = UNSET,
        full_name: str | Unset | None = UNSET,
        bio: str | Unset | None = UNSET,
        profile_picture_url: str | Unset | None = UNSET,
        findable_by_email: bool | Unset = UNSET,
    ) -> Talk[OutboxItem]:
        """Queue changes of your profile: what is left out stays, None clears. Raises InvalidRequest, OutboxRefused."""
        given: dict[str, Any] = {
            "username": username,
            "full_name": full_name,
            "bio": bio,
            "profile_picture_url": profile_picture_url,
            "findable_by_email": findable_by_email,
        }
        return (yield from self._queue(ask(UpdateUser.model_validate, _given(given))))

    @endpoint
    def list(self, *, all: bool = False) -> Talk[Items]:  # noqa: A002  # the word that the command line has for it
        """What waits, is being sent or failed, in the order of queueing; with `all` also what was sent lately."""
        return (yield from self._read(partial(outbox.items, user_id=self._user_id, done=all)))

    @endpoint
    def get(self, item_id: str) -> Talk[OutboxItem]:
        """One item. Raises OutboxRefused (unknown_item)."""
        return (yield from self._read(partial(outbox.get, user_id=self._user_id, item_id=item_id)))

    @endpoint
    def edit(
        self,
        item_id: str,
        *,
        to: str | Unset = UNSET,
        message: str | Unset = UNSET,
        photo: PhotoSource | Unset | None = UNSET,
        photo_options: PhotoOptions | None = None,
        stamp_id: str | Unset | None = UNSET,
        font: Font | Unset = UNSET,
        location: Location | Unset | None = UNSET,
    ) -> Talk[OutboxItem]:
        """Change a postcard that waits or failed; it is queued in its old place. What is left out stays, None removes.

        Raises InvalidRequest, PhotoRefused, and OutboxRefused when the server may have the card as it is: flush first.
        """
        user_id, ready = self._user_id, None
        if photo is not UNSET and photo is not None:
            ready = yield from prepared(photo, photo_options)
        changes = _given({"message": message, "stamp_id": stamp_id, "font": font, "location": location})

        def change(connection: "sqlite3.Connection") -> OutboxItem:
            task = outbox.editable(connection, user_id, item_id)
            body = _edited(task.body, changes, to)
            new = _with_photo(NewItem(item_id, user_id, None, body), ready)
            limit = self.max_photo_bytes
            return outbox.change(connection, new, _now(), new_photo=photo is not UNSET, max_photo_bytes=limit)

        return (yield from self._write(change))

    @endpoint
    def retry(self, item_id: str | None = None) -> Talk[Items]:
        """Queue what failed again: one item or all of them. What waits anyway is left as it is.

        Raises OutboxRefused (unknown_item).
        """
        return (yield from self._write(partial(outbox.retry, user_id=self._user_id, item_id=item_id, now=_now())))

    @endpoint
    def drop(self, item_id: str, *, force: bool = False) -> Talk[None]:
        """Forget an item. Raises OutboxRefused (unknown_item; may_have_arrived, being_sent: unless `force`)."""
        yield from self._write(partial(outbox.drop, user_id=self._user_id, item_id=item_id, force=force))

    @endpoint
    def answered(self, item_id: str) -> Talk[None]:
        """What became of an item was said to whoever asked for it: the same card queued once more is another one."""
        yield from self._write(partial(outbox.answered, user_id=self._user_id, item_id=item_id))

    @endpoint
    def interrupted(self, item_id: str) -> Talk[None]:
        """Sending it was stopped before it was done: it waits, and is no longer shown as being sent."""
        why = Reason("interrupted", "Sending was interrupted.")
        stop = partial(outbox.interrupted, user_id=self._user_id, item_id=item_id, reason=why, now=_now())
        yield from self._write(stop)

    @endpoint
    def clear_done(self) -> Talk[int]:
        """Forget what was sent, which is kept for a week otherwise. How many items that were."""
        return (yield from self._write(partial(outbox.clear_done, user_id=self._user_id)))

    @endpoint
    def flush(
        self,
        *,
        on_progress: Callable[[OutboxItem], None] | None = None,
        on_transfer: Callable[[Progress], None] | None = None,
    ) -> Talk[Flushed]:
        """Send what waits, each thing once. While another program flushes this outbox, wait for it, then go on.

        Without a network it ends early and says so in `reason`; everything waits on. `on_progress` hears of each item
        when it is being sent and when it is known what became of it, `on_transfer` of the bytes of photos. Raises
        SessionEnded, SignInRequired and Unauthenticated: nothing is lost, and a flush after signing in goes on.
        """
        return flush_outbox(self.runner, on_progress, on_transfer)

    @spawned
    def flushing(self, every_seconds: float = 30) -> Talk[None]:
        """Flush in the background while the `with` (`async with`) lasts, or until `stop()`.

        It begins at once, goes on every so many seconds and as soon as something is queued here, and waits longer and
        longer, up to five minutes, while there is no network. While nobody is signed in it waits, too.
        """
        return flush_again_and_again(self.runner, self._alarm, every_seconds)

    @property
    def _user_id(self) -> str:
        return self.runner.session.user_id

    def _queue(self, body: Body, photo: Photo | None = None, *, go_on: bool = False) -> Talk[OutboxItem]:
        user_id, tokens = self._user_id, self.runner.session.tokens.load()
        username = tokens.username if tokens is not None and tokens.user_id == user_id else None
        new = _with_photo(NewItem(new_id(), user_id, username, body), photo)
        if go_on:
            new = replace(new, fingerprint=(yield from Work(lambda: _fingerprint(new))), awaited_by=os.getpid())
        add = partial(outbox.add, new=new, now=_now(), max_items=self.max_items, max_photo_bytes=self.max_photo_bytes)

        def take_up_or_add(connection: "sqlite3.Connection") -> OutboxItem:
            again = outbox.take_up(connection, new, _now(), is_running=_is_running) if go_on else None
            return add(connection) if again is None else again

        return (yield from self._write(take_up_or_add))

    def _read(self, query: "Callable[[sqlite3.Connection], T]") -> Talk[T]:
        return (yield from Work(lambda: self.runner.local.read(query)))

    def _write(self, verb: "Callable[[sqlite3.Connection], T]") -> Talk[T]:
        result = yield from Work(lambda: self.runner.local.write(verb))
        self._alarm.ring()
        return result


def _recipient(to: str) -> dict[str, str]:
    return {"recipient_id" if is_id(to) else "recipient_username": to}


def _with_photo(new: NewItem, photo: Photo | None) -> NewItem:
    if photo is None:
        return new
    before = PhotoSize(photo.original.width, photo.original.height, photo.original.byte_size)
    sizes = PhotoSizes(before, PhotoSize(photo.width, photo.height, len(photo.data)))
    return replace(new, photo=photo.data, photo_type=photo.content_type, photo_sizes=sizes)


def _fingerprint(new: NewItem) -> str:
    """Of all that the card says and shows."""
    digest = hashlib.sha256(new.photo or b"").hexdigest()
    return hashlib.sha256(f"{digest} {json_of(new.body)}".encode()).hexdigest()


def _is_running(process_id: int) -> bool:
    """Whether a program that waits for an item is still there; 0 is one that was interrupted."""
    if process_id <= 0:
        return False
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _given(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not UNSET}


def _edited(body: Body, changes: dict[str, Any], to: str | Unset) -> SendPostcard:
    if not isinstance(body, SendPostcard):
        raise OutboxRefused("not_editable", "Only a postcard can be changed. Drop this item and queue another one.")
    fields = {name: getattr(body, name) for name in body.model_fields_set} | changes
    if to is not UNSET:
        fields = {name: value for name, value in fields.items() if not name.startswith("recipient_")} | _recipient(to)
    return ask(SendPostcard.model_validate, fields)


def _now() -> int:
    return time.time_ns() // 1_000_000
