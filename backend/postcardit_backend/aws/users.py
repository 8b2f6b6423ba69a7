"""People on DynamoDB."""

from collections.abc import Iterator, Sequence

from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.sync import ChangeType
from postcardit_sdk.contract.uploads import UploadPurpose

from ..folding import email_key, fold
from ..ports import ProfileChange
from ..records import UserRecord
from ..refusal import Refused
from .codes import stranger
from .counters import counters_key
from .feed import tell
from .fields import number, text, text_or_none
from .items import Item
from .jobs import Jobs
from .names import Addresses, found_among, found_as, found_of, name_keys, shortened
from .pairs import is_blocked_by, pair_key
from .people import profile_key, require_active, user_from, users_of
from .seers import begin_telling
from .shown import hide_photo, photo_key, show_photo
from .tables import Key
from .units import Unit, Units

__all__ = ["DynamoUsers", "change_picture"]


class DynamoUsers:
    """People."""

    def __init__(self, units: Units, addresses: Addresses, jobs: Jobs) -> None:
        self._units, self._tables, self._addresses, self._jobs = units, units.tables, addresses, jobs

    def by_id(self, user_id: str) -> UserRecord | None:
        """One person, or the tombstone of one."""
        return self.many([user_id]).get(user_id)

    def by_username(self, username: str) -> UserRecord | None:
        """One person, whatever the case and accents of the name."""
        by_name, _ = name_keys(username)
        user = self._owner(by_name)
        return user if user is not None and fold(user.username) == fold(username) else None

    def by_email(self, email: str) -> UserRecord | None:
        """One person, whatever the case of the address."""
        user = self._owner(self._addresses.owner(email))
        return user if user is not None and email_key(user.email) == email_key(email) else None

    def many(self, user_ids: Sequence[str]) -> dict[str, UserRecord]:
        """Those of these people who are there, or the tombstones of them."""
        return users_of(self._tables, user_ids)

    def search(
        self, by: str, term: str, after: tuple[str, str] | None, limit: int, *, searcher_id: str
    ) -> list[tuple[str, UserRecord]]:
        """People by prefix of their folded username or name, or by address; nobody who blocks the searcher."""
        if by == "email":
            return self._by_whole_address(term, after, searcher_id)
        found: list[tuple[str, UserRecord]] = []
        for rows in self._tables.pages(found_among(by, term, after), limit=limit):
            found += self._shown(by, term, rows, searcher_id)
            if len(found) >= limit:
                break
        return found[:limit]

    def _shown(self, by: str, term: str, rows: Sequence[Item], searcher_id: str) -> Iterator[tuple[str, UserRecord]]:
        """Those of these whose name is still the one they were found by, and who do not block the searcher."""
        names = [found_of(text(row, "sk")) for row in rows]
        pairs = {user_id: pair_key(user_id, searcher_id) for _, user_id in names}
        keys = [key for one in pairs for key in (profile_key(one), counters_key(one), pairs[one])]
        items = self._tables.get(keys)
        for name, user_id in names:
            profile = items.get(profile_key(user_id))
            if profile is None or is_blocked_by(items.get(pairs[user_id]), user_id):
                continue
            whole = _name_of(profile, by)
            if shortened(whole) != name or not fold(whole).startswith(term):
                continue
            yield name, user_from(profile, items.get(counters_key(user_id)))

    def _by_whole_address(
        self, term: str, after: tuple[str, str] | None, searcher_id: str
    ) -> list[tuple[str, UserRecord]]:
        user = self.by_email(term)
        if user is None or not user.findable_by_email or (after is not None and (term, user.user_id) <= after):
            return []
        pair = pair_key(user.user_id, searcher_id)
        return [] if is_blocked_by(self._tables.get([pair]).get(pair), user.user_id) else [(term, user)]

    def update(self, user_id: str, change: ProfileChange, now: int) -> UserRecord:
        """Write, and tell who sees it. Refuses username_taken, and precondition_failed for another profile than the
        expected one."""

        def verb(unit: Unit) -> tuple[UserRecord, str]:
            unit.expect(counters_key(user_id))
            if "username" in change.fields:
                unit.expect(*name_keys(str(change.fields["username"])))
            require_active(unit, user_id)
            before = unit.get(profile_key(user_id)) or {}
            if change.expected is not None and number(before, "updated_at") not in change.expected:
                raise Refused(Code.PRECONDITION_FAILED)
            after: Item = {**before, **change.fields, "updated_at": max(now, number(before, "updated_at") + 1)}
            _rename(unit, before, after)
            unit.put(profile_key(user_id), after)
            change_picture(unit, user_id, text_or_none(before, "picture_key"), text_or_none(after, "picture_key"))
            tell(unit, [user_id], ChangeType.USER_CHANGED, user_id, now)
            return user_from(after, unit.get(counters_key(user_id))), begin_telling(unit, user_id, now)

        user, job_id = self._units.run(verb)
        self._jobs.work(job_id)
        return user

    def _owner(self, owned: Key) -> UserRecord | None:
        """The user whose name or address it is. Of one that nobody has, as much is read."""
        owner = self._tables.get([owned]).get(owned)
        user_id = stranger() if owner is None else text(owner, "user_id")
        return self.by_id(user_id)


def _rename(unit: Unit, before: Item, after: Item) -> None:
    """Take the names that someone is found by now, and free those before. Refuses username_taken."""
    user_id = text(after, "user_id")
    had, has = (set(name_keys(text(profile, "username"))) for profile in (before, after))
    was_found, is_found = _found_as(before), _found_as(after)
    unit.load(*(had ^ has), *(was_found ^ is_found))
    for key in has - had:
        if unit.get(key) is not None:
            raise Refused(Code.USERNAME_TAKEN)
        unit.put(key, {"user_id": user_id})
    for key in is_found - was_found:
        unit.put(key, {})
    for key in (had - has) | (was_found - is_found):
        unit.remove(key)


def _found_as(profile: Item) -> set[Key]:
    return found_as(text(profile, "user_id"), text(profile, "username"), text_or_none(profile, "full_name"))


def _name_of(profile: Item, by: str) -> str:
    return text(profile, "username") if by == "username" else text(profile, "full_name")


def change_picture(unit: Unit, user_id: str, before: str | None, after: str | None) -> None:
    """Refuses unknown_image for one whose upload has been forgotten meanwhile."""
    if after is not None and after != before:
        show_photo(unit, _avatar(user_id, after), (after,), f"P#{user_id}")
    if before is not None and after != before:
        hide_photo(unit, _avatar(user_id, before), (before,), f"P#{user_id}")


def _avatar(user_id: str, picture_key: str) -> Key:
    return photo_key(user_id, UploadPurpose.AVATAR.value, picture_key)
