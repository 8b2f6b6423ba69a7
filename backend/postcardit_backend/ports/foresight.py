"""What a request will ask a store for, said before it asks."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from pydantic import BaseModel

from .once import Once

__all__ = ["Foreseen", "Foresight"]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What is known of a request before anything was read. One that nobody signed has no user and no session."""

    operation: str
    arguments: BaseModel
    path: Mapping[str, str]
    user_id: str
    session_id: str
    once: Once | None


class Foresight(Protocol):
    """A store that is far away reads with a request's first question what its other ones will be about."""

    def foreseeing(self, request: Foreseen) -> AbstractContextManager[None]:
        """While this lasts, what this thread reads is read for that request."""
        ...
