"""What services need of an identity provider, where one keeps the accounts instead of this backend."""

from dataclasses import dataclass, field
from typing import Protocol

from .accounts import Users

__all__ = ["Authority", "Grant"]


@dataclass(frozen=True, slots=True)
class Grant:
    """What a sign-in or a refresh gave: the tokens, and the session that they belong to. Times are seconds."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    session_id: str
    expires_in: int
    refresh_expires_in: int


class Authority(Protocol):
    """Keeps passwords, mails codes and signs tokens. It knows people by their ids, also before they have an account.

    Of someone whom it does not know it says what it says of a wrong password or a wrong code. Every verb refuses
    rate_limited when it has been asked too often, and unavailable when it cannot be asked.
    """

    reset_code_seconds: int
    """How long a code for a new password counts."""

    def require_takeable(self, password: str, pointer: str) -> None:
        """Refuses validation_failed for a password that it does not take; `pointer` is where it was given."""
        ...

    def register(self, user_id: str, email: str | None, password: str) -> None:
        """Take someone in who is to confirm their address, and mail them a code; without an address, mail nothing."""
        ...

    def resend(self, user_id: str) -> None:
        """Mail a new code to someone who has not confirmed their address."""
        ...

    def confirm(self, user_id: str, code: str) -> bool:
        """Whether the code is right, or the address was confirmed already."""
        ...

    def sign_in(self, user_id: str, password: str) -> Grant | None:
        """Begin a session, if it is the password of someone confirmed."""
        ...

    def refresh(self, refresh_token: str, now: int) -> Grant | None:
        """Trade a refresh token, if it counts. The refresh token stays the same where the authority does not rotate."""
        ...

    def revoke(self, refresh_token: str) -> None:
        """Let it and what came of it count no more."""
        ...

    def sign_out(self, user_id: str) -> None:
        """Let no refresh token of this person count any more."""
        ...

    def send_reset_code(self, user_id: str, email: str) -> None:
        """Mail a code for a new password to this address, which is the person's now."""
        ...

    def reset(self, user_id: str, code: str, password: str) -> bool:
        """Set the password if the code is right."""
        ...

    def set_password(self, user_id: str, password: str) -> None:
        """Set it."""
        ...

    def set_email(self, user_id: str, email: str) -> None:
        """Know a person by another address, which they have confirmed."""
        ...

    def leaving(self, user_id: str, now: int) -> None:
        """Keep in mind that someone is about to be erased: `sweep` drops them even if nobody says `discard`."""
        ...

    def discard(self, user_id: str) -> None:
        """Forget a person, if there is one."""
        ...

    def sweep(self, users: Users, now: int) -> None:
        """Forget whoever was erased here and is still known there, and old registrations that nobody has confirmed."""
        ...
