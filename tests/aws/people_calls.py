"""What each verb on people asks of DynamoDB: one person's life, verb by verb."""

from collections.abc import Callable, Iterator
from functools import partial

from postcardit_backend.ports import Meter, ProfileChange
from postcardit_backend.settings import Settings
from postcardit_sdk.contract.problems import EndReason
from tests.backend.stores import NOW, Store, registration, session

__all__ = ["people_verbs"]

Verbs = Iterator[tuple[str, Callable[[], object]]]
LATER = NOW + 600_000
CAROL = "carol@example.com"
NEW = "carol@example.org"


def people_verbs(store: Store) -> Verbs:
    """Carol registers, lives and goes; she has no friends."""
    user_id = store.new_id()
    registrations = store.registrations
    yield "registrations.open", partial(registrations.open, registration("carol", email=CAROL), NOW)
    yield "registrations.renew", partial(registrations.renew, CAROL, "right", LATER)
    yield "registrations.confirm: wrong", partial(registrations.confirm, CAROL, "wrong", user_id, NOW, 5)
    yield "registrations.confirm", partial(registrations.confirm, CAROL, "right", user_id, NOW, 5)
    yield from _profiles(store, user_id)
    yield from _sessions(store, user_id)
    yield from _secrets(store, user_id)
    yield (
        "limits.count: two meters",
        partial(store.limits.count, [Meter("a", "carol", 9, 60), Meter("b", "x", 9, 60)], NOW),
    )
    yield "devices.register", partial(store.devices.register, user_id, "token", "ios", NOW)
    yield "devices.remove", partial(store.devices.remove, user_id, "token")
    yield "idempotency.postcard", partial(store.idempotency.postcard, store.once(user_id, "send_postcard"))
    yield "erasure.erase: no friends", partial(store.erasure.erase, user_id, "newest", NOW)


def _profiles(store: Store, user_id: str) -> Verbs:
    users = store.users
    yield "users.by_id", partial(users.by_id, user_id)
    yield "users.many: fifty", partial(users.many, [user_id, *(f"{n}" for n in range(49))])
    yield "users.by_username", partial(users.by_username, "carol")
    yield "users.by_email", partial(users.by_email, CAROL)
    yield "users.search", partial(users.search, "username", "ca", None, 20, searcher_id="x")
    yield "users.update: no friends", partial(users.update, user_id, ProfileChange({"bio": "x"}), NOW)
    yield "users.update: username", partial(users.update, user_id, ProfileChange({"username": "caroline"}), NOW)


def _sessions(store: Store, user_id: str) -> Verbs:
    sessions = store.sessions
    rotate = partial(sessions.rotate, "token", "next", b"next", now=NOW, settings=Settings())
    carol = store.users.by_id(user_id)
    assert carol is not None
    yield "sessions.start", partial(sessions.start, session(carol, "one", "token"), "hash")
    yield "sessions.require_live", partial(sessions.require_live, "one", NOW)
    yield "sessions.ended_among: fifty", partial(sessions.ended_among, ["one", *(f"{n}" for n in range(49))], NOW)
    yield "sessions.live", partial(sessions.live, user_id, NOW)
    yield "sessions.rotate", rotate
    yield "sessions.rotate: asked again", rotate
    yield "sessions.end", partial(sessions.end, user_id, "one", EndReason.SIGNED_OUT, NOW)
    sessions.start(session(carol, "two", "other"), "hash")
    yield "sessions.end_by_token", partial(sessions.end_by_token, user_id, "other", EndReason.SIGNED_OUT, NOW)
    sessions.start(session(carol, "three", "third"), "hash")
    yield "sessions.end_all", partial(sessions.end_all, user_id, EndReason.SIGNED_OUT, NOW)


def _secrets(store: Store, user_id: str) -> Verbs:
    passwords, emails = store.passwords, store.emails
    yield "passwords.keep_code", partial(passwords.keep_code, CAROL, "right", LATER)
    yield "passwords.reset", partial(passwords.reset, CAROL, "right", "new", now=NOW, tries=5)
    yield "passwords.change", partial(passwords.change, user_id, "new", "newer", session_id="x", now=NOW)
    yield "passwords.rehash", partial(passwords.rehash, user_id, "newer", "newest")
    yield "emails.propose", partial(emails.propose, user_id, NEW, "right", known_hash="newest", expires_at=LATER)
    yield "emails.confirm", partial(emails.confirm, user_id, "right", now=NOW, tries=5)
