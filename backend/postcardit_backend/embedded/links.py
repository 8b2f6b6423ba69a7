"""Links that carry their own permission: what they grant and until when, signed with HMAC-SHA-256."""

import hashlib
import hmac

from postcardit_sdk.contract.problems import Code

from ..ports import Link
from ..refusal import Refused

__all__ = ["Links"]


class Links:
    """Signs links, and tells whether one still counts."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def signed(self, url: str, grant: str, expires_at: int) -> Link:
        """A link that grants this until then (Unix milliseconds)."""
        return Link(f"{url}?expires={expires_at}&signature={self._sign(grant, str(expires_at))}", expires_at)

    def require(self, grant: str, expires: str, signature: str, now: int) -> None:
        """Refuses link_invalid unless these are the end and the signature of a link of ours that grants this; and
        link_expired when it has ended."""
        is_text = expires.isascii() and expires.isdigit() and signature.isascii()
        if not is_text or not hmac.compare_digest(self._sign(grant, expires), signature):
            raise Refused(Code.LINK_INVALID)
        if now >= int(expires):
            raise Refused(Code.LINK_EXPIRED)

    def _sign(self, grant: str, expires: str) -> str:
        return hmac.new(self._secret, f"{grant} {expires}".encode(), hashlib.sha256).hexdigest()
