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

__all__ = ["mailbox_route", "read_mailbox"]

_COUNT = 100
_LOOK_SECONDS = 0.1


def mailbox_route(embedded: Embedded) -> Route:
    """GET /lab/mailbox?user=NAME&after=CURSOR&wait=SECONDS with X-Lab-Key: mail and pushes, the newest first."""
    return Route("/lab/mailbox", for_testers(_mailbox(embedded), embedded.lab_key), methods=["GET"])


def read_mailbox(embedded: Embedded, user: str | None = None, after: str | None = None) -> Mailbox:
    """What was sent to a username or an address, or to anyone, after a cursor or ever."""
    mail_upto, push_upto = embedded.mailbox.last_id(), embedded.pushes.last_id()
    mail_after, push_after = map(int, after.split(".")) if after else (0, 0)
    # What was erased since may have given its numbers to what came later: then that comes after what is there.
    mails = embedded.mailbox.read(user, _COUNT, after=min(mail_after, mail_upto), upto=mail_upto)
    pushes = embedded.pushes.read(user, _COUNT, after=min(push_after, push_upto), upto=push_upto)
    messages = sorted([*map(_mail, mails), *map(_push, pushes)], key=lambda one: one.sent_at, reverse=True)[:_COUNT]
    return Mailbox(messages=messages, count=len(messages), cursor=f"{mail_upto}.{push_upto}")


def _mailbox(embedded: Embedded) -> Handler:
    async def mailbox(request: Request) -> Response:
        asked = _asked(request)
        loop = asyncio.get_running_loop()
        ends_at = loop.time() + asked.wait  # real time: how long a tester waits
        found = read_mailbox(embedded, asked.user, asked.after)
        while not found.messages and loop.time() < ends_at:  # real time: the same
            await asyncio.sleep(_LOOK_SECONDS)
            found = read_mailbox(embedded, asked.user, asked.after)
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
