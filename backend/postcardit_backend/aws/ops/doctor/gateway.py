"""The API as anybody meets it: its routes, who is let in, its contract, its clock."""

import json
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, cast

from postcardit_sdk.contract.openapi import contract_hash

from .findings import Finding, failed, fine, skipped, warning
from .patient import Patient

__all__ = ["check_authoriser", "check_clock", "check_contract", "check_routes"]

_PATIENCE_SECONDS = 30
_TOLERATED_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: dict[str, str]
    document: dict[str, Any]


def check_routes(patient: Patient) -> list[Finding]:
    """Whether requests reach the function, and what is nowhere is said to be nowhere."""
    alive, nowhere = _ask(patient, "/v1/health/live"), _ask(patient, "/v1/no/such/thing")
    if alive is None or nowhere is None:
        return [
            failed(
                "routes", f"{patient.url} does not answer.", f"look at the API in the console, or {patient.redeploy}"
            )
        ]
    if alive.status != 200:
        logs = f"aws logs tail /aws/lambda/{patient.stage.function('api')}"
        return [failed("routes", f"/v1/health/live answers {alive.status}.", f"read the function's log: {logs}")]
    if nowhere.status != 404 or "code" not in nowhere.document:
        return [failed("routes", f"A path that is nowhere answers {nowhere.status}.", patient.redeploy)]
    return [fine("routes", f"{patient.url}/v1 answers.")]


def check_authoriser(patient: Patient) -> Finding:
    """Whether nobody gets in without a token, or with one that somebody made up."""
    for token in (None, "eyJhbGciOiJub25lIn0.eyJzdWIiOiJub2JvZHkifQ.", "nonsense"):
        answer = _ask(patient, "/v1/users/me", token)
        if answer is None:
            return skipped("authoriser", "The API does not answer.")
        if answer.status != 401:
            who = "no token" if token is None else "a forged token"
            return failed("authoriser", f"A request with {who} is answered {answer.status}, not 401.", patient.redeploy)
    return fine("authoriser", "Nobody gets in without a token, or with a forged one.")


def check_contract(patient: Patient) -> Finding:
    """Whether the stage speaks this kit's contract."""
    answer = _ask(patient, "/v1/health/ready")
    if answer is None or answer.status != 200:
        status = "nothing" if answer is None else answer.status
        return failed("contract", f"/v1/health/ready answers {status}.", "read the function's log")
    spoken, ours = answer.document.get("contract"), contract_hash()
    if spoken != ours:
        return warning("contract", f"The stage speaks contract {spoken}, this kit {ours}.", patient.redeploy)
    ways = ", ".join(answer.document.get("realtime", []))
    return fine("contract", f"The stage speaks contract {ours}. Realtime: {ways or 'none'}.")


def check_clock(patient: Patient) -> Finding:
    """Whether both sides agree on the time: signatures of requests do not last."""
    before = time.time()  # real time: this machine's clock is what is examined
    answer = _ask(patient, "/v1/health/live")
    said = None if answer is None else answer.headers.get("date")
    if said is None:
        return skipped("clock", "The API tells no time.")
    after = time.time()  # real time: the same
    ahead = parsedate_to_datetime(said).timestamp() - (before + after) / 2
    if abs(ahead) > _TOLERATED_SECONDS:
        side = "behind" if ahead > 0 else "ahead of"
        sentence = f"This machine's clock is {abs(ahead):.0f} s {side} AWS's."
        return failed("clock", sentence, "have it set by the network: timedatectl set-ntp true")
    return fine("clock", "Both sides agree on the time.")


def _ask(patient: Patient, path: str, token: str | None = None) -> _Answer | None:
    """A GET, as a client without this kit would send it; None when nobody answers."""
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    request = urllib.request.Request(f"{patient.url}{path}", headers=headers)  # the stack's own address
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE_SECONDS) as response:  # the same
            return _read(response)
    except urllib.error.HTTPError as error:
        with error:
            return _read(error)
    except OSError:
        return None


def _read(response: Any) -> _Answer:
    body = response.read()
    try:
        document: Any = json.loads(body)
    except ValueError:  # somebody in between answers in words of its own
        document = None
    headers = {name.lower(): value for name, value in response.headers.items()}
    return _Answer(response.status, headers, cast("dict[str, Any]", document) if isinstance(document, dict) else {})
