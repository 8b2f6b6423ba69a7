"""The laboratory's mailbox: what was mailed and pushed."""

from typing import Annotated

from pydantic import Field

from ..wire import Body, Timestamp, Wire
from .when_used import WHEN_USED

__all__ = ["MAILBOX_WAIT_SECONDS", "Mailbox", "MailboxMessage", "ReadMailbox"]

MAILBOX_WAIT_SECONDS = 20
"""How long one question waits at the most."""


class ReadMailbox(Body):
    """Which messages: one person's, those after a cursor; and how long to wait while there are none."""

    model_config = WHEN_USED

    user: str | None = None
    after: Annotated[str | None, Field(pattern=r"^[0-9]{1,18}\.[0-9]{1,18}$")] = None
    wait: Annotated[float, Field(ge=0, le=MAILBOX_WAIT_SECONDS)] = 0


class MailboxMessage(Wire):
    """A letter, or a push to somebody's devices."""

    model_config = WHEN_USED

    kind: str = Field(default="mail", description="`mail` or `push`.")
    to: str
    username: str | None = None
    subject: str
    body: str
    code: str | None = Field(default=None, description="The code that the letter holds.")
    type: str | None = Field(default=None, description="What a push is about.")
    id: str | None = Field(default=None, description="The id of what a push is about.")
    devices: int | None = Field(default=None, description="To how many devices a push went.")
    sent_at: Timestamp


class Mailbox(Wire):
    """Messages, the newest first; what comes later is found after the cursor."""

    model_config = WHEN_USED

    messages: list[MailboxMessage]
    count: int
    cursor: str | None = None
