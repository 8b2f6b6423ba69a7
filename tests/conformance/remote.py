"""A stage in a real account as a place: it has no clock that tests could move, and its mail is read by a command."""

import re
import shlex
import subprocess
import time
from dataclasses import dataclass

import pytest

from postcardit_backend.ports import Ports
from postcardit_backend.records import MailRecord
from postcardit_sdk.flow import Request, Response
from postcardit_sdk.http_transport import USUAL_TIMEOUTS, HttpTransport
from tests.backend.place import Clock, Place
from tests.conformance.errands import Errands

__all__ = ["RemotePlace", "open_remote"]

_PATIENCE_SECONDS = 120


class RealClock(Clock):
    """Nobody moves it."""

    def forward(self, *, seconds: float = 0, days: float = 0) -> None:
        pytest.skip("the clock of a real stage does not move")


class Patient:
    """Waits, when there were too many requests, for as long as it is told, and asks again: its limits are on."""

    def __init__(self, url: str) -> None:
        self._inner = HttpTransport(url, USUAL_TIMEOUTS, None)

    def send(self, request: Request) -> Response:
        response = self._inner.send(request)
        end = time.monotonic() + _PATIENCE_SECONDS
        while response.status == 429 and time.monotonic() < end:
            time.sleep(int(response.headers["retry-after"]))  # real time: so long the stage will refuse
            response = self._inner.send(request)
        return response

    def close(self) -> None:
        self._inner.close()


@dataclass
class RemotePlace(Place):
    """A stage of which nothing is known but its address."""

    codes: str
    """A command that is given an address, and prints the newest code that was mailed to it."""

    @property
    def ports(self) -> Ports:
        pytest.skip("nobody looks inside a real stage")

    def letters(self, name: str) -> list[MailRecord]:
        pytest.skip("of the mail of a real stage only codes are read")

    def code_for(self, name: str) -> str:
        end = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < end:
            said = subprocess.run([*shlex.split(self.codes), name], capture_output=True, text=True, check=True).stdout
            if (code := re.search(r"\b\d{6}\b", said)) is not None:
                return code[0]
            time.sleep(1)  # real time: a letter is on its way
        raise AssertionError(f"No code was mailed to {name}.")


def open_remote(url: str, codes: str) -> RemotePlace:
    """The stage at an address."""
    own = url.rstrip("/")
    return RemotePlace(RealClock(), Errands(Patient(own), own=own), codes, url=own)
