"""The outbox in SQL: each function is one step inside a transaction of a LocalStore. Times are Unix milliseconds.

queued → sending → done, failed, or queued again. Whoever flushes holds the outbox's lock: what it finds `sending` was
left so by one that died.
"""

import json
from collections.abc import Callable, Collection
from dataclasses import astuple
from typing import TYPE_CHECKING

from ..contract.postcards import Postcard
from ..errors import OutboxRefused
from .conversations import join_conversation
from .outbox_items import (
    NewItem,
    OutboxItem,
    Reason,
    Task,
    item_from,
    json_of,
    json_of_sizes,
    kind_of,
    queued_postcard,
    task_from,
)

if TYPE_CHECKING:
    import sqlite3

__all__ = [
    "KEPT_DONE_DAYS",
    "KEPT_DONE_ITEMS",
    "add",
    "answered",
    "begin_round",
    "begin_upload",
    "change",
    "clear_done",
    "count_queued",
    "drop",
    "editable",
    "fail",
    "finish",
    "forget_upload",
    "get",
    "interrupted",
    "items",
    "keep_upload",
    "photo_of",
    "put_back",
    "queued_postcards",
    "retry",
    "take",
    "take_up",
]

KEPT_DONE_DAYS = 7
KEPT_DONE_ITEMS = 100

_DAY = 86_400_000

# The head of a conversation: the first of its items that is not done, if that is queued. What was tried less often
# comes first, so that an item on which the server fails again and again holds up no other conversation.
_NEXT = """
SELECT * FROM outbox AS o WHERE user_id = :user AND state = 'queued'
AND conversation NOT IN (SELECT value FROM json_each(:skipping))
AND NOT EXISTS (SELECT 1 FROM outbox AS e WHERE e.user_id = :user AND e.conversation = o.conversation
    AND e.position < o.position AND e.state <> 'done')
ORDER BY attempts, position LIMIT 1
"""
_PRUNE = """
DELETE FROM outbox WHERE user_id = :user AND state = 'done' AND (updated_at < :since OR position NOT IN
    (SELECT position FROM outbox WHERE user_id = :user AND state = 'done'
     ORDER BY updated_at DESC, position DESC LIMIT :most))
"""

_NO_REASON = "reason_code = NULL, reason_sentence = NULL, reason_request_id = NULL"
_REASON = "reason_code = ?, reason_sentence = ?, reason_request_id = ?"


def add(
    connection: "sqlite3.Connection", new: NewItem, now: int, *, max_items: int, max_photo_bytes: int
) -> OutboxItem:
    """Queue it, with its photo. Raises OutboxRefused (full) when more would wait than may."""
    size = None if new.photo is None else len(new.photo)
    _require_room(connection, new.user_id, size or 0, max_items, max_photo_bytes)
    connection.execute(
        "INSERT INTO outbox (item_id, user_id, username, kind, conversation, body, photo_bytes, upload_key, created_at,"
        " updated_at, photo_type, photo_sizes, fingerprint, awaited_by)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ?10, ?11, ?12, ?13)",
        (new.item_id, new.user_id, new.username, kind_of(new.body), _conversation(connection, new), json_of(new.body),
         size, f"{new.item_id}-photo", now, new.photo_type, json_of_sizes(new.photo_sizes), new.fingerprint,
         new.awaited_by),
    )  # fmt: skip
    _keep_photo(connection, new.item_id, new.photo)
    return get(connection, new.user_id, new.item_id)


def take_up(
    connection: "sqlite3.Connection", new: NewItem, now: int, *, is_running: Callable[[int], bool]
) -> OutboxItem | None:
    """The same card, queued by a program that never said what became of it; from now on `new.awaited_by` will."""
    rows = connection.execute(
        "SELECT item_id, state, awaited_by FROM outbox WHERE user_id = ? AND fingerprint = ? AND awaited_by IS NOT NULL"
        " ORDER BY position",
        (new.user_id, new.fingerprint),
    ).fetchall()
    for row in rows:
        if not is_running(row["awaited_by"]):
            if row["state"] == "failed":
                retry(connection, new.user_id, row["item_id"], now)
            _set(connection, row["item_id"], "awaited_by = ?", new.awaited_by)
            return get(connection, new.user_id, row["item_id"])
    return None


