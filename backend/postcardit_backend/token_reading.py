"""Reading signed tokens strictly: each name once, and each token checked once for as long as it lasts."""

import hashlib
import json
import threading
from base64 import urlsafe_b64decode
from collections.abc import Callable
from typing import Any, cast

from .ports import Claims

__all__ = ["CheckedTokens", "object_of", "segment"]

_CACHE_MAX = 10_000


class CheckedTokens:
    """Remembers what checked tokens claim, until they end."""

    def __init__(self, check: Callable[[str, int], Claims | None], *, longest: int) -> None:
        self._check = check
        self._longest = longest
        self._checked: dict[bytes, Claims] = {}
        self._lock = threading.Lock()

    def verify(self, token: str, now: int) -> Claims | None:
        """What it claims, if that is right and it has not ended."""
        if len(token) > self._longest or not token.isascii():
            return None
        fingerprint = hashlib.sha256(token.encode()).digest()
        claims = self._checked.get(fingerprint) or self._first(token, fingerprint, now)
        return claims if claims is not None and now < claims.expires_at * 1000 else None

    def _first(self, token: str, fingerprint: bytes, now: int) -> Claims | None:
        claims = self._check(token, now)
        if claims is not None:
            with self._lock:
                if len(self._checked) >= _CACHE_MAX:
                    self._checked.clear()
                self._checked[fingerprint] = claims
        return claims


def segment(text: str) -> bytes:
    """The bytes of one segment of a token. Raises ValueError when it is none."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def object_of(raw: bytes) -> dict[str, Any]:
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
