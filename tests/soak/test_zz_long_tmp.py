import time, pytest
from hypothesis import settings, HealthCheck
from hypothesis.stateful import run_state_machine_as_test
from tests.backend.social_machine import SocialMachine
@pytest.mark.timeout(3000)
def test_long():
    class Machine(SocialMachine):
        store_name = "dynamodb"
        steps = 0
        looks_everywhere = False
    end = time.time() + 1500
    walk = settings(max_examples=4, stateful_step_count=50, deadline=None, database=None, derandomize=False)
    while time.time() < end:
        run_state_machine_as_test(Machine, settings=walk)
        print("steps", Machine.steps, flush=True)
