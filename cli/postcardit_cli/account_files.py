"""What a stored account's file says about it, read without its tokens and without the SDK, which takes its time."""

import json
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from postcardit_sdk.blackbox import BlackBox

__all__ = ["Account", "black_box_of", "read_account"]

_FILE_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Account:
    """A stored account. `problem` says why its file cannot be used; the names are unknown then.

    `expires_at` is when its access token ends (Unix time); `renews` whether there is a token to get the next one with.
    """

    path: Path
    is_current: bool
    username: str = ""
    user_id: str = ""
    expires_at: float | None = None
    renews: bool = False
    keyring_entry: str | None = None
    is_in_file_instead: bool = False
    problem: str | None = None

    @property
    def is_keyring_kind(self) -> bool:
        """Whether the keyring was chosen for it, even if it failed then."""
        return self.keyring_entry is not None or self.is_in_file_instead

    @property
    def kept_in(self) -> str:
        """Where its tokens are."""
        if self.keyring_entry is not None:
            return f"the keyring of this computer, the access token in {self.path}"
        return f"{self.path}, for the keyring could not be used" if self.is_in_file_instead else str(self.path)


def black_box_of(path: Path) -> "BlackBox":
    """What the SDK writes down about the tokens of a file; it stays when they are gone."""
    from postcardit_sdk.blackbox import BlackBox

    return BlackBox(path.with_name(f"{path.name}.blackbox"))


def read_account(path: Path, *, is_current: bool) -> Account:
    """The account of a file that was signed in to."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(handle, "rb") as file:
            problem = _problem_of(path, os.fstat(handle))
            facts = {} if problem else _object(file.read(_FILE_BYTES))
    except FileNotFoundError:
        return Account(path, is_current, problem=f"{path} has just been removed.")
    except OSError as error:
        return Account(path, is_current, problem=f"{path} is not a plain file that you can read: {error.strerror}.")
    except ValueError:
        return Account(path, is_current, problem=f"{path} is damaged. Delete it and sign in again.")
    if problem is not None:
        return Account(path, is_current, problem=problem)
    expires_at, entry = facts.get("expires_at"), facts.get("keyring_entry")
    return Account(
        path,
        is_current,
        username=str(facts.get("username") or ""),
        user_id=str(facts.get("user_id") or ""),
        expires_at=expires_at if isinstance(expires_at, int | float) else None,
        renews=bool(facts.get("refresh_token") or entry),
        keyring_entry=None if entry is None else str(entry),
        is_in_file_instead=facts.get("in_file") is not None,
    )


def _problem_of(path: Path, facts: os.stat_result) -> str | None:
    if not stat.S_ISREG(facts.st_mode) or facts.st_uid != os.getuid():
        return f"{path} is not a plain file of yours. Delete it and sign in again."
    if facts.st_mode & 0o077:
        return f"{path} can be read by others. Run: chmod 600 {path}"
    return None


def _object(content: bytes) -> dict[str, Any]:
    facts = json.loads(content)
    if not isinstance(facts, dict) or "access_token" not in facts:
        raise ValueError
    return cast(dict[str, Any], facts)
