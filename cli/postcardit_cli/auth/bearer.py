"""When a bare access token says that it ends. Nothing is believed of it: the server decides."""

import base64
import json
from typing import Any

__all__ = ["end_of"]

_PARTS = 3


def end_of(token: str) -> float | None:
    """The Unix time at which a JWT says that it ends; None for one that does not say so, or is no JWT."""
    parts = token.split(".")
    if len(parts) != _PARTS:
        return None
    try:
        claims: Any = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
        return float(claims["exp"])
    except (ValueError, KeyError, TypeError):
        return None
