"""What services need for people: their accounts and profiles."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ..records import RegistrationRecord, UserRecord

__all__ = ["Emails", "Erasure", "Passwords", "ProfileChange", "Registrations", "Users"]


class Registrations(Protocol):
    """Accounts that wait for their code."""

    def open(self, registration: RegistrationRecord, now: int) -> UserRecord | None:
        """Keep it, in place of an earlier one of this address; or keep its name alone and give the address's user.
        Refuses (username_taken), in either case, a name that a user has or that another address waits for."""
        ...

    def renew(self, email: str, code_hash: str, expires_at: int) -> RegistrationRecord | None:
        """Give the registration of this address a new code and new tries, if there is one."""
        ...

    def waiting(self, email: str) -> RegistrationRecord | None:
        """The registration of this address, if there is one; also one whose code counts no more."""
        ...

    def confirm(self, email: str, code_hash: str, user_id: str, now: int, tries: int) -> UserRecord | None:
        """Turn it into a user if the code is right, in time and within `tries`; else count the try and give None."""
        ...


@dataclass(frozen=True, slots=True)
class ProfileChange:
    """Fields of a profile to write; a field that is not named in `fields` stays.

    `expected` are the values of `updated_at` that the writer has seen; None expects nothing.
    """

    fields: dict[str, str | bool | None]
    expected: frozenset[int] | None = None


class Users(Protocol):
    """People."""

    def by_id(self, user_id: str) -> UserRecord | None:
        """One person, or what is left of an erased one (`is_active` is false); no other verb gives these."""
        ...

    def by_username(self, username: str) -> UserRecord | None:
        """One person, whatever the case and accents of the name."""
        ...

    def by_email(self, email: str) -> UserRecord | None:
        """One person, whatever the case of the address."""
        ...

    def many(self, user_ids: Sequence[str]) -> dict[str, UserRecord]:
        """Those of these people who are there (or what is left of them), by id: one question to the store."""
        ...

    def search(
        self, by: str, term: str, after: tuple[str, str] | None, limit: int, *, searcher_id: str
    ) -> list[tuple[str, UserRecord]]:
        """People whose folded username or name begins with the folded term, or whose address it is and who allow it;
        in the order of (folded text, id), from after that position on. Gives the folded text with each. Who blocks
        the searcher is not found."""
        ...

    def update(self, user_id: str, change: ProfileChange, now: int) -> UserRecord:
        """Write, and tell the user and everyone who sees them: by a friendship or a request, open or rejected, by a
        block of their own, or by a card in their boxes; never whom the user blocks. The picture that it had before goes
        with the next sweep, unless something else names it. Refuses username_taken, precondition_failed when the
        profile is not the expected one, and unknown_image for a picture whose upload is there no more."""
        ...


class Passwords(Protocol):
    """Setting new passwords. Each verb lets no earlier code of the user count."""

    def keep_code(self, email: str, code_hash: str, expires_at: int) -> UserRecord | None:
        """Keep a code for the user of this address, in place of the one before. Without a user it takes as long."""
        ...

    def reset(self, email: str, code_hash: str, password_hash: str, *, now: int, tries: int) -> UserRecord | None:
        """Set the password and end every session if the code is right, in time and within `tries`; else count the try
        and give None."""
        ...

    def change(self, user_id: str, known_hash: str, password_hash: str, *, session_id: str, now: int) -> UserRecord:
        """Set the password and end every session but this one. Refuses wrong_password when the known one has been
        changed meanwhile."""
        ...

    def rehash(self, user_id: str, known_hash: str, password_hash: str) -> None:
        """Keep another hash of the same password, unless it has been changed meanwhile. No session ends."""
        ...


class Emails(Protocol):
    """Changing addresses."""

    def propose(
        self, user_id: str, email: str, code_hash: str, *, known_hash: str, expires_at: int
    ) -> UserRecord | None:
        """Keep a code for this new address; or keep none and give the other user who has it. An earlier code of the
        user counts no more in either case. Refuses wrong_password when the known one has been changed meanwhile."""
        ...

    def confirm(self, user_id: str, code_hash: str, *, now: int, tries: int) -> tuple[UserRecord, UserRecord] | None:
        """Give the user the proposed address if the code is right, in time and within `tries`, and nobody else has the
        address by now; drop a registration that waits for it. Gives the user before and after, or None."""
        ...


class Erasure(Protocol):
    """The end of accounts."""

    def erase(self, user_id: str, known_hash: str, now: int) -> None:
        """Erase a person and all they own: profile, sessions, friendships, uploads, photos that nobody else uses, the
        postcards they sent (from every box), mail, codes, exports, devices, their feed. A tombstone is left for the
        cards they received, and of each session why it ended. Name and address are free. Who saw a card, a friendship
        or a block of their own go is told so, and who keeps a card to them that they are another now; what a block of
        theirs hid from the sender of such a card is in sight again. Refuses wrong_password when the known one has been
        changed meanwhile."""
        ...

    def tidy(self, now: int) -> None:
        """Remove at once what `erase` has left, if that is quick: whoever asked is waiting. What stays is swept."""
        ...

    def sweep(self, now: int) -> None:
        """Remove what is left to be removed after `erase`: files that no row names any more, and what is out of date,
        such as uploads that have ended and whose photo nothing shows. Whatever was interrupted is removed by the next
        sweep."""
        ...
