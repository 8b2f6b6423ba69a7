"""The secrets of a stage: one document in Secrets Manager, read once by each process.

`aws deploy` makes them before the functions need them, and they stay: codes, cursors and signed links are worth nothing
without them, and the keys that sign tokens lie sealed in the table.
"""

import base64
import json
import threading
from typing import Any, Final

__all__ = ["NAMES", "PHOTOS", "StageSecrets"]

NAMES: Final = ("codes", "cursors", "keys", "limits", "links", "pepper")
"""`pepper` hides the addresses that are keys of items; `keys` seals what signs; the others are called by their use."""
PHOTOS: Final = "photos"
"""Beside those: the private key (PEM) that signs links to CloudFront."""


class StageSecrets:
    """The secrets of one stage, fetched when the first is needed."""

    def __init__(self, client: Any, secret_id: str) -> None:
        self._client = client
        self._secret_id = secret_id
        self._known: dict[str, str] | None = None
        self._lock = threading.Lock()

    def of(self, name: str) -> bytes:
        """One of them. Raises LookupError when the stage was made before there was such a one."""
        with self._lock:
            if self._known is None:
                answer = self._client.get_secret_value(SecretId=self._secret_id)
                self._known = dict(json.loads(answer["SecretString"]))
        if name not in self._known:
            raise LookupError(f"The stage has no secret {name!r}. Run: postcardit aws deploy")
        return base64.b64decode(self._known[name])
