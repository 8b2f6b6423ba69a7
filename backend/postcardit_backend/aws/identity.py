"""What people prove themselves with where Cognito keeps the passwords and signs the tokens."""

import secrets

from .. import sealing
from ..hosted_passwords import hosted_by
from ..ports import Claims
from .cognito import Cognito
from .pool_keys import PoolKeys
from .pool_tokens import PoolTokens

__all__ = ["CognitoIdentity"]


class CognitoIdentity:
    """Checks what the pool has issued. What it would have to issue itself it never is asked for: the hosted answers ask
    the authority."""

    def __init__(self, cognito: Cognito, tokens: PoolTokens, keys: PoolKeys, code_secret: bytes) -> None:
        self._cognito = cognito
        self._tokens = tokens
        self._keys = keys
        self._code_secret = code_secret

    def hash_password(self, password: str) -> str:
        """Raises TypeError: passwords are Cognito's."""
        raise TypeError("Cognito keeps the passwords of this stage.")

    def is_password(self, password: str, password_hash: str | None) -> bool:
        """Whether it is the password that this mark stands for. The session that asking begins is ended at once."""
        grant = self._cognito.sign_in(hosted_by(password_hash) or secrets.token_hex(16), password)
        if grant is None:
            return False
        self._cognito.revoke(grant.refresh_token)
        return True

    def is_outdated(self, password_hash: str) -> bool:
        """Never: how it is hashed is Cognito's concern."""
        return False

    def hash_code(self, code: str, belongs_to: str) -> str:
        """A keyed hash of a code of ours and what it is for."""
        return sealing.hash_code(self._code_secret, code, belongs_to)

    def access_token(self, user_id: str, session_id: str, now: int) -> str:
        """Raises TypeError: tokens are Cognito's."""
        raise TypeError("Cognito signs the tokens of this stage.")

    def verify(self, token: str, now: int) -> Claims | None:
        """What a token of the pool claims, or None."""
        return self._tokens.verify(token, now)

    def jwks(self, now: int) -> dict[str, list[dict[str, str]]]:
        """The pool's public keys."""
        return {"keys": self._keys.published(now)}

    def seal(self, refresh_token: str, successor: str) -> bytes:
        """Encrypt a successor so that only the holder of the presented token can have it."""
        return sealing.seal(refresh_token, successor)

    def unseal(self, refresh_token: str, sealed: bytes) -> str:
        """Decrypt it."""
        return sealing.unseal(refresh_token, sealed)