def answered(connection: "sqlite3.Connection", user_id: str, item_id: str) -> None:
    """What became of it was said: the same card once more is another one."""
    connection.execute("UPDATE outbox SET awaited_by = NULL WHERE user_id = ? AND item_id = ?", (user_id, item_id))


def interrupted(connection: "sqlite3.Connection", user_id: str, item_id: str, reason: Reason, now: int) -> None:
    """Whoever was to say what became of it was stopped before that: it waits, for the same card once more as well."""
    connection.execute(
        f"UPDATE outbox SET awaited_by = 0, {_REASON}, state = 'queued', updated_at = ?"
        " WHERE user_id = ? AND item_id = ? AND state IN ('queued', 'sending')",
        (*astuple(reason), now, user_id, item_id),
    )


def items(connection: "sqlite3.Connection", user_id: str, *, done: bool) -> list[OutboxItem]:
    """A user's items in the order of queueing; those that are done only if asked for."""
    rows = connection.execute(
        "SELECT * FROM outbox WHERE user_id = ? AND (? OR state <> 'done') ORDER BY position", (user_id, done)
    )
    return [item_from(row) for row in rows]


def get(connection: "sqlite3.Connection", user_id: str, item_id: str) -> OutboxItem:
    """One item. Raises OutboxRefused (unknown_item)."""
    return item_from(_row(connection, user_id, item_id))


def editable(connection: "sqlite3.Connection", user_id: str, item_id: str) -> Task:
    """An item that may still become another. Raises OutboxRefused when the server may have it as it is."""
    row = _row(connection, user_id, item_id)
    _require_settled(row, "Flush first: then it is sent, or it can be changed.")
    if row["state"] == "done":
        raise OutboxRefused("done", "This item was sent and cannot be changed any more.")
    return task_from(row)


def change(
    connection: "sqlite3.Connection", new: NewItem, now: int, *, new_photo: bool, max_photo_bytes: int
) -> OutboxItem:
    """Make an item that is `editable` into this one, in its old place. Its photo stays unless `new_photo`."""
    connection.execute(
        f"UPDATE outbox SET conversation = ?, body = ?, state = 'queued', {_NO_REASON},"
        " fingerprint = NULL, awaited_by = NULL, updated_at = ? WHERE item_id = ?",
        (_conversation(connection, new), json_of(new.body), now, new.item_id),
    )
    if new_photo:
        size = None if new.photo is None else len(new.photo)
        connection.execute("DELETE FROM outbox_photos WHERE item_id = ?", (new.item_id,))
        connection.execute("UPDATE outbox SET photo_bytes = NULL WHERE item_id = ?", (new.item_id,))
        _require_room(connection, new.user_id, size or 0, None, max_photo_bytes)
        connection.execute(
            "UPDATE outbox SET photo_bytes = ?, photo_type = ?, photo_sizes = ? WHERE item_id = ?",
            (size, new.photo_type, json_of_sizes(new.photo_sizes), new.item_id),
        )
        _keep_photo(connection, new.item_id, new.photo)
        forget_upload(connection, new.item_id, f"{new.item_id}-photo-{now}")
    return get(connection, new.user_id, new.item_id)


