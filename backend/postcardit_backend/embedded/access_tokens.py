"""Access tokens: JWT, ES256, typ at+jwt (RFC 9068). Read strictly: what we did not write so, we do not take.

RFC 8725 asks for one algorithm, one type, one issuer, one audience. We also refuse what our tokens never have: other
headers (jwk, jku, x5u, x5c and crit among them, so no token brings its own key), a name given twice, another spelling
of the same bytes.
"""

import hashlib
import json
import re
import threading
from base64 import urlsafe_b64decode
from typing import Any, cast

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from postcardit_sdk.contract.wire import new_id

from ..ports import Claims
from ..settings import Settings
from .keys import SigningKeys

__all__ = ["AccessTokens"]

_ALGORITHM = "ES256"
_TYPE = "at+jwt"
_TOKEN_MAX = 4096
_CACHE_MAX = 10_000
_SKEW_SECONDS = 60
"""How far a token's beginning may lie ahead: another process on the same folder may have another clock."""
_COMPACT = re.compile(r"([A-Za-z0-9_-]{1,512})\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{85}[AQgw]")
"""Three segments; the last is 64 bytes, and its last letter has no bits to spare."""
_KEY_ID = re.compile(r"[0-9a-f-]{36}")


class AccessTokens:
    """Signs tokens and checks them. A checked token is remembered until it ends."""

    def __init__(self, keys: SigningKeys, settings: Settings) -> None:
        self._keys = keys
        self._settings = settings
        self._checked: dict[bytes, Claims] = {}
        self._lock = threading.Lock()

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
        return jwt.encode(header, claims, signer.key, algorithms=[_ALGORITHM])

    def verify(self, token: str, now: int) -> Claims | None:
        """What a token of ours claims, or None."""
        if len(token) > _TOKEN_MAX or not token.isascii():
            return None
        fingerprint = hashlib.sha256(token.encode()).digest()
        claims = self._checked.get(fingerprint) or self._check(token, fingerprint, now)
        return claims if claims is not None and now < claims.expires_at * 1000 else None

    def jwks(self, now: int) -> dict[str, list[dict[str, str]]]:
        """The public keys."""
        keys = [ECKey.import_key(one.key.as_dict(private=False)) for one in self._keys.published(now)]
        fields = [{**key.as_dict(private=False), "use": "sig", "alg": _ALGORITHM} for key in keys]
        return {"keys": [{name: str(value) for name, value in field.items()} for field in fields]}

    def _check(self, token: str, fingerprint: bytes, now: int) -> Claims | None:
        try:
            payload = self._payload(token, now)
            claims = None if payload is None else _claims(payload, self._settings, now)
        except (JoseError, ValueError, KeyError, TypeError, RecursionError):  # the last: brackets, thousands deep
            return None
        if claims is not None:
            with self._lock:
                if len(self._checked) >= _CACHE_MAX:
                    self._checked.clear()
                self._checked[fingerprint] = claims
        return claims

    def _payload(self, token: str, now: int) -> dict[str, Any] | None:
        """The claims of a token that one of our keys signed. Raises ValueError when it is none."""
        parts = _COMPACT.fullmatch(token)
        if parts is None:
            return None
        header = _object(urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
        key_id = header.pop("kid", None)
        if header != {"alg": _ALGORITHM, "typ": _TYPE} or not isinstance(key_id, str) or not _KEY_ID.fullmatch(key_id):
            return None
        signer = self._keys.verifier(key_id, now)
        if signer is None:
            return None
        return _object(jws.deserialize_compact(token, signer.key, algorithms=[_ALGORITHM]).payload)


def _object(raw: bytes) -> dict[str, Any]:
    """A JSON object with each name once. Raises ValueError when it is none."""
    value: dict[str, Any] | object = json.loads(raw, object_pairs_hook=_each_name_once)
    if not isinstance(value, dict):
        raise ValueError("not an object")
    return cast("dict[str, Any]", value)


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a name twice")
    return fields


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
