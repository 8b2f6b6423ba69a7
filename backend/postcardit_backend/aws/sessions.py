"""Sessions and their refresh tokens on DynamoDB.

A session is one item. Each token that it was ever given has one too, which says whose it is: presented late, it ends
the session. A sealed successor lies apart, under the token that it answers, and goes with its time of grace.
"""

from collections.abc import Sequence

from postcardit_sdk.contract.problems import Code, EndReason

from ..ports import Rotation
from ..records import SessionRecord, UserSessionRecord
from ..refusal import Refused
from ..settings import Settings
from .fields import number, number_or_none, text, text_or_none
from .items import Item
from .people import profile_key
from .schema import TTL
from .session_ends import count_key, end_session, end_sessions, reason_of, session_key, session_keys, sessions_of
from .tables import Key
from .units import Unit, Units

__all__ = ["DynamoSessions"]

_REMEMBERED_SECONDS = 30 * 86_400
"""How long a session that has ended is still known, with the reason."""
_SLACK_SECONDS = 60
"""How much longer a sealed successor stays than it counts: two clocks may differ."""
_TOKENS_REMEMBERED_SECONDS = 400 * 86_400
"""How long a token is known after the session would have ended that it was given to."""


class DynamoSessions:
    """Sessions and their refresh tokens."""

    def __init__(self, units: Units) -> None:
        self._units, self._tables = units, units.tables

    def start(self, session: SessionRecord, password_hash: str) -> None:
        """Keep a new session, unless the password it is opened with was changed meanwhile."""

        def verb(unit: Unit) -> None:
            counted = count_key(session.user_id)
            unit.expect(counted)
            user = unit.get(profile_key(session.user_id))
            if user is None or user["password_hash"] != password_hash:
                raise Refused(Code.WRONG_CREDENTIALS)
            unit.put(
                session_key(session.session_id),
                {
                    "user_id": session.user_id, "device_name": session.device_name, "created_at": session.created_at,
                    "last_used_at": session.created_at, "token_hash": session.token_hash,
                    **_until(session.expires_at),
                },
            )  # fmt: skip
            unit.put(counted, {"n": number(unit.get(counted), "n") + 1})
            _give(unit, session.token_hash, session.session_id, session.expires_at)
            unit.put(sessions_of(session.user_id, session.session_id), {})

        self._units.run(verb)

    def require_live(self, session_id: str, now: int) -> str:
        """Whose session it is. Refuses session_ended, with the reason, unless it goes on; or unauthenticated."""
        key = session_key(session_id)
        session = self._tables.get([key]).get(key)
        if session is None:
            raise Refused(Code.UNAUTHENTICATED)
        reason = reason_of(session, now)
        if reason is not None:
            raise Refused(Code.SESSION_ENDED, reason=reason)
        return text(session, "user_id")

    def ended_among(self, session_ids: Sequence[str], now: int) -> set[str]:
        """Those of these sessions that do not go on."""
        found = self._tables.get([*map(session_key, session_ids)])
        sessions = {session_id: found.get(session_key(session_id)) for session_id in session_ids}
        return {name for name, session in sessions.items() if session is None or reason_of(session, now) is not None}

    def live(self, user_id: str, now: int) -> list[UserSessionRecord]:
        """A user's sessions that go on, the last used first."""
        return [one for one in self.every(user_id) if one.ended_at is None and now < one.expires_at]

    def every(self, user_id: str) -> list[UserSessionRecord]:
        """Every session of a user that is remembered, the last used first."""
        items = self._tables.get(session_keys(self._tables, user_id)).values()
        return sorted(map(_record_from, items), key=lambda one: (one.last_used_at, one.session_id), reverse=True)

    def rotate(
        self, presented_hash: str, successor_hash: str, sealed_successor: bytes, *, now: int, settings: Settings
    ) -> Rotation:
        """Put the successor in the presented token's place; see the port for what else may come of it."""
        sealed = _sealed_key(presented_hash)
        grace_until = now + settings.refresh_grace_seconds * 1000
        expires_at = now + settings.refresh_token_seconds * 1000

        def verb(unit: Unit) -> Rotation | Refused:
            unit.expect(sealed)
            token = unit.glance(_token_key(presented_hash))
            if token is None:
                return Refused(Code.SESSION_ENDED)
            session_id = text(token, "session_id")
            session = unit.get(session_key(session_id))
            if session is None:
                return Refused(Code.SESSION_ENDED)
            reason = reason_of(session, now)
            if reason is not None:
                return Refused(Code.SESSION_ENDED, reason=reason)
            if session["token_hash"] != presented_hash:
                return _presented_again(unit, session_id, presented_hash, now)
            taken = {
                "token_hash": successor_hash, "previous_hash": presented_hash, "grace_until": grace_until,
                "last_used_at": now, **_until(expires_at),
            }  # fmt: skip
            unit.put(session_key(session_id), {**session, **taken})
            unit.put(sealed, {"sealed": sealed_successor, TTL: grace_until // 1000 + _SLACK_SECONDS})
            _give(unit, successor_hash, session_id, expires_at)
            return Rotation(session_id, text(session, "user_id"))

        outcome = self._units.run(verb)
        if isinstance(outcome, Refused):  # raised only now: raised above, it would undo the end of the session
            raise outcome
        return outcome

    def end(self, user_id: str, session_id: str, reason: EndReason, now: int) -> bool:
        """End one session of a user. Tells whether there was one that went on."""
        return self._units.run(lambda unit: end_session(unit, user_id, session_id, reason, now))

    def end_by_token(self, user_id: str, token_hash: str, reason: EndReason, now: int) -> None:
        """End the user's session that this refresh token belongs to."""

        def verb(unit: Unit) -> None:
            token = unit.glance(_token_key(token_hash))
            if token is not None:
                end_session(unit, user_id, text(token, "session_id"), reason, now)

        self._units.run(verb)

    def end_all(self, user_id: str, reason: EndReason, now: int) -> None:
        """End every session of a user."""
        self._units.run(lambda unit: end_sessions(unit, user_id, reason, now))


def _presented_again(unit: Unit, session_id: str, presented_hash: str, now: int) -> Rotation | Refused:
    """A token that counts no more, of a session that goes on: its successor within the grace time, else the end."""
    session = unit.get(session_key(session_id))
    sealed = unit.get(_sealed_key(presented_hash))
    if text(session, "previous_hash") == presented_hash and now < number(session, "grace_until") and sealed:
        sealed_successor = sealed["sealed"]
        if not isinstance(sealed_successor, bytes):
            raise TypeError("A sealed successor is bytes.")
        return Rotation(session_id, text(session, "user_id"), sealed_successor)
    end_session(unit, text(session, "user_id"), session_id, EndReason.REUSED, now)
    return Refused(Code.SESSION_ENDED, reason=EndReason.REUSED)


def _give(unit: Unit, token_hash: str, session_id: str, expires_at: int) -> None:
    """Remember a token that is given to a session."""
    unit.put(_token_key(token_hash), {"session_id": session_id, TTL: expires_at // 1000 + _TOKENS_REMEMBERED_SECONDS})


def _until(expires_at: int) -> Item:
    return {"expires_at": expires_at, TTL: expires_at // 1000 + _REMEMBERED_SECONDS}


def _token_key(token_hash: str) -> Key:
    return Key("brief", f"TOK#{token_hash}", "#")


def _sealed_key(presented_hash: str) -> Key:
    return Key("brief", f"SEAL#{presented_hash}", "#")


def _record_from(item: Item) -> UserSessionRecord:
    return UserSessionRecord(
        session_id=text(item, "pk").partition("#")[2],
        device_name=text_or_none(item, "device_name"),
        created_at=number(item, "created_at"),
        last_used_at=number(item, "last_used_at"),
        expires_at=number(item, "expires_at"),
        ended_at=number_or_none(item, "ended_at"),
        end_reason=text_or_none(item, "end_reason"),
    )