def retry(connection: "sqlite3.Connection", user_id: str, item_id: str | None, now: int) -> list[OutboxItem]:
    """Queue what failed once more: one item, or all. Raises OutboxRefused (unknown_item)."""
    if item_id is not None:
        _row(connection, user_id, item_id)
    rows = connection.execute(
        f"UPDATE outbox SET state = 'queued', {_NO_REASON}, updated_at = :now"
        " WHERE user_id = :user AND state = 'failed' AND item_id = coalesce(:item, item_id) RETURNING item_id",
        {"user": user_id, "item": item_id, "now": now},
    ).fetchall()
    again = {row["item_id"] for row in rows}
    return [item for item in items(connection, user_id, done=False) if item.item_id in again]


def drop(connection: "sqlite3.Connection", user_id: str, item_id: str, *, force: bool) -> None:
    """Forget an item. Raises OutboxRefused for one that the server may have, unless `force`."""
    row = _row(connection, user_id, item_id)
    if not force:
        _require_settled(row, "Flush first, or force it: a card that has arrived stays with its recipient.")
    connection.execute("DELETE FROM outbox WHERE item_id = ?", (item_id,))


def clear_done(connection: "sqlite3.Connection", user_id: str) -> int:
    """Forget what is done. How many items that were."""
    return connection.execute("DELETE FROM outbox WHERE user_id = ? AND state = 'done'", (user_id,)).rowcount


def begin_round(connection: "sqlite3.Connection", user_id: str, now: int) -> None:
    """Queue again what a dead flush left, and forget what was done long ago."""
    connection.execute("UPDATE outbox SET state = 'queued' WHERE user_id = ? AND state = 'sending'", (user_id,))
    since = now - KEPT_DONE_DAYS * _DAY
    connection.execute(_PRUNE, {"user": user_id, "since": since, "most": KEPT_DONE_ITEMS})


def take(connection: "sqlite3.Connection", user_id: str, skipping: Collection[str], now: int) -> Task | None:
    """The next item to send, from now on `sending`; None when there is none but in the conversations skipped."""
    values = {"user": user_id, "skipping": json.dumps([*skipping])}
    row = connection.execute(_NEXT, values).fetchone()
    if row is None:
        return None
    leaves_now = row["photo_bytes"] is None or row["upload_id"] is not None
    connection.execute(
        "UPDATE outbox SET state = 'sending', attempts = attempts + 1, may_have_arrived = max(may_have_arrived, ?),"
        " updated_at = ? WHERE item_id = ?",
        (leaves_now, now, row["item_id"]),
    )
    return task_from(row)


def photo_of(connection: "sqlite3.Connection", item_id: str) -> bytes | None:
    """The photo that waits with an item."""
    row = connection.execute("SELECT data FROM outbox_photos WHERE item_id = ?", (item_id,)).fetchone()
    return None if row is None else row["data"]


def begin_upload(connection: "sqlite3.Connection", item_id: str, upload_id: str) -> bool:
    """Its photo is on its way, by this upload. False if the item was dropped meanwhile."""
    return _set(connection, item_id, "begun_upload_id = ?", upload_id)


def keep_upload(connection: "sqlite3.Connection", item_id: str, upload_id: str) -> bool:
    """The photo is at the server, and now the card leaves. False if the item was dropped meanwhile."""
    return _set(connection, item_id, "upload_id = ?, may_have_arrived = 1", upload_id)


def forget_upload(connection: "sqlite3.Connection", item_id: str, upload_key: str) -> None:
    """The server has the photo no longer, and so never had the card: it is uploaded once more, under another key."""
    changes = "upload_id = NULL, begun_upload_id = NULL, upload_key = ?, may_have_arrived = 0"
    _set(connection, item_id, changes, upload_key)


def finish(connection: "sqlite3.Connection", item_id: str, result_id: str | None, now: int) -> None:
    """It arrived: its photo is needed no longer."""
    connection.execute("DELETE FROM outbox_photos WHERE item_id = ?", (item_id,))
    changes = f"state = 'done', {_NO_REASON}, may_have_arrived = 0, photo_bytes = NULL, result_id = ?, updated_at = ?"
    _set(connection, item_id, changes, result_id, now)


