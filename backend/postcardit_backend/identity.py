"""Passwords (argon2id), codes, and access tokens signed with keys of our own."""

from . import sealing
from .access_tokens import AccessTokens
from .keys import SigningKeys
from .password_hashes import PasswordHashes
from .ports import Claims
from .settings import Settings

__all__ = ["LocalIdentity"]


class LocalIdentity:
    """Issues and checks what people prove themselves with."""

    def __init__(self, keys: SigningKeys, settings: Settings, code_secret: bytes) -> None:
        self._code_secret = code_secret
        self._hashes = PasswordHashes(settings.argon2_passes, settings.argon2_kib)
        self._tokens = AccessTokens(keys, settings)

    def hash_password(self, password: str) -> str:
        """A salted hash. Slow on purpose."""
        return self._hashes.of(password)

    def is_password(self, password: str, password_hash: str | None) -> bool:
        """Whether it is the password; takes as long when there is no hash."""
        return self._hashes.is_password(password, password_hash)

    def is_outdated(self, password_hash: str) -> bool:
        """Whether it was made with other parameters than ours now."""
        return self._hashes.is_outdated(password_hash)

    def hash_code(self, code: str, belongs_to: str) -> str:
        """A keyed hash of a code and what it is for."""
        return sealing.hash_code(self._code_secret, code, belongs_to)

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
        """Encrypt a successor so that only the holder of the presented token can have it."""
        return sealing.seal(refresh_token, successor)

    def unseal(self, refresh_token: str, sealed: bytes) -> str:
        """Decrypt it."""
        return sealing.unseal(refresh_token, sealed)
