"""Accounts in any order for thousands of questions: DynamoDB answers as the file does."""

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.aws.emulator import Emulator
from tests.aws.people_machine import PeopleMachine

QUESTIONS = 5_000


@pytest.mark.timeout(3600)
def test_thousands_of_questions_about_people_have_the_same_answers(emulator: Emulator) -> None:
    class Machine(PeopleMachine):
        steps = 0

    walk = settings(max_examples=20, stateful_step_count=50, deadline=None, database=None, derandomize=False)

    while Machine.steps < QUESTIONS:
        run_state_machine_as_test(Machine, settings=walk)
