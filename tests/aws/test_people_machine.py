"""Accounts in any order: DynamoDB answers as the file does. `tests/soak` walks further."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from postcardit_backend.aws.tables import Tables
from postcardit_backend.aws.users import DynamoUsers
from postcardit_backend.settings import Settings
from tests.aws.emulator import Emulator
from tests.aws.people_machine import EMAILS, NAMES, WHO, PeopleMachine

NEARLY = st.sampled_from([1000, 599_999, 600_001])
"""A code counts for ten minutes."""


class PunctualMachine(PeopleMachine):
    """What has outlived its time to live is gone at once. In other walks it stays for ever: DynamoDB may do either."""

    @rule(later=st.sampled_from([1, 20_000, 31_000, 599_999, 7_200_000]))
    def wait(self, later: int) -> None:
        self.now += later
        users = self.stores[0].users
        assert isinstance(users, DynamoUsers)
        tables = users._tables  # pyright: ignore[reportPrivateUsage]  # a store names its ports alone
        _forget(tables, self.now // 1000)

    @rule(name=NAMES, email=EMAILS, later=NEARLY)
    def register_and_wait(self, name: str, email: str, later: int) -> None:
        self.register(name, email, "1", None)
        self.wait(later)
        self.confirm(email, "1")

    @rule(email=EMAILS, later=NEARLY)
    def forget_and_wait(self, email: str, later: int) -> None:
        self.forget(email, "1")
        self.wait(later)
        self.reset(email, "1", "hash")

    @rule(who=WHO, email=EMAILS, later=NEARLY)
    def propose_and_wait(self, who: int, email: str, later: int) -> None:
        self.propose(who, email, "1", "hash")
        self.wait(later)
        self.confirm_email(who, "1")

    @rule(who=WHO, later=st.sampled_from([29_999, 30_001]))
    def refresh_and_wait(self, who: int, later: int) -> None:
        self.sign_in(who, "hash")
        presented = [*self.given][-1]
        for successor in (f"{presented}-a", f"{presented}-b"):
            self.trade(presented, successor)
            self.wait(later)

    def trade(self, presented: str, successor: str) -> None:
        settings = Settings()
        self.ask(
            lambda store: store.sessions.rotate(
                presented, successor, successor.encode(), now=self.now, settings=settings
            )
        )


def test_whatever_people_do_both_stores_say_the_same(emulator: Emulator) -> None:
    walk = settings(max_examples=6, stateful_step_count=30, deadline=None)

    run_state_machine_as_test(PeopleMachine, settings=walk)


def test_what_dynamodb_forgets_on_the_second_nobody_misses(emulator: Emulator) -> None:
    walk = settings(max_examples=6, stateful_step_count=30, deadline=None)

    run_state_machine_as_test(PunctualMachine, settings=walk)


def _forget(tables: Tables, now: int) -> None:
    """Remove what had to live until a second before this one."""
    name = tables.name_of("brief")
    for item in tables.client.scan(TableName=name)["Items"]:
        if "ttl" in item and int(item["ttl"]["N"]) < now:
            tables.client.delete_item(TableName=name, Key={part: item[part] for part in ("pk", "sk")})
