"""What a check finds: a state, a sentence, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Finding", "State", "failed", "fine", "skipped", "warning"]


class State(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `fix` says what to do about a failure or a warning."""

    check: str
    state: State
    sentence: str
    fix: str | None = None


def fine(check: str, sentence: str) -> Finding:
    """All is well."""
    return Finding(check, State.OK, sentence)


def warning(check: str, sentence: str, fix: str) -> Finding:
    """It works, and may surprise somebody."""
    return Finding(check, State.WARNING, sentence, fix)


def failed(check: str, sentence: str, fix: str) -> Finding:
    """It does not work."""
    return Finding(check, State.FAILED, sentence, fix)


def skipped(check: str, sentence: str) -> Finding:
    """There was nothing to look at, or no way to."""
    return Finding(check, State.SKIPPED, sentence)
