"""Accounts and sessions."""

from ..contract import operations as ops
from ..contract.auth import (
    CodeSent,
    Confirmed,
    ConfirmUser,
    LoginUser,
    LogoutUser,
    RefreshTokens,
    RegisterUser,
    ResendCode,
    TokenPair,
)
from ..contract.users import User
from ..endpoint import ColourT, Resource, endpoint
from ..flow import Call, SignedIn, SignedOut, Talk, ask

__all__ = ["Auth"]


class Auth(Resource[ColourT]):
    """Registering, confirming, signing in and out. What signs in keeps the tokens in the client's store."""

    @endpoint
    def register(self, username: str, email: str, password: str, *, full_name: str | None = None) -> Talk[CodeSent]:
        """Open an account: a six-digit code is mailed to the address. Raises Conflict for a taken username."""
        body = ask(RegisterUser, username=username, email=email, password=password, full_name=full_name)
        return (yield from Call(ops.register_user, body))

    @endpoint
    def confirm(self, email: str, code: str, *, password: str | None = None) -> Talk[Confirmed]:
        """Confirm an address with the code mailed to it; with the password, sign in as well.

        Raises InvalidRequest (invalid_code) for a wrong or expired code.
        """
        confirmed = yield from Call(ops.confirm_user, ask(ConfirmUser, email=email, code=code, password=password))
        if confirmed.tokens is not None:
            yield SignedIn(confirmed.tokens)
        return confirmed

    @endpoint
    def resend_code(self, email: str) -> Talk[CodeSent]:
        """Mail a new code to an address that waits for confirmation."""
        return (yield from Call(ops.resend_code, ask(ResendCode, email=email)))

    @endpoint
    def login(self, name: str, password: str, *, device_name: str | None = None) -> Talk[User]:
        """Sign in by username or e-mail address. Raises Unauthenticated (wrong_credentials)."""
        who = {"email": name} if "@" in name else {"username": name}
        pair = yield from Call(
            ops.login_user, ask(LoginUser.model_validate, {**who, "password": password, "device_name": device_name})
        )
        yield SignedIn(pair)
        return pair.user

    @endpoint
    def refresh(self, refresh_token: str) -> Talk[TokenPair]:
        """Trade a refresh token for a new pair by hand. A signed-in client does so by itself."""
        return (yield from Call(ops.refresh_tokens, ask(RefreshTokens, refresh_token=refresh_token)))

    @endpoint
    def logout(self, *, everywhere: bool = False) -> Talk[None]:
        """End this session, or every session of the user, and forget the tokens."""
        yield from Call(ops.logout_user, ask(LogoutUser, all=everywhere))
        yield SignedOut()
