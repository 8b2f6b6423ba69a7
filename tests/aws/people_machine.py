"""Two stores that are asked the same, in any order: the answers are the same, refusals and their reasons included."""

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from postcardit_backend.ports import Meter, ProfileChange
from postcardit_backend.records import UserRecord
from postcardit_backend.refusal import Refused
from postcardit_backend.settings import Settings
from postcardit_sdk.contract.problems import EndReason
from tests.backend.stores import DAY, NOW, STORES, Store, number_id, registration, session, told

__all__ = ["EMAILS", "NAMES", "WHO", "PeopleMachine"]

NAMES = st.sampled_from(["alice", "ÁLICE", "\N{CYRILLIC SMALL LETTER A}lice", "bob", "bo b", "carol"])
EMAILS = st.sampled_from(
    ["a@example.com", "A@example.com", "b@example.com", "b@xn--bcher-kva.example", "B@bücher.example"]
)
CODES = st.sampled_from(["1", "1", "2"])
HASHES = st.sampled_from(["hash", "hash", "other"])
WHO = st.integers(0, 3)
TOKENS = st.integers(0, 9)
FULL_NAMES = st.sampled_from([None, "Ann", "Ann B", "Änn!", "Bo"])


class PeopleMachine(RuleBasedStateMachine):
    """Registers, renames, signs in, forgets and erases in both."""

    steps = 0
    now: int

    @initialize()
    def open(self) -> None:
        self.opened = ExitStack()
        folder = Path(self.opened.enter_context(TemporaryDirectory()))
        self.stores = [self.opened.enter_context(STORES[name](folder)) for name in sorted(STORES)]
        self.now, self.ids, self.users, self.erased = NOW, 0, list[str](), set[str]()
        self.given: dict[str, str] = {}
        for name in ("alice", "bob"):
            self.register(name, f"{name}@example.com", "1", None)
            self.confirm(f"{name}@example.com", "1")

    def teardown(self) -> None:
        if hasattr(self, "opened"):
            for user_id in self.users:
                self.look_at(user_id)
            self.opened.close()

    def look_at(self, user_id: str) -> None:
        """Everything that is kept of someone."""
        user = self.user(user_id)
        self.ask(lambda store: store.sessions.every(user_id))
        self.ask(lambda store: told(store, user))

    def user(self, user_id: str) -> UserRecord:
        found = self.ask(lambda store: store.users.by_id(user_id))
        assert isinstance(found, UserRecord)
        return found

    def ask(self, verb: Callable[[Store], object]) -> object:
        """What both say."""
        type(self).steps += 1
        one, other = (_said(partial(verb, store)) for store in self.stores)
        assert one == other
        return one

    def who(self, number: int) -> str:
        return self.users[number % len(self.users)]

    @rule(name=NAMES, email=EMAILS, code=CODES, full_name=FULL_NAMES)
    def register(self, name: str, email: str, code: str, full_name: str | None) -> None:
        opened = registration(name, email=email, code=code, full_name=full_name, expires_at=self.now + 600_000)
        self.ask(lambda store: store.registrations.open(opened, self.now))

    @rule(email=EMAILS, code=CODES)
    def renew(self, email: str, code: str) -> None:
        self.ask(lambda store: store.registrations.renew(email, code, self.now + 600_000))

    @rule(email=EMAILS, code=CODES)
    def confirm(self, email: str, code: str) -> None:
        self.ids += 1
        user_id = number_id(self.ids)
        self.ask(lambda store: store.registrations.confirm(email, code, user_id, self.now, 3))
        if self.ask(lambda store: store.users.by_id(user_id)) is not None:
            self.users.append(user_id)

    @rule(who=WHO, name=NAMES)
    def rename(self, who: int, name: str) -> None:
        change = ProfileChange({"username": name})
        self.ask(lambda store: store.users.update(self.who(who), change, self.now))

    @rule(who=WHO, full_name=FULL_NAMES, is_findable=st.booleans(), expected=st.sampled_from([None, NOW]))
    def write(self, who: int, full_name: str | None, is_findable: bool, expected: int | None) -> None:
        fields: dict[str, str | bool | None] = {"full_name": full_name, "findable_by_email": is_findable}
        change = ProfileChange(fields, None if expected is None else frozenset({expected}))
        self.ask(lambda store: store.users.update(self.who(who), change, self.now))

    @rule(name=NAMES, email=EMAILS, term=st.sampled_from(["al", "bo", "ann", "ali"]))
    def look_up(self, name: str, email: str, term: str) -> None:
        self.ask(lambda store: store.users.by_username(name))
        self.ask(lambda store: store.users.by_email(email))
        self.ask(lambda store: store.users.search("username", term, None, 2, searcher_id="x"))
        self.ask(lambda store: store.users.search("name", term, None, 2, searcher_id="x"))

    @rule(email=EMAILS, code=CODES)
    def forget(self, email: str, code: str) -> None:
        self.ask(lambda store: store.passwords.keep_code(email, code, self.now + 600_000))

    @rule(email=EMAILS, code=CODES, to=HASHES)
    def reset(self, email: str, code: str, to: str) -> None:
        self.ask(lambda store: store.passwords.reset(email, code, to, now=self.now, tries=3))

    @rule(who=WHO, known=HASHES, to=HASHES, keeps=TOKENS)
    def change_password(self, who: int, known: str, to: str, keeps: int) -> None:
        this = f"s{keeps}"
        self.ask(lambda store: store.passwords.change(self.who(who), known, to, session_id=this, now=self.now))

    @rule(who=WHO, email=EMAILS, code=CODES, known=HASHES)
    def propose(self, who: int, email: str, code: str, known: str) -> None:
        ends = self.now + 600_000
        self.ask(lambda store: store.emails.propose(self.who(who), email, code, known_hash=known, expires_at=ends))

    @rule(who=WHO, code=CODES)
    def confirm_email(self, who: int, code: str) -> None:
        self.ask(lambda store: store.emails.confirm(self.who(who), code, now=self.now, tries=3))

    @rule(who=WHO, known=HASHES)
    def sign_in(self, who: int, known: str) -> None:
        number = len(self.given)
        opened = session(self.user(self.who(who)), f"s{number}", f"t{number}")
        self.given[f"t{number}"] = self.who(who)
        self.ask(lambda store: store.sessions.start(opened, known))

    @precondition(lambda self: self.given)
    @rule(token=TOKENS, is_replay=st.booleans())
    def refresh(self, token: int, is_replay: bool) -> None:
        presented = [*self.given][-1 - token % len(self.given)]
        successor = f"t{len(self.given)}"
        self.given[successor] = owner = self.given[presented]
        if owner in self.erased:
            return  # the file remembers no traded token of theirs; DynamoDB tells why it ended
        for _ in range(1 + is_replay):
            self.ask(
                lambda store: store.sessions.rotate(
                    presented, successor, successor.encode(), now=self.now, settings=Settings()
                )
            )

    @precondition(lambda self: self.given)
    @rule(who=WHO, token=TOKENS, how=st.sampled_from(["one", "token", "all"]))
    def sign_out(self, who: int, token: int, how: str) -> None:
        user_id, reason = self.who(who), EndReason.SIGNED_OUT
        presented = [*self.given][-1 - token % len(self.given)]
        ends: dict[str, Callable[[Store], object]] = {
            "one": lambda store: store.sessions.end(user_id, f"s{token}", reason, self.now),
            "token": lambda store: store.sessions.end_by_token(user_id, presented, reason, self.now),
            "all": lambda store: store.sessions.end_all(user_id, reason, self.now),
        }
        self.ask(ends[how])
        self.ask(lambda store: store.sessions.live(user_id, self.now))
        self.ask(lambda store: store.sessions.require_live(f"s{token}", self.now))
        self.ask(lambda store: store.sessions.ended_among([f"s{number}" for number in range(10)], self.now))

    @rule(counted=st.sampled_from(["one", "two"]))
    def count(self, counted: str) -> None:
        meters = [Meter("policy", counted, 2, 600), Meter("policy", "all", 5, 3600)]
        self.ask(lambda store: store.limits.count(meters, self.now))

    @rule(later=st.sampled_from([1, 20_000, 31_000, 599_999, DAY, 61 * DAY]))
    def wait(self, later: int) -> None:
        self.now += later

    @rule(who=WHO, known=HASHES)
    def erase(self, who: int, known: str) -> None:
        user_id = self.who(who)
        if self.ask(lambda store: store.erasure.erase(user_id, known, self.now)) is None:
            self.erased.add(user_id)


def _said(act: Callable[[], object]) -> object:
    try:
        return act()
    except Refused as refused:
        return refused.code, refused.reason
