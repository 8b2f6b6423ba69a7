"""What the backend mailed and pushed, for a person to look at."""

import hmac
import ipaddress

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.wire import format_timestamp

from ..embedded.push import SentPush
from ..records import MailRecord
from ..refusal import Refused
from ..services.users import moment
from ..web import Handler, guarded
from ..wiring import Embedded

__all__ = ["mailbox_route"]

_COUNT = 100
_Message = dict[str, str | int | None]


def mailbox_route(embedded: Embedded) -> Route:
    """GET /lab/mailbox?user=NAME with X-Lab-Key: mail and pushes, the newest first."""
    return Route("/lab/mailbox", guarded(_mailbox(embedded)), methods=["GET"])


def _mailbox(embedded: Embedded) -> Handler:
    async def mailbox(request: Request) -> Response:
        _require_lab_key(request, embedded.lab_key)
        name = request.query_params.get("user")
        mails = [(mail.sent_at, _mail(mail)) for mail in embedded.mailbox.read(name, _COUNT)]
        pushes = [(sent.push.sent_at, _push(sent)) for sent in embedded.pushes.read(name, _COUNT)]
        newest = sorted([*mails, *pushes], key=lambda sent: sent[0], reverse=True)[:_COUNT]
        return JSONResponse({"messages": [message for _, message in newest], "count": len(newest)})

    return mailbox


def _require_lab_key(request: Request, lab_key: str) -> None:
    """To anyone else the laboratory is not there."""
    given = request.headers.get("x-lab-key", "")
    if not _is_loopback(request) or not hmac.compare_digest(given.encode(), lab_key.encode()):
        raise Refused(Code.UNKNOWN_ROUTE)


def _is_loopback(request: Request) -> bool:
    try:
        return request.client is not None and ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def _mail(mail: MailRecord) -> _Message:
    return {
        "kind": "mail",
        "to": mail.email,
        "username": mail.username,
        "subject": mail.subject,
        "body": mail.body,
        "code": mail.code,
        "sentAt": format_timestamp(moment(mail.sent_at)),
    }


def _push(sent: SentPush) -> _Message:
    push = sent.push
    return {
        "kind": "push",
        "to": sent.username,
        "username": sent.username,
        "subject": push.title,
        "body": push.body,
        "code": None,
        "type": push.type,
        "id": push.id,
        "devices": sent.devices,
        "sentAt": format_timestamp(moment(push.sent_at)),
    }
