"""Jobs in any order among other verbs, for longer than `make test` walks."""

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.aws.emulator import Emulator
from tests.aws.jobs_machine import JobsMachine


@pytest.mark.timeout(3600)
def test_whatever_is_left_half_done_for_long_everyone_has_what_is_theirs_in_the_end(emulator: Emulator) -> None:
    walk = settings(max_examples=200, stateful_step_count=40, deadline=None, database=None, derandomize=False)

    run_state_machine_as_test(JobsMachine, settings=walk)
