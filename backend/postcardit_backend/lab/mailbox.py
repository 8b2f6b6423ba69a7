"""What the backend mailed and pushed, for a person to look at."""

import asyncio

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from postcardit_sdk.contract.lab.mailbox import Mailbox, MailboxMessage, ReadMailbox
from postcardit_sdk.contract.problems import Code, field_problems, with_fields

from ..embedded.push import SentPush
from ..records import MailRecord
from ..refusal import Refused
from ..services.users import moment
from ..web import Handler, encode
from ..wiring import Embedded
from .access import for_testers

__all__ = ["LabMailbox", "mailbox_route"]

_COUNT = 100
_LOOK_SECONDS = 0.1


class LabMailbox:
    """What was mailed and pushed."""

    def __init__(self, embedded: Embedded) -> None:
        self._mails, self._pushes, self._database = embedded.mailbox, embedded.pushes, embedded.database

    def read(self, user: str | None = None, after: str | None = None) -> Mailbox:
        """What was sent to a username or an address, or to anyone, after a cursor or ever; the newest first."""
        mail_upto, push_upto = self._mails.last_id(), self._pushes.last_id()
        mail_after, push_after = map(int, after.split(".")) if after else (0, 0)
        mails = self._mails.read(user, _COUNT, after=mail_after, upto=mail_upto)
        pushes = self._pushes.read(user, _COUNT, after=push_after, upto=push_upto)
        messages = sorted([*map(_mail, mails), *map(_push, pushes)], key=lambda one: one.sent_at, reverse=True)
        return Mailbox(messages=messages[:_COUNT], count=len(messages[:_COUNT]), cursor=f"{mail_upto}.{push_upto}")

    def code(self, user: str | None = None) -> str | None:
        """The newest code that was mailed."""
        return next((message.code for message in self.read(user).messages if message.code is not None), None)

    def settle(self) -> None:
        """Wait until the pushes of what was done before are here: nobody else waits for them."""
        self._database.write(lambda _: None)


def mailbox_route(mailbox: LabMailbox, lab_key: str) -> Route:
    """GET /lab/mailbox?user=NAME&after=CURSOR&wait=SECONDS with X-Lab-Key: mail and pushes, the newest first."""
    return Route("/lab/mailbox", for_testers(_handler(mailbox), lab_key), methods=["GET"])


def _handler(box: LabMailbox) -> Handler:
    async def mailbox(request: Request) -> Response:
        asked = _asked(request)
        loop = asyncio.get_running_loop()
        ends_at = loop.time() + asked.wait  # real time: how long a tester waits
        found = box.read(asked.user, asked.after)
        while not found.messages and loop.time() < ends_at:  # real time: the same
            await asyncio.sleep(_LOOK_SECONDS)  # from the last cursor on: an erasure may have freed its numbers
            found = box.read(asked.user, found.cursor)
        return Response(encode(found), headers={"cache-control": "no-store"}, media_type="application/json")

    return mailbox


def _asked(request: Request) -> ReadMailbox:
    try:
        return ReadMailbox.model_validate(dict(request.query_params))
    except ValidationError as error:
        problems = field_problems(error, in_query=True)
        detail = with_fields(Code.VALIDATION_FAILED.sentence, problems)
        raise Refused(Code.VALIDATION_FAILED, detail, errors=problems) from None


def _mail(mail: MailRecord) -> MailboxMessage:
    return MailboxMessage(
        kind="mail",
        to=mail.email,
        username=mail.username,
        subject=mail.subject,
        body=mail.body,
        code=mail.code,
        sent_at=moment(mail.sent_at),
    )


def _push(sent: SentPush) -> MailboxMessage:
    push = sent.push
    return MailboxMessage(
        kind="push",
        to=sent.username,
        username=sent.username,
        subject=push.title,
        body=push.body,
        type=push.type,
        id=push.id,
        devices=sent.devices,
        sent_at=moment(push.sent_at),
    )
