"""The doctor of a stage: looks at what is deployed, and at how it answers, and says what to do about it."""

from collections.abc import Callable, Iterator, Sequence

from ..troubles import AwsTrouble, explained
from .findings import Finding, State, failed, fine, skipped, warning
from .functions import check_alarms, check_functions, check_leftovers, check_sweeper, check_throttling, check_triggers
from .gateway import check_authoriser, check_clock, check_contract, check_routes
from .identity import check_mail, check_pool
from .patient import Patient
from .storage import check_backups, check_bucket, check_expiry, check_secret, check_tables

__all__ = ["Check", "Finding", "Patient", "State", "examine", "failed", "fine", "skipped", "warning"]

Check = Callable[[Patient], Finding | list[Finding]]

CHECKS: Sequence[Check] = (
    check_tables,
    check_backups,
    check_expiry,
    check_bucket,
    check_secret,
    check_functions,
    check_triggers,
    check_sweeper,
    check_throttling,
    check_pool,
    check_mail,
    check_routes,
    check_authoriser,
    check_contract,
    check_clock,
    check_leftovers,
    check_alarms,
)


def examine(patient: Patient) -> Iterator[Finding]:
    """Every check, one after the other. One that may not look is a finding, and hides no other."""
    for check in CHECKS:
        try:
            with explained():
                found = check(patient)
        except AwsTrouble as trouble:
            name = check.__name__.removeprefix("check_")
            found = failed(name, f"This could not be looked at: {trouble}", trouble.hint or "try again")
        yield from [found] if isinstance(found, Finding) else found
