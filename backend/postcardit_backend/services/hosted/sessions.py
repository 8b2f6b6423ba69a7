"""Sessions that an authority begins and goes on with, each with a row of ours beside it."""

import secrets
from dataclasses import replace

from postcardit_sdk.contract import operations as ops
from postcardit_sdk.contract.auth import LoginUser, LogoutUser, RefreshTokens, TokenPair
from postcardit_sdk.contract.problems import Code, EndReason
from postcardit_sdk.contract.wire import Wire

from ...answers import Ask, answers
from ...hosted_passwords import mark_after
from ...ports import Grant, Ports
from ...records import SessionRecord, UserRecord
from ...refusal import Refused
from .. import sessions as local
from ..sessions import token_hash, user_named
from ..users import own_view
from .authority import authority_of, known_as

__all__ = ["begin_session", "login_user", "logout_user", "refresh_tokens"]


@answers(ops.login_user, hosted=True)
def login_user(ask: Ask[LoginUser], ports: Ports) -> TokenPair:
    """Start a session. An unknown name is asked for as a known one is."""
    given = ask.arguments
    user = user_named(given, ports)
    grant = authority_of(ports).sign_in(known_as(user, ask.now), given.password)
    if grant is None or user is None:
        raise Refused(Code.WRONG_CREDENTIALS)
    return begin_session(ask, ports, _taken_over(user, ports), grant, given.device_name)


@answers(ops.refresh_tokens, hosted=True)
def refresh_tokens(ask: Ask[RefreshTokens], ports: Ports) -> TokenPair:
    """Have the authority rotate, and our row with it: so a token that comes again after its time ends the session, and
    one that comes again in time gets the same successor."""
    presented, authority = ask.arguments.refresh_token, authority_of(ports)
    grant = authority.refresh(presented, ask.now)
    if grant is None:
        raise _end_of(presented, ask, ports)
    try:
        user_id, successor = _go_on(presented, grant, ask, ports)
    except Refused as refused:
        authority.revoke(grant.refresh_token)
        raise Refused(Code.SESSION_ENDED, reason=refused.reason) from None
    user = ports.users.by_id(user_id)
    if user is None or not user.is_active:
        raise Refused(Code.SESSION_ENDED, reason=EndReason.ACCOUNT_DELETED)
    return _tokens(ask, ports, user, grant, successor)


@answers(ops.logout_user, hosted=True)
def logout_user(ask: Ask[LogoutUser], ports: Ports) -> None:
    """End this session, another of the user's by its refresh token, or all: in our store, where each request looks. The
    authority hears of all; a single token that is refreshed later is revoked then."""
    local.logout_user(ask, ports)
    if ask.arguments.all:
        authority_of(ports).sign_out(ask.user_id)


def begin_session(ask: Ask[Wire], ports: Ports, user: UserRecord, grant: Grant, device_name: str | None) -> TokenPair:
    """Put a row beside a session that the authority has begun. Refuses wrong_credentials, and has the authority end it,
    if the password was changed meanwhile."""
    session = SessionRecord(
        session_id=grant.session_id,
        user_id=user.user_id,
        device_name=device_name,
        created_at=ask.now,
        expires_at=ask.now + grant.refresh_expires_in * 1000,
        token_hash=token_hash(grant.refresh_token),
    )
    try:
        ports.sessions.start(session, user.password_hash)
    except Refused:
        authority_of(ports).revoke(grant.refresh_token)
        raise
    return _tokens(ask, ports, user, grant, grant.refresh_token)


def _taken_over(user: UserRecord, ports: Ports) -> UserRecord:
    """Someone with whom the authority has begun a session: whatever hash a move has brought is needed no more."""
    mark = mark_after(user.password_hash)
    if mark == user.password_hash:
        return user
    ports.passwords.rehash(user.user_id, user.password_hash, mark)
    return replace(user, password_hash=mark)


def _go_on(presented: str, grant: Grant, ask: Ask[RefreshTokens], ports: Ports) -> tuple[str, str]:
    """Whose session it is, and the refresh token that counts from now on."""
    if grant.refresh_token == presented:
        return ports.sessions.require_live(grant.session_id, ask.now), presented
    sealed = ports.identity.seal(presented, grant.refresh_token)
    rotation = ports.sessions.rotate(
        token_hash(presented), token_hash(grant.refresh_token), sealed, now=ask.now, settings=ports.settings
    )
    if rotation.sealed_successor is None:
        return rotation.user_id, grant.refresh_token
    return rotation.user_id, ports.identity.unseal(presented, rotation.sealed_successor)


def _end_of(presented: str, ask: Ask[RefreshTokens], ports: Ports) -> Refused:
    """Why a session has ended whose refresh token the authority does not take any more. If our row does not know yet,
    it does from here on; but a token that has been rotated a moment ago ends nothing for whoever has its successor."""
    nothing = secrets.token_urlsafe(32)
    rotation = ports.sessions.rotate(
        token_hash(presented), token_hash(nothing), b"", now=ask.now, settings=ports.settings
    )
    if rotation.sealed_successor is not None:
        return Refused(Code.SESSION_ENDED)
    ports.sessions.end(rotation.user_id, rotation.session_id, EndReason.REVOKED, ask.now)
    return Refused(Code.SESSION_ENDED, reason=EndReason.REVOKED)


def _tokens(ask: Ask[Wire], ports: Ports, user: UserRecord, grant: Grant, refresh_token: str) -> TokenPair:
    return TokenPair(
        access_token=grant.access_token,
        refresh_token=refresh_token,
        expires_in=grant.expires_in,
        refresh_expires_in=grant.refresh_expires_in,
        user=own_view(user, ports, ask.origin, ask.now),
    )
