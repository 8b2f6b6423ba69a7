"""A short walk through everything that people may do to each other; tests/soak walks for longer."""

import pytest
from hypothesis.stateful import run_state_machine_as_test

from tests.backend.social_machine import SocialMachine
from tests.backend.social_town import OPENERS
from tests.backend.walks import walk


@pytest.mark.parametrize("name", sorted(OPENERS))
def test_whatever_people_do_everyone_sees_what_a_plain_model_says_and_every_feed_tells_it(name: str) -> None:
    class Machine(SocialMachine):
        store_name = name
        looks_everywhere = name == "sqlite"

    run_state_machine_as_test(Machine, settings=walk(name, 12, 25))
