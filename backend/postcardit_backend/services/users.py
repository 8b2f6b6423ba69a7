"""People: profiles and search."""

import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from postcardit_sdk.contract import operations as ops
from postcardit_sdk.contract.auth import Nothing
from postcardit_sdk.contract.problems import Code, FieldProblem
from postcardit_sdk.contract.uploads import UploadPurpose
from postcardit_sdk.contract.users import SearchType, SearchUsers, UpdateUser, User, UserPage, UserStats, UserSummary

from ..answers import Ask, answers, found, page_of, position_of
from ..folding import email_key, fold, look
from ..ports import Ports, ProfileChange
from ..records import Person, UserRecord
from ..refusal import Refused
from .photos import own_photo

__all__ = [
    "get_me",
    "get_stats",
    "get_user",
    "moment",
    "own_view",
    "require_letters",
    "search_users",
    "summary",
    "update_me",
    "view",
]

_TERM_MIN = 2
"""How many characters a search needs once case and accents are gone; without any it would list everyone."""
_VERSION = re.compile(r'(?<!W/)"([0-9a-f]{1,16})\.[0-9a-f]+"')
"""A strong ETag of ours: the version before the dot."""


@answers(ops.get_me)
def get_me(ask: Ask[Nothing], ports: Ports) -> User:
    """One's own profile."""
    return own_view(found(ports.users.by_id(ask.user_id)), ports, ask.origin, ask.now)


@answers(ops.get_user)
def get_user(ask: Ask[Nothing], ports: Ports) -> User:
    """Anyone's profile, without what is private; to someone whom they block they are not there."""
    user = found(ports.users.by_id(ask.path["userId"]))
    if user.user_id == ask.user_id:
        return own_view(user, ports, ask.origin, ask.now)
    if ports.friendships.hides(user.user_id, ask.user_id):
        raise Refused(Code.NOT_FOUND)
    return view(user, ports, ask.origin, ask.now)


@answers(ops.get_stats)
def get_stats(ask: Ask[Nothing], ports: Ports) -> UserStats:
    """The numbers of one's profile."""
    stats = ports.postcards.stats(ask.user_id)
    return UserStats(
        sent=stats.sent,
        received=stats.received,
        unread=stats.unread,
        countries=stats.countries,
        cities=stats.cities,
        friends=stats.friends,
    )


@answers(ops.update_me)
def update_me(ask: Ask[UpdateUser], ports: Ports) -> User:
    """Write what was given: absent keys stay, null clears."""
    given = ask.arguments
    fields: dict[str, str | bool | None] = given.model_dump(exclude_unset=True, by_alias=False)
    _refuse_nulls(fields)
    if given.username is not None:
        require_letters(given.username)
    if "email" in fields:
        _refuse_other_email(ask, ports, str(fields.pop("email")))
    if "profile_picture_url" in fields:
        fields["picture_key"] = _picture_key(ask, ports, given.profile_picture_url)
        del fields["profile_picture_url"]
    change = ProfileChange(fields, _expected_versions(ask.if_match))
    return own_view(ports.users.update(ask.user_id, change, ask.now), ports, ask.origin, ask.now)


@answers(ops.search_users)
def search_users(ask: Ask[SearchUsers], ports: Ports) -> UserPage:
    """People by prefix of username or name, or by their exact address if they allow it."""
    query = ask.arguments
    term = email_key(query.q) if query.type is SearchType.EMAIL else fold(query.q)
    if len(term) < _TERM_MIN:
        problem = FieldProblem(pointer="?q", code="too_short", message="Accents alone are no letters.")
        raise Refused(Code.VALIDATION_FAILED, errors=[problem])
    after = position_of(ask, ports)
    people = ports.users.search(
        query.type.value,
        term,
        (after[0], after[1]) if after else None,
        query.limit + 1,
        searcher_id=ask.user_id,
    )
    page, next_cursor = page_of(ask, ports, people, lambda item: [item[0], item[1].user_id])
    users = [view(user, ports, ask.origin, ask.now) for _, user in page]
    return UserPage(users=users, count=len(users), search_term=query.q, search_type=query.type, next_cursor=next_cursor)


def view(user: UserRecord, ports: Ports, origin: str, now: int) -> User:
    """A person as others see them."""
    return User(**_shown(user, ports, origin, now))


def own_view(user: UserRecord, ports: Ports, origin: str, now: int) -> User:
    """A person as they see themselves."""
    shown = _shown(user, ports, origin, now)
    return User(**shown, email=user.email, findable_by_email=user.findable_by_email)


def summary(person: Person, ports: Ports, origin: str, now: int) -> UserSummary:
    """A person as embedded in cards and friendships."""
    return _summary(person, _picture_url(person.picture_key, ports, origin, now))


@lru_cache(maxsize=4096)
def _summary(person: Person, picture_url: str | None) -> UserSummary:
    """Two people write each other many cards, so a page shows few people many times."""
    return UserSummary(
        user_id=person.user_id,
        username=person.username,
        full_name=person.full_name,
        profile_picture_url=picture_url,
    )


def require_letters(username: str) -> None:
    """Refuses a username of nothing but accents: folded, it is no name at all."""
    if not fold(username) or not look(username):
        problem = FieldProblem(pointer="/username", code="invalid_format", message="Accents alone are no name.")
        raise Refused(Code.VALIDATION_FAILED, errors=[problem])


@lru_cache(maxsize=4096)
def moment(milliseconds: int) -> datetime:
    """Unix milliseconds as an instant. A card's times are often one, and lists are asked for again and again."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _shown(user: UserRecord, ports: Ports, origin: str, now: int) -> dict[str, Any]:
    return {
        "user_id": user.user_id,
        "username": user.username,
        "full_name": user.full_name,
        "bio": user.bio,
        "profile_picture_url": _picture_url(user.picture_key, ports, origin, now),
        "is_active": user.is_active,
        "created_at": moment(user.created_at),
        "updated_at": moment(user.updated_at),
        "postcards_count": user.postcards_count,
        "friends_count": user.friends_count,
    }


def _picture_url(key: str | None, ports: Ports, origin: str, now: int) -> str | None:
    return None if key is None else ports.blobs.image_link(key, origin, now).url


def _picture_key(ask: Ask[UpdateUser], ports: Ports, url: str | None) -> str | None:
    if url is None:
        return None
    me = found(ports.users.by_id(ask.user_id))
    if me.picture_key is not None and ports.blobs.key_in(url) == me.picture_key:
        return me.picture_key
    return own_photo(ports, ask.user_id, url, UploadPurpose.AVATAR).key


def _refuse_nulls(fields: dict[str, str | bool | None]) -> None:
    kept = [name for name in ("username", "email", "findable_by_email") if name in fields and fields[name] is None]
    if kept:
        wire = {"findable_by_email": "findableByEmail"}
        errors = [
            FieldProblem(pointer=f"/{wire.get(name, name)}", code="required", message="Cannot be null.")
            for name in kept
        ]
        raise Refused(Code.VALIDATION_FAILED, errors=errors)


def _refuse_other_email(ask: Ask[UpdateUser], ports: Ports, email: str) -> None:
    if email_key(email) != email_key(found(ports.users.by_id(ask.user_id)).email):
        raise Refused(Code.EMAIL_CHANGE_NEEDS_CODE)


def _expected_versions(if_match: str | None) -> frozenset[int] | None:
    """The versions in the ETags of an If-Match (RFC 9110 section 13.1.1); None and `*` expect nothing."""
    if if_match is None or if_match.strip() == "*":
        return None
    return frozenset(int(version, 16) for version in _VERSION.findall(if_match))
