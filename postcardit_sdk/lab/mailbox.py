"""The mailbox that the owner of a data folder may read."""

import os
import time
from collections.abc import Callable

from ..contract.lab.mailbox import MAILBOX_WAIT_SECONDS, Mailbox, MailboxMessage
from ..errors import PostCardItError, TimedOut
from ..flow import Talk
from .asking import ask_lab

__all__ = ["await_code", "await_message", "mailed_code", "read_mailbox"]

_ANSWER_SECONDS = 10.0
_ONCE_MORE_SECONDS = 0.01


def read_mailbox(
    folder: str | os.PathLike[str], user: str | None = None, *, after: str | None = None, wait_seconds: float = 0
) -> Talk[Mailbox]:
    """What was mailed and pushed to a username or an address, or to anyone, the newest first.

    `after` is the cursor of an earlier answer. While there is nothing, `wait_seconds` (20 at the most) are waited.
    """
    query = {"user": user, "after": after, "wait": str(wait_seconds) if wait_seconds else None}
    silence = wait_seconds + _ANSWER_SECONDS if wait_seconds else None
    return (yield from ask_lab(Mailbox, folder, "GET", "mailbox", query=query, silence_seconds=silence))


def mailed_code(folder: str | os.PathLike[str], to: str) -> Talk[str]:
    """The newest code that was mailed to a username or an address."""
    mailbox = yield from read_mailbox(folder, to)
    for message in mailbox.messages:
        if message.code is not None:
            return message.code
    raise PostCardItError(f"No code was mailed to {to}.")


def await_message(
    folder: str | os.PathLike[str],
    user: str | None = None,
    *,
    after: str | None = None,
    timeout_seconds: float = 30,
    wanted: Callable[[MailboxMessage], bool] = lambda _: True,
) -> Talk[MailboxMessage]:
    """Wait for the next message of this kind: after a cursor, or from now on. Raises TimedOut."""
    ends_at = time.monotonic() + timeout_seconds
    cursor = after if after is not None else (yield from read_mailbox(folder, user)).cursor
    while True:
        left = ends_at - time.monotonic()
        wait = min(max(left, _ONCE_MORE_SECONDS), MAILBOX_WAIT_SECONDS)
        mailbox = yield from read_mailbox(folder, user, after=cursor, wait_seconds=wait)
        for message in reversed(mailbox.messages):
            if wanted(message):
                return message
        cursor = mailbox.cursor
        if left <= 0:
            whom = "" if user is None else f" to {user}"
            raise TimedOut(f"Nothing was sent{whom} within {timeout_seconds:g} seconds.")


def await_code(
    folder: str | os.PathLike[str], user: str | None = None, *, after: str | None = None, timeout_seconds: float = 30
) -> Talk[str]:
    """Wait for the next code that is mailed. Raises TimedOut."""
    message = yield from await_message(
        folder, user, after=after, timeout_seconds=timeout_seconds, wanted=lambda one: one.code is not None
    )
    return message.code or ""