def fail(connection: "sqlite3.Connection", item_id: str, reason: Reason, now: int, *, doubt: bool) -> None:
    """The server refused it. `doubt` says whether an earlier attempt may have arrived all the same."""
    changes = f"state = 'failed', {_REASON}, may_have_arrived = ?, updated_at = ?"
    _set(connection, item_id, changes, *astuple(reason), doubt, now)


def put_back(connection: "sqlite3.Connection", item_id: str, reason: Reason, now: int, *, doubt: bool | None) -> None:
    """It waits on. `doubt` is None where what is noted of it stays true."""
    changes = f"state = 'queued', {_REASON}, may_have_arrived = coalesce(?, may_have_arrived), updated_at = ?"
    _set(connection, item_id, changes, *astuple(reason), doubt, now)


def count_queued(connection: "sqlite3.Connection", user_id: str) -> int:
    """How many items wait to be sent, those behind a failed one included."""
    return int(
        connection.execute(
            "SELECT count(*) FROM outbox WHERE user_id = ? AND state IN ('queued', 'sending')", (user_id,)
        ).fetchone()[0]
    )


def queued_postcards(connection: "sqlite3.Connection", user_id: str) -> list[Postcard]:
    """A user's sends that are not done, in the order of queueing, as cards with the status `queued`.

    A card's id and idempotency key are its item's id. Of its recipient only the name or the id that was given is known:
    the other is "" or the same.
    """
    rows = connection.execute(
        "SELECT * FROM outbox WHERE user_id = ? AND kind = 'postcard' AND state <> 'done' ORDER BY position", (user_id,)
    )
    return [queued_postcard(row) for row in rows]


def _conversation(connection: "sqlite3.Connection", new: NewItem) -> str:
    return join_conversation(connection, new.user_id, new.body, new.item_id)


def _set(connection: "sqlite3.Connection", item_id: str, changes: str, *values: object) -> bool:
    """Change an item, if it is still there."""
    return connection.execute(f"UPDATE outbox SET {changes} WHERE item_id = ?", (*values, item_id)).rowcount == 1


def _row(connection: "sqlite3.Connection", user_id: str, item_id: str) -> "sqlite3.Row":
    values = (user_id, item_id)
    row: sqlite3.Row | None = connection.execute(
        "SELECT * FROM outbox WHERE user_id = ? AND item_id = ?", values
    ).fetchone()
    if row is None:
        raise OutboxRefused("unknown_item", f"Your outbox has no item {item_id}.")
    return row


def _require_settled(row: "sqlite3.Row", hint: str) -> None:
    if row["state"] == "sending":
        raise OutboxRefused("being_sent", f"This item is being sent. {hint}")
    if row["may_have_arrived"]:
        raise OutboxRefused("may_have_arrived", f"The server may have this item: an answer was lost. {hint}")


def _require_room(
    connection: "sqlite3.Connection", user_id: str, photo_bytes: int, max_items: int | None, max_photo_bytes: int
) -> None:
    """Raises OutboxRefused when one item more, or a photo of this size, is more than may wait."""
    waiting, held = connection.execute(
        "SELECT count(*), coalesce(sum(photo_bytes), 0) FROM outbox WHERE user_id = ? AND state <> 'done'", (user_id,)
    ).fetchone()
    if max_items is not None and waiting >= max_items:
        raise OutboxRefused("full", f"{waiting} items wait in your outbox already. Flush it, or drop some.")
    if photo_bytes and held + photo_bytes > max_photo_bytes:
        megabytes = max_photo_bytes // 1_000_000
        raise OutboxRefused("full", f"More than {megabytes} MB of photos would wait. Flush the outbox, or drop some.")


def _keep_photo(connection: "sqlite3.Connection", item_id: str, photo: bytes | None) -> None:
    if photo is not None:
        connection.execute("INSERT INTO outbox_photos (item_id, data) VALUES (?, ?)", (item_id, photo))
