"""Passwords (argon2id), codes, and access tokens (JWT, ES256) signed with keys of our own."""

import hashlib
import hmac
import os
import sqlite3
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet

from postcardit_sdk.contract.wire import new_id

from ..folding import fold
from ..ports import Claims
from ..settings import Settings
from .database import Database

__all__ = ["LocalIdentity", "secret"]

_ALGORITHM = "ES256"
_TYPE = "at+jwt"
_NONCE_BYTES = 12
_TOKEN_MAX = 4096
_CACHE_MAX = 10_000


class LocalIdentity:
    """Issues and checks what people prove themselves with.

    argon2id with 19 MiB, t=2, p=1 is OWASP's minimum and takes 19 ms; the library's default would take 162.
    """

    def __init__(self, database: Database, settings: Settings, code_secret: bytes) -> None:
        self._settings = settings
        self._code_secret = code_secret
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
        self._nobody = self._hasher.hash(new_id())
        self._keys = database.write(_signing_keys)
        self._verified: dict[bytes, Claims] = {}
        self._verified_lock = threading.Lock()

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

    def hash_code(self, code: str, email: str) -> str:
        """A keyed hash: six digits alone could be tried out by whoever reads the store."""
        return hmac.new(self._code_secret, f"{fold(email)} {code}".encode(), hashlib.sha256).hexdigest()

    def access_token(self, user_id: str, session_id: str, now: int) -> str:
        """A signed access token (RFC 9068)."""
        key = self._keys.keys[-1]
        issued = now // 1000
        header = {"alg": _ALGORITHM, "typ": _TYPE, "kid": key.kid}
        claims = {
            "iss": self._settings.token_issuer,
            "aud": self._settings.token_audience,
            "sub": user_id,
            "sid": session_id,
            "jti": new_id(now),
            "iat": issued,
            "exp": issued + self._settings.access_token_seconds,
        }
        return jwt.encode(header, claims, key, algorithms=[_ALGORITHM])

    def verify(self, token: str, now: int) -> Claims | None:
        """What a token of ours claims, or None. A verified token is remembered until it ends."""
        if len(token) > _TOKEN_MAX:
            return None
        fingerprint = hashlib.sha256(token.encode()).digest()
        claims = self._verified.get(fingerprint) or self._check(token, fingerprint)
        return claims if claims is not None and now < claims.expires_at * 1000 else None

    def jwks(self) -> dict[str, list[dict[str, str]]]:
        """The public keys."""
        keys = [ECKey.import_key(key.as_dict(private=False)) for key in self._keys.keys]
        fields = [{**key.as_dict(private=False), "use": "sig", "alg": _ALGORITHM} for key in keys]
        return {"keys": [{name: str(value) for name, value in field.items()} for field in fields]}

    def seal(self, refresh_token: str, successor: str) -> bytes:
        """Encrypt a successor under a key derived from the presented token (HKDF, AES-256-GCM)."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + _cipher(refresh_token).encrypt(nonce, successor.encode(), None)

    def unseal(self, refresh_token: str, sealed: bytes) -> str:
        """Decrypt it."""
        return _cipher(refresh_token).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None).decode()

    def _check(self, token: str, fingerprint: bytes) -> Claims | None:
        try:
            decoded = jwt.decode(token, self._keys, algorithms=[_ALGORITHM])
            claims = _claims(decoded, self._settings)
        except (JoseError, ValueError, KeyError, TypeError):
            return None
        with self._verified_lock:
            if len(self._verified) >= _CACHE_MAX:
                self._verified.clear()
            self._verified[fingerprint] = claims
        return claims


def _claims(token: jwt.Token, settings: Settings) -> Claims:
    """RFC 8725 and RFC 9068: the type, the issuer and the audience must be ours. Raises ValueError when not."""
    claims = token.claims
    if token.header.get("typ") != _TYPE or "kid" not in token.header:
        raise ValueError("not an access token")
    if claims["iss"] != settings.token_issuer or claims["aud"] != settings.token_audience:
        raise ValueError("not for us")
    user_id, session_id, expires_at = claims["sub"], claims["sid"], claims["exp"]
    if not isinstance(user_id, str) or not isinstance(session_id, str) or type(expires_at) is not int:
        raise ValueError("claims of the wrong type")
    return Claims(user_id, session_id, expires_at)


def _cipher(refresh_token: str) -> AESGCM:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"postcardit refresh successor")
    return AESGCM(derive.derive(refresh_token.encode()))


def _signing_keys(connection: sqlite3.Connection) -> KeySet:
    if connection.execute("SELECT 1 FROM signing_keys").fetchone() is None:
        key = ECKey.generate_key("P-256")
        connection.execute("INSERT INTO signing_keys VALUES (?, ?, ?)", (new_id(), key.as_pem(private=True), 0))
    rows = connection.execute("SELECT key_id, private_pem FROM signing_keys ORDER BY created_at, key_id")
    return KeySet([ECKey.import_key(row["private_pem"], {"kid": row["key_id"], "use": "sig"}) for row in rows])


def secret(database: Database, name: str) -> bytes:
    """32 random bytes of this store, made when they are first asked for."""

    def verb(connection: sqlite3.Connection) -> bytes:
        connection.execute("INSERT INTO secrets VALUES (?, ?) ON CONFLICT DO NOTHING", (name, os.urandom(32)))
        value: bytes = connection.execute("SELECT value FROM secrets WHERE name = ?", (name,)).fetchone()["value"]
        return value

    return database.write(verb)
