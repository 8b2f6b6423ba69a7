"""Whom an access token speaks for. Nothing is verified: that is the server's business."""

import binascii
import json
from base64 import urlsafe_b64decode

__all__ = ["subject_of"]


def subject_of(access_token: str) -> str | None:
    """The `sub` of a JWT (RFC 7519 section 4.1.2), or None when there is none to be read."""
    parts = access_token.split(".")
    if len(parts) != 3:
        return None
    try:
        claims: object = json.loads(urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (binascii.Error, ValueError):
        return None
    match claims:
        case {"sub": str(subject)}:
            return subject
        case _:
            return None
