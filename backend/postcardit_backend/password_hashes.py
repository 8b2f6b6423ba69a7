"""Hashes of passwords: argon2id, salted, slow on purpose."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from postcardit_sdk.contract.wire import new_id

__all__ = ["PasswordHashes"]


class PasswordHashes:
    """Makes hashes of so many passes and so much memory, and checks those that were made by any."""

    def __init__(self, passes: int, kib: int) -> None:
        self._hasher = PasswordHasher(time_cost=passes, memory_cost=kib, parallelism=1)
        self._nobody = self._hasher.hash(new_id())  # real time: what nobody types

    def of(self, password: str) -> str:
        """A hash of it. Each time it is another."""
        return self._hasher.hash(password)

    def is_password(self, password: str, password_hash: str | None) -> bool:
        """Whether it is the password; takes as long when there is no hash."""
        try:
            self._hasher.verify(password_hash or self._nobody, password)
        except (VerificationError, InvalidHashError):
            return False
        return password_hash is not None

    def is_outdated(self, password_hash: str) -> bool:
        """Whether it was made with other parameters than ours now."""
        return self._hasher.check_needs_rehash(password_hash)
