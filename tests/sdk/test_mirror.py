"""The mirror of an account: it shows what the server shows, whatever came in between."""

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.sdk.mirror_machine import SharedMirror


def test_a_mirror_is_what_a_snapshot_would_be_whatever_happened_before() -> None:
    walk = settings(max_examples=60, stateful_step_count=50, deadline=None)

    run_state_machine_as_test(SharedMirror, settings=walk)
