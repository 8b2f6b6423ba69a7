"""The end of an account on DynamoDB: one commit after which nobody finds anything of it, then a job that takes it away.

With the tombstone the name and the address are free, every session has ended and no code counts. What is left is found
by nobody, since every reader looks at the profile; the job removes it, and the sweeper finishes what is interrupted.
"""

from collections.abc import Callable, Sequence

from postcardit_sdk.contract.problems import EndReason

from .auth import drop_registration
from .codes import drop_codes
from .counters import counters_key, end
from .fields import number, text, text_or_none
from .items import Item
from .jobs import Jobs, Step
from .names import Addresses, found_as, name_keys
from .parting import begin_parting
from .passwords import require_password
from .people import partition, profile_key
from .push import devices_of, remove_device
from .schema import Table
from .session_ends import end_sessions, erase_sessions
from .tables import Key, Range
from .units import Unit, Units
from .uploads import erase_uploads
from .users import change_picture

__all__ = ["DynamoErasure", "erasure_steps"]

_FILES, _REST = "erase_files", "erase_rest"
_LAST = chr(0x10FFFF)
"""After every key, also those that a client has thought of."""
_AT_ONCE = 40
"""How many items one step removes."""
_DEVICES_AT_ONCE = 20
"""Of each goes what it is, whose it is, and, with a job, its endpoint."""


class DynamoErasure:
    """The end of accounts."""

    def __init__(
        self, units: Units, addresses: Addresses, jobs: Jobs, sweeps: Sequence[Callable[[int], None]] = ()
    ) -> None:
        self._units, self._addresses, self._jobs, self._sweeps = units, addresses, jobs, sweeps

    def erase(self, user_id: str, known_hash: str, now: int) -> None:
        """Erase a person and all they own. What takes longer than a request may take is left to the sweeper."""

        def verb(unit: Unit) -> str:
            require_password(unit, user_id, known_hash)
            return self._bury(unit, user_id, now)

        self._jobs.work(self._units.run(verb))

    def tidy(self, now: int) -> None:
        """Nothing: other people's jobs and photos would be swept too, and a request has seconds. The sweeper comes."""

    def sweep(self, now: int) -> None:
        """Finish the jobs that were interrupted, and remove what is left of photos, uploads and exports."""
        try:
            self._jobs.sweep()
        finally:
            for sweep in self._sweeps:
                sweep(now)

    def _bury(self, unit: Unit, user_id: str, now: int) -> str:
        """Put a tombstone in the place of the profile. Gives the id of the job that does the rest."""
        before = unit.get(profile_key(user_id)) or {}
        email, username = text(before, "email"), text(before, "username")
        gone = [
            *name_keys(username), *found_as(user_id, username, text_or_none(before, "full_name")),
            self._addresses.owner(email),
        ]  # fmt: skip
        unit.expect(*gone, self._addresses.registration(email), counters_key(user_id))
        for key in gone:
            unit.remove(key)
        drop_registration(unit, self._addresses.registration(email))
        drop_codes(unit, user_id)
        change_picture(unit, user_id, text_or_none(before, "picture_key"), None)
        unit.put(profile_key(user_id), _tombstone(before, now))
        end(unit, user_id)
        job_id = begin_parting(unit, user_id, now, then=_FILES)
        end_sessions(unit, user_id, EndReason.ACCOUNT_DELETED, now)
        return job_id


def _tombstone(before: Item, now: int) -> Item:
    user_id = text(before, "user_id")
    return {
        "user_id": user_id,
        "username": f"deleted-{user_id[-8:]}",
        "email": "",
        "password_hash": "",
        "findable_by_email": False,
        "created_at": number(before, "created_at"),
        "updated_at": max(now, number(before, "updated_at") + 1),
        "is_active": False,
    }


def _erase_rest(unit: Unit, job: Item) -> Item | None:
    """Remove some of what nobody else has: devices first, for their tokens are listed elsewhere too."""
    user_id = text(job, "user")
    devices = devices_of(unit.tables, user_id)[:_DEVICES_AT_ONCE]
    for device in devices:
        remove_device(unit, user_id, text(device, "push_token"))
    if devices or erase_sessions(unit, user_id, number(job, "now")):
        return job
    kept = (profile_key(user_id), counters_key(user_id))
    places: list[tuple[Table, str]] = [
        ("main", partition(user_id)),
        ("brief", f"E#{user_id}"),
        ("brief", f"ID#{user_id}"),
    ]
    for table, pk in places:
        found = unit.tables.query(Range(table, pk, "", _LAST), limit=_AT_ONCE + len(kept))
        keys = [key for item in found if (key := Key(table, pk, text(item, "sk"))) not in kept]
        unit.load(*keys)
        for key in keys:
            unit.remove(key)
        if keys:
            return job
    return None


def erasure_steps(erase_export: Callable[[str], None]) -> dict[str, Step]:
    """Their steps, given what removes the file of a user's own data."""

    def files(unit: Unit, job: Item) -> Item:
        """Have the files removed, each in a commit of its own: done again, this finds nothing."""
        user_id = text(job, "user")
        erase_uploads(Units(unit.tables), user_id)
        erase_export(user_id)
        return {**job, "kind": _REST}

    return {_FILES: files, _REST: _erase_rest}
