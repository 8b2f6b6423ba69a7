"""Accounts in any order: DynamoDB answers as the file does. `tests/soak` walks further."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from postcardit_backend.aws.tables import Tables
from postcardit_backend.aws.users import DynamoUsers
from tests.aws.emulator import Emulator
from tests.aws.people_machine import PeopleMachine


class PunctualMachine(PeopleMachine):
    """What has outlived its time to live is gone at once. In other walks it stays for ever: DynamoDB may do either."""

    @rule(later=st.sampled_from([1, 20_000, 31_000, 599_999, 7_200_000]))
    def wait(self, later: int) -> None:
        self.now += later
        users = self.stores[0].users
        assert isinstance(users, DynamoUsers)
        _forget(users._tables, self.now // 1000)


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
