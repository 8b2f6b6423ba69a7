"""Access tokens: JWT, ES256, typ at+jwt (RFC 9068). Read strictly: what we did not write so, we do not take.

RFC 8725 asks for one algorithm, one type, one issuer, one audience. We also refuse what our tokens never have: other
headers (jwk, jku, x5u, x5c and crit among them, so no token brings its own key), a name given twice, another spelling
of the same bytes.
"""

import json
import re
from base64 import urlsafe_b64encode
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError

from postcardit_sdk.contract.wire import new_id

from .keys import SigningKeys
from .ports import Claims
from .settings import Settings
from .token_reading import CheckedTokens, object_of, segment

__all__ = ["AccessTokens"]

_ALGORITHM = "ES256"
_TYPE = "at+jwt"
_TOKEN_MAX = 4096
_SKEW_SECONDS = 60
"""How far a token's beginning may lie ahead: another process on the same store may have another clock."""
_COMPACT = re.compile(r"([A-Za-z0-9_-]{1,512})\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{85}[AQgw]")
"""Three segments; the last is 64 bytes, and its last letter has no bits to spare."""
_KEY_ID = re.compile(r"[0-9a-z-]{36}")
"""A UUID, or what KMS calls a key that several regions have (mrk-…)."""


class AccessTokens:
    """Signs tokens and checks them. A checked token is remembered until it ends."""

    def __init__(self, keys: SigningKeys, settings: Settings) -> None:
        self._keys = keys
        self._settings = settings
        self._checked = CheckedTokens(self._check, longest=_TOKEN_MAX)

    def sign(self, user_id: str, session_id: str, now: int) -> str:
        """A token for a session."""
        signer = self._keys.signer(now)
        issued = now // 1000
        header = {"alg": _ALGORITHM, "typ": _TYPE, "kid": signer.key_id}
        claims = {
            "iss": self._settings.token_issuer,
            "aud": self._settings.token_audience,
            "sub": user_id,
            "sid": session_id,
            "jti": new_id(now),
            "iat": issued,
            "exp": issued + self._settings.access_token_seconds,
        }
        content = f"{_segment(_json(header))}.{_segment(_json(claims))}"
        return f"{content}.{_segment(signer.key.sign(content.encode()))}"

    def verify(self, token: str, now: int) -> Claims | None:
        """What a token of ours claims, or None."""
        return self._checked.verify(token, now)

    def jwks(self, now: int) -> dict[str, list[dict[str, str]]]:
        """The public keys."""
        keys = [one.key.public for one in self._keys.published(now)]
        fields = [{**key.as_dict(private=False), "use": "sig", "alg": _ALGORITHM} for key in keys]
        return {"keys": [{name: str(value) for name, value in field.items()} for field in fields]}

    def _check(self, token: str, now: int) -> Claims | None:
        try:
            payload = self._payload(token, now)
            return None if payload is None else _claims(payload, self._settings, now)
        except (JoseError, ValueError, KeyError, TypeError, RecursionError):  # the last: brackets, thousands deep
            return None

    def _payload(self, token: str, now: int) -> dict[str, Any] | None:
        """The claims of a token that one of our keys signed. Raises ValueError when it is none."""
        parts = _COMPACT.fullmatch(token)
        if parts is None:
            return None
        header = object_of(segment(parts[1]))
        key_id = header.pop("kid", None)
        if header != {"alg": _ALGORITHM, "typ": _TYPE} or not isinstance(key_id, str) or not _KEY_ID.fullmatch(key_id):
            return None
        signer = self._keys.verifier(key_id, now)
        if signer is None:
            return None
        return object_of(jws.deserialize_compact(token, signer.key.public, algorithms=[_ALGORITHM]).payload)


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def _segment(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _claims(claims: dict[str, Any], settings: Settings, now: int) -> Claims:
    """Issuer, audience and times must be as ours are. Raises ValueError or KeyError when not."""
    if claims["iss"] != settings.token_issuer or claims["aud"] != settings.token_audience:
        raise ValueError("not for us")
    user_id, session_id, issued_at, expires_at = claims["sub"], claims["sid"], claims["iat"], claims["exp"]
    if not isinstance(user_id, str) or not isinstance(session_id, str) or "nbf" in claims:
        raise ValueError("claims of the wrong kind")
    if type(issued_at) is not int or type(expires_at) is not int or issued_at > now // 1000 + _SKEW_SECONDS:
        raise ValueError("not from now")
    if not 0 < expires_at - issued_at <= settings.access_token_seconds:
        raise ValueError("longer than ours last")
    return Claims(user_id, session_id, expires_at)
