"""What a check finds: a state, a sentence, and what to do about it."""

from dataclasses import dataclass
from typing import Literal

__all__ = ["Finding", "State", "failed", "fine", "skipped", "warning"]

State = Literal["ok", "warning", "failed", "skipped"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `fix` says what to do about a failure or a warning."""

    check: str
    state: State
    sentence: str
    fix: str | None = None


def fine(check: str, sentence: str) -> Finding:
    """All is well."""
    return Finding(check, "ok", sentence)


def warning(check: str, sentence: str, fix: str) -> Finding:
    """It works, and may surprise somebody."""
    return Finding(check, "warning", sentence, fix)


def failed(check: str, sentence: str, fix: str) -> Finding:
    """It does not work, or is not safe."""
    return Finding(check, "failed", sentence, fix)


def skipped(check: str, sentence: str) -> Finding:
    """There was nothing to look at, or no way to."""
    return Finding(check, "skipped", sentence)
