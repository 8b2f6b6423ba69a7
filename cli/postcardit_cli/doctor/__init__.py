"""postcardit doctor: what is wrong, and what to do about it."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from ..context import options_of, target_for
from ..exits import FAILURE, failure_of
from ..family import family
from ..render import say, show_json
from ..servers import data_folder_of
from .accounts import check_keyring, check_outbox, check_token
from .findings import Finding, State, failed
from .machine import check_codecs, check_disk, check_permissions
from .network import check_dns, check_proxy, check_tcp
from .patient import Patient
from .server import check_clock, check_contract, check_lab, check_server
from .tls import check_ats, check_tls

__all__ = ["app", "examine"]

app = family("doctor")

Check = Callable[[Patient], Finding | list[Finding]]

CHECKS: Sequence[Check] = (
    check_proxy,
    check_dns,
    check_tcp,
    check_tls,
    check_ats,
    check_server,
    check_clock,
    check_contract,
    check_lab,
    check_permissions,
    check_token,
    check_keyring,
    check_outbox,
    check_disk,
    check_codecs,
)
"""In the order in which one stands on the other."""

_SIGNS = {State.OK: "ok", State.WARNING: "warning", State.FAILED: "FAILED", State.SKIPPED: "-"}


@app.command()
def doctor(
    ctx: typer.Context,
    data: Annotated[
        Path | None, typer.Option("--data", help="The server's data folder, if it cannot be found.", metavar="DIR")
    ] = None,
) -> None:
    """Look for what is wrong between here and the server, and say what to do. Fails when anything is."""
    target = target_for(ctx)
    patient = Patient(target, data or data_folder_of(target))
    findings: list[Finding] = []
    for finding in examine(patient):
        findings.append(finding)
        if not options_of(ctx).as_json:
            say(_line(finding))
    broken = [finding for finding in findings if finding.state is State.FAILED]
    if options_of(ctx).as_json:
        entries = [_entry(finding) for finding in findings]
        show_json(json.dumps({"findings": entries, "failed": len(broken)}, indent=2, ensure_ascii=False))
    if broken:
        raise typer.Exit(FAILURE)


def examine(patient: Patient) -> Iterator[Finding]:
    """Every check, one after the other."""
    for check in CHECKS:
        try:
            found = check(patient)
        except Exception as error:  # noqa: BLE001  # one that fails itself is a finding, too, and hides no other
            found = _not_looked_at(check, error)
        yield from [found] if isinstance(found, Finding) else found


def _not_looked_at(check: Check, error: Exception) -> Finding:
    name, failure = check.__name__.removeprefix("check_"), failure_of(error)
    if failure is None:
        return failed(name, f"This could not be looked at ({type(error).__name__}).", "report it, please")
    return failed(name, failure.message, failure.hint or "try again")


def _line(finding: Finding) -> str:
    line = f"{_SIGNS[finding.state]:8}{finding.check:12}{finding.sentence}"
    return line if finding.fix is None else f"{line}\n{'':20}Fix: {finding.fix}"


def _entry(finding: Finding) -> dict[str, str | None]:
    fields = asdict(finding)
    return {"check": fields["check"], "state": finding.state.value, "message": fields["sentence"], "fix": fields["fix"]}
