"""The keys that a user pool signs with, as it publishes them. A pool has two, and may change them any day.

They are fetched when a key is asked for that is not known, at most every ten seconds, so that made-up tokens cannot
make us hammer the pool; and once a day, so that a key that was withdrawn counts no more. While they cannot be fetched
we are unavailable: a good token must not be called a bad one.
"""

import json
import threading
from collections.abc import Callable, Mapping
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from postcardit_sdk.contract.problems import Code

from ..refusal import Refused
from ..token_reading import segment

__all__ = ["PoolKeys", "fetched"]

_PAUSE_MS = 10_000
_AGE_MS = 24 * 3_600_000
_BYTES_MIN = 2048 // 8
"""A shorter modulus is no protection any more (NIST SP 800-131A)."""


class PoolKeys:
    """The published keys of one pool. `fetch` gives its key set (RFC 7517), or refuses unavailable."""

    def __init__(self, fetch: Callable[[], bytes]) -> None:
        self._fetch = fetch
        self._keys: Mapping[str, RSAKey] = {}
        self._fetched_at: int | None = None
        self._failed_at: int | None = None
        self._lock = threading.Lock()

    def key(self, key_id: str, now: int) -> RSAKey | None:
        """The key with this id, if the pool has it. Refuses unavailable when that cannot be found out."""
        if key_id not in self._keys:
            self._look(now, _PAUSE_MS, is_needed=True)
        elif self._is_older(_AGE_MS, now):
            self._look(now, _AGE_MS, is_needed=False)
        return self._keys.get(key_id)

    def published(self, now: int) -> list[dict[str, str]]:
        """All of them, as they are published. Refuses unavailable when none are known."""
        if self._is_older(_AGE_MS, now):
            self._look(now, _AGE_MS, is_needed=not self._keys)
        fields = [{**key.as_dict(private=False), "use": "sig", "alg": "RS256"} for key in self._keys.values()]
        return [{name: str(value) for name, value in field.items()} for field in fields]

    def _look(self, now: int, age_ms: int, *, is_needed: bool) -> None:
        with self._lock:
            if not self._is_older(age_ms, now):
                return  # looked a moment ago: perhaps another thread, while this one waited
            failed_lately = self._failed_at is not None and 0 <= now - self._failed_at < _PAUSE_MS
            if (failed_lately or not self._has_fetched(now)) and is_needed:
                raise Refused(Code.UNAVAILABLE, retry_after=1)

    def _has_fetched(self, now: int) -> bool:
        try:
            self._keys, self._fetched_at, self._failed_at = _keys_in(self._fetch()), now, None
        except (Refused, JoseError, ValueError):
            self._failed_at = now
            return False
        return True

    def _is_older(self, age_ms: int, now: int) -> bool:
        return self._fetched_at is None or not 0 <= now - self._fetched_at < age_ms


def fetched(client: Any, pool_id: str) -> bytes:
    """The key set of a pool, from where its API is. Refuses unavailable."""
    from botocore.awsrequest import AWSRequest
    from botocore.exceptions import ConnectionError as NoConnection
    from botocore.exceptions import HTTPClientError
    from botocore.httpsession import URLLib3Session

    url = f"{client.meta.endpoint_url}/{pool_id}/.well-known/jwks.json"
    try:
        answer = URLLib3Session(timeout=3).send(AWSRequest("GET", url).prepare())
    except (NoConnection, HTTPClientError) as error:
        raise Refused(Code.UNAVAILABLE, retry_after=1) from error
    if answer.status_code != 200:
        raise Refused(Code.UNAVAILABLE, retry_after=1)
    return bytes(answer.content)


def _keys_in(key_set: bytes) -> dict[str, RSAKey]:
    """The usable keys of a set. Raises ValueError when it is none, or has none."""
    try:
        entries: list[dict[str, Any]] = json.loads(key_set)["keys"]
        usable = [one for one in entries if one.get("kty") == "RSA" and one.get("alg", "RS256") == "RS256"]
        strong = [one for one in usable if len(segment(one["n"])) >= _BYTES_MIN]
        keys = {
            str(one["kid"]): RSAKey.import_key({name: one[name] for name in ("kty", "kid", "n", "e")}) for one in strong
        }
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("not a key set") from error
    if not keys:
        raise ValueError("a key set without keys")
    return keys
