"""Everything that may happen to a session that several processes share, in any order, against a strict server."""

import errno
import tempfile
from pathlib import Path
from unittest.mock import patch

import keyring
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from keyring.backend import KeyringBackend
from keyring.errors import InitError, PasswordDeleteError

from postcardit_sdk import (
    BlackBox,
    Call,
    ConnectionFailed,
    EndReason,
    KeyringTokens,
    SessionEnded,
    SignInRequired,
    Talk,
)
from postcardit_sdk.contract import operations as ops
from postcardit_sdk.errors import KeyringFailed, PostCardItError
from postcardit_sdk.flow import SignedIn, SignedOut
from postcardit_sdk.session import Session
from postcardit_sdk.tokens import KeptAway
from tests.sdk.stage import play
from tests.sdk.strict_server import LIFE_SECONDS, Crashed, StrictServer

CLIENTS = 3
client_numbers = st.integers(0, CLIENTS - 1)
names = st.sampled_from(["alice", "bob"])


class FakeKeyring(KeyringBackend):
    """A keyring in memory that can be locked."""

    priority = 1  # pyright: ignore[reportAssignmentType]  # a property of the class there

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.entries: dict[str, str] = {}
        self.is_locked = False

    def _open(self) -> dict[str, str]:
        if self.is_locked:
            raise InitError("Prompt dismissed")
        return self.entries

    def get_password(self, service: str, username: str) -> str | None:
        return self._open().get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self._open()[username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self._open().pop(username, None) is None:
            raise PasswordDeleteError


class SharedSession(RuleBasedStateMachine):
    """Three processes, one store, one server."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "tokens.json"
        self.server = StrictServer()
        self.keyring = FakeKeyring()
        self.before = keyring.get_keyring()
        keyring.set_keyring(self.keyring)
        self.skew = 0.0
        self.is_full = False
        self.full = patch("os.fsync", self.flush)
        self.full.start()
        self.notices: list[str] = []
        self.user: str | None = None
        self.kept: set[str] = set()
        self.clients = [self.start() for _ in range(CLIENTS)]

    def teardown(self) -> None:
        self.full.stop()
        keyring.set_keyring(self.before)
        self.folder.cleanup()

    def start(self) -> Session:
        store = KeyringTokens(self.path, self.notices.append)
        return Session(store, clock=lambda: self.server.now + self.skew)

    def flush(self, handle: int) -> None:
        if self.is_full:
            raise OSError(errno.ENOSPC, "No space left on device")
        del handle  # speed: nothing here outlives the machine

    @initialize(name=names)
    def begin(self, name: str) -> None:
        self.sign_in(0, name)

    @precondition(lambda self: not self.is_full)
    @rule(number=client_numbers, name=names)
    def sign_in(self, number: int, name: str) -> None:
        pair = self.server.sign_in(name)

        def flow() -> Talk[None]:
            yield SignedIn(pair)

        assert play(self.clients[number], flow(), self.server.answer).error is None
        self.user = name

    @precondition(lambda self: not self.is_full)
    @rule(number=client_numbers)
    def sign_out(self, number: int) -> None:
        def flow() -> Talk[None]:
            yield SignedOut()

        tokens = self.clients[number].tokens.load()
        family = None if tokens is None else self.server.family_of(tokens.access_token)
        if family is not None:
            family.ended = family.ended or EndReason.SIGNED_OUT
        assert play(self.clients[number], flow(), self.server.answer).error is None
        self.user = None

    @rule(number=client_numbers, lost_answers=st.sampled_from([0, 0, 0, 1, 2, 3]))
    def call(self, number: int, lost_answers: int) -> None:
        self.server.lost_answers = lost_answers
        played = play(self.clients[number], Call(ops.get_me), self.server.answer)
        self.server.lost_answers = 0
        self.judge(played.error, None if played.result is None else played.result.username)

    @rule(number=client_numbers)
    def crash_in_a_call(self, number: int) -> None:
        """Gone between the grant and the save, if there is a grant; else afterwards."""
        self.server.crash_after_grant = True
        try:
            played = play(self.clients[number], Call(ops.get_me), self.server.answer)
            self.judge(played.error, None if played.result is None else played.result.username)
        except Crashed:
            pass
        self.server.crash_after_grant = False
        self.clients[number] = self.start()

    @rule(number=client_numbers)
    def end_by_server(self, number: int) -> None:
        tokens = self.clients[number].tokens.load()
        family = None if tokens is None else self.server.family_of(tokens.access_token)
        if family is not None:
            family.ended = family.ended or EndReason.REVOKED

    @rule(seconds=st.sampled_from([1, 20, 25, 31, LIFE_SECONDS - 30, LIFE_SECONDS + 1]))
    def wait(self, seconds: int) -> None:
        self.server.now += seconds

    @rule(skew=st.sampled_from([0.0, 3600.0, -3600.0, 86_400.0, -20.0]))
    def set_the_clock(self, skew: float) -> None:
        self.skew = skew

    @rule(is_locked=st.booleans())
    def lock_the_keyring(self, is_locked: bool) -> None:
        self.keyring.is_locked = is_locked

    @rule(is_full=st.booleans())
    def fill_the_disk(self, is_full: bool) -> None:
        self.is_full = is_full

    def judge(self, error: PostCardItError | None, name: str | None) -> None:
        """A call gives the user who is signed in, or says truly why not."""
        match error:
            case None:
                assert name is not None
            case SessionEnded():
                assert isinstance(error.reason, EndReason)
                assert error.reason in {family.ended for family in self.server.families}
                assert error.reason is not EndReason.REUSED or self.was_never_stored()
                self.user = None
            case SignInRequired():
                assert self.user is None or self.is_full_or_was()
            case ConnectionFailed() | KeyringFailed():
                pass  # nothing is lost: see the invariants
            case _:
                raise AssertionError(f"Nobody should see {error!r}.")

    def was_never_stored(self) -> bool:
        """A crash, a lost answer or a full disk kept the newest token from being stored, for over 30 seconds."""
        return any(
            family.ended is EndReason.REUSED and family.refresh_tokens[-1] not in self.kept
            for family in self.server.families
        )

    def is_full_or_was(self) -> bool:
        return any("could not be" in notice for notice in self.notices)

    @invariant()
    def the_store_holds_one_users_tokens(self) -> None:
        tokens = KeyringTokens(self.path, self.notices.append).load()
        if tokens is None:
            assert self.user is None or self.is_full_or_was()
            return
        access = self.server.family_of(tokens.access_token)
        assert access is not None
        assert access.user.user_id == tokens.user_id
        refresh = tokens.refresh_token
        if isinstance(refresh, KeptAway):
            refresh = self.keyring.entries[refresh.place]
        assert refresh is not None
        self.kept.add(refresh)
        assert self.server.family_of(refresh) is access

    @invariant()
    def every_end_has_a_reason(self) -> None:
        for entry in BlackBox(f"{self.path}.blackbox").entries():
            assert entry.event != "session_ended" or {"reason", "decided_by"} <= set(entry.facts)

    @invariant()
    def nothing_secret_is_written_down(self) -> None:
        box = Path(f"{self.path}.blackbox")
        assert not box.exists() or b"refresh-" not in box.read_bytes()
