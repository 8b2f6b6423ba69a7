"""postcardit aws doctor: what is wrong with a stage, and what to do about it."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from ..context import options_of
from ..exits import FAILURE
from ..render import say, show_json
from .reach import Endpoint, Region, StageName, deployed, reached, stage_named
from .smoke import smoke_run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postcardit_backend.aws.ops.doctor import Finding, Patient

__all__ = ["doctor"]

_SIGNS = {"ok": "ok", "warning": "warning", "failed": "FAILED", "skipped": "-"}


def doctor(
    ctx: typer.Context,
    stage: StageName,
    smoke: Annotated[
        bool, typer.Option("--smoke/--no-smoke", help="Let two throw-away users mail a photo, then erase them.")
    ] = True,
    region: Region = None,
    endpoint_url: Endpoint = None,
) -> None:
    """Look at a stage and at how it answers, and say what to fix. Fails when anything is wrong.

    It reads what is deployed with your AWS credentials, and asks the API as anybody would.
    """
    named = stage_named(stage)
    findings: list[Finding] = []
    with reached(region, endpoint_url) as account:
        from postcardit_backend.aws.ops.doctor import Patient

        patient = Patient(account, named, deployed(account, named))
        for finding in _all(patient, smoke=smoke):
            findings.append(finding)
            if not options_of(ctx).as_json:
                say(_line(finding))
    broken = [finding for finding in findings if finding.state == "failed"]
    if options_of(ctx).as_json:
        entries = [
            {"check": one.check, "state": one.state, "message": one.sentence, "fix": one.fix} for one in findings
        ]
        show_json(json.dumps({"findings": entries, "failed": len(broken)}, indent=2, ensure_ascii=False))
    if broken:
        raise typer.Exit(FAILURE)


def _all(patient: "Patient", *, smoke: bool) -> "Iterator[Finding]":
    from postcardit_backend.aws.ops.doctor import examine

    yield from examine(patient)
    if smoke:
        yield smoke_run(patient)


def _line(finding: "Finding") -> str:
    line = f"{_SIGNS[finding.state]:8}{finding.check:12}{finding.sentence}"
    return line if finding.fix is None else f"{line}\n{'':20}Fix: {finding.fix}"
