"""Sessions: signing in, staying signed in, and seeing and ending what one has open elsewhere."""

import hashlib
import secrets
from dataclasses import replace

from postcardit_sdk.contract import operations as ops
from postcardit_sdk.contract.auth import (
    LoginUser,
    LogoutUser,
    Nothing,
    RefreshTokens,
    SessionList,
    TokenPair,
    UserSession,
)
from postcardit_sdk.contract.problems import Code, EndReason, FieldProblem
from postcardit_sdk.contract.wire import Wire, new_id

from ..answers import Ask, answers
from ..ports import Ports
from ..records import SessionRecord, UserRecord, UserSessionRecord
from ..refusal import Refused
from .users import moment, own_view

__all__ = [
    "end_session",
    "list_sessions",
    "login_user",
    "logout_user",
    "refresh_tokens",
    "session_view",
    "start_session",
    "token_hash",
    "user_named",
]


@answers(ops.login_user)
def login_user(ask: Ask[LoginUser], ports: Ports) -> TokenPair:
    """Start a session. An unknown name costs as much time as a wrong password."""
    given = ask.arguments
    user = user_named(given, ports)
    if not ports.identity.is_password(given.password, user.password_hash if user else None) or user is None:
        raise Refused(Code.WRONG_CREDENTIALS)
    return start_session(ask, ports, _well_hashed(ports, user, given.password), given.device_name)


@answers(ops.refresh_tokens)
def refresh_tokens(ask: Ask[RefreshTokens], ports: Ports) -> TokenPair:
    """Rotate (RFC 9700 section 4.14.2): a repeated request within the grace time gets the same successor."""
    presented = ask.arguments.refresh_token
    successor = secrets.token_urlsafe(32)
    sealed = ports.identity.seal(presented, successor)
    rotation = ports.sessions.rotate(
        token_hash(presented), token_hash(successor), sealed, now=ask.now, settings=ports.settings
    )
    if rotation.sealed_successor is not None:
        successor = ports.identity.unseal(presented, rotation.sealed_successor)
    user = ports.users.by_id(rotation.user_id)
    if user is None or not user.is_active:
        raise Refused(Code.SESSION_ENDED, reason=EndReason.ACCOUNT_DELETED)
    return _tokens(ask, ports, user, rotation.session_id, successor)


@answers(ops.logout_user)
def logout_user(ask: Ask[LogoutUser], ports: Ports) -> None:
    """End this session, another of the user's by its refresh token, or all."""
    given, reason = ask.arguments, EndReason.SIGNED_OUT
    if given.all:
        ports.sessions.end_all(ask.user_id, reason, ask.now)
    elif given.refresh_token is not None:
        ports.sessions.end_by_token(ask.user_id, token_hash(given.refresh_token), reason, ask.now)
    else:
        ports.sessions.end(ask.user_id, ask.session_id, reason, ask.now)


@answers(ops.list_sessions)
def list_sessions(ask: Ask[Nothing], ports: Ports) -> SessionList:
    """One's live sessions, the last used first."""
    sessions = [session_view(session, ask) for session in ports.sessions.live(ask.user_id, ask.now)]
    return SessionList(sessions=sessions, count=len(sessions))


@answers(ops.end_session)
def end_session(ask: Ask[Nothing], ports: Ports) -> None:
    """End one of one's own sessions."""
    if not ports.sessions.end(ask.user_id, ask.path["sessionId"], EndReason.REVOKED, ask.now):
        raise Refused(Code.NOT_FOUND)


def user_named(given: LoginUser, ports: Ports) -> UserRecord | None:
    """Who wants to sign in, if there is such a one. Refuses validation_failed unless one name is given."""
    if (given.email is None) == (given.username is None):
        problem = FieldProblem(pointer="", code="invalid", message="Give either email or username.")
        raise Refused(Code.VALIDATION_FAILED, errors=[problem])
    if given.email is not None:
        return ports.users.by_email(given.email)
    return ports.users.by_username(given.username or "")


def start_session(ask: Ask[Wire], ports: Ports, user: UserRecord, device_name: str | None) -> TokenPair:
    """Open a session for someone whose password was right. Refuses wrong_credentials if it was changed meanwhile."""
    refresh_token = secrets.token_urlsafe(32)
    session = SessionRecord(
        session_id=new_id(ask.now),
        user_id=user.user_id,
        device_name=device_name,
        created_at=ask.now,
        expires_at=ask.now + ports.settings.refresh_token_seconds * 1000,
        token_hash=token_hash(refresh_token),
    )
    ports.sessions.start(session, user.password_hash)
    return _tokens(ask, ports, user, session.session_id, refresh_token)


def session_view(session: UserSessionRecord, ask: Ask[Wire]) -> UserSession:
    """A session as its user sees it."""
    return UserSession(
        session_id=session.session_id,
        device_name=session.device_name,
        created_at=moment(session.created_at),
        last_used_at=moment(session.last_used_at),
        expires_at=moment(session.expires_at),
        is_current=session.session_id == ask.session_id,
    )


def _well_hashed(ports: Ports, user: UserRecord, password: str) -> UserRecord:
    """The user with a hash as strong as hashes are now: only here is the password known."""
    if not ports.identity.is_outdated(user.password_hash):
        return user
    password_hash = ports.identity.hash_password(password)
    ports.passwords.rehash(user.user_id, user.password_hash, password_hash)
    return replace(user, password_hash=password_hash)


def _tokens(ask: Ask[Wire], ports: Ports, user: UserRecord, session_id: str, refresh_token: str) -> TokenPair:
    return TokenPair(
        access_token=ports.identity.access_token(user.user_id, session_id, ask.now),
        refresh_token=refresh_token,
        expires_in=ports.settings.access_token_seconds,
        refresh_expires_in=ports.settings.refresh_token_seconds,
        user=own_view(user, ports, ask.origin, ask.now),
    )


def token_hash(token: str) -> str:
    """What the store knows of a refresh token."""
    return hashlib.sha256(token.encode()).hexdigest()
