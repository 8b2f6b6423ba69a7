"""The server itself: whether it answers, its clock, its version and contract, and what testers did to it."""

from typing import TYPE_CHECKING

from ..context import open_client
from ..durations import in_words
from ..exits import failure_of
from .findings import Finding, failed, fine, skipped, warning
from .patient import Patient

if TYPE_CHECKING:
    from postcardit_sdk.contract.service import Readiness
    from postcardit_sdk.flow import Response

__all__ = ["check_clock", "check_contract", "check_lab", "check_server"]

_TOLERATED_SECONDS = 5.0
_WRONG_SECONDS = 60.0


def check_server(patient: Patient) -> Finding:
    """Whether it says that it can answer."""
    if not patient.is_reachable:
        return skipped("server", "The way to the server is not open.")
    try:
        _ready(patient)
    except Exception as error:
        failure = failure_of(error)
        if failure is None:
            raise
        return failed("server", failure.message, failure.hint or "look into the server's log: postcardit logs tail")
    patient.has_answered = True
    return fine("server", f"Ready: {patient.target.place}.")


def check_clock(patient: Patient) -> Finding:
    """Whether both sides agree on the time."""
    if not patient.url or not patient.has_answered:
        return skipped("clock", "There is no other clock." if not patient.url else "The server did not answer.")
    from postcardit_sdk.retry import http_date

    before = patient.now()
    said = http_date(_live(patient).headers.get("date", ""))
    if said is None:
        return skipped("clock", "The server tells no time.")
    ahead = said - (before + patient.now()) / 2
    words = f"This machine's clock is {in_words(ahead)} {'behind' if ahead > 0 else 'ahead of'} the server's."
    fix = "have both sides set their clocks by the network (timedatectl set-ntp true; macOS: Date & Time settings)"
    if abs(ahead) > _WRONG_SECONDS:
        return failed("clock", words, fix)
    if abs(ahead) > _TOLERATED_SECONDS:
        return warning("clock", words, fix)
    return fine("clock", "Both sides agree on the time.")


def check_contract(patient: Patient) -> Finding:
    """Whether both sides speak the same contract."""
    if not patient.has_answered:
        return skipped("contract", "The server did not answer.")
    from postcardit_sdk.version import __version__

    ready, ours = _ready(patient), _our_contract()
    if ready.contract != ours:
        return failed(
            "contract",
            f"The server ({ready.version}) speaks contract {ready.contract}, and this kit ({__version__}) {ours}.",
            "upgrade the older of the two: pip install --upgrade postcardit",
        )
    return fine("contract", f"Both speak contract {ours}: here {__version__}, there {ready.version}.")


def check_lab(patient: Patient) -> Finding:
    """Whether testers left its clock or its weather changed."""
    if patient.folder is None or not patient.is_reachable or not (patient.folder / "lab.key").is_file():
        return skipped("lab", "No laboratory is known here.")
    from postcardit_sdk.errors import PostCardItError
    from postcardit_sdk.lab import read_clock, read_weather
    from postcardit_sdk.tokens import MemoryTokens

    try:
        with open_client(patient.target, MemoryTokens()) as client:
            clock, weather = client.run(read_clock(patient.folder)), client.run(read_weather(patient.folder))
    except PostCardItError:
        return skipped("lab", f"{patient.folder} is another server's.")
    if weather.plan is not None:
        sentence = f"The weather is {weather.plan.name}: requests fail on purpose."
        return warning("lab", sentence, "postcardit lab weather clear")
    if clock.is_frozen or abs(clock.offset_seconds) > 1:
        manner = "stands" if clock.is_frozen else f"is moved by {in_words(clock.offset_seconds)}"
        return warning("lab", f"The backend's clock {manner}.", "postcardit lab clock real")
    return fine("lab", "Fair weather, and the machine's time.")


def _our_contract() -> str:
    from postcardit_sdk.contract.openapi import contract_hash

    return contract_hash()


def _ready(patient: Patient) -> "Readiness":
    from postcardit_sdk.tokens import MemoryTokens

    with open_client(patient.target, MemoryTokens()) as client:
        return client.service.ready()


def _live(patient: Patient) -> "Response":
    from postcardit_sdk.tokens import MemoryTokens

    with open_client(patient.target, MemoryTokens()) as client:
        return client.service.request("GET", "/v1/health/live", signed_in=False)
