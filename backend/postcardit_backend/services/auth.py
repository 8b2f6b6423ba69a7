"""Accounts and sessions. No answer tells, by its words or its time, whether an account exists."""

import hashlib
import secrets
from datetime import UTC, datetime

from postcardit_sdk.contract import operations as ops
from postcardit_sdk.contract.auth import (
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
from postcardit_sdk.contract.problems import Code, FieldProblem
from postcardit_sdk.contract.wire import Wire, new_id

from ..answers import Ask, answers
from ..ports import Ports
from ..records import MailRecord, RegistrationRecord, SessionRecord, UserRecord
from ..refusal import Refused
from .users import own_view, require_letters

__all__ = [
    "confirm_user",
    "login_user",
    "logout_user",
    "refresh_tokens",
    "register_user",
    "resend_code",
]


@answers(ops.register_user)
def register_user(ask: Ask[RegisterUser], ports: Ports) -> CodeSent:
    """Keep the registration and mail its code; the owner of a taken address gets a mail instead."""
    wanted = ask.arguments
    require_letters(wanted.username)
    code, expires_at = _new_code(ask.now, ports)
    registration = RegistrationRecord(
        email=wanted.email,
        username=wanted.username,
        full_name=wanted.full_name,
        password_hash=ports.identity.hash_password(wanted.password),
        code_hash=ports.identity.hash_code(code, wanted.email),
        expires_at=expires_at,
    )
    owner = ports.registrations.open(registration, ask.now)
    if owner is None:
        _mail_code(ports, wanted.email, wanted.username, code, ask.now)
    else:
        _mail_owner(ports, owner, ask.now)
    return CodeSent(email=wanted.email, expires_at=_moment(expires_at))


@answers(ops.resend_code)
def resend_code(ask: Ask[ResendCode], ports: Ports) -> CodeSent:
    """Mail a new code if the address waits for one."""
    email = ask.arguments.email
    code, expires_at = _new_code(ask.now, ports)
    waiting = ports.registrations.renew(email, ports.identity.hash_code(code, email), expires_at)
    if waiting is not None:
        _mail_code(ports, email, waiting.username, code, ask.now)
    return CodeSent(email=email, expires_at=_moment(expires_at))


@answers(ops.confirm_user)
def confirm_user(ask: Ask[ConfirmUser], ports: Ports) -> Confirmed:
    """Turn a registration into a user; sign in when the password is right."""
    given = ask.arguments
    code_hash = ports.identity.hash_code(given.code, given.email)
    tries = ports.settings.code_tries
    user = ports.registrations.confirm(given.email, code_hash, new_id(ask.now), ask.now, tries)
    if user is None:
        raise Refused(Code.INVALID_CODE)
    if given.password is None or not ports.identity.is_password(given.password, user.password_hash):
        return Confirmed(user_id=user.user_id)
    return Confirmed(user_id=user.user_id, tokens=_start_session(ask, ports, user, None))


@answers(ops.login_user)
def login_user(ask: Ask[LoginUser], ports: Ports) -> TokenPair:
    """Start a session. An unknown name costs as much time as a wrong password."""
    given = ask.arguments
    if (given.email is None) == (given.username is None):
        problem = FieldProblem(pointer="", code="invalid", message="Give either email or username.")
        raise Refused(Code.VALIDATION_FAILED, errors=[problem])
    if given.email is not None:
        user = ports.users.by_email(given.email)
    else:
        user = ports.users.by_username(given.username or "")
    if not ports.identity.is_password(given.password, user.password_hash if user else None) or user is None:
        raise Refused(Code.WRONG_CREDENTIALS)
    return _start_session(ask, ports, user, given.device_name)


@answers(ops.refresh_tokens)
def refresh_tokens(ask: Ask[RefreshTokens], ports: Ports) -> TokenPair:
    """Rotate (RFC 9700 section 4.14.2): a repeated request within the grace time gets the same successor."""
    presented = ask.arguments.refresh_token
    successor = secrets.token_urlsafe(32)
    sealed = ports.identity.seal(presented, successor)
    rotation = ports.sessions.rotate(
        _token_hash(presented), _token_hash(successor), sealed, now=ask.now, settings=ports.settings
    )
    if rotation is None:
        raise Refused(Code.SESSION_ENDED)
    if rotation.sealed_successor is not None:
        successor = ports.identity.unseal(presented, rotation.sealed_successor)
    user = ports.users.by_id(rotation.user_id)
    if user is None:
        raise Refused(Code.SESSION_ENDED)
    return _tokens(ask, ports, user, rotation.session_id, successor)


@answers(ops.logout_user)
def logout_user(ask: Ask[LogoutUser], ports: Ports) -> None:
    """End this session, another of the user's by its refresh token, or all."""
    given = ask.arguments
    if given.all:
        ports.sessions.end_all(ask.user_id, "signed_out", ask.now)
    elif given.refresh_token is not None:
        ports.sessions.end_by_token(ask.user_id, _token_hash(given.refresh_token), "signed_out", ask.now)
    else:
        ports.sessions.end(ask.session_id, "signed_out", ask.now)


def _start_session(ask: Ask[Wire], ports: Ports, user: UserRecord, device_name: str | None) -> TokenPair:
    refresh_token = secrets.token_urlsafe(32)
    session = SessionRecord(
        session_id=new_id(ask.now),
        user_id=user.user_id,
        device_name=device_name,
        created_at=ask.now,
        expires_at=ask.now + ports.settings.refresh_token_seconds * 1000,
        token_hash=_token_hash(refresh_token),
    )
    ports.sessions.start(session)
    return _tokens(ask, ports, user, session.session_id, refresh_token)


def _tokens(
    ask: Ask[Wire],
    ports: Ports,
    user: UserRecord,
    session_id: str,
    refresh_token: str,
) -> TokenPair:
    return TokenPair(
        access_token=ports.identity.access_token(user.user_id, session_id, ask.now),
        refresh_token=refresh_token,
        expires_in=ports.settings.access_token_seconds,
        refresh_expires_in=ports.settings.refresh_token_seconds,
        user=own_view(user, ports, ask.origin, ask.now),
    )


def _new_code(now: int, ports: Ports) -> tuple[str, int]:
    return f"{secrets.randbelow(1_000_000):06}", now + ports.settings.code_seconds * 1000


def _mail_code(ports: Ports, email: str, username: str, code: str, now: int) -> None:
    minutes = ports.settings.code_seconds // 60
    body = f"Hello {username},\n\nyour PostCardIt code is {code}. It counts for {minutes} minutes.\n"
    ports.mail.send(MailRecord(email, username, "Your PostCardIt code", body, code, now))


def _mail_owner(ports: Ports, owner: UserRecord, now: int) -> None:
    body = (
        f"Hello {owner.username},\n\nsomeone tried to open a PostCardIt account with your address. You have one: sign "
        "in, or reset your password if you forgot it. If it was not you, there is nothing to do.\n"
    )
    ports.mail.send(MailRecord(owner.email, owner.username, "You have an account already", body, None, now))


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
