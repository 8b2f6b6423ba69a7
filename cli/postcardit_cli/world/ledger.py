"""What this machine remembers of the worlds that were loaded from it: one private file for each, by profile.

It is written before the first account is made, so that whatever happens next can be continued and undone. What is made
by the API that everyone has is noted one line at a time, flushed to the disk, in a second file.
"""

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ..exits import CommandFailed
from ..files import write_private
from ..folders import worlds_folder
from ..text import same_name

__all__ = ["Ledger", "Member", "forget", "ledgers_of", "member_named"]


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a world, and how to sign in as them."""

    name: str
    username: str
    user_id: str
    email: str
    password: str
    is_own: bool = True
    """Whether the world made the account."""
    is_erased: bool = False
    """Whether the world's file has the account erased."""

    def __repr__(self) -> str:
        return f"Member({self.username})"


@dataclass(frozen=True, slots=True)
class Ledger:
    """One world on one profile. `how` is `lab`, or `api` for the API that everyone has."""

    profile: str
    world: str
    source: str
    prefix: str
    anchor: int
    digest: str
    how: str
    members: tuple[Member, ...]

    def write(self) -> None:
        """Keep it, in place of what was there."""
        facts = {name: value for name, value in asdict(self).items() if name != "profile"}
        write_private(self._path, json.dumps(facts, ensure_ascii=False).encode())

    def remove(self) -> None:
        """Forget it, and the sessions of its people."""
        self.forget_sessions()
        self.notes_path.unlink(missing_ok=True)
        self._path.unlink(missing_ok=True)

    def session_path(self, member: Member) -> Path:
        """Where the session of one of its people is kept."""
        return self._sessions / f"{member.name}.json"

    def forget_sessions(self) -> None:
        """Of all of them: the next use signs in anew."""
        for path in self._sessions.glob("*"):
            path.unlink(missing_ok=True)
        with suppress(OSError):
            self._sessions.rmdir()

    @property
    def notes_path(self) -> Path:
        """What was made by requests, line by line."""
        return self._path.with_suffix(".made")

    def notes(self) -> dict[str, str]:
        """What was made so far: what it is, and its id. A line that was cut short counts for nothing."""
        try:
            lines = self.notes_path.read_text("utf-8").split("\n")[:-1]
        except FileNotFoundError:
            return {}
        return dict(line.split("\t", 1) for line in lines if "\t" in line)

    def note(self, what: str, made_id: str) -> None:
        """Note that something was made, durably."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW
        with os.fdopen(os.open(self.notes_path, flags, 0o600), "ab") as file:
            file.write(f"{what}\t{made_id}\n".encode())
            file.flush()
            os.fsync(file.fileno())

    @property
    def _path(self) -> Path:
        return worlds_folder(self.profile) / f"{self.world}.json"

    @property
    def _sessions(self) -> Path:
        return worlds_folder(self.profile) / f"{self.world}.sessions"


def ledgers_of(profile: str) -> Iterator[Ledger]:
    """Every world that was loaded from here on this profile, by name."""
    for path in sorted(worlds_folder(profile).glob("*.json")):
        yield _read(path, profile)


def forget(profile: str, world: str) -> None:
    """Forget a world, and the sessions of its people."""
    for ledger in ledgers_of(profile):
        if ledger.world == world:
            ledger.remove()


def member_named(profile: str, name: str) -> tuple[Ledger, Member] | None:
    """Somebody of a world, by the name in its file or by username; WORLD:NAME says of which world."""
    world, _, wanted = name.rpartition(":")
    for ledger in ledgers_of(profile):
        if world in ("", ledger.world):
            for member in ledger.members:
                if not member.is_erased and (member.name == wanted or same_name(member.username, wanted)):
                    return ledger, member
    return None


def _read(path: Path, profile: str) -> Ledger:
    try:
        facts: dict[str, Any] = json.loads(path.read_bytes())
        members = tuple(Member(**member) for member in facts.pop("members"))
        return Ledger(profile=profile, members=members, **facts)
    except (ValueError, TypeError, KeyError):
        raise CommandFailed(f"{path} is damaged. Delete it.", code="ledger_damaged") from None
