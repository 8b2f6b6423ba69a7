"""Everything that may happen to a session that several processes share, in any order, against a strict server."""

import errno
import tempfile
from collections.abc import Generator
from contextlib import contextmanager, suppress
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
seldom = st.sampled_from([False] * 7 + [True])
waits = st.sampled_from([0, 25, 31, LIFE_SECONDS - 30, LIFE_SECONDS + 1, LIFE_SECONDS + 1])


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
        self.excused: set[int] = set()
        self.patience = patch("postcardit_sdk.keeper._TRY_AGAIN_SECONDS", -1.0)
        self.patience.start()
        self.clients = [self.start() for _ in range(CLIENTS)]

    def teardown(self) -> None:
        self.full.stop()
        self.patience.stop()
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
    @rule(number=client_numbers, name=names, really=seldom)
    def sign_in_again(self, number: int, name: str, really: bool) -> None:
        if really or self.user is None:
            self.sign_in(number, name)

    @precondition(lambda self: not self.is_full)
    @rule(number=client_numbers, really=seldom)
    def sign_out(self, number: int, really: bool) -> None:
        def flow() -> Talk[None]:
            yield SignedOut()

        if not really:
            return
        self.end_by_server(number, EndReason.SIGNED_OUT, True)
        assert play(self.clients[number], flow(), self.server.answer).error is None
        self.user = None

    @rule(number=client_numbers, reason=st.sampled_from(list(EndReason)), really=seldom)
    def end_by_server(self, number: int, reason: EndReason, really: bool) -> None:
        tokens = self.clients[number].tokens.load()
        family = None if tokens is None else self.server.family_of(tokens.access_token)
        if family is not None and really and reason is not EndReason.REUSED:
            family.ended = family.ended or reason

    @rule(number=client_numbers, wait=waits, lost_answers=st.sampled_from([0, 0, 0, 1, 2, 3]))
    def call(self, number: int, wait: int, lost_answers: int) -> None:
        self.server.now += wait
        self.server.lost_answers = lost_answers
        with self.grants_are_kept(unless=lost_answers > 2):
            self.ask(number)
        self.server.lost_answers = 0

    @rule(number=client_numbers, wait=waits, others=st.lists(client_numbers, max_size=4))
    def crash_in_a_call(self, number: int, wait: int, others: list[int]) -> None:
        """Gone between the grant and the save, if there is a grant; then the others ask."""
        self.server.now += wait
        self.server.crash_after_grant = True
        with self.grants_are_kept(unless=True), suppress(Crashed):
            self.ask(number)
        self.server.crash_after_grant = False
        self.clients[number] = self.start()
        for other in others:
            self.call(other, 0, 0)

    @rule(skew=st.sampled_from([0.0, 3600.0, -3600.0, 86_400.0, -20.0]))
    def set_the_clock(self, skew: float) -> None:
        self.skew = skew

    @rule(is_locked=seldom)
    def lock_the_keyring(self, is_locked: bool) -> None:
        self.keyring.is_locked = is_locked

    @rule(is_full=seldom)
    def fill_the_disk(self, is_full: bool) -> None:
        self.is_full = is_full

    def sign_in(self, number: int, name: str) -> None:
        pair = self.server.sign_in(name)

        def flow() -> Talk[None]:
            yield SignedIn(pair)

        assert play(self.clients[number], flow(), self.server.answer).error is None
        self.user = name

    def ask(self, number: int) -> None:
        played = play(self.clients[number], Call(ops.get_me), self.server.answer)
        self.judge(played.error, None if played.result is None else played.result.username)

    @contextmanager
    def grants_are_kept(self, *, unless: bool) -> Generator[None]:
        """A family whose newest token was granted while something failed may end as reused; no other may."""
        before = {id(family): family.refresh_tokens[-1] for family in self.server.families}
        yield
        fails = unless or self.is_full or self.keyring.is_locked
        for family in self.server.families:
            if family.refresh_tokens[-1] == before[id(family)]:
                continue
            if fails:
                self.excused.add(id(family))
            else:
                assert self.stored_refresh_token() == family.refresh_tokens[-1]
                self.excused.discard(id(family))

    def stored_refresh_token(self) -> str | None:
        tokens = KeyringTokens(self.path, self.notices.append).load()
        token = None if tokens is None else tokens.refresh_token
        return self.keyring.entries[token.place] if isinstance(token, KeptAway) else token

    def judge(self, error: PostCardItError | None, name: str | None) -> None:
        """A call gives the user who is signed in, or says truly why not."""
        match error:
            case None:
                assert name is not None
            case SessionEnded():
                assert isinstance(error.reason, EndReason)
                assert error.reason in {family.ended for family in self.server.families}
                assert error.reason is not EndReason.REUSED or self.is_excused()
                self.user = None
            case SignInRequired():
                assert self.user is None
            case ConnectionFailed() | KeyringFailed():
                pass  # nothing is lost: see the invariants
            case _:
                raise AssertionError(f"Nobody should see {error!r}.")

    def is_excused(self) -> bool:
        """A crash, lost answers or a full disk kept the newest token from being stored, for over 30 seconds."""
        return any(family.ended is EndReason.REUSED and id(family) in self.excused for family in self.server.families)

    @invariant()
    def the_store_holds_one_users_tokens(self) -> None:
        tokens = KeyringTokens(self.path, self.notices.append).load()
        if tokens is None:
            assert self.user is None
            return
        access = self.server.family_of(tokens.access_token)
        assert access is not None
        assert access.user.user_id == tokens.user_id
        refresh = self.stored_refresh_token()
        assert refresh is not None
        assert self.server.family_of(refresh) is access

    @invariant()
    def every_end_has_a_reason(self) -> None:
        for entry in BlackBox(f"{self.path}.blackbox").entries():
            assert entry.event != "session_ended" or {"reason", "decided_by"} <= set(entry.facts)

    @invariant()
    def nothing_secret_is_written_down(self) -> None:
        box = Path(f"{self.path}.blackbox")
        assert not box.exists() or b"refresh-" not in box.read_bytes()
