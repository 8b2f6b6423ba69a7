"""The demo on a stage of AWS: the same play, with people whom the stage forgets afterwards."""

import secrets
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Self, TextIO

from ..demo_stage import Stage, environment

if TYPE_CHECKING:
    from postcardit_backend.aws.ops.doctor import Patient

__all__ = ["AwsStage"]


class AwsStage(Stage):
    """Runs command lines against a stage. Nobody's mail is read: the codes are made here."""

    def __init__(self, folder: Path, transcript: TextIO, patient: "Patient", *, quiet: bool = False) -> None:
        super().__init__(folder, transcript, quiet=quiet)
        self._patient = patient
        self._stays: list[tuple[str, str]] = []
        self.url = patient.url
        self.where = f"the stage {patient.stage.name} of AWS"
        mark = secrets.token_hex(4)
        self.names = (f"alice_{mark}", f"bob_{mark}")

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            stack.enter_context(environment(self.variables()))
            stack.callback(self._erase)
            self._stack = stack.pop_all()
        return self

    def open_account(self, name: str, password: str) -> None:
        """Register and confirm; whoever keeps the accounts."""
        from postcardit_backend.aws.ops.doctor.throwaway import confirm_in_pool, invite

        person = invite(self._patient, name, password)
        if person.code is None:
            self.with_password(password, "auth", "register", name, person.email, "--password-stdin")
            confirm_in_pool(self._patient, person)
            self.with_password(password, "auth", "login", name, "--password-stdin")
        else:
            self.say(f"{name} has registered; the code is {person.code}.")
            self.with_password(password, "auth", "confirm", person.email, person.code, "--password-stdin")
        self._stays.append((name, password))

    def _erase(self) -> None:
        for name, password in self._stays:
            self.with_password(password, "--as", name, "users", "delete", "--yes", "--password-stdin")
