"""Accounts and sessions: registering, confirming, signing in and staying signed in."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from .users import FullName, User, Username
from .wire import AS_LINE, Body, Count, Email, Timestamp, Wire

__all__ = [
    "ChangeEmail",
    "ChangePassword",
    "CodeSent",
    "ConfirmEmail",
    "ConfirmUser",
    "Confirmed",
    "ForgotPassword",
    "LoginUser",
    "LogoutUser",
    "Nothing",
    "RefreshTokens",
    "RegisterUser",
    "ResendCode",
    "ResetPassword",
    "SessionList",
    "TokenPair",
    "UserSession",
]


def _eight_to_1024_bytes(password: str) -> str:
    if not 8 <= len(password.encode()) <= 1024:
        raise ValueError("must be 8 to 1,024 bytes long")
    return password


NewPassword = Annotated[
    str, AfterValidator(_eight_to_1024_bytes), Field(json_schema_extra={"minLength": 8, "maxLength": 1024})
]
"""A password that is being chosen: 8 to 1,024 bytes in UTF-8, any characters."""

Password = Annotated[str, Field(max_length=1024)]
VerificationCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
RefreshToken = Annotated[str, Field(max_length=8192)]
"""Ours has 43 characters; an identity provider's may have some thousands."""


class Nothing(Body):
    """No arguments at all."""


class RegisterUser(Body):
    """Open an account. Registering an address again replaces its unconfirmed registration."""

    username: Username
    email: Email
    password: NewPassword = Field(repr=False)
    full_name: FullName | None = None


class CodeSent(Wire):
    """Where a six-digit code was sent and until when it counts. The same answer whether or not an account exists."""

    email: str
    expires_at: Timestamp


class ConfirmUser(Body):
    """Prove an address with the code that was mailed to it; with the password, sign in at once."""

    email: Email
    code: VerificationCode = Field(repr=False)
    password: Password | None = Field(default=None, repr=False)


class ResendCode(Body):
    """Mail a new code to an address that waits for confirmation."""

    email: Email


class LoginUser(Body):
    """Sign in with an e-mail address or a username."""

    email: Email | None = None
    username: Annotated[str, StringConstraints(max_length=254), AS_LINE] | None = None
    password: Password = Field(repr=False)
    device_name: Annotated[str, StringConstraints(max_length=100), AS_LINE] | None = None


class RefreshTokens(Body):
    """Trade a refresh token for a new pair. Each counts once; a lost answer may be asked for again for 30 seconds."""

    refresh_token: RefreshToken = Field(repr=False)


class LogoutUser(Body):
    """End this session, the one that a refresh token belongs to, or with `all` every session of the user."""

    refresh_token: RefreshToken | None = Field(default=None, repr=False)
    all: bool = False


class TokenPair(Wire):
    """A session's tokens: the access token for requests, the refresh token for the next pair."""

    access_token: str = Field(repr=False)
    refresh_token: str = Field(repr=False)
    token_type: str = "Bearer"
    expires_in: int = Field(description="Seconds until the access token ends.")
    refresh_expires_in: int = Field(description="Seconds until the refresh token ends if it is not used.")
    user: User


class ForgotPassword(Body):
    """Mail a code for a new password, if the address has an account."""

    email: Email


class ResetPassword(Body):
    """Set a new password with the code that was mailed; it ends every session."""

    email: Email
    code: VerificationCode = Field(repr=False)
    new_password: NewPassword = Field(repr=False)


class ChangePassword(Body):
    """Set a new password with the present one; it ends every other session."""

    password: Password = Field(repr=False)
    new_password: NewPassword = Field(repr=False)


class ChangeEmail(Body):
    """Ask for another address: a code is mailed to it, and the present one is told."""

    password: Password = Field(repr=False)
    new_email: Email


class ConfirmEmail(Body):
    """Make the address one's own with the code that was mailed to it."""

    code: VerificationCode = Field(repr=False)


class UserSession(Wire):
    """A session on one device. Where it is used from is not kept."""

    session_id: str
    device_name: str | None = None
    created_at: Timestamp
    last_used_at: Timestamp
    expires_at: Timestamp = Field(description="When it ends if it is not used.")
    is_current: bool = Field(description="Whether it is the one that asks.")


class SessionList(Wire):
    """One's live sessions, the last used first."""

    sessions: list[UserSession]
    count: Count


class Confirmed(Wire):
    """A confirmed account; `tokens` when the password was given and right."""

    user_id: str
    tokens: TokenPair | None = None
