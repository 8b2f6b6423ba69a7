"""Cursors: a position in a list, sealed so that nobody can read, alter or lend it."""

import base64
import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from postcardit_sdk.contract.problems import Code

from .refusal import Refused

__all__ = ["Cursors"]

_NONCE_BYTES = 12


class Cursors:
    """AES-256-GCM over the position; the list it belongs to (user, operation, filters) is authenticated with it."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, position: list[Any], belongs_to: str) -> str:
        """A cursor for this position in this list."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._cipher.encrypt(nonce, json.dumps(position).encode(), belongs_to.encode())
        return _text(nonce + sealed)

    def open(self, cursor: str, belongs_to: str) -> list[Any]:
        """The position. Refuses (invalid_cursor) one that was altered or made for another list."""
        try:
            raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
            if _text(raw) != cursor:
                raise ValueError("written in another way than ours")
            position: list[Any] = json.loads(
                self._cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], belongs_to.encode())
            )
        except (ValueError, InvalidTag):
            raise Refused(Code.INVALID_CURSOR) from None
        return position


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
