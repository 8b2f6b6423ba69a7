"""What the backend mailed, for a person to look at."""

import hmac
import ipaddress

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.wire import format_timestamp

from ..records import MailRecord
from ..refusal import Refused
from ..services.users import moment
from ..web import Handler, guarded
from ..wiring import Embedded

__all__ = ["mailbox_route"]


def mailbox_route(embedded: Embedded) -> Route:
    """GET /lab/mailbox?user=NAME with X-Lab-Key: the newest mail first."""
    return Route("/lab/mailbox", guarded(_mailbox(embedded)), methods=["GET"])


def _mailbox(embedded: Embedded) -> Handler:
    async def mailbox(request: Request) -> Response:
        _require_lab_key(request, embedded.lab_key)
        mails = embedded.mailbox.read(request.query_params.get("user"))
        return JSONResponse({"messages": [_view(mail) for mail in mails], "count": len(mails)})

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


def _view(mail: MailRecord) -> dict[str, str | None]:
    return {
        "to": mail.email,
        "username": mail.username,
        "subject": mail.subject,
        "body": mail.body,
        "code": mail.code,
        "sentAt": format_timestamp(moment(mail.sent_at)),
    }
