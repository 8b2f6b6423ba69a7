"""A stage by its name: what its resources are called, and how carefully it is kept."""

import re
from dataclasses import dataclass

from ..schema import Table

__all__ = ["BadStage", "NamedStage"]

_NAME = re.compile(r"[a-z][a-z0-9]{0,15}")
_KEPT = frozenset({"prod", "production", "live"})


class BadStage(ValueError):
    """The name of a stage that cannot be one."""


@dataclass(frozen=True, slots=True)
class NamedStage:
    """One whole PostCardIt in an account and region. Its name is part of a bucket's name: 1 to 16 of a-z and 0-9."""

    name: str

    def __post_init__(self) -> None:
        if _NAME.fullmatch(self.name) is None:
            raise BadStage(
                f"{self.name!r} is no name of a stage: 1 to 16 small letters and digits, a letter first, such as dev."
            )

    @property
    def is_kept(self) -> bool:
        """Whether it is people's: then deleting its stack leaves tables and photos, and its tables refuse deletion."""
        return self.name in _KEPT

    @property
    def stack(self) -> str:
        """Its CloudFormation stack, and the beginning of all its resources' names."""
        return f"postcardit-{self.name}"

    @property
    def secret(self) -> str:
        """Its secret in Secrets Manager."""
        return f"{self.stack}-secrets"

    def table(self, table: Table) -> str:
        """A table."""
        return f"{self.stack}-{table}"

    def function(self, name: str) -> str:
        """A function."""
        return f"{self.stack}-{name}"

    def photos(self, account: str) -> str:
        """The bucket of its photos."""
        return f"{self.stack}-photos-{account}"
