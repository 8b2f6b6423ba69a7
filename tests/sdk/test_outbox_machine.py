"""A short walk through everything that may happen to an outbox; tests/soak walks for longer."""

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.sdk.outbox_machine import MailedOnce


def test_each_postcard_arrives_once_in_order_or_is_seen_to_wait_whatever_happens() -> None:
    walk = settings(max_examples=25, stateful_step_count=25, deadline=None)

    run_state_machine_as_test(MailedOnce, settings=walk)
