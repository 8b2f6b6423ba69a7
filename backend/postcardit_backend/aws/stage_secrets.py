"""The secrets of a stage: one document in Secrets Manager, read once by each process.

They are made when the stage is, and stay: codes, cursors and signed links are worth nothing without them, and the keys
that sign tokens lie sealed in the table. Whoever replaces `keys` ends every session's access token, and no more.
"""

import base64
import json
import os
import threading
from typing import Any, Final

__all__ = ["NAMES", "StageSecrets", "completed"]

NAMES: Final = ("codes", "cursors", "keys", "limits", "links", "pepper")
"""`pepper` hides the addresses that are keys of items; `keys` seals what signs; the others are called by their use."""
_BYTES = 32


def completed(document: str | None) -> str:
    """The document of a stage with every secret in it: those that it has stay, the others are made."""
    known: dict[str, str] = json.loads(document) if document else {}
    made = {name: base64.b64encode(os.urandom(_BYTES)).decode() for name in NAMES if name not in known}
    return json.dumps({**known, **made}, sort_keys=True)


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
