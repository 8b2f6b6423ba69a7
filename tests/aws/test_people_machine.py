"""Accounts in any order: DynamoDB answers as the file does. `tests/soak` walks further."""

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.aws.emulator import Emulator
from tests.aws.people_machine import PeopleMachine


def test_whatever_people_do_both_stores_say_the_same(emulator: Emulator) -> None:
    walk = settings(max_examples=6, stateful_step_count=30, deadline=None)

    run_state_machine_as_test(PeopleMachine, settings=walk)
