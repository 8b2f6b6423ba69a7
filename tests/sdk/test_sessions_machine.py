"""A short walk through everything that may happen to a shared session; tests/soak walks for longer."""

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.sdk.sessions_machine import SharedSession


def test_no_session_is_lost_or_mixed_up_whatever_happens() -> None:
    walk = settings(max_examples=40, stateful_step_count=50, deadline=None)

    run_state_machine_as_test(SharedSession, settings=walk)
