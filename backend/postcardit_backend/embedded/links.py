"""Links that carry their own permission: what they grant and until when, signed with HMAC-SHA-256."""

import hashlib
import hmac

from ..ports import Link

__all__ = ["Links"]


class Links:
    """Signs links, and tells whether one still counts."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def signed(self, url: str, grant: str, expires_at: int) -> Link:
        """A link that grants this until then (Unix milliseconds)."""
        return Link(f"{url}?expires={expires_at}&signature={self._sign(grant, str(expires_at))}", expires_at)

    def counts(self, grant: str, expires: str, signature: str, now: int) -> bool:
        """Whether these are the end and the signature of a link of ours that grants this, and it has not ended."""
        if not expires.isascii() or not expires.isdigit() or not signature.isascii():
            return False
        return hmac.compare_digest(self._sign(grant, expires), signature) and now < int(expires)

    def _sign(self, grant: str, expires: str) -> str:
        return hmac.new(self._secret, f"{grant} {expires}".encode(), hashlib.sha256).hexdigest()
