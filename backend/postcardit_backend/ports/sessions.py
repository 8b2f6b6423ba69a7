"""What services need for sessions: the tokens and what they prove."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from postcardit_sdk.contract.problems import EndReason

from ..records import SessionRecord, UserSessionRecord
from ..settings import Settings

__all__ = ["Claims", "Identity", "Rotation", "Sessions"]


@dataclass(frozen=True, slots=True)
class Rotation:
    """What came of a presented refresh token: a session, and the sealed successor when this is a repeated request."""

    session_id: str
    user_id: str
    sealed_successor: bytes | None = None


class Sessions(Protocol):
    """Sessions and their refresh tokens."""

    def start(self, session: SessionRecord, password_hash: str) -> None:
        """Keep a new session. Refuses wrong_credentials unless the account still has the password it is opened with:
        one that is changed meanwhile opens nothing."""
        ...

    def require_live(self, session_id: str, now: int) -> str:
        """Whose session it is. Refuses session_ended, with the reason, unless it goes on; and unauthenticated when
        there never was one."""
        ...

    def ended_among(self, session_ids: Sequence[str], now: int) -> set[str]:
        """Those of these sessions that do not go on: one question to the store."""
        ...

    def live(self, user_id: str, now: int) -> list[UserSessionRecord]:
        """A user's sessions that go on, the last used first."""
        ...

    def every(self, user_id: str) -> list[UserSessionRecord]:
        """Every session of a user that is remembered, the last used first."""
        ...

    def rotate(
        self, presented_hash: str, successor_hash: str, sealed_successor: bytes, *, now: int, settings: Settings
    ) -> Rotation:
        """Put the successor in the presented token's place. Within the grace time a repeated request gets the first
        successor, sealed. An older token ends the session. Refuses session_ended; of a token that was ever given out
        it tells the reason."""
        ...

    def end(self, user_id: str, session_id: str, reason: EndReason, now: int) -> bool:
        """End one session of a user. Tells whether there was one that went on."""
        ...

    def end_by_token(self, user_id: str, token_hash: str, reason: EndReason, now: int) -> None:
        """End the user's session that this refresh token belongs to."""
        ...

    def end_all(self, user_id: str, reason: EndReason, now: int) -> None:
        """End every session of a user."""
        ...


@dataclass(frozen=True, slots=True)
class Claims:
    """Whom an access token speaks for, and until when (Unix seconds)."""

    user_id: str
    session_id: str
    expires_at: float


class Identity(Protocol):
    """Passwords, codes and tokens."""

    def hash_password(self, password: str) -> str:
        """A salted hash. Slow on purpose."""
        ...

    def is_password(self, password: str, password_hash: str | None) -> bool:
        """Whether it is the password; takes as long when there is no hash."""
        ...

    def is_outdated(self, password_hash: str) -> bool:
        """Whether it was made with other parameters than ours now."""
        ...

    def hash_code(self, code: str, belongs_to: str) -> str:
        """A keyed hash of a verification code and what it is for: an address, or a user."""
        ...

    def access_token(self, user_id: str, session_id: str, now: int) -> str:
        """A signed access token."""
        ...

    def verify(self, token: str, now: int) -> Claims | None:
        """What a token of ours claims, or None."""
        ...

    def jwks(self, now: int) -> dict[str, list[dict[str, str]]]:
        """The public keys that verify now."""
        ...

    def seal(self, refresh_token: str, successor: str) -> bytes:
        """Encrypt a successor so that only the holder of the presented token can have it."""
        ...

    def unseal(self, refresh_token: str, sealed: bytes) -> str:
        """Decrypt it."""
        ...
