"""Codes and refresh tokens as stores keep them: whoever reads a store learns neither."""

import hashlib
import hmac
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from .folding import email_key

__all__ = ["hash_code", "seal", "unseal"]

_NONCE_BYTES = 12


def hash_code(secret: bytes, code: str, belongs_to: str) -> str:
    """A keyed hash: six digits alone could be tried out by whoever reads the store."""
    return hmac.new(secret, f"{email_key(belongs_to)} {code}".encode(), hashlib.sha256).hexdigest()


def seal(refresh_token: str, successor: str) -> bytes:
    """Encrypt a successor under a key derived from the presented token (HKDF, AES-256-GCM)."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + _cipher(refresh_token).encrypt(nonce, successor.encode(), None)


def unseal(refresh_token: str, sealed: bytes) -> str:
    """Decrypt it."""
    return _cipher(refresh_token).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None).decode()


def _cipher(refresh_token: str) -> AESGCM:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"postcardit refresh successor")
    return AESGCM(derive.derive(refresh_token.encode()))
