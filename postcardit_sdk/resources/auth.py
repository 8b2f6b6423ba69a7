"""Accounts and sessions."""

from ..contract import operations as ops
from ..contract.auth import (
    ChangeEmail,
    ChangePassword,
    CodeSent,
    Confirmed,
    ConfirmEmail,
    ConfirmUser,
    ForgotPassword,
    LoginUser,
    LogoutUser,
    RefreshTokens,
    RegisterUser,
    ResendCode,
    ResetPassword,
    SessionList,
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
    def forgot_password(self, email: str) -> Talk[CodeSent]:
        """Mail a code for a new password, if the address has an account. The answer does not tell whether it has."""
        return (yield from Call(ops.forgot_password, ask(ForgotPassword, email=email)))

    @endpoint
    def reset_password(self, email: str, code: str, new_password: str) -> Talk[None]:
        """Set a new password with the code; every session of the account ends. Raises InvalidRequest."""
        body = ask(ResetPassword, email=email, code=code, new_password=new_password)
        yield from Call(ops.reset_password, body)

    @endpoint
    def change_password(self, password: str, new_password: str) -> Talk[None]:
        """Set a new password; every other session ends. Raises PermissionDenied (wrong_password)."""
        yield from Call(ops.change_password, ask(ChangePassword, password=password, new_password=new_password))

    @endpoint
    def change_email(self, password: str, new_email: str) -> Talk[CodeSent]:
        """Ask for another address: a code is mailed to it. Raises PermissionDenied (wrong_password)."""
        return (yield from Call(ops.change_email, ask(ChangeEmail, password=password, new_email=new_email)))

    @endpoint
    def confirm_email(self, code: str) -> Talk[User]:
        """Make the new address your own with the code mailed to it. Raises InvalidRequest (invalid_code)."""
        return (yield from Call(ops.confirm_email, ask(ConfirmEmail, code=code)))

    @endpoint
    def sessions(self) -> Call[SessionList]:
        """Your live sessions, the last used first."""
        return Call(ops.list_sessions)

    @endpoint
    def end_session(self, session_id: str) -> Call[None]:
        """End one of your sessions. Raises NotFound."""
        return Call(ops.end_session, path={"sessionId": session_id})

    @endpoint
    def logout(self, *, everywhere: bool = False) -> Talk[None]:
        """End this session, or every session of the user, and forget the tokens."""
        yield from Call(ops.logout_user, ask(LogoutUser, all=everywhere))
        yield SignedOut()
