"""Passwords (argon2id), codes, and access tokens signed with keys of our own."""

import hashlib
import hmac
import os
import sqlite3

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from postcardit_sdk.contract.wire import new_id

from ..folding import email_key
from ..ports import Claims
from ..settings import Settings
from .access_tokens import AccessTokens
from .database import Database
from .keys import SigningKeys

__all__ = ["LocalIdentity", "secret"]

_NONCE_BYTES = 12


class LocalIdentity:
    """Issues and checks what people prove themselves with."""

    def __init__(self, database: Database, settings: Settings, code_secret: bytes) -> None:
        self._code_secret = code_secret
        self._hasher = PasswordHasher(time_cost=settings.argon2_passes, memory_cost=settings.argon2_kib, parallelism=1)
        self._nobody = self._hasher.hash(new_id())  # real time: what nobody types
        self._tokens = AccessTokens(SigningKeys(database, settings), settings)

    def hash_password(self, password: str) -> str:
        """A salted hash. Slow on purpose."""
        return self._hasher.hash(password)

    def is_password(self, password: str, password_hash: str | None) -> bool:
        """Whether it is the password; takes as long when there is no hash."""
        try:
            self._hasher.verify(password_hash or self._nobody, password)
        except (VerificationError, InvalidHashError):
            return False
        return password_hash is not None

    def is_outdated(self, password_hash: str) -> bool:
        """Whether it was made with other parameters than ours now."""
        return self._hasher.check_needs_rehash(password_hash)

    def hash_code(self, code: str, belongs_to: str) -> str:
        """A keyed hash: six digits alone could be tried out by whoever reads the store."""
        return hmac.new(self._code_secret, f"{email_key(belongs_to)} {code}".encode(), hashlib.sha256).hexdigest()

    def access_token(self, user_id: str, session_id: str, now: int) -> str:
        """A signed access token."""
        return self._tokens.sign(user_id, session_id, now)

    def verify(self, token: str, now: int) -> Claims | None:
        """What a token of ours claims, or None."""
        return self._tokens.verify(token, now)

    def jwks(self, now: int) -> dict[str, list[dict[str, str]]]:
        """The public keys that verify now."""
        return self._tokens.jwks(now)

    def seal(self, refresh_token: str, successor: str) -> bytes:
        """Encrypt a successor under a key derived from the presented token (HKDF, AES-256-GCM)."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + _cipher(refresh_token).encrypt(nonce, successor.encode(), None)

    def unseal(self, refresh_token: str, sealed: bytes) -> str:
        """Decrypt it."""
        return _cipher(refresh_token).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None).decode()


def _cipher(refresh_token: str) -> AESGCM:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"postcardit refresh successor")
    return AESGCM(derive.derive(refresh_token.encode()))


def secret(database: Database, name: str) -> bytes:
    """32 random bytes of this store, made when they are first asked for. Opening an old folder writes nothing."""

    def verb(connection: sqlite3.Connection) -> bytes:
        connection.execute("INSERT INTO secrets VALUES (?, ?) ON CONFLICT DO NOTHING", (name, os.urandom(32)))
        value: bytes = connection.execute(_SECRET, (name,)).fetchone()["value"]
        return value

    known = database.reader().execute(_SECRET, (name,)).fetchone()
    return database.write(verb) if known is None else bytes(known["value"])


_SECRET = "SELECT value FROM secrets WHERE name = ?"
