"""Access tokens of a user pool: JWT, RS256. Read as strictly as our own, by the rules that Cognito gives.

Issuer, `token_use` and `client_id` must be ours: an id token, or a token of another pool or another client of the same
pool, speaks for nobody here. The session is `origin_jti`, which all tokens of one sign-in have in common.
"""

import re
from base64 import urlsafe_b64encode
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError

from ..ports import Claims
from ..token_reading import CheckedTokens, object_of, segment
from .pool_keys import PoolKeys

__all__ = ["PoolTokens", "issuer_of", "payload_of"]

_ALGORITHM = "RS256"
_TOKEN_MAX = 8192
_SKEW_SECONDS = 60
_LIFE_MAX_SECONDS = 24 * 3600
"""No pool lets an access token last longer."""
_COMPACT = re.compile(r"([A-Za-z0-9_-]{1,512})\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)")


def issuer_of(pool_id: str) -> str:
    """Who signs the tokens of a pool."""
    region = pool_id.partition("_")[0]
    domain = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    return f"https://cognito-idp.{region}.{domain}/{pool_id}"


def payload_of(token: str) -> dict[str, Any]:
    """What a token says that the pool has just given us. Raises ValueError when it is none."""
    parts = _COMPACT.fullmatch(token)
    if parts is None:
        raise ValueError("not a token")
    return object_of(segment(parts[2]))


class PoolTokens:
    """Checks tokens. A checked token is remembered until it ends."""

    def __init__(self, keys: PoolKeys, pool_id: str, client_id: str) -> None:
        self._keys = keys
        self._issuer = issuer_of(pool_id)
        self._client_id = client_id
        self._checked = CheckedTokens(self._check, longest=_TOKEN_MAX)

    def verify(self, token: str, now: int) -> Claims | None:
        """Whom a token of the pool's for our client speaks for. Refuses unavailable without the pool's keys."""
        return self._checked.verify(token, now)

    def _check(self, token: str, now: int) -> Claims | None:
        try:
            payload = self._payload(token, now)
            return None if payload is None else self._claims(payload, now)
        except (JoseError, ValueError, KeyError, TypeError, RecursionError):  # the last: brackets, thousands deep
            return None

    def _payload(self, token: str, now: int) -> dict[str, Any] | None:
        parts = _COMPACT.fullmatch(token)
        if parts is None or not all(map(_is_canonical, parts.groups())):
            return None
        header = object_of(segment(parts[1]))
        key_id = header.get("kid")
        if header != {"alg": _ALGORITHM, "kid": key_id} or not isinstance(key_id, str):
            return None
        key = self._keys.key(key_id, now)
        if key is None:
            return None
        return object_of(jws.deserialize_compact(token, key, algorithms=[_ALGORITHM]).payload)

    def _claims(self, claims: dict[str, Any], now: int) -> Claims:
        """Raises ValueError or KeyError when something is not as it must be."""
        if claims["iss"] != self._issuer or claims["token_use"] != "access" or claims["client_id"] != self._client_id:
            raise ValueError("not for us")
        user_id, session_id = claims["username"], claims["origin_jti"]
        if not isinstance(user_id, str) or not isinstance(session_id, str) or "nbf" in claims or "aud" in claims:
            raise ValueError("claims of the wrong kind")
        issued_at, expires_at = claims["iat"], claims["exp"]
        if type(issued_at) is not int or type(expires_at) is not int or issued_at > now // 1000 + _SKEW_SECONDS:
            raise ValueError("not from now")
        if not 0 < expires_at - issued_at <= _LIFE_MAX_SECONDS:
            raise ValueError("longer than they last")
        return Claims(user_id, session_id, expires_at)


def _is_canonical(text: str) -> bool:
    """Whether these bytes are written in the one way: base64 leaves bits to spare."""
    return urlsafe_b64encode(segment(text)).rstrip(b"=").decode() == text
