"""Taking the steps of a world: in memory where that will do, else by the verb that anybody's request would end in."""

import sqlite3
from collections.abc import Iterable, Mapping
from typing import assert_never

from postcardit_sdk.contract.lab.worlds import (
    AnswerStep,
    ArchiveStep,
    AskStep,
    BlockStep,
    EraseStep,
    ReceiptStep,
    SendStep,
    UserStep,
    WorldStep,
)
from postcardit_sdk.contract.problems import Code

from ..ports.worlds import WorldPhoto
from ..refusal import Refused
from ..settings import Settings
from . import boxes
from .blocks import block
from .erasure import erase_user
from .friend_requests import accept_request, ask, reject_request
from .postcards import mark
from .world_rows import Rows
from .world_writing import write_rows

__all__ = ["StepTaker"]


class StepTaker:
    """Takes steps inside one transaction."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        world: str,
        settings: Settings,
        photos: Mapping[str, WorldPhoto],
        password_hashes: Mapping[str, str],
    ) -> None:
        self._connection, self._world, self._settings = connection, world, settings
        self._photos, self._password_hashes = photos, password_hashes
        self._rows = Rows(connection)

    def take(self, steps: Iterable[WorldStep]) -> None:
        """Take them all. Raises what the first one that cannot be taken is refused with."""
        for step in steps:
            if not self._is_remembered(step):
                self._write()
                self._do(step)
        self._write()

    def _write(self) -> None:
        write_rows(self._connection, self._rows, self._world, self._settings.upload_seconds)
        self._rows = Rows(self._connection)

    def _is_remembered(self, step: WorldStep) -> bool:
        match step:
            case UserStep():
                self._rows.register(step, self._password_hashes[step.password])
            case AskStep():
                return self._rows.ask(step)
            case AnswerStep():
                return self._rows.answer(step, self._cooldown_ms)
            case SendStep():
                self._rows.send(step, self._photo(step))
            case ReceiptStep():
                return self._rows.confirm(step)
            case ArchiveStep():
                return self._rows.archive(step)
            case BlockStep() | EraseStep():
                return False
            case _:
                assert_never(step)
        return True

    def _do(self, step: WorldStep) -> None:
        """By a verb of the store, which finds everything written that came before."""
        connection = self._connection
        match step:
            case AskStep():
                made = ask(connection, step.friendship_id, step.requester_id, step.addressee_id, step.at)
                self._note("friendship", made.friendship_id)
            case AnswerStep():
                self._answer(step)
            case ReceiptStep():
                self._confirm(step)
            case ArchiveStep():
                boxes.archive(connection, step.user_id, step.postcard_id, archived=True, now=step.at)
            case BlockStep():
                block(connection, step.friendship_id, step.user_id, step.other_id, step.at)
                self._note("friendship", step.friendship_id)
            case EraseStep():
                erase_user(connection, step.user_id, step.at)
            case UserStep() | SendStep():
                raise TypeError(f"{step.do} is always remembered")
            case _:
                assert_never(step)

    def _answer(self, step: AnswerStep) -> None:
        row = self._connection.execute(_PENDING, (step.friendship_id,)).fetchone()
        if row is None:
            raise Refused(Code.FRIENDSHIP_ANSWERED)
        if step.accept:
            accept_request(self._connection, row, step.at)
        else:
            reject_request(self._connection, row, step.at, step.at + self._cooldown_ms)

    def _confirm(self, step: ReceiptStep) -> None:
        row = self._connection.execute(_RECIPIENT, (step.postcard_id,)).fetchone()
        if row is None:
            raise Refused(Code.NOT_FOUND)
        cards = {"delivered": [step.postcard_id], "read": []}
        if step.status == "read":
            cards = {"delivered": [], "read": [step.postcard_id]}
        mark(self._connection, row[0], cards["delivered"], cards["read"], step.at)

    def _photo(self, step: SendStep) -> WorldPhoto | None:
        if step.photo is None:
            return None
        photo = self._photos.get(step.photo)
        if photo is None:
            raise Refused(Code.UNKNOWN_IMAGE)
        return photo

    def _note(self, kind: str, thing_id: str) -> None:
        self._connection.execute(_THING, (self._world, kind, thing_id))

    @property
    def _cooldown_ms(self) -> int:
        return self._settings.rejection_seconds * 1000


_PENDING = "SELECT * FROM friendships WHERE friendship_id = ? AND status = 'pending'"
_RECIPIENT = "SELECT recipient_id FROM postcards WHERE postcard_id = ?"
_THING = "INSERT INTO world_things (world, kind, id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
