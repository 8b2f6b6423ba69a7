"""Jobs in any order among other verbs: when all are done, everyone has what SQLite gives them."""

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.aws.emulator import Emulator
from tests.aws.jobs_machine import JobsMachine


def test_whatever_is_left_half_done_everyone_has_what_is_theirs_in_the_end(emulator: Emulator) -> None:
    walk = settings(max_examples=5, stateful_step_count=25, deadline=None)

    run_state_machine_as_test(JobsMachine, settings=walk)
