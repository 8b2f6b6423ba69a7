"""Mail by SES.

What is only pretended goes to SES's own simulator, which takes it and mails nobody: it is the same request, it takes
as long, and it fails when mail fails. A letter that SES will not send, however often it is asked, is logged, and the
answer is as ever: it must not tell whose address it is.
"""

import logging
from typing import Any, Final

from postcardit_sdk.contract.problems import Code

from ..ports import Users
from ..records import MailRecord
from ..refusal import Refused

__all__ = ["SesMail"]

_log = logging.getLogger("postcardit")

_SIMULATOR: Final = "success@simulator.amazonses.com"
_NOBODY: Final = "-"
_NEVER: Final = {
    "AccountSuspendedException": "SES has suspended this account. AWS Support can say why.",
    "MailFromDomainNotVerifiedException": "SES does not know the MAIL FROM domain. Verify it in SES, identities.",
    "MessageRejected": (
        "SES refused a letter. While the account is in SES's sandbox only verified addresses get mail: ask for"
        " production access in SES, account dashboard. Else the sender of POSTCARDIT_MAIL_FROM is not verified."
    ),
    "SendingPausedException": "Sending is paused in SES. Start it in SES, account dashboard.",
}


class SesMail:
    """Sends text from one address, which SES has verified."""

    def __init__(self, client: Any, mail_from: str, users: Users) -> None:
        self._client = client
        self._mail_from = mail_from
        self._users = users

    def send(self, mail: MailRecord) -> None:
        """Send it, unless it is about an account that was erased meanwhile."""
        about = self._users.by_id(mail.user_id or _NOBODY)
        if about is None or about.is_active:
            self._send(mail.email, mail.subject, mail.body)

    def pretend(self, mail: MailRecord) -> None:
        """Do the same with a letter of that size for nobody."""
        self._users.by_id(_NOBODY)
        self._send(_SIMULATOR, "PostCardIt", "." * len(mail.body))

    def _send(self, email: str, subject: str, body: str) -> None:
        from botocore.exceptions import ClientError, HTTPClientError
        from botocore.exceptions import ConnectionError as NoConnection

        try:
            self._client.send_email(
                FromEmailAddress=self._mail_from,
                Destination={"ToAddresses": [email]},
                Content={"Simple": {"Subject": _text(subject), "Body": {"Text": _text(body)}}},
            )
        except ClientError as error:
            answer: Any = error.response
            code = answer["Error"]["Code"]
            if code not in _NEVER:
                raise Refused(Code.UNAVAILABLE, retry_after=1) from error
            _log.error("%s", _NEVER[code])  # SES's own words would name the address
        except (NoConnection, HTTPClientError) as error:
            raise Refused(Code.UNAVAILABLE, retry_after=1) from error


def _text(data: str) -> dict[str, str]:
    return {"Data": data, "Charset": "UTF-8"}
