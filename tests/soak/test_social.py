"""People in any order for thousands of steps: a store, a plain model and every feed go on saying the same."""

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.backend.social_machine import SocialMachine
from tests.backend.social_town import OPENERS

STEPS = {"dynamodb": 2_000, "sqlite": 10_000}
"""Over the network a step takes ten times as long, though only one person is looked at after each."""


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", sorted(OPENERS))
def test_thousands_of_steps_leave_everyone_with_what_a_plain_model_says(name: str) -> None:
    class Machine(SocialMachine):
        store_name = name
        steps = 0
        looks_everywhere = name == "sqlite"

    walk = settings(max_examples=50, stateful_step_count=50, deadline=None, database=None, derandomize=False)

    while Machine.steps < STEPS[name]:
        run_state_machine_as_test(Machine, settings=walk)
